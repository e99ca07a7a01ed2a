"""A chart of the weeks as SVG: what was done of what was prescribed, and the episodes noted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.journal.period_counts import amounts
from coach.pages.svg import drawing, element

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from markupsafe import Markup

    from coach.journal.period_counts import Counts

_WIDTH, _HEIGHT, _LEFT, _TOP, _BASE = 640.0, 300.0, 40.0, 40.0, 250.0
_INK, _PAPER, _DONE, _FRAME = "#1a1a1a", "#ffffff", "#1f5f8b", "#8a8a8a"
_MOST_LABELS = 12


def weeks_chart(weeks: Mapping[date, Counts]) -> Markup:
    """The chart of these weeks, each by its Monday: frames for what was prescribed, filled as it was done."""
    rows = [
        (week, _sum(counts, "prescribed"), _sum(counts, "confirmed"), _sum(counts, "episode"))
        for week, counts in weeks.items()
    ]
    most = max((max(prescribed, confirmed) for _, prescribed, confirmed, _ in rows), default=0) or 1
    step = (_WIDTH - _LEFT - 10) / max(1, len(rows))
    unit = (_BASE - _TOP) / most
    every = -(-len(rows) // _MOST_LABELS) or 1
    parts = [
        element("rect", x=0, y=0, width=_WIDTH, height=_HEIGHT, fill=_PAPER),
        _svg_text(_LEFT, 20, "Done (filled) of prescribed (frame), by week"),
        _svg_text(_LEFT - 6, _TOP + 4, str(most), text_anchor="end"),
        _svg_text(_LEFT - 6, _BASE, "0", text_anchor="end"),
        _svg_text(_LEFT - 6, _HEIGHT - 8, "noted", text_anchor="end"),
    ]
    for number, (week, prescribed, confirmed, episodes) in enumerate(rows):
        x, width = _LEFT + number * step + step * 0.15, step * 0.7
        parts.append(_bar(x, width, confirmed * unit, fill=_DONE))
        parts.append(_bar(x, width, prescribed * unit, fill="none", stroke=_FRAME))
        if number % every == 0:
            parts.append(_svg_text(x, _BASE + 18, f"{week:%m-%d}"))
        if episodes:
            parts.append(_svg_text(x + width / 2, _HEIGHT - 8, str(episodes), text_anchor="middle"))
    parts.append(element("line", x1=_LEFT, y1=_BASE, x2=_WIDTH - 10, y2=_BASE, stroke=_INK))
    said = "; ".join(
        f"week of {week}: {confirmed} done of {prescribed}, {episodes} noted"
        for week, prescribed, confirmed, episodes in rows
    )
    title = f"Done of prescribed, and episodes noted (counts are not causes). {said}"
    return drawing(_WIDTH, _HEIGHT, *parts, title=title)


def _sum(counts: Counts, name: str) -> int:
    return sum(amounts(counts, name).values())


def _bar(x: float, width: float, height: float, **look: str) -> Markup:
    return element("rect", x=x, y=_BASE - height, width=width, height=height, **look)


def _svg_text(x: float, y: float, text: str, **look: str) -> Markup:
    look = {"font_size": "11", "font_family": "sans-serif", "fill": _INK, **look}
    return element("text", text, x=x, y=y, **look)
