"""Consistent copies of the journal, made even while it is written to; one a day is made, checked and kept."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from coach.atomic_write import writing
from coach.child_process import child_environment, coach_command, creation_flags
from coach.disk_room import leaves_room
from coach.errors import CoachError, FileError, JournalError
from coach.home import PRIVATE_FILE, private_folder
from coach.journal.connection import DamagedJournal, as_journal_errors, connect, connect_to_read, primary_code
from coach.journal.high_water_mark import HighWaterMarkFile
from coach.journal.journal_file import check_file, has_content, sync, temporary_folder
from coach.journal.migrations import MIGRATIONS, version_of
from coach.journal.opening import refuse_damaged
from coach.journal.recent_events import RecentEvents
from coach.journal.verify import verify

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from coach.clock import Clock
    from coach.home import Home
    from coach.journal.verify import VerificationReport

DAYS, WEEKS = 7, 4
"""How many daily backups are kept, and of how many weeks before them one each."""
CHECKED_IN_PLACE_BYTES = 8 * 1024 * 1024
"""Some 15,000 events: 60 ms, in which nothing can be written."""
_PAGES_A_STEP = 1000
_STEP_PAUSE_SECONDS = 0.002
_RESTARTS = 3
"""How often a copy may be begun again because something was written; then writers wait for it."""
_PREFIX, _SUFFIX = "journal-", ".sqlite3"


def back_up(path: Path, target: Path, *, replaces: bool = False) -> None:
    """Copy the journal at `path` to a new file, private and on the disk when this returns.

    `replaces`: also in the place of a journal that is there. Raises `FileError` when there is something else
    at the target already or it cannot be written, `JournalError` when the journal cannot be read.
    """
    with as_journal_errors(path):
        check_file(path)
        with closing(connect_to_read(path)) as source:
            version_of(source)
            with new_file(target, replaces=replaces and _is_journal(target)) as copy:
                copy_database(source, copy)


def _is_journal(target: Path) -> bool:
    """Whether an older copy of a journal is there, which may be replaced."""
    if not has_content(target):
        return False
    with suppress(JournalError, sqlite3.Error), closing(connect_to_read(target)) as connection:
        return version_of(connection) > 0
    return False


@contextmanager
def new_file(target: Path, *, replaces: bool = False) -> Iterator[Path]:
    """An empty private file that gets the target's name at the end of the block.

    Unless it `replaces` what is there, it replaces nothing. Raises `FileError`.
    """
    with writing(target), temporary_folder(target.parent) as folder:
        file = folder / "copy"
        file.touch(PRIVATE_FILE)
        yield file
        sync(file)
        if os.path.lexists(target) and not replaces:
            raise FileError(f"{target} exists already.", hint="Give the name of a new file.")
        file.replace(target)
        sync(target.parent)


@contextmanager
def snapshot(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection for checking the journal at `path` while others write to it.

    That of a large journal leads to a temporary copy, because SQLite's own check would keep writers waiting
    for seconds; where there is no room for one, to the journal. Raises `JournalError` or `sqlite3.Error`.
    """
    with ExitStack() as stack:
        source = stack.enter_context(closing(connect_to_read(path)))
        size = path.stat().st_size
        if size > CHECKED_IN_PLACE_BYTES:
            with suppress(OSError, FileError):
                folder = stack.enter_context(temporary_folder(path.resolve().parent))
                if leaves_room(folder, size):
                    copy = folder / "copy"
                    copy.touch(PRIVATE_FILE)
                    copy_database(source, copy)
                    source = stack.enter_context(closing(connect_to_read(copy)))
        yield source


def copy_database(source: sqlite3.Connection, target: Path) -> None:
    """Copy that database into an empty file, in steps between which others can write to it.

    The copy is not synced: see `sync`. Raises `FileError` when it finds no room, else `sqlite3.Error`.
    """
    left = restarts = 0

    def count_restarts(_status: int, remaining: int, _total: int) -> None:
        nonlocal left, restarts
        restarts += remaining > left > 0
        left = remaining
        if restarts > _RESTARTS:
            raise _WrittenTooOften

    with closing(connect(target)) as copy:
        copy.execute("PRAGMA synchronous = OFF")
        try:
            source.backup(copy, pages=_PAGES_A_STEP, progress=count_restarts, sleep=_STEP_PAUSE_SECONDS)
        except _WrittenTooOften:
            source.backup(copy)
        except sqlite3.OperationalError as error:
            if primary_code(error) != sqlite3.SQLITE_FULL:
                raise
            folder = target.parent.parent  # the copy is in a temporary folder
            raise FileError(f"There is no room for a copy of the journal in {folder}.") from error


class _WrittenTooOften(Exception):
    """The journal was written to so often that no copy could be finished."""


