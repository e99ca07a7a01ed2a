"""Opens the journal for writing: creates, takes over or migrates it, and checks it for damage."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from coach.atomic_write import write_atomically
from coach.home import PRIVATE_FILE
from coach.journal.chain import ChainEnd, ChainLink, end_at, new_writer_id, next_link
from coach.journal.connection import (
    REPAIR,
    DamagedJournal,
    connect,
    leave_write_ahead_log,
    use_rollback_journal,
    uses_write_ahead_log,
)
from coach.journal.events import INSERT, LINK_COLUMNS
from coach.journal.high_water_mark import HighWaterMark
from coach.journal.journal_file import check_absent, check_file, identity_of, make_private, temporary_folder
from coach.journal.migrations import migrate, version_of
from coach.journal.rewrite import finish_rewrite
from coach.journal.verify import has_marked_events, last_numbers, verify, verify_tail

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from coach.clock import Clock
    from coach.journal.high_water_mark import HighWaterMarkFile
    from coach.journal.journal_file import FileIdentity
    from coach.journal.verify import VerificationReport

CHECKED_WHOLE_BYTES = 1024 * 1024
"""A journal up to this size, a year or so, is checked whole at each start: 30 ms; a larger one once a day."""

_LAST_LINK = f"SELECT {LINK_COLUMNS} FROM events WHERE writer = ? ORDER BY number DESC LIMIT 1"  # noqa: S608 — constants
_TRIAL = ("", "trial", 0, 0, "", "", "", "{}")


@dataclass(frozen=True, slots=True)
class OpenedJournal:
    """A connection for writing, the identity of its file, the end of its chain, and warnings."""

    connection: sqlite3.Connection
    identity: FileIdentity
    mark: HighWaterMark
    warnings: tuple[str, ...]


def open_for_writing(path: Path, clock: Clock, marks: HighWaterMarkFile | None) -> OpenedJournal:
    """Open the journal at that path; create it if there is none and none may have been lost.

    Raises `JournalError`, `sqlite3.Error` or `OSError` when it cannot or must not be written; then nothing
    was.
    """
    make_private(path)
    mark = None if marks is None else marks.read()
    warnings = []
    if identity_of(path) is None:
        check_absent(path, existed=mark is not None and mark.events > 0)
        if mark is not None and mark.events:
            warnings.append(f"{missing_journal(path, mark)} A new one was begun.")
        _create(path, clock)
        mark = None
    check_file(path)
    identity, connection = identity_of(path), _connect(path)
    try:
        migrate(connection, clock)
        if mark is not None and not has_marked_events(connection, mark):
            warnings.append(older_journal(path, mark))
            mark = None  # a chain that went on from here would have two events of one number
        mark = mark or HighWaterMark(writer=new_writer_id(), others=last_numbers(connection))
        _check(path, connection, mark)
        _try_writing(connection, mark.writer)
        finish_rewrite(connection, path)
        mark = replace(mark, events=last_seq(connection), verified=last_seq(connection), damage="")
    except BaseException:
        connection.close()
        raise
    assert identity is not None
    return OpenedJournal(connection, identity, mark, tuple(warnings))


def chain_end(connection: sqlite3.Connection, writer: str) -> ChainEnd:
    """The end of that writer's chain."""
    found = connection.execute(_LAST_LINK, (writer,)).fetchone()
    return end_at(ChainLink(*found)) if found else ChainEnd()


def missing_journal(path: Path, mark: HighWaterMark) -> str:
    """The error that the journal at that path is no longer there."""
    return f"The journal {path} is missing; it had {mark.events:,} events{_until(mark)}."


def older_journal(path: Path, mark: HighWaterMark) -> str:
    """The error that another or older journal is at that path now."""
    return (
        f"The journal {path} is not the one that was written here{_until(mark)}, or is an older copy of it:"
        " events are missing. `coach journal repair FILE` adds those of another file."
    )


def refuse_damaged(path: Path, report: VerificationReport) -> None:
    """Raise `DamagedJournal` if the report has faults."""
    if report.faults:
        raise damaged_journal(path, report.faults[0])


def damaged_journal(path: Path, fault: str) -> DamagedJournal:
    """The error that nothing is written because of that damage."""
    return DamagedJournal(f"The journal {path} is damaged. {fault}", hint=REPAIR)


def _until(mark: HighWaterMark) -> str:
    return f" until {mark.at[:16].replace('T', ' ')} UTC" if mark.at else ""


def _create(path: Path, clock: Clock) -> None:
    """Create an empty journal under another name first, as an empty file at its path always means a loss."""
    target = path.resolve()
    with temporary_folder(target.parent) as folder:
        new = folder / "journal"
        new.touch(PRIVATE_FILE)
        with closing(connect(new)) as connection:
            use_rollback_journal(connection)
            migrate(connection, clock)
        content = new.read_bytes()
    try:
        write_atomically(target, content, durable=True, overwrite=False)
    except FileExistsError:
        return  # another process was first


def _connect(path: Path) -> sqlite3.Connection:
    """A connection to a journal of ours, switched from a write-ahead log if it had one."""
    connection = connect(path)
    try:
        version_of(connection)  # a database that is not ours is not touched
        if uses_write_ahead_log(connection):
            connection.close()
            leave_write_ahead_log(path)
            connection = connect(path)
        use_rollback_journal(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _check(path: Path, connection: sqlite3.Connection, mark: HighWaterMark) -> None:
    """Raise `JournalError` for damage that can be seen quickly."""
    if mark.damage or path.stat().st_size <= CHECKED_WHOLE_BYTES:
        faults = verify(connection).faults
    else:
        faults = verify_tail(connection, mark.verified)
    if faults:
        raise damaged_journal(path, faults[0])


def _try_writing(connection: sqlite3.Connection, writer: str) -> None:
    """Write an event and roll it back, so that a journal that cannot be written is known before a session."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.execute(INSERT, (*_TRIAL, *next_link(writer, chain_end(connection, writer), _TRIAL)))
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def last_seq(connection: sqlite3.Connection) -> int:
    """The last row of the journal; 0 if it is empty."""
    last: int = connection.execute("SELECT max(seq) FROM events").fetchone()[0] or 0
    return last
