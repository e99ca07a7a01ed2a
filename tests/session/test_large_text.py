"""Figures and words as blocks of large letters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.session.large_text import large_figures, large_words


def test_the_smallest_size_is_six_columns_a_digit_and_five_lines():
    """Two digits take fourteen columns, with the gap between them."""
    assert large_figures("20", 14, 5).splitlines() == [
        "▄████▄  ▄████▄",
        "▀▀  ██  ██  ██",
        "  ▄██▀  ██  ██",
        "▄██▀    ██  ██",
        "██████  ▀████▀",
    ]


def test_twice_the_room_gives_round_figures_of_twice_the_size():
    """A figure of double size has its corners rounded."""
    assert large_figures("0", 12, 10).splitlines() == [
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
    assert large_figures("1:40", 60, 5).splitlines()[1] == "████    ██   ▄█▀██  ██  ██"


def test_without_room_the_figures_stay_as_they_are():
    """Where not even the smallest size fits, ordinary figures are used."""
    assert large_figures("20", 13, 5) == "20"
    assert large_figures("20", 14, 4) == "20"
    assert large_figures("20", 0, 0) == "20"


def test_anything_but_figures_is_refused():
    """Text with a letter has no large figures and is refused."""
    with pytest.raises(KeyError):
        large_figures("A", 80, 10)


@given(st.text("0123456789:", min_size=1, max_size=6), st.integers(0, 140), st.integers(0, 40))
def test_figures_never_leave_their_room(figures, width, height):
    """A block of text fits into its room, and all its lines are equally wide."""
    lines = large_figures(figures, width, height).splitlines()
    if lines != [figures]:
        assert len(lines) <= height
        assert {len(line) for line in lines} == {len(lines[0])}
        assert len(lines[0]) <= width


@given(st.integers(1, 8))
def test_different_figures_look_different_in_every_size(size):
    """No digit can be taken for another."""
    drawn = {large_figures(str(digit), 6 * size, 5 * size) for digit in range(10)}
    assert len(drawn) == 10


def test_words_are_drawn_in_capitals():
    """A line of text takes three lines, and its letters are as wide as there is room for."""
    assert large_words("Go on", 24, 3).splitlines() == [
        "▄▀▀▀ ▄▀▀▄    ▄▀▀▄ █▄ █",
        "█ ▀█ █  █    █  █ █ ▀█",
        " ▀▀▀  ▀▀      ▀▀  ▀  ▀",
    ]
    assert large_words("Go on", 12, 3).splitlines() == ["▞▀▗▀▖ ▗▀▖▙▐", "▌▜▐ ▌ ▐ ▌▌▜", "▝▀ ▀   ▀ ▘▝"]


def test_words_are_wrapped_between_words():
    """A text that is too long for one line takes two, which have the same centre."""
    assert large_words("Go on", 12, 6).splitlines() == [
        "▄▀▀▀ ▄▀▀▄",
        "█ ▀█ █  █",
        " ▀▀▀  ▀▀ ",
        "▄▀▀▄ █▄ █",
        "█  █ █ ▀█",
        " ▀▀  ▀  ▀",
    ]


def test_what_does_not_fit_or_cannot_be_drawn_is_not_large():
    """Nothing is large with too few columns or lines, in another script, or for an empty text."""
    assert large_words("Go on", 5, 3) is None
    assert large_words("Go on", 12, 2) is None
    assert large_words("首を横に", 80, 24) is None
    assert large_words("", 80, 24) is None


def test_a_font_without_quarters_gets_wide_letters_only():
    """The console of Linux gets only halves of blocks, or the words stay small."""
    assert set(large_words("Go on", 24, 3, narrow=False)) <= set("▀▄█ \n")
    assert large_words("Go on", 12, 3, narrow=False) is None


@given(st.text("ABCIMWÉß '-…019", max_size=30), st.integers(0, 120), st.integers(0, 40))
def test_words_never_leave_their_room(text, width, height):
    """However much room there is, the block fits into it, and all its lines are equally wide."""
    block = large_words(text, width, height)
    if block is not None:
        assert len(block.splitlines()) <= height
        assert {len(line) for line in block.splitlines()} == {len(block.splitlines()[0])}
        assert len(block.splitlines()[0]) <= width


def test_no_letter_can_be_taken_for_another():
    """Each letter, digit and mark has a form of its own, of five rows of equal width."""
    drawn = {large_words(letter, 80, 3) for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,'\"-?!:;()/…"}
    assert None not in drawn
    assert len(drawn) == 49
