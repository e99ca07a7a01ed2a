"""Odd time zones, homes and files of the coach's own: one clear message and a documented exit code."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from coach_process import PROGRAM

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pipes and links are made differently there")

PLAN = 'reminders: {water: {routine: sip-water, at: "10:00"}}\n'
COMMANDS = (
    "next", "today", "log", "status", "routines", "done water", "do sip-water --fast --mute", "pause 5m",
    "simulate --from 2026-11-02",
)  # fmt: skip
STATE_FILES = ("api.json", "day.json", "listing.json", "lock", "routines.json", "journal.json")
UNFORESEEN = ("Traceback", "unexpected error", "bug in the coach")


def faults(home, *commands, **variables):
    """The commands that hang, end with an undocumented code, or print what is not for a person."""
    started = {
        command: subprocess.Popen(
            [*PROGRAM, *command.split()],
            env={**os.environ, "COACH_HOME": str(home), **variables},
            cwd=home if home.is_dir() else None,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
        for command in commands or COMMANDS
    }
    found = []
    for command, process in started.items():
        try:
            printed = process.communicate(timeout=30)[0]
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            found.append(f"{command}: hangs")
            continue
        if process.returncode not in range(7) or any(word in printed for word in UNFORESEEN):
            found.append(f"{command}: {process.returncode}, {printed}")
    return found


@pytest.fixture
def home(tmp_path):
    """A home with a plan, a journal and all that is cached."""
    folder = tmp_path / "home"
    folder.mkdir()
    (folder / "plan.yaml").write_text(PLAN, encoding="utf-8")
    assert faults(folder, "next") == faults(folder, "do sip-water --fast --mute") == []
    return folder


@pytest.mark.parametrize("zone", [":", "/etc/passwd", "a" * 5000, "Eu\nrope", "UTC+99"])
def test_an_odd_time_zone(home, zone):
    """A machine without a usable one."""
    assert faults(home, TZ=zone) == []


def spoil(path, how):
    """Put something else in that file's place."""
    path.unlink(missing_ok=True)
    path.parent.mkdir(exist_ok=True)
    if how == "folder":
        (path / "inside").mkdir(parents=True)
    elif how == "circle":
        path.symlink_to(path.name)
    elif how == "dangling":
        path.symlink_to("nowhere/at-all")
    elif how == "pipe":
        os.mkfifo(path)
    else:
        path.write_bytes({"empty": b"", "brackets": b"[" * 100_000, "binary": bytes(range(256)) * 40}[how])


KINDS = ("empty", "brackets", "binary", "folder", "circle", "dangling", "pipe")


@pytest.mark.parametrize(
    ("name", "how"),
    [
        *[("state", how) for how in KINDS],
        *[(name, how) for name in ("plan.yaml", "journal.sqlite3") for how in ("folder", "circle", "pipe")],
    ],
)
def test_broken_files_of_the_coach(home, name, how):
    """All files of its state, its plan, or its journal."""
    for file in STATE_FILES if name == "state" else ("",):
        spoil(home / name / file if file else home / name, how)
    assert faults(home) == []


@pytest.mark.parametrize("how", ["empty", "circle", "pipe"])
def test_a_home_that_is_no_folder(tmp_path, how):
    """No command fails in an unforeseen way if the home is a file, a link or a pipe."""
    spoil(tmp_path / "home", how)
    assert faults(tmp_path / "home") == []


def test_a_home_with_an_odd_name(tmp_path):
    """With a line break, and with bytes that are no text."""
    for name in ("two\nlines", os.fsdecode(b"\xff\xfe")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "plan.yaml").write_text(PLAN, encoding="utf-8")
        assert faults(tmp_path / name) == []
