"""What the gate decides by the day: what is made up for, days off, parts left out, and the calls of a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from coach.clock_times import parse_dates
from coach.plan import gate as reasons
from coach.plan.gate import (
    Defer,
    Skip,
    Speak,
    at_most,
    day_off_because,
    decide,
    decide_all,
    merged_with,
)
from coach.plan.model import DAY_ENDS, LeftOut, Occurrence, Plan
from plan.gate_input import GRACE, HOUR, MINUTE, NOW, PLAN, SPACING, STATE, due


def test_what_is_skipped_when_missed_is_stale_after_its_grace():
    """A missed reminder is spoken until ten minutes and the spacing have passed, and not later."""
    latest = GRACE + SPACING
    assert decide(due("water", NOW - latest), NOW, STATE) == Speak()
    assert decide(due("water", NOW - latest - timedelta(seconds=1)), NOW, STATE) == Skip(reasons.STALE)


def test_what_is_made_up_for_is_stale_when_its_day_is_over():
    """A reminder is made up for until three in the night or the plan's `day_ends`, and not later."""
    for ends, hour in ((DAY_ENDS, 25), (time(1, 0), 23)):
        state = replace(STATE, plan=replace(PLAN, quiet=(), day_ends=ends))
        over = datetime(2026, 6, 1, tzinfo=UTC) + hour * HOUR
        assert decide(due("neck"), over, state) == Speak()
        assert decide(due("neck"), over + timedelta(seconds=1), state) == Skip(reasons.STALE)


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/Los_Angeles"])
def test_the_day_that_it_is_made_up_for_in_is_that_of_the_plan(zone):
    """The day ends by the plan's zone, whatever the machine's own zone is."""
    state = replace(STATE, plan=replace(PLAN, quiet=()), zone=ZoneInfo(zone))
    morning = datetime(2026, 6, 2, 3, 30, tzinfo=state.zone)
    assert decide(due("neck", morning), morning + 8 * HOUR, state) == Speak()
    evening = datetime(2026, 6, 1, 23, 30, tzinfo=state.zone)
    assert decide(due("neck", evening), evening + 8 * HOUR, state) == Skip(reasons.STALE)


def test_what_is_made_up_for_waits_for_the_end_of_the_quiet():
    """What is made up for waits over lunch, but not over the night, as its day is over then."""
    noon = datetime(2026, 6, 1, 10, 45, tzinfo=UTC)
    lunch_over = datetime(2026, 6, 1, 11, 15, tzinfo=UTC)
    assert decide(due("neck", noon), noon, STATE) == Defer(lunch_over, reasons.QUIET)
    assert decide(due("water", noon), noon, STATE) == Skip(reasons.QUIET)
    night = datetime(2026, 6, 1, 20, 30, tzinfo=UTC)
    assert decide(due("neck", night), night, STATE) == Skip(reasons.QUIET)


def test_each_reminder_is_caught_up_once():
    """Of four occurrences that were missed in three hours asleep only the last is spoken."""
    missed = [due("neck", NOW - 45 * MINUTE * number) for number in range(4)]
    decisions = decide_all(missed, NOW, STATE)
    assert decisions == (
        *((occurrence, Skip(reasons.SUPERSEDED)) for occurrence in sorted(missed)[:-1]),
        (due("neck"), Speak()),
    )


def test_after_an_absence_there_is_no_burst():
    """One of those that wait is spoken, the short ones with it, and the others are moved."""
    waiting = [due("calm", NOW - MINUTE), due("water"), due("eyes"), due("neck", NOW - 2 * HOUR)]
    assert decide_all(waiting, NOW, STATE) == (
        (due("neck", NOW - 2 * HOUR), Speak()),
        (due("calm", NOW - MINUTE), Defer(NOW + SPACING, reasons.SPACING)),
        (due("eyes"), Defer(NOW + SPACING, reasons.SPACING)),
        (due("water"), Defer(NOW + SPACING, reasons.SPACING)),
    )


def test_a_clock_that_was_set_back_does_not_silence_the_coach():
    """Speech and returns in an hour that is yet to come are ignored."""
    state = replace(STATE, last_spoken=NOW + 3 * HOUR, last_break_end=NOW + 3 * HOUR)
    assert decide(due("water"), NOW, state) == Speak()


def test_a_routine_that_overruns_is_waited_for():
    """Nothing else is spoken while one is led, whenever it should have ended."""
    state = replace(STATE, led_until=NOW - HOUR)
    assert decide(due("water"), NOW, state) == Defer(NOW + SPACING, reasons.LED)


def test_after_an_announcement_others_wait_for_the_answer_and_the_spacing():
    """The longer of the two counts, and an announcement that waits silently holds nothing back."""
    state = replace(STATE, announced_until=NOW + MINUTE, last_spoken=NOW - MINUTE)
    assert decide(due("water"), NOW, state) == Defer(NOW + SPACING - MINUTE, reasons.ANNOUNCED)
    state = replace(STATE, announced_until=NOW - HOUR)
    assert decide(due("water"), NOW, state) == Speak()


