"""The unit in a real user instance of systemd: enabled, started with the right command, removed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from coach.autostart.systemd import UNIT

PROGRAMS = ("unshare", "systemctl", "dbus-daemon", "find", "mount")
pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux")
    or os.geteuid() != 0
    or Path("/run/systemd/system").exists()
    or not Path("/lib/systemd/systemd").exists()
    or not all(shutil.which(program) for program in PROGRAMS),
    reason="makes a login of its own: needs root where systemd did not boot, systemd and dbus-daemon",
)
ROOT = Path(__file__).parents[2]
LOGIN = Path(__file__).with_name("login_of_its_own.sh")
NO_LOGIN = 77
ODD = [
    "coach",
    "my env",
    "100% %h %n",
    'so "called"',
    "$HOME ${HOME} $$",
    "größer 日本",
    "back\\slash",
    "a\nb",
    "trail ",
]
INSIDE = """
import json, sys, time
from pathlib import Path
from coach.autostart.entry import LaunchCommand, run
from coach.autostart.systemd import UNIT, SystemdUnit

base, told = Path(sys.argv[1]), []
for name in json.loads(sys.argv[2]):
    program, heard = base / name / "coach", base / name / "heard"
    launch = LaunchCommand((str(program), "start"), base / name)
    entry = SystemdUnit(launch, Path.home() / ".config/systemd/user", run)
    entry.on()
    enabled = run(("systemctl", "--user", "is-enabled", UNIT)).out.strip()
    run(("systemctl", "--user", "start", UNIT))
    until = time.monotonic() + 20
    while not heard.exists() and time.monotonic() < until:
        time.sleep(0.02)
    words = heard.read_text(encoding="utf-8") if heard.exists() else ""
    run(("systemctl", "--user", "stop", UNIT))
    entry.off()
    left = run(("systemctl", "--user", "is-enabled", UNIT)).code
    told.append([enabled, words, entry.status().is_on, left != 0])
print(json.dumps(told))
"""


def in_a_login(folder, *command):
    """What that program prints in a separate login; skips where the machine does not allow one."""
    done = subprocess.run(
        ["unshare", "--mount", "--propagation", "private", "sh", str(LOGIN), str(folder), *command],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
    )
    if done.returncode == NO_LOGIN:
        pytest.skip("no login of its own can be made here")
    return done


def test_systemd_starts_what_was_meant(tmp_path):
    """However odd the paths: enabled, the program by its name, its one argument, COACH_HOME; then nothing."""
    for name in ODD:
        program = tmp_path / name / "coach"
        program.parent.mkdir()
        lines = (
            'printf "%s|" "$0" "$@" "$COACH_HOME" > "$COACH_HOME/part"',
            'mv "$COACH_HOME/part" "$COACH_HOME/heard"',
        )
        program.write_text("\n".join(("#!/bin/sh", *lines, "exec sleep 60\n")), encoding="utf-8")
        program.chmod(0o755)
    done = in_a_login(tmp_path, sys.executable, "-c", INSIDE, str(tmp_path), json.dumps(ODD))
    expected = [
        ["enabled", f"{tmp_path / name / 'coach'}|start|{tmp_path / name}|", False, True] for name in ODD
    ]
    assert (json.loads(done.stdout), done.stderr) == (expected, "")


def test_the_command_itself(tmp_path):
    """`coach autostart` on and status, as a person calls them."""
    script = '"$0" "$1" autostart on && "$0" "$1" autostart status --json'
    done = in_a_login(tmp_path, "sh", "-c", script, sys.executable, str(ROOT / "cli.py"))
    entry = tmp_path / "home" / ".config" / "systemd" / "user" / UNIT
    said, _, reported = done.stdout.partition("{")
    assert said == f"On: {entry}\nThe reminders start at your next login; `coach start` starts them now.\n"
    assert json.loads("{" + reported) == {"on": True, "entry": str(entry), "current": True, "note": ""}
    assert (done.returncode, done.stderr) == (0, "")
