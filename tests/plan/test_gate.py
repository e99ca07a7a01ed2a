"""The gate: every reason, their order, what is merged and what is moved, and its laws."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.clock_times import parse_dates, parse_window
from coach.plan import gate as reasons
from coach.plan.gate import (
    Defer,
    GateInput,
    Skip,
    Speak,
    at_most,
    day_off_because,
    decide,
    decide_all,
    merged_with,
    short_routines,
)
from coach.plan.model import DAY_ENDS, AtIntervals, LeftOut, Occurrence, Plan, Reminder, RoutineSummary
from coach.situation import AT_THE_DESK, BUSY_SIGNS, Situation

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)  # 10:00 on a Monday in Berlin
SPACING = timedelta(minutes=5)
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
# The times that docs/plan-format.md names, written out: with the gate's own, a change of them would pass.
GRACE, SETTLING, AGAIN = 10 * MINUTE, 2 * MINUTE, 5 * MINUTE
AWAY_SECONDS = 300.0
ROUTINES = {"water": "sip-water", "eyes": "eyes-far", "neck": "desk-neck", "calm": "breathing-box"}
ONCE = {"neck"}


def reminder(id_: str) -> Reminder:
    """A reminder every 45 minutes; `neck` is made up for."""
    cadence = AtIntervals(2700.0, parse_window("09:00-17:30"))
    missed = "once" if id_ in ONCE else "skip"
    return Reminder(id=id_, routine=ROUTINES[id_], cadence=cadence, missed=missed)


PLAN = Plan(
    reminders=tuple(reminder(id_) for id_ in ROUTINES),
    quiet=(parse_window("12:30-13:15"), parse_window("22:00-07:00")),
    spacing=SPACING.total_seconds(),
)
CODES = tuple(sign.code for sign in BUSY_SIGNS)
STATE = GateInput(plan=PLAN, zone=BERLIN, short=frozenset({"sip-water", "eyes-far"}))


def due(id_: str, at: datetime = NOW) -> Occurrence:
    """That reminder, due then."""
    return Occurrence(at, id_, ROUTINES[id_])


def changed(state: GateInput, change: dict) -> GateInput:
    """The same input with other fields, of its own or of the situation."""
    known = {name: value for name, value in change.items() if hasattr(state.situation, name)}
    own = {name: value for name, value in change.items() if name not in known}
    return replace(state, situation=replace(state.situation, **known), **own)


def quiet_over(plan: Plan) -> Plan:
    """The same input with quiet hours from 09:50 to 10:12."""
    return replace(plan, quiet=(parse_window("09:50-10:12"),))


# What stands against speaking at NOW, in the order in which it is looked at: the change of the state,
# until when it puts off a reminder that is just due, and the reason.
OBSTACLES = {
    "quiet": ({"plan": quiet_over(PLAN)}, NOW + 12 * MINUTE, reasons.QUIET),
    "paused": ({"paused_until": NOW + 11 * MINUTE}, NOW + 11 * MINUTE, reasons.PAUSED),
    **{sign.code: ({sign.field: True}, NOW + AGAIN, reasons.BUSY[sign.field]) for sign in BUSY_SIGNS},
    "calendar": ({"busy_hours": ((NOW, NOW + 9 * MINUTE),)}, NOW + 9 * MINUTE, reasons.CALENDAR),
    "locked": ({"locked": True}, NOW + AGAIN, reasons.AWAY),
    "idle": ({"idle_seconds": AWAY_SECONDS}, NOW + AGAIN, reasons.AWAY),
    "break": ({"last_break_end": NOW - MINUTE}, NOW - MINUTE + SETTLING, reasons.BREAK),
    "led": ({"led_until": NOW + 3 * MINUTE}, NOW + 3 * MINUTE + SPACING, reasons.LED),
    "announced": ({"announced_until": NOW + 4 * MINUTE}, NOW + 4 * MINUTE, reasons.ANNOUNCED),
    "breakpoint": ({"idle_seconds": 3.0}, NOW + timedelta(seconds=7), reasons.BREAKPOINT),
    "spacing": ({"last_spoken": NOW - MINUTE}, NOW - MINUTE + SPACING, reasons.SPACING),
    "first": ({"due_together": (due("calm"),)}, NOW + SPACING, reasons.SPACING),
    "merged": ({"due_together": (due("eyes"),)}, None, merged_with("eyes")),
}


def test_nothing_against_it_is_spoken():
    """Without an obstacle it is spoken, even if nothing is known about the person."""
    assert decide(due("water"), NOW, STATE) == Speak()
    known = replace(STATE, situation=AT_THE_DESK)
    assert decide(due("water"), NOW, known) == Speak()


@pytest.mark.parametrize("name", OBSTACLES)
def test_each_obstacle_puts_it_off_with_its_reason(name):
    """It is put off until the obstacle is over, or until the gate is asked again."""
    change, until, reason = OBSTACLES[name]
    expected = Skip(reason) if until is None else Defer(until, reason)
    assert decide(due("water"), NOW, changed(STATE, change)) == expected


@pytest.mark.parametrize("number", range(len(OBSTACLES)))
def test_the_first_obstacle_in_the_order_decides(number):
    """It decides even if all later ones apply too, and staleness comes before all of them."""
    later = list(OBSTACLES.values())[number:]
    state = STATE
    for change, _, _ in reversed(later):
        state = changed(state, change)
    change, until, reason = later[0]
    expected = Skip(reason) if until is None else Defer(until, reason)
    assert decide(due("water"), NOW, state) == expected
    late = due("water", NOW - HOUR)
    assert decide(late, NOW, state) == Skip(reasons.STALE)


@pytest.mark.parametrize(
    "name", [name for name, (_, until, _) in OBSTACLES.items() if until and name != "first"]
)
def test_an_obstacle_leaves_out_what_would_be_too_late_after_it(name):
    """It is skipped for the same reason, but one that may end early gets a last check before."""
    change, until, reason = OBSTACLES[name]
    latest = until - timedelta(seconds=1)
    occurrence = due("water", latest - GRACE - SPACING)
    decision = decide(occurrence, NOW, changed(STATE, change))
    may_end = (reasons.PAUSED, reasons.AWAY, reasons.BREAKPOINT, *reasons.BUSY.values())
    is_asked_again = reason in may_end
    assert decision == (Defer(latest, reason) if is_asked_again else Skip(reason))
    assert decide(due("neck", occurrence.at), NOW, changed(STATE, change)) == Defer(until, reason)


@pytest.mark.parametrize(
    "change",
    [
        {"paused_until": NOW},
        {"busy_hours": ((NOW - HOUR, NOW), (NOW + SECOND, NOW + HOUR))},
        {"last_break_end": NOW - SETTLING},
        {"last_spoken": NOW - SPACING},
        {"announced_until": NOW},
    ],
    ids=lambda change: next(iter(change)),
)
def test_an_obstacle_that_is_over_at_this_instant_is_none(change):
    """A pause, busy hours, the time to settle, the spacing and an announcement are over at their very end."""
    assert decide(due("water"), NOW, changed(STATE, change)) == Speak()


@pytest.mark.parametrize(
    ("change", "until", "reason"),
    [
        ({"last_break_end": NOW}, NOW + SETTLING, reasons.BREAK),
        ({"last_spoken": NOW}, NOW + SPACING, reasons.SPACING),
    ],
    ids=["break", "spacing"],
)
def test_an_obstacle_that_begins_at_this_instant_is_one(change, until, reason):
    """A return from a break and the last speech count at the very instant of the decision."""
    assert decide(due("water"), NOW, changed(STATE, change)) == Defer(until, reason)


@pytest.mark.parametrize("name", ["paused", *CODES, "locked", "idle"])
def test_at_its_last_instant_it_is_left_out(name):
    """Then no later instant is in time, even if the obstacle may end early."""
    change, _, reason = OBSTACLES[name]
    last = due("water", NOW - GRACE - SPACING)
    assert decide(last, NOW, changed(STATE, change)) == Skip(reason)


def test_a_routine_is_short_up_to_ninety_seconds():
    """A routine that takes a second more is no longer merged with others."""
    lengths = {"eyes": 20.0, "stand": 90.0, "neck": 91.0}
    routines = {name: RoutineSummary(name, seconds) for name, seconds in lengths.items()}
    assert short_routines(routines) == {"eyes", "stand"}


def test_a_routine_that_another_process_leads_is_not_talked_over():
    """As its length is unknown, it is checked again after the spacing."""
    other = replace(STATE, situation=Situation(other_session=True))
    assert decide(due("neck"), NOW, other) == Defer(NOW + SPACING, reasons.LED)
    own = replace(other, led_until=NOW + MINUTE)
    assert decide(due("neck"), NOW, own) == Defer(NOW + MINUTE + SPACING, reasons.LED)


def test_what_is_skipped_when_missed_is_stale_after_its_grace():
    """It is spoken until ten minutes and the spacing have passed, and not later."""
    latest = GRACE + SPACING
    assert decide(due("water", NOW - latest), NOW, STATE) == Speak()
    assert decide(due("water", NOW - latest - timedelta(seconds=1)), NOW, STATE) == Skip(reasons.STALE)


def test_what_is_made_up_for_is_stale_when_its_day_is_over():
    """It is spoken until three in the night or the plan's `day_ends`, and not later."""
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
    """It waits over lunch, but not over the night, as its day is over then."""
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


