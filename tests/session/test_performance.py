"""A performance: what it records, what the person's commands do, and how it ends."""

from __future__ import annotations

import itertools
import time
from dataclasses import replace

import numpy as np
import pytest

from coach.routine.model import Ask, Hold, Move, Rest, Say, Variants
from coach.session.interface import Command
from coach.session.performance import CLOSING
from coach.session.player import Finished
from coach.sound.mixer import Mixer
from coach.testing import FakeOutput, FakeVoice
from coach.timeline.model import Delivery
from performance_steps import CALF, KNEE, REST, SIT, STAND, hold_of, pauses


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
    """It has the wording only of a routine whose words vary, and what is known of the process."""
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
    """It is recorded at once, but silent until then."""
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


def test_a_pause_is_silent_within_20_ms_and_the_hold_begins_again(make_performance):
    """A pause in a hold fades out and is silent; then come the lead-in and the whole hold again."""
    it = make_performance(CALF)
    it.begin()
    hold = hold_of(it)
    it.play_to(hold.at + 17.1)  # in the middle of "three"
    it.command("pause")
    paused = it.play(0.5)
    assert paused[:480].any()
    assert not paused[960:].any()
    assert it.snapshot.state == "paused"
    it.command("resume")
    assert (it.snapshot.state, it.snapshot.position) == ("performing", hold.at - 3.0)
    it.finish()
    assert it.logged().outcome == "completed"
    assert pauses(it) == [("paused", {"step": 0}), ("resumed", {"step": 0})]


def test_a_second_pause_changes_nothing(make_performance):
    """A command that makes no sense at that moment is ignored."""
    it = make_performance(CALF)
    it.begin()
    it.command("resume")
    it.command("pause")
    it.command("pause")
    it.command("answer", 3)
    assert it.kinds == ["session-started", "paused"]


def test_next_skips_and_the_session_is_partial(make_performance):
    """A skipped step is recorded, and the session that ends by itself counts as partial."""
    it = make_performance(CALF, REST)
    it.begin()
    it.play(2.0)
    it.command("next")
    assert it.snapshot.position == it.timeline.steps[1].at
    it.finish()
    assert [event for event in it.heard.events if event[0] in ("step-skipped", "step-done")] == [
        ("step-skipped", {"step": 0, "name": "Calf"}),
        ("step-done", {"step": 1, "name": "Rest"}),
    ]
    assert it.logged().outcome == "partial"


def test_a_skipped_step_can_be_made_up_for(make_performance):
    """Going back to a skipped step and doing it makes the session complete."""
    it = make_performance(CALF, REST)
    it.begin()
    it.play(2.0)
    it.command("next")
    it.command("previous")
    it.finish()
    assert (it.logged().outcome, it.snapshot.steps_skipped, it.snapshot.steps_done) == (
        "completed",
        frozenset(),
        {0, 1},
    )


def test_going_back_never_undoes(make_performance):
    """A step that was done stays done, and is not done a second time."""
    it = make_performance(REST, CALF)
    it.begin()
    it.play_to(it.timeline.steps[1].at + 1.0)
    it.command("previous")
    it.play(0.5)
    assert it.snapshot.steps_done == {0}
    it.finish()
    assert it.kinds.count("step-done") == 2


def step_events(it):
    """The events about steps, in their order: the kind and the step."""
    return [(kind, data["step"]) for kind, data in it.heard.events if kind.startswith("step-")]


def test_listeners_know_which_step_is_led(make_performance):
    """Each step that begins is reported, also after going back; each is done or skipped only once."""
    it = make_performance(REST, CALF, REST, CALF, REST, first_step=2)
    it.begin()
    it.play_to(it.timeline.steps[3].at + 1.0)
    for command in ("previous", "previous", "next", "next", "next"):
        it.command(command)
        it.play(0.1)
    assert step_events(it) == [
        ("step-started", 2),
        ("step-done", 2),
        ("step-started", 3),
        ("step-started", 2),
        ("step-started", 1),
        ("step-skipped", 1),
        ("step-started", 2),
        ("step-started", 3),
        ("step-skipped", 3),
        ("step-started", 4),
    ]
    it.command("previous")
    it.play(0.1)
    it.command("next")
    it.finish()
    assert step_events(it)[10:] == [("step-started", 3), ("step-started", 4), ("step-done", 4)]
    assert (it.heard.events[-1][1]["steps_done"], it.logged().steps_done) == (2, 2)


def test_a_pause_begins_no_step(make_performance):
    """A step that is resumed is not reported as beginning, but one that is repeated is."""
    it = make_performance(SIT, CALF)
    it.begin()
    it.play(0.1)
    it.command("pause")
    it.command("resume")
    it.play(0.1)
    assert step_events(it) == [("step-started", 0)]
    it.command("repeat")
    it.play(0.1)
    assert step_events(it) == [("step-started", 0)] * 2


