"""Counts by the person's day: equal to those of a naive count over all events, and they add up."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.journal.chain import ChainEnd, end_at, new_writer_id, next_link
from coach.journal.events import INSERT, Event, to_row
from coach.journal.period_counts import PersonDays, amounts, counts_between
from coach.journal.store import Journal
from coach.testing import FakeClock

BERLIN = ZoneInfo("Europe/Berlin")
DAYS = PersonDays(BERLIN, time(3))
FIRST, LAST = date(2026, 10, 20), date(2026, 11, 2)
"""Around the night of the 25th, in which an hour comes twice."""
NOW = datetime(2026, 12, 1, tzinfo=UTC)
BEGIN = datetime(2026, 10, 20, 1, tzinfo=UTC)
"""03:00 of the first day in Berlin."""


def event(kind, at, *, session="", routine="", id_="", **data):
    """An event at that time."""
    return Event(
        id=id_ or uuid4().hex, kind=kind, at=at, offset_minutes=60, session=session, routine=routine,
        digest="", data=data,
    )  # fmt: skip


def fill(path, events):
    """Make a journal of these events."""
    Journal.open(path, FakeClock(NOW)).close()
    writer, end, rows = new_writer_id(), ChainEnd(), []
    for each in events:
        row = to_row(each)
        link = next_link(writer, end, row)
        end = end_at(link)
        rows.append((*row, *link))
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executemany(INSERT, rows)


def counted(events, first=FIRST, last=LAST, days=DAYS):
    """The counts of a journal of these events, by day."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "journal.sqlite3"
        fill(path, events)
        with Journal.open_to_read(path, FakeClock(NOW)) as journal:
            return counts_between(journal, days, first, last, NOW)


def session(
    at, *, routine="neck", outcome="completed", begun="person", pain=(), seconds=60.0, rehearsal=False
):
    """The events of a session."""
    id_ = uuid4().hex
    more = {"rehearsal": True} if rehearsal else {}
    yield event("session-started", at, session=id_, routine=routine, steps=2, begun=begun, **more)
    for number, answer in enumerate(pain):
        then = at + timedelta(seconds=5 * number)
        yield event("answered", then, session=id_, routine=routine, question="pain", step=number, pain=answer)
    data = {"outcome": outcome, "steps_done": 2 if outcome == "completed" else 1, "seconds": seconds, **more}
    yield event("session-ended", at + timedelta(seconds=60), session=id_, routine=routine, **data)


def reminder(at, due, ruling, *, name="water", routine="sip", **data):
    """An entry about a reminder."""
    return event("reminder", at, routine=routine, reminder=name, due=due.isoformat(), ruling=ruling, **data)


def note(at, began=None, *, id_="", places=(), episode="", **facts):
    """A note of these facts."""
    more = {"episode": episode} if episode else {}
    when = (began or at).isoformat()
    return event("note", at, id_=id_, began=when, facts=facts, places=list(places), **more)


def at(day, hour, minute=0, zone=BERLIN):
    """That time of that day."""
    month = 10 if day >= 20 else 11
    return datetime(2026, month, day, hour, minute, tzinfo=zone).astimezone(UTC)


def of(counts):
    """The counts of all days together, without the marks of days."""
    return {key: number for key, number in sum(counts.values(), Counter()).items() if key != ("day",)}


def test_a_session_counts_by_what_it_was():
    """Confirmed, led, in part and rehearsed are four counts; only confirmed time is counted."""
    events = [
        *session(at(21, 10), pain=(4, 2)),
        *session(at(21, 11), begun="coach"),
        *session(at(21, 12), outcome="partial"),
        *session(at(21, 13), rehearsal=True),
        *session(at(21, 14), pain=(3, None)),
        *session(at(21, 15), routine="hips", pain=(5,)),
    ]
    assert of(counted(events)) == {
        ("confirmed", "neck"): 2,
        ("part", "neck"): 1,
        ("confirmed", "hips"): 1,
        ("led", "neck"): 3,
        ("led", "hips"): 1,
        ("rehearsal", "neck"): 1,
        ("milliseconds", "neck"): 120_000,
        ("milliseconds", "hips"): 60_000,
        ("pain-before", "neck", "4"): 1,
        ("pain-after", "neck", "2"): 1,
        ("pain-after", "hips", "5"): 1,
    }


