"""The dispatcher: the faults of a bare `schedule` loop must be absent, and the hooks relied on present."""

from __future__ import annotations

import inspect
from datetime import UTC, datetime, timedelta

import pytest
import schedule
from hypothesis import given
from hypothesis import strategies as st

from coach.day.scheduler import (
    LONGEST_SLEEP,
    MOST_COUNTED,
    MOST_DUE,
    CadenceJob,
    CadenceScheduler,
    MissedOccurrences,
)
from coach.plan.model import Occurrence
from coach.testing import FakeClock

START = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def due(at):
    """An occurrence at that instant."""
    return Occurrence(at, "water", "sip-water")


def every(seconds, start=START):
    """Occurrences at whole multiples of that many seconds after the start."""

    def next_after(moment):
        gone = (moment - start) // timedelta(seconds=seconds)
        return due(start + timedelta(seconds=seconds) * max(0, gone + 1))

    return next_after


@pytest.fixture
def clock():
    """A virtual clock."""
    return FakeClock(START)


@pytest.fixture
def scheduler(clock):
    """A scheduler on virtual time."""
    return CadenceScheduler(clock)


def run_for(scheduler, clock, seconds):
    """Sleep and run as a loop does, for so many seconds."""
    end = clock.now() + timedelta(seconds=seconds)
    while clock.now() < end:
        scheduler.run_pending()
        clock.advance(min(scheduler.idle_seconds or 0.001, (end - clock.now()).total_seconds()))
    scheduler.run_pending()


def test_each_occurrence_once_and_on_time(scheduler, clock):
    """Every 45 minutes is 45 minutes, each handed over alone."""
    seen = []
    scheduler.add("posture", every(2700), lambda occurrences: seen.append((clock.now(), occurrences)))
    run_for(scheduler, clock, 3 * 2700)
    times = [START + timedelta(seconds=2700 * number) for number in (1, 2, 3)]
    assert seen == [(time, (due(time),)) for time in times]


def test_the_length_of_the_act_moves_nothing(scheduler, clock):
    """No drift from the length of the speech: it is armed before it acts."""
    seen = []

    def speak(occurrences):
        seen.append(occurrences[-1])
        clock.advance(17)

    scheduler.add("water", every(60), speak)
    run_for(scheduler, clock, 300)
    assert seen == [due(START + timedelta(seconds=60 * number)) for number in range(1, 6)]


def test_an_act_that_raises_starves_nobody(scheduler, clock):
    """The other jobs run in the same pass, and the failed one runs again next time."""
    seen = []

    def fail(_due):
        seen.append("fails")
        raise RuntimeError("no")

    scheduler.add("first", every(60), fail)
    scheduler.add("second", every(60), lambda _due: seen.append("runs"))
    run_for(scheduler, clock, 120)
    assert seen == ["fails", "runs", "fails", "runs"]


def test_a_job_cancelled_in_the_same_pass_does_not_run(scheduler, clock):
    """A job that was cancelled by an earlier one in the same pass does not run."""
    seen = []
    scheduler.add("first", every(60), lambda _due: scheduler.clear("second"))
    scheduler.add("second", every(60), seen.append)
    run_for(scheduler, clock, 60)
    assert seen == []


def test_a_job_may_cancel_itself(scheduler, clock):
    """A job is cancelled when it returns `schedule`'s own `CancelJob`."""
    seen = []

    def once(occurrences):
        seen.append(occurrences)
        return schedule.CancelJob

    scheduler.add("once", every(60), once)
    run_for(scheduler, clock, 300)
    assert (len(seen), scheduler.jobs) == (1, [])


def test_after_a_suspend_all_that_was_missed_comes_at_once_in_one_piece(scheduler, clock):
    """One call with every occurrence missed, not a burst: what to do of them is the gate's to decide."""
    seen = []
    scheduler.add("water", every(600), seen.append)
    clock.suspend(3000)
    scheduler.run_pending()
    assert seen == [tuple(due(START + timedelta(seconds=600 * number)) for number in range(1, 6))]


def missed(scheduler, clock, seconds, cadence):
    """What is seen of a sleep of that many seconds: what was passed over, and the occurrences listed."""
    seen, passed = [], []
    scheduler.add("water", every(cadence), seen.append, passed.append)
    clock.suspend(seconds)
    scheduler.run_pending()
    assert scheduler.jobs[0].next_run > clock.now()
    return passed, seen[0]


def test_of_ten_days_asleep_the_newest_are_listed_and_the_others_counted(scheduler, clock):
    """Today's missed occurrences come one by one, as they decide, and all older ones as one."""
    minutes = 10 * 24 * 60
    passed, listed = missed(scheduler, clock, minutes * 60, 60)
    all_due = [due(START + timedelta(minutes=number)) for number in range(1, minutes + 1)]
    assert list(listed) == all_due[-MOST_DUE:]
    assert passed == [MissedOccurrences(all_due[0], all_due[-MOST_DUE - 1], minutes - MOST_DUE)]


