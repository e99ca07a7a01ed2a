"""The situation of the person and the machine, and the signs that the person is busy.

Sources report a situation, and the gate decides by it. A sign that the coach keeps quiet for is one entry of
`BUSY_SIGNS` and one field of `Situation`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Situation:
    """What is known at one moment; None means unknown, which is never a reason to be quiet.

    `idle_seconds`: since the last keyboard or mouse input; `locked`: the screen is locked, or somebody else's
    login is in front; `playing`: a media player plays; `other_session`: a process that is not the daemon's is
    leading a routine. The others are described in `BUSY_SIGNS`.
    """

    idle_seconds: float | None = None
    locked: bool | None = None
    microphone: bool | None = None
    camera: bool | None = None
    sharing: bool | None = None
    full_screen: bool | None = None
    do_not_disturb: bool | None = None
    inhibitor: bool | None = None
    playing: bool | None = None
    other_session: bool | None = None


@dataclass(frozen=True, slots=True)
class BusySign:
    """A sign that the person is busy.

    `field`: its name in `Situation` and in the plan's `busy`; `part`: what a person calls it; `yes` and `no`:
    what was found; `code` and `sentence`: the gate's reason; `setting`: the field in the documentation;
    `if_unknown`: what it means if no source detects it.
    """

    field: str
    part: str
    yes: str
    no: str
    code: str
    sentence: str
    setting: str
    if_unknown: str


BUSY_SIGNS = (
    BusySign(
        "microphone",
        "microphone",
        "microphone in use",
        "microphone not in use",
        "meeting",
        "You are in a meeting.",
        "While a program uses a microphone.",
        "Without it, reminders are also spoken during calls; use `coach pause 1h` before one.",
    ),
    BusySign(
        "camera",
        "camera",
        "camera in use",
        "camera not in use",
        "camera",
        "Your camera is in use.",
        "While a program uses a camera.",
        "Without it, reminders are also spoken while you are on camera.",
    ),
    BusySign(
        "sharing",
        "screen sharing",
        "screen shared",
        "screen not shared",
        "sharing",
        "You are sharing your screen.",
        "While the screen is shared or recorded.",
        "Without it, reminders are also spoken while you share your screen.",
    ),
    BusySign(
        "full_screen",
        "full screen",
        "full screen",
        "not full screen",
        "full-screen",
        "A program fills the screen.",
        "While the window in front fills the screen, as in a presentation.",
        "Without it, reminders are also spoken during presentations; use `coach pause 1h` before one.",
    ),
    BusySign(
        "inhibitor",
        "inhibitor",
        "a program keeps the screen on",
        "no program keeps the screen on",
        "inhibitor",
        "A program keeps the screen on, as for a film.",
        "While a program keeps the screen from going dark, as video players do.",
        "Without it, reminders are also spoken during films.",
    ),
    BusySign(
        "do_not_disturb",
        "do-not-disturb",
        "do-not-disturb on",
        "do-not-disturb off",
        "do-not-disturb",
        "Do-not-disturb is on.",
        "While the desktop shows no notifications.",
        "Without it, do-not-disturb has no effect; `coach pause 1h` does the same.",
    ),
)
"""In the order in which the gate looks at them."""

UNKNOWN = Situation()
BREAKPOINT_SECONDS = 10.0
"""After this long without input the person has paused in what they do, and is disturbed less."""
AT_THE_DESK = Situation(
    idle_seconds=BREAKPOINT_SECONDS,
    locked=False,
    microphone=False,
    camera=False,
    sharing=False,
    full_screen=False,
    do_not_disturb=False,
    inhibitor=False,
    playing=False,
    other_session=False,
)
"""The person is there, not busy, has paused in their work, and may be spoken to."""
AWAY_SECONDS = 300.0
"""After this long without input the person counts as away. A natural break begins here too."""


def is_watching(situation: Situation) -> bool:
    """Whether the person may be watching or listening, and so is there without touching anything."""
    return not situation.locked and bool(situation.playing or situation.inhibitor)


def is_away(situation: Situation) -> bool:
    """Whether the screen is locked, or nothing was touched for `AWAY_SECONDS`.

    A person who watches a film or a lecture touches nothing: while a player plays, or a program keeps the
    screen on, no input does not mean absence.
    """
    if situation.locked:
        return True
    return not is_watching(situation) and (situation.idle_seconds or 0.0) >= AWAY_SECONDS
