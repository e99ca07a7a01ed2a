"""The fake voice: the same every time, quiet, and as bad as it is told to be."""

from __future__ import annotations

import numpy as np
import pytest

from coach.testing import FakeVoice
from coach.voice.port import VoiceFault


def test_the_same_text_gives_the_same_samples():
    """Clips can be compared between two fakes, and differ between texts."""
    first, second, other = (FakeVoice().clip(text).samples for text in ("left", "left", "back"))
    assert np.array_equal(first, second)
    assert not np.array_equal(first, other)


def test_its_clips_are_what_the_port_promises():
    """Mono float32, quiet, beginning and ending in silence, as long as it says beforehand."""
    voice = FakeVoice({"x": 1.234})
    clip = voice.clip("x")
    assert (clip.samples.dtype, clip.samples.ndim, clip.seconds) == (np.float32, 1, voice.seconds("x"))
    assert np.abs(clip.samples).max() <= 0.1
    assert abs(clip.samples[0]) == abs(clip.samples[-1]) == 0


def test_it_fails_as_it_is_told():
    """For a text, then for everything; and it remembers what it was asked and that it was closed."""
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