def test_short_reminders_due_together_become_one_announcement():
    """The first one speaks for the others, and a long one is moved."""
    assert decide_all([due("water"), due("neck"), due("eyes")], NOW, STATE) == (
        (due("eyes"), Speak((due("water"),))),
        (due("neck"), Defer(NOW + SPACING, reasons.SPACING)),
        (due("water"), Skip(merged_with("eyes"))),
    )


def test_what_is_just_in_time_speaks_for_others():
    """At its last instant it still comes first, and the next short one is merged with it."""
    last = due("eyes", NOW - GRACE - SPACING)
    assert decide_all([last, due("water")], NOW, STATE) == (
        (last, Speak((due("water"),))),
        (due("water"), Skip(merged_with("eyes"))),
    )


def test_what_is_stale_neither_speaks_nor_holds_up_others():
    """A reminder that is too late takes part in no announcement."""
    late = due("eyes", NOW - HOUR)
    assert decide_all([late, due("water")], NOW, STATE) == (
        (late, Skip(reasons.STALE)),
        (due("water"), Speak()),
    )


def test_the_order_in_which_they_are_handed_in_means_nothing():
    """It does not matter either whether the occurrence is among those due together."""
    together = (due("water"), due("eyes"), due("neck"))
    for occurrence in together:
        others = tuple(other for other in together if other != occurrence)
        assert decide(occurrence, NOW, replace(STATE, due_together=others)) == decide(
            occurrence, NOW, replace(STATE, due_together=tuple(reversed(together)))
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


def test_every_reason_has_its_code_and_its_sentence():
    """No two have the same code, and each code is documented with the plan file."""
    every = [each for each in vars(reasons).values() if isinstance(each, reasons.Reason)]
    every += [*reasons.BUSY.values(), merged_with("water"), at_most(12), day_off_because("holiday")]
    codes = [each.code for each in every]
    assert len(codes) == len(set(codes))
    assert all(re.fullmatch(r"[A-Z].*\.", each.sentence) for each in every)
    text = (Path(__file__).parents[2] / "docs" / "plan-format.md").read_text(encoding="utf-8")
    assert [code for code in codes if f"| `{code}` |" not in text] == []


@pytest.mark.parametrize("sign", BUSY_SIGNS, ids=lambda sign: sign.field)
def test_a_sign_that_the_plan_ignores_keeps_nobody_quiet(sign):
    """The value `speak` switches off that sign and no other."""
    ignoring = replace(STATE, plan=replace(PLAN, ignored_signs=(sign.field,)))
    assert decide(due("water"), NOW, changed(ignoring, {sign.field: True})) == Speak()
    for other in (each for each in BUSY_SIGNS if each != sign):
        both = changed(ignoring, {sign.field: True, other.field: True})
        assert decide(due("water"), NOW, both) == Defer(NOW + AGAIN, reasons.BUSY[other.field])


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"idle_seconds": 9.9}, Defer(NOW + timedelta(seconds=1), reasons.BREAKPOINT)),
        ({"idle_seconds": 10.0}, Speak()),
        ({"idle_seconds": 0.0, "waiting_since": NOW - 2 * MINUTE},
         Defer(NOW + timedelta(seconds=10), reasons.BREAKPOINT)),
        ({"idle_seconds": 0.0, "waiting_since": NOW - 175 * SECOND},
         Defer(NOW + 5 * SECOND, reasons.BREAKPOINT)),
        ({"idle_seconds": 0.0, "waiting_since": NOW - 3 * MINUTE}, Speak()),
        ({"idle_seconds": 0.0, "waiting_since": NOW + MINUTE}, Speak()),
        ({"idle_seconds": 0.0, "has_become_free": True}, Speak()),
        ({"idle_seconds": 0.0, "plan": replace(PLAN, wait=0.0)}, Speak()),
    ],
)  # fmt: skip
def test_a_pause_in_the_typing_is_waited_for(change, expected):
    """It lasts ten seconds and is waited for at most as long as the plan says; a call's end is one too."""
    assert decide(due("water"), NOW, changed(STATE, change)) == expected


