"""Adds the events of other journals: a union by event id, the same in any order and any number of times.

An event keeps its place in the chain of the installation that wrote it, wherever that chain goes on from what
is here already. Where it does not (two installations went on from copies of one journal, or events between
are missing), it gets a place in a new chain, so that every chain here stays whole. What was erased in one of
the journals is erased in the union.
"""

from __future__ import annotations

from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from coach.errors import FileError, JournalError
from coach.journal.chain import ERASED, ChainEnd, ChainLink, content_digest, end_at, new_writer_id
from coach.journal.connection import as_journal_errors, connect_to_read, transaction
from coach.journal.counted_days import counts_file
from coach.journal.erase import erase_contents
from coach.journal.events import INSERT, to_microseconds
from coach.journal.high_water_mark import HighWaterMarkFile
from coach.journal.journal_file import has_content, identity_of, temporary_folder
from coach.journal.json_copy import check_json, is_json, rows_of_json
from coach.journal.migrations import version_of
from coach.journal.opening import chain_end, last_seq, open_for_writing
from coach.journal.recent_events import RecentEvents
from coach.journal.rows_of_file import rows_of_file
from coach.journal.verify import last_numbers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from coach.clock import Clock
    from coach.home import Home
    from coach.journal.opening import OpenedJournal
    from coach.journal.salvage import FoundRow

BATCH = 2000
"""Events that are written in one transaction, during which other writers wait: about 60 ms."""
_ENDING = ".sqlite3"


@dataclass(frozen=True, slots=True)
class MergeResult:
    """What a merge did: how many events are new here, and how many were erased because they were there.

    `damaged`: how many events of the other files cannot be read or were changed, and so were left out.
    `files`: those that were read. `warnings`: what a person should know about their own journal.
    """

    added: int
    erased: int
    damaged: int
    files: tuple[Path, ...]
    warnings: tuple[str, ...] = ()


def merge_journal(home: Home, other: Path, clock: Clock) -> MergeResult:
    """Add the events of that journal, backup, JSON copy, or folder of journals, to the person's own journal.

    An end at any instant leaves a journal that is whole; merging again completes it. Raises `FileError` when
    there is no journal or one of a newer coach, `JournalError` when the person's own cannot be written;
    nothing was changed then.
    """
    files = journals_in(other)
    for file in files:
        _check_version(file)
    marks = HighWaterMarkFile(home.state)
    with as_journal_errors(home.journal):
        opened = open_for_writing(home.journal, clock, marks)
        with closing(opened.connection):
            merging = _Merging(opened, home.journal, clock)
            for file in files:
                merging.add(file)
            erased = erase_contents(opened.connection, home.journal, merging.erased_there)
            if erased:
                RecentEvents(home.state).forget(lambda row: _content(row) in merging.erased_there)
                counts_file(home).unlink(missing_ok=True)
            stored = marks.read()
            mark = stored if stored is not None and stored.writer == opened.mark.writer else opened.mark
            numbers = last_numbers(opened.connection)
            numbers.pop(mark.writer, None)
            marks.write(replace(mark, others=numbers, events=last_seq(opened.connection)))
    return MergeResult(
        added=merging.added, erased=erased, damaged=merging.damaged, files=files, warnings=opened.warnings
    )


def journals_in(other: Path) -> tuple[Path, ...]:
    """The journals that are meant: that file, the journal in that home, or all in that folder.

    Raises `FileError` when there is none.
    """
    if not other.is_dir():
        if not has_content(other):
            raise FileError(f"{other} does not exist or is empty.")
        return (other,)
    own = other / f"journal{_ENDING}"
    found = (own,) if has_content(own) else tuple(sorted(filter(has_content, other.glob(f"*{_ENDING}"))))
    if not found:
        raise FileError(
            f"There is no journal in {other}.", hint="Name a file, or a folder with journal.sqlite3 in it."
        )
    return found


