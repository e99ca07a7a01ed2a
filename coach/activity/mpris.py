"""Media players on the session bus (MPRIS): whether one plays, and pausing it while a routine is led."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.activity.dbus import PROPERTIES, BusCall, ask_bus, bus_call, busctl_command
from coach.activity.desktop_environment import ask_program
from coach.activity.source import SourceFault
from coach.situation import Situation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.activity.desktop_environment import Ask

PREFIX = "org.mpris.MediaPlayer2."
MIRROR = PREFIX + "playerctld"
"""It repeats what the last used player says."""
PATH, PLAYER = "/org/mpris/MediaPlayer2", "org.mpris.MediaPlayer2.Player"
NAMES = bus_call("ListNames")
MOST_PLAYERS = 5
CONTROL_SECONDS = 1.0
"""In which players are asked and paused."""


def player_situation(environment: Mapping[str, str], ask: Ask, seconds: float) -> Situation:
    """Whether a media player plays; raises `SourceFault` without a session bus."""
    return Situation(playing=bool(playing_players(environment, seconds, ask)))


def playing_players(environment: Mapping[str, str], seconds: float, ask: Ask) -> tuple[str, ...]:
    """The names on the bus of the players that are playing; raises `SourceFault` without a session bus.

    A player that does not answer is left out.
    """
    half = seconds / 2
    names = ask_bus(NAMES, environment, half, ask)
    if not isinstance(names, list):
        raise SourceFault("an unreadable answer")
    players = [
        name for name in names if isinstance(name, str) and name.startswith(PREFIX) and name != MIRROR
    ][:MOST_PLAYERS]
    return tuple(
        name for name in sorted(players) if _status(name, environment, half / len(players), ask) == "Playing"
    )


def _status(name: str, environment: Mapping[str, str], seconds: float, ask: Ask) -> str:
    call = BusCall("user", name, PATH, PROPERTIES, "Get", (PLAYER, "PlaybackStatus"))
    try:
        return str(ask_bus(call, environment, seconds, ask))
    except SourceFault:
        return ""


class MediaPlayers:
    """Pauses the players that are playing, and resumes them."""

    def __init__(
        self, environment: Mapping[str, str], ask: Ask = ask_program, seconds: float = CONTROL_SECONDS
    ) -> None:
        self._environment = environment
        self._ask = ask
        self._seconds = seconds

    def pause(self) -> tuple[str, ...]:
        """Pause the players that are playing, and return their names; never raises."""
        try:
            playing = playing_players(self._environment, self._seconds, self._ask)
        except SourceFault:
            return ()
        return tuple(name for name in playing if self._call(name, "Pause"))

    def resume(self, paused: tuple[str, ...]) -> None:
        """Have these players go on, except those that the person has stopped or started meanwhile."""
        for name in paused:
            if _status(name, self._environment, self._seconds, self._ask) == "Paused":
                self._call(name, "Play")

    def _call(self, name: str, member: str) -> bool:
        """Whether the player accepted the call; its answer is empty."""
        try:
            self._ask(
                busctl_command(BusCall("user", name, PATH, PLAYER, member), self._seconds),
                self._environment,
                self._seconds,
            )
        except SourceFault:
            return False
        return True
