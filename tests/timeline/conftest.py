"""Timelines in which the tests of the playhead move about, of words that take half a second."""

from __future__ import annotations

import pytest

from coach.routine.model import Hold, Say
from coach.timeline.model import Delivery
from timeline.composed import short_words


@pytest.fixture
def calf():
    """Its name is at 0, the tick at 4.5, the hold from 5.5 to 25.5 and the count from 22.5."""
    return short_words(Hold(seconds=20.0, name="Calf"), Say(text="Well done."))


@pytest.fixture
def warned():
    """A timeline with the stop rules first, and then words."""
    return short_words(
        Say(text="Sit."), Say(text="Rise."), delivery=Delivery(notices=frozenset({"stop-rules"}))
    )
