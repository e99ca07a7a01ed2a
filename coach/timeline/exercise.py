"""What all steps share in their layout: placeholders, the order of sets, sides and repetitions."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from coach.routine.model import Hold, Move, SidedText, Variants
from coach.routine.unroll import other_side
from coach.timeline.builder import (
    FIRST_SETUP,
    LATER_SETUP,
    LEAST_FIRST_SETUP,
    LEAST_LATER_SETUP,
    PositionChange,
    RepeatedCue,
    SetupTime,
    WrittenRest,
)
from coach.timeline.positions import BodyPosition, needed_position, position_change
from coach.timeline.words import capitalized

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.routine.model import Count, Exercise, Leaf, Side, SideRule, Wording
    from coach.timeline.builder import Announced, TimelineBuilder
    from coach.timeline.model import Delivery, Detail
    from coach.timeline.words import CoachWords

SHORT_HOLD = 8.0
"""Holds below this are neither counted nor halved (docs/routine-format.md)."""
LONG_MOVE = 60.0
"""Seconds of a movement without a beat, from which on it is said how long it lasts."""
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_SIDE = re.compile(r"\{(side|other_side)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Placeholders:
    """The values of the placeholders at one place in the routine."""

    side: Side | None = None
    rep: int = 1
    reps: int = 1
    set: int = 1
    sets: int = 1
    seconds: float = 0.0


def fill_placeholders(text: Wording, values: Placeholders, words: CoachWords) -> str:
    """The text with its placeholders filled in; the first letter becomes a capital if one came first.

    Of variants, the first: the one to be said has been chosen before (`coach/routine/variants.py`).
    """
    if isinstance(text, Variants):
        text = text.any[0]
    if isinstance(text, SidedText):
        text = text.right if values.side == "right" else text.left
    if "{" not in text:
        return text
    fillings = {
        "rep": words.number(values.rep),
        "reps": words.number(values.reps),
        "set": words.number(values.set),
        "sets": words.number(values.sets),
        "hold": words.duration(values.seconds),
    }
    if values.side is not None:
        fillings["side"] = words.sides[values.side]
        fillings["other_side"] = words.sides[other_side(values.side)]
    filled = _PLACEHOLDER.sub(lambda found: fillings.get(found[1], found[0]), text)
    return capitalized(filled) if text.startswith("{") else filled


def definite_side(rule: SideRule | None) -> Side | None:
    """The left or right side that a rule means; None if it means both, or none."""
    return rule if rule in ("left", "right") else None


def depends_on_side(text: Wording) -> bool:
    """Whether the words differ between the sides."""
    if isinstance(text, Variants):
        return any(map(depends_on_side, text.any))
    if isinstance(text, SidedText):
        return text.left != text.right
    return _SIDE.search(text) is not None


@dataclass(slots=True, kw_only=True)
class Layout:
    """One routine that is being laid out; `pause` and `rounds` belong to the next step."""

    builder: TimelineBuilder
    words: CoachWords
    delivery: Delivery
    first: Side
    pause: WrittenRest | None = None
    """The rest of a repeat, before the first turn of the step."""
    rounds: tuple[str, ...] = field(default=())
    """What a repeat announces, before everything else."""
    is_calm: bool = False
    """Whether it relaxes: nothing is counted, and no tone ends a hold."""
    speaks_load: bool = False
    """Whether the weight or band is spoken."""
    release: str = ""
    """The coach's own words at the end of a hold; empty: those of the language."""
    body: BodyPosition = field(default_factory=lambda: BodyPosition("any"))
    """The position that the person is in."""

    @property
    def default_count(self) -> Count:
        """What is counted in a step that does not say."""
        return "none" if self.is_calm else "last-3"

    @property
    def detail(self) -> Detail:
        """How much is explained."""
        return self.delivery.detail

    def preface(self, turn: Turn) -> tuple[str, ...]:
        """The repeat's announcement, but only before the step's very first turn."""
        return self.rounds if turn.opens_set and turn.set == 1 else ()

    def pause_before(self, step: Exercise, turn: Turn) -> WrittenRest | None:
        """The rest that is written before that turn, if any."""
        if turn.opens_set and turn.set == 1:
            return self.pause
        if turn.opens_set and step.set_rest:
            return WrittenRest(step.set_rest, "set_rest", step.mark)
        return WrittenRest(step.rest, "rest", step.mark) if step.rest else None

    def change_position(self, step: Leaf | Exercise, side: Side | None) -> PositionChange | None:
        """Take the position for that step and side; what is to be said and waited for that, if anything."""
        before, self.body = self.body, needed_position(step, side, self.body)
        return position_change(before, self.body, getattr(step, "setup", None), self.words)

    def setup_before(self, step: Exercise, turn: Turn, *, waited: bool) -> SetupTime:
        """The seconds of silence before that turn: the written ones for a side's first repetition.

        `waited`: the position has just been changed, so that a written setup was part of that.
        """
        is_first = turn.rep == 1
        usual = FIRST_SETUP if is_first else LATER_SETUP
        floor = LEAST_FIRST_SETUP if is_first else LEAST_LATER_SETUP
        if step.setup is None:
            return SetupTime(usual, floor)
        if waited:
            seconds = min(step.setup, usual)
            return SetupTime(seconds, min(seconds, floor))
        return SetupTime(step.setup, step.setup if is_first else min(step.setup, floor))

    def fill_name(self, step: Exercise, side: Side | None) -> str:
        """The exercise's name, to be shown."""
        return fill_placeholders(step.name, Placeholders(side=side), self.words)


