"""What a restart must not lose."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from coach.clock_times import Window
from coach.daemon.saved_state import SavedState, from_dict, to_dict
from coach.day.engine import ReminderEngine
from coach.day.model import ReminderEvent
from coach.day.state import UNTIL_RESUMED, Pending
from coach.day.use import Use
from coach.home import find_home
from coach.plan.model import AtIntervals, AtTimes, Occurrence, Plan, Reminder, ResolvedPlan
from coach.situation import AT_THE_DESK
from coach.testing import FakeClock
from daemon_harness import KNOWN

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
DAY = Window(time(0), time(0))
NECK = Reminder(id="neck", routine="neck", cadence=AtTimes((time(12, 5),)))


class Engine(ReminderEngine):
    """An engine at noon, on a clock of its own; what it decides is recorded, and nothing is led."""

    def __init__(self, *reminders, at=NOON):
        self.clock = FakeClock(at)
        self.events = []
        plan = ResolvedPlan(Plan(reminders=reminders or (NECK,)), UTC, KNOWN, {})
        super().__init__(plan, self.clock, lambda: AT_THE_DESK)

    def wake(self):
        """Record what became of the occurrences."""
        self.record(super().wake())

    def record(self, effects):
        """Record what became of the occurrences."""
        self.events.extend(effect for effect in effects if isinstance(effect, ReminderEvent))


def restore(engine, tree):
    """Have the engine go on from that state."""
    engine.record(engine.restore(*from_dict(json.loads(json.dumps(tree)))))


def after(engine, seconds=0.0):
    """The same plan in the next process, so many seconds later, with what the other one saved."""
    again = Engine(*engine.plan.plan.reminders, at=engine.clock.now() + timedelta(seconds=seconds))
    restore(again, to_dict(engine))
    return again


def announced():
    """A day in which the neck routine waits to be begun."""
    engine = Engine()
    engine.clock.advance(300.0)
    engine.wake()
    return engine


def test_a_snooze_survives():
    """What was put off before a restart is announced after it, at its time."""
    engine = announced()
    engine.later(600.0)
    again = after(engine)
    until = NOON + timedelta(seconds=900)
    assert again.state.pending == {
        Occurrence(until, "neck", "neck"): Pending(until, put_off=1, first_due=NOON + timedelta(seconds=300))
    }


def test_what_is_due_and_not_yet_asked_about_survives():
    """What fell due just before the process ended is decided on by the next process."""
    engine = Engine()
    engine.clock.advance(300.0)
    engine.use_plan(engine.plan)
    again = after(engine)
    assert again.state.pending == {Occurrence(NOON + timedelta(seconds=300), "neck", "neck"): Pending()}
    again.wake()
    assert again.state.announcement is not None


@pytest.mark.parametrize(
    ("away", "said"), [(299.0, []), (301.0, ["speak"]), (3600.0, ["skip"]), (86_700.0, ["skip", "speak"])]
)
def test_what_fell_due_while_no_coach_ran_is_accounted_for(away, said):
    """What fell due while no coach ran is spoken if still in time, else left out with its reason."""
    again = after(Engine(), away)
    again.wake()
    assert [event.ruling for event in again.events] == said


def test_what_fell_due_by_a_plan_that_was_edited_since_does_not_count():
    """What fell due by a plan that has been edited since does not count."""
    engine = Engine()
    again = Engine(replace(NECK, cadence=AtTimes((time(12, 6),))))
    again.clock.advance(301.0)
    restore(again, to_dict(engine))
    again.wake()
    assert again.events == []


def test_an_unanswered_announcement_survives():
    """After a restart an announcement is repeated after the spacing, three times in all, then no more."""
    engine, said = announced(), []
    for _ in range(4):
        engine = after(engine, 10.0)
        engine.wake()
        said.append(engine.state.announcement.times)
        engine.clock.advance(300.0)
        engine.wake()
    assert (said, engine.state.announcement.times) == ([1, 2, 3, 3], 3)
    assert engine.begin()


def test_an_announcement_whose_day_is_over_is_not_said_again():
    """An announcement waits for hours, but not beyond its day, and the journal says why."""
    again = after(announced(), 3600.0)
    again.wake()
    assert again.state.announcement.times == 2
    late = after(announced(), 15 * 3600.0)
    late.wake()
    assert late.state.announcement is None
    assert [(event.ruling, event.reason) for event in late.events] == [("unanswered", "day-over")]


def test_what_else_is_due_after_a_restart_keeps_its_distance_from_the_announcement():
    """After a restart the announcement comes first, and other reminders keep their distance from it."""
    sit = Reminder(id="sit", routine="sit", cadence=AtTimes((time(12, 6),)), missed="once")
    engine = Engine(NECK, sit)
    engine.clock.advance(301.0)
    engine.wake()
    again = after(engine, 60.0)
    again.wake()
    assert again.state.announcement.occurrence.reminder == "neck"
    assert [(event.occurrence.reminder, event.reason) for event in again.events] == [("sit", "announced")]


def test_a_restart_in_the_same_state_knows_it_once():
    """A state that is restored twice announces once."""
    tree = to_dict(announced())
    again = Engine()
    again.clock.advance(610.0)
    for _ in range(2):
        restore(again, tree)
    again.wake()
    assert (again.state.announcement.occurrence.reminder, again.state.announcement.times) == ("neck", 2)
    assert again.state.pending == {}


def test_what_was_merged_survives():
    """Reminders that were put off together are announced and led together after a restart."""
    sip = Reminder(id="sip", routine="sip", cadence=NECK.cadence, begin="ask")
    sit = Reminder(id="sit", routine="sit", cadence=NECK.cadence)
    engine = Engine(sip, sit)
    engine.clock.advance(300.0)
    engine.wake()
    assert [each.reminder for each in engine.state.announcement.occurrences] == ["sip", "sit"]
    standing = after(engine, 10.0)
    engine.later(600.0)
    put_off = after(engine, 10.0)
    put_off.clock.advance(600.0)
    for again in (standing, put_off):
        again.wake()
        assert [each.reminder for each in again.state.announcement.occurrences] == ["sip", "sit"]


def test_a_run_of_skips_survives():
    """The question why is asked once in a run, also across a restart, and can be answered after it."""
    engine = announced()
    engine.state = replace(engine.state, skips={"neck": 2})
    engine.skip()
    again = after(engine)
    asked = Occurrence(NOON + timedelta(seconds=300), "neck", "neck")
    assert (again.state.skips, again.state.asked_why) == ({"neck": 3}, asked)
    assert [each.reason for each in again.skip("neck", "busy")] == ["busy"]


def test_a_pause_survives():
    """A pause survives a restart, even one without an end."""
    engine = Engine()
    engine.pause()
    assert after(engine).state.paused_until == UNTIL_RESUMED


def test_a_reminder_that_is_gone_is_left_out_with_its_reason():
    """What waited for a reminder that is no longer in the plan is left out with its reason."""
    engine = announced()
    engine.later(600.0)
    other = Engine(Reminder(id="other", routine="neck", cadence=NECK.cadence))
    restore(other, to_dict(engine))
    assert other.state.pending == {}
    assert [(event.ruling, event.reason) for event in other.events] == [("skip", "gone")]


def test_what_the_last_process_led_is_not_talked_over():
    """A session that outlives its daemon is not interrupted, and the spacing after it is kept."""
    sit = Reminder(id="sit", routine="sit", cadence=AtTimes((time(12, 6),)), missed="once")
    engine = Engine(Reminder(id="neck", routine="neck", cadence=NECK.cadence, begin="now"), sit)
    engine.clock.advance(300.0)
    engine.wake()
    assert engine.state.led_until == NOON + timedelta(seconds=700)
    again = after(engine, 10.0)
    led = []
    while not led:
        again.clock.advance(again.idle_seconds or 0.1)
        again.wake()
        led = [again.clock.now()] if again.state.led is not None else []
    assert led == [NOON + timedelta(seconds=700 + 300)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        '{"waiting": [1]}',
        '{"waiting": 1}',
        (
            '{"waiting": [{"due": ["2026-11-02T12:05:00", "neck", "neck"], "until": null, '
            '"together": [], "put_off": 0}]}'
        ),
        (
            '{"waiting": [{"due": ["2026-11-02T12:05:00+00:00", "neck"], "until": null, '
            '"together": [], "put_off": 0}]}'
        ),
        '{"waiting": [], "spoken": [["neck"]]}',
        '{"paused_until": "2026-11-02T12:05:00"}',
        '{"paused_until": 3}',
        '{"announced": {}}',
        '{"announced": [{"occurrences": []}]}',
        '{"paused_until": "2026-11-02T18:00:00+00:00", "written": {"at": "soon"}}',
        "[" * 100_000,
    ],
)
def test_a_state_that_does_not_read(text):
    """An unreadable state is ignored: the day begins without it."""
    home = find_home()
    saved = SavedState(home, FakeClock(NOON), "this boot")
    (home.state / "day.json").write_text(text)
    engine = Engine()
    saved.restore(engine)
    assert (engine.state.pending, engine.state.paused_until) == ({}, None)
    engine.clock.advance(301.0)
    engine.wake()
    assert engine.state.announcement is not None


def test_the_file_is_private_and_written_when_something_changed():
    """The file is private, and written only when something has changed."""
    home = find_home()
    engine = announced()
    saved = SavedState(home, engine.clock, None)
    saved.save(engine)
    path = home.state / "day.json"
    first = path.stat()
    saved.save(engine)
    assert path.stat().st_ino == first.st_ino
    engine.later(600.0)
    saved.save(engine)
    assert (path.stat().st_mode & 0o777, path.stat().st_ino != first.st_ino) == (0o600, True)
    again = Engine()
    SavedState(home, engine.clock, None).restore(again)
    assert again.state.pending == engine.state.pending


@pytest.mark.parametrize(("minutes", "kept"), [(1, 1500.0), (9, 1500.0), (11, 0.0), (15 * 60, 0.0)])
def test_time_in_use_is_not_counted_on_over_a_night(minutes, kept):
    """After longer than a break and a step of saving nobody knows whether there was a break."""
    stand = Reminder(id="stand", routine="sit", cadence=AtIntervals(2700.0, DAY), counting="use")
    engine = Engine(stand)
    engine.state = replace(engine.state, use=Use(seconds=1600.0, counted={"stand": 300.0}))
    SavedState(find_home(), engine.clock, None).save(engine)
    engine.clock.advance(minutes * 60.0)
    again = Engine(stand, at=engine.clock.now())
    SavedState(find_home(), engine.clock, None).restore(again)
    assert again.state.use == (Use(seconds=kept, counted={"stand": 300.0}) if kept else Use())


def test_no_second_notice_is_given_after_a_restart():
    """For which instant a notice was considered is saved."""
    engine = Engine()
    engine.state = replace(engine.state, noticed=NOON)
    assert after(engine).state.noticed == NOON
