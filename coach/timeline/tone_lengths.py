"""How long the short tones last: a figure both who lays out time and who makes sound must know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.timeline.model import ToneName

TONE_SECONDS: Final[Mapping[ToneName, float]] = {
    "tick": 0.15,
    "start": 0.3,
    "end": 0.5,
    "beat": 0.15,
    "attention": 0.4,
}
"""Seconds of each tone that has a length of its own; the breathing tones last as long as their phase.

The shortest hold a gentle attack of 100 ms and a release of 50 ms without a click; `end` is two notes.
"""
