"""Counts of days that are kept: always those that a fresh count gives, whatever was written since."""

import json
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from coach.home import Home
from coach.journal.counted_days import CountedDays, count_all_days, counts_file
from coach.journal.events import new_event
from coach.journal.period_counts import PersonDays, counts_between
from coach.journal.store import Journal
from coach.testing import FakeClock

FIRST, LAST = date(2026, 10, 1), date(2026, 11, 2)
NOON = datetime(2026, 10, 2, 12, tzinfo=UTC)
NOW = datetime(2026, 11, 30, tzinfo=UTC)
DAYS = PersonDays(UTC, time(3))


def written(what, about, written_at, earlier):
    """The event of that kind, about a day, which is written at another time."""
    data = {"began": about.isoformat(), "facts": {"cramp": None, "drink": 250}, "places": []}
    if what == "claim":
        kind, data = "confirmed", {"done": about.isoformat()}
    elif what == "reminder":
        kind, data = "reminder", {"reminder": "water", "due": about.isoformat(), "ruling": "skipped"}
    elif what == "undo" and earlier:
        kind, data = "note-withdrawn", {"event": earlier[-1]}
    elif what == "resumed" and earlier:
        kind, data = "note", data | {"episode": earlier[0]}
    else:
        kind = "note"
    return new_event(kind, FakeClock(written_at), session="", routine="sip", digest="", data=data)


LIVES = st.lists(
    st.tuples(
        st.sampled_from(["note", "claim", "reminder", "undo", "resumed"]),
        st.integers(0, 30),
        st.integers(0, 20),
        st.booleans(),
    ),
    max_size=12,
)


@given(LIVES)
def test_what_was_kept_is_what_a_fresh_count_gives(life):
    """Claims about long ago, notes taken back and episodes continued have their days counted again."""
    with (
        TemporaryDirectory() as folder,
        Journal.open(Path(folder) / "journal.sqlite3", FakeClock(NOW)) as journal,
    ):
        notes: list[str] = []
        written_at = NOON
        for what, day, late, is_asked in life:
            about = NOON + timedelta(days=day)
            written_at = max(written_at, about + timedelta(days=late))
            event = written(what, about, written_at, notes)
            journal.append(event)
            if event.kind == "note":
                notes.append(event.id)
            if is_asked:
                kept = CountedDays(journal, DAYS, NOW, Path(folder) / "counts.json")
                fresh = counts_between(journal, DAYS, FIRST, LAST, NOW)
                assert kept.between(FIRST, LAST) == fresh
                assert kept.total(FIRST, LAST) == sum(fresh.values(), Counter())


def test_only_what_is_over_is_kept_and_nothing_that_does_not_hold(tmp_path):
    """Today and yesterday are not; after another zone, a broken file, another journal all is counted."""
    file = tmp_path / "counts.json"
    with Journal.open(tmp_path / "journal.sqlite3", FakeClock(NOW)) as journal:
        journal.append(written("note", NOON, NOON, []))
        now = NOON + timedelta(days=4)

        def kept(days=DAYS):
            CountedDays(journal, days, now, file).between(FIRST, date(2026, 10, 6))
            return json.loads(file.read_text())

        first = kept()
        assert list(first["days"]) == ["2026-10-01", "2026-10-02", "2026-10-03"]
        assert first["keys"][first["days"]["2026-10-02"][0]]
        file.write_text("{")
        assert kept() == first
        file.write_text(json.dumps(first | {"until": [1, "another"], "days": {}}))
        assert kept() == first
        assert kept(PersonDays(ZoneInfo("Asia/Tokyo"), time(3)))["where"] == "Asia/Tokyo 03:00:00"
        assert file.stat().st_mode & 0o777 == 0o600


def test_all_days_are_counted_beforehand(tmp_path):
    """From the first entry on, so that nothing is counted when somebody asks; an empty journal has none."""
    home = Home(config=tmp_path, data=tmp_path, cache=tmp_path, state=tmp_path)
    with Journal.open(tmp_path / "journal.sqlite3", FakeClock(NOW)) as journal:
        count_all_days(home, journal, DAYS, NOW)
        assert not counts_file(home).exists()
        for day in (0, 20):
            journal.append(written("note", NOON + timedelta(days=day), NOON + timedelta(days=day), []))
        count_all_days(home, journal, DAYS, NOW)
        counted = []
        kept = CountedDays(journal, DAYS, NOW, counts_file(home), lambda *done: counted.append(done))
        until = NOW.date() - timedelta(days=4)
        assert kept.between(NOON.date(), until) == counts_between(journal, DAYS, NOON.date(), until, NOW)
        assert counted == []
