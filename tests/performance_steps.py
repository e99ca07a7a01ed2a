"""Steps that the tests of a performance lead, and what they look for in it."""

from __future__ import annotations

from coach.routine.model import Hold, Move, Phase, Rest, Say

CALF = Hold(seconds=20.0, name="Calf")
SIT = Say(text="Sit tall.")
STAND = Say(text="Now stand.")
REST = Rest(seconds=6.0)
KNEE = Move(reps=3, name="Knee", tempo=(Phase("up", 2.0), Phase("down", 2.0)))


def hold_of(it):
    """The first hold of its timeline."""
    return next(cue for cue in it.timeline.cues if cue.kind == "hold")


def ask_of(it):
    """The first question of its timeline."""
    return next(cue for cue in it.timeline.cues if cue.kind == "ask")


def pauses(it):
    """The events about pauses, in their order."""
    return [event for event in it.heard.events if event[0] in ("paused", "resumed")]


def step_events(it):
    """The events about steps, in their order: the kind and the step."""
    return [(kind, data["step"]) for kind, data in it.heard.events if kind.startswith("step-")]
