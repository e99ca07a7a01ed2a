"""Variants: which text is said in which session."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.routine.model import Hold, Repeat, Routine, Say, SidedText, Variants
from coach.routine.variants import chosen, in_one_wording, texts_of, wordings
from strategies import examples

NUMBERS = st.integers(1, 12)
SEEDS = st.text(max_size=8)


def routine(*steps):
    """A routine of these steps."""
    return Routine(id="drawn", title="T", steps=steps)


@given(st.integers(2, 12), SEEDS, st.integers(0, 200))
@examples(200)
def test_nothing_is_said_twice_running(number, seed, wording):
    """No variant comes twice in a row, in a round or from one round to the next."""
    assert chosen(number, wording, seed) != chosen(number, wording + 1, seed)


@given(NUMBERS, SEEDS, st.integers(0, 20))
@examples(100)
def test_each_round_says_them_all(number, seed, round_):
    """In as many sessions as there are variants, each is said once."""
    said = [chosen(number, round_ * number + place, seed) for place in range(number)]
    assert sorted(said) == list(range(number))


def test_the_first_round_is_in_the_written_order():
    """An author hears the variants one after the other."""
    assert [chosen(5, wording, "x") for wording in range(5)] == [0, 1, 2, 3, 4]


def test_later_rounds_differ():
    """Twenty rounds of eight variants come in several orders, and in others for another routine."""

    def rounds(seed):
        return [tuple(chosen(8, round_ * 8 + place, seed) for place in range(8)) for round_ in range(20)]

    assert len(set(rounds("a"))) > 15
    assert rounds("a") != rounds("b")
    assert rounds("a") == rounds("a")


def test_a_routine_in_one_wording():
    """One text takes the place of each variant, and nothing else changes."""
    sided = SidedText("L", "R")
    varied = routine(
        Say(text=Variants(("a", "b"))),
        Repeat(
            times=2,
            steps=(
                Hold(seconds=5.0, name="n", cue=Variants((sided, "c")), remind=("r", Variants(("x", "y")))),
            ),
        ),
    )

    def expected(text, cue, reminder):
        hold = Hold(seconds=5.0, name="n", cue=cue, remind=("r", reminder))
        return routine(Say(text=text), Repeat(times=2, steps=(hold,)))

    assert [in_one_wording(varied, wording) for wording in (0, 1, 2)] == [
        expected("a", sided, "x"),
        expected("b", "c", "y"),
        expected("a", sided, "x"),
    ]


def test_a_routine_without_variants_stays_the_same():
    """The steps of a routine without variants are the very same objects."""
    plain = routine(Say(text="a"), Repeat(times=2, steps=(Hold(seconds=5.0),)))
    assert in_one_wording(plain, 7).steps is plain.steps


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ((Say(text="a"),), 1),
        ((Say(text=Variants(("a", "b"))),), 2),
        ((Say(text=Variants(("a", "b"))), Hold(seconds=5.0, cue=Variants(("a", "b", "c")))), 3),
        ((Repeat(times=2, steps=(Say(text=Variants(("a", "b"))),)),), 2),
    ],
)
def test_how_many_wordings_there_are(steps, expected):
    """There are as many as the longest choice has variants."""
    assert wordings(routine(*steps)) == expected


def test_all_texts_of_a_wording():
    """All texts are those of every variant, on both sides."""
    assert texts_of("a") == ("a",)
    assert texts_of(Variants(("a", SidedText("l", "r")))) == ("a", "l", "r")
