"""A timeline for other programs."""

from __future__ import annotations

from coach.routine.model import Breathe, BreathPattern, Hold, Routine
from coach.timeline.compose import compose
from coach.timeline.export import captions_of, dropped_to_list, to_dict
from coach.timeline.model import Cue, Delivery, Timeline
from fixed_durations import FixedDurations


def test_the_tree():
    """The tree has the shape that is promised to other programs, without fields that do not apply."""
    hold = Hold(seconds=1.0, name="Calf", side="left")
    breathe = Breathe(pattern=BreathPattern(inhale=4.0, exhale=6.0), cycles=1)
    timeline = compose(Routine(id="x", title="X", steps=(hold, breathe)), Delivery(), FixedDurations(1.0))
    tree = to_dict(timeline)
    assert {key: value for key, value in tree.items() if key != "cues"} == {
        "routine": "x",
        "title": "X",
        "language": "en",
        "seconds": timeline.seconds,
    }
    assert tree["cues"][0] == {
        "at": 0.0, "seconds": 1.0, "kind": "say", "text": "Calf. The left side.",
        "step": 0, "side": "left", "set": 1, "rep": 1,
    }  # fmt: skip
    assert next(cue for cue in tree["cues"] if cue["kind"] == "breathe") == {
        "at": 13.35, "seconds": 4.0, "kind": "breathe", "step": 1, "rep": 1, "phase": "in",
    }  # fmt: skip


def test_what_was_left_out():
    """What was left out is listed with its text, its step and the reason."""
    hold = Hold(seconds=20.0, name="Calf", remind=("Soft.",) * 9)
    timeline = compose(Routine(id="x", title="X", steps=(hold,)), Delivery(), FixedDurations(1.0))
    reason = "no room beside the reminders and the count"
    assert {"text": "Half-way.", "step": 0, "reason": reason} in dropped_to_list(timeline)


def test_captions():
    """WebVTT has a caption for each spoken cue, `<`, `>` and `&` escaped, and hours as well."""
    cues = (
        Cue(at=0.0, seconds=1.5, kind="say", text="Sit & <breathe>."),
        Cue(at=2.0, seconds=20.0, kind="hold", text="Calf"),
        Cue(at=2.0, seconds=0.3, kind="tone", text="start"),
        Cue(at=3661.25, seconds=0.4, kind="count", text="three"),
    )
    timeline = Timeline(routine="x", title="X", language="en", seconds=4000.0, cues=cues)
    assert captions_of(timeline) == (
        "WEBVTT\n\n"
        "00:00:00.000 --> 00:00:01.500\nSit &amp; &lt;breathe&gt;.\n\n"
        "01:01:01.250 --> 01:01:01.650\nthree\n"
    )
