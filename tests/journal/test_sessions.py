"""What the journal knows of sessions.

The mutants of `sessions.py` and `statistics.py` that survive change nothing: pages begin a little above the
least whole number, `None` stands for `False` or for the clock of a journal that is only read, and no error
that reading raises is without words.
"""

from __future__ import annotations

import dataclasses
import sqlite3
from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.journal.sessions import (
    Session,
    SessionProcess,
    UnreadableSession,
    performed_seconds,
    running_sessions,
    session_pages,
    sessions,
)
from coach.journal.statistics import first_day_in, led_count, notice_given, outcome_counts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from coach.journal.events import Event, EventKind
    from coach.journal.store import Journal
    from coach.testing import FakeClock

    ChainRecord = Callable[..., None]

OWNER = {"pid": 77, "process_started": 5, "boot": "this boot"}
BEGIN = datetime(2026, 11, 2, 10, 0, tzinfo=timezone(timedelta(hours=1)))
WHOLE = Session(
    id="s1",
    routine="desk-neck",
    title="Desk neck and shoulders",
    started=BEGIN,
    ended=BEGIN + timedelta(seconds=60),
    outcome="completed",
    steps_done=2,
    steps=2,
    seconds=58.5,
    pain=(2, None, 4),
    voice="tones",
    step=1,
    heard="unknown",
    confirmed=True,
    rehearsal=False,
)


@pytest.fixture
def record(journal: Journal, clock: FakeClock, make_event: Callable[..., Event]) -> ChainRecord:
    """Appends events ten seconds apart, an hour ahead of UTC."""

    def append(
        *story: tuple[EventKind, dict[str, Any]], session: str = "s1", routine: str = "desk-neck"
    ) -> None:
        for kind, data in story:
            event = make_event(kind, session=session, routine=routine, **data)
            journal.append(dataclasses.replace(event, offset_minutes=60))
            clock.advance(10)

    return append


def begin(**data: object) -> tuple[EventKind, dict[str, Any]]:
    """The first event of a session."""
    return "session-started", {
        "title": "Desk neck and shoulders",
        "language": "en",
        "voice": "espeak/en-gb@150",
        "detail": "full",
        "steps": 2,
        **OWNER,
        **data,
    }


def end(outcome: str = "completed", **data: object) -> tuple[EventKind, dict[str, Any]]:
    """The last event of a session."""
    return "session-ended", {
        "outcome": outcome,
        "steps_done": 2,
        "seconds": 58.5,
        "voice": "espeak/en-gb@150",
        **data,
    }


def step(what: str, number: int) -> tuple[EventKind, dict[str, Any]]:
    """An event of a step."""
    return f"step-{what}", {"step": number, "name": "Side bend"}  # type: ignore[return-value]  # three kinds begin so


def test_an_ended_session_is_reported_whole(journal: Journal, record: ChainRecord, processes: Any) -> None:
    """Its last event has outcome, steps, seconds and the voice; the answers come in order."""
    record(
        begin(),
        step("started", 0),
        ("answered", {"question": "pain", "step": 0, "pain": 2}),
        ("answered", {"question": "pain", "step": 0, "pain": None}),
        step("started", 1),
        ("answered", {"question": "pain", "step": 1, "pain": 4, "hurts": True}),
        end(voice="tones"),
    )
    assert sessions(journal, processes=processes) == [WHOLE]


def test_only_answers_about_pain_are_pain(journal: Journal, record: ChainRecord, processes: Any) -> None:
    """Answers about effort, and to a question of the author's own, are not."""
    record(
        begin(),
        ("answered", {"question": "effort", "step": 0, "pain": 7}),
        ("answered", {"question": "How warm is it?", "step": 0, "pain": 3}),
        ("answered", {"question": "pain", "step": 0, "pain": 0}),
        ("answered", {"step": 0, "pain": 5, "hurts": True}),
        end(),
    )
    assert [session.pain for session in sessions(journal, processes=processes)] == [(0, 5)]


@pytest.mark.parametrize(
    ("owner", "outcome"),
    [
        ({}, "running"),
        ({"process_started": 6}, "interrupted"),
        ({"boot": "the boot before"}, "interrupted"),
        ({"pid": 78}, "interrupted"),
        ({"pid": None}, "interrupted"),
    ],
)
def test_a_session_without_an_end_is_running_or_interrupted(
    journal: Journal, record: ChainRecord, processes: Any, owner: dict[str, Any], outcome: str
) -> None:
    """The system says which of the two; steps and seconds are those up to its last event."""
    record(begin(**owner), step("started", 0), step("done", 0), step("started", 1))
    expected = dataclasses.replace(
        WHOLE,
        ended=None,
        outcome=outcome,
        steps_done=1,
        seconds=30.0,
        pain=(),
        voice="espeak/en-gb@150",
        confirmed=False,
    )
    assert sessions(journal, processes=processes) == [expected]


