"""A cramp that the local API notes is helped with at once, beside the note; the processes are faked."""

from __future__ import annotations

import asyncio

import pytest

from coach.api.steering import Answer
from coach.daemon import noting
from coach.daemon.noting import BEGUN, help_with_cramp


class Child:
    """A process that answers with these events; what it is asked is in `read`."""

    def __init__(self, command, events):
        self.command, self.events, self.read = command, events, b""
        self.stdin = self

    def write(self, data):
        self.read += data

    def close(self):
        self.read += b"<end>"

    async def communicate(self):
        return b"", b""


class Actions:
    """What is led, and the commands to it."""

    def __init__(self, *led):
        self.led, self.commands = frozenset(led), []

    def routines_led(self):
        return self.led

    def command(self, command):
        self.commands.append(command)
        return Answer(ok=True, sentence="Stopped.")

    def start(self, work):
        work.close()


@pytest.fixture
def help_now(monkeypatch):
    """Press once, with these answers of the two processes; gives the answer and the processes."""

    def press(actions, events=({"event": "ready"}, {"event": "session-started"}), *, refuses=False):
        children = []

        async def start_child(command, _log):
            if refuses and "do" in command:
                raise OSError
            is_help = "do" in command
            children.append(Child(command, events if is_help else ({"ok": True, "sentence": "Noted."},)))
            return children[-1]

        async def json_lines(child):
            for event in child.events:
                yield event

        monkeypatch.setattr(noting, "start_child", start_child)
        monkeypatch.setattr(noting, "json_lines", json_lines)
        monkeypatch.setattr(noting, "kill_child", lambda child: child.close())
        return asyncio.run(help_with_cramp(actions, "log")), children

    return press


def asked(children):
    """The end of each command, and what it was asked, in the order of starting."""
    return [(child.command[-1], child.read) for child in children]


@pytest.mark.parametrize("led", [(), ("desk-neck",)])
def test_it_is_led_at_once_and_whatever_else_is_led_ends(help_now, led):
    """The help is begun beside the note; neither the routine nor the cramp is in a process's arguments."""
    actions = Actions(*led)
    answer, children = help_now(actions)
    assert (answer.ok, answer.sentence) == (True, f"Noted. {BEGUN}")
    assert asked(children) == [
        ("--control", b'{"routine": "cramp-now"}\n<end>'),
        ("press", b'{"kind": "cramp"}\n<end>'),
    ]
    assert actions.commands == ([{"command": "stop"}] if led else [])
    assert not any("cramp" in word for child in children for word in child.command)


def test_where_the_help_is_led_already_it_is_only_noted(help_now):
    """The help that is led already goes on, and no second one begins."""
    actions = Actions("cramp-now")
    answer, children = help_now(actions)
    assert (answer.sentence, actions.commands) == ("Noted.", [])
    assert asked(children) == [("press", b'{"kind": "cramp"}\n<end>')]


@pytest.mark.parametrize("events", [(), ({"event": "problem"},)])
def test_help_that_does_not_begin_is_not_claimed(help_now, events):
    """Where it ends at once, as with a part of the body that is left out, the answer says what was noted."""
    assert help_now(Actions(), events)[0].sentence == "Noted."


def test_help_that_cannot_be_started_leaves_the_note(help_now):
    """The time of the cramp is written down anyway."""
    assert help_now(Actions(), refuses=True)[0].sentence == "Noted."
