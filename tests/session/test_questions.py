"""The rule for a pain answer.

What follows from it in a session is in `test_performance.py`. Mutants of `questions.py` that change nothing:
`None` for `False`; `True` for `_is_paused` and `_waits` at first, as a pause or a question sets them before
they are read; and the name of the only other timer.
"""

from __future__ import annotations

import pytest

from coach.session.questions import action_for_pain


@pytest.mark.parametrize(
    ("pain", "limit", "expected"),
    [
        (0, 6, "go-on"),
        (3, 6, "go-on"),
        (4, 6, "smaller"),
        (5, 6, "smaller"),
        (6, 6, "stop"),
        (10, 6, "stop"),
        (3, 3, "stop"),
        (4, 4, "stop"),
        (1, 1, "stop"),
        (3, None, "go-on"),
        (7, None, "smaller"),
    ],
)
def test_the_stop_rules(pain, limit, expected):
    """Up to 3 it goes on, from 4 the exercise is made smaller, and at the author's limit it stops."""
    assert action_for_pain(pain, limit=limit) == expected


@pytest.mark.parametrize(("first", "pain", "expected"), [(1, 2, "go-on"), (1, 3, "stop"), (None, 3, "go-on")])
def test_a_rise(first, pain, expected):
    """A pain that is so much above the first answer ends it, if there was a first answer."""
    assert action_for_pain(pain, limit=6, first=first, rise=2) == expected
