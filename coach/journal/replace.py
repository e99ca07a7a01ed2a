"""Replaces the journal by another file: the old one is kept, and no other process can write meanwhile."""

from __future__ import annotations

import os
import sqlite3
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coach.errors import FileError, JournalError
from coach.home import PRIVATE_FILE
from coach.journal.backup import copy_database
from coach.journal.chain import new_writer_id
from coach.journal.connection import (
    DamagedJournal,
    as_journal_errors,
    connect,
    connect_to_read,
    leave_write_ahead_log,
    use_rollback_journal,
)
from coach.journal.high_water_mark import HighWaterMark, HighWaterMarkFile
from coach.journal.journal_file import (
    ROLLBACK_JOURNAL,
    SHARED_MEMORY,
    WRITE_AHEAD_LOG,
    check_absent,
    check_file,
    companion,
    has_content,
    identity_of,
    make_private,
    sync,
    temporary_folder,
)
from coach.journal.migrations import migrate, version_of
from coach.journal.verify import verify

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from coach.clock import Clock
    from coach.home import Home
    from coach.journal.verify import VerificationReport


@dataclass(frozen=True, slots=True)
class RestoreResult:
    """How many events the journal has now, and where the old one is kept (None if there was none)."""

    events: int
    kept: Path | None


def restore_journal(home: Home, backup: Path, clock: Clock) -> RestoreResult:
    """Replace the journal by a copy of that backup.

    Raises `FileError` when the backup is damaged or not a journal, `JournalError` when the journal cannot be
    replaced; nothing was changed then.
    """
    path = home.journal
    with as_journal_errors(path), ExitStack() as stack:
        make_private(path)
        new = new_file_beside(path, stack)
        report = _copy_of_backup(backup, new, clock)
        hold_journal(path, stack)
        kept = put_in_place(new, path, clock.now())
        begin_chain(home, report)
    return RestoreResult(report.events, kept)


def _copy_of_backup(backup: Path, new: Path, clock: Clock) -> VerificationReport:
    """A checked copy of the backup, migrated to the current schema."""
    try:
        with as_journal_errors(backup):
            check_file(backup)
            with closing(connect_to_read(backup)) as source:
                if version_of(source) == 0:
                    raise FileError(f"{backup} is an empty database.")
                copy_database(source, new)
            with closing(connect(new)) as connection:
                use_rollback_journal(connection)
                migrate(connection, clock)
                report = verify(connection)
    except JournalError as error:
        raise FileError(f"{backup} cannot be restored. {error.message}") from error
    if report.faults:
        raise FileError(
            f"{backup} is damaged. {report.faults[0]}",
            hint=f"`coach journal repair {backup}` adds the events of it that can be read to the journal.",
        )
    return report


def new_file_beside(path: Path, stack: ExitStack) -> Path:
    """An empty private file on the journal's disk, deleted with the stack unless it was put in place."""
    file = stack.enter_context(temporary_folder(path.resolve().parent)) / "journal"
    file.touch(PRIVATE_FILE)
    return file


def hold_journal(path: Path, stack: ExitStack) -> None:
    """Keep other processes from writing to the journal while the stack is open.

    One that SQLite cannot open cannot be written either. Raises `JournalError` or `sqlite3.Error` when
    another process keeps it busy.
    """
    if not has_content(path):
        return
    try:
        leave_write_ahead_log(path)
        connection = stack.enter_context(closing(connect(path)))
        connection.execute("BEGIN IMMEDIATE")
    except DamagedJournal:
        return
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        return


def put_in_place(new: Path, path: Path, now: datetime) -> Path | None:
    """Give the new file the journal's name, and the old journal another name, which is returned.

    The journal must be held. A process that has the old one open notices with its next event. Raises
    `OSError`.
    """
    target = path.resolve()
    sync(new)
    kept = None
    if os.path.lexists(target):
        kept = _free_name(target, now)
        for ending in (ROLLBACK_JOURNAL, WRITE_AHEAD_LOG, SHARED_MEMORY):
            if has_content(companion(target, ending)):
                companion(target, ending).rename(kept.with_name(kept.name + ending))
        try:
            kept.hardlink_to(target)
        except OSError:  # a file system without hard links
            target.rename(kept)
    new.replace(target)
    sync(target.parent)
    return kept


def begin_chain(home: Home, report: VerificationReport) -> None:
    """Remember the intact journal that is in place now, and begin a new chain in it."""
    mark = HighWaterMark(
        writer=new_writer_id(), others=report.last_numbers, events=report.events, verified=report.last_seq
    )
    HighWaterMarkFile(home.state).write(mark)


def move_journal(home: Home, folder: Path) -> Path:
    """Move the journal into that folder and leave a link to it; returns its new path.

    A move into the folder of the link moves it back. Raises `FileError` when something is in the way there,
    `JournalError` when the journal cannot be read.
    """
    link = home.journal.absolute().parent.resolve() / home.journal.name
    target = folder.resolve() / home.journal.name
    with as_journal_errors(link), ExitStack() as stack:
        if identity_of(link) is None:
            check_absent(link, existed=True)
            raise JournalError(f"There is no journal to move: {link} does not exist.")
        check_file(link)
        source = link.resolve()
        _check_target(target, source, link)
        hold_journal(source, stack)
        with _as_file_errors(target):
            new = new_file_beside(target, stack)
            signpost = None if target == link else _make_link(link, target, stack)
            with closing(connect_to_read(source)) as connection:
                copy_database(connection, new)
        with closing(connect_to_read(new)) as connection:
            report = verify(connection)
        if report.faults:
            raise DamagedJournal(
                f"The journal {source} is damaged. {report.faults[0]}", hint="Repair it first."
            )
        with _as_file_errors(target):
            sync(new)
            new.replace(target)
            sync(target.parent)
        if signpost is not None:
            signpost.replace(link)
            sync(link.parent)
        if source != link:
            source.unlink()
    return target


def _check_target(target: Path, source: Path, link: Path) -> None:
    if not target.parent.is_dir():
        raise FileError(f"{target.parent} is not a folder.", hint="Create it first, or connect its disk.")
    if target == source:
        raise FileError(f"The journal is in {target.parent} already.")
    if target != link and os.path.lexists(target):
        raise FileError(
            f"{target} exists already.",
            hint="Choose another folder. `coach journal repair FILE` adds the events of another journal.",
        )


def _make_link(link: Path, target: Path, stack: ExitStack) -> Path:
    made = stack.enter_context(temporary_folder(link.parent)) / "link"
    made.symlink_to(target)
    return made


@contextmanager
def _as_file_errors(target: Path) -> Iterator[None]:
    """Raise an `OSError` in the block as a `FileError` about the target folder."""
    try:
        yield
    except OSError as error:
        raise FileError(f"The journal cannot be moved to {target}: {error.strerror}.") from error


def _free_name(target: Path, now: datetime) -> Path:
    """A free name beside the target, with the local time of the replacement."""
    stem = f"{target.stem}-kept-{now.astimezone():%Y-%m-%dT%H%M%S}"
    number = 1
    while True:
        name = f"{stem}{'' if number == 1 else f'-{number}'}{target.suffix}"
        if not os.path.lexists(target.with_name(name)):
            return target.with_name(name)
        number += 1
