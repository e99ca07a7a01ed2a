"""Reads every event of a journal's file: through SQLite as far as it goes, then from its damaged pages."""

from __future__ import annotations

import mmap
import shutil
import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING, BinaryIO

from coach.journal.connection import connect
from coach.journal.events import COLUMNS, LINK_COLUMNS
from coach.journal.journal_file import ROLLBACK_JOURNAL, WRITE_AHEAD_LOG, companion, has_content
from coach.journal.salvage import found_row, salvage
from coach.journal.verify import PAGE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from coach.journal.salvage import FoundRow

ROWS = f"SELECT seq, {COLUMNS}, {LINK_COLUMNS} FROM events"  # noqa: S608 — built from our own constants
_OLD_ROWS = f"SELECT seq, {COLUMNS} FROM events"  # noqa: S608 — as above


def rows_of_file(file: Path, opened: BinaryIO, raw: Path) -> Iterator[FoundRow]:
    """The events of that file, which is `opened`; some may come more than once.

    `raw`: a path at which a copy of the file may lie, and another that ends in `.sqlite3`; both stay.
    """
    with raw.open("xb") as target:
        shutil.copyfileobj(opened, target)
    copy = raw.with_suffix(".sqlite3")
    shutil.copyfile(raw, copy)
    for ending in (ROLLBACK_JOURNAL, WRITE_AHEAD_LOG):
        if has_content(companion(file, ending)):
            shutil.copyfile(companion(file, ending), copy.with_name(copy.name + ending))
    is_whole = False
    with (
        suppress(sqlite3.Error),
        closing(connect(copy)) as connection,
    ):  # rolls back what a killed writer began
        for order in ("ASC", "DESC"):  # from both ends, each until the first damaged page
            with suppress(sqlite3.Error):
                yield from _rows_by_sqlite(connection, order)
                break
        is_whole = connection.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",)
    if not is_whole:
        for each in (copy, raw):
            yield from _rows_by_page(each)


def merges_in(raw: Path) -> list[tuple[int, int]] | None:
    """The rows that came from other journals, first and last; None if that cannot be read.

    `raw`: as for `rows_of_file`, which has read that file by now.
    """
    try:
        with closing(connect(raw.with_suffix(".sqlite3"))) as connection:
            if "remember_merges" not in {
                name for (name,) in connection.execute("SELECT name FROM migrations")
            }:
                return []
            return connection.execute("SELECT first, last FROM merges").fetchall()
    except sqlite3.Error:
        return None


def _rows_by_sqlite(connection: sqlite3.Connection, order: str) -> Iterator[FoundRow]:
    names = {row[1] for row in connection.execute("PRAGMA table_info(events)")}
    query = ROWS if "writer" in names else _OLD_ROWS
    cursor = connection.execute(f"{query} ORDER BY seq {order}")
    while rows := cursor.fetchmany(PAGE):
        for seq, *columns in rows:
            row = found_row(seq, columns)
            if row is not None:
                yield row


def _rows_by_page(file: Path) -> Iterator[FoundRow]:
    if not has_content(file):
        return
    with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as data:
        yield from salvage(data)
