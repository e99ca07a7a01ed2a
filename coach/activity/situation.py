"""What is known of the person's moment, by which source, and the port of whatever knows a part of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

Part = Literal["idle time", "lock", "microphone", "do-not-disturb"]
"""What is asked of a person's moment."""
LATE = "If it stays so, log out and in again."
"""What to do about somebody who takes a question and does not answer."""
PARTS: tuple[Part, ...] = ("idle time", "lock", "microphone", "do-not-disturb")


@dataclass(frozen=True, slots=True)
class Reading:
    """What one source tells; None: it does not tell that.

    `idle_seconds` since the last key or mouse; `locked`: the screen is locked, or somebody else's login is
    in front; `in_meeting`: a program listens to a microphone; `do_not_disturb`: the desktop shows no
    notifications.
    """

    idle_seconds: float | None = None
    locked: bool | None = None
    in_meeting: bool | None = None
    do_not_disturb: bool | None = None


@dataclass(frozen=True, slots=True)
class SourceStatus:
    """Whether a source answered, and what it told or why it did not; `todo`: what a person can do about it.

    `tells`: the parts that it may tell; an answer need not hold them all.
    """

    name: str
    works: bool
    detail: str
    tells: tuple[Part, ...] = ()
    reading: Reading = Reading()
    todo: str = ""


@dataclass(frozen=True, slots=True)
class Situation:
    """What all sources tell together; None: nobody knows, which is never a reason to be quiet."""

    idle_seconds: float | None = None
    locked: bool | None = None
    in_meeting: bool | None = None
    do_not_disturb: bool | None = None
    sources: tuple[SourceStatus, ...] = ()


class SourceFault(Exception):
    """Why a source cannot tell anything here, without a full stop; and what to do about it, in sentences."""

    def __init__(self, reason: str, todo: str = "") -> None:
        super().__init__(reason)
        self.todo = todo


class ActivitySource(Protocol):
    """One place that knows a part."""

    @property
    def name(self) -> str:
        """What a person calls it."""
        ...

    @property
    def tells(self) -> tuple[Part, ...]:
        """The parts that it may tell."""
        ...

    def look(self, seconds: float) -> Reading:
        """What it tells now, asked for at most so long; raises `SourceFault`, and whatever it must."""
        ...


def together(readings: tuple[Reading, ...]) -> Reading:
    """All readings as one: the shortest idle time; yes if any says yes, no if any says no.

    The shortest, because a source that misses some input tells too long a time, and none too short a one.
    """
    known = [one.idle_seconds for one in readings if one.idle_seconds is not None]
    return Reading(
        idle_seconds=min(known, default=None),
        locked=_any(tuple(one.locked for one in readings)),
        in_meeting=_any(tuple(one.in_meeting for one in readings)),
        do_not_disturb=_any(tuple(one.do_not_disturb for one in readings)),
    )


def _any(answers: tuple[bool | None, ...]) -> bool | None:
    known = [answer for answer in answers if answer is not None]
    return any(known) if known else None


def only(part: Part, reading: Reading) -> Reading:
    """A reading without its other parts."""
    if part == "idle time":
        return Reading(idle_seconds=reading.idle_seconds)
    if part == "lock":
        return Reading(locked=reading.locked)
    if part == "microphone":
        return Reading(in_meeting=reading.in_meeting)
    return Reading(do_not_disturb=reading.do_not_disturb)


def in_words(reading: Reading) -> str:
    """A reading as a person reads it: `idle for 12 s, not locked`."""
    parts = []
    if reading.idle_seconds is not None:
        parts.append(f"idle for {reading.idle_seconds:.0f} s")
    for answer, yes, no in (
        (reading.locked, "locked", "not locked"),
        (reading.in_meeting, "microphone in use", "microphone not in use"),
        (reading.do_not_disturb, "do-not-disturb on", "do-not-disturb off"),
    ):
        if answer is not None:
            parts.append(yes if answer else no)
    return ", ".join(parts) or "answers, and tells nothing now"


NOBODY = "no source of it is known on this system"


@dataclass(frozen=True, slots=True)
class PartStatus:
    """Whether somebody tells this part; `detail`: what, and who, or why nobody does; `todo`: the way out."""

    part: Part
    works: bool
    detail: str
    todo: str = ""


def by_part(sources: Sequence[SourceStatus]) -> tuple[PartStatus, ...]:
    """The state of each part, in the order of `PARTS`, out of the states of the sources."""
    return tuple(_status(part, [one for one in sources if part in one.tells]) for part in PARTS)


def _status(part: Part, sources: Sequence[SourceStatus]) -> PartStatus:
    told = {one.name: only(part, one.reading) for one in sources if one.works}
    telling = [name for name, reading in told.items() if reading != Reading()]
    if telling:
        known = in_words(together(tuple(told.values())))
        return PartStatus(part, works=True, detail=f"{known} ({', '.join(telling)})")
    failed = [one for one in sources if not one.works]
    whys: dict[str, list[str]] = {}
    for one in failed:
        whys.setdefault(one.detail, []).append(one.name)
    detail = "; ".join(f"{', '.join(names)}: {why}" for why, names in whys.items())
    if told:
        detail = "; ".join(filter(None, (f"{', '.join(told)}: tells nothing now", detail)))
    todo = " ".join(dict.fromkeys(one.todo for one in failed if one.todo))
    return PartStatus(part, works=False, detail=detail or NOBODY, todo=todo)