def test_a_reminder_that_the_plan_no_longer_has_is_not_made_up_for():
    """A reminder that was deleted while it was pending counts as skipped when missed."""
    gone = Occurrence(NOW - HOUR, "gone", "sip-water")
    assert decide(gone, NOW, STATE) == Skip(reasons.STALE)


def test_a_day_off_lasts_until_the_person_sleeps():
    """Nothing is called for on it, and after midnight it is still that day."""
    off = replace(STATE, plan=replace(PLAN, quiet=(), days_off=(parse_dates("2026-06-01 to 2026-06-02"),)))
    moments = {hours: decide(due("water", NOW + hours * HOUR), NOW + hours * HOUR, off) for hours in
               (-8, -7, 0, 40, 41)}  # fmt: skip
    day_off = Skip(reasons.DAY_OFF)
    assert moments == {-8: Speak(), -7: day_off, 0: day_off, 40: day_off, 41: Speak()}


def test_a_day_off_is_one_of_the_plans_zone():
    """When it begins in Auckland, it is still the afternoon of the day before in UTC."""
    plan = replace(PLAN, quiet=(), days_off=(parse_dates("2026-06-02"),))
    off = replace(STATE, plan=plan, zone=ZoneInfo("Pacific/Auckland"))
    assert decide(due("water", NOW + 7 * HOUR), NOW + 7 * HOUR, off) == Skip(reasons.DAY_OFF)
    assert decide(due("water", NOW + 6 * HOUR), NOW + 6 * HOUR, off) == Speak()


def test_days_off_that_the_person_took_say_why():
    """Like a pause they may end early; without a reason they are simply days off."""
    until = NOW + 48 * HOUR
    off = replace(STATE, paused_until=until, paused_because="holiday")
    assert decide(due("water"), NOW, off) == Defer(NOW + GRACE + SPACING, day_off_because("holiday"))
    assert decide(due("water"), NOW + GRACE + SPACING, off) == Skip(day_off_because("holiday"))
    assert day_off_because("") == reasons.Reason("off", "A day off.")
    assert day_off_because("holiday") == reasons.Reason("off", "A day off: holiday.")


@pytest.mark.parametrize(
    ("days", "why"),
    [(0, "back"), (1, "neck"), (-1, "back"), (None, "back")],
)
def test_a_routine_for_a_part_to_leave_out_is_skipped_up_to_and_including_its_day(days, why):
    """The first of the reasons that still holds on the day of the plan's zone is given; others are spoken."""
    midnight = datetime(2026, 5, 31, 22, 30, tzinfo=UTC)  # already the first of June in Berlin
    until = None if days is None else date(2026, 6, 1) - timedelta(days=days)
    back = LeftOut("left-out", "You leave out: back.", until)
    neck = LeftOut("fluid-limit", "You have a limit for drinks.")
    state = replace(STATE, plan=Plan(reminders=PLAN.reminders), left_out={"desk-neck": (back, neck)})
    found = {"back": back, "neck": neck}[why]
    assert decide(due("neck", midnight), midnight, state) == Skip(reasons.Reason(found.code, found.sentence))
    assert decide(due("calm", midnight), midnight, state) == Speak()


def test_the_day_has_its_calls():
    """Calls of the night before sleep count for the day before; what was put off has been counted."""
    assert at_most(2) == reasons.Reason("at-most", "The day has had its 2 calls.")
    plan = replace(PLAN, quiet=(), at_most=2)
    state = replace(STATE, plan=plan, calls=(NOW - 8 * HOUR, NOW - 2 * HOUR))
    assert decide(due("water"), NOW, state) == Speak()
    full = replace(state, calls=(*state.calls, NOW - HOUR))
    assert decide(due("neck"), NOW, full) == Skip(at_most(2))
    assert decide(due("water"), NOW, replace(full, put_off=frozenset({due("water")}))) == Speak()


@pytest.mark.parametrize("other", ["calm", "eyes"])
def test_what_the_day_has_no_calls_left_for_does_not_hold_up_what_was_put_off(other):
    """What was put off was counted when it was said first: it is spoken, and merged with nothing unspoken."""
    put_off = due("water")
    state = replace(STATE, plan=replace(PLAN, at_most=1), calls=(NOW - HOUR,), put_off=frozenset({put_off}))
    assert decide_all([due(other), put_off], NOW, state) == (
        (due(other), Skip(at_most(1))),
        (put_off, Speak()),
    )


def test_only_what_calls_in_the_same_way_is_said_as_one():
    """What is to be silent is not spoken along, and the other way round."""
    eyes, water = due("eyes"), due("water")
    merged = ((eyes, Speak((water,))), (water, Skip(merged_with("eyes"))))
    apart = ((eyes, Speak()), (water, Defer(NOW + SPACING, reasons.SPACING)))
    for chimes, expected in (
        ((), merged),
        (("eyes",), apart),
        (("water",), apart),
        (("eyes", "water"), merged),
    ):
        reminders = tuple(
            replace(each, how="chime") if each.id in chimes else each for each in PLAN.reminders
        )
        assert (
            decide_all([eyes, water], NOW, replace(STATE, plan=replace(PLAN, reminders=reminders)))
            == expected
        )