def test_repeat_goes_to_the_beginning_of_the_step(make_performance):
    """The command `repeat` goes there from anywhere inside the step."""
    it = make_performance(SIT, CALF)
    it.begin()
    it.play_to(it.timeline.steps[1].at + 9.0)
    it.command("repeat")
    assert it.snapshot.position == it.timeline.steps[1].at


def test_ten_seconds_more(make_performance):
    """The current hold lasts ten seconds longer, and the timeline shows its new end."""
    it = make_performance(CALF)
    it.begin()
    hold = hold_of(it)
    it.play_to(hold.at + 5.0)
    it.command("extend")
    it.play_to(hold.at + 29.0)
    assert it.snapshot.steps_done == frozenset()
    it.finish()
    assert it.heard.events[-1][1]["seconds"] == pytest.approx(it.timeline.seconds + 10.0)


def test_go_ends_the_wait_for_a_position(make_performance):
    """The words after it follow at once; at any other time the command changes nothing."""
    it = make_performance(replace(CALF, position="standing"), position="seated")
    it.begin()
    wait = next(cue for cue in it.timeline.cues if cue.kind == "wait")
    it.command("go")
    assert it.snapshot.position < wait.at
    it.play_to(wait.at + 2.0)
    it.command("go")
    assert it.snapshot.position == wait.end
    it.finish()
    assert (it.logged().outcome, it.kinds.count("step-skipped")) == ("completed", 0)


def test_next_ends_a_movement_at_ones_own_pace(make_performance):
    """The person has finished it: the step counts as done, not as skipped."""
    it = make_performance(Move(reps=10, name="Sit down", pace="own", up_to=90.0), SIT)
    it.begin()
    move = next(cue for cue in it.timeline.cues if cue.kind == "move")
    it.play_to(move.at + 4.0)
    it.command("next")
    assert it.snapshot.position == move.end
    it.finish()
    assert (it.logged().outcome, it.kinds.count("step-skipped")) == ("completed", 0)


@pytest.fixture
def _no_waiting(monkeypatch):
    """The end waits only a moment for an output that pulls nothing more."""
    monkeypatch.setattr("coach.session.performance.OUTPUT_TIMEOUT", 0.01)


@pytest.mark.usefixtures("_no_waiting")
@pytest.mark.parametrize(("is_audible", "heard"), [(True, "yes"), (False, "no"), (None, "unknown")])
def test_the_output_says_whether_the_session_was_heard(make_performance, is_audible, heard):
    """It is asked at the beginning and at the end, and the answer is recorded."""
    it = make_performance(SIT)
    it.begin()
    it.output.is_audible = is_audible
    it.output.play(it.timeline.seconds + 0.1)
    it.performance.run(it.output)
    assert it.heard.events[-1][1]["heard"] == heard


@pytest.mark.usefixtures("_no_waiting")
def test_an_output_that_pulls_nothing_more_does_not_keep_the_end_waiting(make_performance):
    """If only the last silence was not played, the session ends as completed, and everything is closed."""
    it = make_performance(SIT)
    it.begin()
    it.output.play(it.timeline.seconds + 0.1)
    assert (it.performance.run(it.output), it.snapshot.state) == ("completed", "ended")
    assert (it.output.closed, it.logged().outcome) == (True, "completed")


class NotedOutput(FakeOutput):
    """An output that keeps the arguments it was started with."""

    def start(self, *given):
        """Keep the arguments."""
        self.given = given


@pytest.mark.usefixtures("_no_waiting")
def test_a_performance_starts_its_output(make_performance):
    """The output gets the source of samples and the receiver of remarks; `stop` works before any sound."""
    it, output = make_performance(SIT), NotedOutput()
    it.performance.command(Command("stop"))
    assert it.performance.perform(output) == "stopped"
    player = it.performance.player
    assert output.given == (player.pull, it.performance.remark, player)
    assert (output.closed, it.logged().outcome) == (True, "stopped")


def test_a_performance_whose_thread_failed_is_over(make_performance):
    """It does not wait for anything any more, and counts as stopped, not as completed."""
    it = make_performance(SIT)
    it.begin()
    it.performance.fail()
    assert it.snapshot.state == "ended"
    assert it.performance.run(it.output) == "stopped"


def test_stopping(make_performance):
    """One command ends the session at once as stopped, and no further step counts as done."""
    it = make_performance(REST, CALF)
    it.begin()
    it.play_to(it.timeline.steps[1].at + 4.0)
    it.command("stop")
    assert not it.play(0.2)[960:].any()
    assert (it.snapshot.state, it.snapshot.outcome) == ("performing", None), "the journal has no end yet"
    it.finish()
    logged = it.logged()
    assert (logged.outcome, logged.steps_done, it.snapshot.outcome) == ("stopped", 1, "stopped")


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
    """It begins again with "Ready" and a beat, and the session can still be completed."""
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


