"""A kind of step is known in every file that must know it."""

from __future__ import annotations

from typing import get_args

import pytest

from coach.routine.limits import size_of
from coach.routine.model import (
    KINDS,
    Ask,
    Breathe,
    BreathPattern,
    Hold,
    Leaf,
    Move,
    Repeat,
    Rest,
    Routine,
    Say,
    StepKind,
    Wait,
)
from coach.routine.step_tables import STEPS
from coach.timeline.compose import compose, utterances
from coach.timeline.description import describe_steps
from coach.timeline.model import Delivery

EXAMPLES = {
    example.kind: example
    for example in (
        Say(text="Sit tall."),
        Hold(seconds=20.0, name="Calf"),
        Move(reps=8, name="Squat"),
        Breathe(pattern=BreathPattern(4.0, 6.0), cycles=3, name="Breathing"),
        Rest(seconds=10.0),
        Ask(question="pain"),
        Wait(text="Fetch the weight."),
        Repeat(times=2, steps=(Say(text="Again."),)),
    )
}


def test_the_lists_of_kinds_agree():
    """A kind is declared once in the model, has a table of fields, and has an example here."""
    assert get_args(StepKind) == tuple(leaf.kind for leaf in get_args(Leaf)), "coach/routine/model.py"
    assert tuple(STEPS) == KINDS, "coach/routine/step_tables.py"
    assert tuple(EXAMPLES) == KINDS, "tests/test_step_kinds.py"


def laid_out(routine):
    """The steps of its timeline; every utterance takes a second."""
    return compose(routine, Delivery(), dict.fromkeys(utterances(routine, Delivery()), 1.0)).steps


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("file", "known"),
    [
        ("coach/routine/limits.py", lambda routine: size_of(routine.steps)),
        ("coach/timeline/compose.py", laid_out),
        ("coach/timeline/description.py", describe_steps),
    ],
)
def test_every_file_knows_every_kind(kind, file, known):
    """A step of each kind can be sized, laid out in time and described; the file that cannot is named."""
    routine = Routine(id="r", title="R", steps=(EXAMPLES[kind],))
    try:
        result = known(routine)
    except (AssertionError, AttributeError, TypeError) as error:
        pytest.fail(f"{file} does not know {kind!r}: {error}")
    assert result is not None, f"{file} does not know {kind!r}"
