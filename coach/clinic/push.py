"""Sends a journal's events to a clinic's database: each once, resumed where the last commit was.

A batch and how far it reached are committed together there, so a cut at any instant costs one batch at
most, and an event that is there already is not written again. How far a chain of events was sent has a
fingerprint: where a repair, a backup or an erasure changed what was sent before, the chain is sent from its
beginning again, and what was erased is deleted.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from coach.clinic.connection import answered
from coach.clinic.sent import sent_event
from coach.errors import ClinicError
from coach.journal.chain import ERASED
from coach.journal.events import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from uuid import UUID

    import psycopg

    from coach.clinic.consent import Consent, Pseudonym, PushSelection
    from coach.journal.events import JSON
    from coach.journal.store import Journal

BATCH = 2000
"""Events that are committed together: a tenth of a second or so."""

_ROWS = f"""
    SELECT number, content, {COLUMNS} FROM events
    WHERE writer = ? AND number > ? ORDER BY number LIMIT ?
"""  # noqa: S608 — built from our own constants
_WRITERS = "SELECT DISTINCT writer FROM events ORDER BY writer"
_LATER = "SELECT kind, count(*) FROM events WHERE writer = ? AND number > ? AND at >= ? GROUP BY kind"
_SO_FAR = "SELECT count(*) FROM events WHERE writer = ? AND number <= ?"
_AT = "SELECT content FROM events WHERE writer = ? AND number = ?"
_ERASED_SO_FAR = f"""
    SELECT content FROM events WHERE writer = ? AND number <= ? AND kind = '{ERASED}' ORDER BY number
"""  # noqa: S608 — as above

_INSERT = """
    INSERT INTO coach.event (patient, id, kind, at, local, session, routine, content, data)
    SELECT
        %(patient)s, new.id, new.kind, new.at, new.local, new.session, new.routine,
        decode(new.content, 'hex'), new.data
    FROM json_to_recordset(%(events)s::json) AS new (
        id uuid, kind text, at timestamptz, local timestamp, session uuid, routine text, content text,
        data jsonb
    )
    WHERE NOT EXISTS (
        SELECT FROM coach.erased AS gone
        WHERE gone.patient = %(patient)s AND gone.content = decode(new.content, 'hex')
    )
    ON CONFLICT (patient, id) DO NOTHING
"""
_REMEMBER_ERASED = "INSERT INTO coach.erased SELECT %s, unnest(%s::bytea[]) ON CONFLICT DO NOTHING"
_DELETE_ERASED = "DELETE FROM coach.event WHERE patient = %s AND content = ANY (%s::bytea[])"
_SAVE_POSITION = """
    INSERT INTO coach.position VALUES (%s, %s, %s, %s, %s)
    ON CONFLICT (patient, journal, writer)
    DO UPDATE SET number = excluded.number, fingerprint = excluded.fingerprint
