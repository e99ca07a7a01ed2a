"""What `coach diff` says of two routines: every change of a dose, in the words of a clinic."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from coach.routine.model import Dose, Hold, Move, Phase, Repeat, Routine, Say, Wait
from coach.timeline.difference import differences

CALF = Hold(seconds=20.0, name="Calf stretch", cue="Lean forward.", side="each", reps=2)
SQUAT = Move(reps=10, name="Squat", tempo=(Phase("down", 2.0), Phase("up", 2.0)))


def routine(*steps, **heading):
    """A routine of these steps."""
    return Routine(**{"id": "x", "title": "Knee", "steps": steps or (CALF, SQUAT), **heading})


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (routine(), ()),
        (routine(replace(CALF, seconds=30.0), SQUAT), ("Calf stretch: hold 20 s → 30 s",)),
        (
            routine(replace(CALF, sets=3, reps=1), SQUAT),
            ("Calf stretch: sets 1 → 3 (two more); repetitions 2 → 1 (one fewer)",),
        ),
        (routine(CALF, replace(SQUAT, load="2 kg")), ("Squat: load none → “2 kg”",)),
        (routine(CALF, replace(SQUAT, most_reps=12)), ("Squat: repetitions at most none → 12",)),
        (
            routine(CALF, replace(SQUAT, tempo=(Phase("down", 3.0), Phase("up", 2.0)))),
            ("Squat: tempo 2 s down, 2 s up → 3 s down, 2 s up",),
        ),
        (routine(replace(CALF, side="left"), SQUAT), ("Calf stretch: side each → left",)),
        (routine(replace(CALF, cue="Lean."), SQUAT), ("Calf stretch: cue “Lean forward.” → Lean.",)),
        (routine(CALF), ("left out: Squat: 10 times, 2 s down, 2 s up",)),
        (
            routine(CALF, SQUAT, Say(text="Well done.")),
            ("new: “Well done.”",),
        ),
        (routine(dose=Dose(per_day=2)), ("dose none → twice a day",)),
        (routine(cautions=("Not into pain.",)), ("cautions none → “Not into pain.”",)),
        (
            routine(Repeat(times=2, name="Circuit", steps=(CALF, SQUAT))),
            ("new: Circuit, 2 rounds",),
        ),
        (routine(Wait(text="Fetch it."), CALF, SQUAT), ("new: Wait for the person, at most 1 min",)),
    ],
)
def test_what_changed_is_said(changed, said):
    """One line for each step or heading, and nothing of what stayed."""
    assert differences(routine(), changed) == said


@pytest.mark.parametrize("name", [field.name for field in fields(CALF) if field.name not in ("mark", "name")])
def test_no_field_of_an_exercise_is_passed_over(name):
    """Whatever is changed of a hold is said."""
    other = {
        "seconds": 9.0, "reps": 9, "sets": 9, "breaths": 3, "as_able": True, "least_sets": 1, "rest": 9.0,
        "set_rest": 9.0, "setup": 9.0, "remind": ("Breathe.",), "release": "Let go.", "side": "left",
        "tones": "none", "count": "every", "load": "2 kg", "position": "lying", "lie_on": "side",
        "cue": "Else.", "caution": "Care.", "note": "On a step.", "figure": "3b", "image": "a.png", "link": "https://a.org/b",
    }[name]  # fmt: skip
    (line,) = differences(routine(CALF), routine(replace(CALF, **{name: other})))
    assert line.startswith("Calf stretch: ")
