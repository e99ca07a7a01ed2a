"""What the fields of a question must be to each other, and when the next round of a repeat begins."""

from __future__ import annotations

import pytest

ONE_CONDITION = (
    "error[conflict]: 'if' needs exactly one condition; "
    "write one of 'at_least: 5', 'at_most: 3' and 'is: yes'"
)
ONE_THING = (
    "error[conflict]: 'if' needs exactly one thing to do; "
    "write one of 'then: stop', 'skip_to: …' and 'say: …'"
)
BOTH = "6:5: error[conflict]: 'rest' and 'every' both say when the next round begins; keep one of them"
UNFIT = "error[conflict]: this condition does not fit how the question is answered; write "
ABOVE = "error[conflict]: no answer is above 10; write 'answer: number' beside 'ask'"


@pytest.mark.parametrize(
    ("answer", "then", "problem"),
    [
        ("0-10", "then: stop", ONE_CONDITION),
        ("0-10", "at_least: 4, at_most: 3, then: stop", ONE_CONDITION),
        ("0-10", "is: yes, then: stop", f"{UNFIT}'answer: yes-or-no' beside 'ask'"),
        ("yes-or-no", "at_least: 1, then: stop", f"{UNFIT}'is: yes'"),
        ("yes-or-no", "is: yes, then: stop", None),
        ("yes-or-no", "is: no, then: stop", None),
        ("0-10", "at_least: 4", ONE_THING),
        ("0-10", "at_least: 4, then: stop, say: No.", ONE_THING),
        ("0-10", "at_least: 4, say: No., skip_to: Later", ONE_THING),
        ("0-10", "at_least: 10, then: stop", None),
        ("0-10", "at_most: 0, then: stop", None),
        ("0-10", "at_least: 11, then: stop", ABOVE),
        ("0-10", "at_most: 11, then: stop", ABOVE),
        ("number", "at_least: 11, then: stop", None),
    ],
)
def test_what_follows_from_an_answer_fits_the_question(problems_in, answer, then, problem):
    """One condition that the question can be answered with, and one thing to do."""
    text = f'format: 2\ntitle: T\nsteps:\n  - ask: "Is it well?"\n    answer: {answer}\n    if: {{{then}}}\n'
    assert problems_in(text) == ([] if problem is None else [f"6:9: {problem}"])


def test_an_answer_can_only_stop(problems_in):
    """Any other word after `then` is answered with what there is."""
    text = "format: 2\ntitle: T\nsteps:\n  - ask: pain\n    if: {at_least: 5, then: go}\n"
    what = (
        "error[unknown-word]: 'then' cannot be 'go'; write 'then: stop', or 'skip_to' or 'say' instead of it"
    )
    assert problems_in(text) == [f"5:29: {what}"]


@pytest.mark.parametrize(
    ("fields", "problems"),
    [
        (
            "rest: 10 s\n    every: 1 min",
            [BOTH],
        ),
        ("rest: 10 s", []),
        ("every: 1 min", []),
    ],
)
def test_the_next_round_begins_at_one_time(problems_in, fields, problems):
    """A repeat has a rest between its rounds or a time from one to the next."""
    text = f"format: 2\ntitle: T\nsteps:\n  - repeat: 3\n    {fields}\n    steps:\n      - say: Well done.\n"
    assert problems_in(text) == problems
