"""The reminder engine, on virtual time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, time, timedelta

import pytest

from coach.clock_times import Window
from coach.day.model import Announce, Lead
from coach.plan.model import AtIntervals, AtTimes, Occurrence, Plan, Reminder
from coach.plan.occurrences import occurrences
from coach.situation import AT_THE_DESK, Situation
from simulated_day import MONDAY, ROUTINES, WORK, SimulatedDay, neck, water


def test_a_short_routine_is_simply_led():
    """It falls due, passes the gate, is led, ends and is recorded."""
    it = SimulatedDay(water())
    it.live(60.0, ends_after=10.0)
    assert it.actions.done == [("lead", "water")]
    assert it.actions.rulings == [("water", "speak", ""), ("water", "ended", "completed")]


def test_a_long_routine_is_announced_and_begun():
    """It waits for the person to begin it."""
    it = SimulatedDay(neck())
    it.live(310.0)
    assert it.actions.done == [("announce", "neck", "Neck")]
    assert it.do("begin")
    assert it.actions.done[-2:] == [("withdraw",), ("lead", "neck")]
    assert not it.do("begin")


def test_a_pause_in_the_typing_is_waited_for():
    """It is spoken ten seconds after the last key; the wait is recorded once, and told apart."""
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


def test_who_never_pauses_is_called_after_three_minutes():
    """The wait has an end, and the next reminder waits anew."""
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
    """Who types right after a call is spoken to at once."""
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


def test_who_comes_back_hears_it_again_at_most_twice():
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
    """With `missed: once`, also if the person never left."""
    it = SimulatedDay(neck(missed="once"))
    it.live(5 * 3600.0)
    assert it.actions.done == [("announce", "neck", "Neck"), ("again", "neck", "Neck")]
    assert it.actions.rulings[1:] == [("neck", "repeated", "unanswered")]
    assert it.actions.events[1].at == MONDAY + timedelta(minutes=65)


def test_it_ends_when_the_same_reminder_is_said_again():
    """Its own next occurrence takes its place."""
    it = SimulatedDay(neck(cadence=AtTimes((time(9, 5), time(10, 5)))))
    it.live(4000.0)
    assert it.actions.done == [("announce", "neck", "Neck"), ("withdraw",), ("announce", "neck", "Neck")]
    assert it.actions.rulings == [
        ("neck", "speak", ""),
        ("neck", "speak", ""),
        ("neck", "unanswered", "superseded"),
    ]


def back(**fields):
    """A long routine once, at 9:15."""
    return Reminder(**{"id": "back", "routine": "neck", "cadence": AtTimes((time(9, 15),)), **fields})


def test_several_may_wait_and_each_can_be_begun():
    """The newest is begun, or the one that is named; the others go on waiting."""
    it = SimulatedDay(neck(), back(), water())
    it.live(1200.0, ends_after=10.0)
    assert [row[:2] for row in it.actions.done] == [
        ("lead", "water"),
        ("announce", "neck"),
        ("announce", "back"),
    ]
    assert not it.do("begin", "eyes")
    assert it.do("begin", "neck")
    assert it.actions.done[-1] == ("lead", "neck")
    assert not it.do("begin")
    it.do("session_ended", "completed")
    assert it.do("begin")
    assert it.actions.done[-1] == ("lead", "back")


def test_others_are_spoken_while_it_waits():
    """It holds them back for the spacing only, and then waits silently."""
    it = SimulatedDay(neck(), eyes(cadence=AtTimes((time(9, 6),))))
    it.live(620.0, ends_after=10.0)
    assert it.actions.done == [("announce", "neck", "Neck"), ("lead", "eyes")]
    assert [row[1:] for row in it.actions.rulings[:3]] == [
        ("speak", ""),
        ("defer", "announced"),
        ("speak", ""),
    ]


@pytest.mark.parametrize(("answer", "ruling"), [("begin", "begun"), ("skip", "skipped"), ("done", "done")])
def test_what_is_put_off_can_be_answered(answer, ruling):
    """It can be begun, skipped or done before its time; it does not come then."""
    it = SimulatedDay(neck())
    it.live(310.0)
    it.do("later", 900.0)
    it.live(60.0)
    assert it.do(answer)
    it.live(2000.0, ends_after=400.0)
    assert [row[1] for row in it.actions.rulings[:3]] == ["speak", "later", ruling]
    assert it.actions.done.count(("announce", "neck", "Neck")) == 1
    lead = [row for row in it.actions.done if row[0] == "lead"]
    assert lead == [("lead", "neck")] * (answer == "begin")


def test_what_is_put_off_can_be_put_off_again():
    """The time counts from the last answer."""
    it = SimulatedDay(neck())
    it.live(310.0)
    it.do("later", 600.0)
    it.live(300.0)
    assert it.do("later", 600.0)
    it.live(590.0)
    assert it.actions.done.count(("announce", "neck", "Neck")) == 1
    it.live(20.0)
    assert it.actions.done.count(("announce", "neck", "Neck")) == 2


@pytest.mark.parametrize(("wish", "ruling"), [("skip", "skipped"), ("done", "done")])
def test_what_the_person_may_say_to_it(wish, ruling):
    """The person may skip the announced routine, or mark it as done."""
    it = SimulatedDay(neck())
    it.live(310.0)
    assert it.do(wish)
    assert it.actions.rulings[-1] == ("neck", ruling, "")
    it.live(600.0)
    assert len(it.actions.done) == 2


def test_later():
    """A postponed routine is announced once more after that time, and only once."""
    it = SimulatedDay(neck())
    it.live(310.0)
    assert it.do("later", 900.0)
    it.live(890.0)
    assert it.actions.done.count(("announce", "neck", "Neck")) == 1
    it.live(20.0)
    assert it.actions.done.count(("announce", "neck", "Neck")) == 2
    assert it.do("begin")


def test_what_was_done_unprompted_begins_an_interval_again():
    """From then on, to the end of the window; an older word changes nothing, nor does an edit of the plan."""
    it = SimulatedDay(water())
    every = it.plan.reminders[0].cadence.seconds
    done = MONDAY + timedelta(seconds=every - 60.0)
    it.live(every - 60.0, ends_after=10.0)
    it.do("did", "sip", done)
    it.do("did", "sip", MONDAY)
    found = [at for at, _ in it.engine.next_occurrences(it.clock.now(), 2)]
    assert found == [done + timedelta(seconds=every), done + timedelta(seconds=2 * every)]
    it.do("use_plan", it.resolved(it.plan))
    assert [at for at, _ in it.engine.next_occurrences(it.clock.now(), 2)] == found


def test_what_was_done_unprompted_withdraws_its_announcement():
    """And what was put off; the reason is written down."""
    it = SimulatedDay(neck())
    it.live(310.0)
    it.do("did", "neck", it.clock.now())
    assert it.actions.rulings[-1] == ("neck", "withdrawn", "done")
    assert it.engine.state.announcement is None
    it = SimulatedDay(neck())
    it.live(310.0)
    it.do("later", 900.0)
    it.do("did", "neck", it.clock.now())
    assert it.actions.rulings[-1] == ("neck", "skip", "done")
    it.live(1000.0)
    assert it.actions.done.count(("announce", "neck", "Neck")) == 1


def test_an_announcement_is_begun_by_the_person_unless_nobody_is_there():
    """Whether it counts as done is decided by that."""
    for arguments, begun in (((), "person"), (("", "unattended"), "unattended")):
        it = SimulatedDay(neck())
        it.live(310.0)
        (lead,) = [each for each in it.engine.begin(*arguments) if isinstance(each, Lead)]
        assert lead.begun == begun


def test_paused():
    """Nothing is spoken until the pause ends; what could not wait is skipped with its reason."""
    it = SimulatedDay(water())
    it.do("pause")
    it.live(2000.0)
    assert (it.actions.done, {noted[2] for noted in it.actions.rulings}) == ([], {"paused"})
    it.do("resume")
    it.live(1800.0, ends_after=10.0)
    assert ("lead", "water") in it.actions.done


def test_somebody_who_is_away_is_not_called_and_then_left_to_settle():
    """It is postponed while the person is away and for two minutes after, then spoken once."""
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


def test_after_a_suspend_each_is_caught_up_at_most_once():
    """After three hours asleep six missed reminders make no burst."""
    it = SimulatedDay(
        water(missed="once"),
        Reminder(id="sit", routine="sit", cadence=AtIntervals(2700.0, WORK), missed="once"),
    )
    it.live(60.0, ends_after=10.0)
    it.actions.done.clear()
    it.clock.suspend(3 * 3600.0)
    it.compare()
    it.live(600.0, ends_after=30.0)
    assert sorted(row[0] for row in it.actions.done) == ["lead"]
    assert sorted({name for row in it.actions.done for name in row[1:]}) == ["sit", "water"]


def test_a_clock_that_is_set_back_brings_no_silence():
    """What was due in some minutes is still due after as many minutes."""
    it = SimulatedDay(water())
    it.live(4000.0, ends_after=10.0)
    it.actions.done.clear()
    it.clock.set_wall(it.clock.now() - timedelta(hours=1))
    it.compare()
    it.live(1800.0, ends_after=10.0)
    assert it.actions.done == [("lead", "water")]


def test_a_session_that_crashes_does_not_end_the_day():
    """It is recorded as failed, and the next reminder comes."""
    it = SimulatedDay(water())
    it.live(5.0)
    it.do("session_failed", "It crashed.")
    assert it.actions.rulings[-1] == ("water", "failed", "failed")
    it.live(1800.0, ends_after=10.0)
    assert it.actions.done == [("lead", "water"), ("lead", "water")]


def test_another_plan():
    """What is pending of a deleted reminder is skipped, and the new reminder is used."""
    it = SimulatedDay(water(missed="once"))
    it.actions.present = Situation(locked=True)
    it.live(30.0)
    it.do("use_plan", it.resolved(Plan(reminders=(neck(begin="now"),))))
    it.actions.present = AT_THE_DESK
    it.live(600.0, ends_after=10.0)
    assert it.actions.rulings == [
        ("water", "defer", "away"),
        ("water", "skip", "gone"),
        ("neck", "defer", "break"),
        ("neck", "speak", ""),
        ("neck", "ended", "completed"),
    ]


def test_what_comes_can_be_made_ready():
    """The next effect is known ahead of time, so that it can be prepared."""
    it = SimulatedDay(water(), neck())
    expected = Lead((Occurrence(MONDAY, "water", "sip"),), {"sip": ROUTINES["sip"]})
    assert it.engine.upcoming(MONDAY) == expected
    five_past = MONDAY + timedelta(minutes=5)
    neck_too = Announce((Occurrence(five_past, "neck", "neck"),), ROUTINES["neck"])
    assert it.engine.upcoming(five_past) == neck_too
    it.do("pause")
    assert it.engine.upcoming(MONDAY) is None


def test_what_falls_due_as_the_plan_is_edited_is_kept():
    """An occurrence that falls due at the moment of an edit is still spoken."""
    it = SimulatedDay(water())
    it.clock.advance(1.0)
    it.do("use_plan", it.resolved(it.plan))
    it.live(5.0)
    assert it.actions.done == [("lead", "water")]


def test_a_clock_set_back_in_the_machines_sleep_loses_nothing():
    """Three hours asleep, set back by one: the occurrences of the two hours left are accounted for."""
    it = SimulatedDay(water(missed="once"))
    it.live(60.0, ends_after=10.0)
    it.actions.events.clear()
    it.clock.suspend(3 * 3600.0)
    it.clock.set_wall(it.clock.now() - timedelta(hours=1))
    it.compare()
    it.live(5.0)
    assert [row[1:] for row in it.actions.rulings[:3]] == [("skip", "superseded")] * 3
    assert it.actions.rulings[3][1] == "defer"


def test_whoever_wakes_the_machine_is_left_to_settle_also_when_the_clock_was_set():
    """After an hour asleep with a changed clock nothing is spoken for two minutes."""
    it = SimulatedDay(water(missed="once"))
    it.clock.suspend(3600.0)
    it.clock.set_wall(it.clock.now() + timedelta(minutes=20))
    it.compare()
    it.live(119.0)
    assert it.actions.done == []
    it.live(2.0)
    assert it.actions.done == [("lead", "water")]


@pytest.mark.parametrize("jump", [timedelta(hours=-2), timedelta(seconds=-5), timedelta(hours=2)])
def test_what_the_person_put_off_outlives_a_clock_that_is_set(jump):
    """Fifteen minutes stay fifteen minutes on a changed clock, and it is announced once."""
    it = SimulatedDay(neck())
    it.live(310.0)
    assert it.do("later", 900.0)
    it.clock.set_wall(it.clock.now() + jump)
    it.compare()
    it.live(890.0)
    assert it.actions.done.count(("announce", "neck", "Neck")) == 1
    it.live(20.0)
    assert it.actions.done.count(("announce", "neck", "Neck")) == 2


def test_a_clock_set_past_the_quiet_hours_ends_them():
    """What was postponed to the end of quiet hours is decided again when the clock is set past it."""
    it = SimulatedDay(water(missed="once"), quiet=(Window(time(9), time(12)),))
    it.live(10.0)
    assert it.actions.rulings == [("water", "defer", "quiet")]
    it.clock.set_wall(it.clock.now() + timedelta(hours=3, minutes=5))
    it.compare()
    it.live(60.0, ends_after=10.0)
    assert it.actions.done == [("lead", "water")]


def test_two_of_one_reminder_that_wait_are_caught_up_with_once():
    """Of two pending occurrences of one reminder only one is spoken."""
    often = AtIntervals(720.0, WORK)
    it = SimulatedDay(water(missed="once", cadence=often))
    it.actions.present = Situation(microphone=True)
    it.live(715.0)
    it.actions.present = AT_THE_DESK
    it.live(600.0, ends_after=10.0)
    assert it.actions.done == [("lead", "water")]
    assert ("water", "skip", "superseded") in it.actions.rulings


def test_an_announcement_is_not_repeated_into_the_quiet():
    """Who comes back into a pause, a meeting or quiet hours hears it again when that is over."""
    paused = SimulatedDay(neck())
    meeting = SimulatedDay(neck())
    quiet = SimulatedDay(neck(), quiet=(Window(time(9, 10), time(11)),))
    for it in (paused, meeting, quiet):
        it.live(310.0)
        it.actions.present = Situation(idle_seconds=900.0)
    paused.do("pause")
    for it in (paused, meeting, quiet):
        it.live(1200.0)
        it.actions.present = Situation(microphone=True) if it is meeting else AT_THE_DESK
        it.live(1200.0)
        assert it.actions.done == [("announce", "neck", "Neck")]
    paused.do("resume")
    meeting.actions.present = AT_THE_DESK
    for it in (paused, meeting, quiet):
        it.live(3600.0 * 1.5)
        assert it.actions.done == [("announce", "neck", "Neck"), ("again", "neck", "Neck")]


def test_who_wakes_the_machine_hears_an_announcement_again():
    """It has waited meanwhile; the person is left to settle first."""
    it = SimulatedDay(neck())
    it.live(310.0)
    it.clock.suspend(3 * 3600.0)
    it.compare()
    it.live(110.0)
    assert it.actions.done == [("announce", "neck", "Neck")]
    it.live(150.0)
    assert it.actions.done == [("announce", "neck", "Neck"), ("again", "neck", "Neck")]


def test_a_restart_while_something_is_led_keeps_the_spacing():
    """The next process knows what was being led when the previous one ended."""
    it = SimulatedDay(water(), Reminder(id="sit", routine="sit", cadence=AtTimes((time(9, 1),))))
    it.live(5.0)
    saved, expected = it.engine.state, it.engine.expected
    it.start()
    it.do("restore", saved, expected)
    it.live(300.0)
    assert it.actions.done == [("lead", "water")]
    it.live(10.0)
    assert it.actions.done == [("lead", "water"), ("lead", "sit")]


def test_what_a_clock_set_forward_passes_over_is_due_by_its_own_time():
    """Reminders of the skipped hours are not mistaken for postponed ones."""
    it = SimulatedDay(water())
    it.live(60.0, ends_after=10.0)
    it.actions.events.clear()
    it.clock.set_wall(MONDAY + timedelta(minutes=62))
    it.compare()
    assert it.engine.state.pending == {}
    it.live(5.0)
    assert it.actions.rulings == [("water", "skip", "superseded"), ("water", "defer", "spacing")]


def eyes(**fields):
    """A short routine once, at 9:05."""
    return Reminder(**{"id": "eyes", "routine": "sit", "cadence": AtTimes((time(9, 5),)), **fields})


def test_an_announcement_of_a_reminder_that_is_gone_is_withdrawn():
    """A deleted reminder's routine can no longer be begun; the journal says why."""
    it = SimulatedDay(neck())
    it.live(310.0)
    it.do("use_plan", it.resolved(Plan(reminders=(water(),))))
    assert it.actions.done == [("announce", "neck", "Neck"), ("withdraw",)]
    assert it.actions.rulings[-1] == ("neck", "withdrawn", "gone")
    assert not it.do("begin")


