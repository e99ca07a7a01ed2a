"""The gate: every reason, their order, what is merged and what is moved, and its laws."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from coach.clock_times import parse_window
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
from coach.plan.model import Plan, RoutineSummary
from coach.situation import AT_THE_DESK, BUSY_SIGNS, Situation
from plan.gate_input import (
    AGAIN,
    AWAY_SECONDS,
    GRACE,
    HOUR,
    MINUTE,
    NOW,
    PLAN,
    SECOND,
    SETTLING,
    SPACING,
    STATE,
    due,
)

CODES = tuple(sign.code for sign in BUSY_SIGNS)


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
    """A reminder is put off until the obstacle is over, or until the gate is asked again."""
    change, until, reason = OBSTACLES[name]
    expected = Skip(reason) if until is None else Defer(until, reason)
    assert decide(due("water"), NOW, changed(STATE, change)) == expected


@pytest.mark.parametrize("number", range(len(OBSTACLES)))
def test_the_first_obstacle_in_the_order_decides(number):
    """The first obstacle decides even if all later ones apply too, and staleness comes before all."""
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
    """What would be too late is skipped for the same reason; one that may end early gets a last check."""
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
    """At its last instant a reminder is skipped, even if the obstacle may end early."""
    change, _, reason = OBSTACLES[name]
    last = due("water", NOW - GRACE - SPACING)
    assert decide(last, NOW, changed(STATE, change)) == Skip(reason)


def test_a_routine_is_short_up_to_ninety_seconds():
    """A routine that takes a second more is no longer merged with others."""
    lengths = {"eyes": 20.0, "stand": 90.0, "neck": 91.0}
    routines = {name: RoutineSummary(name, seconds) for name, seconds in lengths.items()}
    assert short_routines(routines) == {"eyes", "stand"}


def test_a_routine_that_another_process_leads_is_not_talked_over():
    """Another process's routine, of unknown length, is checked again after the spacing."""
    other = replace(STATE, situation=Situation(other_session=True))
    assert decide(due("neck"), NOW, other) == Defer(NOW + SPACING, reasons.LED)
    own = replace(other, led_until=NOW + MINUTE)
    assert decide(due("neck"), NOW, own) == Defer(NOW + MINUTE + SPACING, reasons.LED)


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
    """Neither the order matters, nor whether the occurrence is among those due together."""
    together = (due("water"), due("eyes"), due("neck"))
    for occurrence in together:
        others = tuple(other for other in together if other != occurrence)
        assert decide(occurrence, NOW, replace(STATE, due_together=others)) == decide(
            occurrence, NOW, replace(STATE, due_together=tuple(reversed(together)))
        )


def test_every_reason_has_its_code_and_its_sentence():
    """No two have the same code, and each code is documented with the plan file."""
    every = [each for each in vars(reasons).values() if isinstance(each, reasons.Reason)]
    every += [*reasons.BUSY.values(), merged_with("water"), at_most(12), day_off_because("holiday")]
    codes = [each.code for each in every]
    assert len(codes) == len(set(codes))
    assert all(re.fullmatch(r"[A-Z].*\.", each.sentence) for each in every)
    text = (Path(__file__).parents[2] / "docs" / "plan-format.md").read_text(encoding="utf-8")
    table = text.partition("| reason | code in `--json` |")[2].partition("\n\n")[0]
    first = ["superseded", "stale", "fluid-limit", "left-out", "day-off", "at-most", "quiet", "paused", "off"]
    last = ["calendar", "away", "break", "led", "announced", "breakpoint", "spacing", "merged"]
    assert re.findall(r"\| `([a-z-]+)` \|", table) == [*first, *CODES, *last]
    assert set(codes) <= {*first, *CODES, *last}


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
    """A pause lasts ten seconds and is waited for as long as the plan says; a call's end is one too."""
    assert decide(due("water"), NOW, changed(STATE, change)) == expected


def test_a_pause_is_not_waited_for_until_it_is_too_late():
    """In its last minute a reminder waits only as long as it is in time, and is then spoken."""
    typing = changed(STATE, {"idle_seconds": 0.0})
    last = due("water", NOW - GRACE - SPACING)
    assert decide(last, NOW, typing) == Speak()
    nearly = due("water", last.at + 4 * SECOND)
    assert decide(nearly, NOW, typing) == Defer(NOW + 4 * SECOND, reasons.BREAKPOINT)


@pytest.mark.parametrize("watching", ["playing", "inhibitor"])
def test_a_person_who_watches_a_film_is_not_away(watching):
    """An hour without input is no absence while a player plays or the screen is kept on, but a lock is."""
    ignoring = replace(STATE, plan=replace(PLAN, ignored_signs=("inhibitor",)))
    film = changed(ignoring, {"idle_seconds": 3600.0, watching: True})
    assert decide(due("water"), NOW, film) == Speak()
    assert decide(due("water"), NOW, changed(film, {"locked": True})) == Defer(NOW + AGAIN, reasons.AWAY)
