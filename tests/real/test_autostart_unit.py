"""The unit checked by systemd itself, which finds no fault even with odd paths."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from coach.autostart.entry import LaunchCommand, run
from coach.autostart.systemd import UNIT, startable_command, unit_text

pytestmark = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="needs systemd-analyze (Debian: systemd)"
)
ODD = [
    "coach",
    "my env",
    "100% %h %n",
    'so "called"',
    "it's",
    "$HOME ${HOME} $$",
    "größer 日本",
    "back\\slash",
    ";x",
]


def verified(folder, launch):
    """Exit code and complaints of `systemd-analyze --user verify` for that unit."""
    path = folder / UNIT
    path.write_text(unit_text(launch), encoding="utf-8")
    folder.chmod(0o700)
    done = subprocess.run(
        ["systemd-analyze", "--user", "--man=no", "--recursive-errors=no", "verify", str(path)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "XDG_RUNTIME_DIR": str(folder), "LC_ALL": "C.UTF-8"},
    )
    return done.returncode, done.stderr


@pytest.mark.parametrize("name", ODD)
def test_systemd_reads_every_path_as_it_is(tmp_path, name):
    """Systemd finds the program that the unit names, so it has read the right path."""
    program = tmp_path / name / "coach"
    program.parent.mkdir()
    program.touch(mode=0o755)
    code, complaints = verified(tmp_path, LaunchCommand((str(program), "start"), tmp_path / name))
    assert (code, complaints) == (0, "")


@pytest.mark.parametrize("name", ODD)
def test_a_shell_that_hands_on_changes_nothing(tmp_path, name):
    """The arguments after the shell, run as in the unit, reach the program one by one."""
    program = tmp_path / name / "coach"
    program.parent.mkdir()
    program.write_text('#!/bin/sh\nprintf "%s|" "$0" "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    done = subprocess.run(
        startable_command((str(program), "start")), capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout == f"{program}|start|"


def test_a_program_that_is_not_there_is_complained_of(tmp_path):
    """The check above can fail: a missing program is reported."""
    code, complaints = verified(tmp_path, LaunchCommand((str(tmp_path / "none" / "coach"), "start")))
    assert code != 0
    assert "is not executable" in complaints


@pytest.mark.skipif(
    run(("systemctl", "--user", "show", "--property=Version")).code == 0, reason="a user instance is there"
)
def test_the_real_command_where_there_is_no_user_instance(tmp_path):
    """In a container it ends with exit code 1, a sentence and advice, and writes nothing."""
    checkout = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, str(checkout / "cli.py"), "autostart", "on"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "XDG_CONFIG_HOME": str(tmp_path)},
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("systemd's user instance does not answer: ")
    assert "`coach start`" in done.stderr
    assert list(tmp_path.iterdir()) == []
