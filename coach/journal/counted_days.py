"""Keeps the counts of days that are over in a file, so that ten years are summed up as fast as a week.

The file says nothing that the journal does not say. It names the last event that it covers: of what was
written later, such as a claim about last week, the days are counted again; all of them are if the journal was
replaced, or if the days end elsewhere or at another time.
"""

from __future__ import annotations

import json
from collections import Counter
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from coach.atomic_write import read_private_file, write_private_file
from coach.journal.chain import ERASED
from coach.journal.events import ENTRY, EPOCH, to_local
from coach.journal.notes import times_of_episodes
from coach.journal.period_counts import counts_between
from coach.json_lines import MALFORMED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from coach.home import Home
    from coach.journal.period_counts import Counts, PersonDays
    from coach.journal.store import Journal

_FORMAT = 2
"""Another whenever something else is counted, so that days are counted again."""
_DAY = timedelta(days=1)
_AROUND = timedelta(days=2)
"""How long before its own time an entry may be about something: it was put off past the end of a day."""
_SETTLED = 2
"""Days after which a day's counts are kept; a session that runs may be interrupted, which no event says."""
_PIECE = 364
"""Days that are counted at once, before those that are over are kept."""
_MOST_NEW = 20_000
"""More new events than these are not looked through: everything is counted again."""
LATEST = "SELECT seq, id FROM events ORDER BY seq DESC LIMIT 1"
NEW = "SELECT id, kind, at, session, data FROM events WHERE seq > ? ORDER BY seq LIMIT ?"
_EVENT = "SELECT id FROM events WHERE seq = ?"
_BEGAN = "SELECT at FROM events WHERE session = ? AND kind = 'session-started'"
_FIRST = (
    "SELECT min(at) FROM events WHERE kind = 'session-started'",
    f"SELECT min(at) FROM events WHERE {ENTRY}",  # noqa: S608 — our own names
)
_TIMES = ("due", "done", "began")
"""The fields with the time that an entry is about."""


def counts_file(home: Home) -> Path:
    """Where the counts of that person's days are kept; it goes when an event is erased."""
    return home.state / "day-counts.json"


def count_all_days(home: Home, journal: Journal, days: PersonDays, now: datetime) -> None:
    """Count every day that is not yet, from that of the first entry on, and keep those that are over.

    Raises `JournalError`.
    """
    began = [at for query in _FIRST for (at,) in journal.rows(query) if at is not None]
    if began:
        counted = CountedDays(journal, days, now, counts_file(home))
        counted.total(days.of(max(to_local(min(began), 0), EPOCH + 9 * _DAY)), days.of(now))


