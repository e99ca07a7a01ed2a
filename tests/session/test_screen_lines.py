"""The lines of the screen as styled text."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text

from coach.session import screen_lines as lines
from coach.session.large_text import large_figures
from coach.session.screen_content import HELP, KEYS, ScreenContent
from coach.session.screen_lines import help_parts, screen_parts
from contrast import ENOUGH, THEMES, contrast, styles_of

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
    """The side is in reverse video behind the name, so that it is seen without colours too."""
    line = lines.name(SHOWN, 40, 1)
    assert line.plain == "Side bend   LEFT "
    assert [str(span.style) for span in line.spans] == ["bold", "bold reverse"]


def test_a_bar_is_filled_to_the_half_column():
    """What is left of a hold is drawn in half columns, and what is gone as a thin line."""
    assert lines.left(replace(SHOWN, left=0.55), 10).plain == "━━━━━╸────"
    assert lines.left(replace(SHOWN, left=0.5), 80).plain == "━" * 20 + "─" * 20
    assert lines.left(replace(SHOWN, mood="listening"), 10).plain == ""


def test_progress_names_what_is_done_and_what_remains():
    """The bar of the whole routine is between the two figures."""
    assert lines.progress(SHOWN, 36).plain == "1 of 7 done  ━━━─────────  2:55 left"


def test_only_as_many_keys_as_fit_are_named():
    """A narrow line names the most important keys, always stop and the one that shows all."""
    assert lines.keys(SHOWN, 38).plain == "space pause  s stop  h hurts  ? keys"
    assert lines.keys(SHOWN, 18).plain == "s stop  ? keys"
    assert lines.keys(SHOWN, 20).plain == "s stop  ? keys"


def test_the_latest_remarks_are_shown():
    """With one line of room only the newest is there."""
    assert lines.remarks(SHOWN, 40, 24).plain == "! No voice."
    assert lines.remarks(SHOWN, 40, 28).plain == "! No audio device.\n! No voice."
    assert lines.remarks(SHOWN, 11, 28).plain == "! No audio\ndevice.\n! No voice."
    assert lines.remarks(SHOWN, 10, 24).plain == "! No …"


def test_the_help_is_a_table():
    """The help has all keys, in lines of equal length."""
    table = lines.help_lines(80, len(HELP)).plain.splitlines()
    assert [row.split("  ")[-1].strip() for row in map(str.rstrip, table)] == [what for _, what in HELP]
    assert len({len(row) for row in table}) == 1


def test_a_low_or_narrow_help_is_what_matters_most():
    """A small help has as many keys as fit, and in a narrow one words are cut and never wrapped."""
    assert lines.help_lines(32, 2).plain.splitlines() == [
        "    s or q  stop, at once       ",
        "     space  pause, and go on …  ",
    ]
    assert lines.help_lines(20, 3).plain.splitlines() == [
        "s or q stop, at once",
        "space pause, and go…",
        "h this hurts …",
    ]
    assert lines.help_lines(20, 0).plain == ""


def test_brackets_are_not_markup():
    """A name that looks like markup is shown as written."""
    assert lines.name(replace(SHOWN, name="[red]Bend[/red]", side=""), 40, 1).plain == "[red]Bend[/red]"


@pytest.mark.parametrize("wide", ["首を横に倒す運動をゆっくりと", "A very long name of an exercise indeed"])
def test_a_long_name_is_cut_with_a_sign(wide):
    """A name that does not fit ends in an ellipsis, counted in columns, and leaves the side whole."""
    line = lines.name(replace(SHOWN, name=wide), 24, 1)
    assert "…" in line.plain
    assert line.plain.endswith("   LEFT ")
    assert line.cell_len <= 24


@given(st.integers(20, 200), st.floats(0, 1), st.text(max_size=40))
def test_no_line_is_wider_than_the_screen(width, share, text):
    """Whatever a file says, no line is wider."""
    shown = replace(SHOWN, title=text, name=text, next=text, left=share, progress=share)
    drawn = [
        lines.head(shown, width),
        lines.name(shown, width, 1),
        lines.left(shown, width),
        lines.coming(shown, width),
        lines.keys(shown, width),
    ]
    assert all(cell_len(line.plain) <= width for line in drawn)


MOODS = ("listening", "working", "resting", "paused", "asking")
WORDY = replace(
    SHOWN,
    title="A routine for the whole of the back",
    name="Thoracic extension over a rolled towel",
    caption="Press a number, 0 to 10 · 11 s left",
    words="Lie down on your back with the towel across it, and let your arms sink to the sides. " * 3,
    next="Thoracic extension over a rolled towel, right",
    remarks=("No audio device was found: follow the screen.", "Without breath holds: use --no-holds."),
)


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_everything_can_be_read_on_dark_and_on_light(theme):
    """Whatever is shown, each colour has a contrast of at least 4.5 to 1 with what is behind it."""
    screens = [screen_parts(replace(SHOWN, mood=mood), 78, 30) for mood in MOODS]
    texts = [text for parts in (*screens, help_parts(SHOWN, 78, 30)) for _, text in parts.values()]
    styles = {style for text in texts for style in styles_of(text)}
    assert len(styles) == 3
    assert [style for style in styles if contrast(style, theme) < ENOUGH] == []


@given(st.integers(18, 220), st.integers(6, 70), st.booleans(), st.sampled_from(MOODS))
def test_every_size_is_filled_and_nothing_is_cut_without_a_sign(width, height, has_figures, mood):
    """From 20 columns and 6 lines on: no part is larger than its room, and what is shortened says so."""
    shown = replace(WORDY, mood=mood)
    if not has_figures:
        shown = replace(shown, figures="", stage=shown.words, words="")
    parts = screen_parts(shown, width, height)
    assert sum(rows for rows, _ in parts.values()) == height
    assert {"stage", "name", "caption", "keys"} <= set(parts)
    for rows, text in parts.values():
        assert len(text.plain.splitlines()) <= rows
        assert max(map(cell_len, text.plain.splitlines()), default=0) <= width
    if has_figures:
        assert parts["stage"][1].plain == large_figures(shown.figures, width, parts["stage"][0])
    for name, whole in (
        ("name", f"{shown.name}   LEFT "), ("caption", shown.caption), ("coming", f"Next  {shown.next}"),
        ("stage", shown.figures or shown.stage), ("words", shown.words),
    ):  # fmt: skip
        _, text = parts.get(name, (0, Text()))
        is_whole = text.plain.split() == whole.split()
        is_large = set("▀▄█▌▐▘▝▖▗▙▛▜▟▚▞") & set(text.plain)
        assert is_whole or is_large or "…" in text.plain or not text.plain


@pytest.mark.parametrize(
    ("height", "expected"),
    [
        (6, {"name": 1, "stage": 1, "caption": 1, "words": 1, "progress": 1, "keys": 1}),
        (12, {"name": 1, "stage": 5, "caption": 1, "left": 1, "words": 2, "progress": 1, "keys": 1}),
        (24, {"name": 3, "stage": 10, "caption": 1, "left": 1, "words": 6, "coming": 1, "progress": 1,
              "keys": 1}),
        (60, {"head": 1, "name": 6, "stage": 36, "caption": 1, "left": 1, "words": 12, "coming": 1,
              "progress": 1, "keys": 1}),
    ],
)  # fmt: skip
def test_what_matters_most_has_its_lines_first(height, expected):
    """The figures are large from ten lines on, the name from 15 and the words from 19."""
    shown = replace(SHOWN, remarks=())
    assert {part: rows for part, (rows, _) in screen_parts(shown, 78, height).items()} == expected
