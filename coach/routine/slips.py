"""Fields and words that people write instead of the right ones, and what to tell them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from coach.units import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

KINDS = ("say", "hold", "move", "breathe", "rest", "ask", "repeat")
"""The fields that tell what kind of step a step is."""

_FIELDS = {
    "exercise": ("name", "what an exercise is called is written as 'name: …'"),
    "title": ("name", "what a step is called is written as 'name: …'"),
    "repetitions": ("reps", "the number of repetitions is written as 'reps: …'"),
    "times": ("reps", "the number of repetitions is written as 'reps: …'"),
    "instructions": ("cue", "what the person is told to do is written as 'cue: …'"),
    "instruction": ("cue", "what the person is told to do is written as 'cue: …'"),
    "description": ("cue", "what the person is told to do is written as 'cue: …'"),
    "pause": ("rest", "the time between repetitions is written as 'rest: 5 s'"),
    "break": ("rest", "the time between repetitions is written as 'rest: 5 s'"),
    "reminder": ("remind", "what is said during the hold is written as 'remind: …'"),
    "weight": ("load", "a weight is written as 'load: 2 kg'"),
    "sides": ("side", "the side is written as 'side: each'"),
    "seconds": ("hold", "the time of a hold is written as 'hold: 20 s'"),
    "duration": ("hold", "the time of a hold is written as 'hold: 20 s'"),
    "time": ("hold", "the time of a hold is written as 'hold: 20 s'"),
    "tempo": ("breathe", "the phases of a breath are written as 'breathe: {in: 4 s, out: 6 s}'"),
}
"""A field that does not exist: the one that is meant, and what is told where that one may stand."""

_IN_A_MOVE = {
    "reps": "the number of repetitions is written as 'move: 8 reps'",
    "hold": "the time of a movement is written as 'move: 60 s'",
}
"""A move tells its amount with its kind: these two fields of other steps are not among its own."""

_KINDS = {
    "seconds": "hold", "duration": "hold", "stretch": "hold",
    "pause": "rest", "break": "rest", "wait": "rest",
    "text": "say", "speak": "say", "tell": "say", "instruction": "say", "instructions": "say",
    "breath": "breathe", "breathing": "breathe",
    "question": "ask", "loop": "repeat", "rounds": "repeat", "movement": "move", "repetitions": "move",
}  # fmt: skip
"""The kind that is meant where a step has none but this field."""

_WORDS = {
    "sitting": "seated", "sit": "seated", "chair": "seated",
    "stand": "standing", "supine": "lying", "on-back": "lying", "face-down": "prone",
    "quadruped": "all-fours", "four-point": "all-fours", "hands-and-knees": "all-fours",
    "sidelying": "side-lying", "bilateral": "both", "l": "left", "r": "right", "in-turn": "alternate",
    "all": "every", "off": "none", "mobility": "movement", "strengthening": "strength",
    "drinking": "hydration", "water": "hydration", "breath": "breathing", "vision": "eyes",
}  # fmt: skip


class Advice(NamedTuple):
    """What to write instead, and the field that is meant, if one is."""

    hint: str
    meant: str | None = None


_TWO_SIDES = frozenset({"both-sides", "left/right", "left-and-right", "left-right", "two", "2"})


def unknown_field(name: str, allowed: tuple[str, ...], homes: Mapping[str, tuple[str, ...]]) -> Advice:
    """What to write instead of a field that is none of those allowed.

    `homes`: where else fields may stand ("a move step"), with the fields that may.
    """
    written = _bare(name)
    meant, told = _FIELDS.get(written, (written, ""))
    if "move" in allowed and meant in _IN_A_MOVE:
        return Advice(_IN_A_MOVE[meant])
    if told and meant in allowed:
        return Advice(told, meant)
    if written == "rest":
        return Advice("write '- rest: 5 s' as a step of its own")
    elsewhere = [home for home, names in homes.items() if written in names and written not in allowed]
    if elsewhere:
        return Advice(f"it is a field of {_listing(elsewhere)}")
    near = nearest(written, allowed)
    if near:
        return Advice(f"did you mean '{near}'?", near)
    return Advice(f"its fields are {', '.join(allowed)}")


def _listing(names: list[str]) -> str:
    """`a hold step, a move step and the defaults`."""
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def meant_kind(names: Iterable[str], known: frozenset[str]) -> tuple[str, str, str] | None:
    """The one of these fields that was meant to tell a step's kind, that kind, and what to say of it.

    `known`: the names of all fields there are; one of these is no misspelt kind.
    """
    for name in names:
        written = _bare(name)
        if written in _KINDS:
            kind = _KINDS[written]
            return name, kind, f"write '{kind}: …'"
        near = None if name in known else nearest(written, KINDS)
        if near:
            return name, near, f"did you mean '{near}'?"
    return None


def meant_word(word: str, words: tuple[str, ...]) -> str:
    """What to write instead of a word that is none of these."""
    written = _bare(word).replace("_", "-")
    known = _WORDS.get(written)
    if written in _TWO_SIDES and "both" in words:
        return "write each for one side after the other, or both for both at once"
    near = known if known in words else nearest(written, words) or nearest(written.split("-")[0], words)
    return f"did you mean '{near}'?" if near else f"write one of {', '.join(words)}"


def _bare(name: str) -> str:
    """As fields are named: `Days per week` and `days-per-week` are `days_per_week`."""
    return name[:60].strip(" -:").lower().replace("-", "_").replace(" ", "_")
