"""How large a routine may be."""

from __future__ import annotations

import pytest
from hypothesis import given

import strategies
from coach.routine.limits import size_of
from coach.timeline.compose import compose
from coach.timeline.model import Delivery
from strategies import examples
from work import calls_of


def many(count, step="{say: A}"):
    """The YAML of a routine of so many steps."""
    return "title: T\nsteps: [" + ", ".join([step] * count) + "]"


def test_two_hundred_steps_are_the_most(problems_in):
    """Steps in repeats are counted once each, as they are written."""
    assert problems_in(many(200)) == []
    assert problems_in(many(201)) == [
        "2:8: error[too-many-steps]: the routine has more than 200 written steps; split it, or use 'repeat'"
    ]
    inner = ", ".join(["{say: A}"] * 150)
    assert problems_in(
        f"title: T\nsteps: [{{repeat: 2, steps: [{inner}]}}, {{repeat: 2, steps: [{inner}]}}]"
    )[0].split(": ")[1] == ("error[too-many-steps]")


@pytest.mark.parametrize(
    ("step", "told_length"),
    [
        ("{rest: 30 min}, " * 6 + "{rest: 0.5 s}", "3 h 1 s"),
        ("{hold: 30 min, reps: 200, sets: 200, side: each}", "40000 h"),
        ("{repeat: 200, steps: [{repeat: 200, steps: [{rest: 1 s}]}]}", "11 h 6 min 40 s"),
        ("{breathe: {in: 30 min, out: 30 min}, cycles: 4}", "4 h"),
        ("{move: 200 reps, tempo: 30 s up, sets: 2}", "3 h 20 min"),
        ("{move: 30 min, sets: 4, side: each}", "4 h"),
        ("{hold: 1 s, reps: 8, rest: 30 min}", "3 h 30 min 8 s"),
    ],
)
def test_three_hours_are_the_most(problems_in, step, told_length):
    """The length is computed from the values, however large, without writing anything out."""
    problems = []
    problems_in(f"title: T\nsteps: [{step}]")  # imports what is needed
    assert calls_of(lambda: problems.extend(problems_in(f"title: T\nsteps: [{step}]"))) < 5_000
    assert problems[0] == (
        f"2:1: error[routine-too-long]: the routine takes at least {told_length}; "
        "the limit is 3 h: use fewer repetitions, or make two routines of it"
    )


def test_three_hours_are_allowed(problems_in):
    """A routine of three hours, the limit itself, is no error."""
    assert problems_in("title: T\nsteps: [" + "{rest: 30 min}, " * 6 + "]") == []


def test_twenty_thousand_cues_are_the_most(problems_in):
    """Words alone have no certain length, and may still be too many."""
    steps = ", ".join(["{say: A}"] * 198)
    assert problems_in(f"title: T\nsteps: [{{repeat: 200, steps: [{{repeat: 200, steps: [{steps}]}}]}}]") == [
        (
            "2:1: error[too-many-cues]: the routine has about 15,880,200 cues; "
            "the limit is 20,000: use fewer repetitions, or make two routines of it"
        )
    ]


@given(strategies.routines, strategies.speaking_times)
@examples(60)
def test_the_computed_size_is_that_of_the_timeline(routine, times):
    """The computed size is never longer than what is composed, and never has far fewer cues."""
    size = size_of(routine.steps)
    timeline = compose(routine, Delivery(ask_seconds=0.0), times)
    assert size.seconds <= timeline.seconds + 1e-6
    assert len(timeline.cues) <= 1.25 * size.cues + 20


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "".join(f"f{number}: 1\n" for number in range(2_000)),
            (
                "1:1: error[too-many]: there are 2000 fields here; at most 40 are allowed; "
                "check the indentation of these lines"
            ),
        ),
        (
            "title: T\nareas: [" + "[], " * 6_000 + "]",
            "2:8: error[too-many]: the list has 6000 entries; at most 200 are allowed; leave some out",
        ),
    ],
)
def test_a_file_of_nonsense_is_not_examined_closely(problems_in, text, problem):
    """A field or an entry that no author writes so often gets no message of its own."""
    problems = []
    assert calls_of(lambda: problems.extend(problems_in(text))) < 5 * len(text)
    assert problems == [problem]
