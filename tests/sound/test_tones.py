"""The tones, measured as an ear or a microphone would."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import get_args

import numpy as np
import pytest

from coach.sound import tones
from coach.sound.tones import NOTES, PITCHES, UNDER_SPEECH
from coach.timeline.model import TONE_SECONDS, ToneName, ToneSet
from coach.voice.clip import TARGET_LUFS
from coach.voice.loudness import loudness

RATE = 48_000
tone = cache(tones.tone)
"""Several tests measure the same ones."""
NAMES = get_args(ToneName)
GENTLE = pytest.mark.parametrize("gentle", [False, True])
EVERY = pytest.mark.parametrize("name", NAMES)
SETS = pytest.mark.parametrize("of", get_args(ToneSet))


def length(name):
    """Seconds to try that tone with."""
    return TONE_SECONDS.get(name, 3.0)


def level(samples):
    """The RMS level in dBFS."""
    return 20 * np.log10(np.sqrt(np.mean(np.square(samples.astype(float)))))


def pitches(samples, pieces):
    """The strongest frequency of each of that many equal pieces, in Hz."""
    found = []
    for piece in np.array_split(samples.astype(float), pieces):
        spectrum = np.abs(np.fft.rfft(piece * np.hanning(len(piece)), 1 << 17))
        found.append(float(np.argmax(spectrum)) * RATE / (1 << 17))
    return found


def test_every_name_has_notes_and_every_short_one_a_length():
    """The model's names, the notes and the table of lengths know the same tones."""
    assert set(NAMES) == set(PITCHES) == set(UNDER_SPEECH)
    assert set(NOTES) == set(get_args(ToneSet))
    assert set(NAMES) - set(TONE_SECONDS) == {"in", "sip", "hold", "out"}


@EVERY
@GENTLE
@SETS
def test_a_tone_is_as_long_as_asked_and_quiet(name, gentle, of):
    """A tone has exactly its frames, as float32, and leaves room for speech within ±1."""
    samples = tone(name, length(name), gentle=gentle, of=of)
    assert (samples.dtype, len(samples)) == (np.dtype("float32"), round(length(name) * RATE))
    assert np.abs(samples).max() < 0.25


@EVERY
@GENTLE
@SETS
def test_a_tone_is_as_loud_as_designed(name, gentle, of):
    """Beside the words it is quieter by so many LU as it should be, within 1, in every set."""
    heard = loudness(tone(name, length(name), gentle=gentle, of=of))
    assert heard == pytest.approx(TARGET_LUFS - UNDER_SPEECH[name], abs=1.0)


@GENTLE
def test_holding_is_the_quietest(gentle):
    """The tone of a held breath lies under all others."""
    levels = {name: level(tone(name, length(name), gentle=gentle)) for name in NAMES}
    assert min(levels, key=levels.get) == "hold"


@EVERY
@GENTLE
@SETS
def test_a_tone_begins_on_its_first_sample(name, gentle, of):
    """At the default volume the very first sample is already there in a file of 16 bits."""
    samples = tone(name, length(name), gentle=gentle, of=of)
    assert np.rint(samples[0] * 0.8 * 32_767) != 0


@EVERY
@pytest.mark.parametrize(("gentle", "seconds"), [(False, 0.02), (True, 0.075)])
def test_a_tone_swells(name, gentle, seconds):
    """95 % of the height is reached only after 20 ms, in relaxation after about four fifths of 100 ms."""
    samples = np.abs(tone(name, length(name), gentle=gentle))
    first_note = samples[: len(samples) // len(PITCHES[name])]
    assert np.argmax(first_note >= 0.95 * first_note.max()) >= seconds * RATE


@EVERY
@GENTLE
@SETS
def test_a_tone_never_clicks(name, gentle, of):
    """No step between samples is steeper than the steady tone's own slope, and both ends are near zero."""
    samples = tone(name, 2.0, gentle=gentle, of=of)
    steepest = max(
        (2 * np.pi * max(note.begin, note.end) / RATE)
        * (1 + note.overtone * note.ratio)
        * 10 ** (note.level / 20)
        * np.sqrt(2)
        for note in NOTES[of][name]
    )
    assert np.abs(np.diff(samples)).max() <= steepest
    assert max(abs(samples[0]), abs(samples[-1])) < 1e-3


@GENTLE
def test_breathing_in_rises_over_its_whole_length(gentle):
    """Each tenth of the tone for in is higher than the one before."""
    heard = pitches(tone("in", 4.0, gentle=gentle), 10)
    assert heard == sorted(set(heard))
    assert heard[-1] / heard[0] > 1.8


@GENTLE
def test_breathing_out_falls_over_its_whole_length(gentle):
    """Each tenth of the tone for out is lower than the one before."""
    heard = pitches(tone("out", 6.0, gentle=gentle), 10)
    assert heard == sorted(set(heard), reverse=True)
    assert heard[0] / heard[-1] > 1.8


@GENTLE
def test_the_sip_begins_above_the_breath_and_rises(gentle):
    """The sip's lowest piece is higher than the highest of the breath before it."""
    breath = pitches(tone("in", 3.0, gentle=gentle), 10)
    sip = pitches(tone("sip", 1.0, gentle=gentle), 5)
    assert sip == sorted(set(sip))
    assert sip[0] > breath[-1]


def test_a_held_breath_is_level():
    """The tone for hold keeps its pitch and its level."""
    samples = tone("hold", 4.0, gentle=True)
    heard = pitches(samples, 8)
    assert max(heard) - min(heard) < 1
    levels = [level(piece) for piece in np.array_split(samples[RATE // 5 : -RATE // 5], 8)]
    assert max(levels) - min(levels) < 0.5


@SETS
def test_the_start_is_higher_than_the_tick_and_the_end_falls(of):
    """Eyes closed, the tick before, the start and the end can be distinguished by their pitch."""
    (tick,) = pitches(tone("tick", TONE_SECONDS["tick"], gentle=False, of=of), 1)
    (start,) = pitches(tone("start", TONE_SECONDS["start"], gentle=False, of=of), 1)
    first, second = pitches(tone("end", TONE_SECONDS["end"], gentle=False, of=of), 2)
    assert tick < second < first < start


@SETS
def test_the_chime_of_an_announcement_is_three_rising_notes_and_no_other_tone(of):
    """The chime rises by a third twice, ends below the start tone, and shares notes with no other tone."""
    heard = pitches(tone("announcement", TONE_SECONDS["announcement"], gentle=False, of=of), 3)
    steps = [12 * np.log2(second / first) for first, second in pairwise(heard)]
    assert steps == pytest.approx([4, 3], abs=0.1)
    (start,) = pitches(tone("start", TONE_SECONDS["start"], gentle=False, of=of), 1)
    assert heard[-1] < start
    assert [name for name, notes in PITCHES.items() if notes == PITCHES["announcement"]] == ["announcement"]


@EVERY
@pytest.mark.parametrize("seconds", [0.0, 1 / RATE, 2 / RATE, 0.01])
def test_even_the_shortest_is_computed(name, seconds):
    """A tone too short for its attack is still exactly as long as asked, and finite."""
    samples = tone(name, seconds, gentle=True)
    assert len(samples) == round(seconds * RATE)
    assert np.isfinite(samples).all()
