"""What was recorded since a day, as a person counts it: without rehearsals and what was taken back.

Sessions, what was said to be done, reminders, notes, episodes and flags; the formats are made of these.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import NAMESPACE_OID, UUID, uuid5

from coach.care.episodes import episodes_of
from coach.journal.day_events import read_around
from coach.journal.day_summary import summary_of_day
from coach.journal.events import EPOCH, WITHDRAWS, to_local, to_microseconds
from coach.journal.notes import notes_with_their_episodes, read_notes
from coach.journal.sessions import PAIN, sessions
from coach.json_lines import MALFORMED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import tzinfo

    from coach.care.episodes import Episode
    from coach.care.model import Note
    from coach.journal.day_summary import ReminderRow
    from coach.journal.notes import RecordedFlag
    from coach.journal.sessions import Session
    from coach.journal.store import Journal

_CLAIMS = """
    SELECT id, offset_minutes, routine, data FROM events
    WHERE kind = 'confirmed' AND session = '' AND at >= ? ORDER BY at, seq
"""
_ANSWERS = """
    SELECT id, at, offset_minutes, data FROM events WHERE session = ? AND kind = 'answered' ORDER BY seq
"""
_FIRST = "SELECT writer FROM events ORDER BY seq LIMIT 1"
_BOUNDS = "SELECT min(at) FROM events WHERE kind = 'reminder' AND at >= ?"
_CHUNK = timedelta(days=91)
"""Of reminders that are read at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedRoutine:
    """The person said that they did that routine, at `done`, without being led."""

    id: str
    routine: str
    done: datetime


@dataclass(frozen=True, slots=True)
class PainAnswer:
    """An answer about pain in a session, from 0 to 10."""

    id: str
    at: datetime
    pain: int


@dataclass(frozen=True, slots=True)
class RoutineNames:
    """The id and the title under which a routine is exported.

    `bundled`: the title of a routine that the coach ships, None for any other. `redacted`: names of others,
    which are free text, are replaced by numbers.
    """

    bundled: Callable[[str], str | None]
    redacted: bool = False

    def of(self, routine: str, title: str = "") -> tuple[str, str]:
        """The id and title of that routine; `title`: the one that was recorded."""
        shipped = self.bundled(routine)
        if not self.redacted:
            return routine, title or shipped or routine
        if shipped is not None:
            return routine, shipped
        name = f"own-{uuid5(NAMESPACE_OID, routine).hex[:8]}"
        return name, f"Own routine {name[4:]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """All of it, oldest first. `patient`: a random id of the person, derived from nothing about them.

    `answers`: by the id of their session.
    """

    patient: UUID
    sessions: tuple[Session, ...] = ()
    answers: dict[str, tuple[PainAnswer, ...]]
    claims: tuple[ClaimedRoutine, ...] = ()
    reminders: tuple[ReminderRow, ...] = ()
    notes: tuple[Note, ...] = ()
    episodes: tuple[Episode, ...] = ()
    flags: tuple[RecordedFlag, ...] = ()


def read_records(journal: Journal, zone: tzinfo, now: datetime, since: datetime = EPOCH) -> Records:
    """What happened since then; `zone`: of the person's days. Raises `JournalError`."""
    found = tuple(sessions(journal, since=since))
    noted = [note for note in notes_with_their_episodes(journal, EPOCH) if note.began >= since]
    writer = journal.rows(_FIRST)
    return Records(
        patient=uuid5(NAMESPACE_OID, f"coach {writer[0][0] if writer else ''}"),
        sessions=found,
        answers={each.id: answers for each in found if (answers := tuple(_answers(journal, each.id)))},
        claims=tuple(sorted(_claims(journal, since), key=lambda claim: claim.done)),
        reminders=tuple(_reminders(journal, since, now)),
        notes=tuple(sorted(noted, key=lambda note: note.began)),
        episodes=tuple(each for each in episodes_of(noted) if each.began >= since),
        flags=tuple(flag for flag in read_notes(journal, zone, EPOCH).flags if flag.at >= since),
    )


def _claims(journal: Journal, since: datetime) -> Iterator[ClaimedRoutine]:
    found: dict[str, ClaimedRoutine] = {}
    for name, offset, routine, text in journal.rows(_CLAIMS, to_microseconds(since)):
        with suppress(*MALFORMED):
            data = json.loads(text)
            if WITHDRAWS in data:
                found.pop(data[WITHDRAWS], None)
                continue
            done = datetime.fromisoformat(data["done"])
            if done >= since:
                found[name] = ClaimedRoutine(
                    id=name, routine=routine, done=to_local(to_microseconds(done), offset)
                )
    yield from found.values()


def _answers(journal: Journal, session: str) -> Iterator[PainAnswer]:
    for name, at, offset, text in journal.rows(_ANSWERS, session):
        with suppress(*MALFORMED):
            data = json.loads(text)
            is_pain = data.get("hurts") or data.get("question") == PAIN
            if is_pain and isinstance(data.get("pain"), int):
                yield PainAnswer(name, to_local(at, offset), data["pain"])


def _reminders(journal: Journal, since: datetime, now: datetime) -> Iterator[ReminderRow]:
    """What became of each occurrence that was due since then; of one that nothing was recorded, nothing."""
    first = journal.rows(_BOUNDS, to_microseconds(since))[0][0]
    begin = max(since, to_local(first, 0) - timedelta(days=2)) if first is not None else now
    while begin < now:
        span = (begin, min(begin + _CHUNK, now))
        yield from summary_of_day((), read_around(journal, span), span, now).reminders
        begin = span[1]
