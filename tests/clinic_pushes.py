"""Journals of a patient, and pushes of them by the command, and without its questions."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from click.testing import CliRunner

from coach.clinic.connection import address_from, connected
from coach.clinic.consent import Consent, Pseudonym, PushSelection
from coach.clinic.push import Push, register
from coach.clinic.sent import FIELDS
from coach.clock import SystemClock
from coach.commands.journal import command
from coach.home import Home
from coach.journal.chain import ChainEnd, end_at, new_writer_id, next_link
from coach.journal.events import INSERT, Event, to_row
from coach.journal.store import open_journal, read_journal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from click.testing import Result

    from coach.clinic.push import PushResult
    from postgres_server import PostgresServer

START = datetime(2026, 11, 2, 9, tzinfo=UTC)
CONSENT = Consent(id=uuid4().hex, at=START, given=True, text_version=1)


def home_in(root: Path) -> Home:
    """A home in that folder, as COACH_HOME."""
    return Home(config=root, data=root, cache=root / "clips", state=root / "state")


def event(kind: str, at: datetime, data: Mapping[str, object], **more: str) -> Event:
    """An event of that kind."""
    values = {"id": uuid4().hex, "session": "", "routine": "", "digest": ""} | more
    return Event(kind=kind, at=at, offset_minutes=60, data=data, **values)  # type: ignore[arg-type]


def some_events(number: int, seed: int = 0) -> list[Event]:
    """Steps and notes, one a minute."""
    chance = random.Random(seed)  # noqa: S311 — no secret
    found = []
    for minute in range(number):
        at = START + timedelta(minutes=minute)
        if chance.random() < 0.2:
            found.append(event("note", at, {"began": at.isoformat(), "facts": {"cramp": 2}, "places": []}))
        else:
            found.append(
                event(
                    "step-done", at, {"step": minute, "name": "x"}, session=uuid4().hex, routine="desk-neck"
                )
            )
    return found


def write(home: Home, events: Iterable[Event]) -> None:
    """Add these events to a journal at once, in a chain of their own."""
    open_journal(home, SystemClock()).close()
    writer, end = new_writer_id(), ChainEnd()
    with closing(sqlite3.connect(home.journal)) as connection, connection:
        for one in events:
            row = to_row(one)
            link = next_link(writer, end, row)
            end = end_at(link)
            connection.execute(INSERT, (*row, *link))


def ids_in(home: Home) -> set[UUID]:
    """The ids of what a journal has to send."""
    with read_journal(home, SystemClock()) as journal:
        assert journal is not None
        rows = journal.rows(f"SELECT id FROM events WHERE kind IN {(*FIELDS,)}")  # noqa: S608 — our own names
        return {UUID(hex=name) for (name,) in rows}


def push(
    url: str, home: Home, names: Pseudonym, consent: Consent = CONSENT, selection: PushSelection | None = None
) -> PushResult:
    """Push a journal under these ids; raises `ClinicError`."""
    with read_journal(home, SystemClock()) as journal, connected(address_from(url)) as connection:
        assert journal is not None
        register(connection, names.patient, consent)
        return Push(connection, journal, names, selection or consent.selection).send()


def names_for(patient: UUID | None = None) -> Pseudonym:
    """New ids."""
    return Pseudonym(patient or uuid4(), uuid4())


def run_push(*arguments: str, answers: str = "") -> Result:
    """Run `coach journal push`."""
    return CliRunner().invoke(command, ["push", *arguments], input=answers, standalone_mode=False)


def events_there(postgres: PostgresServer, clinic: str) -> set[UUID]:
    """The ids of all events of the clinic."""
    with closing(postgres.connect(database=clinic)) as owner:
        return {one for (one,) in owner.execute("SELECT id FROM coach.event")}
