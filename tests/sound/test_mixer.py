"""Timelines as samples, compared whole."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from coach.sound.mixer import Mixer
from coach.sound.tones import tone
from coach.timeline.model import SPANS, TONE_SECONDS, Cue, Timeline
from coach.voice.clip import CEILING_DB
from coach.voice.voice import Clip
from strategies import examples

RATE = 48_000


def timeline(*cues, seconds=2.0, gentle=False):
    """A timeline of those cues."""
    return Timeline(routine="r", title="R", language="en", seconds=seconds, cues=cues, gentle=gentle)


def say(at, text, seconds=0.5):
    """Words at that second."""
    return Cue(at=at, seconds=seconds, kind="say", text=text)


def sound(at, name, seconds):
    """A tone at that second."""
    return Cue(at=at, seconds=seconds, kind="tone", text=name)


def placed(at, samples, frames):
    """Silence of that many frames, but for the samples from that frame on."""
    expected = np.zeros(frames, np.float32)
    expected[at : at + len(samples)] = samples
    return expected


def noise(frames, seed=1, height=0.1):
    """A clip that correlates with no other."""
    values = np.random.default_rng(seed).uniform(-height, height, frames)
    return Clip(values.astype(np.float32))


def test_words_begin_on_their_sample():
    """A clip lies, untouched, at the sample round(at * 48000)."""
    clip = noise(1_000)
    mixer = Mixer(timeline(say(0.777, "Hold.")), {"Hold.": clip}, volume=1.0)
    assert_array_equal(mixer.read(0, mixer.frames), placed(37_296, clip.samples, 2 * RATE))


@pytest.mark.parametrize("gentle", [False, True])
def test_a_tone_begins_on_its_sample_and_lasts_as_its_cue_says(gentle):
    """A tone cue of 1.2 s from 0.25 s on is that tone over 1.2 s, in the timeline's own manner."""
    mixer = Mixer(timeline(sound(0.25, "in", 1.2), gentle=gentle), {}, volume=1.0)
    expected = placed(12_000, tone("in", 1.2, gentle=gentle), 2 * RATE)
    assert_array_equal(mixer.read(0, mixer.frames), expected)


@pytest.mark.parametrize("kind", ["say", "count"])
def test_words_without_a_clip_become_the_attention_tone(kind):
    """Nothing that should be spoken is silent."""
    mixer = Mixer(timeline(Cue(at=0.5, seconds=0.9, kind=kind, text="three")), {}, volume=1.0)
    expected = placed(24_000, tone("attention", TONE_SECONDS["attention"], gentle=False), 2 * RATE)
    assert_array_equal(mixer.read(0, mixer.frames), expected)


def test_the_attention_tone_is_never_longer_than_the_words():
    """The attention tone does not reach into the next cue."""
    mixer = Mixer(timeline(say(0.0, "Up", seconds=0.2)), {}, volume=1.0)
    assert_array_equal(mixer.read(0, mixer.frames), placed(0, tone("attention", 0.2, gentle=False), 2 * RATE))


@pytest.mark.parametrize("kind", sorted(SPANS))
def test_what_the_person_does_is_not_heard(kind):
    """Spans are silent, whatever their text, even where a clip has that text."""
    mixer = Mixer(timeline(Cue(at=0.0, seconds=2.0, kind=kind, text="Hold")), {"Hold": noise(100)})
    assert_array_equal(mixer.read(0, mixer.frames), np.zeros(2 * RATE, np.float32))


def test_outside_there_is_silence():
    """Before the beginning and after the end exactly the frames that were asked for, all zero."""
    clip = noise(4_800)
    mixer = Mixer(timeline(say(0.0, "a"), seconds=0.1), {"a": clip}, volume=1.0)
    assert_array_equal(mixer.read(-100, 5_000), placed(100, clip.samples, 5_000))
    assert_array_equal(mixer.read(10**12, 7), np.zeros(7, np.float32))
    assert mixer.read(0, 0).shape == (0,)


def test_volume_scales_everything():
    """Half the volume, half of every sample; the clip itself stays as it was."""
    clip = noise(1_000)
    before = clip.samples.copy()
    mixer = Mixer(timeline(say(0.0, "a")), {"a": clip}, volume=0.5)
    assert_array_equal(mixer.read(0, 1_000), before * np.float32(0.5))
    assert_array_equal(clip.samples, before)


@pytest.mark.parametrize("volume", [-0.1, 1.01, float("nan")])
def test_a_volume_outside_its_range_is_refused(volume):
    """Nothing louder than levelled speech, nothing negative, nothing that is no number."""
    with pytest.raises(ValueError, match="volume must be from 0 to 1"):
        Mixer(timeline(), {}, volume=volume)


def test_sums_stay_within_bounds():
    """Where sounds add up to more than full scale, they are cut at ±1."""
    loud = Clip(np.full(100, 0.9, np.float32))
    mixer = Mixer(timeline(say(0.0, "a"), say(0.0, "a")), {"a": loud}, volume=1.0)
    assert_array_equal(mixer.read(0, 101), placed(0, np.ones(100, np.float32), 101))


def test_speech_at_its_loudest_leaves_room_for_a_tone():
    """Words at their ceiling together with the loudest tone are not cut."""
    word = Clip(np.full(14_400, 10 ** (CEILING_DB / 20), np.float32))
    mixer = Mixer(timeline(say(0.0, "a"), sound(0.0, "start", 0.3)), {"a": word}, volume=1.0)
    assert np.abs(mixer.read(0, mixer.frames)).max() < 1.0


def test_a_sound_that_outlasts_the_timeline_is_heard_to_its_end():
    """The last tone of a routine is not cut off."""
    mixer = Mixer(timeline(sound(1.0, "end", 0.5), seconds=1.0), {})
    assert mixer.frames == 72_000


def test_an_empty_timeline_is_as_long_as_it_says():
    """Without a cue there is silence of its length."""
    assert Mixer(timeline(seconds=1.5), {}).frames == 72_000


def test_blocks_give_the_whole():
    """Joined blocks are the whole timeline, the last as short as need be."""
    mixer = Mixer(timeline(sound(0.0, "hold", 1.7), seconds=1.7), {})
    blocks = list(mixer.blocks(7_777))
    assert {len(block) for block in blocks[:-1]} == {7_777}
    assert_array_equal(np.concatenate(blocks), mixer.read(0, mixer.frames))


CLIPS = {
    text: noise(frames, seed) for seed, (text, frames) in enumerate([("a", 7), ("b", 500), ("c", 5_000)])
}
MILLISECONDS = st.integers(0, 300).map(lambda milliseconds: milliseconds / 1000)
CUES = st.one_of(
    st.builds(say, MILLISECONDS, st.sampled_from("abcd"), MILLISECONDS),
    st.builds(sound, MILLISECONDS, st.sampled_from(sorted(TONE_SECONDS)), MILLISECONDS),
)


@examples(60)
@given(st.lists(CUES, max_size=8), st.lists(st.integers(0, 6_000), max_size=12), st.integers(-500, 20_000))
def test_samples_do_not_depend_on_where_the_blocks_are_cut(cues, sizes, start):
    """Read in pieces of any size, from any position, the samples are bit for bit those of one reading."""
    mixer = Mixer(timeline(*cues, seconds=0.3), CLIPS)
    pieces, at = [np.zeros(0, np.float32)], start
    for size in sizes:
        pieces.append(mixer.read(at, size))
        at += size
    assert_array_equal(np.concatenate(pieces), mixer.read(start, at - start))
