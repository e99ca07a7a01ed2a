"""Counts over the whole journal, each found by an index; rehearsals count nowhere."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from coach.clock import SystemClock
from coach.journal.events import COUNTS, WITHDRAWS, to_local, to_microseconds, to_utf8
from coach.journal.sessions import sessions
from coach.journal.store import Journal
from coach.plan.model import Done
from coach.routine.course import MOST_WEEKS, Weeks

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime, tzinfo
    from pathlib import Path

    from coach.routine.course import Stage

_WAS_LED = """kind = 'session-ended' AND json_extract(data, '$.outcome') = 'completed'
    AND json_extract(data, '$.heard') IS NOT 'no' AND json_extract(data, '$.rehearsal') IS NOT 1"""
LED = f"SELECT count(DISTINCT session) FROM events WHERE routine = ? AND {_WAS_LED}"  # noqa: S608 — our own constants
LED_AT_STAGE = """
    SELECT count(DISTINCT ended.session) FROM events AS ended
    JOIN events AS began ON began.session = ended.session AND began.kind = 'session-started'
    WHERE ended.kind = 'session-ended' AND ended.routine = ?
    AND json_extract(ended.data, '$.outcome') = 'completed'
    AND json_extract(ended.data, '$.heard') IS NOT 'no' AND json_extract(ended.data, '$.rehearsal') IS NOT 1
    AND ifnull(json_extract(began.data, '$.week'), 1) BETWEEN ? AND ?
    AND ifnull(json_extract(began.data, '$.level'), '') = ?
    AND ifnull(json_extract(began.data, '$.time_of_day'), '') = ?
"""
OUTCOMES = """
    SELECT routine, json_extract(data, '$.outcome'), count(DISTINCT session) FROM events
    WHERE kind = 'session-ended' GROUP BY 1, 2
"""
FIRST_SESSION = f"""
    SELECT at, offset_minutes FROM events
    WHERE kind = 'session-started' AND routine = ? AND {COUNTS}
    ORDER BY at, seq LIMIT 1
"""  # noqa: S608 — built from our own constants
_WITHDRAWN = f"(CASE WHEN json_valid(data) THEN json_extract(data, '$.{WITHDRAWS}') END)"
CLAIMED_SINCE = f"""
    WITH said AS (
        SELECT id, {_WITHDRAWN} AS withdrawn FROM events
        WHERE kind = 'confirmed' AND routine = ? AND session = '' AND at >= ?
    )
    SELECT count(*) FROM said
    WHERE withdrawn IS NULL AND id NOT IN (SELECT withdrawn FROM said WHERE withdrawn > '')
"""  # noqa: S608 — as above
LATEST_SESSION = f"""
    SELECT at FROM events WHERE kind = 'session-started' AND {COUNTS} ORDER BY at DESC LIMIT 1
"""  # noqa: S608 — as above
LATEST_SESSION_OF = f"""
    SELECT at FROM (
        SELECT routine, at, data FROM events WHERE kind = 'session-started' ORDER BY at DESC LIMIT 5000
    ) WHERE routine = ? AND {COUNTS} ORDER BY at DESC LIMIT 1
"""  # noqa: S608 — as above
LAST_WORDING = """
    SELECT json_extract(data, '$.wording') FROM (
        SELECT routine, data, at, seq FROM events WHERE kind = 'session-started' ORDER BY at DESC LIMIT 5000
    ) WHERE routine = ? ORDER BY at DESC, seq DESC LIMIT 1
"""
"""Among the latest sessions, as no index finds those of one routine."""
LAST_LEVEL = LAST_WORDING.replace("wording", "level")
DONE_RECENTLY = f"""
    WITH said AS (
        SELECT id, routine, session, at, {_WITHDRAWN} AS withdrawn FROM events
        WHERE kind = 'confirmed' AND session = '' AND at >= ?
    )
    SELECT routine, count(*), max(at) FROM (
        SELECT DISTINCT routine, session, at FROM events
        WHERE {_WAS_LED} AND at >= ?
        UNION ALL
        SELECT routine, session, at FROM said
        WHERE withdrawn IS NULL AND id NOT IN (SELECT withdrawn FROM said WHERE withdrawn > '')
    ) GROUP BY routine