def test_what_was_announced_with_a_reminder_that_is_gone_is_announced_on_its_own():
    """A merged reminder is not lost with the deleted one, and the spacing is kept."""
    it = SimulatedDay(eyes(begin="ask"), eyes(id="other", routine="sip"))
    it.live(310.0)
    it.actions.events.clear()
    it.do("use_plan", it.resolved(Plan(reminders=(eyes(id="other", routine="sip"),))))
    it.live(310.0, ends_after=10.0)
    assert it.actions.rulings == [
        ("eyes", "withdrawn", "gone"),
        ("other", "later", "gone"),
        ("other", "defer", "spacing"),
        ("other", "speak", ""),
        ("other", "ended", "completed"),
    ]


def test_what_waits_and_what_is_announced_are_led_as_they_are_now():
    """After an edit the reminder's new routine is led, and not the old one."""
    waits, announced = SimulatedDay(neck(missed="once")), SimulatedDay(neck())
    waits.actions.present = Situation(microphone=True)
    for it in (waits, announced):
        it.live(310.0)
        it.actions.present = AT_THE_DESK
        it.do("use_plan", it.resolved(Plan(reminders=(neck(routine="sit", missed="once"),))))
    assert announced.do("begin")
    waits.live(1.0)
    assert (announced.engine.state.led.routine, waits.engine.state.led.routine) == ("sit", "sit")
    assert waits.actions.done == [("lead", "neck")]


