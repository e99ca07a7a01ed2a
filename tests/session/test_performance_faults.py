"""A performance whose output, voice or journal fails: it goes on or ends, and says so."""

from __future__ import annotations

import itertools

import pytest

from coach.routine.model import Ask, Rest
from coach.session.interface import Command
from coach.testing import FakeOutput, FakeVoice
from performance_steps import CALF, REST, SIT, hold_of


@pytest.fixture
def _no_waiting(monkeypatch):
    """The end waits only a moment for an output that pulls nothing more."""
    monkeypatch.setattr("coach.session.performance.OUTPUT_TIMEOUT", 0.01)


@pytest.mark.usefixtures("_no_waiting")
@pytest.mark.parametrize(("is_audible", "heard"), [(True, "yes"), (False, "no"), (None, "unknown")])
def test_the_output_says_whether_the_session_was_heard(make_performance, is_audible, heard):
    """The output is asked at the beginning and at the end, and the answer is recorded."""
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
    assert output.given == (it.performance.player, it.performance.remark)
    assert (output.closed, it.logged().outcome) == (True, "stopped")


def test_a_performance_whose_thread_failed_is_over(make_performance):
    """A performance whose thread failed waits for nothing, and counts as stopped, not completed."""
    it = make_performance(SIT)
    it.begin()
    it.performance.fail()
    assert it.snapshot.state == "ended"
    assert it.performance.run(it.output) == "stopped"


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


def test_more_time_before_anything_was_heard(make_performance):
    """Steps and questions that begin at that instant are still reported once."""
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
    """A journal that fails is said once, between other words, and shown once."""
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
    """The notice takes as long as its clip or the tone in its place, and begins ahead of the sound."""
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
