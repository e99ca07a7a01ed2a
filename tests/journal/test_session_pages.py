"""Sessions in pages: filters, their order, each of them once, and what they are counted for."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from coach.journal.sessions import (
    session_pages,
    sessions,
)
from coach.journal.statistics import first_day_in, led_count, notice_given, outcome_counts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from coach.journal.events import Event
    from coach.journal.store import Journal
    from coach.testing import FakeClock

    ChainRecord = Callable[..., None]

from journal.recorded_sessions import BEGIN, begin, end, step


def test_the_newest_comes_last_and_filters_choose(
    journal: Journal, record: ChainRecord, processes: Any
) -> None:
    """Sessions are in the order of their beginnings, and can be chosen by routine and time."""
    record(begin(), end(), session="a", routine="desk-neck")  # 9:00:00 UTC
    record(begin(), end(), session="b", routine="eyes-far")  # 9:00:20
    record(begin(), end(), session="c", routine="desk-neck")  # 9:00:40

    def found(**chosen: Any) -> str:
        return "".join(session.id for session in sessions(journal, processes=processes, **chosen))

    since = datetime(2026, 11, 2, 9, 0, 20, tzinfo=UTC)
    assert found() == "abc"
    assert found(routine="desk-neck") == "ac"
    assert found(since=since) == "bc"
    assert found(since=since, routine="desk-neck") == "c"
    assert found(since=since + timedelta(days=1)) == ""
    assert found(routine="wrists") == ""


def test_sessions_at_the_same_time_do_not_mix(journal: Journal, record: ChainRecord, processes: Any) -> None:
    """Two sessions whose events alternate keep their own steps and answers."""
    record(begin(pid=1), session="a")
    record(begin(pid=1), session="b")
    record(step("started", 0), step("done", 0), session="a")
    record(("answered", {"question": "pain", "step": 0, "pain": 5}), session="b")
    found = [(one.id, one.steps_done, one.pain) for one in sessions(journal, processes=processes)]
    assert found == [("a", 1, ()), ("b", 0, (5,))]


@pytest.mark.parametrize("newest_first", [False, True])
def test_pages_have_every_session_once(
    journal: Journal, record: ChainRecord, processes: Any, *, newest_first: bool
) -> None:
    """Pages have every session once, in either order, at equal instants, and if they come out even."""
    for number in range(6):
        record(begin(), session=f"s{number}")
    found = [
        [session.id for session in page]
        for page in session_pages(journal, newest_first=newest_first, size=2, processes=processes)
    ]
    expected = [["s0", "s1"], ["s2", "s3"], ["s4", "s5"]]
    assert found == ([page[::-1] for page in expected[::-1]] if newest_first else expected)


def test_sessions_of_one_instant_are_all_there(
    journal: Journal, make_event: Callable[..., Event], processes: Any
) -> None:
    """Pages continue by time and row together."""
    for number in range(5):
        journal.append(make_event("session-started", session=f"s{number}", **begin()[1]))
    found = [session.id for page in session_pages(journal, size=2, processes=processes) for session in page]
    assert found == ["s0", "s1", "s2", "s3", "s4"]


def test_completed_sessions_are_counted_by_routine(journal: Journal, record: ChainRecord) -> None:
    """Each completed session counts once, and an unknown routine has none."""
    for number, outcome in enumerate(("completed", "completed", "stopped", "partial")):
        record(begin(), end(outcome), session=f"neck-{number}")
    record(begin(), end(), end(), session="eyes", routine="eyes-far")
    record(begin(), session="open", routine="eyes-far")
    counts = [led_count(journal, routine) for routine in ("desk-neck", "eyes-far", "wrists")]
    assert counts == [2, 1, 0]
    assert outcome_counts(journal) == {
        "desk-neck": {"completed": 2, "stopped": 1, "partial": 1},
        "eyes-far": {"completed": 1},
    }


def test_what_was_unheard_or_rehearsed_is_not_known_better(journal: Journal, record: ChainRecord) -> None:
    """Sessions that could not be heard, and rehearsals, do not count towards knowing a routine."""
    for number, more in enumerate(
        ({"heard": "yes"}, {"heard": "unknown"}, {"heard": "no"}, {"rehearsal": True})
    ):
        record(begin(), end(**more), session=f"neck-{number}")
    assert led_count(journal, "desk-neck") == 2


def test_rehearsals_are_listed_only_when_asked_for(
    journal: Journal, record: ChainRecord, processes: Any
) -> None:
    """A rehearsal does not begin the weeks of a prescription either."""
    record(("session-started", {"title": "Neck", "steps": 1, "rehearsal": True}), end(), session="tried")
    assert sessions(journal, processes=processes) == []
    (page,) = session_pages(journal, rehearsals=True, processes=processes)
    assert [(each.id, each.rehearsal, each.confirmed) for each in page] == [("tried", True, False)]
    assert first_day_in(journal.path, "desk-neck", None) is None


def test_a_session_is_confirmed_by_what_is_recorded_about_it(
    journal: Journal, record: ChainRecord, processes: Any
) -> None:
    """A session is confirmed by who began it, in its first event or the coach's, or by a later claim."""
    led = ("reminder", {"reminder": "neck", "due": BEGIN.isoformat(), "ruling": "led", "begun": "coach"})
    record(("session-started", {"title": "Neck", "steps": 1, "begun": "person"}), end(), session="own")
    record(begin(), led, end(), session="led")
    record(begin(), led, end(), ("confirmed", {"at": BEGIN.isoformat()}), session="claimed")
    assert [(each.id, each.confirmed, each.pain) for each in sessions(journal, processes=processes)] == [
        ("own", True, ()), ("led", False, ()), ("claimed", True, ()),
    ]  # fmt: skip


@pytest.mark.parametrize("heard", [True, False])
def test_a_notice_counts_as_given_in_its_version(
    journal: Journal, record: ChainRecord, *, heard: bool
) -> None:
    """A notice counts whether it was heard or skipped, and a new version of its words is a new notice."""
    record(("notice-given", {"notice": "stop-rules", "version": "1", "heard": heard}))
    asked = [("stop-rules", "1"), ("stop-rules", "2"), ("routine", "1")]
    assert [notice_given(journal, *one) for one in asked] == [True, False, False]


def test_an_empty_journal_has_nothing(journal: Journal) -> None:
    """An empty journal has no sessions and no counts, and raises no error."""
    assert (sessions(journal), outcome_counts(journal)) == ([], {})


def test_the_day_of_the_first_session(
    journal: Journal, clock: FakeClock, record: ChainRecord, tmp_path: Path
) -> None:
    """The first session's day is that of the plan's zone, or else by the machine's clock, as recorded."""
    assert first_day_in(journal.path, "desk-neck", None) is None
    assert first_day_in(tmp_path / "none.sqlite3", "desk-neck", None) is None
    record(begin(), session="other", routine="eyes-far")
    clock.set_wall(datetime(2026, 11, 2, 23, 30, tzinfo=UTC))
    record(begin(), session="first")
    clock.advance(86_400)
    record(begin(), session="second")
    zones = (None, ZoneInfo("Asia/Tokyo"), ZoneInfo("America/New_York"))
    days = [first_day_in(journal.path, "desk-neck", zone) for zone in zones]
    assert days == [date(2026, 11, 3), date(2026, 11, 3), date(2026, 11, 2)]
