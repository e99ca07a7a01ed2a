"""What the journal knows of sessions: outcome, steps, time, answers, counts over all, and which run now."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

from coach.clock import SystemClock
from coach.journal.events import EPOCH, plain, to_local, to_microseconds
from coach.journal.owner import lives, owner_in, system_processes
from coach.journal.store import Journal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime
    from pathlib import Path

    from coach.journal.events import JSON
    from coach.journal.owner import Processes

EVENTS = "SELECT kind, at, data FROM events WHERE session = ? ORDER BY seq"
MICROSECONDS = 1_000_000


@dataclass(frozen=True, slots=True)
class Unfinished:
    """How far a session without an end has come; `seconds` performed up to its last event."""

    is_running: bool
    steps_done: int
    seconds: float


def read_unfinished(
    journal: Journal, session: str, started: Mapping[str, JSON], processes: Processes
) -> Unfinished:
    """How far that session has come; `started`: the data of its first event. Raises `JournalError`."""
    rows: list[tuple[str, int, str]] = journal.rows(EVENTS, session)
    owner = owner_in(started)
    done = {json.loads(data).get("step") for kind, _, data in rows if kind == "step-done"}
    return Unfinished(
        is_running=owner is not None and lives(owner, processes),
        steps_done=len(done),
        seconds=performed([(kind, at) for kind, at, _ in rows]),
    )


def performed(events: Sequence[tuple[str, int]]) -> float:
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
    return total / MICROSECONDS


Outcome = Literal["completed", "partial", "stopped", "failed", "running", "interrupted"]
Answers = dict[str, list[int | None]]

PAIN = "pain"
"""The question whose answers are a session's pain; an author's own questions are not."""

CHOSEN = "started.kind = 'session-started' AND started.at >= ? AND ? IN ('', started.routine)"
"""Which sessions are asked for: from the earliest start on, of the routine or (an empty text) of all."""

SESSIONS = f"""
    SELECT started.session, started.routine, started.at, started.offset_minutes, started.data,
        ended.at, ended.offset_minutes, ended.data,
        (
            SELECT json_extract(data, '$.step') FROM events
            WHERE session = started.session AND kind = 'step-started' ORDER BY seq DESC LIMIT 1
        )
    FROM events AS started LEFT JOIN events AS ended ON ended.seq = (
        SELECT max(seq) FROM events WHERE session = started.session AND kind = 'session-ended'
    )
    WHERE {CHOSEN} ORDER BY started.at, started.seq
"""  # noqa: S608 — put together from our own constants
ANSWERS = f"""
    SELECT answered.session, answered.data
    FROM events AS started JOIN events AS answered
        ON answered.session = started.session AND answered.kind = 'answered'
    WHERE {CHOSEN} ORDER BY started.at, answered.seq
"""  # noqa: S608 — put together from our own constants
COMPLETED = """
    SELECT count(DISTINCT session) FROM events
    WHERE kind = 'session-ended' AND routine = ? AND json_extract(data, '$.outcome') = 'completed'
"""
OUTCOMES = """
    SELECT routine, json_extract(data, '$.outcome'), count(DISTINCT session) FROM events
    WHERE kind = 'session-ended' GROUP BY 1, 2
"""
FIRST = """
    SELECT at, offset_minutes FROM events
    WHERE kind = 'session-started' AND routine = ? ORDER BY at, seq LIMIT 1
"""
NOTICE = """
    SELECT 1 FROM events
    WHERE kind = 'notice-given' AND json_extract(data, '$.notice') = ? AND json_extract(data, '$.version') = ?
    LIMIT 1
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One performance of a routine.

    `started` and `ended` are aware, as the person's clock showed them; `ended` is None where no end
    was written. `seconds` were performed, pauses left out. `pain` holds every answer about pain in
    order, None for one that did not come. `step` is the index (from 0) of the step last begun.
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