def test_an_edit_of_a_routine_is_asked_about_anew():
    """What was postponed by quiet hours is spoken at once if the new plan has none."""
    it = SimulatedDay(water(missed="once"), quiet=(Window(time(9), time(12)),))
    it.live(10.0)
    it.do("use_plan", it.resolved(replace(it.plan, quiet=())))
    it.live(1.0)
    assert it.actions.done == [("lead", "water")]


def test_a_reminder_whose_routine_does_not_read_is_left_out_with_its_reason():
    """A reminder without a readable routine is neither announced nor led."""
    it = SimulatedDay(neck(routine="no-such"))
    it.live(310.0)
    assert (it.actions.done, it.actions.rulings) == ([], [("neck", "skip", "unread")])


def test_short_ones_due_together_that_take_long_become_one_announcement():
    """Several short routines of two minutes in total are announced together, and led as one."""
    it = SimulatedDay(*(eyes(id=name, routine=name) for name in ("sit", "look", "sip")))
    it.live(310.0)
    assert it.actions.done == [("announce", "look", "Looking, A sip, Sitting")]
    assert it.do("begin")
    assert it.actions.done[-1] == ("lead", "look", "sip", "sit")


@pytest.mark.parametrize(
    ("wishes", "done"),
    [((None, None), "lead"), (("now", "ask"), "announce"), (("ask", None), "announce")],
)
def test_one_that_asks_has_the_whole_row_asked_for(wishes, done):
    """One reminder with `begin: ask` makes the whole batch wait for the person."""
    first, second = wishes
    it = SimulatedDay(eyes(id="sip", routine="sip", begin=first), eyes(begin=second))
    it.live(310.0)
    assert [row[0] for row in it.actions.done] == [done]