"""  # noqa: S608 — as above
NOTICE = """
    SELECT 1 FROM events
    WHERE kind = 'notice-given' AND json_extract(data, '$.notice') = ? AND json_extract(data, '$.version') = ?
    LIMIT 1
"""


def first_day_in(file: Path, routine: str, zone: tzinfo | None) -> date | None:
    """The day of the first session of that routine; None if there was none.

    `file`: the journal, which may not exist yet. `zone`: where the person's days are, as the plan says; None:
    wherever the machine was then. Raises `JournalError`.
    """
    return course_so_far(file, routine, zone)[0]


def course_so_far(file: Path, routine: str, zone: tzinfo | None) -> tuple[date | None, str]:
    """The day of the first session of that routine, and the level of its course in the last one, else empty.

    `file`, `zone`: as for `first_day_in`. Raises `JournalError`.
    """
    journal = Journal.open_to_read(file, SystemClock())
    if journal is None:
        return None, ""
    with journal:
        found = journal.rows(FIRST_SESSION, to_utf8(routine))
        levels = journal.rows(LAST_LEVEL, to_utf8(routine))
    level = str(levels[0][0] or "") if levels else ""
    if not found:
        return None, level
    started = to_local(*found[0])
    return started.date() if zone is None else started.astimezone(zone).date(), level


def led_count(journal: Journal, routine: str) -> int:
    """How many sessions of that routine were led to their end and not unheard. Raises `JournalError`."""
    count: int = journal.rows(LED, to_utf8(routine))[0][0]
    return count


def led_at_stage(journal: Journal, routine: str, stage: Stage) -> int:
    """How many of those sessions were at this stage of the routine's course. Raises `JournalError`."""
    weeks = stage.weeks or Weeks(1)
    asked = (weeks.first, weeks.last or MOST_WEEKS**2, to_utf8(stage.level), to_utf8(stage.time_of_day or ""))
    count: int = journal.rows(LED_AT_STAGE, to_utf8(routine), *asked)[0][0]
    return count


def confirmed_since(journal: Journal, routine: str, since: datetime) -> int:
    """How often that routine was done since then: begun or answered and led to its end, or said to be done.

    Sessions of an older coach, which did not record who began them, count too. Raises `JournalError`.
    """
    claimed: int = journal.rows(CLAIMED_SINCE, to_utf8(routine), to_microseconds(since))[0][0]
    return claimed + sum(
        each.confirmed is not False for each in sessions(journal, since=since, routine=routine)
    )


def latest_session(journal: Journal, routine: str | None = None) -> datetime | None:
    """When the latest session of that routine, or of any, began; None if there was none.

    Raises `JournalError`.
    """
    rows = journal.rows(LATEST_SESSION_OF, to_utf8(routine)) if routine else journal.rows(LATEST_SESSION)
    return to_local(rows[0][0], 0) if rows else None


def last_wording(journal: Journal, routine: str) -> int | None:
    """Which wording the last session of that routine had; None if it had none. Raises `JournalError`."""
    found = journal.rows(LAST_WORDING, to_utf8(routine))
    wording = found[0][0] if found else None
    return wording if isinstance(wording, int) else None


def done_recently(journal: Journal, routines: Iterable[str], since: datetime) -> dict[str, Done]:
    """How often each of these routines was led to its end or said to be done since then, and when last.

    What was unheard does not count. Raises `JournalError`.
    """
    wanted, at = set(routines), to_microseconds(since)
    rows = journal.rows(DONE_RECENTLY, at, at) if wanted else ()
    return {routine: Done(times, to_local(last, 0)) for routine, times, last in rows if routine in wanted}


def outcome_counts(journal: Journal) -> dict[str, dict[str, int]]:
    """How many ended sessions had which outcome, by routine. Raises `JournalError`."""
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for routine, outcome, count in journal.rows(OUTCOMES):
        counts[routine][str(outcome)] = count
    return dict(counts)


def notice_given(journal: Journal, notice: str, version: str) -> bool:
    """Whether that version of the notice was given, heard or skipped. Raises `JournalError`."""
    return bool(journal.rows(NOTICE, notice, version))
