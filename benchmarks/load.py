"""A busy machine: processes that do nothing but compute, all the time or in bursts."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

LOADS = {"as it is": 0, "two busy loops": 2, "sixteen bursty processes": 16}
"""How many processes there are beside what is measured; the sixteen rest for moments in between."""
COMPUTE = (
    "import random, sys, time\n"
    "while True:\n"
    "    end = time.monotonic() + random.uniform(0.05, 0.3)\n"
    "    while time.monotonic() < end: pass\n"
    "    time.sleep(random.uniform(0.01, 0.1) if sys.argv[1] == 'bursty' else 0)\n"
)


@contextmanager
def loaded(load: str) -> Iterator[None]:
    """Have that load on the machine, one of `LOADS`."""
    kind = "bursty" if "bursty" in load else "loop"
    processes = [subprocess.Popen([sys.executable, "-c", COMPUTE, kind]) for _ in range(LOADS[load])]
    try:
        yield
    finally:
        for process in processes:
            process.kill()
            process.wait()