def test_after_a_suspend_three_short_ones_are_one():
    """Caught up together, they are announced once, and each is accounted for."""
    it = SimulatedDay(*(eyes(id=name, routine=name, missed="once") for name in ("sit", "look", "sip")))
    it.clock.suspend(3600.0)
    it.compare()
    it.live(130.0)
    assert it.actions.done == [("announce", "look", "Looking, A sip, Sitting")]
    settled = [row for row in it.actions.rulings if row[1] != "defer"]
    assert settled == [("look", "speak", ""), ("sip", "skip", "merged"), ("sit", "skip", "merged")]


def test_what_is_put_off_keeps_what_was_merged_with_it():
    """A postponed batch is announced and led with all its routines."""
    it = SimulatedDay(*(eyes(id=name, routine=name) for name in ("sit", "look", "sip")))
    it.live(310.0)
    it.do("later", 600.0)
    it.live(605.0)
    assert it.do("begin")
    assert it.actions.done[-1] == ("lead", "look", "sip", "sit")


def test_what_is_due_anew_meanwhile_is_not_led_twice():
    """A merged reminder that was spoken by itself meanwhile leaves the postponed batch."""
    it = SimulatedDay(
        eyes(id="look", routine="look", begin="ask"),
        eyes(id="sip", routine="sip", cadence=AtTimes((time(9, 5), time(9, 12)))),
    )
    it.live(310.0)
    assert [each.reminder for each in it.engine.state.announcement.occurrences] == ["look", "sip"]
    it.do("later", 900.0)
    it.live(905.0, ends_after=10.0)
    assert it.do("begin")
    assert [row for row in it.actions.done if row[0] == "lead"] == [("lead", "sip"), ("lead", "look")]


