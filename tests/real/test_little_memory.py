"""Too little memory: each command says so in one sentence, with exit code 1 and no traceback."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from coach.errors import MORE_MEMORY

if not sys.platform.startswith("linux"):
    pytest.skip("other systems do not limit the memory of a process so", allow_module_level=True)

LIMITED = """
import resource, runpy, sys
limit = int(sys.argv.pop(1)) * 1024 * 1024
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
runpy.run_module("coach", run_name="__main__", alter_sys=True)
"""
PLAN = 'reminders: {water: {routine: sip-water, at: "10:00"}}\n'


def run(megabytes, *arguments, home):
    """The exit code and what was printed by a command that may have so much memory."""
    (home / "plan.yaml").write_text(PLAN, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(megabytes), *arguments],
        env={**os.environ, "COACH_HOME": str(home)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


SOUNDING = ("do sip-water --fast", "voices", "doctor", "render sip-water -o sip.wav")


@pytest.mark.parametrize(
    ("command", "megabytes"),
    [*[(command, limit) for command in SOUNDING for limit in (40, 70, 85, 100)], ("start", 30)],
)
def test_a_command_says_that_memory_is_lacking(tmp_path, command, megabytes):
    """A lack of memory is said, also where a library would end the process with words of its own."""
    code, printed = run(megabytes, *command.split(), home=tmp_path)
    assert (code, printed) == (1, f"There is not enough memory for this command.\n{MORE_MEMORY}\n")


@pytest.mark.parametrize("command", ["next", "routines", "log", "status", "schema plan"])
def test_what_makes_no_sound_needs_little(tmp_path, command):
    """Commands that make no sound work in 40 MB."""
    code, printed = run(40, *command.split(), home=tmp_path)
    assert (code, "not enough memory" in printed) == (6 if command == "status" else 0, False)
