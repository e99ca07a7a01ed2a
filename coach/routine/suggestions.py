"""Synonyms: what authors write instead of a routine's fields, kinds of steps and words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.fields.suggestions import normalized_name
from coach.fields.vocabulary import Synonym
from coach.routine.model import KINDS
from coach.spelling import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable

_NAME = Synonym("name", "the name of an exercise is written as 'name: …'")
_REPS = Synonym("reps", "the number of repetitions is written as 'reps: …'")
_CUE = Synonym("cue", "what the person is asked to do is written as 'cue: …'")
_REST = Synonym("rest", "the time between repetitions is written as 'rest: … s'")
_HOLD = Synonym("hold", "the length of a hold is written as 'hold: … s'")
_MOVE_REPS = Synonym("", "the number of repetitions is written as 'move: … reps'")
_MOVE_TIME = Synonym("", "the length of a movement is written as 'move: … s'")
_NOT_FOR = Synonym("not_for", "who leaves it out is written as 'not_for: […]', as noun phrases")
_CAUTIONS = Synonym("cautions", "what to be careful of is written as 'cautions: […]', as sentences")
_HOW_OFTEN = Synonym("", "how often is written as 'dose', with per_day, days_per_week, weeks or every")
_SETS_AND_REPS = Synonym(
    "", "write two fields, one a line: 'sets' and 'reps' ('move: … reps' in a move step)"
)
_NO_REST = Synonym("", "write '- rest: … s' as a step of its own")
_IMAGE = Synonym("image", "a picture is written as 'image: heel-drop.png'")
_LINK = Synonym("link", "an address is written as 'link: https://…'")
_NOTE = Synonym("note", "what is only shown is written as 'note: …'")

FIELD_SYNONYMS = {
    "exercise": _NAME, "title": _NAME,
    "repetitions": _REPS, "times": _REPS, "count in a routine": Synonym("count"),
    "instructions": _CUE, "instruction": _CUE, "description": _CUE,
    **dict.fromkeys(("contraindications", "contraindication"), _NOT_FOR),
    **dict.fromkeys(("precautions", "precaution", "warnings"), _CAUTIONS),
    "red_flags": Synonym("stop_if", "what to stop for is written as 'stop_if: […]', as noun phrases"),
    "description in a routine": Synonym("summary", "one sentence about it is written as 'summary: …'"),
    **dict.fromkeys(("frequency", "how_often", "schedule", "times_per_day", "dosage"), _HOW_OFTEN),
    **dict.fromkeys(("sets_x_reps", "sets_and_reps", "sets/reps", "reps_x_sets"), _SETS_AND_REPS),
    "pause": _REST, "break": _REST,
    "reminder": Synonym("remind", "what is said during the hold is written as 'remind: …'"),
    "weight": Synonym("load", "a weight is written as 'load: …'"),
    "fig": Synonym("figure", "the number of a figure is written as 'figure: …'"),
    "picture": _IMAGE, "photo": _IMAGE,
    "url": _LINK, "video": _LINK, "website": _LINK,
    "comment": _NOTE, "remark": _NOTE, "hint": _NOTE,
    "sides": Synonym("side", "the side is written as 'side: each'"),
    "seconds": _HOLD, "duration": _HOLD, "time": _HOLD,
    **{f"{name} in a move step": _MOVE_REPS for name in ("reps", "repetitions", "times")},
    **{f"{name} in a move step": _MOVE_TIME for name in ("hold", "seconds", "duration", "time")},
    **{f"rest in {kind}": _NO_REST for kind in ("a say step", "a breathe step", "an ask step", "a routine")},
}  # fmt: skip
"""By the name that is written: the field that is meant, and what to say if that one is allowed there."""

_KINDS = {
    "seconds": "hold", "duration": "hold", "stretch": "hold",
    "pause": "rest", "break": "rest",
    "text": "say", "speak": "say", "tell": "say", "instruction": "say", "instructions": "say",
    "breath": "breathe", "breathing": "breathe",
    "question": "ask", "loop": "repeat", "rounds": "repeat", "movement": "move", "repetitions": "move",
}  # fmt: skip
"""The kind that is meant where a step has none but this field."""

WORD_SYNONYMS = {
    "sitting": "seated", "sit": "seated", "chair": "seated",
    "stand": "standing", "supine": "lying", "on-back": "lying", "face-down": "prone",
    "quadruped": "all-fours", "four-point": "all-fours", "hands-and-knees": "all-fours",
    "bilateral": "both", "l": "left", "r": "right", "left-side": "left", "right-side": "right",
    "in-turn": "alternate", "alternating": "alternate", "all": "every", "off": "none",
    "stretching": "stretch", "mobility": "movement", "strengthening": "strength", "balancing": "balance",
    "drinking": "hydration", "water": "hydration", "breath": "breathing", "vision": "eyes",
}  # fmt: skip
"""By the word that is written: the word that means the same."""


def intended_kind(names: Iterable[str], known: frozenset[str]) -> tuple[str, str, str] | None:
    """The field that was meant to say a step's kind, the kind that was meant, and a hint about it.

    `known`: the names of all fields; one of these is not a misspelt kind.
    """
    for name in names:
        written = normalized_name(name)
        if written in _KINDS:
            kind = _KINDS[written]
            return name, kind, f"write '{kind}: …'"
        near = None if name in known else nearest(written, KINDS) or nearest(written, _KINDS)
        if near:
            kind = _KINDS.get(near, near)
            return name, kind, f"did you mean '{kind}'?"
    return None