@pytest.mark.parametrize(("back", "times"), [(5.0, 1), (600.0, 1), (3600.0, 2)])
def test_a_clock_set_back_a_little_has_nothing_spoken_twice(back, times):
    """Seconds or minutes: it was spoken; an hour: it is spoken again, or there would be silence."""
    it = SimulatedDay(Reminder(id="eyes", routine="sit", cadence=AtTimes((time(9, 1),))))
    it.live(64.0, ends_after=2.0)
    it.clock.set_wall(it.clock.now() - timedelta(seconds=back))
    it.compare()
    it.live(back + 400.0, ends_after=30.0)
    assert it.actions.done == [("lead", "eyes")] * times
    assert (("eyes", "skip", "clock") in it.actions.rulings) == (times == 1)


def test_resuming_early_does_not_wait_for_the_end_of_the_pause():
    """What the pause has postponed is decided again at once."""
    it = SimulatedDay(water(missed="once"))
    it.do("pause", MONDAY + timedelta(hours=2))
    it.live(60.0)
    it.do("resume")
    it.live(1.0)
    assert it.actions.done == [("lead", "water")]


def test_a_pause_without_an_end_leaves_out_nothing_that_can_still_be_made_up_for():
    """When resumed on the same day, `missed: once` is made up for once."""
    it = SimulatedDay(water(missed="once"))
    it.do("pause")
    it.live(7000.0)
    it.do("resume")
    it.live(60.0, ends_after=10.0)
    assert it.actions.done == [("lead", "water")]