@pytest.mark.parametrize("more", [0, 1])
def test_as_many_as_can_be_listed_are(scheduler, clock, more):
    """No occurrence goes unlisted without need."""
    passed, listed = missed(scheduler, clock, (MOST_DUE + more) * 60, 60)
    assert len(listed) == MOST_DUE
    first = due(START + timedelta(minutes=1))
    assert passed == [MissedOccurrences(first, first, 1)][:more]


def test_years_asleep_are_not_even_counted(scheduler, clock):
    """After a clock was set by years, today's occurrences are found, and quickly."""
    asked = []
    year = 365 * 24 * 60
    seen, passed = [], []
    cadence = every(60)
    scheduler.add("water", lambda moment: asked.append(moment) or cadence(moment), seen.append, passed.append)
    clock.suspend(5 * year * 60)
    scheduler.run_pending()
    last = [due(START + timedelta(minutes=number)) for number in range(5 * year - MOST_DUE, 5 * year + 1)]
    assert list(seen[0]) == last[1:]
    assert passed == [MissedOccurrences(due(START + timedelta(minutes=1)), last[0], None)]
    assert len(asked) < MOST_COUNTED + 3 * 24 * 60


def test_a_clock_that_is_set_back_causes_no_silence(scheduler, clock):
    """Armed again, the next occurrence is the next one by the clock as it is now."""
    seen = []
    scheduler.add("water", every(600), seen.append)
    clock.advance(10_000)
    scheduler.run_pending()
    clock.set_wall(START)
    scheduler.arm()
    assert scheduler.idle_seconds == LONGEST_SLEEP
    assert scheduler.jobs[0].next_run == START + timedelta(seconds=600)


def test_nothing_left_to_do(scheduler):
    """A cadence that has ended never runs again, and the loop still wakes up regularly."""
    scheduler.add("over", lambda _moment: None, lambda _due: pytest.fail("it is over"))
    scheduler.add("water", every(5), lambda _due: None)
    assert scheduler.idle_seconds == 5.0
    scheduler.clear("water")
    assert scheduler.idle_seconds == LONGEST_SLEEP
    scheduler.run_pending()


def test_the_earliest_comes_first(scheduler, clock):
    """Jobs run in the order in which they became due, whatever the order in which they were added."""
    seen = []
    scheduler.add("later", every(50), lambda _due: seen.append("later"))
    scheduler.add("sooner", every(40), lambda _due: seen.append("sooner"))
    scheduler.add("never", lambda _moment: None, lambda _due: None)
    clock.advance(60)
    scheduler.run_pending()
    assert seen == ["sooner", "later"]


@given(
    st.lists(st.tuples(st.sampled_from(("awake", "asleep")), st.floats(0.1, 5000)), max_size=30),
    st.integers(5, 900),
)
def test_every_occurrence_is_handed_over_once_and_in_order(sleeps, cadence):
    """However the machine sleeps, occurrences strictly increase, and none is lost or repeated."""
    clock = FakeClock(START)
    scheduler = CadenceScheduler(clock)
    seen = []
    next_after = every(cadence)

    def pass_over(these):
        occurrence, number = these.first, 1
        seen.append(occurrence)
        while occurrence < these.last:
            occurrence, number = next_after(occurrence.at), number + 1
            seen.append(occurrence)
        assert (occurrence, number) == (these.last, these.number)

    scheduler.add("water", next_after, seen.extend, pass_over)
    for how, seconds in sleeps:
        clock.advance(seconds) if how == "awake" else clock.suspend(seconds)
        scheduler.run_pending()
    gone = (clock.now() - START) // timedelta(seconds=cadence)
    assert seen == [due(START + timedelta(seconds=cadence * number)) for number in range(1, gone + 1)]


def test_the_hooks_that_are_relied_on():
    """What `schedule` itself does with jobs and clocks; another version that differs must be looked at."""
    assert schedule.Scheduler().jobs == []
    assert list(inspect.signature(schedule.Scheduler.cancel_job).parameters) == ["self", "job"]
    assert "isinstance(ret, CancelJob)" in inspect.getsource(schedule.Scheduler._run_job)
    naive = _naive_members()
    assert naive == ["_schedule_next_run", "idle_seconds", "run", "should_run", "until"]
    overridden = set(vars(CadenceJob)) | set(vars(CadenceScheduler))
    assert set(naive) - overridden == {"until"}  # a deadline of its own, which we never set


def _naive_members():
    """The members of `schedule`'s scheduler and job that look at the naive local clock."""
    found = set()
    for kind in (schedule.Scheduler, schedule.Job):
        for name, member in vars(kind).items():
            function = getattr(member, "fget", member)
            if inspect.isfunction(function) and "datetime.now(" in inspect.getsource(function):
                found.add(name)
    return sorted(found)