"""
_TURN = "UPDATE coach.patient SET pushed = now() WHERE patient = %s"
"""Also makes a second machine of the same patient wait for its turn."""


@dataclass(slots=True)
class PushResult:
    """What a push did.

    `sent`: events that are new there; `deleted`: those that were erased here meanwhile; `left_out`: those
    that are damaged here; `there`: how many of the patient are there now.
    """

    sent: int = 0
    deleted: int = 0
    left_out: int = 0
    there: int = 0


def patient_of(connection: psycopg.Connection) -> UUID | None:
    """The patient for whom this login writes; None: it has written for nobody yet."""
    with answered(connection):
        row = connection.execute("SELECT patient FROM coach.patient WHERE login = current_user").fetchone()
    return row[0] if row else None


def withdrawn_at(connection: psycopg.Connection, consent: Consent) -> datetime | None:
    """When the consent was withdrawn there; None: it is still given, or not known there yet."""
    with answered(connection):
        query = "SELECT withdrawn FROM coach.consent WHERE id = %s::uuid"
        row = connection.execute(query, (consent.id,)).fetchone()
    return row[0] if row else None


def register(connection: psycopg.Connection, patient: UUID, consent: Consent) -> None:
    """Register the patient and the consent there, unless they already are. Raises `ClinicError`."""
    selection = consent.selection
    with answered(connection), connection.transaction():
        connection.execute(
            "INSERT INTO coach.patient (patient) VALUES (%s) ON CONFLICT DO NOTHING", (patient,)
        )
        if patient_of(connection) != patient:
            raise ClinicError("Another login uses this id.", hint="Use the login that your clinic gave you.")
        connection.execute(
            """
            INSERT INTO coach.consent (patient, id, given, text_version, subjects, since)
            VALUES (%s, %s::uuid, %s, %s, %s, %s) ON CONFLICT DO NOTHING
            """,
            (
                patient,
                consent.id,
                consent.at,
                consent.text_version,
                [*selection.subjects],
                selection.since,
            ),
        )


def withdraw(connection: psycopg.Connection, patient: UUID, *, delete: bool) -> int:
    """Withdraw every consent there; `delete`: also delete what was sent. Returns how many events were."""
    deleted = 0
    with answered(connection), connection.transaction():
        connection.execute(_TURN, (patient,))
        connection.execute(
            "UPDATE coach.consent SET withdrawn = now() WHERE patient = %s AND withdrawn IS NULL", (patient,)
        )
        if delete:
            deleted = connection.execute("DELETE FROM coach.event WHERE patient = %s", (patient,)).rowcount
            connection.execute("DELETE FROM coach.position WHERE patient = %s", (patient,))
            connection.execute("DELETE FROM coach.erased WHERE patient = %s", (patient,))
    return deleted


@dataclass(slots=True)
class _Progress:
    """How far a chain was sent, and what identifies all of it until there."""

    number: int = 0
    content: bytes = b""
    count: int = 0
    erased: Any = field(default_factory=hashlib.sha256)

    def fingerprint(self, selection: PushSelection) -> bytes:
        """The digest of what was sent and by which selection."""
        parts = [selection.to_dict(), self.count, self.number, self.content.hex(), self.erased.hexdigest()]
        return hashlib.sha256(json.dumps(parts).encode()).digest()


class Push:
    """One push of a journal to one database, under the ids of this machine."""

    def __init__(
        self, connection: psycopg.Connection, journal: Journal, names: Pseudonym, selection: PushSelection
    ) -> None:
        self._connection = connection
        self._journal = journal
        self._names = names
        self._selection = selection
        self._result = PushResult()
        self._chains = dict(self._resumed())

    def waiting(self) -> int:
        """How many events are to be sent; where a chain is sent again, those that are there count too."""
        since = self._selection.from_microseconds
        return sum(
            count
            for writer, progress in self._chains.items()
            for kind, count in self._journal.rows(_LATER, writer, progress.number, since)
            if self._selection.includes(kind, since)
        )

    def send(self) -> PushResult:
        """Send what is not there yet, and delete what was erased.

        Raises `ClinicError` through the connection's context, and `JournalError`.
        """
        patient = self._names.patient
        with answered(self._connection):
            if not self._connection.execute(_TURN, (patient,)).rowcount:
                raise ClinicError(
                    "The clinic has deleted your data there.",
                    hint="Push again to be asked for a new agreement.",
                )
        for writer, progress in self._chains.items():
            while rows := self._journal.rows(_ROWS, writer, progress.number, BATCH):
                self._send(writer, progress, rows)
        with answered(self._connection):
            query = "SELECT count(*) FROM coach.event WHERE patient = %s"
            [there] = self._connection.execute(query, (patient,)).fetchone() or (0,)
        self._result.there = there
        return self._result

    def _resumed(self) -> Iterator[tuple[str, _Progress]]:
        """Each chain of the journal, with how far it was sent."""
        query = "SELECT writer, number, fingerprint FROM coach.position WHERE patient = %s AND journal = %s"
        with answered(self._connection):
            rows = self._connection.execute(query, (self._names.patient, self._names.journal)).fetchall()
        saved = {writer: (number, fingerprint) for writer, number, fingerprint in rows}
        for (writer,) in self._journal.rows(_WRITERS):
            number, fingerprint = saved.get(writer, (0, b""))
            progress = self._until(writer, number)
            is_same = progress.fingerprint(self._selection) == fingerprint
            yield writer, progress if is_same else _Progress()

    def _until(self, writer: str, number: int) -> _Progress:
        """The progress of a chain that was sent until that number, by what is in the journal now."""
        [(count,)] = self._journal.rows(_SO_FAR, writer, number)
        content = b"".join(content for (content,) in self._journal.rows(_AT, writer, number))
        progress = _Progress(number, content, count)
        for (erased,) in self._journal.rows(_ERASED_SO_FAR, writer, number):
            progress.erased.update(erased)
        return progress

    def _send(self, writer: str, progress: _Progress, rows: Sequence[tuple[Any, ...]]) -> None:
        """Send these rows and how far they reach, in one transaction."""
        events, erased, left_out = self._sorted(rows)
        progress.number, progress.content = rows[-1][:2]
        progress.count += len(rows)
        for content in erased:
            progress.erased.update(content)
        patient, connection = self._names.patient, self._connection
        position = (
            patient, self._names.journal, writer, progress.number, progress.fingerprint(self._selection),
        )  # fmt: skip
        sent = deleted = 0
        with answered(connection), connection.transaction():
            connection.execute(_TURN, (patient,))
            if events:
                sent = connection.execute(
                    _INSERT, {"patient": patient, "events": json.dumps(events, allow_nan=False)}
                ).rowcount
            if erased:
                connection.execute(_REMEMBER_ERASED, (patient, erased))
                deleted = connection.execute(_DELETE_ERASED, (patient, erased)).rowcount
            connection.execute(_SAVE_POSITION, position)
        self._result.sent += sent
        self._result.deleted += deleted
        self._result.left_out += left_out

    def _sorted(self, rows: Sequence[tuple[Any, ...]]) -> tuple[list[dict[str, JSON]], list[bytes], int]:
        """The events to be sent, the digests of what was erased, and how many are damaged."""
        events: list[dict[str, JSON]] = []
        erased: list[bytes] = []
        left_out = 0
        for _, content, *row in rows:
            kind, at = row[1], row[2]
            if kind == ERASED:
                erased.append(content)
            elif self._selection.includes(kind, at):
                event = sent_event(tuple(row), content)
                if event is None:
                    left_out += 1
                else:
                    events.append(event)
        return events, erased, left_out