@pytest.mark.parametrize("reason", ["off", "day-off", "paused", "quiet", "at-most"])
def test_what_the_person_did_not_want_was_never_prescribed(reason):
    """Days off, pauses, quiet hours and the day's budget leave nothing out of what was prescribed."""
    events = [
        reminder(at(21, 9), at(21, 9), "skip", reason=reason),
        reminder(at(21, 11), at(21, 11), "skip", reason="away"),
        reminder(at(21, 13), at(21, 13), "speak"),
        reminder(at(21, 13, 1), at(21, 13), "done"),
    ]
    assert of(counted(events)) == {
        ("reminder", "sip", "left-out", reason): 1,
        ("reminder", "sip", "left-out", "away"): 1,
        ("reminder", "sip", "confirmed", ""): 1,
        ("prescribed", "sip"): 2,
        ("confirmed", "sip"): 1,
    }


def test_what_was_put_off_past_the_end_of_a_day_is_one_occurrence_of_that_day():
    """What was put off belongs to the day on which it was first due, even if it is done on the next."""
    events = [
        reminder(at(21, 23), at(21, 23), "speak"),
        reminder(at(21, 23), at(21, 23), "later", until=at(22, 4).isoformat()),
        reminder(at(22, 4), at(22, 4), "speak"),
        reminder(at(22, 4, 1), at(22, 4), "done"),
    ]
    by_day = counted(events)
    assert by_day[date(2026, 10, 21)]["confirmed", "sip"] == 1
    assert by_day[date(2026, 10, 22)] == Counter()


def test_what_is_said_later_counts_on_the_day_it_speaks_of():
    """A claim that was written days later counts on the day on which it was done."""
    done = at(21, 14)
    events = [event("confirmed", at(30, 9), routine="neck", done=done.isoformat())]
    by_day = counted(events)
    assert {day: amounts(counts, "confirmed") for day, counts in by_day.items() if counts} == {
        date(2026, 10, 21): {"neck": 1}
    }


def test_an_episode_counts_once_on_the_day_it_began():
    """What was noted of it later belongs to it, by its clock's hour; what was taken back does not count."""
    tokyo = ZoneInfo("Asia/Tokyo")
    began = datetime(2026, 10, 22, 3, 30, tzinfo=tokyo)
    events = [
        note(at(21, 21), began, id_="a", cramp=2, heat=None, places=[["calf", "left"], ["calf", "right"]]),
        note(
            at(23, 9),
            id_="b",
            episode="a",
            cramp=None,
            stress=None,
            pain=3,
            helped_heat=None,
            places=[["foot", ""]],
        ),
        note(at(24, 9), id_="c", twitch=None),
        event("note-withdrawn", at(24, 10), event="c"),
        note(at(24, 11), drink=250.0),
        note(at(24, 12), drink=200.0),
        note(at(24, 12), caffeine_taken=90.0),
    ]
    by_day = counted(events)
    assert of(by_day) == {
        ("episode", "cramp"): 1,
        ("hour", "03"): 1,
        ("area", "calf"): 1,
        ("area", "foot"): 1,
        ("before", "heat"): 1,
        ("before", "stress"): 1,
        ("helped", "heat"): 1,
        ("drink",): 450_000,
        ("caffeine",): 90_000,
    }
    assert by_day[date(2026, 10, 21)]["episode", "cramp"] == 1
    assert of(counted(events, first=date(2026, 10, 22))).get(("episode", "cramp")) is None


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (at(25, 2, 59), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 0, 59, tzinfo=UTC), date(2026, 10, 24)),
        (datetime(2026, 10, 25, 1, 59, tzinfo=UTC), date(2026, 10, 24)),
        (datetime(2026, 10, 25, 2, 0, tzinfo=UTC), date(2026, 10, 25)),
        (at(26, 2, 59), date(2026, 10, 25)),
        (at(26, 3), date(2026, 10, 26)),
    ],
)
def test_a_day_ends_where_the_person_says(instant, day):
    """A day ends where the person says, also in the night in which an hour comes twice."""
    assert DAYS.of(instant) == (day if instant != at(25, 2, 59) else date(2026, 10, 24))
    assert DAYS.begin(DAYS.of(instant)) <= instant < DAYS.begin(DAYS.of(instant) + timedelta(days=1))


