"""The lines of the screen as styled text; text from a file appears as written, never as markup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from coach.session.screen_content import HELP

if TYPE_CHECKING:
    from coach.session.screen_content import Mood, ScreenContent

_GLYPHS = {
    "0": ".####. ###### ##..## ##..## ##..## ##..## ##..## ##..## ###### .####.",
    "1": "..##.. .###.. ####.. ####.. ..##.. ..##.. ..##.. ..##.. ###### ######",
    "2": ".####. ###### ##..## ....## ...### ..###. .###.. ###... ###### ######",
    "3": ".####. ###### ##..## ....## ..###. ..###. ....## ##..## ###### .####.",
    "4": "...### ..#### ..#### .##.## .##.## ##..## ###### ###### ....## ....##",
    "5": "###### ###### ##.... ##.... #####. ###### ....## ....## ###### #####.",
    "6": ".####. #####. ##.... ##.... #####. ###### ##..## ##..## ###### .####.",
    "7": "###### ###### ....## ...### ...##. ..###. ..##.. ..##.. ..##.. ..##..",
    "8": ".####. ###### ##..## ##..## .####. .####. ##..## ##..## ###### .####.",
    "9": ".####. ###### ##..## ##..## ###### .##### ....## ....## .##### .####.",
    ":": ".. .. ## ## .. .. ## ## .. ..",
}
"""Each sign as ten rows of square points, from the top."""
ROWS = 10
ODD = 3
"""The largest odd size: only doubling rounds the corners, and from here on square ones are seen."""
GAP = 2
"""Points between two signs."""
_HALVES = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}


def enlarged(figures: str, width: int, height: int) -> str:
    """Digits and colons as a block of text, as large as fits into that many columns and lines.

    All lines have the same width. If not even the smallest size fits, the figures themselves are returned.
    Raises `KeyError` for any other character.
    """
    points = _points(figures)
    scale = min(width // len(points[0]), 2 * height // ROWS)
    if scale < 1:
        return figures
    if scale > ODD:
        scale -= scale % 2
    while scale % 2 == 0:
        points, scale = _doubled(points), scale // 2
    large = [[point for point in row for _ in range(scale)] for row in points for _ in range(scale)]
    return "\n".join(
        "".join(_HALVES[pair] for pair in zip(upper, lower, strict=True))
        for upper, lower in zip(large[::2], large[1::2], strict=True)
    )


def _points(figures: str) -> list[list[bool]]:
    glyphs = [_GLYPHS[figure].split() for figure in figures]
    between = "." * GAP
    return [[point == "#" for point in between.join(glyph[row] for glyph in glyphs)] for row in range(ROWS)]


def _doubled(rows: list[list[bool]]) -> list[list[bool]]:
    """The rows at twice the size with rounded corners: Scale2x, as game emulators enlarge old figures.

    Each point becomes four; one of the four takes the colour of the two neighbours it touches where these
    agree with each other and not with their opposites.
    """
    large = []
    for row, points in enumerate(rows):
        above = rows[row - 1] if row else [False] * len(points)
        below = rows[row + 1] if row + 1 < len(rows) else [False] * len(points)
        upper, lower = [], []
        for point, up, down, left, right in zip(
            points, above, below, [False, *points], [*points[1:], False], strict=False
        ):
            upper += [
                up if left == up and left != down and up != right else point,
                right if up == right and up != left and right != down else point,
            ]
            lower += [
                left if down == left and down != right and left != up else point,
                down if right == down and right != up and down != left else point,
            ]
        large += [upper, lower]
    return large


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


def head(shown: ScreenContent, width: int) -> Text:
    """The line with the routine's title, and the number of the step."""
    space = max(0, width - cell_len(shown.place) - 2)
    title = _shortened(shown.title, space)
    return Text.styled(f"{title}{' ' * (space - cell_len(title))}  {shown.place}", "dim")


def name(shown: ScreenContent, width: int) -> Text:
    """The line with the current exercise and its side."""
    side = f" {shown.side} " if shown.side else ""
    line = Text().append(_shortened(shown.name, width - len(side) - 2), "bold")
    return line.append("  ").append(side, "bold reverse") if side else line


def stage(shown: ScreenContent, width: int, height: int) -> Text:
    """The lines with the figures as large as possible or, without any, the words."""
    words = enlarged(shown.figures, width, height) if shown.figures else shown.stage
    return Text.styled(words, STYLES[shown.mood])


def caption(shown: ScreenContent) -> Text:
    """The line with the repetition and set, or what to do."""
    return Text.styled(shown.caption, "reverse bold" if shown.mood == "paused" else "")


def left(shown: ScreenContent, width: int) -> Text:
    """The line with a bar of the remaining time."""
    if not shown.left or shown.mood == "listening":
        return Text()
    return _bar(shown.left, width if width < NARROW else width // 2, STYLES[shown.mood])


def words(shown: ScreenContent) -> Text:
    """The line with the last spoken words."""
    return Text(shown.words)


def remarks(shown: ScreenContent, lines: int) -> Text:
    """The lines with the latest remarks."""
    return Text.styled("\n".join(f"! {remark}" for remark in shown.remarks[-lines:]), "italic")


def coming(shown: ScreenContent, width: int) -> Text:
    """The line with the next exercise."""
    return Text().append("Next  ", "dim").append(_shortened(shown.next, width - 6), "bold")


def progress(shown: ScreenContent, width: int) -> Text:
    """The line with the progress of the routine, and its remaining time."""
    line = Text(f"{shown.done}  ")
    space = width - cell_len(shown.done) - cell_len(shown.remaining) - 4
    return line.append_text(_bar(shown.progress, space, "bold")).append(f"  {shown.remaining}")


def keys(shown: ScreenContent, width: int) -> Text:
    """The line with as many keys as fit, the most important first."""
    line = Text()
    for key, what in shown.keys:
        between = "  " if line else ""
        if line.cell_len + cell_len(f"{between}{key} {what}") > width:
            break
        line.append(between).append(key, "bold").append(f" {what}", "dim")
    return line


def help_lines(width: int, height: int) -> Text:
    """The help: as many keys as fit, one a line, the most important first.

    The lines are equally long, so that they stay a table where they are centred; without enough columns for a
    table, each is as short as possible.
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
