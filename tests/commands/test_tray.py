"""The icon on the panel: its state, its commands, and what it says where there can be none."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from coach.commands import tray
from coach.commands.group import coach
from coach.commands.tray import TrayState, on_click, state_of
from coach.testing import FakeSteering

NOW = datetime(2026, 11, 2, 10, 15, tzinfo=UTC)
NECK = {"title": "Desk neck", "reminder": "neck"}


@pytest.mark.parametrize(
    ("change", "expected", "clicked"),
    [
        ({}, TrayState("running", "Next: 10:30 neck"), ("pause", {"seconds": 3600})),
        ({"next": []}, TrayState("running", "Nothing is due."), ("pause", {"seconds": 3600})),
        (
            {"problems": ["The voice failed."]},
            TrayState("running", "Next: 10:30 neck. A problem: see `coach status`."),
            ("pause", {"seconds": 3600}),
        ),
        ({"waiting": [NECK]}, TrayState("waiting", "Waiting: Desk neck"), ("begin", {})),
        ({"session": NECK}, TrayState("led", "Desk neck"), ("session", {"command": "pause"})),
        (
            {"session": {**NECK, "paused": True}, "to_read": ["Stop if it hurts."]},
            TrayState("led", "Stop if it hurts., paused"),
            ("session", {"command": "resume"}),
        ),
        (
            {"session": {**NECK, "paused": True}, "waiting": [NECK]},
            TrayState("led", "Desk neck, paused"),
            ("session", {"command": "resume"}),
        ),
        (
            {"state": "paused", "paused_until": "2026-11-02T11:00:00+00:00", "off_because": None},
            TrayState("paused", "Paused until 11:00"),
            ("resume", {}),
        ),
        (
            {"state": "paused", "off_because": "holiday"},
            TrayState("paused", "Off until you resume"),
            ("resume", {}),
        ),
    ],
)
def test_the_icon_shows_what_matters_most(change, expected, clicked):
    """The icon shows a routine before one that waits, and that before a pause."""
    state = state_of(FakeSteering().state | change, NOW)
    assert (state, on_click(state)) == (expected, clicked)


def test_without_a_coach_there_is_no_icon():
    """Without a running coach the exit code is that of every command that needs one."""
    assert CliRunner().invoke(coach, ["tray"]).exit_code == 6


@pytest.mark.parametrize(
    ("spec", "messages"),
    [
        (
            None,
            [
                "The icon needs an extra that is not installed.",
                "Install it: pip install 'stretch-coach[tray]'",
            ],
        ),
        (
            object(),
            [
                "There is no desktop here to show an icon (RuntimeError: no display).",
                "Run it in the session of your desktop.",
            ],
        ),
    ],
)
def test_what_is_missing_is_named(monkeypatch, spec, messages):
    """A missing extra or desktop is named, with what to do about it."""

    class NoDisplay:
        """The library, where its backend finds no display."""

        def find_spec(self, name, *_):
            """Fail as it does."""
            if name == "pystray":
                raise RuntimeError("no display")

    monkeypatch.setattr(tray, "connect", lambda: None)
    monkeypatch.setattr(tray, "find_spec", lambda _name: spec)
    monkeypatch.delitem(sys.modules, "pystray", raising=False)
    monkeypatch.setattr(sys, "meta_path", [NoDisplay(), *sys.meta_path])
    result = CliRunner().invoke(coach, ["tray"])
    assert (result.exit_code, result.stderr.splitlines()) == (1, messages)


def test_the_icon_goes_on_after_a_fault(monkeypatch):
    """Whatever goes wrong with one change, the icon shows the next, until the coach has ended."""
    shown, said, running = [], [], iter([object(), object(), None])

    class Client:
        """A coach whose first status cannot be understood."""

        statuses = iter([{"next": [{}]}, FakeSteering().state])

        def changes(self):
            """One change at a time."""
            return iter([object()])

        def status(self):
            """The next status."""
            return next(self.statuses)

    class Icon:
        """An icon that is only stopped."""

        def stop(self):
            """Note it."""
            shown.append("stopped")

    monkeypatch.setattr(tray, "find_coach", lambda _home: next(running))
    monkeypatch.setattr(tray.time, "sleep", lambda _: None)
    monkeypatch.setattr(tray, "warn", said.append)
    icon = object.__new__(tray.Tray)
    icon._home, icon._client, icon._icon = None, Client(), Icon()
    monkeypatch.setattr(tray.Tray, "_show", lambda _self, state: shown.append(state.kind))
    icon._follow()
    assert (shown, said) == (["running", "stopped"], ["The icon could not be updated (KeyError: 'at')."])
