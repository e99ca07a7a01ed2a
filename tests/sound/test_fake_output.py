"""The fake output keeps the promises that tests of sessions lean on."""

from __future__ import annotations

import numpy as np
import pytest

from coach.testing import FakeOutput


def test_it_pulls_in_blocks_and_keeps_every_sample():
    """A tenth of a second is pulled in blocks of the given size, the last as short as it must be."""
    asked = []

    def pull(frames):
        asked.append(frames)
        return np.full(frames, len(asked), np.float32)

    output = FakeOutput(block_frames=2_000)
    output.start(pull, pytest.fail)
    played = output.play(0.1)
    assert asked == [2_000, 2_000, 800]
    assert output.samples.tolist() == played.tolist() == [1.0] * 2_000 + [2.0] * 2_000 + [3.0] * 800


def test_it_tells_of_a_lost_device():
    """`lose_device` gives its sentence to the session, and samples go on."""
    told = []
    output = FakeOutput()
    output.start(lambda frames: np.zeros(frames, np.float32), told.append)
    output.lose_device("The sound device is gone.")
    assert (told, len(output.play(1.0))) == (["The sound device is gone."], 48_000)


def test_it_ends_when_it_is_closed_while_playing():
    """A session that closes its output from a command is not pulled again."""
    output = FakeOutput()

    def pull(frames):
        output.close()
        return np.zeros(frames, np.float32)

    output.start(pull, pytest.fail)
    assert (len(output.play(1.0)), output.closed) == (960, True)


def test_it_refuses_what_a_device_could_not_play():
    """Too few samples, another type, or playing unstarted or closed is the test's own fault, and said."""
    output = FakeOutput()
    with pytest.raises(RuntimeError, match="never started"):
        output.play(1.0)
    output.start(lambda _frames: np.zeros(3, np.float32), pytest.fail)
    with pytest.raises(RuntimeError, match="960 frames were asked for"):
        output.play(1.0)
    output.close()
    with pytest.raises(RuntimeError, match="is closed"):
        output.play(1.0)
