"""The sessions in the journal, a page at a time, and those that are running now."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

from coach.journal.confirmation import session_facts
from coach.journal.events import COUNTS, EPOCH, WITHDRAWS, to_local, to_microseconds, to_utf8
from coach.journal.owner import is_alive, owner_in, system_processes
from coach.json_lines import MALFORMED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from coach.journal.confirmation import Heard
    from coach.journal.owner import Processes
    from coach.journal.store import Journal

PAGE = 100
"""Sessions that are read at a time: some 2 ms, in which no event can be written."""
PAIN = "pain"
"""The question whose answers are a session's pain; an author's own questions are not."""
_MICROSECONDS = 1_000_000
_NO_LIMIT = 2**63 - 1

Outcome = Literal["completed", "partial", "stopped", "failed", "running", "interrupted"]
_OUTCOMES = frozenset({"completed", "partial", "stopped", "failed"})

_PAGE = """
    SELECT at, seq, session, routine, offset_minutes, data FROM events
    WHERE kind = 'session-started' AND at >= ? AND (at, seq) {beyond} (?, ?)
    ORDER BY at {order}, seq {order} LIMIT ?
"""
OLDEST_FIRST = _PAGE.format(beyond=">", order="ASC")
NEWEST_FIRST = _PAGE.format(beyond="<", order="DESC")
_ROUTINE_FILTER = "AND routine = ?"
_NO_REHEARSAL = f"AND {COUNTS}"
DETAILS = """
    SELECT session, id, kind, at, offset_minutes, data FROM events
    WHERE session IN (SELECT value FROM json_each(?))
    AND kind IN ('answered', 'session-ended', 'reminder', 'confirmed') ORDER BY seq
"""
LAST_STEPS = """
    SELECT session, data, max(seq) FROM events
    WHERE session IN (SELECT value FROM json_each(?)) AND kind = 'step-started' GROUP BY session
"""
EVENTS = """
    SELECT kind, at, data FROM events WHERE session = ? AND kind NOT IN ('reminder', 'confirmed') ORDER BY seq
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One performance of a routine.

    `started` and `ended` are aware, as the person's clock showed them; `ended` is None if no end
    was written. `seconds` were performed, pauses left out. `pain` holds every answer about pain in
    order, None for one that did not come. `step` is the index (from 0) of the step last begun. `confirmed`:
    whether it counts as done; None: an older coach did not record it.
    """

    id: str
    routine: str
    title: str
    started: datetime
    ended: datetime | None
    outcome: Outcome
    steps_done: int
    steps: int
    seconds: float
    pain: tuple[int | None, ...]
    voice: str
    step: int | None
    heard: Heard
    confirmed: bool | None
    rehearsal: bool


@dataclass(frozen=True, slots=True)
class UnreadableSession:
    """A session with an event that lacks required data; `seq`: its first event's row."""

    id: str
    seq: int
    reason: str

    def __str__(self) -> str:
        return f"Event {self.seq} or one of its session {self.id} cannot be understood: {self.reason}."


def session_pages(
    journal: Journal,
    *,
    since: datetime | None = None,
    routine: str | None = None,
    newest_first: bool = False,
    rehearsals: bool = False,
    size: int = PAGE,
    processes: Processes | None = None,
) -> Iterator[list[Session | UnreadableSession]]:
    """The sessions since `since`, of that routine, in pages ordered by their beginning.

    `rehearsals`: those too, which count nowhere. `processes`: for asking whether a session's process is
    alive; None: this machine's. No page is kept, and the journal is locked only while one is read. Raises
    `JournalError`.
    """
    alive = processes or system_processes()
    query = NEWEST_FIRST if newest_first else OLDEST_FIRST
    after = (_NO_LIMIT, _NO_LIMIT) if newest_first else (-_NO_LIMIT, -1)
    chosen: tuple[str, ...] = ()
    if routine is not None:
        chosen = (to_utf8(routine),)
        query = query.replace("ORDER", f"{_ROUTINE_FILTER} ORDER")
    if not rehearsals:
        query = query.replace("ORDER", f"{_NO_REHEARSAL} ORDER")
    earliest = to_microseconds(since or EPOCH)
    while rows := journal.rows(query, earliest, *after, *chosen, size):
        names = json.dumps([row[2] for row in rows])
        details: dict[str, list[tuple[Any, ...]]] = {}
        for name, *detail in journal.rows(DETAILS, names):
            details.setdefault(name, []).append(tuple(detail))
        last_steps = {name: text for name, text, _ in journal.rows(LAST_STEPS, names)}
        read = (_read(journal, row, details.get(row[2], []), last_steps.get(row[2]), alive) for row in rows)
        yield [each for each in read if each is not None]
        after = rows[-1][:2]


def sessions(
    journal: Journal,
    *,
    since: datetime | None = None,
    routine: str | None = None,
    processes: Processes | None = None,
) -> list[Session]:
    """All these sessions, oldest first, but no unreadable ones (see `session_pages`).

    Raises `JournalError`.
    """
    found = session_pages(journal, since=since, routine=routine, processes=processes)
    return [session for page in found for session in page if isinstance(session, Session)]


