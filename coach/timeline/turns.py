"""The order in which sets, sides and repetitions follow each other, and what is announced for each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from coach.routine.model import Hold
from coach.routine.unroll import other
from coach.timeline.during import SHORT_HOLD
from coach.timeline.fill import Figures, depends_on_side, fill, one_side

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.routine.model import Exercise, Side
    from coach.timeline.model import Detail
    from coach.timeline.words import Words


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
        """Whether it is the first of its set."""
        return self.rep == 1 and not self.is_other_side


def turns(step: Exercise, reps: int, first: Side) -> tuple[Turn, ...]:
    """All turns of a step in their order; `reps` are per side."""
    second = other(first)
    numbers = range(1, reps + 1)
    row: Sequence[tuple[Side | None, int, bool]]
    if step.side == "each":
        row = [(first, rep, False) for rep in numbers] + [(second, rep, True) for rep in numbers]
    elif step.side == "alternate":
        row = [turn for rep in numbers for turn in ((first, rep, False), (second, rep, True))]
    else:
        row = [(one_side(step.side), rep, False) for rep in numbers]
    return tuple(Turn(number, *turn) for number in range(1, step.sets + 1) for turn in row)


def announcement(step: Exercise, turn: Turn, reps: int, detail: Detail, words: Words) -> tuple[str, ...]:
    """What must be said before that turn, in order."""
    if turn.rep > 1:
        return _later_rep(step, turn, reps, detail, words)
    figures = _figures(step, turn, reps)
    explains = detail == "full"
    if turn.is_other_side:
        cue_differs = turn.set == 1 and explains and depends_on_side(step.cue)
        return _said(_next_side(step, turn, words), fill(step.cue, figures, words) if cue_differs else "")
    if turn.set > 1:
        count = words.set_of(words.number(turn.set), words.number(step.sets))
        return _said(_with_side(count, turn.side, words))
    name = fill(step.name, figures, words)
    if step.side == "both":
        name = f"{name}. {words.both_sides}" if name else words.both_sides
    elif not depends_on_side(step.name) and not _tells_sides_itself(step):
        name = _with_side(sentence(name), turn.side, words)
    return _said(
        sentence(name),
        fill(step.cue, figures, words) if explains else "",
        fill(step.caution, figures, words),
    )


def reminders(step: Exercise, turn: Turn, reps: int, detail: Detail, words: Words) -> tuple[str, ...]:
    """What may be said during that turn."""
    if detail != "full":
        return ()
    return tuple(fill(text, _figures(step, turn, reps), words) for text in step.remind)


def release_of(step: Exercise, turn: Turn, reps: int, words: Words) -> str:
    """The author's release line for that turn, or nothing."""
    return fill(step.release, _figures(step, turn, reps), words) if step.release is not None else ""


def _tells_sides_itself(step: Exercise) -> bool:
    """An alternating movement says "Left" and "Right" on its beats."""
    return step.side == "alternate" and not isinstance(step, Hold)


def _later_rep(step: Exercise, turn: Turn, reps: int, detail: Detail, words: Words) -> tuple[str, ...]:
    side = turn.side if step.side == "alternate" else None
    if detail == "tones" or (isinstance(step, Hold) and step.seconds < SHORT_HOLD):
        return (words.on_side[side],) if side else ()
    if side:
        return (words.side_of(words.sides[side], words.number(turn.rep), words.number(reps)),)
    only_twice = 2
    again = reps == only_twice
    return _said(words.again if again else words.of(words.number(turn.rep), words.number(reps)))


def _figures(step: Exercise, turn: Turn, reps: int) -> Figures:
    seconds = getattr(step, "seconds", None) or 0.0
    return Figures(
        side=turn.side, rep=turn.rep, reps=reps, set=turn.set, sets=step.sets, seconds=seconds
    )  # fmt: skip


def _next_side(step: Exercise, turn: Turn, words: Words) -> str:
    """Where sides take turns one expects the other, and has little time for words."""
    told = words.on_side if step.side == "alternate" else words.next_side
    return told[turn.side] if turn.side else ""


def _with_side(text: str, side: Side | None, words: Words) -> str:
    return " ".join(part for part in (text, words.on_side[side] if side else "") if part)


def sentence(text: str) -> str:
    """The text with a full stop, if it has no ending of its own."""
    return text if not text or text[-1] in ".!?…:;" else f"{text}."


def _said(*texts: str) -> tuple[str, ...]:
    return tuple(text for text in texts if text)
