"""The environment of the command's process, which libraries' threads read at any time."""

from __future__ import annotations

import subprocess
import sys

CODE = """
import os, sys
from coach.commands import main
sys.argv[1:] = ["--version"]
try:
    main()
except SystemExit:
    changed = []
    os.putenv = lambda name, _value: changed.append(name)
    os.unsetenv = changed.append
    import numpy
    print(changed)
"""


def test_importing_numpy_leaves_the_environment_alone():
    """No variable is set or taken back after the start, as a thread in C may be reading one."""
    command = (sys.executable, "-c", CODE)
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert printed.splitlines()[-1] == "[]"
