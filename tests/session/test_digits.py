"""A number typed on single keys."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from coach.session.digits import MARGIN, PATIENCE, DigitEntry

NOTHING = DigitEntry()


def typed(presses, until):
    """All answers given by these (digit, instant) presses, and by waiting until then."""
    entry, answers = NOTHING, []
    for digit, now in presses:
        entry, waited = entry.wait(now)
        entry, pressed = entry.press(digit, now)
        answers += [answer for answer in (waited, pressed) if answer is not None]
    entry, waited = entry.wait(until)
    return answers + ([waited] if waited is not None else [])


def test_every_digit_but_one_answers_at_once():
    """0 and 2 to 9 are the answer the moment they are pressed."""
    assert [NOTHING.press(digit, 5.0) for digit in (0, 2, 3, 4, 5, 6, 7, 8, 9)] == [
        (NOTHING, digit) for digit in (0, 2, 3, 4, 5, 6, 7, 8, 9)
    ]


def test_one_waits_for_a_nought():
    """A `1` answers nothing until its patience is over, then 1."""
    entry, answer = NOTHING.press(1, 5.0)
    assert (entry, answer) == (DigitEntry(5.0 + PATIENCE), None)
    assert entry.wait(5.0 + PATIENCE - 0.001) == (entry, None)
    assert entry.wait(5.0 + PATIENCE) == (NOTHING, 1)


def test_a_nought_in_time_makes_ten():
    """`1` and then `0` within the patience is 10."""
    assert typed([(1, 5.0), (0, 6.4)], 9.0) == [10]


def test_a_nought_too_late_is_not_ten():
    """`1` has been answered before a `0` that comes after its patience, even unlooked for."""
    entry, _ = NOTHING.press(1, 5.0)
    assert entry.press(0, 5.0 + PATIENCE) == (NOTHING, 1)


def test_another_digit_corrects_a_one():
    """`1` and then `4` is 4, and a second `1` is 1: never fourteen or eleven."""
    assert typed([(1, 5.0), (4, 5.5)], 9.0) == [4]
    assert typed([(1, 5.0), (1, 5.5)], 9.0) == [1]


def test_enter_gives_a_waiting_one():
    """Enter makes a waiting `1` the answer, and is nothing else."""
    entry, _ = NOTHING.press(1, 5.0)
    assert entry.confirm() == (NOTHING, 1)
    assert NOTHING.confirm() == (NOTHING, None)


def test_a_one_is_given_before_the_question_closes():
    """With less time left than the patience, a `1` answers shortly before the end, or at once."""
    entry, answer = NOTHING.press(1, 5.0, within=1.0)
    assert (entry, answer) == (DigitEntry(5.0 + 1.0 - MARGIN), None)
    assert NOTHING.press(1, 5.0, within=MARGIN) == (NOTHING, 1)


@given(st.lists(st.tuples(st.integers(0, 9), st.floats(0, 4)), min_size=1, max_size=6))
def test_whatever_is_typed_gives_answers_from_nought_to_ten(steps):
    """Any keys at any pace end in at least one answer, all within 0 to 10, and nothing is left over."""
    now, presses = 0.0, []
    for digit, pause in steps:
        now += pause
        presses.append((digit, now))
    answers = typed(presses, now + PATIENCE + 0.001)
    assert answers
    assert all(0 <= answer <= 10 for answer in answers)
