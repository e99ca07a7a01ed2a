"""The lines of the screen as styled text."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from coach.session import screen_lines as lines
from coach.session.screen_content import HELP, KEYS, ScreenContent
from coach.session.screen_lines import enlarged

SHOWN = ScreenContent(
    mood="working",
    title="Desk neck",
    place="Step 2 of 7",
    name="Side bend",
    side="LEFT",
    figures="15",
    stage="",
    caption="Hold 1 of 2",
    left=0.5,
    words="Left ear down.",
    next="Side bend, right",
    done="1 of 7 done",
    progress=0.25,
    remaining="2:55 left",
    remarks=("No audio device.", "No voice."),
    keys=KEYS,
)


def test_the_title_is_left_and_the_step_right():
    """The first line fills its width."""
    assert lines.head(SHOWN, 30).plain == "Desk neck          Step 2 of 7"


def test_the_side_stands_out():
    """The side is in reverse video behind the name: seen without colours too."""
    line = lines.name(SHOWN, 40)
    assert line.plain == "Side bend   LEFT "
    assert [str(span.style) for span in line.spans] == ["bold", "bold reverse"]


def test_a_bar_is_filled_to_the_half_column():
    """What is left of a hold is drawn in half columns, what is gone stays as a thin line."""
    assert lines.left(replace(SHOWN, left=0.55), 10).plain == "━━━━━╸────"
    assert lines.left(replace(SHOWN, left=0.5), 80).plain == "━" * 20 + "─" * 20
    assert lines.left(replace(SHOWN, mood="listening"), 10).plain == ""


def test_progress_names_what_is_done_and_what_remains():
    """The bar of the whole routine is between the two."""
    assert lines.progress(SHOWN, 36).plain == "1 of 7 done  ━━━─────────  2:55 left"


def test_only_as_many_keys_as_fit_are_named():
    """A narrow line names the most important keys, never half of one."""
    assert lines.keys(SHOWN, 38).plain == "space pause  s stop  h hurts  ? keys"
    assert lines.keys(SHOWN, 5).plain == ""


def test_the_latest_remarks_are_shown():
    """With one line of room only the newest is there."""
    assert lines.remarks(SHOWN, 1).plain == "! No voice."
    assert lines.remarks(SHOWN, 2).plain == "! No audio device.\n! No voice."


def test_the_help_is_a_table():
    """All keys are there, in lines of equal length."""
    table = lines.help_lines(80, 10).plain.splitlines()
    assert [row.split("  ")[-1].strip() for row in map(str.rstrip, table)] == [what for _, what in HELP]
    assert len({len(row) for row in table}) == 1


def test_a_low_or_narrow_help_is_what_matters_most():
    """Only as many keys as there are lines; without the columns for a table, words are cut, never wrapped."""
    assert lines.help_lines(32, 2).plain.splitlines() == [
        "    s or q  stop, at once       ",
        "     space  pause, and go on    ",
    ]
    assert lines.help_lines(20, 3).plain.splitlines() == [
        "s or q stop, at once",
        "space pause, and go…",
        "h this hurts",
    ]
    assert lines.help_lines(20, 0).plain == ""


def test_brackets_are_not_markup():
    """A name that looks like markup is shown as written."""
    assert lines.name(replace(SHOWN, name="[red]Bend[/red]", side=""), 40).plain == "[red]Bend[/red]"


@pytest.mark.parametrize("wide", ["首を横に倒す運動をゆっくりと", "A very long name of an exercise indeed"])
def test_a_long_name_is_cut_with_a_sign(wide):
    """A name that does not fit ends in an ellipsis, counted in columns, and leaves the side whole."""
    line = lines.name(replace(SHOWN, name=wide), 24)
    assert "…" in line.plain
    assert line.plain.endswith("   LEFT ")
    assert line.cell_len <= 24


@given(st.integers(20, 200), st.floats(0, 1), st.text(max_size=40))
def test_no_line_is_wider_than_the_screen(width, share, text):
    """Whatever a file says, each line keeps to its columns."""
    shown = replace(SHOWN, title=text, name=text, next=text, left=share, progress=share)
    drawn = [
        lines.head(shown, width),
        lines.name(shown, width),
        lines.left(shown, width),
        lines.coming(shown, width),
        lines.keys(shown, width),
    ]
    assert all(cell_len(line.plain) <= width for line in drawn)


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