def test_a_crashed_session_keeps_what_was_done(journal: Journal, record: ChainRecord, processes: Any) -> None:
    """The daemon records its end, and knows only that it failed."""
    record(
        begin(),
        step("started", 0),
        step("done", 0),
        step("started", 1),
        ("session-ended", {"outcome": "failed"}),
    )
    (session,) = sessions(journal, processes=processes)
    assert (session.outcome, session.steps_done, session.steps, session.seconds) == ("failed", 1, 2, 40.0)


def test_each_step_done_of_an_unfinished_session_counts(
    journal: Journal, record: ChainRecord, processes: Any
) -> None:
    """A session that was interrupted after two of three steps has done two."""
    record(begin(steps=3), *(step(what, number) for number in (0, 1) for what in ("started", "done")))
    assert [session.steps_done for session in sessions(journal, processes=processes)] == [2]


def test_what_events_do_not_say_is_empty(journal: Journal, record: ChainRecord, processes: Any) -> None:
    """This holds for a first event without data and an end with only what every end has."""
    record(("session-started", {}), ("session-ended", {"outcome": "stopped", "steps_done": 1}))
    expected = dataclasses.replace(
        WHOLE,
        title="",
        ended=BEGIN + timedelta(seconds=10),
        outcome="stopped",
        steps_done=1,
        steps=0,
        seconds=0.0,
        pain=(),
        voice="",
        step=None,
        confirmed=False,
    )
    assert sessions(journal, processes=processes) == [expected]


def test_an_unfinished_step_done_twice_counts_once(
    journal: Journal, record: ChainRecord, processes: Any
) -> None:
    """A person who goes back and does a step again has still done one of two."""
    record(begin(), *(step(what, 0) for what in ("started", "done", "started", "done")))
    (session,) = sessions(journal, processes=processes)
    assert (session.steps_done, session.step) == (1, 0)


def test_the_step_reached_is_the_one_last_begun(
    journal: Journal, record: ChainRecord, processes: Any
) -> None:
    """After going back it is that step, and not the furthest one."""
    record(begin(steps=5), step("started", 0), step("skipped", 0), step("started", 3), step("started", 2))
    assert [session.step for session in sessions(journal, processes=processes)] == [2]


def test_a_session_that_reached_no_step_has_none(
    journal: Journal, record: ChainRecord, processes: Any
) -> None:
    """A session that was interrupted in its first words has no step."""
    record(begin())
    expected = dataclasses.replace(
        WHOLE,
        ended=None,
        outcome="running",
        steps_done=0,
        seconds=0.0,
        pain=(),
        voice="espeak/en-gb@150",
        step=None,
        confirmed=False,
    )
    assert sessions(journal, processes=processes) == [expected]


def test_a_later_end_corrects_an_earlier_one(journal: Journal, record: ChainRecord, processes: Any) -> None:
    """Corrections are events: the last one counts, and the session is listed once."""
    record(begin(), end("failed", steps_done=1), end("stopped", steps_done=1))
    assert [(one.outcome, one.steps_done) for one in sessions(journal, processes=processes)] == [
        ("stopped", 1)
    ]


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
    """They do in either order, for sessions of the same instant, and for pages that come out even."""
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


def damage(path: Path, kind: str, data: str) -> None:
    """Write that data into the events of that kind of the session `odd`, without the journal."""
    stranger = sqlite3.connect(path)
    stranger.execute("DROP TRIGGER events_refuse_update")
    stranger.execute("UPDATE events SET data = ? WHERE session = 'odd' AND kind = ?", (data, kind))
    stranger.commit()
    stranger.close()


@pytest.mark.parametrize(
    "odd",
    [
        ("session-started", "null"),
        ("session-started", "{"),
        ("session-started", "[" * 60000),
        ("session-started", '{"steps": "many"}'),
        ("step-started", "[1]"),
        ("step-done", "null"),
        ("answered", '{"question": "pain", "pain": "much"}'),
        ("session-ended", '{"outcome": "unheard of", "steps_done": 1}'),
        ("session-ended", '"text"'),
    ],
)
def test_an_event_that_cannot_be_understood_hides_nothing_else(
    journal: Journal, record: ChainRecord, processes: Any, path: Path, odd: tuple[str, str]
) -> None:
    """Its session is named, and the ones before and after it are shown."""
    kind, data = odd
    for name in ("before", "odd", "after"):
        record(
            begin(),
            step("started", 0),
            step("done", 0),
            ("answered", {"question": "pain", "pain": 1}),
            session=name,
        )
        if kind == "session-ended" or name != "odd":
            record(end(), session=name)
    damage(path, kind, data)
    (page,) = session_pages(journal, processes=processes)
    assert [session.id for session in page] == ["before", "odd", "after"]
    assert [type(session) for session in page] == [Session, UnreadableSession, Session]
    assert [session.id for session in sessions(journal, processes=processes)] == ["before", "after"]
    assert str(page[1]).startswith("Event ")


