"""Suggestions for what people write instead of a kind or a word of a list."""

from __future__ import annotations

import pytest

from coach.fields.suggestions import word_hint
from coach.routine.suggestions import WORD_SYNONYMS, intended_kind


@pytest.mark.parametrize(
    ("names", "meant"),
    [
        (["name", "hlod"], ("hlod", "hold", "did you mean 'hold'?")),
        (["Hold"], ("Hold", "hold", "did you mean 'hold'?")),
        (["stretch"], ("stretch", "hold", "write 'hold: …'")),
        (["pause"], ("pause", "rest", "write 'rest: …'")),
        (["text"], ("text", "say", "write 'say: …'")),
        (["name", "cue", "reps"], None),
        ([], None),
    ],
)
def test_the_kind_of_a_step_is_guessed(names, meant):
    """The kind is guessed from a misspelt one, or from the word that people use for it."""
    assert intended_kind(names, frozenset({"name", "cue", "reps"})) == meant


def test_a_word_of_a_list_is_guessed():
    """A word is guessed from another word for it or the nearest one; else all are named."""
    positions = ("seated", "standing", "all-fours", "lying")
    assert [
        word_hint(word, positions, WORD_SYNONYMS)
        for word in ("Sitting", "standign", "hands and knees", "on back", "upside down")
    ] == [
        "did you mean 'seated'?",
        "did you mean 'standing'?",
        "did you mean 'all-fours'?",
        "did you mean 'lying'?",
        "write one of seated, standing, all-fours, lying",
    ]
    for word in ("both sides", "Left/Right", "2"):
        hint = "write each for one side after the other, or both for both at once"
        assert word_hint(word, ("left", "right", "both", "each"), WORD_SYNONYMS) == hint
