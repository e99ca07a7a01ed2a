"""Media players on the session bus, with the answers that `busctl` prints."""

from __future__ import annotations

import json

import pytest

from coach.activity.mpris import PlayerSource, playing_players
from coach.activity.source import SourceFault
from coach.situation import Situation

BUS = {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/run/bus"}


def bus_with(**states):
    """A session bus with these players; one that is None does not answer."""
    players = {f"org.mpris.MediaPlayer2.{name}": state for name, state in states.items()}

    def ask(command, _environment, _seconds):
        if command[-1] == "ListNames":
            return json.dumps({"type": "as", "data": [[":1.7", "org.freedesktop.DBus", *players]]})
        state = players[command[6]]
        if state is None:
            raise SourceFault("busctl did not answer within 0.1 s")
        return json.dumps({"type": "v", "data": [{"type": "s", "data": state}]})

    return ask


@pytest.mark.parametrize(
    ("states", "playing"),
    [
        ({}, ()),
        ({"vlc": "Playing"}, ("vlc",)),
        ({"vlc": "Paused", "mpv": "Stopped"}, ()),
        ({"vlc": "Paused", "mpv": "Playing", "amarok": None}, ("mpv",)),
        ({"playerctld": "Playing", "vlc": "Playing"}, ("vlc",)),
    ],
)
def test_players_that_play(states, playing):
    """Each by its name on the bus; a mirror of another player and one that hangs are left out."""
    names = tuple(f"org.mpris.MediaPlayer2.{name}" for name in playing)
    assert playing_players(BUS, 0.6, bus_with(**states)) == names
    assert PlayerSource(BUS, bus_with(**states)).ask(0.6) == Situation(playing=bool(playing))


def test_without_a_session_bus_it_is_unknown():
    """And so is a bus that answers with something else than names."""
    with pytest.raises(SourceFault, match="no session bus"):
        PlayerSource({}, bus_with()).ask(0.6)
    with pytest.raises(SourceFault, match="an unreadable answer"):
        PlayerSource(BUS, lambda *_: '{"type": "s", "data": ["names"]}').ask(0.6)
