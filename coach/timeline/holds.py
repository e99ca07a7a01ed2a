"""Lays out a hold: lead-in, the exact span, what is said in it, the release."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from coach.timeline.builder import (
    GAP,
    LEAD_IN,
    WAY_BACK,
    Approach,
    CuePosition,
    approach,
    round_to_grid,
    seconds_to_move,
)
from coach.timeline.exercise import SHORT_HOLD, announcement, release_of, reminders, turns
from coach.timeline.model import TONE_SECONDS

if TYPE_CHECKING:
    from coach.routine.model import Count, Hold
    from coach.timeline.builder import TimelineBuilder
    from coach.timeline.exercise import Layout, Turn

HALFWAY_FROM = 20.0
LONG_HOLD = 30.0
LONGEST_SILENCE = 15.0
LONGEST_COUNT = 0.85
"""Seconds: a count that is longer becomes a tick, as one a second must keep the gap between words."""
LAST = 3


@dataclass(frozen=True, slots=True)
class WordSlot:
    """Words for which a place has been found."""

    at: float
    seconds: float
    text: str
    kind: Literal["say", "count", "tone"]

    @property
    def end(self) -> float:
        """The instant at which the words end."""
        return round_to_grid(self.at + self.seconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldWords:
    """What would be said in one hold if all of it fits."""

    count: Count
    reminders: tuple[str, ...]
    halfway: bool
    """Whether half-way is to be said, if the hold is long enough."""
    in_words: bool
    """False: counts are ticks."""
    breaths: int = 0
    """Of a hold in breaths: these are counted as they begin, instead of the seconds."""


def fill_hold(layout: Layout, start: float, seconds: float, wanted: HoldWords, place: CuePosition) -> None:
    """Write words into the hold that begins at `start`; what does not fit is dropped, half-way first."""
    filler = _HoldFiller(layout, start, seconds, wanted, place)
    filler.count()
    filler.remind()
    filler.halve()
    filler.break_silences()
    filler.write()


class _HoldFiller:
    """The slots of one hold, found in the order in which they may push others out."""

    def __init__(
        self, layout: Layout, start: float, seconds: float, wanted: HoldWords, place: CuePosition
    ) -> None:
        self._builder = layout.builder
        self._words = layout.words
        self._start = start
        self._seconds = seconds
        self._end = self._limit = round_to_grid(start + seconds)
        self._wanted = wanted
        self._place = place
        self._slots: list[WordSlot] = []

    def count(self) -> None:
        """Count the last seconds, or every second, with one word each; everything else ends before."""
        if self._wanted.breaths:
            self._count_breaths()
        if self._seconds < SHORT_HOLD or self._wanted.count == "none":
            return
        most = LAST if self._wanted.count == "last-3" else math.ceil(self._seconds) - 1
        for remaining in range(most, 0, -1):
            text = self._words.number(remaining)
            at = round_to_grid(self._end - remaining)
            length = self._builder.length(text)
            # A phase of a movement has its own word on the first beat: while it lasts, ticks count.
            is_free = at >= self._builder.quiet_from
            if self._wanted.in_words and is_free and length <= LONGEST_COUNT:
                self._slots.append(WordSlot(at, length, text, "count"))
            else:
                self._slots.append(_tick(at))
        self._limit = self._slots[0].at

    def _count_breaths(self) -> None:
        """Say the number of each breath from the second on, and "Last one" for the last; else a soft tone."""
        breaths, words = self._wanted.breaths, self._words
        for breath in range(2, breaths + 1):
            at = round_to_grid(self._start + self._seconds / breaths * (breath - 1))
            text = words.last_one if breath == breaths else words.number(breath)
            number = WordSlot(at, self._builder.length(text), text, "say")
            is_said = self._wanted.in_words and at >= self._builder.quiet_from and self._is_free(number)
            self._slots.append(number if is_said else WordSlot(at, TONE_SECONDS["beat"], "beat", "tone"))

    def remind(self) -> None:
        """Spread the reminders evenly, clear of the middle; a late one delays the next."""
        reminders = self._wanted.reminders
        parts = len(reminders) + len(reminders) % 2
        earliest = self._start
        for number, text in enumerate(reminders):
            planned = round_to_grid(self._start + self._seconds * (number + 0.5) / parts)
            slot = WordSlot(max(planned, earliest), self._builder.length(text), text, "say")
            slot = self._after_number(slot) if self._wanted.breaths else slot
            if self._is_free(slot):
                self._slots.append(slot)
                earliest = round_to_grid(slot.end + GAP)
            else:
                self._builder.drop(text, planned, self._place, "no room before the count or the end")

    def _after_number(self, reminder: WordSlot) -> WordSlot:
        """The reminder, behind the number of a breath that is said at its place."""
        for other in self._slots:
            if other.at - GAP < reminder.end and reminder.at < other.end + GAP:
                reminder = replace(reminder, at=round_to_grid(other.end + GAP))
        return reminder

    def halve(self) -> None:
        """Say half-way in the middle, or not at all."""
        wanted = self._wanted
        if not wanted.halfway or self._seconds < HALFWAY_FROM or wanted.count == "none":
            return
        text = self._words.halfway
        middle = WordSlot(
            round_to_grid(self._start + self._seconds / 2), self._builder.length(text), text, "say"
        )
        if self._is_free(middle):
            self._slots.append(middle)
        else:
            self._builder.drop(text, middle.at, self._place, self._reason_without_halfway())

    def _reason_without_halfway(self) -> str:
        """Why there is no room for half-way: what actually takes its place."""
        names = {"say": "the reminders", "count": "the count", "tone": "the count"}
        there = sorted({names[slot.kind] for slot in self._slots}, reverse=True)
        return f"no room beside {' and '.join(there)}" if there else "the hold is too short for it"

    def break_silences(self) -> None:
        """Add quiet ticks to long silences, to show that the coach is still there."""
        if self._seconds <= LONG_HOLD or self._wanted.count == "none":
            return
        heard = sorted((slot.at, slot.end) for slot in self._slots)
        edges = [
            (self._start, round_to_grid(self._start + TONE_SECONDS["start"])),
            *heard,
            (self._end, self._end),
        ]
        for (_, silent_from), (until, _) in itertools.pairwise(edges):
            parts = math.ceil(round_to_grid((until - silent_from) / LONGEST_SILENCE))
            step = (until - silent_from) / max(1, parts)
            self._slots += [_tick(round_to_grid(silent_from + step * part)) for part in range(1, parts)]

    def write(self) -> None:
        """Write the slots to the timeline in order."""
        for slot in sorted(self._slots, key=lambda slot: slot.at):
            if slot.kind == "tone":
                self._builder.tone("beat" if slot.text == "beat" else "tick", slot.at, self._place)
            else:
                self._builder.say_at(slot.text, slot.at, self._place, slot.kind)

    def _is_free(self, slot: WordSlot) -> bool:
        end = round_to_grid(slot.end + GAP)
        if slot.at < self._start or end > self._limit:
            return False
        return all(end <= other.at or slot.at >= round_to_grid(other.end + GAP) for other in self._slots)


def tick_through(builder: TimelineBuilder, seconds: float, place: CuePosition) -> None:
    """Wait that long, with a soft tone every 15 s: the coach is still there."""
    tick = LONGEST_SILENCE
    while tick < seconds:
        builder.tone("tick", builder.now + tick, place)
        tick += LONGEST_SILENCE
    builder.wait(seconds)


def _tick(at: float) -> WordSlot:
    return WordSlot(at, TONE_SECONDS["tick"], "tick", "tone")


def lay_hold(layout: Layout, step: Hold, index: int) -> None:
    """Write all sets, sides and repetitions of a hold."""
    count: Count = step.count or layout.default_count
    for turn in turns(step, step.reps, layout.first):
        place = CuePosition(index, turn.side, turn.set, turn.rep)
        start = _approach(layout, step, turn, place)
        end = round_to_grid(start + step.seconds)
        builder, words = layout.builder, layout.words
        if count != "none":
            builder.tone("tick", start - LEAD_IN, place)
        builder.tone("start", start, place)
        builder.write("hold", start, step.seconds, place, text=layout.fill_name(step, turn.side))
        wanted = HoldWords(
            count="none" if step.breaths else count,
            breaths=step.breaths or 0,
            reminders=reminders(step, turn, step.reps, layout.detail, words),
            halfway=turn.rep == 1 and layout.detail != "tones",
            in_words=layout.detail != "tones",
        )
        fill_hold(layout, start, step.seconds, wanted, place)
        builder.now = builder.released = end
        _let_go(layout, step, turn, place)


def _approach(layout: Layout, step: Hold, turn: Turn, place: CuePosition) -> float:
    numbered = step.seconds < SHORT_HOLD and step.reps > 1 and layout.detail != "tones"
    said = layout.preface(turn) + announcement(layout, step, turn, step.reps)
    way = Approach(
        announcement=said,
        setup=layout.setup_before(step, turn, waited=seconds_to_move(said) > 0),
        closing=layout.words.number(turn.rep) if numbered else "",
        trailing=LEAD_IN + GAP if numbered else LEAD_IN,
        pause=layout.pause_before(step, turn),
    )
    return approach(layout.builder, way, place)


def _let_go(layout: Layout, step: Hold, turn: Turn, place: CuePosition) -> None:
    """Write two falling tones and the release line; in relaxation only the words, exactly at the end."""
    builder, words = layout.builder, layout.words
    line = release_of(step, turn, step.reps, words)
    if layout.detail == "tones" or not layout.is_calm:
        builder.now = builder.tone("end", builder.now, place).end
    if layout.detail != "tones":
        builder.say(line or layout.release or words.release, place, GAP)
    builder.back_at = round_to_grid(builder.released + WAY_BACK)
