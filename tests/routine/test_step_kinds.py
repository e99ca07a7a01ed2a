"""How the kind of a step is found from its fields."""

from __future__ import annotations

import pytest

from coach.routine.reading import examine_routine


@pytest.mark.parametrize(
    "step",
    [
        "- hlod: 20 s\n    name: Calf\n    rest: 8 s",
        "- rest: 8 s\n    hlod: 20 s\n    name: Calf",
        "- mvoe: 8 reps\n    pace: 2 s\n    rest: 8 s",
    ],
)
def test_a_misspelt_kind_beside_a_rest(tmp_path, step):
    """`rest` is a field of an exercise too: the misspelt kind is the only problem reported."""
    path = tmp_path / "x.yaml"
    path.write_text(f"title: X\nsteps:\n  {step}\n")
    (problem,) = examine_routine(path).problems
    kind = "move" if "mvoe" in step else "hold"
    mistake = "mvoe" if "mvoe" in step else "hlod"
    assert (problem.code, problem.message, problem.hint) == (
        "unknown-field",
        f"'{mistake}' is not a field of a {kind} step",
        f"did you mean '{kind}'?",
    )


def test_a_rest_with_a_field_too_many_stays_a_rest(tmp_path):
    """Nothing else in the step could be its kind."""
    path = tmp_path / "x.yaml"
    path.write_text("title: X\nsteps:\n  - rest: 8 s\n    cue: Breathe.\n")
    (problem,) = examine_routine(path).problems
    assert problem.message == "'cue' is not a field of a rest step"
