"""Lays out a movement: "Ready", one silent beat, then its repetitions or its time, and the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.routine.model import Move, Phase
from coach.routine.unroll import other_side
from coach.timeline.builder import (
    GAP,
    LEAD_IN,
    Approach,
    CuePosition,
    approach,
    round_to_grid,
    seconds_to_move,
    with_reminders,
)
from coach.timeline.exercise import announcement, release_of, reminders, turns
from coach.timeline.first_beats import WORDED_REPS, FirstBeat, numbered, sided
from coach.timeline.holds import LAST, HoldWords, fill_hold, tick_through
from coach.timeline.model import TONE_SECONDS
from coach.timeline.words import capitalized

if TYPE_CHECKING:
    from coach.routine.model import Count, Side
    from coach.timeline.exercise import Layout, Turn
    from coach.timeline.first_beats import Row


SPOKEN_PHASE = 0.9
"""Seconds: shorter phases get numbers and tones only; the others their word, if it fits."""
COUNTED_PHASE = 10.0


class Repetitions:
    """The counted repetitions of one turn; `row` gives side and number of each."""

    def __init__(self, layout: Layout, step: Move, phases: tuple[Phase, ...], row: Row) -> None:
        self._layout = layout
        self._builder = layout.builder
        self._step = step
        self._phases = phases
        self._row = row
        self._seconds = round_to_grid(sum(phase.seconds for phase in phases))
        self._count: Count = step.count or layout.default_count
        self._worded = layout.detail != "tones"
        self._says_every_word = step.words == "every" and any(map(self._word, phases))
        self._first_beats = self._begin()

    def lay(self, place: CuePosition) -> None:
        """Write all repetitions; `now` is then the end of the last."""
        builder, begin = self._builder, self._builder.now
        last = round_to_grid(begin + self._seconds * (len(self._row) - 1))
        reserved = self._reserved(begin, last)
        for phase in self._phases:
            if self._worded and phase.name and phase.seconds >= SPOKEN_PHASE and not self._word(phase):
                builder.drop(phase.name, begin, place, "its phase is too short for the word")
        is_announced = reserved is not None
        for index, (side, rep) in enumerate(self._row):
            here = CuePosition(place.step, side, place.set, rep)
            start = builder.now
            end = round_to_grid(start + self._seconds)
            builder.write("move", start, self._seconds, here, text=self._layout.fill_name(self._step, side))
            is_last = index == len(self._row) - 1
            texts = self._texts(index)
            if is_last and index > 0 and self._worded and not is_announced and not self._says_every_word:
                texts = [(self._layout.words.last_one,), *([()] * (len(texts) - 1))]
            elif not texts[0] and (lost := self._first_beats[index].left_out):
                builder.drop(lost, start, here, "the repetitions are too short for every word")
            free_until = (
                end if is_last else min(last, round_to_grid(start + self._first_beats[index].seconds))
            )
            if reserved is not None and reserved >= start:
                free_until = min(free_until, reserved)
            self._lay_one(start, free_until, texts, here)
            if reserved is not None and start <= reserved < end:
                builder.say_at(self._layout.words.last_one, reserved, here)
            elif index == len(self._row) - 2 and not is_announced:
                is_announced = self._announce_last(start, here)
            builder.now = end

    def _begin(self) -> tuple[FirstBeat, ...]:
        """The words on the first beat of each repetition, if none of them names its phase."""
        builder, words, row = self._builder, self._layout.words, self._row
        if self._worded and self._step.side == "alternate":
            return sided(builder, words, row, self._seconds, counted=self._count != "none")
        if self._worded and self._count != "none":
            return numbered(builder, words, row, self._seconds)
        return (FirstBeat(seconds=self._seconds),) * len(row)

    def _reserved(self, begin: float, last: float) -> float | None:
        """Where "Last one" goes if a repetition is too short for it: numbers before it are left out."""
        if not self._worded or last <= begin or self._says_every_word:
            return None
        length = self._builder.length(self._layout.words.last_one)
        if round_to_grid(length + GAP) <= self._seconds:
            return None
        return max(begin, round_to_grid(last - GAP - length))

    def _texts(self, index: int) -> list[tuple[str, ...]]:
        """The possible words on the first beat of each phase, best first; without any, a tone."""
        rep = self._row[index][1]
        texts: list[tuple[str, ...]] = []
        for position, phase in enumerate(self._phases):
            word = self._word(phase) if rep <= WORDED_REPS or self._says_every_word else ()
            is_first = position == 0
            if is_first and self._is_enough_before(index):
                number = capitalized(self._layout.words.number(rep))
                offer = self._layout.words.or_stop_here
                offers = (f"{number}. {offer}", offer)
                for text in offers:  # all are asked for, whichever is said: so their clips are ready
                    self._builder.length(text)
                texts.append((*offers, *self._first_beats[index].texts))
                continue
            texts.append(
                self._first_beats[index].texts
                if is_first and (not word or self._step.side == "alternate")
                else word
            )
        return texts

    def _is_enough_before(self, index: int) -> bool:
        """Whether that repetition is the first that the person may leave out."""
        least = self._step.reps
        return (
            self._worded and self._step.as_able and least is not None
            and self._row[index][1] == least + 1 and self._row[index - 1][1] == least
        )  # fmt: skip

    def _word(self, phase: Phase) -> tuple[str, ...]:
        """The phase's word, if there is one and time for it."""
        if not (self._worded and phase.name) or phase.seconds < SPOKEN_PHASE:
            return ()
        word = capitalized(f"{phase.name}.")
        return (word,) if round_to_grid(self._builder.length(word) + GAP) <= phase.seconds else ()

    def _lay_one(
        self, start: float, free_until: float, texts: list[tuple[str, ...]], place: CuePosition
    ) -> None:
        """Write one repetition; words may run over the tones of later phases, but not over words."""
        at = start
        for position, phase in enumerate(self._phases):
            self._beat(texts[position], at, self._until(position, start, free_until, texts), place)
            if phase.seconds >= COUNTED_PHASE:
                self._count_down(at, phase.seconds, place)
            at = round_to_grid(at + phase.seconds)

    def _until(self, position: int, start: float, free_until: float, texts: list[tuple[str, ...]]) -> float:
        """When the next words or counts are due."""
        at = round_to_grid(start + sum(phase.seconds for phase in self._phases[:position]))
        for later, phase in enumerate(self._phases[position:], start=position):
            if later > position and texts[later]:
                return at
            at = round_to_grid(at + phase.seconds)
            if phase.seconds >= COUNTED_PHASE:
                return round_to_grid(at - LAST - GAP)
        return free_until if position == 0 else min(at, free_until)

    def _beat(self, texts: tuple[str, ...], at: float, until: float, place: CuePosition) -> None:
        """Write the first of the texts that fits; else a tone."""
        builder = self._builder
        for text in texts:
            if builder.fits(text, at, until):
                builder.say_at(text, at, place)
                return
            builder.drop(text, at, place, "no time for the word before the next")
        builder.tone("beat", at, place)

    def _count_down(self, start: float, seconds: float, place: CuePosition) -> None:
        wanted = HoldWords(count=self._count, reminders=(), halfway=False, in_words=self._worded)
        fill_hold(self._layout, start, seconds, wanted, place)

    def _announce_last(self, start: float, place: CuePosition) -> bool:
        """Say "Last one" at the end of the last but one if it fits; else instead of the number."""
        text = self._layout.words.last_one
        end = round_to_grid(start + self._seconds)
        at = round_to_grid(end - GAP - self._builder.length(text))
        if (
            not self._worded
            or at < round_to_grid(start + TONE_SECONDS["beat"])
            or not self._builder.fits(text, at, end)
        ):
            return False
        self._builder.say_at(text, at, place)
        return True


