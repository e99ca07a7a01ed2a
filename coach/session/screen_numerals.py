"""Figures large enough to be read from two metres, drawn with half blocks; pure."""

from __future__ import annotations

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

    Every line is as wide as the widest. Where not even the smallest size fits, the figures
    themselves. Raises `KeyError` for any other sign.
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
    """Twice as wide and high, the corners rounded: Scale2x, as game emulators draw old figures larger.

    Each point becomes four; one of the four takes the colour of the two neighbours it touches
    where these agree with each other and not with their opposites.
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