def _check_version(file: Path) -> None:
    """Raise `FileError` if it is of a newer coach or another program; damage is no obstacle."""
    if is_json(file):
        check_json(file)
        return
    try:
        with as_journal_errors(file), closing(connect_to_read(file)) as connection:
            version_of(connection)
    except JournalError as error:
        if "newer version" in error.message or "another program" in error.message:
            message = error.message.replace("The journal was", f"{file} was")
            raise FileError(f"{file} cannot be merged. {message}", hint=error.hint) from error


class _Merging:
    """Adds files to one journal, in batches."""

    def __init__(self, opened: OpenedJournal, path: Path, clock: Clock) -> None:
        self.added = self.damaged = 0
        self.erased_there: set[bytes] = set()
        self._connection = opened.connection
        self._identity = opened.identity
        self._path = path
        self._clock = clock
        self._new_writer = new_writer_id()
        self._erased_here = {
            content
            for (content,) in self._connection.execute("SELECT content FROM events WHERE kind = ?", (ERASED,))
        }

    def add(self, file: Path) -> None:
        """Add the events of that file."""
        damaged: set[str] = set()
        with ExitStack() as stack:
            folder = stack.enter_context(temporary_folder(self._path.resolve().parent))
            opened = stack.enter_context(file.open("rb"))
            is_copy = is_json(file)
            rows = rows_of_json(opened) if is_copy else rows_of_file(file, opened, folder / "other")
            whole = _whole(rows, damaged)
            while batch := list(islice(whole, BATCH)):
                self._add(batch)
        known = "SELECT 1 FROM events WHERE id = ?"
        self.damaged += sum(self._connection.execute(known, (name,)).fetchone() is None for name in damaged)

    def _add(self, rows: Sequence[FoundRow]) -> None:
        connection = self._connection
        with transaction(connection):
            if identity_of(self._path) != self._identity:
                raise JournalError(
                    f"The journal {self._path} was replaced meanwhile.", hint="Merge once more."
                )
            before = last_seq(connection)
            ends: dict[str, ChainEnd] = {}
            for row in rows:
                self._insert(row, ends)
            if (last := last_seq(connection)) > before:
                at = to_microseconds(self._clock.now())
                connection.execute("INSERT INTO merges VALUES (?, ?, ?)", (before + 1, last, at))

    def _insert(self, row: FoundRow, ends: dict[str, ChainEnd]) -> None:
        """Insert one event unless it is here already, or was erased."""
        assert row.link is not None
        content = row.link.content
        if content in self._erased_here:
            return
        if row.content[1] == ERASED:
            self._erased_here.add(content)
            self.erased_there.add(content)
            at_its_place = "SELECT content FROM events WHERE writer = ? AND number = ?"
            if self._connection.execute(at_its_place, row.link[:2]).fetchone() == (content,):
                return  # it is erased there in a moment
        link = self._place(row.link, ends)
        if self._connection.execute(INSERT, (*row.content, *link)).rowcount:
            self.added += row.content[1] != ERASED
            ends[link.writer] = end_at(link)

    def _place(self, link: ChainLink, ends: dict[str, ChainEnd]) -> ChainLink:
        """Its own place where its chain goes on from here, else one in a new chain."""
        end = self._end(link.writer, ends)
        if link.number == end.number + 1 and link.previous == end.hash:
            return link
        end = self._end(self._new_writer, ends)
        return ChainLink(self._new_writer, end.number + 1, end.hash, link.content)

    def _end(self, writer: str, ends: dict[str, ChainEnd]) -> ChainEnd:
        if writer not in ends:
            ends[writer] = chain_end(self._connection, writer)
        return ends[writer]


def _content(row: FoundRow) -> bytes:
    return b"" if row.link is None else row.link.content


def _whole(rows: Iterable[FoundRow], damaged: set[str]) -> Iterator[FoundRow]:
    """The rows that are as they were written; the ids of others are added to `damaged`.

    Those from before the chain have no link yet, and get one.
    """
    for row in rows:
        if row.link is None:
            yield row._replace(link=ChainLink("", 0, b"", content_digest(row.content)))
        elif row.is_whole:
            yield row
        else:
            damaged.add(row.content[0])