def sessions(
    journal: Journal,
    *,
    since: datetime | None = None,
    routine: str | None = None,
    processes: Processes | None = None,
) -> list[Session]:
    """The sessions that began at `since` or later, of that routine; oldest first, as a log is read.

    `processes`: whom to ask whether a session's process lives; None: this machine.
    Raises `JournalError`.
    """
    chosen = (to_microseconds(since or EPOCH), plain(routine or ""))
    alive = processes or system_processes()
    answers = _answers(journal, chosen)
    return [
        _session(journal, row, tuple(answers.get(row[0], ())), alive)
        for row in journal.rows(SESSIONS, *chosen)
    ]


def first_day_in(file: Path, routine: str) -> date | None:
    """The day of the first session of that routine, as the person's clock showed it; None: there was none.

    `file`: the journal, which need not be there yet. Raises `JournalError`.
    """
    journal = Journal.open_to_read(file, SystemClock())
    if journal is None:
        return None
    with journal:
        found = journal.rows(FIRST, plain(routine))
    return to_local(*found[0]).date() if found else None


def completed_count(journal: Journal, routine: str) -> int:
    """How many sessions of that routine were completed. Raises `JournalError`."""
    count: int = journal.rows(COMPLETED, plain(routine))[0][0]
    return count


def outcome_counts(journal: Journal) -> dict[str, dict[str, int]]:
    """How many of the sessions that have an end came to which outcome, by routine. Raises `JournalError`."""
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for routine, outcome, count in journal.rows(OUTCOMES):
        counts[routine][outcome] = count
    return dict(counts)


def notice_given(journal: Journal, notice: str, version: str) -> bool:
    """Whether that notice was given in this version, heard or skipped. Raises `JournalError`."""
    return bool(journal.rows(NOTICE, notice, version))


def _answers(journal: Journal, chosen: tuple[int, str]) -> Answers:
    answers: Answers = defaultdict(list)
    for session, text in journal.rows(ANSWERS, *chosen):
        data = json.loads(text)
        if data.get("hurts") or data.get("question") == PAIN:
            answers[session].append(data.get("pain"))
    return answers


def _session(
    journal: Journal, row: tuple[Any, ...], pain: tuple[int | None, ...], processes: Processes
) -> Session:
    session, routine, at, offset, text, ended_at, ended_offset, ended_text, step = row
    data: Mapping[str, Any] = json.loads(text)
    end: Mapping[str, Any] = {} if ended_text is None else json.loads(ended_text)
    if "steps_done" not in end:  # it has no end, or the daemon wrote that for a session that crashed
        rest = read_unfinished(journal, session, data, processes)
        end = {
            "outcome": "running" if rest.is_running else "interrupted",
            "steps_done": rest.steps_done,
            "seconds": rest.seconds,
        } | dict(end)
    return Session(
        id=session,
        routine=routine,
        title=data.get("title", ""),
        started=to_local(at, offset),
        ended=None if ended_text is None else to_local(ended_at, ended_offset),
        outcome=end["outcome"],
        steps_done=end.get("steps_done", 0),
        steps=data.get("steps", 0),
        seconds=end.get("seconds", 0.0),
        pain=pain,
        voice=end.get("voice", data.get("voice", "")),
        step=step,
    )


UNENDED = """
    SELECT s.session, s.data FROM (
        SELECT session, data, at FROM events WHERE kind = 'session-started' ORDER BY at DESC LIMIT 50
    ) AS s
    WHERE NOT EXISTS (SELECT 1 FROM events AS e WHERE e.session = s.session AND e.kind = 'session-ended')
    ORDER BY s.at DESC
"""
"""Of the latest fifty: a session lasts hours at most, and nobody begins so many in that time."""


@dataclass(frozen=True, slots=True)
class Running:
    """A session whose process, `pid`, lives."""

    id: str
    title: str
    pid: int


def running_sessions(journal: Journal, processes: Processes) -> list[Running]:
    """Those that are being led, the latest first. Raises `JournalError`."""
    found = []
    for session, text in journal.rows(UNENDED):
        data = json.loads(text)
        owner = owner_in(data)
        if owner is not None and lives(owner, processes):
            found.append(Running(session, str(data.get("title") or "A routine"), owner.pid))
    return found
