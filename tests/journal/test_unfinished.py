"""Seconds performed in a session that has no end."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from coach.journal.unfinished import performed

SECOND = 1_000_000


def test_pauses_are_left_out() -> None:
    """Ten seconds before the pause and five after it, whatever its length; a last pause counts nothing."""
    events = [
        ("session-started", 0),
        ("paused", 10),
        ("resumed", 1_000),
        ("step-done", 1_005),
        ("paused", 1_006),
    ]
    assert performed([(kind, at * SECOND) for kind, at in events]) == 16.0


def test_what_happens_within_a_pause_does_not_end_it() -> None:
    """An answer given while paused is no exercise."""
    events = [("session-started", 0), ("paused", 10), ("answered", 20), ("resumed", 40), ("step-done", 45)]
    assert performed([(kind, at * SECOND) for kind, at in events]) == 15.0


def test_a_clock_set_back_takes_nothing_away() -> None:
    """The stretch in which somebody set the clock back counts as nothing; the rest stands."""
    events = [("session-started", 7_200), ("step-done", 7_210), ("step-done", 3_600), ("step-done", 3_605)]
    assert performed([(kind, at * SECOND) for kind, at in events]) == 15.0


@given(st.lists(st.tuples(st.sampled_from(["paused", "resumed", "step-done"]), st.integers(0, 10**12))))
def test_never_below_nothing_nor_above_the_whole(events: list[tuple[str, int]]) -> None:
    """With times in order, the performed seconds lie between 0 and first to last."""
    ordered = [(kind, at) for (kind, _), at in zip(events, sorted(at for _, at in events), strict=True)]
    whole = (ordered[-1][1] - ordered[0][1]) / SECOND if ordered else 0.0
    assert 0.0 <= performed(ordered) <= whole