def _read(
    journal: Journal,
    row: Sequence[Any],
    details: Sequence[tuple[Any, ...]],
    last_step: str | None,
    processes: Processes,
) -> Session | UnreadableSession | None:
    """The session that began with that event, None if it was taken back.

    Bad data makes only this one unreadable.
    """
    try:
        return _session(journal, row, details, last_step, processes)
    except MALFORMED as error:
        return UnreadableSession(str(row[2]), row[1], str(error) or type(error).__name__)


def _session(
    journal: Journal,
    row: Sequence[Any],
    details: Sequence[tuple[Any, ...]],
    last_step: str | None,
    processes: Processes,
) -> Session | None:
    at, _, session, routine, offset, text = row
    data = _object(text)
    pain: list[int | None] = []
    end: dict[str, Any] = {}
    ended: datetime | None = None
    facts = [("session-started", data)]
    read = [(*detail, _object(its_text)) for *detail, its_text in details]
    taken_back = {its_data.get(WITHDRAWS) for *_, its_data in read}
    for name, kind, then, its_offset, its_data in read:
        if name in taken_back:
            if kind == "session-ended":
                return None
            continue
        if WITHDRAWS in its_data:
            continue
        facts.append((kind, its_data))
        if kind == "session-ended":
            end, ended = its_data, to_local(then, its_offset)
        elif kind == "answered" and (its_data.get("hurts") or its_data.get("question") == PAIN):
            pain.append(_number(its_data.get("pain")))
    if "steps_done" not in end:  # it has no end, or the daemon wrote that for a session that crashed
        end = _unfinished(journal, session, data, processes) | end
    if end["outcome"] not in _OUTCOMES | {"running", "interrupted"}:
        raise ValueError(f"its outcome is {end['outcome']!r}")
    known = session_facts(facts)
    return Session(
        id=session,
        routine=routine,
        title=str(data.get("title", "")),
        started=to_local(at, offset),
        ended=ended,
        outcome=end["outcome"],
        steps_done=int(end["steps_done"]),
        steps=int(data.get("steps", 0)),
        seconds=float(end.get("seconds", 0.0)),
        pain=tuple(pain),
        voice=str(end.get("voice", data.get("voice", ""))),
        step=None if last_step is None else _number(_object(last_step).get("step")),
        heard=known.heard,
        confirmed=known.is_confirmed(end["outcome"]),
        rehearsal=known.is_rehearsal,
    )


def _unfinished(
    journal: Journal, session: str, started: Mapping[str, Any], processes: Processes
) -> dict[str, Any]:
    """How far a session without an end has come; `started`: the data of its first event."""
    rows: list[tuple[str, int, str]] = journal.rows(EVENTS, session)
    owner = owner_in(started)
    done = {_object(data).get("step") for kind, _, data in rows if kind == "step-done"}
    return {
        "outcome": "running" if owner is not None and is_alive(owner, processes) else "interrupted",
        "steps_done": len(done),
        "seconds": performed_seconds([(kind, at) for kind, at, _ in rows]),
    }


def performed_seconds(events: Sequence[tuple[str, int]]) -> float:
    """Seconds from the first of these events (kind, microseconds) to the last, without the pauses.

    Between two events the wall clock may have been set back: such a stretch counts as nothing.
    """
    total = 0
    is_paused = False
    for (kind, at), (_, following) in pairwise(events):
        if kind in ("paused", "resumed"):
            is_paused = kind == "paused"
        if not is_paused:
            total += max(0, following - at)
    return total / _MICROSECONDS


UNENDED = """
    SELECT s.session, s.routine, s.data FROM (
        SELECT session, routine, data, at FROM events WHERE kind = 'session-started' ORDER BY at DESC LIMIT 50
    ) AS s
    WHERE NOT EXISTS (SELECT 1 FROM events AS e WHERE e.session = s.session AND e.kind = 'session-ended')
    ORDER BY s.at DESC
"""
"""Of the latest fifty: a session lasts hours at most, and nobody begins so many in that time."""


@dataclass(frozen=True, slots=True)
class SessionProcess:
    """A running session, the id of its process, `pid`, and that of its routine."""

    id: str
    title: str
    pid: int
    routine: str


def running_sessions(journal: Journal, processes: Processes) -> list[SessionProcess]:
    """The sessions that are running, the latest first. Raises `JournalError`."""
    found = []
    for session, routine, text in journal.rows(UNENDED):
        try:
            data = _object(text)
        except ValueError:
            continue  # `coach log` names it
        owner = owner_in(data)
        if owner is not None and is_alive(owner, processes):
            title = str(data.get("title") or "A routine")
            found.append(SessionProcess(session, title, owner.pid, routine))
    return found


def _object(text: str) -> dict[str, Any]:
    """An event's data as an object; raises `ValueError` if it is none."""
    data = json.loads(text)
    if not isinstance(data, dict):
        raise ValueError(f"its data is {text[:40]!r}")  # noqa: TRY004 — bad data, not a mistake of ours
    return data


def _number(value: object) -> int | None:
    if value is not None and not isinstance(value, int):
        raise ValueError(f"{value!r} is not a whole number")
    return value