def backup_of_day(folder: Path, day: date) -> Path:
    """The path of that day's backup."""
    return folder / f"{_PREFIX}{day.isoformat()}{_SUFFIX}"


def backups_in(folder: Path) -> dict[date, Path]:
    """The daily backups in that folder by day, the latest first."""
    found = {}
    with suppress(OSError):
        for path in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
            with suppress(ValueError):
                found[date.fromisoformat(path.name[len(_PREFIX) : -len(_SUFFIX)])] = path
    return dict(sorted(found.items(), reverse=True))


def delete_old_backups(folder: Path) -> None:
    """Delete the daily backups that need not be kept any longer."""
    found = backups_in(folder)
    for day in found.keys() - days_to_keep(found):
        with suppress(OSError):
            found[day].unlink()


def days_to_keep(days: Iterable[date]) -> set[date]:
    """The days to keep: the latest `DAYS`, and the latest of each of `WEEKS` weeks before (from Monday)."""
    ordered = sorted(days, reverse=True)
    kept = set(ordered[:DAYS])
    weeks: dict[date, date] = {}
    for day in ordered[DAYS:]:
        weeks.setdefault(day - timedelta(days=day.weekday()), day)
    return kept | {weeks[week] for week in sorted(weeks, reverse=True)[:WEEKS]}


def is_due(home: Home, clock: Clock) -> bool:
    """Whether there is a journal that was not checked today, by the machine's local date."""
    mark = HighWaterMarkFile(home.state).read()
    return has_content(home.journal) and (mark is None or mark.checked != _today(clock).isoformat())


def after_session(home: Home, clock: Clock) -> str:
    """Back up and check after a day's first session, if no daemon did; returns what went wrong.

    A small journal is done at once, in some 50 ms; a large one in a process that goes on by itself.
    """
    try:
        if not is_due(home, clock):
            return ""
        if home.journal.stat().st_size > CHECKED_IN_PLACE_BYTES:
            start_detached(coach_command("journal", "daily"))
            return ""
        check_and_back_up(home, clock)
    except (CoachError, OSError) as error:
        return str(error)
    return ""


def start_detached(command: Sequence[str]) -> None:
    """Start that command as a process that outlives this one. Raises `OSError`."""
    subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=child_environment(),
        start_new_session=True,
        creationflags=creation_flags(),
    )


def check_and_back_up(home: Home, clock: Clock) -> None:
    """Back up the journal, check the copy completely, and delete backups that are not kept any longer.

    The result is remembered: nothing is written to a damaged journal. Raises `DamagedJournal`, another
    `JournalError` when the journal cannot be read, and `FileError` when it is intact but the backup cannot be
    written.
    """
    path, today = home.journal, _today(clock)
    marks = HighWaterMarkFile(home.state)
    try:
        with as_journal_errors(path):
            check_file(path)
            with closing(connect_to_read(path)) as source:
                if version_of(source) < len(MIGRATIONS):
                    return  # the next session brings it up to date
                size = path.stat().st_size
            report, problem = _back_up_and_verify(home, path, size, today)
        refuse_damaged(path, report)
    except DamagedJournal as error:
        _remember(marks, damage=error.message)
        raise
    _remember(marks, checked=today.isoformat(), verified=report.last_seq)
    delete_old_backups(home.backups)
    if problem is not None:
        raise problem


def _back_up_and_verify(
    home: Home, path: Path, size: int, today: date
) -> tuple[VerificationReport, FileError | None]:
    """Check a copy, and keep it if it is intact; without room for a copy, check the journal itself."""
    backup = backup_of_day(home.backups, today)
    try:
        with writing(backup):
            private_folder(home.backups)
            if not leaves_room(home.backups, size):
                raise FileError(  # noqa: TRY301 — one of the ways in which there is no backup
                    f"There is no room for a backup of the journal in {home.backups}."
                )
            set_aside = RecentEvents(home.state).set_aside()
            with suppress(_CopyDiscarded):
                with new_file(backup) as copy:
                    with closing(connect_to_read(path)) as source:
                        copy_database(source, copy)
                    with closing(connect_to_read(copy)) as connection:
                        report = verify(connection)
                    if report.faults or backup.exists():
                        raise _CopyDiscarded
                for file in set_aside:
                    file.unlink(missing_ok=True)
    except FileError as problem:
        with closing(connect_to_read(path)) as source:
            return verify(source), problem
    return report, None


class _CopyDiscarded(Exception):
    """Raised to discard the copy after it was checked."""


def _remember(marks: HighWaterMarkFile, **found: str | int) -> None:
    mark = marks.read()
    if mark is not None:
        marks.write(replace(mark, **found))  # type: ignore[arg-type]  # by its field's name


def _today(clock: Clock) -> date:
    return clock.now().astimezone().date()
