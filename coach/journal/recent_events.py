"""The events since the last backup, kept a second time in the state folder.

So an event survives that the journal's file loses before it is backed up: a file that is cut off or
overwritten has nothing left to salvage. A line is written after the event's commit and is not synced: it
need not survive a power cut, only damage to the other file.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from coach.atomic_write import write_private_file
from coach.disk_room import leaves_room
from coach.home import PRIVATE_FILE
from coach.journal.salvage import found_row
from coach.json_lines import MALFORMED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from coach.journal.chain import ChainLink
    from coach.journal.salvage import FoundRow

_NAME: Final = "recent-events.jsonl"
_SET_ASIDE: Final = "recent-events-*.jsonl"


class RecentEvents:
    """The files in that state folder. What cannot be written or read there is left out."""

    def __init__(self, state: Path) -> None:
        self._folder = state
        self._path = state / _NAME

    def append(self, seq: int, row: Sequence[str | int], link: ChainLink) -> None:
        """Add an event of the journal."""
        columns = (seq, *row, link.writer, link.number, link.previous.hex(), link.content.hex())
        # After a full disk the last line may have no end: so a line begins with one, too.
        line = f"\n{json.dumps(columns, separators=(',', ':'))}\n".encode("ascii")
        if not leaves_room(self._folder, len(line)):
            return
        with suppress(OSError):
            # Opened again each time, as a backup may have set the file aside.
            descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, PRIVATE_FILE)
            try:
                os.write(descriptor, line)
            finally:
                os.close(descriptor)

    def set_aside(self) -> list[Path]:
        """Rename the file, so that later events begin another; returns all such files.

        They are to be deleted once a backup that was begun after this is complete.
        """
        with suppress(OSError):
            self._path.rename(self._folder / _SET_ASIDE.replace("*", uuid4().hex[:8]))
        return list(self._folder.glob(_SET_ASIDE))

    def forget(self, is_erased: Callable[[FoundRow], bool]) -> None:
        """Leave out these events from now on, and every line that cannot be read."""
        for path in self._files():
            with suppress(OSError):
                lines = path.read_bytes().splitlines()
                kept = [line for line in lines if (row := _row(line)) is not None and not is_erased(row)]
                write_private_file(path, b"".join(b"\n" + line + b"\n" for line in kept), durable=True)

    def read(self) -> Iterator[FoundRow]:
        """Every event that can be read, file by file."""
        for path in self._files():
            with suppress(OSError):
                for line in path.read_bytes().splitlines():
                    row = _row(line)
                    if row is not None:
                        yield row

    def _files(self) -> tuple[Path, ...]:
        return (*self._folder.glob(_SET_ASIDE), self._path)


def _row(line: bytes) -> FoundRow | None:
    """The event in that line; None if it cannot be read, or was changed."""
    with suppress(*MALFORMED):
        seq, *columns, writer, number, previous, content = json.loads(line)
        link = (writer, number, bytes.fromhex(previous), bytes.fromhex(content))
        row = found_row(int(seq), (*columns, *link))
        if row is not None and row.is_whole:
            return row
    return None
