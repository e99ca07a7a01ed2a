"""What became of every occurrence: the journal's rulings and sessions, and the sounds that were recorded.

All instants are wall-clock seconds since 1970.
"""

from __future__ import annotations

import json
import math
import sqlite3
from bisect import bisect_right
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

TOGETHER = 0.1
"""Seconds: rulings that are noted closer to each other are of one decision."""
SPEAKS_WITHIN = 5.0
"""Seconds: what pyttsx3 says after it has returned is not later than that."""
SLACK = 0.05
"""Seconds by which a sound may begin before the note that its session began."""


@dataclass(frozen=True, slots=True)
class Due:
    """An occurrence; `others`: how many more reminders are due at the same instant."""

    at: float
    reminder: str
    others: int


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of it. `onset`: the first sample of its speech; None: it was not heard.

    `reasons` are the codes of all that was ruled on the way; `until` is the instant of the last ruling: when
    it was due, or until when it was put off.
    """

    due: Due
    fate: str
    until: float
    reasons: tuple[str, ...] = ()
    onset: float | None = None
    outcome: str = ""

    @property
    def late(self) -> float | None:
        """Seconds from the instant at which it was to be heard to its first sample."""
        return None if self.onset is None else self.onset - self.until


@dataclass(frozen=True, slots=True)
class Session:
    """One that the journal knows."""

    routine: str
    began: float
    ended: float
    outcome: str


def expected(minutes_of: Mapping[str, int], begin: float, minutes: int) -> list[Due]:
    """Every instant of those reminders, the first a whole cadence behind the beginning: plain arithmetic."""
    instants: dict[int, list[str]] = {}
    for reminder, every in minutes_of.items():
        for minute in range(every, minutes + 1, every):
            instants.setdefault(minute, []).append(reminder)
    return [
        Due(begin + 60.0 * minute, reminder, len(instants[minute]) - 1)
        for minute in sorted(instants)
        for reminder in sorted(instants[minute])
    ]


def journal(path: Path) -> tuple[list[dict[str, Any]], list[Session]]:
    """The rulings of reminders, each with its second as `noted`, and the sessions; both in their order."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        found = connection.execute("SELECT at, kind, session, routine, data FROM events ORDER BY seq")
        rows = [(at / 1e6, *rest, json.loads(data)) for at, *rest, data in found.fetchall()]
    rulings = [data | {"noted": at} for at, kind, _, _, data in rows if kind == "reminder"]
    ends = {session: (at, data["outcome"]) for at, kind, session, _, data in rows if kind == "session-ended"}
    sessions = [
        Session(routine, at, *ends.get(session, (at, "without an end")))
        for at, kind, session, routine, _ in rows
        if kind == "session-started"
    ]
    return rulings, sessions


def account(
    dues: Iterable[Due],
    rulings: Sequence[Mapping[str, Any]],
    sessions: Sequence[Session],
    sounds: NDArray[np.float64],
) -> list[Fate]:
    """Every occurrence with its fate; `lost` is one of which the journal says nothing."""
    own: dict[tuple[str, float], list[Mapping[str, Any]]] = {}
    for ruling in rulings:
        if ruling["ruling"] in ("speak", "defer", "skip"):
            own.setdefault((ruling["reminder"], seconds(ruling["due"])), []).append(ruling)
    left = list(sessions)
    fates = [fate_of(due, own.get((due.reminder, due.at), [])) for due in dues]
    order = decisions(fates, own)
    led = sorted(
        (fate for fate in fates if id(fate) in order),
        key=lambda fate: (order[id(fate)], fate.fate == "merged", fate.due.at, fate.due.reminder),
    )
    decided = sorted({*order.values(), math.inf})
    heard = {}
    for fate in led:
        begin = order[id(fate)]
        heard[id(fate)] = with_session(fate, begin, decided[decided.index(begin) + 1], left, sounds)
    return [heard.get(id(fate), fate) for fate in fates]


def fate_of(due: Due, chain: Sequence[Mapping[str, Any]]) -> Fate:
    """What the journal says of it."""
    if not chain:
        return Fate(due, "lost", due.at)
    reasons = tuple(ruling.get("reason", "") for ruling in chain if ruling.get("reason"))
    puts_off = [seconds(ruling["until"]) for ruling in chain if ruling["ruling"] == "defer"]
    last, until = chain[-1]["ruling"], puts_off[-1] if puts_off else due.at
    if last == "speak":
        return Fate(due, "spoken", until, reasons)
    if last == "defer":
        return Fate(due, "still waiting", until, reasons)
    return Fate(due, "merged" if reasons[-1] == "merged" else reasons[-1], until, reasons)


def decisions(
    fates: Iterable[Fate], own: Mapping[tuple[str, float], Sequence[Mapping[str, Any]]]
) -> dict[int, float]:
    """When each that was to be heard was decided on, by its identity; the same second for one decision."""
    noted = {
        id(fate): float(own[fate.due.reminder, fate.due.at][-1]["noted"])
        for fate in fates
        if fate.fate in ("spoken", "merged")
    }
    firsts: list[float] = []
    last = -math.inf
    for moment in sorted(noted.values()):
        if moment - last > TOGETHER:
            firsts.append(moment)
        last = moment
    return {key: firsts[bisect_right(firsts, moment) - 1] for key, moment in noted.items()}


def with_session(
    fate: Fate, begin: float, end: float, left: list[Session], sounds: NDArray[np.float64]
) -> Fate:
    """The same with the session of its routine between its decision and the next, and its first sound."""
    of_it = (each for each in left if each.routine == fate.due.reminder)
    found = next((each for each in of_it if begin <= each.began < end), None)
    if found is None:
        return Fate(fate.due, fate.fate, fate.until, fate.reasons, None, "no session")
    left.remove(found)
    onset = first_within(sounds, found.began - SLACK, found.ended)
    return Fate(fate.due, fate.fate, fate.until, fate.reasons, onset, found.outcome)


def peer_account(
    dues: Sequence[Due], calls: Sequence[Mapping[str, Any]], sounds: NDArray[np.float64]
) -> list[Fate]:
    """The same of the loop, which keeps no journal: its calls, and the sounds within each.

    One that was due while an earlier call was still speaking is `behind another`. pyttsx3 now and then
    returns before it speaks: what is heard before the next call is counted, too.
    """
    free_at, fates = 0.0, []
    called: dict[tuple[str, int], tuple[Mapping[str, Any] | None, float, float]] = {}
    nexts = [*(call["called"] - SLACK for call in calls[1:]), math.inf]
    for call, following in zip(calls, nexts, strict=True):
        heard_until = min(following, call["returned"] + SPEAKS_WITHIN)
        called[call["reminder"], round(call["due"])] = call, free_at, heard_until
        free_at = call["returned"]
    for due in dues:
        its, free_since, heard_until = called.get((due.reminder, round(due.at)), (None, 0.0, 0.0))
        if its is None:
            fates.append(Fate(due, "never called", due.at))
            continue
        onset = first_within(sounds, its["called"] - SLACK, heard_until)
        fates.append(Fate(due, "behind another" if free_since > due.at else "spoken", due.at, (), onset))
    return fates


def first_within(sounds: NDArray[np.float64], begin: float, end: float) -> float | None:
    """When the first sound within that time began."""
    within = sounds[(sounds[:, 0] >= begin) & (sounds[:, 0] <= end), 0]
    return float(within[0]) if len(within) else None


def seconds(text: str) -> float:
    """That ISO 8601 instant."""
    return datetime.fromisoformat(text).timestamp()
