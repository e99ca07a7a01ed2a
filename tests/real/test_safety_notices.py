"""The safety notices of every bundled routine, measured with the real voice at the usual rate."""

from __future__ import annotations

import pytest

from coach.home import bundled_routines, find_home
from coach.routine.reading import read_routine
from coach.timeline.notices import notice_texts
from coach.voice.open import open_voice
from coach.voice.voice import make_clips

ROUTINES = [read_routine(path) for path in sorted((bundled_routines() / "en").glob("*.yaml"))]
USUAL_RATE = 150
LONGEST_STOP_RULES, LONGEST_NOTICES = 9.0, 20.0
GAP = 0.35
"""Seconds between two notices."""


@pytest.fixture(scope="module")
def seconds(tmp_path_factory):
    """How long each text of a notice takes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COACH_HOME", str(tmp_path_factory.mktemp("home")))
        voice = open_voice(find_home(), "en", None, USUAL_RATE, pytest.fail)
        try:
            texts = {
                text for routine in ROUTINES for said in notice_texts(routine, "en").values() for text in said
            }
            clips, missing = make_clips(voice, tuple(sorted(texts)), lambda _done, _of: None)
        finally:
            voice.close()
    assert missing == ()
    return {text: clip.seconds for text, clip in clips.items()}


@pytest.mark.parametrize("routine", ROUTINES, ids=lambda routine: routine.id)
def test_the_notices_are_short(seconds, routine):
    """The stop rules last nine seconds at most, with the routine's own words twenty."""
    notices = notice_texts(routine, "en")
    rules = [seconds[text] for text in notices.get("stop-rules", ())]
    every = [seconds[text] for texts in notices.values() for text in texts]
    assert sum(rules) + GAP * (len(rules) - 1) <= LONGEST_STOP_RULES
    assert sum(every) + GAP * (len(every) - 1) <= LONGEST_NOTICES
