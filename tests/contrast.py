"""The contrast of text on a terminal as the WCAG computes it, with a dark and with a light theme."""

from __future__ import annotations

from rich.color import Color
from rich.style import Style
from rich.terminal_theme import DEFAULT_TERMINAL_THEME, DIMMED_MONOKAI, TerminalTheme

ENOUGH = 4.5
"""What the WCAG 2.2 asks of text (1.4.3, level AA)."""
_XTERM = [
    (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205), (0, 205, 205),
    (229, 229, 229),
]  # fmt: skip
THEMES = {
    "xterm, dark": TerminalTheme((0, 0, 0), (229, 229, 229), _XTERM),
    "xterm, light": TerminalTheme((255, 255, 255), (0, 0, 0), _XTERM),
    "rich, light": DEFAULT_TERMINAL_THEME,
    "rich, dark": DIMMED_MONOKAI,
}


def contrast(style: Style, theme: TerminalTheme) -> float:
    """The contrast of text in that style with its background, 1 to 21; faint text is between the two."""
    one = (style.color or Color.default()).get_truecolor(theme, foreground=True)
    other = (style.bgcolor or Color.default()).get_truecolor(theme, foreground=False)
    if style.dim:
        one = type(one)(*((first + second) // 2 for first, second in zip(one, other, strict=True)))
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour) -> float:
    parts = [part / 255 for part in colour]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def styles_of(text) -> set[Style]:
    """The styles of a text: its own, and those of its spans."""
    return {Style.parse(str(text.style)), *(Style.parse(str(span.style)) for span in text.spans)}
