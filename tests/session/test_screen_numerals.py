"""Figures large enough to be read from two metres."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.session.screen_numerals import enlarged


def test_the_smallest_size_is_six_columns_a_digit_and_five_lines():
    """At the smallest size two digits take fourteen columns, gap included."""
    assert enlarged("20", 14, 5).splitlines() == [
        "▄████▄  ▄████▄",
        "▀▀  ██  ██  ██",
        "  ▄██▀  ██  ██",
        "▄██▀    ██  ██",
        "██████  ▀████▀",
    ]


def test_twice_the_room_gives_round_figures_of_twice_the_size():
    """A figure of double size has its corners rounded."""
    assert enlarged("0", 12, 10).splitlines() == [
        " ▄▄██████▄▄ ",
        "▄██████████▄",
        "████▀  ▀████",
        "████    ████",
        "████    ████",
        "████    ████",
        "████    ████",
        "████▄  ▄████",
        "▀██████████▀",
        " ▀▀██████▀▀ ",
    ]


def test_minutes_and_seconds_have_their_colon():
    """A countdown of minutes shows two dots between them and the seconds."""
    assert enlarged("1:40", 60, 5).splitlines()[1] == "████    ██   ▄█▀██  ██  ██"


def test_without_room_the_figures_stay_as_they_are():
    """Where not even the smallest size fits, the figures are ordinary ones."""
    assert enlarged("20", 13, 5) == "20"
    assert enlarged("20", 14, 4) == "20"
    assert enlarged("20", 0, 0) == "20"


def test_anything_but_figures_is_refused():
    """A letter has no large form."""
    with pytest.raises(KeyError):
        enlarged("A", 80, 10)


@given(st.text("0123456789:", min_size=1, max_size=6), st.integers(0, 140), st.integers(0, 40))
def test_figures_never_leave_their_room(figures, width, height):
    """However much room there is, a block of text fits into it, and all its lines are equally wide."""
    lines = enlarged(figures, width, height).splitlines()
    if lines != [figures]:
        assert len(lines) <= height
        assert {len(line) for line in lines} == {len(lines[0])}
        assert len(lines[0]) <= width


@given(st.integers(1, 8))
def test_different_figures_look_different_in_every_size(size):
    """No digit can be taken for another."""
    drawn = {enlarged(str(digit), 6 * size, 5 * size) for digit in range(10)}
    assert len(drawn) == 10
