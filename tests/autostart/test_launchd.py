"""The LaunchAgent: its text, and what `on`, `off` and `status` do. Recorded answers; not run on a Mac."""

from __future__ import annotations

import plistlib
from pathlib import Path

import pytest

from coach.autostart.entry import AutostartStatus, LaunchCommand, ProgramResult
from coach.autostart.launchd import LABEL, LaunchAgent, agent_plist, disabled
from coach.errors import CoachError

LAUNCH = LaunchCommand(("/Users/ann/my env/bin/coach", "start"), Path('/Users/ann/100% <"well"> & größer'))
ERRORS = Path("/Users/ann/Library/Application Support/coach/logs/coach.log")
GOLDEN = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
	<key>Label</key>
	<string>local.stretch-coach</string>
	<key>ProgramArguments</key>
	<array>
		<string>/Users/ann/my env/bin/coach</string>
		<string>start</string>
	</array>
	<key>RunAtLoad</key>
	<true/>
	<key>KeepAlive</key>
	<dict>
		<key>SuccessfulExit</key>
		<false/>
	</dict>
	<key>ThrottleInterval</key>
	<integer>60</integer>
	<key>ProcessType</key>
	<string>Interactive</string>
	<key>LimitLoadToSessionType</key>
	<string>Aqua</string>
	<key>StandardErrorPath</key>
	<string>/Users/ann/Library/Application Support/coach/logs/coach.log</string>
	<key>Umask</key>
	<integer>63</integer>
	<key>EnvironmentVariables</key>
	<dict>
		<key>COACH_HOME</key>
		<string>/Users/ann/100% &lt;"well"&gt; &amp; größer</string>
	</dict>
</dict>
</plist>
"""
DISABLED = """disabled services = {
	"com.apple.ManagedClientAgent.enrollagent" => true
	"local.stretch-coach" => disabled
}
"""
ENABLED = DISABLED.replace("=> disabled", "=> enabled")


class FakeLaunchctl:
    """Answers by verb, and notes what it was asked."""

    def __init__(self, **answers):
        self.answers = {verb.replace("_", "-"): answer for verb, answer in answers.items()}
        self.asked = []

    def __call__(self, command):
        """The recorded answer, else success without words."""
        self.asked.append(command)
        return self.answers.get(command[1], ProgramResult(0))


def of(home, **answers):
    """The agent of a person with that home, and the launchctl it talks to."""
    launchctl = FakeLaunchctl(**answers)
    return LaunchAgent(LAUNCH, home, ERRORS, 501, launchctl), launchctl


def test_the_agent_to_the_letter():
    """The agent is written as escaped XML, and the format's own parser reads back what was meant."""
    assert agent_plist(LAUNCH, ERRORS) == GOLDEN
    assert plistlib.loads(GOLDEN.encode())["EnvironmentVariables"] == {"COACH_HOME": str(LAUNCH.coach_home)}


@pytest.mark.parametrize("path", ["/Users/a\nb\x07/coach", "/Users/\udcff/coach"])
def test_what_no_property_list_can_hold_is_reported(path):
    """Characters that no property list can hold lead to a sentence, not to a broken file."""
    with pytest.raises(CoachError, match="a property list cannot hold"):
        agent_plist(LaunchCommand((path, "start")), ERRORS)


def test_on_and_off(tmp_path):
    """Turning it on writes a private, enabled agent; turning it off removes it whole."""
    entry, launchctl = of(tmp_path, print_disabled=ProgramResult(0, out=ENABLED))
    path = tmp_path / "Library" / "LaunchAgents" / f"{LABEL}.plist"
    assert entry.status() == AutostartStatus(is_on=False, entry=str(path))
    assert entry.on() == str(path)
    assert (path.read_text(encoding="utf-8"), path.stat().st_mode & 0o777) == (GOLDEN, 0o600)
    assert launchctl.asked == [("launchctl", "enable", "gui/501/local.stretch-coach")]
    assert entry.status() == AutostartStatus(is_on=True, entry=str(path))
    assert [entry.off(), entry.off()] == [True, False]
    assert not path.exists()


def test_disabled_by_hand_is_off(tmp_path):
    """An agent that launchd has disabled is reported as off."""
    entry, _ = of(tmp_path, print_disabled=ProgramResult(0, out=DISABLED))
    entry.on()
    standing = entry.status()
    assert (standing.is_on, standing.note) == (False, "It was disabled by `launchctl disable`.")


def test_an_older_agent_is_known(tmp_path):
    """An older agent is on, but reported as different from what would be written now."""
    entry, _ = of(tmp_path)
    Path(entry.on()).write_text("<plist/>", encoding="utf-8")
    assert (entry.status().is_on, entry.status().is_current) == (True, False)


def test_a_refusal_changes_nothing(tmp_path):
    """Without a graphical login, as over ssh, the refusal is reported and nothing left behind."""
    refusal = ProgramResult(
        125, err="Could not enable service: 125: Domain does not support specified action\n"
    )
    entry, _ = of(tmp_path, enable=refusal)
    with pytest.raises(CoachError, match="launchd refused: Could not enable service") as caught:
        entry.on()
    assert "not over ssh" in caught.value.hint
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        (DISABLED, True),
        (DISABLED.replace("=> disabled", "=> true"), True),
        (ENABLED, False),
        (DISABLED.replace("local.stretch-coach", "local.stretch-coach-2"), False),
        ("", False),
    ],
)
def test_what_launchctl_prints_of_older_and_newer_systems(printed, expected):
    """`true` up to macOS 12 and `disabled` from 13 on are understood, for our label only."""
    assert disabled(printed) is expected


def test_the_agent_is_started_now(tmp_path):
    """The agent is started by launchctl, which refuses one that no login has loaded."""
    entry, launchctl = of(tmp_path)
    assert entry.start() is True
    assert launchctl.asked == [("launchctl", "kickstart", "gui/501/local.stretch-coach")]
    refused, _ = of(tmp_path, kickstart=ProgramResult(113, err="Could not find service"))
    assert refused.start() is False
