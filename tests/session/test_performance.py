"""A performance: what it records, what the person's commands do, and how it ends."""

from __future__ import annotations

import time

import numpy as np
import pytest

from coach.routine.model import Hold, Rest, Say, Variants
from coach.session.performance import CLOSING
from coach.session.player import Finished
from coach.sound.mixer import Mixer
from coach.timeline.model import Delivery
from performance_steps import CALF, KNEE, REST, SIT, STAND, step_events


def test_from_the_first_step_to_the_last(make_performance):
    """The journal records that every step begins, in order, but only that exercises are done."""
    it = make_performance(SIT, CALF)
    it.begin()
    it.finish()
    ended = {
        "outcome": "completed",
        "steps_done": 1,
        "seconds": it.timeline.seconds,
        "voice": "fake/quiet@150",
        "heard": "unknown",
    }
    assert it.heard.events[1:] == [
        ("step-started", {"step": 0, "name": "Sit tall."}),
        ("step-started", {"step": 1, "name": "Calf"}),
        ("step-done", {"step": 1, "name": "Calf"}),
        ("session-ended", ended),
    ]
    logged = it.logged()
    assert (logged.outcome, logged.steps_done, logged.steps, logged.title) == ("completed", 1, 1, "X")
    assert it.performance.journal_failed is False


@pytest.mark.parametrize(
    ("words", "more"), [(SIT, {}), (Say(text=Variants(("Sit tall.", "Sit up."))), {"wording": 1})]
)
def test_the_first_event_says_what_is_led_and_how(make_performance, words, more):
    """The first event has the wording only where words vary, and what is known of the process."""
    it = make_performance(words, CALF, delivery=Delivery(detail="brief", wording=1))
    it.begin()
    started = {
        "title": "X",
        "language": "en",
        "voice": "fake/quiet@150",
        "steps": 1,
        "detail": "brief",
        "pid": 1,
        **more,
    }
    assert it.heard.events == [("session-started", started)]


def test_the_last_event_counts_milliseconds_and_has_what_became_known_meanwhile(make_performance):
    """Seconds are rounded; what is known only at the end, as of the screen's lock, is added then."""
    it = make_performance(CALF)
    it.begin()
    it.output.play(0.0126)
    it.performance.facts_at_end = lambda: {"locked": True}
    it.command("stop")
    it.finish()
    ended = {"outcome": "stopped", "steps_done": 0, "seconds": 0.013, "voice": "fake/quiet@150"}
    assert it.heard.events[-1] == ("session-ended", {**ended, "heard": "unknown", "locked": True})


def test_a_session_ends_once(make_performance):
    """A second report that the device has played everything writes no second end."""
    it = make_performance(SIT)
    it.begin()
    it.finish()
    it.performance.handle(Finished(CLOSING))
    it.settle()
    assert it.kinds.count("session-ended") == 1


@pytest.mark.parametrize(("fields", "volume"), [({}, 0.8), ({"volume": 0.3}, 0.3)])
def test_what_is_heard_is_what_was_mixed(make_performance, fields, volume):
    """The samples that are handed out are those of the timeline at that volume, one by one."""
    it = make_performance(SIT, CALF, **fields)
    it.begin()
    heard = it.play(it.timeline.seconds)
    expected = Mixer(it.timeline, it.prepared.clips, volume).read(0, len(heard))
    assert np.array_equal(heard, expected)


def test_a_performance_may_begin_at_an_instant(make_performance):
    """A session that begins at an instant is recorded at once, but silent until then."""
    it = make_performance(SIT)
    it.performance.begin(time.monotonic() + 3600.0)
    assert not it.play(1.0).any()
    assert (it.snapshot.state, it.snapshot.position, it.kinds) == ("performing", 0.0, ["session-started"])


def test_nothing_is_heard_or_written_before_it_begins(make_performance):
    """A session that is ready is silent and records nothing."""
    it = make_performance(SIT)
    assert not it.play(0.2).any()
    assert (it.snapshot.state, it.kinds) == ("ready", [])


def test_done_only_when_the_journal_has_it(make_performance):
    """A step that has been performed is not called done before its event is durable."""
    it = make_performance(Rest(seconds=2.0), CALF)
    it.begin()
    for _ in range(200):
        it.output.play(0.02)
    it.performance._recorder.flush()
    assert it.snapshot.steps_done == frozenset()
    it.settle()
    assert it.snapshot.steps_done == {0}


