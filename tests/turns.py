"""Tests that measure time take turns across the workers of pytest-xdist: a plugin for the real tests."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import ClassVar

import pytest

TIMED = {
    "test_session_control": "A",  # the instant of the first sample, and how long a session lasted
    "test_session_live": "A",  # recorded sound, and when each line came
    "test_sound_pulseaudio": "B",  # recorded sound, and the pace of the samples
    "test_sound_without_device": "B",  # the pace of the samples
}
"""The modules that hold sound, or the instants of a live session, against the clock on the wall.

They mostly wait, so one of each group runs at a time, on a worker of its own, but nothing else beside them.
"""


class Turns:
    """Tests take turns across the workers of pytest-xdist: while those marked `timed` run, no others do.

    Each group of timed tests has two locks. Every other test passes the first ones and shares the second.
    A timed test holds the first, so that the others stop coming, and then both until a test that is not of
    its group follows. So the groups run beside each other, and the rest before or after them.
    """

    LOCKS: ClassVar = {"A": ("conftest.py", "strategies.py"), "B": ("purity.py", "terminal.py")}
    """Files beside this one: any would do."""

    def __init__(self):
        self._held = ExitStack()
        self._group = None

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item, nextitem):
        """Wait for the test's turn."""
        with self._take(item, nextitem):
            return (yield)

    def _take(self, item, nextitem):
        """Wait for the test's turn; returns what to close after it."""
        after = ExitStack()
        if "PYTEST_XDIST_WORKER" not in os.environ or sys.platform == "win32":
            return after
        group = _group(item)
        if group is None:
            with ExitStack() as passing:
                for first, _second in self.LOCKS.values():
                    _lock(passing, first, shared=False)
                for _first, second in self.LOCKS.values():
                    _lock(after, second, shared=True)
        else:
            if self._group != group:
                for name in self.LOCKS[group]:
                    _lock(self._held, name, shared=False)
                self._group = group
            if nextitem is None or _group(nextitem) != group:
                after.callback(self._leave)
        return after

    def _leave(self):
        self._held.close()
        self._group = None


def _group(item):
    """The test's group if it is timed."""
    marker = item.get_closest_marker("timed")
    return None if marker is None else marker.args[0]


def _lock(stack, name, *, shared):
    """Wait for the lock on the file of that name beside this one; the stack releases it."""
    import fcntl

    file = stack.enter_context(Path(__file__).with_name(name).open("rb"))
    fcntl.flock(file, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)
