"""Clips that are made while the routine is led: a session begins with those of its first half minute."""

from __future__ import annotations

import threading
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies
from coach.routine.model import Hold, Routine, Say
from coach.session.interface import Command
from coach.session.late_clips import (
    LATE_SECONDS,
    MOST_LATE_SECONDS,
    ClipMaker,
    ClipsMade,
    first_words_without_clip,
    with_late_lengths,
)
from coach.session.performance import Performance
from coach.session.prepare import READY_SECONDS, SOON_SECONDS, prepare, with_clips
from coach.session.recording import Recorder
from coach.testing import FakeClock, FakeOutput, FakeVoice
from coach.timeline.builder import GAP
from coach.timeline.model import SPOKEN, Delivery
from coach.timeline.refit import EXERCISE
from coach.timeline.words import aside_utterances, words_for
from coach.voice.voice import make_clips
from strategies import examples

STEPS = (
    Say(text="Sit tall."),
    Hold(seconds=40.0, name="Calf", remind=("Keep breathing.",)),
    Say(text="Stand up slowly, and hold on to something."),
    Hold(seconds=20.0, name="Thigh"),
)
ASIDES = set(aside_utterances(words_for("en")))


def routine(*steps):
    """A routine of these steps."""
    return Routine(id="x", title="X", position="seated", steps=steps or STEPS)


def ready(voice, of=None, step=0):
    """What is prepared before a session of it begins."""
    return prepare(of or routine(), Delivery(), voice, ready_from=step)


def spoken(timeline):
    """The cues that are spoken."""
    return [cue for cue in timeline.cues if cue.kind in SPOKEN]


def test_a_session_begins_with_the_clips_of_its_first_seconds():
    """The other clips are left for later: those of the first half minute, then the asides."""
    voice = FakeVoice()
    prepared = ready(voice)
    soon = {cue.text for cue in spoken(prepared.timeline) if cue.at < READY_SECONDS}
    assert set(voice.asked) == soon == prepared.clips.keys()
    next_ones = {
        cue.text for cue in spoken(prepared.timeline) if READY_SECONDS <= cue.at < SOON_SECONDS
    } - soon
    assert set(prepared.later[: len(next_ones)]) == next_ones
    assert set(prepared.later[len(next_ones) :][: len(ASIDES)]) == ASIDES
    assert "Stand up slowly, and hold on to something." in prepared.later
    assert set(prepared.later) == ({cue.text for cue in spoken(prepared.timeline)} | ASIDES) - soon
    assert (prepared.missing, prepared.voice) == ((), "fake/quiet@150")


def test_from_a_later_step_on():
    """The clips of the opening's beginning and of the first words of the requested step are ready."""
    voice = FakeVoice()
    prepared = ready(voice, replace(routine(), position="as-said"), step=2)  # nothing is waited for
    assert {"Sit tall.", "Stand up slowly, and hold on to something."} <= prepared.clips.keys()
    assert "Keep breathing." in prepared.later


def test_with_all_clips_it_is_as_if_they_had_been_there_from_the_beginning():
    """The timeline, clips and voice are those of a session that had waited for all clips."""
    early, whole = ready(FakeVoice()), prepare(routine(), Delivery(), FakeVoice())
    found = with_clips(early, *make_clips(FakeVoice(), early.later))
    assert (found.timeline, found.clips.keys(), found.missing, found.later, found.voice) == (
        whole.timeline, whole.clips.keys(), (), (), whole.voice,
    )  # fmt: skip


def test_what_cannot_be_spoken_is_called_missing():
    """A text that cannot be spoken is counted, even if that is found out later."""
    voice = FakeVoice()
    voice.fails_for = {"Sit tall.", "Stand up slowly, and hold on to something."}
    early = ready(voice)
    assert early.missing == ("Sit tall.",)
    found = with_clips(early, *make_clips(voice, early.later))
    assert set(found.missing) == voice.fails_for
    assert found.voice == f"fake/quiet@150, 2 of {len(found.clips) + 2} by tones"


def test_a_voice_that_takes_over_is_named_after_the_first():
    """The journal gets both voices where another spoke the rest, and one where that spoke all."""
    early = ready(FakeVoice(label="piper/joe@150"))
    first, second, *_ = early.later
    clips, _ = make_clips(FakeVoice(), early.later)
    one = with_clips(early, {first: clips[first]}, (), "espeak/en-gb@150")
    two = with_clips(one, {second: clips[second]}, (), "espeak/en-gb@150")
    assert (one.voice, two.voice) == ("piper/joe@150, then espeak/en-gb@150",) * 2
    spoken_before = replace(early, clips={}, later=(*early.clips, *early.later))
    none = with_clips(spoken_before, early.clips, (), "espeak/en-gb@150")
    assert none.voice == "espeak/en-gb@150"


def test_clips_are_made_in_order_by_a_thread_that_then_closes_the_voice():
    """The thread reports each clip that it has made, and then that it is done."""
    voice, reports, done = FakeVoice(), [], threading.Event()
    voice.fails_for = {"b"}
    close = voice.close
    voice.close = lambda: (close(), done.set())
    ClipMaker(voice, ("a", "b", "c"), reports.append)
    assert done.wait(5)
    assert voice.asked == ["a", "b", "c"]
    assert [text for report in reports for text in report.clips] == ["a", "c"]
    assert [text for report in reports for text in report.missing] == ["b"]


