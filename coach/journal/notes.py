"""What a person noted down, and what the list of signs answered, as events of the journal and back.

A note that was withdrawn is left out; the event stays, as every event does.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

from coach.care.model import Fact, Firing, Note, Place
from coach.journal.events import COUNTS, ENTRY, EPOCH, IS_MERGED, MICROSECOND, new_event, to_microseconds
from coach.json_lines import MALFORMED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import tzinfo

    from coach.care.model import Flag
    from coach.clock import Clock
    from coach.journal.events import JSON, Event
    from coach.journal.store import Journal

_KINDS = ("note", "note-withdrawn", "flag", "flag-acknowledged")
_ENTRIES = f"""
    SELECT id, kind, at, data, {IS_MERGED} FROM events
    WHERE session = '' AND kind IN {_KINDS} AND at >= ? ORDER BY at, seq
"""  # noqa: S608 — built from our own constants
NOTES = f"""
    SELECT id, kind, at, data FROM events
    WHERE {ENTRY} AND +session = '' AND kind IN ('note', 'note-withdrawn') AND at >= ? ORDER BY at, seq
"""  # noqa: S608 — as above
_NOTE = "SELECT id, at, data FROM events WHERE id = ?"
_FLAGS_OF = """
    SELECT id FROM events
    WHERE session = '' AND kind = 'flag'
    AND CASE WHEN json_valid(data) THEN json_extract(data, '$.note') END = ?
"""
_ROUTINES = f"""
    SELECT at, routine FROM events WHERE kind = 'session-started' AND at >= ? AND {COUNTS} ORDER BY at
"""  # noqa: S608 — as above


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedFlag:
    """A flag as it was shown. `id`: of its event; `note`: of the note that fired it."""

    id: str
    rule: str
    level: str
    text: str
    version: int
    at: datetime
    episode: str
    note: str
    acknowledged: datetime | None = None

    def to_dict(self) -> dict[str, JSON]:
        """The flag as documented for `coach flags --json` and `GET /flags`."""
        return {
            "rule": self.rule,
            "level": self.level,
            "text": self.text,
            "version": self.version,
            "at": self.at.isoformat(),
            "episode": self.episode,
            "acknowledged": None if self.acknowledged is None else self.acknowledged.isoformat(),
        }

    @property
    def firing(self) -> Firing:
        """The firing that the rules compare new ones with."""
        return Firing(rule=self.rule, episode=self.episode, at=self.at, acknowledged=self.acknowledged)


@dataclass(frozen=True, slots=True)
class Notes:
    """The notes and flags of a time, in the order in which they were written."""

    notes: tuple[Note, ...] = ()
    flags: tuple[RecordedFlag, ...] = ()


def note_event(note: Note, clock: Clock) -> Event:
    """The event of that note, whose id is the note's."""
    data: dict[str, JSON] = {
        "began": note.began.isoformat(),
        "facts": {fact.name: fact.amount for fact in note.facts},
        "places": [[place.area, place.side] for place in note.places],
    }
    if note.episode:
        data["episode"] = note.episode
    if note.own_words:
        data["own_words"] = note.own_words
    return replace(new_event("note", clock, session="", routine="", digest="", data=data), id=note.id)


def flag_event(flag: Flag, note: Note, clock: Clock) -> Event:
    """The event of that flag, which the note fired."""
    data: dict[str, JSON] = {
        "rule": flag.rule,
        "level": flag.level,
        "form": flag.form,
        "text": flag.text,
        "version": flag.version,
        "note": note.id,
        "episode": note.in_episode,
    }
    return new_event("flag", clock, session="", routine="", digest="", data=data)


def _about_event(kind: Literal["note-withdrawn", "flag-acknowledged"], name: str, clock: Clock) -> Event:
    return new_event(kind, clock, session="", routine="", digest="", data={"event": name})


def withdraw_note(journal: Journal, note: str, clock: Clock) -> None:
    """Take the note with that id back. Raises `JournalError`."""
    journal.append(_about_event("note-withdrawn", note, clock))


def acknowledge_flags(journal: Journal, flags: Iterable[str], clock: Clock) -> None:
    """Record that the person has read the flags with these ids. Raises `JournalError`."""
    for flag in flags:
        journal.append(_about_event("flag-acknowledged", flag, clock))


