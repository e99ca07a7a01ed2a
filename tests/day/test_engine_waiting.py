"""Days in which something waits: it is answered, put off, merged, done unprompted, and led with others."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from coach.day.model import Lead
from coach.plan.model import AtTimes
from coach.situation import AT_THE_DESK, Situation
from simulated_day import MONDAY, SimulatedDay, back, eyes, neck, water


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
    """An announcement holds other reminders back for the spacing only, and then waits silently."""
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
    """What is put off can be begun, skipped or done before its time, and does not come then."""
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
    """A postponed routine is announced again after that time, and only once."""
    it = SimulatedDay(neck())
    it.live(310.0)
    assert it.do("later", 900.0)
    it.live(890.0)
    assert it.actions.done.count(("announce", "neck", "Neck")) == 1
    it.live(20.0)
    assert it.actions.done.count(("announce", "neck", "Neck")) == 2
    assert it.do("begin")


def test_what_was_done_unprompted_begins_an_interval_again():
    """From then on, to the end of the window; an older claim changes nothing, nor does a plan edit."""
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
    """What was done unprompted ends what was announced or put off of it, with the reason."""
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


def test_short_ones_due_together_that_take_long_become_one_announcement():
    """Several short routines of two minutes in total are announced together, and led as one."""
    it = SimulatedDay(*(eyes(id=name, routine=name) for name in ("sit", "look", "sip")))
    it.live(310.0)
    assert it.actions.done == [("announce", "look", "Looking, A sip, Sitting")]
    assert it.do("begin")
    assert it.actions.done[-1] == ("lead", "look", "sip", "sit")


@pytest.mark.parametrize(
    ("requested", "done"),
    [((None, None), "lead"), (("now", "ask"), "announce"), (("ask", None), "announce")],
)
def test_one_that_asks_has_the_whole_row_asked_for(requested, done):
    """One reminder with `begin: ask` makes the whole batch wait for the person."""
    first, second = requested
    it = SimulatedDay(eyes(id="sip", routine="sip", begin=first), eyes(begin=second))
    it.live(310.0)
    assert [row[0] for row in it.actions.done] == [done]


def test_what_is_put_off_keeps_what_was_merged_with_it():
    """A postponed batch is announced and led with all its routines."""
    it = SimulatedDay(*(eyes(id=name, routine=name) for name in ("sit", "look", "sip")))
    it.live(310.0)
    it.do("later", 600.0)
    it.live(605.0)
    assert it.do("begin")
    assert it.actions.done[-1] == ("lead", "look", "sip", "sit")


def test_what_is_due_again_meanwhile_is_not_led_twice():
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