@pytest.mark.parametrize(
    ("odd", "reason"),
    [
        (("session-ended", '{"outcome": "unheard of", "steps_done": 1}'), "its outcome is 'unheard of'"),
        (("session-ended", '{"steps_done": 1}'), "'outcome'"),
        (("answered", '{"question": "pain", "pain": "much"}'), "'much' is not a whole number"),
        (("step-started", "[1]"), "its data is '[1]'"),
        (("step-started", f"[{'1' * 60}]"), f"its data is '[{'1' * 39}'"),
    ],
)
def test_a_session_that_cannot_be_understood_says_where_and_why(
    journal: Journal, record: ChainRecord, processes: Any, odd: tuple[str, str], reason: str
) -> None:
    """It is named by the row of its first event, which is the second here."""
    record(begin())
    record(begin(), step("started", 0), ("answered", {"question": "pain", "pain": 1}), end(), session="odd")
    damage(journal.path, *odd)
    (page,) = session_pages(journal, processes=processes)
    assert page[1] == UnreadableSession("odd", 2, reason)


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
    """Its first event or the coach's own says who began it, and a later one that it was done."""
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
    """It has no sessions and no counts, and raises no error."""
    assert (sessions(journal), outcome_counts(journal)) == ([], {})


def test_the_day_of_the_first_session(
    journal: Journal, clock: FakeClock, record: ChainRecord, tmp_path: Path
) -> None:
    """It is the day in the plan's zone, or without one by the machine's clock, as recorded."""
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


SECOND = 1_000_000


def test_pauses_are_left_out() -> None:
    """Ten seconds before a pause and five after it count; a pause without an end counts nothing."""
    events = [
        ("session-started", 0),
        ("paused", 10),
        ("resumed", 1_000),
        ("step-done", 1_005),
        ("paused", 1_006),
    ]
    assert performed_seconds([(kind, at * SECOND) for kind, at in events]) == 16.0


def test_what_happens_within_a_pause_does_not_end_it() -> None:
    """The time until an answer that is given during a pause does not count."""
    events = [("session-started", 0), ("paused", 10), ("answered", 20), ("resumed", 40), ("step-done", 45)]
    assert performed_seconds([(kind, at * SECOND) for kind, at in events]) == 15.0


def test_a_clock_set_back_takes_nothing_away() -> None:
    """The stretch in which the clock was set back counts as nothing, and the rest counts."""
    events = [("session-started", 7_200), ("step-done", 7_210), ("step-done", 3_600), ("step-done", 3_605)]
    assert performed_seconds([(kind, at * SECOND) for kind, at in events]) == 15.0


@given(st.lists(st.tuples(st.sampled_from(["paused", "resumed", "step-done"]), st.integers(0, 10**12))))
def test_never_below_nothing_nor_above_the_whole(events: list[tuple[str, int]]) -> None:
    """With times in order, the performed seconds lie between 0 and the time from first to last."""
    ordered = [(kind, at) for (kind, _), at in zip(events, sorted(at for _, at in events), strict=True)]
    whole = (ordered[-1][1] - ordered[0][1]) / SECOND if ordered else 0.0
    assert 0.0 <= performed_seconds(ordered) <= whole


RUNNING_OWNER = {"pid": 77, "process_started": 5, "boot": "this boot"}


@pytest.fixture
def record_owner(journal, clock, make_event):
    """Appends an event of a session, a second after the one before."""

    def append(kind, session, **data):
        journal.append(make_event(kind, session=session, routine="desk-neck", **data))
        clock.advance(1)

    return append


def test_those_without_an_end_whose_process_lives_are_running(journal, record_owner, processes):
    """They are listed latest first, without those that ended and those whose process is gone."""
    record_owner("session-started", "gone", title="Gone", pid=78)
    record_owner("session-started", "ended", title="Ended", **RUNNING_OWNER)
    record_owner("session-ended", "ended", outcome="completed")
    record_owner("session-started", "first", title="Desk neck", **RUNNING_OWNER)
    record_owner("session-started", "second", **RUNNING_OWNER)
    assert running_sessions(journal, processes) == [
        SessionProcess("second", "A routine", 77, "desk-neck"),
        SessionProcess("first", "Desk neck", 77, "desk-neck"),
    ]


def test_a_session_that_cannot_be_understood_hides_none_that_runs(journal, record_owner, processes, path):
    """It is the latest one here, and is read first."""
    record_owner("session-started", "first", title="Desk neck", **RUNNING_OWNER)
    record_owner("session-started", "odd", title="Odd", **RUNNING_OWNER)
    damage(path, "session-started", "{")
    assert running_sessions(journal, processes) == [SessionProcess("first", "Desk neck", 77, "desk-neck")]


def test_an_empty_journal_has_none(journal, processes):
    """No session is running before the first one."""
    assert running_sessions(journal, processes) == []
