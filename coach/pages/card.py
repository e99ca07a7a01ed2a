"""A card for the bedside: what a short routine says to do, on one sheet, the action first."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from math import cos, pi, sin, sqrt
from typing import TYPE_CHECKING, Any

from coach.pages.page import html_page
from coach.pages.svg import drawing, element
from coach.pages.typesetting import pdf_of, standalone
from coach.routine.model import Ask, Breathe, Hold, Move, Repeat, Say, Wait
from coach.timeline.description import described_amount, described_text
from coach.timeline.notices import notice_texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from markupsafe import Markup

    from coach.routine.model import Routine, Side, Step

MOST_LETTERS = 900
"""Of all the texts on a card: with more, the type that fits on A5 is no longer read at arm's length."""
_AT_FULL_SIZE = 550
"""Letters that fit in full size, each paragraph counted as so many more:"""
_OF_A_PARAGRAPH = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class CardStep:
    """What to do, for how long or how often, and what to mind."""

    action: str
    amount: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A card's texts in their order, except for the cautions, which follow the first step."""

    routine: Routine
    steps: tuple[CardStep, ...]
    cautions: tuple[str, ...]
    stop_rules: tuple[str, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """All texts of the card: those of the steps, then cautions and stop rules."""
        of_steps = [text for step in self.steps for text in (step.action, step.amount, *step.notes) if text]
        return (*of_steps, *self.cautions, *self.stop_rules)

    @property
    def letters(self) -> int:
        """How long all its texts are together."""
        return sum(map(len, self.texts))

    @property
    def fit(self) -> float:
        """The share of the full size of type that fits on one sheet: an area grows with its square."""
        return min(1.0, sqrt(_AT_FULL_SIZE / (self.letters + _OF_A_PARAGRAPH * len(self.texts))))


def card_of(routine: Routine) -> Card:
    """The card of a routine, however long: `letters` says whether it fits on a sheet."""
    notices = notice_texts(routine, routine.language)
    return Card(
        routine=routine,
        steps=tuple(_steps(routine.steps, routine.first)),
        cautions=routine.cautions,
        stop_rules=tuple(
            text for texts in notices.values() for text in texts if text not in routine.cautions
        ),
    )


def card_page(card: Card, *, number: str) -> str:
    """The card as a page. `number`: the emergency number; without one there is a line to write it on."""
    return html_page("card.html", fit=f"{card.fit:.2f}", stop_sign=_stop_sign(), **_content(card, number))


def card_pdf(card: Card, *, number: str, paper: str) -> bytes:
    """The same as a PDF on A5, A4 or Letter. Raises `CoachError` where Typst is not installed."""
    content = _content(card, number) | {
        "steps": [asdict(step) for step in card.steps],
        "stop_sign": standalone(_stop_sign()),
    }
    return pdf_of("card.typ", content, paper)


def _content(card: Card, number: str) -> dict[str, Any]:
    routine = card.routine
    reviewed = f"Reviewed {routine.reviewed}." if routine.reviewed else "No clinician has reviewed it."
    origin = f"Routine {routine.id}, by {routine.author or 'nobody named'}. {reviewed}"
    return {
        "language": routine.language,
        "title": routine.title,
        "steps": card.steps,
        "cautions": card.cautions,
        "stop_rules": card.stop_rules,
        "number": number,
        "origin": f"{origin} Coach is no medical device.",
    }


def _steps(steps: Iterable[Step], first: Side) -> Iterator[CardStep]:
    """The steps that say or ask for something to be done; those within a repeat once."""
    for step in steps:
        if isinstance(step, Repeat):
            yield from _steps(step.steps, first)
        elif isinstance(step, Say):
            yield CardStep(action=described_text(step, step.text, first))
        elif isinstance(step, Hold | Move):
            name, cue = (described_text(step, text, first) for text in (step.name, step.cue))
            notes = [described_text(step, text, first) for text in (step.caution, *step.remind) if text]
            yield CardStep(
                action=cue or name,
                amount=described_amount(step),
                notes=tuple(notes),
            )
        elif isinstance(step, Breathe):
            name, cue = (described_text(step, text, first) for text in (step.name, step.cue))
            caution = described_text(step, step.caution, first)
            yield CardStep(
                action=cue or name or "Breathe",
                amount=described_amount(step),
                notes=(caution,) if caution else (),
            )
        elif isinstance(step, Wait):
            yield CardStep(action=described_text(step, step.text, first) or "Take your time")
        elif not isinstance(step, Ask):
            yield CardStep(action="Rest", amount=described_amount(step))


def _stop_sign() -> Markup:
    """An octagon as on the road, in the colour of the letters."""
    corners = [
        (50 + 48 * cos(pi * (2 * each + 1) / 8), 50 + 48 * sin(pi * (2 * each + 1) / 8)) for each in range(8)
    ]
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in corners)
    return drawing(
        100,
        100,
        element("polygon", points=points, fill="none", stroke="currentColor", stroke_width=6),
        element(
            "text",
            "STOP",
            x=50,
            y=60,
            text_anchor="middle",
            font_size=28,
            font_weight="bold",
            fill="currentColor",
        ),
        title="When to stop",
    )
