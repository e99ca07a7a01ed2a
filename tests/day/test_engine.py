"""The reminder engine, on virtual time."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

from coach.plan.model import AtTimes
from coach.situation import AT_THE_DESK, Situation
from simulated_day import MONDAY, SimulatedDay, neck, water


def test_a_short_routine_is_simply_led():
    """A short routine falls due, passes the gate, is led, ends and is recorded."""
    it = SimulatedDay(water())
    it.live(60.0, ends_after=10.0)
    assert it.actions.done == [("lead", "water")]
    assert it.actions.rulings == [("water", "speak", ""), ("water", "ended", "completed")]


def test_a_long_routine_is_announced_and_begun():
    """A long routine is announced, and waits for the person to begin it."""
    it = SimulatedDay(neck())
    it.live(310.0)
    assert it.actions.done == [("announce", "neck", "Neck")]
    assert it.do("begin")
    assert it.actions.done[-2:] == [("withdraw",), ("lead", "neck")]
    assert not it.do("begin")


def test_a_pause_in_the_typing_is_waited_for():
    """The reminder is spoken ten seconds after the last key; the wait is recorded once, as one."""
    it = SimulatedDay(water())
    last_key = MONDAY + timedelta(seconds=63)

    def observe():
        return Situation(idle_seconds=max(0.0, (it.clock.now() - last_key).total_seconds()))

    it.actions.observe = observe
    it.start()
    it.live(120.0, ends_after=10.0)
    waits, speaks, _ = it.actions.events
    assert (waits.at, waits.ruling, waits.reason) == (MONDAY, "defer", "breakpoint")
    assert (speaks.at, speaks.ruling, speaks.waited) == (last_key + timedelta(seconds=10), "speak", 73.0)
    assert speaks.to_dict()["waited"] == 73.0


def test_a_person_who_never_pauses_is_called_after_three_minutes():
    """The wait has an end, and the next reminder waits again."""
    it = SimulatedDay(water())
    it.actions.present = Situation(idle_seconds=0.0)
    it.live(2200.0, ends_after=10.0)
    spoken = [each for each in it.actions.events if each.ruling == "speak"]
    assert [(each.at - each.occurrence.at, each.waited) for each in spoken] == [
        (timedelta(minutes=3), 180.0)
    ] * 2


def test_what_was_known_while_the_person_typed_decides_nothing_that_is_spoken():
    """A call that began since the machine was last looked at keeps the coach quiet as the wait ends."""
    it = SimulatedDay(water())
    it.actions.present = it.actions.typing = Situation(idle_seconds=0.0, microphone=False)
    it.live(175.0)
    it.actions.present = Situation(idle_seconds=0.0, microphone=True)
    it.live(30.0)
    assert it.actions.done == []
    assert it.actions.rulings == [("water", "defer", "breakpoint"), ("water", "defer", "meeting")]


def test_while_the_person_types_nothing_else_is_looked_at():
    """What is known while the person types is enough to wait on."""
    it = SimulatedDay(water())
    looks = []

    def observe():
        looks.append(it.clock.now())
        return Situation(idle_seconds=0.0)

    it.actions.typing, it.actions.observe = Situation(idle_seconds=0.0), observe
    it.start()
    it.live(182.0)
    assert [(look - MONDAY).total_seconds() for look in looks] == [180.0]


def test_the_end_of_a_call_is_a_pause():
    """A person who types right after a call is spoken to at once."""
    it = SimulatedDay(water())
    it.actions.present = Situation(microphone=True, idle_seconds=0.0)
    it.live(60.0)
    it.actions.present = Situation(microphone=False, idle_seconds=0.0)
    it.live(300.0)
    assert it.actions.rulings == [("water", "defer", "meeting"), ("water", "speak", "")]


def test_nobody_answers():
    """An announcement stays silently until the day ends, at three in the night."""
    it = SimulatedDay(neck())
    it.live(18 * 3600.0 - 5.0)
    assert it.actions.done == [("announce", "neck", "Neck")]
    it.live(10.0)
    assert it.actions.done == [("announce", "neck", "Neck"), ("withdraw",)]
    assert it.actions.rulings == [("neck", "speak", ""), ("neck", "unanswered", "day-over")]
    assert not it.do("begin")


def test_a_person_who_comes_back_hears_it_again_at_most_twice():
    """After each absence, once the person has settled; the fourth time it stays silent."""
    it = SimulatedDay(neck())
    it.live(310.0)
    for _ in range(3):
        it.actions.present = Situation(idle_seconds=900.0)
        it.live(1200.0)
        it.actions.present = AT_THE_DESK
        it.live(600.0)
    assert it.actions.done == [("announce", "neck", "Neck"), *[("again", "neck", "Neck")] * 2]
    assert it.actions.rulings == [("neck", "speak", ""), *[("neck", "repeated", "back")] * 2]
    assert it.do("begin")


def test_one_that_makes_up_is_said_again_after_an_hour_once():
    """With `missed: once` it is said again after an hour, once, also if the person never left."""
    it = SimulatedDay(neck(missed="once"))
    it.live(5 * 3600.0)
    assert it.actions.done == [("announce", "neck", "Neck"), ("again", "neck", "Neck")]
    assert it.actions.rulings[1:] == [("neck", "repeated", "unanswered")]
    assert it.actions.events[1].at == MONDAY + timedelta(minutes=65)


def test_it_ends_when_the_same_reminder_is_said_again():
    """An announcement gives way to the next occurrence of its own reminder."""
    it = SimulatedDay(neck(cadence=AtTimes((time(9, 5), time(10, 5)))))
    it.live(4000.0)
    assert it.actions.done == [("announce", "neck", "Neck"), ("withdraw",), ("announce", "neck", "Neck")]
    assert it.actions.rulings == [
        ("neck", "speak", ""),
        ("neck", "speak", ""),
        ("neck", "unanswered", "superseded"),
    ]


def test_paused():
    """In a pause nothing is spoken; what could not wait is skipped with its reason."""
    it = SimulatedDay(water())
    it.do("pause")
    it.live(2000.0)
    assert (it.actions.done, {noted[2] for noted in it.actions.rulings}) == ([], {"paused"})
    it.do("resume")
    it.live(1800.0, ends_after=10.0)
    assert ("lead", "water") in it.actions.done


def test_somebody_who_is_away_is_not_called_and_then_left_to_settle():
    """A reminder is put off while the person is away and two minutes longer, then spoken once."""
    it = SimulatedDay(water(missed="once"))
    it.actions.present = Situation(idle_seconds=900.0)
    it.live(400.0)
    assert it.actions.done == []
    it.actions.present = Situation(idle_seconds=20.0)
    it.live(600.0, ends_after=10.0)
    assert it.actions.done == [("lead", "water")]
    assert [noted[2] for noted in it.actions.rulings if noted[1] == "defer"][-1] == "break"


def test_a_meeting_is_not_disturbed():
    """The reminder comes after the meeting if it is still in time."""
    it = SimulatedDay(water(missed="once"))
    it.actions.present = Situation(microphone=True)
    it.live(900.0)
    it.actions.present = Situation(microphone=False)
    it.live(400.0, ends_after=10.0)
    assert it.actions.done == [("lead", "water")]


def test_a_session_that_crashes_does_not_end_the_day():
    """A session that crashes is recorded as failed, and the next reminder comes."""
    it = SimulatedDay(water())
    it.live(5.0)
    it.do("session_failed", "It crashed.")
    assert it.actions.rulings[-1] == ("water", "failed", "failed")
    it.live(1800.0, ends_after=10.0)
    assert it.actions.done == [("lead", "water"), ("lead", "water")]


def test_what_another_process_led_is_over_when_it_should_be():
    """Another process's session is assumed to end in time; the spacing counts from there."""
    it = SimulatedDay(water())
    led_until = MONDAY + timedelta(seconds=20)
    it.engine.state = replace(it.engine.state, led_until=led_until)
    it.live(200.0, ends_after=10.0)
    assert it.actions.done == []
    it.live(400.0, ends_after=10.0)
    assert it.actions.done == [("lead", "water")]


def test_what_another_process_leads_is_not_talked_over():
    """A reminder waits until a routine begun by hand is over, plus the spacing."""
    it = SimulatedDay(water(missed="once"), spacing=60.0)
    it.actions.present = replace(AT_THE_DESK, other_session=True)
    it.live(100, ends_after=10)
    assert (it.actions.done, it.actions.rulings) == ([], [("water", "defer", "led")] * 2)
    it.actions.present = AT_THE_DESK
    it.live(100, ends_after=10)
    assert it.actions.done == [("lead", "water")]
