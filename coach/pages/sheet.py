"""A routine as a sheet to take home: what to do, how often, what to mind, and how the course goes on."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from coach.pages.page import html_page
from coach.routine.model import Ask, Breathe, Hold, Move, Repeat, Rest, Say, Wait
from coach.routine.shown_fields import IMAGE_TYPES
from coach.timeline.description import (
    describe_dose,
    described_amount,
    described_repeat,
    described_text,
    programme_lines,
)
from coach.timeline.difference import changes_by_stage
from coach.timeline.notices import notice_texts
from coach.timeline.words import words_for
from coach.units import format_duration

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from coach.routine.model import Leaf, Routine, Side, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetStep:
    """One entry: its name, for how long or how often, and what to mind. `depth`: of the repeats around it."""

    title: str
    amount: str = ""
    texts: tuple[str, ...] = ()
    caution: str = ""
    note: str = ""
    figure: str = ""
    image: str = ""
    """A `data:` address."""
    link: str = ""
    depth: int = 0


def sheet_page(stages: Sequence[Routine], routine: Routine, image: Callable[[str], bytes | None]) -> str:
    """The sheet of the routine, one of the stages; `image` gives the content of an image by its name."""
    reviewed = f"Reviewed {routine.reviewed}." if routine.reviewed else "No clinician has reviewed it."
    notices = notice_texts(routine, routine.language)
    return html_page(
        "sheet.html",
        language=routine.language,
        title=routine.title,
        stage=str(routine.stage or ""),
        summary=routine.summary,
        dose=describe_dose(routine.dose),
        equipment=", ".join(routine.equipment),
        note=routine.note,
        figure=routine.figure,
        image=_address(routine.image, image),
        link=routine.link,
        steps=tuple(_entries(routine.steps, routine.first, image)),
        between=format_duration(routine.between) if routine.between else "",
        course=changes_by_stage(stages),
        programme=programme_lines(routine),
        rules=[text for texts in notices.values() for text in texts],
        origin=f"Routine {routine.id}, by {routine.author or 'nobody named'}. {reviewed} Coach is no medical"
        " device.",
    )


def _entries(
    steps: Iterable[Step], first: Side, image: Callable[[str], bytes | None], depth: int = 0
) -> Iterator[SheetStep]:
    for step in steps:
        if isinstance(step, Repeat):
            yield SheetStep(title=described_repeat(step, first), depth=depth)
            yield from _entries(step.steps, first, image, depth + 1)
        elif isinstance(step, Rest | Ask):
            yield replace(_entry(step, first), depth=depth)
        else:
            address = _address(step.image, image)
            shown = replace(_entry(step, first), note=step.note, figure=step.figure, image=address)
            yield replace(shown, link=step.link, depth=depth)


def _entry(step: Leaf, first: Side) -> SheetStep:
    """The entry without what is only shown."""
    if isinstance(step, Rest):
        return SheetStep(title="Rest", amount=described_amount(step))
    if isinstance(step, Ask):
        words = words_for("en")
        rule = (words.rule(step.then),) if step.then else ()
        return SheetStep(title=words.questions.get(step.question, step.question), texts=rule)
    if isinstance(step, Say):
        return SheetStep(title=described_text(step, step.text, first))
    if isinstance(step, Wait):
        title = described_text(step, step.text, first) or "Take your time."
        return SheetStep(title=title, amount=f"at most {format_duration(step.up_to)}")
    name, cue, caution = (described_text(step, text, first) for text in (step.name, step.cue, step.caution))
    reminders = [] if isinstance(step, Breathe) else step.remind
    texts = (cue, *(described_text(step, text, first) for text in reminders))
    title = name or cue or step.kind.capitalize()
    return SheetStep(
        title=title,
        amount=_amount(step),
        texts=tuple(text for text in texts if text and text != title),
        caution=caution,
    )


def _amount(step: Hold | Move | Breathe) -> str:
    rests = ""
    if not isinstance(step, Breathe):
        rests = f", {format_duration(step.rest)} rest" if step.rest else ""
        rests += f", {format_duration(step.set_rest)} rest between sets" if step.set_rest else ""
    return described_amount(step) + rests


def _address(name: str, image: Callable[[str], bytes | None]) -> str:
    """The image as part of the page; empty if there is none."""
    content = image(name) if name else None
    if content is None:
        return ""
    kind, _ = IMAGE_TYPES["." + name.rpartition(".")[2].lower()]
    return f"data:{kind};base64,{b64encode(content).decode('ascii')}"
