"""Under which consent, and under which id, events are sent to a clinic."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID, uuid4

from coach.atomic_write import read_private_file, write_private_file, writing
from coach.clinic.sent import FIELDS, SUBJECTS, is_name
from coach.errors import FileError
from coach.journal.events import EPOCH, MICROSECOND, new_event, to_microseconds
from coach.json_lines import MALFORMED

if TYPE_CHECKING:
    from pathlib import Path

    from coach.clock import Clock
    from coach.home import Home
    from coach.journal.events import JSON, Event
    from coach.journal.store import Journal

TEXT_VERSION: Final = 1
"""The version of `TEXT`; when it changes, everybody is asked again."""
TEXT: Final = """\
Whoever runs that database can read what goes there, link it to you by your login, and keep copies of it.
What is erased here is deleted there at the next push. `coach journal push --withdraw` takes your agreement
back."""

_CONSENTS = "SELECT id, at, data FROM events WHERE session = '' AND kind = 'consent' ORDER BY at, seq"
_KINDS = f"kind IN {(*FIELDS,)}"
_BY_KIND = f"""
    SELECT kind, count(*) FROM events WHERE {_KINDS} AND at >= ? GROUP BY kind
"""  # noqa: S608 — built from our own constants
_ROUTINES = f"""
    SELECT DISTINCT kind, routine FROM events WHERE {_KINDS} AND routine <> '' AND at >= ?
"""  # noqa: S608 — as above
_REMINDERS = """
    SELECT DISTINCT json_extract(data, '$.reminder') FROM events
    WHERE session = '' AND kind = 'reminder' AND json_valid(data) AND at >= ?
"""


@dataclass(frozen=True, slots=True)
class PushSelection:
    """Which events are sent: of these subjects, recorded since then (aware); None: since the beginning."""

    subjects: tuple[str, ...] = tuple(sorted(SUBJECTS))
    since: datetime | None = None

    def includes(self, kind: str, at: int) -> bool:
        """Whether an event of that kind, recorded at that instant in microseconds, is sent."""
        return at >= self.from_microseconds and any(kind in SUBJECTS[subject] for subject in self.subjects)

    @property
    def from_microseconds(self) -> int:
        """The instant from which events are sent; there are none from before 1970."""
        return 0 if self.since is None else to_microseconds(self.since)

    def to_dict(self) -> dict[str, JSON]:
        """The selection as JSON."""
        return {
            "subjects": [*self.subjects],
            "since": None if self.since is None else self.since.isoformat(),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """What a person last agreed or refused for a database. `id`: of its event. `given`: False: withdrawn."""

    id: str
    at: datetime
    given: bool
    text_version: int = 0
    selection: PushSelection = PushSelection()


@dataclass(frozen=True, slots=True)
class Preview:
    """What a selection means: how many events of each subject, and the names that are sent with them."""

    counts: dict[str, int]
    names: tuple[str, ...]


def consent_event(to: str, selection: PushSelection | None, clock: Clock) -> Event:
    """The event of an agreement to send that selection to that database; None: the agreement is withdrawn."""
    data: dict[str, JSON] = {"given": selection is not None, "to": to}
    if selection is not None:
        data |= {"text": TEXT_VERSION, **selection.to_dict()}
    return new_event("consent", clock, session="", routine="", digest="", data=data)


def last_consent(journal: Journal, to: str) -> Consent | None:
    """What the person last agreed or refused for that database; None: nothing yet. Raises `JournalError`."""
    found = None
    for name, at, text in journal.rows(_CONSENTS):
        with suppress(*MALFORMED):
            data = json.loads(text)
            if data["to"] != to:
                continue
            moment = EPOCH + at * MICROSECOND
            if data["given"] is not True:
                found = Consent(id=name, at=moment, given=False)
                continue
            since = None if data["since"] is None else datetime.fromisoformat(data["since"])
            selection = PushSelection(tuple(data["subjects"]), since)
            found = Consent(
                id=name, at=moment, given=True, text_version=int(data["text"]), selection=selection
            )
    return found


def preview(journal: Journal, selection: PushSelection) -> Preview:
    """What is sent for that selection. Raises `JournalError`."""
    since = selection.from_microseconds
    counts = dict.fromkeys(selection.subjects, 0)
    for kind, number in journal.rows(_BY_KIND, since):
        for subject in selection.subjects:
            counts[subject] += number if kind in SUBJECTS[subject] else 0
    names = {name for kind, name in journal.rows(_ROUTINES, since) if selection.includes(kind, since)}
    if "reminders" in selection.subjects:
        names |= {str(name) for (name,) in journal.rows(_REMINDERS, since)}
    return Preview(counts, tuple(sorted(name for name in names if is_name(name))))


_FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class Pseudonym:
    """`patient`: the person, the same on all of their machines; `journal`: the journal of this machine."""

    patient: UUID
    journal: UUID


def read_pseudonym(home: Home) -> Pseudonym | None:
    """The ids of this machine; None before the first push. Raises `FileError`."""
    path = _path(home)
    try:
        tree = json.loads(read_private_file(path))
        assert tree["format"] == _FORMAT
        return Pseudonym(UUID(hex=tree["patient"]), UUID(hex=tree["journal"]))
    except FileNotFoundError:
        return None
    except (OSError, AssertionError, *MALFORMED):
        raise FileError(
            f"{path} cannot be read, so your id is not known.",
            hint="Put it back, or delete it and name your id with --as; your clinic knows it.",
        ) from None


def make_pseudonym(home: Home, patient: UUID | None = None) -> Pseudonym:
    """New ids, saved (0600); `patient`: the id that the person has already. Raises `FileError`."""
    made = Pseudonym(patient or uuid4(), uuid4())
    tree = {"format": _FORMAT, "patient": made.patient.hex, "journal": made.journal.hex}
    with writing(_path(home)):
        write_private_file(_path(home), json.dumps(tree, indent=1), durable=True)
    return made


def _path(home: Home) -> Path:
    return home.data / "clinic.json"