def test_a_pause_is_not_waited_for_until_it_is_too_late():
    """In its last minute a reminder waits only as long as it is in time, and is then spoken."""
    typing = changed(STATE, {"idle_seconds": 0.0})
    last = due("water", NOW - GRACE - SPACING)
    assert decide(last, NOW, typing) == Speak()
    nearly = due("water", last.at + 4 * SECOND)
    assert decide(nearly, NOW, typing) == Defer(NOW + 4 * SECOND, reasons.BREAKPOINT)


@pytest.mark.parametrize("watching", ["playing", "inhibitor"])
def test_who_watches_a_film_is_not_away(watching):
    """An hour without input is no absence while a player plays or the screen is kept on, but a lock is."""
    ignoring = replace(STATE, plan=replace(PLAN, ignored_signs=("inhibitor",)))
    film = changed(ignoring, {"idle_seconds": 3600.0, watching: True})
    assert decide(due("water"), NOW, film) == Speak()
    assert decide(due("water"), NOW, changed(film, {"locked": True})) == Defer(NOW + AGAIN, reasons.AWAY)


instants = st.integers(-6 * 3600, 6 * 3600).map(lambda seconds: NOW + timedelta(seconds=seconds))
maybe = st.sampled_from((None, None, True, False))
states = st.builds(
    GateInput,
    plan=st.builds(
        Plan,
        reminders=st.just(PLAN.reminders),
        quiet=st.lists(
            st.sampled_from(["12:30-13:15", "22:00-07:00", "09:55-10:30", "00:00-24:00"]).map(parse_window),
            max_size=2,
        ).map(tuple),
        spacing=st.sampled_from((1.0, 300.0, 3600.0)),
    ),
    zone=st.just(BERLIN),
    short=st.just(STATE.short),
    paused_until=st.one_of(st.none(), instants, st.just(datetime.max.replace(tzinfo=UTC))),
    situation=st.builds(
        Situation,
        **{sign.field: maybe for sign in BUSY_SIGNS},
        playing=maybe,
        locked=maybe,
        idle_seconds=st.sampled_from((None, 0.0, 9.0, 10.0, 299.0, 300.0, 90_000.0)),
        other_session=maybe,
    ),
    waiting_since=st.one_of(st.none(), st.none(), instants),
    has_become_free=st.booleans(),
    last_break_end=st.one_of(st.none(), instants),
    last_spoken=st.one_of(st.none(), instants),
    led_until=st.one_of(st.none(), st.none(), instants),
    announced_until=st.one_of(st.none(), st.none(), instants),
)
dues = st.lists(
    st.builds(due, st.sampled_from(sorted(ROUTINES)), instants), min_size=1, max_size=6, unique=True
)


