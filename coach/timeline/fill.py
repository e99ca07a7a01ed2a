"""An author's text with its placeholders filled in: `{side}`, `{rep}`, `{hold}` and their like."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coach.routine.model import SidedText
from coach.routine.unroll import other

if TYPE_CHECKING:
    from coach.routine.model import Side, SideRule, Wording
    from coach.timeline.words import Words

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_SIDE = re.compile(r"\{(side|other_side)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What a text may refer to at one place of the routine."""

    side: Side | None = None
    rep: int = 1
    reps: int = 1
    set: int = 1
    sets: int = 1
    seconds: float = 0.0


def fill(text: Wording, figures: Figures, words: Words) -> str:
    """The words to say; the first letter is a capital one where a placeholder began the sentence."""
    if isinstance(text, SidedText):
        text = text.right if figures.side == "right" else text.left
    if "{" not in text:
        return text
    values = {
        "rep": words.number(figures.rep),
        "reps": words.number(figures.reps),
        "set": words.number(figures.set),
        "sets": words.number(figures.sets),
        "hold": words.duration(figures.seconds),
    }
    if figures.side is not None:
        values["side"] = words.sides[figures.side]
        values["other_side"] = words.sides[other(figures.side)]
    filled = _PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), text)
    return capitalized(filled) if text.startswith("{") else filled


def capitalized(text: str) -> str:
    """The text with a capital letter; the others stay as they are written."""
    return text[:1].upper() + text[1:]


def one_side(rule: SideRule | None) -> Side | None:
    """The left or the right that a rule means; None where it means both, or none."""
    return rule if rule in ("left", "right") else None


def depends_on_side(text: Wording) -> bool:
    """Whether the words differ from one side to the other."""
    if isinstance(text, SidedText):
        return text.left != text.right
    return _SIDE.search(text) is not None
