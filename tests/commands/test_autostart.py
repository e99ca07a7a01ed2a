"""`coach autostart`: on, off, status and --print, for people and for programs."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from coach.autostart.entry import AutostartStatus
from coach.commands.group import coach
from coach.errors import CoachError

ENTRY = "/home/ann/.config/systemd/user/stretch-coach.service"


class FakeSystem:
    """A system that remembers on and off."""

    def __init__(self):
        self.is_on = False
        self.is_current = True
        self.note = ""
        self.refusal = None

    def text(self):
        """An entry."""
        return "[Unit]\n"

    def on(self):
        """Write it, or refuse."""
        if self.refusal is not None:
            raise self.refusal
        self.is_on = True
        return ENTRY

    def off(self):
        """Take it away."""
        was_on, self.is_on = self.is_on, False
        return was_on

    def status(self):
        """How it is."""
        return AutostartStatus(is_on=self.is_on, entry=ENTRY, is_current=self.is_current, note=self.note)


@pytest.fixture
def system(monkeypatch):
    """What `this_system` gives."""
    fake = FakeSystem()
    monkeypatch.setattr("coach.autostart.select.this_system", lambda: fake)
    return fake


def run(*arguments):
    """Exit code and stdout of `coach autostart`."""
    result = CliRunner().invoke(coach, ["autostart", *arguments])
    return result.exit_code, result.stdout


def test_a_day_with_it(system):
    """Status only reports, on and off say what they did, and doing either twice changes nothing."""
    del system
    assert run() == run("status") == (1, f"off: {ENTRY}\n")
    on = f"On: {ENTRY}\nThe reminders start at your next login; `coach start` starts them now.\n"
    assert run("on") == run("on") == (0, on)
    assert run("status") == (0, f"on: {ENTRY}\n")
    assert run("off") == (0, "Off from the next login on.\n")
    assert run("off") == (0, "It was already off.\n")


def test_print_shows_the_entry_and_changes_nothing(system):
    """`autostart print` shows the entry to the letter, so that it can be put into a file."""
    assert run("--print") == run("on", "--print") == (0, "[Unit]\n")
    assert not system.is_on


def test_an_entry_of_another_coach_is_reported(system):
    """An entry of another coach is reported with the command that fixes it and the system's own note."""
    system.is_on, system.is_current, system.note = True, False, "Nothing starts it."
    old = "It is not the entry that this version writes; `coach autostart on` replaces it."
    assert run() == (0, f"on: {ENTRY}\n{old}\nNothing starts it.\n")


@pytest.mark.parametrize(
    ("action", "code", "is_on"), [("status", 1, False), ("on", 0, True), ("off", 0, False)]
)
def test_programs_get_how_it_is_now(system, action, code, is_on):
    """`--json` prints one document after each action; only `status` can exit with 1."""
    del system
    exit_code, out = run(action, "--json")
    document = {"on": is_on, "entry": ENTRY, "current": True, "note": ""}
    assert (exit_code, json.loads(out)) == (code, document)


def test_a_refusal_is_a_sentence(system):
    """A system that refuses leads to a sentence with what to do and its own exit code, not to a traceback."""
    system.refusal = CoachError("systemd's user instance does not answer.", hint="Do it from a login.")
    result = CliRunner().invoke(coach, ["autostart", "on"])
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "systemd's user instance does not answer.\nDo it from a login.\n"
