"""How often what was done and noted on which day: the one place where `coach stats` and a report count.

Counts add up: those of two times that follow one another are those of the whole. A day is the person's own,
from one `day_ends` to the next. Rehearsals, what was undone and what the coach could not have asked for
(days off, pauses, quiet hours) are no part of what was done or prescribed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from coach.care.episodes import episodes_of
from coach.care.model import HELPED
from coach.journal.day_events import read_around
from coach.journal.day_summary import summary_of_day
from coach.journal.events import COUNTS, to_local, to_microseconds
from coach.journal.notes import notes_with_their_episodes
from coach.plan.local_time import end_of_waking_day, instant_of, local_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date, datetime, time, tzinfo

    from coach.care.model import Note
    from coach.journal.day_summary import ReminderRow
    from coach.journal.sessions import Session
    from coach.journal.store import Journal

Counts = Counter[tuple[str, ...]]
"""By what was counted and of what, such as `("confirmed", "desk-neck")`:

`day` (1 where anything was recorded); by routine: `confirmed`, `led`, `part`, `rehearsal`, `prescribed`,
`milliseconds` (performed in confirmed sessions), `reminder` (and its result and reason), `pain-before` and
`pain-after` (and the answer); `episode` by kind, `area`, `hour`, `before`, `helped` of episodes; `drink` in
microlitres, `caffeine` in micrograms.
"""
NOT_PRESCRIBED = frozenset({"off", "day-off", "paused", "quiet", "at-most"})
"""Reasons that make an occurrence unwanted by the person or their plan, so that it was never prescribed."""
WENT_BEFORE = frozenset({
    "overuse", "strain", "tiredness", "caffeine", "alcohol", "little_water", "heat", "vomiting", "diarrhoea",
    "stress", "long_sitting", "poor_sleep", "medicine_new", "medicine_raised", "exertion",
})  # fmt: skip
"""The facts that say what went before an episode."""
_IN_THOUSANDTHS = {"drink": "drink", "caffeine_taken": "caffeine"}
"""What the amounts of these facts are counted as."""
_DAY = timedelta(days=1)
_CHUNK = 91
"""Days that are read at once."""
REHEARSALS = f"""
    SELECT at, routine FROM events
    WHERE kind = 'session-started' AND at >= ? AND at < ? AND NOT ({COUNTS})
"""  # noqa: S608 — built from our own constants


@dataclass(frozen=True, slots=True)
class PersonDays:
    """Where and when a person's days end."""

    zone: tzinfo
    ends: time

    def of(self, instant: datetime) -> date:
        """The person's day at that instant."""
        return local_day(end_of_waking_day(instant, self.ends, self.zone), self.zone) - _DAY

    def begin(self, day: date) -> datetime:
        """The instant, in UTC, at which that day begins."""
        return instant_of(day, self.ends, self.zone)


def counts_between(
    journal: Journal, days: PersonDays, first: date, last: date, now: datetime
) -> dict[date, Counts]:
    """The counts of each day from `first` until `last`, both included; a day without any is empty.

    Of today, what is in the journal by now. Raises `JournalError`.
    """
    found: dict[date, Counts] = {}
    notes = notes_with_their_episodes(journal, days.begin(first))
    while first <= last:
        end = min(last, first + (_CHUNK - 1) * _DAY)
        found |= _counts_of_chunk(journal, days, first, end, now)
        first = end + _DAY
    _count_notes(found, notes, days)
    for counts in found.values():
        if counts:
            counts["day",] = 1
    return found


def amounts(counts: Counts, name: str) -> dict[str, int]:
    """How many of that name, by what comes next: `amounts(counts, "confirmed")` by the routine."""
    found: Counter[str] = Counter()
    for key, number in counts.items():
        if key[0] == name:
            found[key[1]] += number
    return dict(found)


def _counts_of_chunk(
    journal: Journal, days: PersonDays, first: date, last: date, now: datetime
) -> dict[date, Counts]:
    dates = [first + number * _DAY for number in range((last - first).days + 1)]
    starts = [days.begin(day) for day in dates]
    span = (starts[0], days.begin(last + _DAY))
    found: dict[date, Counts] = {day: Counter() for day in dates}

    def of(instant: datetime) -> Counts:
        return found[dates[bisect_right(starts, instant) - 1]]

    recorded = read_around(journal, span)
    summary = summary_of_day((), recorded, span, now)
    for row in summary.reminders:
        of(row.due).update(_of_reminder(row))
    for own in summary.own:
        if own.confirmed is not None:
            of(own.at)["confirmed", own.routine] += 1
    for session in recorded.sessions:
        if span[0] <= session.started < span[1]:
            of(session.started).update(_of_session(session))
    for at, routine in journal.rows(REHEARSALS, *map(to_microseconds, span)):
        of(to_local(at, 0))["rehearsal", routine] += 1
    return found


def _of_reminder(row: ReminderRow) -> Iterator[tuple[str, ...]]:
    reason = "" if row.result == "partial" else row.reason  # there it is how many steps were done
    yield "reminder", row.routine, row.result, reason
    if row.reason not in NOT_PRESCRIBED:
        yield "prescribed", row.routine
    if row.confirmed is not None:
        yield "confirmed", row.routine


def _of_session(session: Session) -> Counts:
    counts: Counts = Counter()
    if session.outcome == "completed":
        counts["led", session.routine] += 1
    elif session.outcome in ("partial", "stopped") and session.steps_done and not session.confirmed:
        counts["part", session.routine] += 1
    if session.confirmed:
        counts["milliseconds", session.routine] += round(session.seconds * 1000)
    before, after = pain_before_and_after(session)
    if before is not None:
        counts["pain-before", session.routine, str(before)] += 1
    if after is not None:
        counts["pain-after", session.routine, str(after)] += 1
    return counts


def pain_before_and_after(session: Session) -> tuple[int | None, int | None]:
    """The first and the last answer about pain, if both came; a single question counts as one afterwards."""
    answers = session.pain
    if len(answers) < 2:  # noqa: PLR2004 — before and after
        return None, answers[0] if answers else None
    first, last = answers[0], answers[-1]
    return (None, None) if first is None or last is None else (first, last)


def _count_notes(found: Mapping[date, Counts], notes: Iterable[Note], days: PersonDays) -> None:
    """Add the episodes, by the day on which they began, and what was drunk."""
    notes = tuple(notes)
    for episode in episodes_of(notes):
        counts = found.get(days.of(episode.began))
        if counts is not None:
            areas = {place.area for place in episode.places}
            counts["episode", episode.kind] += 1
            counts["hour", f"{episode.began:%H}"] += 1
            counts.update(("area", area) for area in areas)
            counts.update(("before", fact) for fact in episode.facts & WENT_BEFORE)
            counts.update(("helped", fact.removeprefix(HELPED)) for fact in episode.helped)
    for note in notes:
        counts = found.get(days.of(note.began))
        for fact in note.facts:
            if counts is not None and fact.name in _IN_THOUSANDTHS and fact.amount is not None:
                counts[_IN_THOUSANDTHS[fact.name],] += round(fact.amount * 1000)