DEFAULT_PACE = 4.0
"""Seconds a repetition where the author wrote neither tempo nor pace (docs/routine-format.md)."""
OWN_PACE = 90.0


def lay_move(layout: Layout, step: Move, index: int) -> None:
    """Write all sets, sides and repetitions of a movement."""
    phases = _phases(step)
    reps = _reps(step, phases)
    for turn in turns(step, 1, layout.first):
        if step.side == "alternate" and turn.is_other_side:
            continue
        place = CuePosition(index, turn.side, turn.set)
        start = _approach(layout, step, turn, reps, place)
        layout.builder.now = start
        if step.pace == "own":
            _own_pace(layout, step, place)
        elif step.is_free:
            _by_time(layout, step, turn, place)
        elif step.side == "alternate":
            Repetitions(layout, step, phases, _both(layout.first, reps)).lay(place)
        else:
            sides = tuple((turn.side, rep) for rep in range(1, reps + 1))
            Repetitions(layout, step, phases, sides).lay(place)
        _finish(layout, step, turn, reps, place)


def _phases(step: Move) -> tuple[Phase, ...]:
    """The phases of one repetition; empty if the movement goes by time alone, or at the person's pace."""
    if step.pace == "own":
        return ()
    if step.tempo:
        return step.tempo
    if step.pace is not None:
        return (Phase("", step.pace),)
    return () if step.reps is None else (Phase("", DEFAULT_PACE),)


