"""Repetitions laid out in time: "Ready", one silent beat, then every phase at its tempo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.routine.model import Move, Phase
from coach.timeline.approach import FIRST_SETUP, LEAD_IN, Approach, approach
from coach.timeline.during import LAST, LONGEST_SILENCE, During, fill_hold
from coach.timeline.fill import capitalized
from coach.timeline.score import GAP, Place, on_grid
from coach.timeline.tone_lengths import TONE_SECONDS
from coach.timeline.turns import announcement, release_of, reminders, turns

if TYPE_CHECKING:
    from coach.routine.model import Side
    from coach.timeline.leading import Leading
    from coach.timeline.turns import Turn

DEFAULT_PACE = 4.0
"""Seconds a repetition where the author wrote neither tempo nor pace (ROUTINES.md)."""
SPOKEN_PHASE = 1.2
"""Seconds: shorter phases get numbers and tones only."""
COUNTED_PHASE = 10.0
OWN_PACE = 90.0
WORDED_REPS = 2
"""The phases are named in so many repetitions, then numbered."""


def lay_move(leading: Leading, step: Move, index: int) -> None:
    """Write all sets, sides and repetitions of a movement."""
    phases = _phases(step)
    reps = _reps(step, phases)
    for turn in turns(step, 1, leading.first):
        if step.side == "alternate" and turn.is_other_side:
            continue
        place = Place(index, turn.side, turn.set)
        start = _approach(leading, step, turn, reps, place)
        leading.score.now = start
        if step.pace == "own":
            _own_pace(leading, step, place)
        elif not phases:
            _by_time(leading, step, turn, place)
        elif step.side == "alternate":
            _Repetitions(leading, step, phases, _both(leading.first, reps), turn).lay(place)
        else:
            sides = tuple((turn.side, rep) for rep in range(1, reps + 1))
            _Repetitions(leading, step, phases, sides, turn).lay(place)
        _finish(leading, step, turn, reps, place)


def _phases(step: Move) -> tuple[Phase, ...]:
    """One repetition; none where the movement goes by time alone, or by the person."""
    if step.pace == "own":
        return ()
    if step.tempo:
        return step.tempo
    if step.pace is not None:
        return (Phase("", step.pace),)
    return () if step.reps is None else (Phase("", DEFAULT_PACE),)


def _reps(step: Move, phases: tuple[Phase, ...]) -> int:
    """Repetitions a side and set; where a time is written, the whole ones nearest to it; 0 if uncounted."""
    if step.reps is not None:
        return step.reps
    if not phases or step.seconds is None:
        return 0
    return max(1, round(step.seconds / sum(phase.seconds for phase in phases)))


def _both(first: Side, reps: int) -> tuple[tuple[Side, int], ...]:
    second: Side = "right" if first == "left" else "left"
    return tuple((side, rep) for rep in range(1, reps + 1) for side in (first, second))


def _approach(leading: Leading, step: Move, turn: Turn, reps: int, place: Place) -> float:
    words = leading.words
    said = leading.preface(turn) + announcement(step, turn, reps, leading.detail, words)
    if step.pace == "own":
        said = (*said, words.own_pace(step.reps))
    worded = leading.detail != "tones"
    way = Approach(
        announcement=said,
        setup=step.setup if step.setup is not None else FIRST_SETUP,
        closing=words.ready if worded else "",
        pause=leading.pause_before(step, turn),
    )
    start = approach(leading.score, way, place)
    if not worded:
        leading.score.tone("tick", start - LEAD_IN, place)
    return start


def _own_pace(leading: Leading, step: Move, place: Place) -> None:
    """The person's own time, with a soft tone every 15 s, so that the silence is no riddle."""
    score = leading.score
    seconds = step.up_to or OWN_PACE
    score.tone("start", score.now, place)
    score.write("move", score.now, seconds, place, text=leading.fill_name(step, place.side))
    tick = LONGEST_SILENCE
    while tick < seconds:
        score.tone("tick", score.now + tick, place)
        tick += LONGEST_SILENCE
    score.wait(seconds)


def _by_time(leading: Leading, step: Move, turn: Turn, place: Place) -> None:
    """A free movement for an exact time, led like a hold."""
    score, seconds = leading.score, step.seconds or 0.0
    score.tone("start", score.now, place)
    score.write("move", score.now, seconds, place, text=leading.fill_name(step, place.side))
    wanted = During(
        count=step.count or leading.default_count,
        reminders=reminders(step, turn, 0, leading.detail, leading.words),
        halfway=leading.detail != "tones",
        in_words=leading.detail != "tones",
    )
    fill_hold(leading, score.now, seconds, wanted, place)
    score.wait(seconds)


