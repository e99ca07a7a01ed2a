"""All clips of a session at once: what can be had is given, what cannot is named."""

from __future__ import annotations

from coach.testing import FakeVoice
from coach.voice.prepare import make_clips


def test_every_text_gets_its_clip_once():
    """Each different text is asked for once, in order, and progress counts them."""
    voice = FakeVoice({"one": 0.4, "two": 0.5})
    steps = []
    clips, missing = make_clips(voice, ["one", "two", "one"], lambda done, of: steps.append((done, of)))
    assert voice.asked == ["one", "two"]
    assert {text: clip.seconds for text, clip in clips.items()} == {"one": 0.4, "two": 0.5}
    assert (missing, steps) == ((), [(1, 2), (2, 2)])


def test_a_text_that_fails_is_named_and_the_rest_goes_on():
    """One bad text costs that text only."""
    voice = FakeVoice()
    voice.fails_for.add("two")
    clips, missing = make_clips(voice, ["one", "two", "three"])
    assert (list(clips), missing) == (["one", "three"], ("two",))


def test_a_voice_that_gave_up_raises_nothing():
    """With no voice at all every text is missing, in order, and nothing is raised."""
    voice = FakeVoice()
    voice.give_up()
    assert make_clips(voice, iter(["b", "a"])) == ({}, ("b", "a"))


def test_nothing_to_say_is_no_fault():
    """No texts give no clips and none missing."""
    assert make_clips(FakeVoice(), []) == ({}, ())
