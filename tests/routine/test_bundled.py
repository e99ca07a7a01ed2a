"""The bundled routines: they read without a problem, and are dosed, cautioned and worded as they must be."""

from __future__ import annotations

from collections import Counter

import pytest

from coach.commands.check import problems_of
from coach.routine.model import Breathe, Dose
from coach.routine.reading import examine_routine
from coach.routine.variants import wordings
from routine.bundled_library import BUNDLED, DOSES, timeline_of

BREATHS = {
    # The last pause is left out: breathing ends after a breath out.
    "breathing-box": {("in", 4.0): 19, ("hold", 4.0): 19, ("out", 4.0): 19, ("pause", 4.0): 18},
    "breathing-478": {("in", 4.0): 4, ("hold", 7.0): 4, ("out", 8.0): 4},
    "breathing-coherent": {("in", 5.5): 27, ("out", 5.5): 27},
    "breathing-sigh": {("in", 3.0): 30, ("sip", 1.0): 30, ("out", 6.0): 30},
    "breathing-pursed-lips": {("in", 2.0): 20, ("out", 4.0): 20},
}

MINUTES = {
    "desk-neck": 6, "wrists-forearms": 5, "upper-back": 4, "hips": 5, "hamstrings": 2.5,
    "calves-before-bed": 4,  # 12 holds and 10 changes of legs, 10 s each, cannot take less
    "feet": 6, "eyes-far": 1, "eyes-closed": 0.6, "jaw-eyelids": 4,
    "breathing-box": 5, "breathing-478": 1.75, "breathing-coherent": 5, "breathing-sigh": 5,
    "breathing-pursed-lips": 2, "posture-sitting": 0.5, "posture-screen": 0.5, "posture-standing": 0.5,
    "tension-scan": 0.5, "sip-water": 0.2, "water-within-reach": 0.2, "snack-hint": 0.2,
    "muscle-relaxation": 11, "calm-minute": 1, "after-run": 10, "low-back-gentle": 5, "standing-desk": 3,
    "travel-seated": 4, "morning": 5, "wind-down": 3, "office-3": 3, "office-10": 10,
    "seated-older-adults": 7, "cramp-now": 1, "neck-strength": 4, "walk-break": 3.5,
}  # fmt: skip

WEEK = ("mon", "tue", "wed", "thu", "fri")
DAILY = Dose(per_day=1)
WORKDAYS = Dose(per_day=1, days_per_week=5)
PRESCRIBED = {
    "desk-neck": Dose(per_day=2, days_per_week=5, weeks=4),
    "wrists-forearms": WORKDAYS,
    "upper-back": WORKDAYS,
    "hips": WORKDAYS,
    "hamstrings": WORKDAYS,
    "feet": DAILY,
    "office-3": Dose(every=3600.0, days=WEEK),
    "office-10": Dose(per_day=1, days=WEEK),
    "standing-desk": Dose(per_day=2, days=WEEK),
    "walk-break": Dose(every=3600.0, days=WEEK),
    "calves-before-bed": Dose(per_day=1, days_per_week=7, weeks=6),
    "neck-strength": Dose(per_day=1, days_per_week=5, weeks=10),
    "cramp-now": Dose(as_needed=True),
    "after-run": Dose(days_per_week=3),
    "travel-seated": Dose(every=3600.0),
    "eyes-far": Dose(every=1200.0),
    "eyes-closed": Dose(every=3600.0),
    "breathing-pursed-lips": Dose(per_day=2),
    "posture-sitting": Dose(every=2700.0),
    "posture-standing": Dose(every=2700.0),
    "posture-screen": Dose(per_day=2),
    "tension-scan": Dose(every=7200.0),
    "sip-water": Dose(every=5400.0),
    "water-within-reach": Dose(per_day=2),
    **dict.fromkeys(
        (
            "breathing-box",
            "breathing-478",
            "breathing-coherent",
            "breathing-sigh",
            "calm-minute",
            "jaw-eyelids",
            "muscle-relaxation",
            "low-back-gentle",
            "morning",
            "wind-down",
            "seated-older-adults",
            "snack-hint",
        ),
        DAILY,
    ),
}


