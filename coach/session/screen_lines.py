"""The lines of the screen as styled text; what comes from a file stands there as written, never as markup.

Styles are put on spans, never on a whole `Text`: Textual reads the latter as CSS, whose `green` is
one fixed green instead of the one of the person's terminal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from coach.session.screen_face import HELP
from coach.session.screen_numerals import enlarged

if TYPE_CHECKING:
    from coach.session.screen_face import Face, Mood

FULL, HALF, EMPTY = "━", "╸", "─"
NARROW = 60
"""Columns below which the bar of what is being done takes the whole width."""
STYLES: dict[Mood, str] = {
    "listening": "bold",
    "working": "bold green",
    "resting": "bold",
    "paused": "dim",
    "asking": "bold",
}
"""Green is for doing something; else the terminal's own colours, readable on dark and on light."""


def head(shown: Face, width: int) -> Text:
    """The routine's title, and which step it is."""
    space = max(0, width - cell_len(shown.place) - 2)
    title = _shortened(shown.title, space)
    return Text.styled(f"{title}{' ' * (space - cell_len(title))}  {shown.place}", "dim")


def name(shown: Face, width: int) -> Text:
    """What is done now, and on which side."""
    side = f" {shown.side} " if shown.side else ""
    line = Text().append(_shortened(shown.name, width - len(side) - 2), "bold")
    return line.append("  ").append(side, "bold reverse") if side else line


def stage(shown: Face, width: int, height: int) -> Text:
    """The figures as large as they will go or, without any, the words."""
    words = enlarged(shown.figures, width, height) if shown.figures else shown.stage
    return Text.styled(words, STYLES[shown.mood])


def caption(shown: Face) -> Text:
    """Which repetition of how many, or what to do."""
    return Text.styled(shown.caption, "reverse bold" if shown.mood == "paused" else "")


def left(shown: Face, width: int) -> Text:
    """How much is left of what is being done."""
    if not shown.left or shown.mood == "listening":
        return Text()
    return _bar(shown.left, width if width < NARROW else width // 2, STYLES[shown.mood])


def words(shown: Face) -> Text:
    """What was said last."""
    return Text(shown.words)


def remarks(shown: Face, lines: int) -> Text:
    """The latest remarks."""
    return Text.styled("\n".join(f"! {remark}" for remark in shown.remarks[-lines:]), "italic")


def coming(shown: Face, width: int) -> Text:
    """What comes next."""
    return Text().append("Next  ", "dim").append(_shortened(shown.next, width - 6), "bold")


def progress(shown: Face, width: int) -> Text:
    """What is done of the whole routine, and how long it still takes."""
    line = Text(f"{shown.done}  ")
    space = width - cell_len(shown.done) - cell_len(shown.remaining) - 4
    return line.append_text(_bar(shown.progress, space, "bold")).append(f"  {shown.remaining}")


def keys(shown: Face, width: int) -> Text:
    """As many of the keys as fit into that many columns, the most important first."""
    line = Text()
    for key, what in shown.keys:
        between = "  " if line else ""
        if line.cell_len + cell_len(f"{between}{key} {what}") > width:
            break
        line.append(between).append(key, "bold").append(f" {what}", "dim")
    return line


def help_lines(width: int, height: int) -> Text:
    """As many of the keys as fit, one a line, the most important first.

    The lines are equally long, so that they stay a table where they are centred; where there are not
    columns enough for a table, each is as short as it can be.
    """
    keys = max(len(key) for key, _ in HELP)
    deeds = max(len(what) for _, what in HELP)
    drawn = [(f"{key:>{keys}}", f"  {what:<{deeds}}") for key, what in HELP]
    if keys + 2 + deeds > width:
        drawn = [(key, _shortened(f" {what}", width - len(key))) for key, what in HELP]
    return Text("\n").join(Text().append(key, "bold").append(deed) for key, deed in drawn[:height])


def _shortened(text: str, width: int) -> str:
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, max(0, width - 1)).rstrip() + "…"


def _bar(share: float, width: int, style: str) -> Text:
    """A bar of that many columns, filled to the half column."""
    halves = round(min(max(share, 0.0), 1.0) * max(0, width) * 2)
    full = FULL * (halves // 2) + HALF * (halves % 2)
    return Text().append(full, style).append(EMPTY * (max(0, width) - len(full)), "dim")