@dataclass(frozen=True, slots=True)
class Turn:
    """One repetition of a hold, or all repetitions of a movement on one side; counted from 1."""

    set: int
    side: Side | None
    rep: int
    is_other_side: bool
    """Whether the first side was done before it in this set."""

    @property
    def opens_set(self) -> bool:
        """Whether it is the first turn of its set."""
        return self.rep == 1 and not self.is_other_side


def turns(step: Exercise, reps: int, first: Side) -> tuple[Turn, ...]:
    """All turns of a step in order; `reps` is the number for each side."""
    second = other_side(first)
    numbers = range(1, reps + 1)
    row: Sequence[tuple[Side | None, int, bool]]
    if step.side == "each":
        row = [(first, rep, False) for rep in numbers] + [(second, rep, True) for rep in numbers]
    elif step.side == "alternate":
        row = [turn for rep in numbers for turn in ((first, rep, False), (second, rep, True))]
    else:
        row = [(definite_side(step.side), rep, False) for rep in numbers]
    return tuple(Turn(number, *turn) for number in range(1, step.sets + 1) for turn in row)


def announcement(layout: Layout, step: Exercise, turn: Turn, reps: int) -> tuple[Announced, ...]:
    """What must be said before that turn, in order: name, position, cue, caution.

    In side-lying the side to lie on stands for the side that works: one would be mistaken for the other.
    """
    detail, words = layout.detail, layout.words
    change: Announced | None = layout.change_position(step, turn.side)
    side = turn.side
    if side is not None and (lies_on := layout.body.lies_on) is not None:
        change, side = change or words.still_on[lies_on], None
    if turn.rep > 1:
        later = _later_rep(step, turn, reps, detail, words)
        return _said(change, *later) if isinstance(change, PositionChange) else later
    values = _values(step, turn, reps)
    explains = detail == "full"
    if turn.is_other_side:
        cue = fill_placeholders(step.cue, values, words) if turn.set == 1 and explains else ""
        return _said(
            _next_side(step, side, words),
            change,
            cue if depends_on_side(step.cue) or not cue else RepeatedCue(cue),
        )
    if turn.set > 1:
        count = words.set_of(words.number(turn.set), words.number(step.sets))
        chosen = step.least_sets is not None and turn.set > step.least_sets
        return _said(words.or_stop_here if chosen else "", _with_side(count, side, words), change)
    name = fill_placeholders(step.name, values, words)
    if step.side == "both":
        name = f"{name}. {words.both_sides}" if name else words.both_sides
    elif not depends_on_side(step.name) and not _says_sides_itself(step):
        name = _with_side(sentence(name), side, words)
    return _said(
        sentence(name),
        words.load(step.load) if step.load and layout.speaks_load else "",
        change,
        fill_placeholders(step.cue, values, words) if explains else "",
        _length(step, words),
        fill_placeholders(step.caution, values, words),
    )


def _length(step: Exercise, words: CoachWords) -> str:
    """How long or how often, where the person has to know it beforehand."""
    if isinstance(step, Hold):
        return (
            words.breaths(step.breaths) if step.breaths else words.up_to(step.seconds) if step.as_able else ""
        )
    if isinstance(step, Move) and step.reps is not None and step.most_reps is not None:
        return words.as_able(step.reps, step.most_reps)
    if isinstance(step, Move) and step.is_free and (step.seconds or 0.0) >= LONG_MOVE:
        return f"{words.duration(step.seconds or 0.0)}."
    return ""


def reminders(step: Exercise, turn: Turn, reps: int, detail: Detail, words: CoachWords) -> tuple[str, ...]:
    """The texts that may be said during that turn."""
    if detail != "full":
        return ()
    values = _values(step, turn, reps)
    return tuple(fill_placeholders(text, values, words) for text in step.remind)


def release_of(step: Exercise, turn: Turn, reps: int, words: CoachWords) -> str:
    """The author's release line for that turn; empty if there is none."""
    return (
        fill_placeholders(step.release, _values(step, turn, reps), words) if step.release is not None else ""
    )


def _says_sides_itself(step: Exercise) -> bool:
    """Whether the step says "Left" and "Right" on its beats, as an alternating movement does."""
    return step.side == "alternate" and not isinstance(step, Hold)


def _later_rep(step: Exercise, turn: Turn, reps: int, detail: Detail, words: CoachWords) -> tuple[str, ...]:
    side = turn.side if step.side == "alternate" else None
    if detail == "tones" or (isinstance(step, Hold) and step.seconds < SHORT_HOLD):
        return (words.on_side[side],) if side else ()
    if side:
        return (words.side_of(words.sides[side], words.number(turn.rep), words.number(reps)),)
    only_twice = 2
    again = reps == only_twice
    return (words.again if again else words.of(words.number(turn.rep), words.number(reps)),)


def _values(step: Exercise, turn: Turn, reps: int) -> Placeholders:
    seconds = getattr(step, "seconds", None) or 0.0
    return Placeholders(
        side=turn.side, rep=turn.rep, reps=reps, set=turn.set, sets=step.sets, seconds=seconds
    )  # fmt: skip


def _next_side(step: Exercise, side: Side | None, words: CoachWords) -> str:
    """The announcement of the next side: short where sides take turns, as it is expected then."""
    phrases = words.on_side if step.side == "alternate" else words.next_side
    return phrases[side] if side else ""


def _with_side(text: str, side: Side | None, words: CoachWords) -> str:
    return " ".join(part for part in (text, words.on_side[side] if side else "") if part)


def sentence(text: str) -> str:
    """The text with a full stop, unless it ends with a mark of its own."""
    return text if not text or text[-1] in ".!?…:;" else f"{text}."


def _said(*announced: Announced | None) -> tuple[Announced, ...]:
    return tuple(one for one in announced if one)
