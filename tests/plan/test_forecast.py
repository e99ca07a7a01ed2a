"""The forecast of a day: every occurrence is accounted for, and nothing is spoken too soon after another."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from coach.clock_times import parse_window
from coach.plan.forecast import ForecastEntry, forecast, forecast_between
from coach.plan.gate import (
    QUIET,
    SPACING,
    Defer,
    GateInput,
    Skip,
    Speak,
    decide_all,
    merged_with,
)
from coach.plan.model import AtIntervals, AtTimes, Occurrence, Plan, Reminder, ResolvedPlan, RoutineSummary
from coach.plan.occurrences import occurrences
from coach.plan.quiet_hours import quiet_until
from strategies import examples

BERLIN = ZoneInfo("Europe/Berlin")
MORNING = datetime(2026, 6, 1, 6, 0, tzinfo=UTC)  # 08:00 on a Monday in Berlin
SECONDS = {"sip-water": 10.0, "eyes-far": 60.0, "desk-neck": 420.0}
SIP = timedelta(seconds=SECONDS["sip-water"])
SHORT = frozenset({"sip-water", "eyes-far"})


def foreseen(plan, start=MORNING, days=1):
    """What the forecast makes of that time."""
    coming = occurrences(plan, {}, start, start + timedelta(days=days), BERLIN)
    return list(forecast(coming, GateInput(plan=plan, zone=BERLIN, short=SHORT), SECONDS))


def at(text, id_, routine):
    """The occurrence at that local time of that Monday."""
    moment = datetime.combine(MORNING.date(), time.fromisoformat(text), BERLIN)
    return Occurrence(moment.astimezone(UTC), id_, routine)


def test_a_morning_as_it_would_be(examined):
    """Short reminders are joined, a long one is led to its end, close ones are moved, and lunch is quiet."""
    plan = examined("""
quiet: "12:00-13:00"
spacing: 5 min
reminders:
  neck: {routine: desk-neck, at: ["09:00", "11:57"]}
  water: {routine: sip-water, at: ["09:00", "10:00", "12:30"]}
  eyes: {routine: eyes-far, at: ["09:14", "10:00", "11:58"], missed: once}
