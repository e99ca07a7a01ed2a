"""Times what is done to a whole journal: merging one of ten years, merging it again, checking, erasing.

`python benchmarks/journal_changes.py [EVENTS]`, a million unless told otherwise.
"""

from __future__ import annotations

import resource
import sys
import time
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from coach.clock import SystemClock
from coach.home import Home
from coach.journal.connection import connect_to_read
from coach.journal.erase import EraseSelection, erase
from coach.journal.merge import merge_journal
from coach.journal.verify import verify
from many_events import BEGIN, BETWEEN_SESSIONS, write_many_events

if TYPE_CHECKING:
    from collections.abc import Callable


def main(count: int) -> None:
    """Print a line for each."""
    clock = SystemClock()
    with TemporaryDirectory() as name:
        root = Path(name) / "own"
        home = Home(config=root, data=root, cache=root, state=root / "state")
        root.mkdir()
        other = Path(name) / "other.sqlite3"
        write_many_events(other, count)
        print(f"{count:,} events, {other.stat().st_size / 1e6:.0f} MB")
        timed("merge all of them into an empty journal", lambda: merge_journal(home, other, clock).added)
        timed("merge them again", lambda: merge_journal(home, other, clock).added)
        timed("verify", lambda: checked(home))
        first = EraseSelection(since=BEGIN, until=BEGIN + 30 * BETWEEN_SESSIONS)
        timed("erase thirty sessions", lambda: erase(home, first, clock, copies=()).events)
        notes = EraseSelection(subject="notes")
        timed("erase all notes", lambda: erase(home, notes, clock, copies=()).events)
        timed("merge what was erased here", lambda: merge_journal(home, other, clock).added)
        timed("erase everything", lambda: erase(home, EraseSelection(), clock, copies=()).events)
        timed("verify", lambda: checked(home))


def checked(home: Home) -> int:
    """The number of events, if none is at fault."""
    with closing(connect_to_read(home.journal)) as connection:
        report = verify(connection)
    assert report.faults == ()
    return report.events


def timed(what: str, act: Callable[[], int]) -> None:
    """Do that and print how long it took, the processor's seconds, and the most memory until then."""
    began, cpu = time.perf_counter(), time.process_time()
    number = act()
    seconds, worked = time.perf_counter() - began, time.process_time() - cpu
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{what:42} {number:>11,} events {seconds:7.1f} s {worked:7.1f} CPU s {memory:6.0f} MB", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
