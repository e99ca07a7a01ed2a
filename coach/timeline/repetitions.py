"""Counted repetitions: each phase at its tempo, a word or a tone on the beat, "Last one" before the last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.timeline.during import LAST, During, fill_hold
from coach.timeline.fill import capitalized
from coach.timeline.numbering import WORDED_REPS, Beginning, numbered, sided
from coach.timeline.score import GAP, Place, on_grid
from coach.timeline.tone_lengths import TONE_SECONDS
from coach.timeline.turns import reminders

if TYPE_CHECKING:
    from coach.routine.model import Count, Move, Phase, Side
    from coach.timeline.leading import Leading
    from coach.timeline.turns import Turn

SPOKEN_PHASE = 1.2
"""Seconds: shorter phases get numbers and tones only."""
COUNTED_PHASE = 10.0


class Repetitions:
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
        self._count: Count = step.count or leading.default_count
        self._reminders = list(reminders(step, turn, len(row), leading.detail, leading.words))
        self._worded = leading.detail != "tones"
        self._beginnings = self._begin()

    def lay(self, place: Place) -> None:
        """Write them all, the pen ends with the last."""
        score, begin = self._score, self._score.now
        last = on_grid(begin + self._seconds * (len(self._row) - 1))
        reserved = self._reserved(begin, last)
        is_announced = reserved is not None
        for index, (side, rep) in enumerate(self._row):
            here = Place(place.step, side, place.set, rep)
            start = score.now
            end = on_grid(start + self._seconds)
            score.write("move", start, self._seconds, here, text=self._leading.fill_name(self._step, side))
            is_last = index == len(self._row) - 1
            texts = self._texts(index)
            if is_last and index > 0 and self._worded and not is_announced:
                texts = [(self._leading.words.last_one,), *([()] * (len(texts) - 1))]
            elif not texts[0] and (lost := self._beginnings[index].left_out):
                score.drop(lost, start, here, "the repetitions are too short for every word")
            free_until = end if is_last else min(last, on_grid(start + self._beginnings[index].seconds))
            if reserved is not None and reserved >= start:
                free_until = min(free_until, reserved)
            self._lay_one(start, free_until, texts, here)
            if reserved is not None and start <= reserved < end:
                score.speak(self._leading.words.last_one, reserved, here)
            elif index == len(self._row) - 2 and not is_announced:
                is_announced = self._announce_last(start, here)
            elif index >= WORDED_REPS:
                self._remind(start, free_until, here)
            score.now = end
        for text in self._reminders:
            score.drop(text, score.now, place, "no room between the repetitions")

    def _begin(self) -> tuple[Beginning, ...]:
        """The words on the first beat of each repetition, where none of them names its phase."""
        score, words, row = self._score, self._leading.words, self._row
        if self._worded and self._step.side == "alternate":
            return sided(score, words, row, self._seconds, counted=self._count != "none")
        if self._worded and self._count != "none":
            return numbered(score, words, row, self._seconds)
        return (Beginning(seconds=self._seconds),) * len(row)

    def _reserved(self, begin: float, last: float) -> float | None:
        """Where "Last one" goes if a repetition is too short for it: before the last, numbers give way."""
        if not self._worded or last <= begin:
            return None
        length = self._score.length(self._leading.words.last_one)
        if on_grid(length + GAP) <= self._seconds:
            return None
        return max(begin, on_grid(last - GAP - length))

    def _texts(self, index: int) -> list[tuple[str, ...]]:
        """What may be said on the first beat of each phase, best first; nothing: a tone."""
        rep = self._row[index][1]
        texts: list[tuple[str, ...]] = []
        for position, phase in enumerate(self._phases):
            named = rep <= WORDED_REPS and self._worded and phase.name and phase.seconds >= SPOKEN_PHASE
            if position == 0 and (not named or self._step.side == "alternate"):
                texts.append(self._beginnings[index].texts)
            else:
                texts.append((capitalized(f"{phase.name}."),) if named else ())
        return texts

    def _lay_one(self, start: float, free_until: float, texts: list[tuple[str, ...]], place: Place) -> None:
        """One repetition; words may sound on across the tones of later phases, but not across words."""
        at = start
        for position, phase in enumerate(self._phases):
            self._beat(texts[position], at, self._until(position, start, free_until, texts), place)
            if phase.seconds >= COUNTED_PHASE:
                self._count_down(at, phase.seconds, place)
            at = on_grid(at + phase.seconds)

    def _until(self, position: int, start: float, free_until: float, texts: list[tuple[str, ...]]) -> float:
        """Where the next words or counts are due."""
        at = on_grid(start + sum(phase.seconds for phase in self._phases[:position]))
        for later, phase in enumerate(self._phases[position:], start=position):
            if later > position and texts[later]:
                return at
            at = on_grid(at + phase.seconds)
            if phase.seconds >= COUNTED_PHASE:
                return on_grid(at - LAST - GAP)
        return free_until if position == 0 else min(at, free_until)

    def _beat(self, texts: tuple[str, ...], at: float, until: float, place: Place) -> None:
        """The first of the texts that fits; else a tone."""
        score = self._score
        for text in texts:
            if score.fits(text, at, until):
                score.speak(text, at, place)
                return
            score.drop(text, at, place, "no time for the word before the next")
        score.tone("beat", at, place)

    def _count_down(self, start: float, seconds: float, place: Place) -> None:
        wanted = During(count=self._count, reminders=(), halfway=False, in_words=self._worded)
        fill_hold(self._leading, start, seconds, wanted, place)

    def _announce_last(self, start: float, place: Place) -> bool:
        """Say it at the end of the last but one, if it is free there; else it takes the number's place."""
        text = self._leading.words.last_one
        end = on_grid(start + self._seconds)
        at = on_grid(end - GAP - self._score.length(text))
        if (
            not self._worded
            or at < on_grid(start + TONE_SECONDS["beat"])
            or not self._score.fits(text, at, end)
        ):
            return False
        self._score.speak(text, at, place)
        return True

    def _remind(self, start: float, until: float, place: Place) -> None:
        """One reminder at most, after the number."""
        if not self._reminders or any(phase.seconds >= COUNTED_PHASE for phase in self._phases):
            return
        at = max(self._score.quiet_from, on_grid(start + TONE_SECONDS["beat"]))
        end = min(until, on_grid(start + self._seconds))
        if self._score.fits(self._reminders[0], at, end):
            self._score.speak(self._reminders.pop(0), at, place)
