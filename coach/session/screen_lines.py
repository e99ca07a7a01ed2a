"""The lines of the screen as styled text; text from a file appears as written, never as markup."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from coach.session.large_text import LINES, large_figures, large_words
from coach.session.screen_content import HELP

if TYPE_CHECKING:
    from coach.session.screen_content import ScreenContent

FULL, HALF, EMPTY = "━", "╸", "─"
ELLIPSIS = " …"
NARROW = 60
"""Columns below which the bar of what is being done takes the whole width."""
PLAIN, STRONG, REVERSE = "", "bold", "bold reverse"
"""All the styles there are: the terminal's own colours, which its person can read. No faint text: it may
have half the contrast."""
ROWS = (
    ("stage", 1), ("name", 1), ("caption", 1), ("keys", 1), ("words", 1), ("progress", 1), ("stage", 5),
    ("words", 2), ("left", 1), ("coming", 1), ("name", 3), ("words", 6), ("stage", 10), ("head", 1),
    ("words", 9), ("stage", 15), ("name", 6), ("words", 12), ("stage", 20),
)  # fmt: skip
"""How many lines each part gets, the most important first: as far as the height of the screen goes."""
HIGH = 28
"""Lines from which there is room for more remarks."""


def heights(shown: ScreenContent, width: int, height: int, *, narrow: bool = True) -> dict[str, int]:
    """The lines of each part on a screen of that size; the stage gets those that are left over."""
    remarks = len(_remark_lines(shown, width, height))
    given = {"remarks": remarks} if remarks else {}
    texts = {"name": _name_and_side(shown), "words": shown.words}
    for part, lines in ROWS:
        text = texts.get(part)
        if text == "" or (text and lines >= LINES and large_words(text, width, lines, narrow=narrow) is None):
            continue
        if sum(given.values()) - given.get(part, 0) + lines > height:
            break
        given[part] = lines
    given["stage"] = given.get("stage", 0) + height - sum(given.values())
    return given


def screen_parts(
    shown: ScreenContent, width: int, height: int, *, narrow: bool = True
) -> dict[str, tuple[int, Text]]:
    """Every part on a screen of that size, with the lines it takes. `narrow`: see `large_words`."""
    lines = heights(shown, width, height, narrow=narrow)
    drawn = {
        "head": head(shown, width),
        "name": name(shown, width, lines.get("name", 0), narrow=narrow),
        "stage": stage(shown, width, lines["stage"], narrow=narrow),
        "caption": caption(shown, width),
        "left": left(shown, width),
        "words": words(shown, width, lines.get("words", 0), narrow=narrow),
        "remarks": remarks(shown, width, height),
        "coming": coming(shown, width),
        "progress": progress(shown, width),
        "keys": keys(shown, width),
    }
    return {part: (lines[part], content) for part, content in drawn.items() if lines.get(part)}


def help_parts(shown: ScreenContent, width: int, height: int) -> dict[str, tuple[int, Text]]:
    """The same while the help is shown: nothing but the help, and the keys below it."""
    return {"help": (height - 1, help_lines(width, height - 1)), "keys": (1, keys(shown, width))}


def head(shown: ScreenContent, width: int) -> Text:
    """The line with the routine's title, and the number of the step."""
    space = max(0, width - cell_len(shown.place) - 2)
    title = _shortened(shown.title, space)
    return Text(f"{title}{' ' * (space - cell_len(title))}  {shown.place}")


def name(shown: ScreenContent, width: int, height: int, *, narrow: bool = True) -> Text:
    """The current exercise and its side: large, or in one line."""
    large = large_words(_name_and_side(shown), width, height, narrow=narrow)
    if large is not None:
        return Text(large, STRONG)
    side = f" {shown.side} " if shown.side else ""
    line = Text().append(_shortened(shown.name, width - len(side) - 2), STRONG)
    return line.append("  ").append(side, REVERSE) if side else line


def stage(shown: ScreenContent, width: int, height: int, *, narrow: bool = True) -> Text:
    """The lines with the figures as large as possible or, without any, the words."""
    if shown.figures:
        drawn = large_figures(shown.figures, width, height)
    else:
        drawn = _large_or_wrapped(shown.stage, width, height, narrow=narrow)
    return Text(drawn, PLAIN if shown.mood == "paused" else STRONG)


def caption(shown: ScreenContent, width: int) -> Text:
    """The line with the repetition and set, or what to do."""
    return Text(_shortened(shown.caption, width), REVERSE if shown.mood == "paused" else PLAIN)


