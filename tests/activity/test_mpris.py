"""Media players on the session bus, with the answers that `busctl` prints."""

from __future__ import annotations

import json

import pytest

from coach.activity.mpris import MediaPlayers, player_situation, playing_players
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
    """Players that play are listed by their name on the bus, without mirrors and hanging ones."""
    names = tuple(f"org.mpris.MediaPlayer2.{name}" for name in playing)
    assert playing_players(BUS, 0.6, bus_with(**states)) == names
    assert player_situation(BUS, bus_with(**states), 0.6) == Situation(playing=bool(playing))


def test_without_a_session_bus_it_is_unknown():
    """Without a session bus, or with a nonsensical reply, playing is unknown."""
    with pytest.raises(SourceFault, match="no session bus"):
        player_situation({}, bus_with(), 0.6)
    with pytest.raises(SourceFault, match="an unreadable answer"):
        player_situation(BUS, lambda *_: '{"type": "s", "data": ["names"]}', 0.6)


def test_only_what_plays_is_paused_and_goes_on():
    """Only players that played are paused and resumed, and not those stopped meanwhile."""
    states = {"vlc": "Playing", "mpv": "Playing", "amarok": "Paused"}

    def ask(command, environment, seconds):
        if command[-1] in ("Pause", "Play"):
            states[command[6].rpartition(".")[2]] = "Paused" if command[-1] == "Pause" else "Playing"
            return ""
        return bus_with(**states)(command, environment, seconds)

    players = MediaPlayers(BUS, ask)
    paused = players.pause()
    assert paused == ("org.mpris.MediaPlayer2.mpv", "org.mpris.MediaPlayer2.vlc")
    assert states == {"vlc": "Paused", "mpv": "Paused", "amarok": "Paused"}
    states["mpv"] = "Stopped"
    players.resume(paused)
    assert states == {"vlc": "Playing", "mpv": "Stopped", "amarok": "Paused"}


def test_without_a_bus_nothing_is_paused():
    """Without a bus nothing is paused, and a hanging player is not reported as paused."""
    assert MediaPlayers({}, bus_with(vlc="Playing")).pause() == ()

    def ask(command, environment, seconds):
        if command[-1] == "Pause":
            raise SourceFault("busctl did not answer within 1 s")
        return bus_with(vlc="Playing")(command, environment, seconds)

    assert MediaPlayers(BUS, ask).pause() == ()