def lived_session(draw, when, routine):
    """A session that the person began, with answers about pain."""
    answers = draw(st.lists(st.one_of(st.none(), st.integers(0, 10)), max_size=3))
    expected = Counter({("confirmed", routine): 1, ("led", routine): 1, ("milliseconds", routine): 60_000})
    if len(answers) == 1 and answers[0] is not None:
        expected["pain-after", routine, str(answers[0])] = 1
    elif len(answers) > 1 and None not in (answers[0], answers[-1]):
        expected["pain-before", routine, str(answers[0])] = 1
        expected["pain-after", routine, str(answers[-1])] = 1
    return session(when, routine=routine, pain=answers), expected


def lived_claim(draw, when, routine):
    """Something that was done without being led, and said up to days later."""
    later = when + timedelta(hours=draw(st.integers(0, 72)))
    claim = event("confirmed", later, routine=routine, done=when.isoformat())
    return [claim], Counter({("confirmed", routine): 1})


def lived_reminder(draw, when, routine):
    """A reminder, and what became of it."""
    ruling, reason, result = draw(
        st.sampled_from([
            ("skip", "away", "left-out"), ("skip", "off", "left-out"), ("skipped", "", "skipped"),
            ("unanswered", "", "unanswered"), ("done", "", "confirmed"),
        ])
    )  # fmt: skip
    name, data = uuid4().hex, {"reason": reason} if reason else {}
    events = [
        reminder(when, when, "speak", name=name, routine=routine),
        reminder(when, when, ruling, name=name, routine=routine, **data),
    ]
    expected = Counter({("reminder", routine, result, reason): 1})
    expected["prescribed", routine] += reason != "off"
    expected["confirmed", routine] += ruling == "done"
    return events, +expected


def lived_twitch(draw, when, _routine):
    """A twitch that is continued later, or taken back."""
    id_, later = uuid4().hex, when + timedelta(hours=draw(st.integers(1, 50)))
    noted = note(when, id_=id_, twitch=None, places=[["eyelid", "left"]], stress=None)
    if draw(st.booleans()):
        return [noted, event("note-withdrawn", later, event=id_)], Counter()
    resumed = note(later, episode=id_, twitch=1, places=[["eyelid", "left"]])
    keys = [("episode", "twitch"), ("area", "eyelid"), ("hour", f"{when:%H}"), ("before", "stress")]
    return [noted, resumed], Counter(keys)


LIVED = (
    lived_session,
    lived_claim,
    lived_reminder,
    lived_twitch,
    lambda _, when, routine: (session(when, routine=routine, begun="coach"), Counter([("led", routine)])),
    lambda _, when, routine: (
        session(when, routine=routine, rehearsal=True),
        Counter([("rehearsal", routine)]),
    ),
    lambda _, when, _routine: ([note(when, drink=250)], Counter({("drink",): 250_000})),
)


@st.composite
def lives(draw):
    """Some days as what happened: all events, and what a naive count makes of them by day."""
    events, expected = [], {}
    for _ in range(draw(st.integers(0, 25))):
        when = BEGIN + timedelta(minutes=draw(st.integers(0, 14 * 24 * 60 + 59)))
        happened, counts = draw(st.sampled_from(LIVED))(draw, when, draw(st.sampled_from(["neck", "hips"])))
        # The naive way to a person's day: three hours back on the clock on the wall.
        day = (when.astimezone(BERLIN).replace(tzinfo=None) - timedelta(hours=3)).date()
        expected.setdefault(day, Counter()).update(counts)
        events += happened
    return sorted(events, key=lambda each: each.at), expected


@given(lives(), st.integers(0, 14))
def test_counts_are_those_of_a_naive_count_and_add_up(life, cut):
    """Whatever was lived: each day is what happened on it, and two times give the whole."""
    events, expected = life
    whole = counted(events)
    assert {
        day: Counter({k: n for k, n in each.items() if k != ("day",)}) for day, each in whole.items()
    } == {day: expected.get(day, Counter()) for day in whole}
    middle = FIRST + timedelta(days=cut)
    parts = counted(events, last=middle - timedelta(days=1)), counted(events, first=middle)
    assert sum((*parts[0].values(), *parts[1].values()), Counter()) == sum(whole.values(), Counter())
