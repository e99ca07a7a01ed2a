"""Fifty random days in a journal: sessions, rehearsals, claims, notes, and what was taken back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING
from uuid import UUID

from coach.care.model import Fact, Note, Place
from coach.clock import VirtualClock
from coach.export.records import read_records
from coach.home import Home
from coach.journal.events import new_event
from coach.journal.notes import note_event, withdraw_note
from coach.journal.store import open_journal

if TYPE_CHECKING:
    from pathlib import Path

    from coach.export.records import Records

START = datetime(2026, 9, 1, 8, tzinfo=UTC)
OUTCOMES = ("completed", "completed", "partial", "stopped")


def write_life(root: Path, *, seed: int) -> tuple[Path, Records]:
    """The journal's path, and what is exported of it."""
    chance, clock = Random(seed), VirtualClock(START)  # noqa: S311 — no secret
    home = Home(config=root, data=root, cache=root, state=root / "state")
    with open_journal(home, clock) as journal:

        def write(kind: str, session: str, **data: object) -> None:
            routine = "" if kind.startswith("note") else "desk-neck"
            journal.append(new_event(kind, clock, session=session, routine=routine, digest="", data=data))

        for _ in range(50):
            _session(chance, clock, write)
            if chance.random() < 0.3:
                write("confirmed", "", done=clock.now().isoformat())
            note = Note(
                id=UUID(int=chance.getrandbits(128), version=4).hex,
                began=clock.now() - timedelta(minutes=chance.randrange(60)),
                facts=_facts(chance),
                places=(Place("calf", chance.choice(("left", "right", ""))),),
            )
            journal.append(note_event(note, clock))
            if chance.random() < 0.2:
                withdraw_note(journal, note.id, clock)
            clock.advance(24 * 3600 - 600)
        records = read_records(journal, UTC, clock.now())
    return home.journal, records


def _session(chance: Random, clock: VirtualClock, write) -> None:
    name = UUID(int=chance.getrandbits(128), version=4).hex
    rehearsal = {"rehearsal": True} if chance.random() < 0.2 else {}
    begun = chance.choice(("person", "person", "coach"))
    write("session-started", name, title="=Neck", steps=6, begun=begun, **rehearsal)
    if chance.random() < 0.5:
        # Whoever answers in a session has begun it here: an answer alone would confirm it.
        answer = chance.choice((None, 2)) if begun == "person" else None
        write("answered", name, question="pain", step=0, pain=answer)
    clock.advance(300)
    outcome = chance.choice(OUTCOMES)
    done = 6 if outcome == "completed" else chance.randrange(4)
    heard = chance.choice(("yes", "yes", "no"))
    write("session-ended", name, outcome=outcome, steps_done=done, seconds=300.0, heard=heard, **rehearsal)
    clock.advance(300)


def _facts(chance: Random) -> tuple[Fact, ...]:
    kind = chance.choice(("cramp", "twitch", "drink"))
    pain = (Fact("pain", chance.randrange(11)),) if kind != "drink" and chance.random() < 0.5 else ()
    return (Fact(kind, float(chance.randrange(1, 9))), *pain)
