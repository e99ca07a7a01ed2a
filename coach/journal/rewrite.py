"""Rewrites a journal's file, so that no page of it holds what was erased, even if a kill came in between.

Pages that were split long ago may still hold copies of a row that was overwritten since. A mark beside the
file says from the erasure's commit on that it is still to be rewritten: the next opening for writing
does it.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from coach.home import PRIVATE_FILE
from coach.journal.connection import BUSY_SECONDS, primary_code
from coach.journal.journal_file import companion, sync, temporary_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_ENDING: Final = "-erasing"
_TAKEN: Final = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL})


def demand_rewrite(path: Path) -> None:
    """Leave the mark; it is on the disk when this returns. Raises `OSError`."""
    companion(path, _ENDING).touch(PRIVATE_FILE)
    sync(companion(path, _ENDING))


def rewrite(connection: sqlite3.Connection, path: Path) -> None:
    """Rewrite the file at that path, and remove the mark. Raises `sqlite3.Error` or `OSError`."""
    connection.execute("VACUUM")
    companion(path, _ENDING).unlink(missing_ok=True)


def finish_rewrite(connection: sqlite3.Connection, path: Path) -> None:
    """Do it where it is still to be done, unless somebody else uses the file now, or the disk is full.

    Raises `sqlite3.Error`.
    """
    if not companion(path, _ENDING).exists():
        return
    connection.execute("PRAGMA busy_timeout = 0")
    try:
        with temporary_files_beside(connection, path):
            rewrite(connection, path)
    except OSError:
        return
    except sqlite3.Error as error:
        if primary_code(error) not in _TAKEN:
            raise
    finally:
        connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000:.0f}")


@contextmanager
def temporary_files_beside(connection: sqlite3.Connection, path: Path) -> Iterator[Path]:
    """Have SQLite's temporary files in a private folder on the journal's own disk, which is deleted then.

    In memory they would take as much as the journal; in the system's folder a copy of it would lie among
    other people's files. Temporary tables of before are lost. Yields the folder.
    """
    with temporary_folder(path.resolve().parent) as folder:
        connection.execute(f"PRAGMA temp_store_directory = '{str(folder).replace(chr(39), chr(39) * 2)}'")
        found = connection.execute("PRAGMA temp_store_directory").fetchone()
        connection.execute(f"PRAGMA temp_store = {'FILE' if found == (str(folder),) else 'MEMORY'}")
        try:
            yield folder
        finally:
            with suppress(sqlite3.Error):
                connection.execute("PRAGMA temp_store_directory = ''")
