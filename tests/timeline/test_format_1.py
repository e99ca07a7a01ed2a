"""Files of format 1 sound the same for good: when everything begins, and how long it lasts."""

from __future__ import annotations

import hashlib
import json

import pytest

from coach.files import SourceText
from coach.routine.parsing import parse_routine
from coach.timeline.compose import compose
from coach.timeline.model import Delivery
from fixed_durations import FixedDurations

KNEE = """
title: Knee, second week
kind: strength
position: seated
pain_limit: 5
first: right
defaults: {setup: 5 s, rest: 12 s}
steps:
  - ask: pain
  - say: Sit well back in your chair.
  - move: 10 reps
    name: Knee extension
    cue: "Straighten your {side} knee."
    caution: Only as high as it stays comfortable.
    sets: 2
    set_rest: 45 s
    tempo: 2 s up, 1 s pause, 3 s down
    side: each
    load: 2 kg
  - repeat: 2
    name: Round
    rest: 20 s
    steps:
      - hold: 40 s
        name: Back of the thigh
        position: standing
        cue: "{side} heel forward."
        remind: ["Breathe normally.", "Keep your back long."]
        side: each
        reps: 2
      - move: 60 s
        name: Heel raises
        pace: 2 s
  - breathe: {in: 4 s, hold: 2 s, out: 6 s}
    cycles: 3
"""


@pytest.mark.parametrize(
    ("detail", "figures"),
    [("full", "b39392dcf0c7c107"), ("brief", "103434b93669f9c2"), ("tones", "5fac01c1308ab9de")],
)
def test_the_figures_of_a_routine_of_format_1(detail, figures):
    """Every cue's instant, length, kind, step, side, set and repetition, whatever the words are."""
    routine, problems = parse_routine(SourceText("knee.yaml", KNEE), "knee")
    assert problems == ()
    timeline = compose(routine, Delivery(detail=detail), FixedDurations(0.9))
    rows = [
        (cue.at, cue.seconds, cue.kind, cue.step, cue.side, cue.set, cue.rep, cue.phase)
        for cue in timeline.cues
    ]
    assert hashlib.sha256(json.dumps(rows).encode()).hexdigest()[:16] == figures
