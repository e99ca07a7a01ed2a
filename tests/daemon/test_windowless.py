"""Processes without a window."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import coach.daemon
from coach.daemon.windowless import creation_flags


def test_on_windows_no_window_and_elsewhere_no_flag():
    """The flag as CPython 3.11's `subprocess.CREATE_NO_WINDOW` has it on Windows: 134217728."""
    platforms = ("win32", "linux", "darwin")
    assert [creation_flags(platform) for platform in platforms] == [134_217_728, 0, 0]


@pytest.mark.skipif(sys.platform != "win32", reason="only there the library names it")
def test_the_library_agrees():
    """What was recorded is what is there."""
    assert creation_flags() == subprocess.CREATE_NO_WINDOW


def test_every_process_that_lasts_into_the_day_is_started_so():
    """Sessions, announcements and readers: nothing in the daemon starts a process of asyncio otherwise."""
    calls = {}
    for file in Path(coach.daemon.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("create_subprocess_exec"):
                flags = [ast.unparse(word.value) for word in node.keywords if word.arg == "creationflags"]
                calls.setdefault(file.name, []).extend(flags or ["none"])
    assert calls == {"plan_loader.py": ["creation_flags()"], "processes.py": ["creation_flags()"]}
