"""Notifications through the real library and a real session bus, to a small test server."""

from __future__ import annotations

import os

import pytest

from coach.activity.desktop_environment import IN_LOGIN
from session_bus import MISSING, Talker, is_here, session_bus, started

pytestmark = pytest.mark.skipif(not is_here(), reason=MISSING)
COACH = """
import asyncio, json, sys
from dataclasses import astuple
from pathlib import Path
from coach.daemon.desktop_notifier import notifications_here
from coach.daemon.notifications import Notifications
from coach.daemon.notifier_process import NotifierProcess

BUTTONS = (("begin", "Begin"), ("later", "Later"), ("skip", "Skip"))

async def main():
    choices = asyncio.Queue()
    shows = Notifications(choices, lambda: NotifierProcess.open(Path(sys.argv[1])))
    tell = lambda *what: print(json.dumps(what), flush=True)
    while words := json.loads(await asyncio.to_thread(sys.stdin.readline) or "[]"):
        if words[0] == "chosen":
            tell(*await asyncio.wait_for(choices.get(), 20))
        elif words[0] == "report":
            tell(*astuple(await notifications_here()))
        elif words[0] == "left":
            tell(choices.qsize())
        else:
            words += [BUTTONS] if words[0] == "announce" else []
            told = await getattr(shows, words[0])(*words[1:])
            tell(told, *astuple(shows.status())[:2])
    await shows.end()

asyncio.run(main())
"""


@pytest.fixture
def bus():
    """A private session bus."""
    with session_bus() as desktop:
        yield desktop


def test_shown_pressed_taken_back(bus):
    """The exact call on the bus, a press that reaches the queue, and a removed notification."""
    server, coach = started(bus), Talker(["-c", COACH, os.devnull], bus)
    try:
        assert coach.ask("announce", "neck", "Desk neck <and> shoulders", "Six minutes") == [
            True,
            True,
            "shown",
        ]
        assert server.hear() == {
            "app": "Stretch coach",
            "replaces": 0,
            "summary": "Desk neck \u2039and\u203a shoulders",
            "body": "Six minutes",
            "actions": ["default", "", "begin", "Begin", "later", "Later", "skip", "Skip"],
            "timeout": 180_000,
            "id": 1,
        }
        server.tell("press 1 later")
        assert coach.ask("chosen") == ["neck", "later"]
        assert coach.ask("announce", "water", "Water", "A few sips")[0] is True
        assert server.hear()["id"] == 2
        assert coach.ask("withdraw", "water") == [None, True, "shown"]
        assert server.hear() == {"closed": 2}
        assert coach.ask("notify", "The plan has a mistake", "Line 3")[0] is True
        reported = server.hear()
        assert (reported["actions"], reported["timeout"]) == (["default", ""], -1)
        assert coach.ask("report") == [True, "with the buttons Begin, Done, Later and Skip", ""]
    finally:
        server.tell("end")
        said = coach.end()
        server.end()
    assert said == ""


def test_dismissed_or_clicked_is_no_choice(bus):
    """Closing or clicking it chooses nothing, and removing it afterwards does no harm."""
    server, coach = started(bus), Talker(["-c", COACH, os.devnull], bus)
    try:
        for number, act in ((1, "close 1"), (2, "press 2 default")):
            coach.ask("announce", "neck", "Desk neck", "Six minutes")
            while server.hear().get("id") != number:
                pass
            server.tell(act)
        assert coach.ask("withdraw", "neck")[1] is True
        assert coach.ask("left") == [0]
    finally:
        server.tell("end")
        said = coach.end()
        server.end()
    assert said == ""


def test_no_desktop_and_one_that_comes_later(bus):
    """On a bus without a server the failure is silent and in the status; with one, it is shown."""
    coach = Talker(["-c", COACH, os.devnull], bus)
    server = None
    try:
        reported, works, why = coach.ask("announce", "neck", "Desk neck", "Six minutes")
        assert (reported, works) == (False, False)
        assert why.startswith("no desktop shows notifications here (")
        assert coach.ask("report")[::2] == [False, IN_LOGIN]
        server = started(bus)
        assert coach.ask("announce", "neck", "Desk neck", "Six minutes") == [True, True, "shown"]
        server.tell("end")
        server.end()
        reported, works, why = coach.ask("announce", "neck", "Desk neck", "Six minutes")
        assert (reported, works, bool(why)) == (False, False, True)
    finally:
        said = coach.end()
        if server is not None:
            server.end()
    assert said == ""


def test_no_bus_at_all():
    """On a machine without a desktop the failure is silent and in the status."""
    coach = Talker(["-c", COACH, os.devnull], {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere/bus"})
    reported, works, why = coach.ask("announce", "neck", "Desk neck", "Six minutes")
    assert (reported, works) == (False, False)
    assert why.startswith("no desktop shows notifications here (")
    assert coach.end() == ""
