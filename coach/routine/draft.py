"""A draft of a routine file: what is known of its exercises, with comments for an author to go through."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from coach.units import format_duration

if TYPE_CHECKING:
    from coach.routine.model import SideRule

_PLAIN = re.compile(r"[\w(][\w ,.;()/'\u2019+-]*")
"""Texts that need no quotes in YAML: no colon, no '#', and no sign at the beginning."""
_YAML_WORDS = frozenset({"yes", "no", "true", "false", "null", "on", "off"})


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftExercise:
    """One exercise. Without a dose (`hold`, `reps` or `seconds`) it is only spoken.

    Times are seconds. `breathe`: a pattern as it is written, done for `seconds`.
    `up_to`: the hold may be ended before. `most_reps`: as able, up to this number. `guesses`: by field, what
    was not certain, for a comment. `sheet`: the words that it was read from.
    """

    name: str
    cue: str = ""
    hold: float | None = None
    breathe: str = ""
    up_to: bool = False
    reps: int | None = None
    most_reps: int | None = None
    seconds: float | None = None
    sets: int | None = None
    side: SideRule | None = None
    rest: float | None = None
    set_rest: float | None = None
    load: str = ""
    position: str = ""
    caution: str = ""
    guesses: dict[str, str] = field(default_factory=dict)
    sheet: str = ""

    @property
    def is_dosed(self) -> bool:
        """Whether a dose is known."""
        return bool(self.hold or self.reps or self.seconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A routine to be: its exercises, how often it is done, and who should be careful.

    `dose`: fields of a routine's dose as they are written. `unread`: lines that became nothing else.
    """

    title: str
    kind: str = ""
    exercises: tuple[DraftExercise, ...] = ()
    dose: dict[str, str] = field(default_factory=dict)
    cautions: tuple[str, ...] = ()
    summary: str = ""
    guesses: dict[str, str] = field(default_factory=dict)
    unread: tuple[str, ...] = ()


def written(draft: Draft) -> str:
    """The draft as a routine file, which `coach check` reads without an error."""
    lines = [
        "# A draft. Lines with '# guess' were not certain: change or confirm them, then delete the comment.",
        "# What each field means: docs/routine-format.md, or `coach schema routine` for your editor.",
        "format: 2",
        f"title: {_yaml_text(draft.title)}",
        *([f"kind: {draft.kind}{_guess(draft.guesses, 'kind')}"] if draft.kind else []),
        *([f"summary: {_yaml_text(draft.summary)}"] if draft.summary else []),
        "# author: your name and profession",
        "# reviewed: the day you last went through it, such as 2026-11-01",
        "# sources: [where the figures come from]",
    ]
    if draft.cautions:
        lines.append(f"cautions:{_guess(draft.guesses, 'cautions')}")
        lines += [f"  - {_yaml_text(caution)}" for caution in draft.cautions]
    if draft.dose:
        fields = ", ".join(f"{name}: {value}" for name, value in draft.dose.items())
        lines.append(f"dose: {{{fields}}}{_guess(draft.guesses, 'dose')}")
    if draft.unread:
        lines += ["# From the sheet, and not used:", *(f"#   {line}" for line in draft.unread)]
    lines.append("steps:")
    for exercise in draft.exercises:
        lines += _step(exercise)
    return "\n".join(lines) + "\n"


def _step(exercise: DraftExercise) -> list[str]:
    guesses = exercise.guesses
    head = [f"  # sheet: {line}" for line in exercise.sheet.splitlines() if line.strip()]
    if not exercise.is_dosed:
        said = f"{exercise.name.rstrip('.')}. {exercise.cue}".rstrip()
        why = guesses.get("say", "no dose was found, so that it is only said")
        return [*head, f"  - say: {_yaml_text(said)}  # guess: {why}"]
    most = f"-{exercise.most_reps}" if exercise.most_reps else ""
    if exercise.hold:
        up_to = "up to " if exercise.up_to else ""
        first = f"hold: {up_to}{format_duration(exercise.hold)}{_guess(guesses, 'hold')}"
    elif exercise.breathe:
        first = f"breathe: {exercise.breathe}{_guess(guesses, 'breathe')}"
    elif exercise.reps:
        first = f"move: {exercise.reps}{most} reps{_guess(guesses, 'move')}"
    else:
        first = f"move: {format_duration(exercise.seconds or 0.0)}{_guess(guesses, 'move')}"
    fields = {
        "for": format_duration(exercise.seconds or 0.0) if exercise.breathe else "",
        "name": _yaml_text(exercise.name),
        "cue": _yaml_text(exercise.cue),
        "caution": _yaml_text(exercise.caution),
        "position": exercise.position,
        "side": exercise.side or "",
        "sets": str(exercise.sets or ""),
        "reps": str(exercise.reps or "") if exercise.hold else "",
        "load": _yaml_text(exercise.load),
        "rest": format_duration(exercise.rest) if exercise.rest else "",
        "set_rest": format_duration(exercise.set_rest) if exercise.set_rest else "",
    }
    if exercise.reps and not exercise.hold:
        fields["pace"] = "4 s  # guess: the speed is not known; or write 'tempo: 2 s up, 2 s down'"
    return [
        *head,
        f"  - {first}",
        *(f"    {name}: {value}{_guess(guesses, name)}" for name, value in fields.items() if value),
    ]


def _guess(guesses: dict[str, str], name: str) -> str:
    return f"  # guess: {guesses[name]}" if name in guesses else ""


def _yaml_text(text: str) -> str:
    """A text as YAML reads it back, in quotes where it needs them."""
    words = " ".join(text.split())
    if not words or (_PLAIN.fullmatch(words) and words.lower() not in _YAML_WORDS):
        return words
    return json.dumps(words, ensure_ascii=False)
