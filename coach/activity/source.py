"""What an activity source is, and the combined answer of all sources with the status of each part."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from coach.situation import BUSY_SIGNS, UNKNOWN, Situation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

Part = str
"""What a person calls a part of the situation; one of `PARTS`."""
PARTS: Mapping[Part, str] = {
    "idle time": "idle_seconds",
    "lock": "locked",
    **{sign.part: sign.field for sign in BUSY_SIGNS},
    "media player": "playing",
}
"""The field of `Situation` that each part is."""
LATE = "If this persists, log out and in again."
"""What to do about a program that takes a question and does not answer."""
NOTHING_NOW = "answers, but has no information"


@dataclass(frozen=True, slots=True)
class SourceStatus:
    """Whether a source answered, and what it knows or why it did not.

    `todo`: what a person can do about it. `parts`: those that it may report; an answer need not hold them
    all.
    """

    name: str
    works: bool
    detail: str
    parts: tuple[Part, ...] = ()
    situation: Situation = UNKNOWN
    todo: str = ""


@dataclass(frozen=True, slots=True)
class ActivityReport:
    """The combined situation, and the status of each source."""

    situation: Situation = UNKNOWN
    sources: tuple[SourceStatus, ...] = ()


class SourceFault(Exception):
    """A source knows nothing here: the reason without a full stop, and in sentences what to do about it."""

    def __init__(self, reason: str, todo: str = "") -> None:
        super().__init__(reason)
        self.todo = todo


@dataclass(frozen=True, slots=True)
class ActivitySource:
    """A source that reports these parts of the situation; `name`: for a person.

    `ask` gives the situation now, within that many seconds; it raises `SourceFault` or any other exception.
    """

    name: str
    parts: tuple[Part, ...]
    ask: Callable[[float], Situation]


def combine(situations: Sequence[Situation]) -> Situation:
    """The situations combined: the shortest idle time; yes if any says yes, else no if any says no.

    The shortest, because a source that misses some input reports too long a time, and none too short a one.
    """
    known = [one.idle_seconds for one in situations if one.idle_seconds is not None]
    others = [field for field in PARTS.values() if field != "idle_seconds"]
    return Situation(
        idle_seconds=min(known, default=None),
        **{field: _any(getattr(one, field) for one in situations) for field in others},
    )


def _any(answers: Iterable[bool | None]) -> bool | None:
    known = [answer for answer in answers if answer is not None]
    return any(known) if known else None


def only_part(part: Part, situation: Situation) -> Situation:
    """The situation with all other parts unknown."""
    field = PARTS[part]
    return replace(UNKNOWN, **{field: getattr(situation, field)})


_ANSWERS = (
    ("locked", "locked", "not locked"),
    *((sign.field, sign.yes, sign.no) for sign in BUSY_SIGNS),
    ("playing", "media playing", "no media playing"),
)


def situation_in_words(situation: Situation) -> str:
    """A situation in words: `idle for 12 s, not locked`."""
    parts = []
    if situation.idle_seconds is not None:
        parts.append(f"idle for {situation.idle_seconds:.0f} s")
    for field, yes, no in _ANSWERS:
        answer = getattr(situation, field)
        if answer is not None:
            parts.append(yes if answer else no)
    return ", ".join(parts) or NOTHING_NOW


UNAVAILABLE = "not available on this system"


@dataclass(frozen=True, slots=True)
class PartStatus:
    """Whether a source knows this part; `detail`: what and which, or why none does; `todo`: how to fix it."""

    part: Part
    works: bool
    detail: str
    todo: str = ""


def idle_by_events(seconds: float) -> PartStatus:
    """The status of the idle time where events report it."""
    return PartStatus("idle time", works=True, detail=f"idle for {seconds:.0f} s (by events)")


def by_part(sources: Sequence[SourceStatus]) -> tuple[PartStatus, ...]:
    """The status of each part, in the order of `PARTS`, from the statuses of the sources."""
    return tuple(_status(part, [one for one in sources if part in one.parts]) for part in PARTS)


def _status(part: Part, sources: Sequence[SourceStatus]) -> PartStatus:
    answers = {one.name: only_part(part, one.situation) for one in sources if one.works}
    knowing = [name for name, answer in answers.items() if answer != UNKNOWN]
    if knowing:
        known = situation_in_words(combine(tuple(answers.values())))
        return PartStatus(part, works=True, detail=f"{known} ({', '.join(knowing)})")
    failed = [one for one in sources if not one.works]
    whys: dict[str, list[str]] = {}
    for one in failed:
        whys.setdefault(one.detail, []).append(one.name)
    detail = "; ".join(f"{', '.join(names)}: {why}" for why, names in whys.items())
    if answers:
        detail = "; ".join(filter(None, (f"{', '.join(answers)}: {NOTHING_NOW}", detail)))
    todo = " ".join(dict.fromkeys(one.todo for one in failed if one.todo))
    return PartStatus(part, works=False, detail=detail or UNAVAILABLE, todo=todo)
