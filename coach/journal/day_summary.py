"""What became of a person's day: each reminder that was due, what they did themselves, and the counts.

Pure functions over events; `day_events.py` reads them. A day is from one `day_ends` to the next.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from coach.journal.confirmation import Heard
    from coach.journal.sessions import Session
    from coach.plan.model import Occurrence, Reminder

Result = Literal[
    "confirmed", "partial", "stopped", "failed", "led", "called",
    "put-off", "skipped", "left-out", "unanswered", "due",
]  # fmt: skip
LATE = timedelta(seconds=30)
"""How long after its time an occurrence without an event is still `due`: it may be just being decided."""
NOT_RUNNING = "not-running"
MERGED = "merged"
_BEGINS_WITHIN = timedelta(seconds=10)
"""How long before its entry about a reminder a coach without `led` events may have begun the session."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderRecord:
    """An entry of the journal about a reminder; `session`: the one that it is about, empty for none."""

    at: datetime
    reminder: str
    routine: str
    due: datetime
    ruling: str
    session: str = ""
    reason: str = ""
    sentence: str = ""
    until: datetime | None = None
    through: datetime | None = None
    heard: Heard = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """The person said that they did it, at `done`: an occurrence, a session, or neither of them."""

    done: datetime
    routine: str
    reminder: str = ""
    due: datetime | None = None
    session: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRecords:
    """What was recorded of a day and around it, in the order of time; `sessions`: no rehearsals."""

    reminders: tuple[ReminderRecord, ...] = ()
    claims: tuple[Claim, ...] = ()
    sessions: tuple[Session, ...] = ()
    breaks: tuple[tuple[datetime, datetime], ...] = ()
    """The person's own, from when until when."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderRow:
    """What became of one occurrence: the three facts, the result and its reason (a code and a sentence)."""

    reminder: str
    routine: str
    due: datetime
    called: datetime | None = None
    heard: Heard = "unknown"
    session: str = ""
    confirmed: datetime | None = None
    result: Result = "due"
    reason: str = ""
    sentence: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRow:
    """What the person did unprompted; `session` is empty if they only said so.

    `part`: how many steps they did, where it was not the whole.
    """

    routine: str
    session: str
    at: datetime
    confirmed: datetime | None
    part: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DaySummary:
    """A day: its reminders by their time, what was done unprompted, and how many of each.

    `due` counts the occurrences whose time has come or that were called, `led` and `confirmed` also what was
    done unprompted.
    """

    reminders: tuple[ReminderRow, ...]
    own: tuple[OwnRow, ...]
    breaks: tuple[tuple[datetime, datetime], ...]
    due: int
    called: int
    led: int
    confirmed: int

    @property
    def counts(self) -> dict[str, int]:
        """The counts by name."""
        return {"due": self.due, "called": self.called, "led": self.led, "confirmed": self.confirmed}


@dataclass(slots=True)
class _Rows:
    rows: dict[tuple[str, datetime], ReminderRow] = field(default_factory=dict)
    moved: dict[tuple[str, datetime], tuple[str, datetime]] = field(default_factory=dict)
    """Where an occurrence that was put off is now due, to where it was due at first."""
    over: dict[tuple[str, datetime], datetime] = field(default_factory=dict)
    """When what was led was over."""

    def key(self, reminder: str, due: datetime) -> tuple[str, datetime]:
        key = (reminder, due)
        while key in self.moved:
            key = self.moved[key]
        return key


def summary_of_day(
    planned: Iterable[Occurrence],
    recorded: DayRecords,
    span: tuple[datetime, datetime],
    now: datetime,
) -> DaySummary:
    """The summary of the day, or the days, in `span`; what belongs to a time outside of it is left out.

    `planned`: what the plan calls for then. An occurrence belongs to the day on which it was due at first, a
    session to the one on which it began, a claim of no occurrence to the one that it speaks of.
    """
    known = {session.id: session for session in recorded.sessions}
    said = {claim.session: claim.done for claim in reversed(recorded.claims)}
    claimed = {(claim.reminder, claim.due): claim for claim in reversed(recorded.claims)}
    found = _Rows()
    for occurrence in planned:
        key = (occurrence.reminder, occurrence.at)
        found.rows[key] = ReminderRow(
            reminder=occurrence.reminder, routine=occurrence.routine, due=occurrence.at
        )
    for record in recorded.reminders:
        _take(found, record)
    _join_sessions_of_older_coaches(found, known)
    all_rows = [
        _finished(_with_session(_with_claim(row, claimed), known, said), now) for row in found.rows.values()
    ]
    rows = [row for row in all_rows if span[0] <= row.due < span[1]]
    own = [row for row in _own(recorded, all_rows, said) if span[0] <= row.at < span[1]]
    begun = [session for session in recorded.sessions if span[0] <= session.started < span[1]]
    return DaySummary(
        reminders=tuple(sorted(rows, key=lambda row: (row.due, row.reminder))),
        own=tuple(own),
        breaks=tuple(each for each in recorded.breaks if span[0] <= each[0] < span[1]),
        # A reminder is called a little ahead of its time, so that its first word comes then.
        due=sum(row.due <= now or row.called is not None for row in rows),
        called=sum(row.called is not None for row in rows),
        led=sum(session.outcome == "completed" for session in begun),
        confirmed=sum(row.confirmed is not None for row in rows)
        + sum(row.confirmed is not None for row in own),
    )


def _take(found: _Rows, record: ReminderRecord) -> None:
    key = found.key(record.reminder, record.due)
    if record.through is not None:
        for other in [
            each for each in found.rows if each[0] == key[0] and key[1] <= each[1] <= record.through
        ]:
            if found.rows[other].result == "due":
                found.rows[other] = _after(found.rows[other], record)
    row = found.rows.get(key)
    if row is None:
        row = ReminderRow(reminder=key[0], routine=record.routine, due=key[1])
    elif row.routine != record.routine:
        row = replace(row, routine=record.routine)  # of several it is known now which
    found.rows[key] = _after(row, record)
    if record.ruling == "later" and record.until is not None and (key[0], record.until) != key:
        found.moved[key[0], record.until] = key
    if record.ruling in ("ended", "failed"):
        found.over[key] = record.at


def _after(row: ReminderRow, record: ReminderRecord) -> ReminderRow:
    """The row with what that entry changes of it."""
    called = row.called or record.at
    if record.ruling == "called":  # it comes when the sentence is over, and may be answered already
        return replace(row, called=called, heard=record.heard)
    if record.ruling in ("speak", "begun", "repeated", "led"):
        return replace(
            row,
            called=called,
            session=record.session or row.session,
            result="called",
            reason="",
            sentence="",
            until=None,
        )
    if record.ruling in ("ended", "failed"):
        result: Result = (
            "failed" if record.ruling == "failed" else "led" if record.reason == "completed" else "stopped"
        )
        return replace(row, called=called, result=result, reason=record.reason, sentence=record.sentence)
    if record.ruling == "done":
        return replace(row, confirmed=record.at)
    if record.ruling == "skip" and record.reason == MERGED:
        return _with_reason(replace(row, called=called, result="called"), record)
    results: Mapping[str, Result] = {
        "defer": "put-off", "later": "put-off", "skipped": "skipped", "unanswered": "unanswered",
    }  # fmt: skip
    return _with_reason(replace(row, result=results.get(record.ruling, "left-out")), record)


def _with_reason(row: ReminderRow, record: ReminderRecord) -> ReminderRow:
    return replace(row, reason=record.reason, sentence=record.sentence, until=record.until)


def _join_sessions_of_older_coaches(found: _Rows, known: Mapping[str, Session]) -> None:
    """Give rows that say how a session ended, but not which, the one of their routine in that time."""
    taken = {row.session for row in found.rows.values()}
    for key, ended in found.over.items():
        row = found.rows[key]
        if row.session or row.called is None:
            continue
        for session in known.values():
            begins = row.called - _BEGINS_WITHIN <= session.started <= ended
            if session.routine == row.routine and begins and session.id not in taken:
                taken.add(session.id)
                found.rows[key] = replace(row, session=session.id)
                break


def _with_claim(row: ReminderRow, claimed: Mapping[tuple[str, datetime | None], Claim]) -> ReminderRow:
    claim = claimed.get((row.reminder, row.due))
    return row if claim is None else replace(row, routine=claim.routine, confirmed=claim.done)


def _with_session(
    row: ReminderRow, known: Mapping[str, Session], said: Mapping[str, datetime]
) -> ReminderRow:
    """The row with what is known of its session, which says more than the reminder's own entries."""
    session = known.get(row.session)
    if session is None:
        return replace(row, session="")
    row = replace(row, heard=session.heard)
    if row.confirmed is None and session.confirmed:
        row = replace(row, confirmed=_confirmed_at(session, said))
    result = _result_of(session)
    if row.confirmed is not None or result is None:
        return row
    reason = _part(session) if result == "partial" else row.reason
    sentence = row.sentence if session.outcome in ("failed", "interrupted") else ""
    return replace(row, result=result, reason=reason if result != "led" else "", sentence=sentence)