""").plan
    water, eyes, neck = ("water", "sip-water"), ("eyes", "eyes-far"), ("neck", "desk-neck")
    assert foreseen(plan) == [
        ForecastEntry(at("09:00", *neck), Speak()),
        ForecastEntry(at("09:00", *water), Defer(at("09:12", *water).at, SPACING)),
        ForecastEntry(at("09:14", *eyes), Defer(at("09:17", *eyes).at + SIP, SPACING)),
        ForecastEntry(at("10:00", *eyes), Speak((at("10:00", *water),))),
        ForecastEntry(at("10:00", *water), Skip(merged_with("eyes"))),
        ForecastEntry(at("11:57", *neck), Speak()),
        ForecastEntry(at("12:30", *water), Skip(QUIET)),
        ForecastEntry(at("11:58", *eyes), foreseen_late_eyes(at("13:00", *eyes).at)),
    ]


def foreseen_late_eyes(until):
    """The eyes, moved behind the neck that is being led, and then to the end of lunch."""
    from coach.plan.gate import LED

    return Defer(until, LED)


hours = st.builds(time, st.integers(0, 23), st.sampled_from((0, 1, 3, 30)))
cadences = st.one_of(
    st.builds(
        AtIntervals,
        st.sampled_from((5, 20, 45, 90)).map(lambda minutes: minutes * 60.0),
        st.sampled_from(("09:00-17:30", "22:00-06:00")).map(parse_window),
    ),
    st.builds(AtTimes, st.sets(hours, min_size=1, max_size=4).map(lambda times: tuple(sorted(times)))),
)


@st.composite
def plans(draw):
    """Plans of up to five reminders that are often due together."""
    names = ("a", "b", "c", "d", "e")[: draw(st.integers(1, 5))]
    return Plan(
        reminders=tuple(
            Reminder(
                id=name,
                routine=draw(st.sampled_from(sorted(SECONDS))),
                cadence=draw(cadences),
                missed=draw(st.sampled_from(("skip", "once"))),
            )
            for name in names
        ),
        quiet=tuple(
            map(parse_window, draw(st.sets(st.sampled_from(("12:30-13:15", "22:00-07:00", "02:00-03:00")))))
        ),
        spacing=draw(st.sampled_from((1.0, 300.0, 1800.0))),
    )


def spoken(found):
    """The instants at which something is spoken, with the routine, in their order."""
    moments = []
    for one in found:
        if isinstance(one.decision, Speak):
            moments.append((one.occurrence.at, one.occurrence.routine))
        elif isinstance(one.decision, Defer):
            moments.append((one.decision.until, one.occurrence.routine))
    return sorted(moments)


days = st.sampled_from(("2026-06-01", "2026-03-28", "2026-10-24")).map(
    lambda text: datetime.fromisoformat(text).replace(hour=6, tzinfo=UTC)
)


@given(plans(), days)
@examples(60)
def test_every_occurrence_is_accounted_for_once(plan, start):
    """No occurrence is lost or comes twice, and what is put off is spoken later than it was due."""
    found = foreseen(plan, start, days=2)
    assert sorted(one.occurrence for one in found) == list(
        occurrences(plan, {}, start, start + timedelta(days=2), BERLIN)
    )
    for one in found:
        assert not isinstance(one.decision, Defer) or one.decision.until > one.occurrence.at


@given(plans(), days)
@examples(60)
def test_never_two_within_the_spacing_nor_any_in_quiet_hours(plan, start):
    """Spacing and quiet hours hold on days of a clock change too, and what is led is led to its end."""
    moments = spoken(foreseen(plan, start, days=2))
    for (earlier, routine), (later, _) in pairwise(moments):
        led = 0.0 if routine in SHORT else SECONDS[routine]
        assert (later - earlier).total_seconds() >= led + plan.spacing
    assert all(quiet_until(plan.quiet, moment, BERLIN) is None for moment, _ in moments)


@given(plans(), days, st.integers(1, 30))
@examples(60)
def test_the_next_ones_are_the_first_of_all(plan, start, number):
    """The next ones are in order, and looking further ahead changes none of them."""
    routines = {id_: RoutineSummary(id_, seconds) for id_, seconds in SECONDS.items()}
    resolved = ResolvedPlan(plan, BERLIN, routines, {})
    every = list(forecast_between(resolved, start, start + timedelta(days=3)))
    assert [one.occurrence for one in every] == list(
        occurrences(plan, {}, start, start + timedelta(days=3), BERLIN)
    )
    found = list(islice(forecast_between(resolved, start, start + timedelta(days=400)), number))
    assert found[: len(every)] == every[:number]


def test_a_dense_plan_costs_no_more_than_what_is_shown(monkeypatch):
    """For the next five of a hundred reminders the gate decides on each a few times, and then stops."""
    asked = []

    def counted(due, now, state):
        asked.append(len(due))
        return decide_all(due, now, state)

    monkeypatch.setattr("coach.plan.forecast.decide_all", counted)
    window = parse_window("09:00-17:30")
    reminders = tuple(
        Reminder(id=f"r{number}", routine="sip-water", cadence=AtIntervals(2700.0 + 60 * number, window))
        for number in range(100)
    )
    resolved = ResolvedPlan(Plan(reminders=reminders), BERLIN, {}, {})
    assert len(list(islice(forecast_between(resolved, MORNING, MORNING + timedelta(days=400)), 5))) == 5
    due = len(list(occurrences(resolved.plan, {}, MORNING - timedelta(hours=32), MORNING, BERLIN)))
    assert sum(asked) < 20 * due