def test_notices_are_recorded(make_performance):
    """The journal says whether a notice was heard to its end or skipped."""
    delivery = Delivery(notices=frozenset({"stop-rules", "routine"}))
    it = make_performance(SIT, not_for=("a recent injury",), delivery=delivery)
    it.begin()
    it.play(1.0)
    it.command("next")
    it.finish()
    rules, own = it.timeline.notices
    assert [data for kind, data in it.heard.events if kind == "notice-given"] == [
        {"notice": "stop-rules", "version": rules.version, "heard": False},
        {"notice": "routine", "version": own.version, "heard": True},
    ]
    assert it.logged().outcome == "completed"


def test_beginning_with_a_later_step(make_performance):
    """The session begins with the requested step, and counts as partial, as steps were left out."""
    it = make_performance(CALF, REST, first_step=1)
    it.begin()
    it.finish()
    assert (it.logged().outcome, it.snapshot.steps_done) == ("partial", {1})


def test_beginning_with_a_later_step_after_the_notices(make_performance):
    """The notices that are due are given before the requested step."""
    it = make_performance(CALF, REST, first_step=1, delivery=Delivery(notices=frozenset({"stop-rules"})))
    it.begin()
    it.finish()
    assert [kind for kind in it.kinds if kind in ("notice-given", "step-started")] == [
        "notice-given",
        "step-started",
    ]
    assert it.snapshot.steps_done == {1}


@pytest.mark.parametrize("notices", [frozenset(), frozenset({"stop-rules"})])
def test_the_opening_is_heard_wherever_one_begins(make_performance, notices):
    """The author's words before the first exercise are spoken, and then the requested step is led."""
    it = make_performance(SIT, STAND, CALF, SIT, REST, first_step=3, delivery=Delivery(notices=notices))
    it.begin()
    it.finish()
    assert [step for kind, step in step_events(it) if kind == "step-started"] == [0, 1, 3, 4]
    assert (it.logged().outcome, it.snapshot.steps_done) == ("partial", {4})


def test_an_opening_that_is_skipped_goes_on_to_the_requested_step(make_performance):
    """Each `next` skips one sentence of the opening, and the last goes to the requested step."""
    it = make_performance(SIT, STAND, CALF, REST, first_step=3)
    it.begin()
    it.play(0.1)
    it.command("next")
    assert it.snapshot.position == it.timeline.steps[1].at
    it.play(0.1)
    it.command("next")
    assert it.snapshot.position == it.timeline.steps[3].at


def test_a_routine_of_words_alone_is_one_step(make_performance):
    """A routine without exercises is done when its last words have been spoken."""
    it = make_performance(SIT, STAND)
    it.begin()
    it.finish()
    assert [data["step"] for kind, data in it.heard.events if kind == "step-done"] == [1]
    assert (it.logged().outcome, it.logged().steps_done, it.logged().steps) == ("completed", 1, 1)


def test_a_repetition_begins_again_after_a_pause(make_performance):
    """A paused repetition begins with "Ready" and a beat, and the session can still be completed."""
    it = make_performance(KNEE)
    it.begin()
    second = [cue for cue in it.timeline.cues if cue.kind == "move"][1]
    it.play_to(second.at + 1.0)
    it.command("pause")
    it.command("resume")
    assert it.snapshot.position == second.at
    it.finish()
    assert [cue.text for cue in it.heard.cues].count("Ready.") == 2
    assert it.logged().outcome == "completed"


def test_what_was_performed_counts_wherever_the_playhead_went(make_performance):
    """A step that ended just before a command was handled is done."""
    it = make_performance(REST, CALF)
    it.begin()
    it.output.play(it.timeline.steps[1].at + 0.1)
    it.performance._inbox.put(it.performance._inbox.get())  # as if the command had been first
    it.performance.player.go_to(it.timeline, it.timeline.steps[1].at)
    it.settle()
    assert it.snapshot.steps_done == {0}


@pytest.mark.parametrize(("skips", "expected"), [(False, ["Third this week."]), (True, [])])
def test_the_last_words_of_a_completed_session(make_performance, skips, expected):
    """The last words are said before the session ends, and only if all steps were done."""
    it = make_performance(Hold(seconds=20.0), delivery=Delivery(feedback="Third this week."))
    it.begin()
    if skips:
        it.command("next")
    it.finish()
    assert it.heard.asides == expected
    assert it.heard.events[-1][0] == "session-ended"
    assert it.heard.events[-1][1]["outcome"] == ("partial" if skips else "completed")