def _result_of(session: Session) -> Result | None:
    """What a session's outcome makes of its reminder; None while it is running."""
    if session.outcome == "running":
        return None
    if session.outcome == "completed":
        return "led"
    if session.outcome == "partial" or session.steps_done:
        return "partial"
    return "stopped" if session.outcome == "stopped" else "failed"


def _part(session: Session) -> str:
    return f"{session.steps_done} of {session.steps} steps"


def _confirmed_at(session: Session, said: Mapping[str, datetime]) -> datetime | None:
    """When a session was confirmed: at its end, or when the person said that they did it."""
    return said.get(session.id) or (session.ended if session.confirmed else None)


def _finished(row: ReminderRow, now: datetime) -> ReminderRow:
    if row.confirmed is not None:
        return replace(row, result="confirmed", reason="", sentence="", until=None)
    if row.result == "due" and row.due + LATE < now:
        return replace(row, result="left-out", reason=NOT_RUNNING, sentence="The coach was not running.")
    return row


def _own(recorded: DayRecords, rows: Iterable[ReminderRow], said: Mapping[str, datetime]) -> list[OwnRow]:
    """What was done unprompted, in order: sessions of no reminder, and claims of no occurrence."""
    of_rows = {(row.reminder, row.due) for row in rows}
    led = {row.session for row in rows}
    own = [
        OwnRow(
            routine=each.routine,
            session=each.id,
            at=each.started,
            confirmed=_confirmed_at(each, said),
            part=_part(each) if _result_of(each) == "partial" and not each.confirmed else "",
        )
        for each in recorded.sessions
        if each.id not in led
    ]
    own += [
        OwnRow(routine=claim.routine, session="", at=claim.done, confirmed=claim.done)
        for claim in recorded.claims
        if not claim.session and (claim.reminder, claim.due) not in of_rows
    ]
    return sorted(own, key=lambda row: row.at)


def claim_for(what: str, reminder: Reminder | None, day: DaySummary, done: datetime) -> Claim:
    """The claim that `what` was done then: the latest occurrence of it, else unprompted.

    `reminder`: the one with that name; None: `what` is a routine's id.
    """
    routine = reminder.routine if reminder else what
    rows = [
        row
        for row in day.reminders
        if row.due <= done and (row.reminder == reminder.id if reminder else row.routine == routine)
    ]
    if rows and rows[-1].confirmed is None:
        row = rows[-1]
        return Claim(done=done, routine=row.routine, reminder=row.reminder, due=row.due, session=row.session)
    unconfirmed = [row.session for row in day.own if row.routine == routine and row.confirmed is None]
    return Claim(done=done, routine=routine, session=unconfirmed[-1] if unconfirmed else "")