def read_notes(journal: Journal, zone: tzinfo, since: datetime) -> Notes:
    """What was written since then, with times in that zone. Raises `JournalError`.

    An entry that cannot be understood is left out; `coach journal verify` names those. On two machines whose
    clocks differ, what is about a note may seem to be older than the note.
    """
    notes: dict[str, Note] = {}
    flags: dict[str, RecordedFlag] = {}
    withdrawn: set[str] = set()
    acknowledged: dict[str, datetime] = {}
    for name, kind, at, text, is_merged in journal.rows(_ENTRIES, to_microseconds(since)):
        written = (EPOCH + at * MICROSECOND).astimezone(zone)
        with suppress(*MALFORMED):
            data = json.loads(text)
            if kind == "note":
                note = _note(name, data, zone)
                notes[name] = replace(note, source="merged") if is_merged else note
            elif kind == "flag":
                flags[name] = _flag(name, data, written)
            elif kind == "flag-acknowledged":
                acknowledged[data["event"]] = written
            else:
                withdrawn.add(data["event"])
    kept = {name: note for name, note in notes.items() if name not in withdrawn}
    shown = (flag for flag in flags.values() if flag.note in kept)
    return Notes(
        tuple(kept.values()),
        tuple(replace(flag, acknowledged=acknowledged.get(flag.id)) for flag in shown),
    )


def notes_with_their_episodes(journal: Journal, since: datetime) -> tuple[Note, ...]:
    """The notes that were written since then, and all others of their episodes; in the order of writing.

    Each has the offset from UTC with which it was noted, so that its hour is what the person's clock showed.
    Raises `JournalError`.
    """
    notes = _notes_since(journal, to_microseconds(since))
    begun_before = {note.episode for note in notes.values() if note.episode} - notes.keys()
    written = [at for episode in begun_before for _, at, _ in journal.rows(_NOTE, episode)]
    return tuple((_notes_since(journal, min(written)) if written else notes).values())


def times_of_episodes(journal: Journal, notes: Iterable[str]) -> list[datetime]:
    """When everything began that was noted of the episodes of these notes. Raises `JournalError`."""
    found = [row for name in set(notes) for row in journal.rows(_NOTE, name)]
    episodes: set[str] = set()
    times: list[datetime] = []
    for name, _, text in found:
        with suppress(*MALFORMED):
            note = _note(name, json.loads(text), None)
            episodes.add(note.in_episode)
            times.append(note.began)
    begun = [at for name in episodes for _, at, _ in journal.rows(_NOTE, name)]
    since = min([*begun, *(at for _, at, _ in found)], default=None)
    if since is None:
        return []
    return times + [
        each.began for each in _notes_since(journal, since).values() if each.in_episode in episodes
    ]


def _notes_since(journal: Journal, since: int) -> dict[str, Note]:
    notes: dict[str, Note] = {}
    withdrawn: set[str] = set()
    for name, kind, _, text in journal.rows(NOTES, since):
        with suppress(*MALFORMED):
            data = json.loads(text)
            if kind == "note":
                notes[name] = _note(name, data, None)
            else:
                withdrawn.add(data["event"])
    return {name: note for name, note in notes.items() if name not in withdrawn}


def row_of(journal: Journal, note: Note) -> int:
    """The row of that note in the journal. Raises `JournalError`."""
    [(row,)] = journal.rows("SELECT seq FROM events WHERE id = ?", note.id)
    return int(row)


def flags_of(journal: Journal, note: str) -> list[str]:
    """The ids of the flags that this note fired. Raises `JournalError`."""
    return [name for (name,) in journal.rows(_FLAGS_OF, note)]


def _note(name: str, data: dict[str, Any], zone: tzinfo | None) -> Note:
    """The note; `zone` None: with the offset with which it was noted."""
    began = datetime.fromisoformat(data["began"])
    if began.tzinfo is None:
        raise ValueError("an instant without its offset")
    return Note(
        id=name,
        began=began if zone is None else began.astimezone(zone),
        facts=tuple(
            Fact(str(fact), None if amount is None else float(amount))
            for fact, amount in data["facts"].items()
        ),
        places=tuple(Place(str(area), side) for area, side in data["places"]),
        episode=str(data.get("episode", "")),
        own_words=str(data.get("own_words", "")),
    )


def _flag(name: str, data: dict[str, Any], at: datetime) -> RecordedFlag:
    return RecordedFlag(
        id=name,
        rule=str(data["rule"]),
        level=str(data["level"]),
        text=str(data["text"]),
        version=int(data["version"]),
        at=at,
        episode=str(data["episode"]),
        note=str(data["note"]),
    )


def routines_begun(journal: Journal, since: datetime) -> Iterator[tuple[datetime, str]]:
    """When which routine was begun since then, by its id; rehearsals are left out. Raises `JournalError`."""
    for at, routine in journal.rows(_ROUTINES, to_microseconds(since)):
        yield (EPOCH + at * MICROSECOND).astimezone(UTC), routine