def _finish(leading: Leading, step: Move, turn: Turn, reps: int, place: Place) -> None:
    score = leading.score
    score.released = score.now
    score.now = score.tone("end", score.now, place).end
    if leading.detail != "tones":
        score.say(release_of(step, turn, reps, leading.words), place, GAP)


class _Repetitions:
    """The counted repetitions of one turn; `row` tells side and number of each."""

    def __init__(
        self,
        leading: Leading,
        step: Move,
        phases: tuple[Phase, ...],
        row: tuple[tuple[Side | None, int], ...],
        turn: Turn,
    ) -> None:
        self._leading = leading
        self._score = leading.score
        self._step = step
        self._phases = phases
        self._row = row
        self._seconds = on_grid(sum(phase.seconds for phase in phases))
        self._count = step.count or leading.default_count
        self._reminders = list(reminders(step, turn, len(row), leading.detail, leading.words))
        self._worded = leading.detail != "tones"

    def lay(self, place: Place) -> None:
        """Write them all, the pen ends with the last."""
        name = self._leading.fill_name
        announced_last = False
        for number, (side, rep) in enumerate(self._row, start=1):
            here = Place(place.step, side, place.set, rep)
            start = self._score.now
            self._score.write("move", start, self._seconds, here, text=name(self._step, side))
            is_last = number == len(self._row)
            self._rep(start, side, rep, here, say_last=is_last and number > 1 and not announced_last)
            if number == len(self._row) - 1:
                announced_last = self._announce_last(start, here)
            elif number > WORDED_REPS:
                self._remind(start, here)
            self._score.now = on_grid(start + self._seconds)
        for text in self._reminders:
            self._score.drop(text, self._score.now, place, "no room between the repetitions")

    def _rep(self, start: float, side: Side | None, rep: int, place: Place, *, say_last: bool) -> None:
        at = start
        for position, phase in enumerate(self._phases):
            text = self._text(position, phase, side, rep)
            if position == 0 and say_last and self._worded:
                text = self._leading.words.last_one
            counted = phase.seconds >= COUNTED_PHASE
            until = on_grid(at + phase.seconds - (LAST + GAP if counted else 0.0))
            if not text:
                self._score.tone("beat", at, place)
            elif self._score.fits(text, at, until):
                self._score.speak(text, at, place)
            else:
                self._score.tone("beat", at, place)
                self._score.drop(text, at, place, "the phase is too short for the word")
            if counted:
                self._count_down(at, phase.seconds, place)
            at = on_grid(at + phase.seconds)

    def _text(self, position: int, phase: Phase, side: Side | None, rep: int) -> str:
        """The word on the first beat of a phase; nothing: a tone."""
        words = self._leading.words
        if not self._worded:
            return ""
        if self._step.side == "alternate" and position == 0 and side is not None:
            if rep <= WORDED_REPS:
                return capitalized(f"{words.sides[side]}.")
            return words.number(rep) if side == self._leading.first and self._count != "none" else ""
        if rep <= WORDED_REPS and phase.name and phase.seconds >= SPOKEN_PHASE:
            return capitalized(f"{phase.name}.")
        return words.number(rep) if position == 0 and self._count != "none" else ""

    def _count_down(self, start: float, seconds: float, place: Place) -> None:
        wanted = During(count=self._count, reminders=(), halfway=False, in_words=self._worded)
        fill_hold(self._leading, start, seconds, wanted, place)

    def _announce_last(self, start: float, place: Place) -> bool:
        """Say it at the end of the last but one, if it fits there; else it takes the number's place."""
        text = self._leading.words.last_one
        end = on_grid(start + self._seconds)
        at = on_grid(end - GAP - self._score.length(text))
        last_phase = on_grid(end - self._phases[-1].seconds + TONE_SECONDS["beat"])
        if not self._worded or at < last_phase or not self._score.fits(text, at, end):
            return False
        self._score.speak(text, at, place)
        return True

    def _remind(self, start: float, place: Place) -> None:
        """One reminder at most, after the number."""
        if not self._reminders:
            return
        at = max(self._score.quiet_from, on_grid(start + TONE_SECONDS["beat"]))
        end = on_grid(start + self._seconds)
        if self._score.fits(self._reminders[0], at, end) and not self._has_countdown():
            self._score.speak(self._reminders.pop(0), at, place)

    def _has_countdown(self) -> bool:
        return any(phase.seconds >= COUNTED_PHASE for phase in self._phases)