def test_these_and_no_others_are_shipped():
    """The folder holds the promised routines and nothing else."""
    assert sorted(path.name for path in BUNDLED.iterdir()) == [f"{id_}.yaml" for id_ in sorted(DOSES)]


def test_it_reads_without_problem_or_warning(routine):
    """`coach check` has nothing to say about it, and its id is its file's name."""
    file = BUNDLED / f"{routine.id}.yaml"
    assert (examine_routine(file).routine, list(problems_of(file, {}))) == (routine, [])


def test_it_says_what_it_is(routine):
    """Every field that a person or a physiotherapist looks for is filled in, and none claims a review."""
    assert routine.kind is not None
    assert routine.language == "en"
    assert routine.author == "Stretch Coach authors"
    assert routine.reviewed == ""
    assert routine.sources
    assert routine.summary.endswith(".")
    assert routine.areas or routine.kind == "hydration"
    assert routine.pain_limit == 6


def test_it_is_prescribed_as_often_as_its_sources_say(routine):
    """The file says how often it is to be done."""
    assert routine.dose == PRESCRIBED[routine.id]


def test_it_is_dosed_as_promised(routine):
    """Every hold and repetition has the promised length, and there are as many of them on each side."""
    cues = [cue for cue in timeline_of(routine).cues if cue.kind in ("hold", "move")]
    assert Counter((cue.text, cue.side, cue.seconds) for cue in cues) == DOSES[routine.id]


def test_its_breaths_are_as_promised(routine):
    """Every phase of breathing has the promised length, and there are as many of them."""
    cues = [cue for cue in timeline_of(routine).cues if cue.kind == "breathe"]
    assert Counter((cue.phase, cue.seconds) for cue in cues) == BREATHS.get(routine.id, {})


def test_breath_holds_can_be_left_out(routine):
    """Without holds the box is four in and six out for the same five minutes, and the others stay."""
    cues = [cue for cue in timeline_of(routine, breath_holds=False).cues if cue.kind == "breathe"]
    expected = BREATHS.get(routine.id, {})
    if routine.id == "breathing-box":
        expected = {("in", 4.0): 30, ("out", 6.0): 30}
    if routine.id == "breathing-478":
        expected = {("in", 4.0): 4, ("out", 8.0): 4}
    assert Counter((cue.phase, cue.seconds) for cue in cues) == expected


def test_every_breathing_with_a_hold_has_a_pattern_without(routine):
    """No bundled breathing has a hold or a pause without an alternative."""
    held = [
        step
        for step in routine.steps
        if isinstance(step, Breathe) and (step.pattern.hold or step.pattern.pause)
    ]
    assert all(step.without_holds is not None for step in held)


def test_it_takes_as_long_as_promised(routine):
    """A routine takes the promised minutes within a quarter, or within 15 seconds if they are few."""
    promised = MINUTES[routine.id] * 60
    allowed = 15 if promised < 60 else promised / 4
    for wording in range(wordings(routine)):
        assert timeline_of(routine, wording=wording).seconds == pytest.approx(promised, abs=allowed)


def test_its_words_fit(routine):
    """No rest grows but for the cue of the other side, and nothing is left out."""
    for wording in range(wordings(routine)):
        timeline = timeline_of(routine, wording=wording)
        grown = [rest for rest in timeline.grown_rests if not rest.by_design]
        assert (grown, timeline.dropped) == ([], ())


def test_there_is_time_to_get_into_position(routine):
    """Between the last word and the lead-in are four seconds at first, two on the other side, then one."""
    if routine.dose.as_needed:
        return  # help at once
    cues = timeline_of(routine).cues
    for hold in (cue for cue in cues if cue.kind == "hold"):
        before = max(
            (
                cue.end
                for cue in cues
                if cue.kind == "say" and cue.at < hold.at and len(cue.text) > len("three")
            ),
            default=0.0,
        )
        least = 1.0 if hold.rep > 1 else 2.0 if hold.side == "right" else 4.0
        assert hold.at - 1.0 - before >= least - 1e-9, hold
