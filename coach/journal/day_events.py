"""Reads from the journal what a day's summary is made of, and what the person last did unprompted."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from coach.journal.day_summary import Claim, DayRecords, ReminderRecord, summary_of_day
from coach.journal.events import (
    ENTRY,
    EPOCH,
    IS_MERGED,
    MICROSECOND,
    WITHDRAWS,
    to_microseconds,
)
from coach.journal.sessions import Session, session_pages
from coach.json_lines import MALFORMED
from coach.plan.choice import with_choices
from coach.plan.local_time import instant_of, local_day
from coach.plan.occurrences import occurrences

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from coach.journal.day_summary import DaySummary
    from coach.journal.store import Journal
    from coach.plan.model import ResolvedPlan

_DAY = timedelta(days=1)
_AROUND = timedelta(days=2)
"""How far around a day is read: what was put off past its end, or answered then, is still of that day."""
ENTRIES = f"""
    SELECT id, kind, at, session, routine, data FROM events
    WHERE {ENTRY} AND +session = '' AND kind IN ('reminder', 'break') AND at >= ? AND at < ? ORDER BY at, seq
"""  # noqa: S608 — built from our own constants
CLAIMS = f"""
    SELECT id, kind, at, session, routine, data FROM events
    WHERE {ENTRY} AND +session = '' AND kind = 'confirmed' AND at >= ? ORDER BY at, seq
"""  # noqa: S608 — as above
_LED_ELSEWHERE = f"""
    SELECT DISTINCT session FROM events WHERE {ENTRY} AND kind = 'reminder' AND at >= ? AND {IS_MERGED}
"""  # noqa: S608 — as above
_OF_SESSIONS = """
    SELECT id, kind, at, session, routine, data FROM events
    WHERE session IN (SELECT value FROM json_each(?)) AND kind IN ('reminder', 'confirmed') ORDER BY seq
"""


def read_day(journal: Journal, start: datetime, end: datetime) -> DayRecords:
    """What was recorded from `start` until before `end`, and claims of then that were written later.

    An entry that cannot be understood is left out; `coach log` and `coach journal verify` name those. Raises
    `JournalError`.
    """
    sessions: list[Session] = []
    for page in session_pages(journal, since=start):
        these = [each for each in page if isinstance(each, Session)]
        sessions += [each for each in these if each.started < end]
        if any(each.started >= end for each in these):
            break
    since = to_microseconds(start)
    rows = [*journal.rows(ENTRIES, since, to_microseconds(end)), *journal.rows(CLAIMS, since)]
    rows += journal.rows(_OF_SESSIONS, json.dumps([session.id for session in sessions]))
    rows.sort(key=lambda row: row[2])
    taken_back = set(_taken_back(rows))
    rows = [row for row in rows if row[0] not in taken_back]
    return DayRecords(
        reminders=tuple(_records(rows)),
        claims=tuple(claim for claim in _claims(rows) if claim.session or start <= claim.done < end),
        sessions=tuple(sessions),
        breaks=tuple(_breaks(rows)),
    )


def read_around(journal: Journal, span: tuple[datetime, datetime]) -> DayRecords:
    """What a summary of the day, or the days, in `span` needs. Raises `JournalError`."""
    return read_day(journal, span[0] - _AROUND, span[1] + _AROUND)


def last_done(journal: Journal, since: datetime) -> dict[str, datetime]:
    """When each routine was last done since then without being led for a reminder, by its id.

    What another machine led, by a journal that was merged, counts as unprompted here. Raises `JournalError`.
    """
    events = read_day(journal, since, datetime.max.replace(tzinfo=UTC))
    led = {record.session for record in events.reminders if record.session}
    led -= {session for (session,) in journal.rows(_LED_ELSEWHERE, to_microseconds(since))}
    done = [(each.routine, each.ended) for each in events.sessions if each.confirmed and each.id not in led]
    done += [(claim.routine, claim.done) for claim in events.claims]
    done += [(record.routine, record.at) for record in events.reminders if record.ruling == "done"]
    found: dict[str, datetime] = {}
    for routine, at in done:
        if at is not None and (routine not in found or at > found[routine]):
            found[routine] = at.astimezone(UTC)
    return found


def _records(rows: list[tuple[Any, ...]]) -> Iterator[ReminderRecord]:
    for _, kind, at, session, routine, text in rows:
        if kind != "reminder":
            continue
        with suppress(*MALFORMED):
            data = json.loads(text)
            yield ReminderRecord(
                at=EPOCH + at * MICROSECOND,
                reminder=str(data["reminder"]),
                routine=routine,
                due=_instant(data["due"]),
                ruling=str(data["ruling"]),
                session=session,
                reason=str(data.get("reason", "")),
                sentence=str(data.get("sentence", "")),
                until=_instant(data["until"]) if "until" in data else None,
                through=_instant(data["through"]) if "through" in data else None,
                heard={"yes": "yes", "no": "no"}.get(data.get("heard"), "unknown"),  # type: ignore[arg-type]
            )


def _claims(rows: list[tuple[Any, ...]]) -> Iterator[Claim]:
    for _, kind, _, session, routine, text in rows:
        if kind != "confirmed":
            continue
        with suppress(*MALFORMED):
            data = json.loads(text)
            if WITHDRAWS in data:
                continue
            yield Claim(
                done=_instant(data["done"]),
                routine=routine,
                reminder=str(data.get("reminder", "")),
                due=_instant(data["due"]) if "due" in data else None,
                session=session,
            )


def _taken_back(rows: list[tuple[Any, ...]]) -> Iterator[str]:
    """The ids of the events that others among them take back."""
    for _, kind, _, _, _, text in rows:
        with suppress(*MALFORMED):
            if kind == "confirmed":
                yield json.loads(text)[WITHDRAWS]


def _breaks(rows: list[tuple[Any, ...]]) -> Iterator[tuple[datetime, datetime]]:
    for _, kind, _, _, _, text in rows:
        with suppress(*MALFORMED):
            if kind == "break":
                data = json.loads(text)
                yield _instant(data["from"]), _instant(data["until"])


def _instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError("an instant without its offset")
    return instant.astimezone(UTC)


def person_day(
    plan: ResolvedPlan, now: datetime, wanted: date | None = None
) -> tuple[date, tuple[datetime, datetime]]:
    """The person's day, today unless another is wanted, and the instants between which it lies."""
    ends, zone = plan.plan.day_ends, plan.zone
    day = wanted or local_day(now, zone)
    if wanted is None and now < instant_of(day, ends, zone):
        day -= _DAY
    return day, (instant_of(day, ends, zone), instant_of(day + _DAY, ends, zone))


def day_summary(
    journal: Journal | None, plan: ResolvedPlan, span: tuple[datetime, datetime], now: datetime
) -> DaySummary:
    """The summary of the day in `span`; of a day that is over, what is in the journal only.

    `journal` None: there is none yet. Raises `JournalError`.
    """
    is_today = span[0] <= now < span[1]
    by_clock = replace(
        plan.plan, reminders=tuple(each for each in plan.plan.reminders if each.counting == "clock")
    )
    planned = occurrences(by_clock, plan.prescriptions, *span, plan.zone, done=plan.done) if is_today else ()
    planned = with_choices(planned, plan, span[0])
    recorded = DayRecords() if journal is None else read_around(journal, span)
    return summary_of_day(planned, recorded, span, now)