@given(strategies.routines, st.floats(0.0, 90.0), st.booleans(), st.floats(0.2, 3.0))
@examples(50)
def test_however_long_the_words_turn_out(drawn, at, changed, slowness):
    """Words never overlap, what has been played stays the same, and a hold keeps its length."""
    lengths = {}
    voice = FakeVoice()
    early = ready(voice, drawn)
    lengths = {text: slowness * (0.3 + 0.06 * len(text)) for text in early.later}
    clips, _ = make_clips(FakeVoice(lengths), early.later)
    known = with_clips(early, clips, ())
    planned = known.timeline if changed else early.timeline
    seconds = {text: clip.seconds for text, clip in clips.items()}
    after = with_late_lengths(early.timeline, at, planned, known.timeline, seconds)
    before = early.timeline
    assert [cue for cue in before.cues if cue.end <= at and cue.kind in SPOKEN] == [
        cue for cue in after.cues if cue.end <= at and cue.kind in SPOKEN
    ]
    for one, other in pairwise(spoken(after)):
        assert other.at >= round(one.end + GAP, 3)
    holds = [
        [(cue.text, cue.step, cue.set, cue.rep, cue.seconds) for cue in each.cues if cue.kind in EXERCISE]
        for each in (before, after)
    ]
    assert holds[0] == holds[1]


class LedSession:
    """A session to which the test gives clips when it likes."""

    def __init__(self, journal):
        self.prepared = ready(FakeVoice())
        clock = FakeClock()
        self.output = FakeOutput()
        self.performance = Performance(
            self.prepared, lambda report: Recorder(journal, routine(), clock, report)
        )
        self.output.start(self.performance.player, self.performance.remark)
        self.performance.begin()

    def play(self, seconds):
        """Play that many seconds."""
        for _ in range(round(seconds / 0.02)):
            self.output.play(0.02)
            self.performance.handle_waiting()

    def add_the_rest(self):
        """Report all clips that were left for later."""
        clips, missing = make_clips(FakeVoice(), self.prepared.later)
        self.performance.clips_made(ClipsMade(clips, missing))
        self.performance.handle_waiting()

    @property
    def timeline(self):
        """The player's current timeline."""
        return self.performance.player.timeline


@pytest.fixture
def led(journal):
    """A session that has begun."""
    return LedSession(journal)


def test_clips_that_come_in_time_make_the_timeline_that_was_meant(led):
    """Clips that come after three seconds make the timeline with all of them."""
    led.play(3.0)
    led.add_the_rest()
    assert led.timeline == prepare(routine(), Delivery(), FakeVoice()).timeline


def test_a_change_by_the_person_is_kept(led):
    """Ten seconds that were added to the hold stay, and the new words fit in."""
    led.play(24.0)
    led.performance.command(Command("extend"))
    led.play(0.1)
    led.add_the_rest()
    hold = next(cue for cue in led.timeline.cues if cue.kind == "hold")
    assert hold.seconds == 50.0
    seconds = FakeVoice().seconds
    assert all(cue.seconds <= seconds(cue.text) + 0.001 for cue in spoken(led.timeline) if cue.at > 25.0)


def test_a_late_clip_moves_the_next_start_and_no_hold(led):
    """Silence stands before words whose clip is late; once it is there, everything follows as planned."""
    before = led.timeline
    cue = first_words_without_clip(before, 0.0, led.prepared.later)
    led.play(cue.at + 2.0)
    holds = [[cue.seconds for cue in each.cues if cue.kind == "hold"] for each in (before, led.timeline)]
    assert holds[0] == holds[1]
    late = led.timeline.seconds - before.seconds
    assert 2.0 <= late <= 2.0 + 2 * LATE_SECONDS
    led.add_the_rest()
    assert first_words_without_clip(led.timeline, 0.0, ()) is None
    assert led.timeline.seconds <= before.seconds + late


@pytest.mark.parametrize("command", ["pause", "hurts"])
def test_no_silence_is_added_while_the_exercise_waits(led, command):
    """In a pause, and while the coach asks how much it hurts, there is time for the clip anyway."""
    before = led.timeline
    cue = first_words_without_clip(before, 0.0, led.prepared.later)
    led.play(cue.at - LATE_SECONDS - 0.06)
    led.performance.command(Command("answer", 3))  # it is ignored, but the timer begins again
    led.play(0.16)
    led.performance.command(Command(command))
    led.play(14.0)
    assert led.timeline == before


def test_a_clip_that_never_comes_is_not_waited_for_for_ever(led):
    """After some time a tone replaces it, and the session goes on to its end."""
    before = led.timeline
    led.play(before.seconds + MOST_LATE_SECONDS + 5.0)
    assert led.timeline.seconds <= before.seconds + MOST_LATE_SECONDS
    assert led.performance.snapshot().position >= led.timeline.seconds - 0.1


def test_the_person_reads_once_how_many_texts_cannot_be_spoken(led):
    """The number of unspoken texts is shown once nothing more will come, and not at each of them."""
    first, *others = led.prepared.later
    clips, _ = make_clips(FakeVoice(), others[1:])
    for made in (ClipsMade({}, (first,)), ClipsMade({}, (others[0],)), ClipsMade(clips, ())):
        assert led.performance.snapshot().remarks == ()
        led.performance.clips_made(made)
        led.performance.handle_waiting()
    texts = len(led.prepared.clips) + len(led.prepared.later)
    remark = f"The voice could not speak 2 of {texts} texts; tones and text replace them."
    assert led.performance.snapshot().remarks == (remark,)