def test_of_two_weeks_asleep_today_is_made_up_for_and_all_is_accounted_for():
    """Every quarter of an hour: the last one of today is spoken; older ones are one entry of the journal."""
    cadence = AtIntervals(900.0, WORK)
    it = SimulatedDay(water(missed="once", cadence=cadence))
    it.clock.suspend(14 * 86_400.0 + 3600.0 * 3)
    it.compare()
    it.live(130.0)
    assert it.actions.done == [("lead", "water")]
    until = MONDAY + timedelta(days=14, hours=3, seconds=1)
    noted = it.actions.events
    due = set(occurrences(it.plan, {}, MONDAY, until, UTC))
    one_by_one = {each.occurrence for each in noted if each.through is None}
    (older,) = (each for each in noted if each.through is not None)
    counted = set(occurrences(it.plan, {}, MONDAY, older.through + timedelta(seconds=1), UTC))
    assert one_by_one | counted == due
    assert one_by_one & counted == set()
    assert (older.ruling, older.reason) == ("skip", "superseded")
    assert older.sentence.startswith(f"{len(counted)} were missed")


def test_what_another_process_led_is_over_when_it_should_be():
    """Its end is assumed, the spacing counts from there, and the reminders continue."""
    it = SimulatedDay(water())
    led_until = MONDAY + timedelta(seconds=20)
    it.engine.state = replace(it.engine.state, led_until=led_until)
    it.live(200.0, ends_after=10.0)
    assert it.actions.done == []
    it.live(400.0, ends_after=10.0)
    assert it.actions.done == [("lead", "water")]


def test_what_was_merged_goes_on_with_the_next_of_the_same_reminder():
    """A postponed occurrence that is superseded passes on what was merged with it."""
    it = SimulatedDay(
        eyes(id="look", routine="look", begin="ask", cadence=AtTimes((time(9, 5), time(9, 12)))),
        eyes(id="sip", routine="sip"),
    )
    it.live(310.0)
    it.do("later", 300.0)
    it.actions.present = Situation(microphone=True)
    it.live(420.0)
    it.actions.present = AT_THE_DESK
    it.live(400.0)
    assert ("look", "skip", "superseded") in it.actions.rulings
    assert [each.reminder for each in it.engine.state.announcement.occurrences] == ["look", "sip"]


def test_what_another_process_leads_is_not_talked_over():
    """A reminder waits until a routine begun by hand is over, plus the spacing."""
    it = SimulatedDay(water(missed="once"), spacing=60.0)
    it.actions.present = replace(AT_THE_DESK, other_session=True)
    it.live(100, ends_after=10)
    assert (it.actions.done, it.actions.rulings) == ([], [("water", "defer", "led")] * 2)
    it.actions.present = AT_THE_DESK
    it.live(100, ends_after=10)
    assert it.actions.done == [("lead", "water")]