class CountedDays:
    """The counts of the person's days by what the journal says at `now`.

    `file`: where those of days that are over are kept; one that cannot be used is rewritten. `progress`
    is called with how many of how many days have been counted, after each year. Raises `JournalError`.
    """

    def __init__(
        self,
        journal: Journal,
        days: PersonDays,
        now: datetime,
        file: Path,
        progress: Callable[[int, int], None] = lambda _done, _of: None,
    ) -> None:
        self._journal = journal
        self._days = days
        self._now = now
        self._file = file
        self._progress = progress
        self._keys: list[tuple[str, ...]] = []
        self._counted: dict[date, list[int]] = {}
        """Of each day the number of a key and its count, the next key and its count, and so on."""
        latest = journal.rows(LATEST)
        self._latest: tuple[int, str] = latest[0] if latest else (0, "")
        with suppress(OSError, *MALFORMED):
            self._load(json.loads(read_private_file(file)))

    def between(self, first: date, last: date) -> dict[date, Counts]:
        """The counts of each day from `first` until `last`, as `counts_between` gives them.

        Raises `JournalError`.
        """
        self._count(first, last)
        return {day: self._sum([day]) for day in _each(first, last)}

    def total(self, first: date, last: date) -> Counts:
        """The counts of all days from `first` until `last` together. Raises `JournalError`."""
        self._count(first, last)
        return self._sum(_each(first, last))

    def _sum(self, days: Iterable[date]) -> Counts:
        found: Counter[int] = Counter()
        for day in days:
            pairs = iter(self._counted[day])
            for number, count in zip(pairs, pairs, strict=True):
                found[number] += count
        return Counter({self._keys[number]: count for number, count in found.items()})

    def _count(self, first: date, last: date) -> None:
        """Count the days that are missing, and keep all that are over after each year of them."""
        numbers = {key: number for number, key in enumerate(self._keys)}
        missing = [day for day in _each(first, last) if day not in self._counted]
        done = 0
        for start, end in _runs(missing):
            self._progress(done, len(missing))
            for day, counts in counts_between(self._journal, self._days, start, end, self._now).items():
                for key in counts.keys() - numbers.keys():
                    numbers[key] = len(self._keys)
                    self._keys.append(key)
                self._counted[day] = [each for key, count in counts.items() for each in (numbers[key], count)]
            done += (end - start).days + 1
            settled = self._days.of(self._now) - _SETTLED * _DAY
            if start < settled:
                with suppress(OSError):
                    write_private_file(self._file, self._as_json(settled), durable=False)

    def _as_json(self, settled: date) -> str:
        days = {day.isoformat(): pairs for day, pairs in self._counted.items() if day < settled}
        tree = {
            "format": _FORMAT,
            "until": self._latest,
            "where": self._where,
            "keys": self._keys,
            "days": days,
        }
        return json.dumps(tree, separators=(",", ":"))

    @property
    def _where(self) -> str:
        return f"{self._days.zone} {self._days.ends}"

    def _load(self, tree: dict[str, Any]) -> None:
        """Take over what was counted before and still holds."""
        seq, name = tree["until"]
        if tree["format"] != _FORMAT or tree["where"] != self._where:
            return
        if self._journal.rows(_EVENT, seq) != [(name,)]:
            return
        changed = _earliest(self._journal, seq)
        until = date.max if changed is None else self._days.of(max(changed, EPOCH + 9 * _DAY) - _AROUND)
        self._keys = [tuple(map(str, key)) for key in tree["keys"]]
        known = ((date.fromisoformat(day), pairs) for day, pairs in tree["days"].items())
        self._counted = {day: pairs for day, pairs in known if day < until}


def _earliest(journal: Journal, seq: int) -> datetime | None:
    """The earliest time that the events after that one are about; None if there are none."""
    events = journal.rows(NEW, seq, _MOST_NEW + 1)
    if len(events) > _MOST_NEW or any(kind in (ERASED, "journal-repaired") for _, kind, *_ in events):
        return EPOCH
    found = [to_local(at, 0) for _, _, at, _, _ in events]
    for session in {session for _, _, _, session, _ in events if session}:
        found += [to_local(at, 0) for (at,) in journal.rows(_BEGAN, session)]
    episodes = set()
    for name, kind, _, _, text in events:
        with suppress(*MALFORMED):
            data = json.loads(text)
            times = (datetime.fromisoformat(data[field]) for field in _TIMES if field in data)
            found += [instant.astimezone(UTC) for instant in times if instant.tzinfo is not None]
            if kind in ("note", "note-withdrawn"):
                episodes |= {name, str(data.get("event", name)), str(data.get("episode", name))}
    return min((*found, *times_of_episodes(journal, episodes)), default=None)


def _each(first: date, last: date) -> Iterator[date]:
    return (first + number * _DAY for number in range((last - first).days + 1))


def _runs(days: list[date]) -> Iterator[tuple[date, date]]:
    """The first and the last of each stretch of days that follow one another, in pieces of a year at most."""
    while days:
        length = 1
        while length < min(len(days), _PIECE) and days[length] - days[length - 1] == _DAY:
            length += 1
        yield days[0], days[length - 1]
        days = days[length:]
