"""Loudness as ITU-R BS.1770-4 defines it: weighted by frequency, in blocks, without what is quiet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from coach.scales import SAMPLE_RATE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

BLOCK_SECONDS: Final = 0.4
_STEP_SECONDS: Final = 0.1
"""From one block to the next: three quarters of each overlap."""
_ABSOLUTE_GATE: Final = -70.0
_RELATIVE_GATE: Final = -10.0
_OFFSET: Final = -0.691
_HEAD: Final = (
    (1.53512485958697, -2.69169618940638, 1.19839281085285),
    (1.0, -1.69065929318241, 0.73248077421585),
)
_LOW_CUT: Final = ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621))
"""The two filters at 48,000 Hz, from the standard's tables 1 and 2: a head's, and one against low tones."""
_RING_SECONDS: Final = 0.1
"""For which the filters still sound after the last sample."""


def loudness(samples: Samples) -> float:
    """The integrated loudness of one channel at 48,000 Hz, in LUFS; minus infinity for silence.

    What is shorter than a block of the standard counts as one block of its own length. A last block that
    lacks less than half a step is filled up with silence, as pyloudnorm does, and a shorter one left out.
    """
    if not len(samples):
        return -np.inf
    size, step = round(BLOCK_SECONDS * SAMPLE_RATE), round(_STEP_SECONDS * SAMPLE_RATE)
    power = np.concatenate(([0.0], np.cumsum(_weighted(samples) ** 2)))
    size = min(size, len(samples))
    starts = step * np.arange(round((len(samples) - size) / step) + 1)
    blocks = (power[np.minimum(starts + size, len(samples))] - power[starts]) / size
    heard = blocks[blocks > _power(_ABSOLUTE_GATE)]
    if not len(heard):
        return -np.inf
    heard = heard[heard > heard.mean() * 10 ** (_RELATIVE_GATE / 10)]
    return float(_OFFSET + 10 * np.log10(heard.mean()))


def _power(lufs: float) -> float:
    return float(10 ** ((lufs - _OFFSET) / 10))


def _weighted(samples: Samples) -> NDArray[np.float64]:
    """The samples through both filters, by their spectrum, as numpy has no recursive filter."""
    length = len(samples) + round(_RING_SECONDS * SAMPLE_RATE)
    length += -length % 2
    z = np.exp(-2j * np.pi * np.arange(length // 2 + 1) / length)
    spectrum = np.fft.rfft(samples, length)
    for above, below in (_HEAD, _LOW_CUT):
        spectrum *= (above[0] + above[1] * z + above[2] * z**2) / (below[0] + below[1] * z + below[2] * z**2)
    return np.asarray(np.fft.irfft(spectrum, length)[: len(samples)], dtype=np.float64)