@given(dues, instants, states)
def test_to_put_off_is_to_put_off_until_later(together, now, state):
    """It is never put off to now or earlier, so that the caller always advances."""
    for _, decision in decide_all(together, now, state):
        assert not isinstance(decision, Defer) or decision.until > now


@given(dues, instants, states)
def test_to_decide_on_all_is_to_decide_on_each(together, now, state):
    """What is computed once for all of them changes no decision."""
    among = replace(state, due_together=tuple(together))
    assert decide_all(together, now, state) == tuple(
        (occurrence, decide(occurrence, now, among)) for occurrence in sorted(together)
    )


@given(dues, instants, states)
def test_at_most_one_speaks_and_only_where_it_may(together, now, state):
    """None is spoken in quiet hours, a pause, a meeting or an absence, and each is decided on once."""
    decisions = decide_all(together, now, state)
    assert [occurrence for occurrence, _ in decisions] == sorted(together)
    speaking = [decision for _, decision in decisions if isinstance(decision, Speak)]
    assert len(speaking) <= 1
    if speaking:
        wall = now.astimezone(BERLIN).time()
        assert not any(_holds(window, wall) for window in state.plan.quiet)
        assert state.paused_until is None or state.paused_until <= now
        known = state.situation
        assert True not in (getattr(known, sign.field) for sign in BUSY_SIGNS)
        assert not known.locked
        assert not known.other_session
        assert known.playing or (known.idle_seconds or 0) < AWAY_SECONDS
        assert state.led_until is None
        assert state.announced_until is None or state.announced_until <= now


def _holds(window, wall):
    """Whether that local time is in the window; there is no clock change in June."""
    if window.ends_next_day:
        return wall >= window.start or wall < window.end
    return window.start <= wall < window.end


@given(dues, instants, states)
def test_what_is_merged_is_spoken(together, now, state):
    """Each that is skipped as merged is in the announcement that it names, and the other way round."""
    decisions = decide_all(together, now, state)
    joined = {
        other: occurrence.reminder
        for occurrence, decision in decisions
        if isinstance(decision, Speak)
        for other in decision.together
    }
    merged = {
        occurrence: decision.reason.sentence
        for occurrence, decision in decisions
        if isinstance(decision, Skip) and decision.reason.code == "merged"
    }
    assert merged == {other: merged_with(leader).sentence for other, leader in joined.items()}


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
def test_a_routine_for_a_part_to_leave_out_is_skipped_up_to_and_with_its_day(days, why):
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
