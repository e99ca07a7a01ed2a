"""Figures and words as blocks of large letters, drawn with the block characters of a terminal's font.

A screen asks for the same ones ten times a second, therefore the last ones are kept.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    Points = list[list[bool]]

_FIGURES = {
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
"""Each figure as ten rows of points, from the top: a point is as wide as a column and half a line high."""
_LETTERS = {
    "A": ".##. #..# #### #..# #..#", "B": "###. #..# ###. #..# ###.", "C": ".### #... #... #... .###",
    "D": "###. #..# #..# #..# ###.", "E": "### #.. ##. #.. ###", "F": "### #.. ##. #.. #..",
    "G": ".### #... #.## #..# .###", "H": "#..# #..# #### #..# #..#", "I": "# # # # #",
    "J": "..# ..# ..# #.# .#.", "K": "#..# #.#. ##.. #.#. #..#", "L": "#.. #.. #.. #.. ###",
    "M": "#...# ##.## #.#.# #...# #...#", "N": "#..# ##.# #.## #..# #..#", "O": ".##. #..# #..# #..# .##.",
    "P": "###. #..# ###. #... #...", "Q": ".##. #..# #..# #.#. .#.#", "R": "###. #..# ###. #.#. #..#",
    "S": ".### #... .##. ...# ###.", "T": "### .#. .#. .#. .#.", "U": "#..# #..# #..# #..# .##.",
    "V": "#...# #...# .#.#. .#.#. ..#..", "W": "#...# #...# #.#.# ##.## #...#",
    "X": "#..# #..# .##. #..# #..#", "Y": "#.# #.# .#. .#. .#.", "Z": "#### ...# .##. #... ####",
    "0": ".##. #.## ##.# #..# .##.", "1": ".#. ##. .#. .#. ###", "2": "###. ...# .##. #... ####",
    "3": "###. ...# .##. ...# ###.", "4": "#..# #..# #### ...# ...#", "5": "#### #... ###. ...# ###.",
    "6": ".##. #... ###. #..# .##.", "7": "#### ...# ..#. .#.. .#..", "8": ".##. #..# .##. #..# .##.",
    "9": ".##. #..# .### ...# .##.", ".": ". . . . #", ",": ".. .. .. .# #.", "'": "# # . . .",
    '"': "#.# #.# ... ... ...", "-": "... ... ### ... ...", "?": "###. ...# .##. .... .#..",
    "!": "# # # . #", ":": ". # . # .", ";": ".. .# .. .# #.", "(": ".# #. #. #. .#", ")": "#. .# .# .# #.",
    "/": "..# ..# .#. #.. #..", "…": "..... ..... ..... ..... #.#.#", " ": ".. .. .. .. ..",
}  # fmt: skip
"""Each capital as five rows of points; half as wide as those of the figures where there is little room."""
_SAME = {0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"', 0x2013: "-", 0x2014: "-"}
"""Quotation marks and dashes of typographers, and what is drawn for them."""
FIGURE_ROWS = 10
LINES = 3
"""Lines of the terminal that a line of the smallest letters takes."""
ODD = 3
"""The largest odd size: only doubling rounds the corners, and from here on square ones are seen."""
_QUARTERS = " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█"
"""A character for each choice of its quarters: upper left 1, upper right 2, lower left 4, lower right 8."""


@lru_cache(maxsize=8)
def large_figures(figures: str, width: int, height: int) -> str:
    """Digits and colons as a block of text, as large as fits into that many columns and lines.

    All lines have the same width. If not even the smallest size fits, the figures themselves are returned.
    Raises `KeyError` for any other character.
    """
    points = _side_by_side([_FIGURES[figure].split() for figure in figures], gap=2)
    scale = min(width // len(points[0]), 2 * height // FIGURE_ROWS)
    if scale < 1:
        return figures
    if scale > ODD:
        scale -= scale % 2
    return _in_block_characters(_enlarged(points, scale), wide=True)


@lru_cache(maxsize=32)
def large_words(text: str, width: int, height: int, *, narrow: bool = True) -> str | None:
    """The text in large capitals, wrapped between words, as large as fits into that many columns and lines.

    All lines have the same width. None if it does not fit, or has a character that cannot be drawn. `narrow`:
    letters may be drawn half as wide, by quarters of a character, which not every font has.
    """
    words = [
        [_LETTERS.get(letter, "").split() for letter in word]
        for word in text.translate(_SAME).upper().split()
    ]
    if not words or not all(all(word) for word in words):
        return None
    for scale in range(height // LINES, 0, -1):
        for wide in (True, False) if narrow else (True,):
            lines = list(_lines(words, width * 2 // (scale * (1 + wide))))
            if lines and len(lines) * LINES * scale <= height:
                return _in_block_characters(_enlarged(_stacked(lines), scale), wide=wide)
    return None


def _lines(words: list[list[list[str]]], width: int) -> Iterator[Points]:
    """The words in lines of at most that many points; no line at all if a word is wider."""
    space, line = [_LETTERS[" "].split()], list[list[str]]()
    drawn = [_side_by_side(word) for word in words]
    if max(len(word[0]) for word in drawn) > width:
        return
    for word in words:
        longer = [*line, *space, *word] if line else word
        if len(_side_by_side(longer)[0]) > width:
            yield _side_by_side(line)
            longer = word
        line = longer
    yield _side_by_side(line)


def _side_by_side(glyphs: list[list[str]], gap: int = 1) -> Points:
    between = "." * gap
    return [[point == "#" for point in between.join(rows)] for rows in zip(*glyphs, strict=True)]


def _stacked(lines: list[Points]) -> Points:
    """The lines under each other, each in the middle, with a row of points below each."""
    width = max(len(line[0]) for line in lines)
    stacked = []
    for line in lines:
        for row in [*line, [False] * len(line[0])]:
            before = (width - len(row)) // 2
            stacked.append([False] * before + row + [False] * (width - len(row) - before))
    return stacked


def _enlarged(points: Points, scale: int) -> Points:
    while scale % 2 == 0:
        points, scale = _doubled(points), scale // 2
    return [[point for point in row for _ in range(scale)] for row in points for _ in range(scale)]


def _doubled(rows: Points) -> Points:
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


def _in_block_characters(points: Points, *, wide: bool) -> str:
    """The points in characters: two or, if they are wide, one beside the other, and two rows in a line."""
    rows = [[point for point in row for _ in range(1 + wide)] for row in points]
    blank = [False] * (len(rows[0]) + len(rows[0]) % 2)
    rows = [row + [False] * (len(row) % 2) for row in rows] + [blank] * (len(rows) % 2)
    return "\n".join(
        "".join(
            _QUARTERS[upper[at] + 2 * upper[at + 1] + 4 * lower[at] + 8 * lower[at + 1]]
            for at in range(0, len(blank), 2)
        )
        for upper, lower in zip(rows[::2], rows[1::2], strict=True)
    )
