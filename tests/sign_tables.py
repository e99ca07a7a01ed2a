"""The tables of docs/safety-signs.md, from the list itself: `python tests/sign_tables.py` rewrites them."""

from __future__ import annotations

import re
from pathlib import Path

from coach.care.model import LEVELS
from coach.care.reading import sign_rules
from coach.care.tables import CONDITION, RULE, SIGN_RULES
from field_tables import with_tables

PAGE = Path(__file__).parents[1] / "docs" / "safety-signs.md"
FIELDS = {"list": SIGN_RULES, "rule": RULE, "condition": CONDITION}
_PLACE = re.compile(r"(<!-- (signs|rows: ([a-z-]+)) -->\n).*?(<!-- end -->)", re.DOTALL)


def rewritten() -> str:
    """The text of the page as it should be."""
    text = with_tables(PAGE.read_text(encoding="utf-8"), FIELDS)
    return _PLACE.sub(lambda found: found[1] + (_rows(found[3]) if found[3] else _signs()) + found[4], text)


def _signs() -> str:
    lines = [
        f"{number}. **{line.title}**: " + ", ".join(f"`{sign.id}` ({sign.label})" for sign in line.signs)
        for number, line in enumerate(sign_rules().lines, 1)
    ]
    return "\n".join(lines) + "\n"


def _rows(level: str) -> str:
    assert level in LEVELS
    rows = [
        "| id | caution | order | fires at | stays silent at | rests on | confirmed |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for rule in sign_rules().rules:
        if rule.level == level:
            order = rule.order if rule.order != rule.caution else "(the same)"
            confirmed = "yes" if rule.confirmed else "no"
            cells = (rule.id, rule.caution, order, rule.facts, rule.neighbours, rule.basis, confirmed)
            rows.append("| " + " | ".join(cells) + " |")
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    PAGE.write_text(rewritten(), encoding="utf-8")