def _reps(step: Move, phases: tuple[Phase, ...]) -> int:
    """Repetitions for each side and set: as written, or nearest to the written time; 0 if not counted."""
    if step.reps is not None:
        return step.most_reps or step.reps
    if not phases or step.seconds is None:
        return 0
    return max(1, round(step.seconds / sum(phase.seconds for phase in phases)))


def _both(first: Side, reps: int) -> tuple[tuple[Side, int], ...]:
    return tuple((side, rep) for rep in range(1, reps + 1) for side in (first, other_side(first)))


def _approach(layout: Layout, step: Move, turn: Turn, reps: int, place: CuePosition) -> float:
    """Lead to the first repetition, also with the reminders: within, only its own words are said."""
    words = layout.words
    said = layout.preface(turn) + announcement(layout, step, turn, reps)
    if step.pace == "own":
        said = (*said, words.own_pace(None if step.as_able else step.reps))
    worded = layout.detail != "tones"
    texts = () if step.is_free else reminders(step, turn, reps, layout.detail, words)
    is_first = turn.opens_set and turn.set == 1
    way = Approach(
        announcement=(*said, *texts) if is_first else said,
        setup=layout.setup_before(step, turn, waited=seconds_to_move(said) > 0),
        closing=words.ready if worded else "",
        pause=layout.pause_before(step, turn),
    )
    if texts and not is_first:
        way = with_reminders(layout.builder, way, texts)
    start = approach(layout.builder, way, place)
    if not worded:
        layout.builder.tone("tick", start - LEAD_IN, place)
    return start


def _own_pace(layout: Layout, step: Move, place: CuePosition) -> None:
    """Write the time at the person's own pace, with a soft tone every 15 s: the coach is still there."""
    builder = layout.builder
    seconds = step.up_to or OWN_PACE
    builder.tone("start", builder.now, place)
    builder.write("move", builder.now, seconds, place, text=layout.fill_name(step, place.side))
    tick_through(builder, seconds, place)


def _by_time(layout: Layout, step: Move, turn: Turn, place: CuePosition) -> None:
    """Write a free movement for an exact time, led like a hold."""
    builder, seconds = layout.builder, step.seconds or 0.0
    builder.tone("start", builder.now, place)
    builder.write("move", builder.now, seconds, place, text=layout.fill_name(step, place.side))
    wanted = HoldWords(
        count=step.count or layout.default_count,
        reminders=reminders(step, turn, 0, layout.detail, layout.words),
        halfway=layout.detail != "tones",
        in_words=layout.detail != "tones",
    )
    fill_hold(layout, builder.now, seconds, wanted, place)
    builder.wait(seconds)


def _finish(layout: Layout, step: Move, turn: Turn, reps: int, place: CuePosition) -> None:
    builder = layout.builder
    builder.released = builder.now
    builder.now = builder.tone("end", builder.now, place).end
    if layout.detail != "tones":
        builder.move_to(builder.quiet_from - GAP)  # "Last one" of a fast movement may outlast it
        builder.say(release_of(step, turn, reps, layout.words), place, GAP)
