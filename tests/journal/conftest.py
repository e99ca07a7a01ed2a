"""A journal in a folder of its own, a stopped clock, and a person with a journal."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from coach.clock import VirtualClock
from coach.home import Home
from coach.journal.events import new_event
from coach.journal.owner import Process
from coach.journal.store import Journal
from coach.testing import FakeClock
from journal.journaling_person import Person

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from coach.journal.events import Event, EventKind

    ChainRecord = Callable[..., None]


@dataclass(frozen=True, slots=True)
class FakeProcesses:
    """A system on which exactly these processes run: their start times by id."""

    living: dict[int, int | None] = field(default_factory=dict)
    boot_id: str | None = "this boot"

    def boot(self) -> str | None:
        """This boot."""
        return self.boot_id

    def find(self, pid: int) -> Process | None:
        """The process of that id, if it was given."""
        return Process(self.living[pid]) if pid in self.living else None


@pytest.fixture
def processes() -> FakeProcesses:
    """A system on which process 77, which began at 5, is running."""
    return FakeProcesses({77: 5})


@pytest.fixture
def clock() -> FakeClock:
    """A stopped clock."""
    return FakeClock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the journal will be."""
    return tmp_path / "home" / "journal.sqlite3"


@pytest.fixture
def journal(path: Path, clock: FakeClock) -> Iterator[Journal]:
    """An open, empty journal."""
    with Journal.open(path, clock) as opened:
        yield opened


@pytest.fixture
def make_event(clock: FakeClock) -> Callable[..., Event]:
    """Makes an event that happens now."""

    def make(
        kind: EventKind = "paused", /, *, session: str = "s1", routine: str = "desk-neck", **data: object
    ) -> Event:
        return new_event(kind, clock, session=session, routine=routine, digest="d" * 64, data=data)

    return make


@pytest.fixture
def record(journal: Journal, clock: FakeClock, make_event: Callable[..., Event]) -> ChainRecord:
    """Appends events ten seconds apart, an hour ahead of UTC."""

    def append(
        *story: tuple[EventKind, dict[str, Any]], session: str = "s1", routine: str = "desk-neck"
    ) -> None:
        for kind, data in story:
            event = make_event(kind, session=session, routine=routine, **data)
            journal.append(replace(event, offset_minutes=60))
            clock.advance(10)

    return append


@pytest.fixture
def person(tmp_path: Path) -> Person:
    """A person with a journal of fifty events."""
    root = tmp_path / "home"
    found = Person(
        Home(config=root, data=root, cache=root, state=root / "state"),
        VirtualClock(datetime(2026, 11, 2, 9, tzinfo=UTC)),
        [],
    )
    found.write(50)
    return found