def left(shown: ScreenContent, width: int) -> Text:
    """The line with a bar of the remaining time."""
    if not shown.left or shown.mood == "listening":
        return Text()
    return _bar(shown.left, width if width < NARROW else width // 2)


def words(shown: ScreenContent, width: int, height: int, *, narrow: bool = True) -> Text:
    """The last spoken words."""
    return Text(_large_or_wrapped(shown.words, width, height, narrow=narrow))


def remarks(shown: ScreenContent, width: int, height: int) -> Text:
    """The lines with the latest remarks."""
    return Text("\n".join(_remark_lines(shown, width, height)))


def coming(shown: ScreenContent, width: int) -> Text:
    """The line with the next exercise."""
    return Text("Next  ").append(_shortened(shown.next, width - 6), STRONG)


def progress(shown: ScreenContent, width: int) -> Text:
    """The line with the progress of the routine, and its remaining time."""
    space = width - cell_len(shown.done) - cell_len(shown.remaining) - 4
    if space < 1:
        return Text(_shortened(f"{shown.remaining}, {shown.done}", width))
    return Text(f"{shown.done}  ").append_text(_bar(shown.progress, space)).append(f"  {shown.remaining}")


def keys(shown: ScreenContent, width: int) -> Text:
    """The line with as many keys as fit: first the one that stops, and `?`, which shows them all."""
    drawn = [f"{key} {what}" for key, what in shown.keys]
    chosen = {index for index, (key, _) in enumerate(shown.keys) if key in ("s", "?")}
    for index in range(len(drawn)):
        if sum(cell_len(drawn[each]) + 2 for each in chosen | {index}) - 2 <= width:
            chosen.add(index)
    line = Text()
    for index in sorted(chosen):
        key, what = shown.keys[index]
        line.append("  " if line else "").append(key, STRONG).append(f" {what}")
    return line


def help_lines(width: int, height: int) -> Text:
    """The help: as many keys as fit, one a line, the most important first.

    The lines are equally long, so that they stay a table where they are centred; without enough columns for a
    table, each is as short as possible. Where keys are left out, the last line ends in an ellipsis.
    """
    keys = max(len(key) for key, _ in HELP)
    deeds = max(len(what) for _, what in HELP)
    drawn = [(f"{key:>{keys}}", f"  {what:<{deeds}}") for key, what in HELP]
    if keys + 2 + deeds > width:
        drawn = [(key, f" {what}") for key, what in HELP]
    lines = [(key, _shortened(what, width - len(key))) for key, what in drawn[:height]]
    if lines and len(lines) < len(HELP):
        key, what = lines[-1]
        lines[-1] = (key, _shortened(what.rstrip() + " …", width - len(key)).ljust(len(what)))
    return Text("\n").join(Text().append(key, STRONG).append(what) for key, what in lines)


def _name_and_side(shown: ScreenContent) -> str:
    return f"{shown.name}, {shown.side}" if shown.side else shown.name


def _remark_lines(shown: ScreenContent, width: int, height: int) -> list[str]:
    """The latest remarks, as far as there is room: one of them in one line, or two in up to four."""
    latest = shown.remarks[-(2 if height >= HIGH else 1) :]
    return [line for remark in latest for line in wrapped(f"! {remark}", width, 2 if height >= HIGH else 1)]


def _large_or_wrapped(text: str, width: int, height: int, *, narrow: bool) -> str:
    return large_words(text, width, height, narrow=narrow) or "\n".join(wrapped(text, width, height))


def wrapped(text: str, width: int, height: int) -> list[str]:
    """The text in at most that many lines; with an ellipsis at the end if it is longer."""
    if cell_len(text) > len(text):  # some letters are two columns wide
        width //= 2
    return (
        textwrap.wrap(text, max(width, len(ELLIPSIS)), max_lines=height, placeholder=ELLIPSIS)
        if height
        else []
    )


def _shortened(text: str, width: int) -> str:
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, max(0, width - 1)).rstrip() + "…"


def _bar(share: float, width: int) -> Text:
    """A bar of that many columns, filled to the half column."""
    halves = round(min(max(share, 0.0), 1.0) * max(0, width) * 2)
    full = FULL * (halves // 2) + HALF * (halves % 2)
    return Text(full, STRONG).append(EMPTY * (max(0, width) - len(full)), PLAIN)
