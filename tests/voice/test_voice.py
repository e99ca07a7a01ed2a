"""The fake voice: the same every time, quiet, and as bad as a test asks."""

from __future__ import annotations

import numpy as np
import pytest

from coach.testing import FakeVoice
from coach.voice.voice import VoiceFault, make_clips


def test_the_same_text_gives_the_same_samples():
    """Two fake voices give the same samples for a text, and others for another."""
    first, second, other = (FakeVoice().clip(text).samples for text in ("left", "left", "back"))
    assert np.array_equal(first, second)
    assert not np.array_equal(first, other)


def test_its_clips_are_what_the_port_promises():
    """The fake's clips are quiet mono float32 of the length that it names, silent at both ends."""
    voice = FakeVoice({"x": 1.234})
    clip = voice.clip("x")
    assert (clip.samples.dtype, clip.samples.ndim, clip.seconds) == (np.float32, 1, voice.seconds("x"))
    assert np.abs(clip.samples).max() <= 0.1
    assert abs(clip.samples[0]) == abs(clip.samples[-1]) == 0


def test_it_fails_when_it_is_to_fail():
    """The fake fails for a text or for all, and records its requests and that it was closed."""
    voice = FakeVoice()
    voice.fails_for.add("no")
    with pytest.raises(VoiceFault):
        voice.clip("no")
    assert voice.clip("yes").seconds == 0.3
    voice.give_up()
    with pytest.raises(VoiceFault):
        voice.clip("yes")
    voice.close()
    assert (voice.asked, voice.closed, voice.label) == (["no", "yes", "yes"], True, "fake/quiet@150")


def test_every_text_gets_its_clip_once():
    """Each different text is asked for once, in order, and the progress counts them."""
    voice = FakeVoice({"one": 0.4, "two": 0.5})
    steps = []
    clips, missing = make_clips(voice, ["one", "two", "one"], lambda done, of: steps.append((done, of)))
    assert voice.asked == ["one", "two"]
    assert {text: clip.seconds for text, clip in clips.items()} == {"one": 0.4, "two": 0.5}
    assert (missing, steps) == ((), [(1, 2), (2, 2)])


def test_a_text_that_fails_is_named_and_the_rest_goes_on():
    """A text that fails is reported as missing, and the others are made."""
    voice = FakeVoice()
    voice.fails_for.add("two")
    clips, missing = make_clips(voice, ["one", "two", "three"])
    assert (list(clips), missing) == (["one", "three"], ("two",))


def test_a_voice_that_gave_up_raises_nothing():
    """With a voice that has given up every text is missing, and nothing is raised."""
    voice = FakeVoice()
    voice.give_up()
    assert make_clips(voice, iter(["b", "a"])) == ({}, ("b", "a"))


def test_nothing_to_say_is_no_fault():
    """Without texts there are no clips and none is missing."""
    assert make_clips(FakeVoice(), []) == ({}, ())