def test_a_journal_that_fails_in_the_middle(make_performance, broken):
    """The person is informed once, the session is led to its end, and no further step counts as done."""
    it = make_performance(REST, CALF, SIT, journal=broken(3))
    it.begin()
    it.finish()
    assert it.performance.journal_failed is True
    assert it.heard.remarks == ["I cannot record this session. We go on, but it will not be saved."]
    assert (it.snapshot.steps_done, it.snapshot.outcome) == ({0}, "completed")


def test_a_voice_that_fails(make_performance):
    """Tones are played in place of words, the journal says so, and the session is led as usual."""
    voice = FakeVoice()
    voice.give_up()
    it = make_performance(SIT, CALF, voice=voice)
    it.begin()
    heard = it.play(1.0)
    it.finish()
    assert heard.any()
    assert (it.logged().voice, it.logged().outcome) == ("tones", "completed")


def test_a_voice_that_fails_for_some_words(make_performance):
    """The journal says how many of them were replaced by tones."""
    voice = FakeVoice()
    voice.fails_for.add("Sit tall.")
    it = make_performance(SIT, Rest(seconds=1.0), voice=voice)
    it.begin()
    it.finish()
    assert it.logged().voice == "fake/quiet@150, 1 of 6 by tones"


def test_the_person_is_informed_of_a_lost_device(make_performance):
    """The person reads about it once, and the session goes on."""
    it = make_performance(SIT)
    it.begin()
    it.output.lose_device("The sound device is gone.")
    it.finish()
    assert (it.heard.remarks, it.logged().outcome) == (["The sound device is gone."], "completed")
    assert it.snapshot.remarks == ("The sound device is gone.",)


def test_what_was_performed_counts_wherever_the_playhead_went(make_performance):
    """A step that ended just before a command was handled is done."""
    it = make_performance(REST, CALF)
    it.begin()
    it.output.play(it.timeline.steps[1].at + 0.1)
    it.performance._inbox.put(it.performance._inbox.get())  # as if the command had been first
    it.performance.player.go_to(it.timeline, it.timeline.steps[1].at)
    it.settle()
    assert it.snapshot.steps_done == {0}


def test_more_time_before_anything_was_heard(make_performance):
    """Steps and questions that begin at that very instant are still reported once."""
    it = make_performance(SIT, Ask(question="pain"))
    it.begin()
    it.command("extend")
    it.play(0.1)
    assert it.kinds == ["session-started", "step-started"]


def test_a_journal_that_fails_while_it_hurts(make_performance, broken):
    """The question stays open and nothing is spoken over it; without an answer the session stays paused."""
    it = make_performance(CALF, journal=broken(2))
    it.begin()
    it.play_to(hold_of(it).at + 4.0)
    it.command("hurts")
    it.play(2.0)
    assert it.snapshot.aside == "Let go gently. How much pain is there, from zero to ten?"
    it.play(30.0)
    assert (it.snapshot.state, it.snapshot.question) == ("paused", "")


def test_that_nothing_can_be_recorded_is_said_in_a_silence(make_performance, broken):
    """It is said once, between other words, and shown once."""
    it = make_performance(SIT, CALF, SIT, journal=broken(2))
    it.begin()
    it.finish()
    text = "I cannot record this session. We go on, but it will not be saved."
    spoken = [cue for cue in it.snapshot.timeline.cues if cue.kind in ("say", "count")]
    assert [cue.text for cue in spoken].count(text) == 1
    assert all(after.at - before.end >= 0.149 for before, after in itertools.pairwise(spoken))
    assert (it.heard.remarks, [cue.text for cue in it.heard.cues].count(text)) == ([text], 0)


@pytest.mark.parametrize("fails", [False, True])
def test_that_nothing_can_be_recorded_takes_as_long_as_its_clip(make_performance, broken, fails):
    """It takes as long as its clip or the tone in its place, and begins ahead of the sound."""
    text = "I cannot record this session. We go on, but it will not be saved."
    voice = FakeVoice()
    if fails:
        voice.fails_for.add(text)
    it = make_performance(Rest(seconds=30.0), journal=broken(1), voice=voice)
    it.begin()
    it.play(0.02)
    (words,) = [cue for cue in it.snapshot.timeline.cues if cue.text == text]
    seconds = 0.4 if fails else it.prepared.clips[text].seconds
    assert (words.at, words.seconds) == (pytest.approx(0.5, abs=0.03), pytest.approx(seconds, abs=0.001))


@pytest.mark.parametrize(("skips", "expected"), [(False, ["Third this week."]), (True, [])])
def test_the_last_words_of_a_completed_session(make_performance, skips, expected):
    """They are said before the session ends, and only if all steps were done."""
    it = make_performance(Hold(seconds=20.0), delivery=Delivery(feedback="Third this week."))
    it.begin()
    if skips:
        it.command("next")
    it.finish()
    assert it.heard.asides == expected
    assert it.heard.events[-1][0] == "session-ended"
    assert it.heard.events[-1][1]["outcome"] == ("partial" if skips else "completed")
