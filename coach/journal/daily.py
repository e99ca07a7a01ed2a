"""The journal's daily care: a backup, and a check of every event in the copy."""

from __future__ import annotations

import shutil
import subprocess
from contextlib import closing, suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from coach.child_process import child_environment, coach_command, creation_flags
from coach.disk_room import RESERVED_BYTES
from coach.errors import CoachError, FileError
from coach.home import private_folder
from coach.journal.backup import backup_of_day, copy_database, delete_old_backups, new_file
from coach.journal.connection import connect_to_read
from coach.journal.high_water_mark import HighWaterMarkFile
from coach.journal.journal_file import check_file, has_content
from coach.journal.migrations import MIGRATIONS, version_of
from coach.journal.opening import refuse_damaged
from coach.journal.recent_events import RecentEvents
from coach.journal.sqlite_errors import DamagedJournal, as_journal_errors
from coach.journal.verify import verify

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from coach.clock import Clock
    from coach.home import Home
    from coach.journal.verify import VerificationReport


LARGEST_CHECKED_AT_ONCE = 8 * 1024 * 1024
"""Some 15,000 events."""


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
        if home.journal.stat().st_size > LARGEST_CHECKED_AT_ONCE:
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
        private_folder(home.backups)
        if shutil.disk_usage(home.backups).free - size < RESERVED_BYTES:
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
    except (FileError, OSError) as error:
        problem = (
            error if isinstance(error, FileError) else FileError(f"{backup} cannot be written: {error}.")
        )
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
