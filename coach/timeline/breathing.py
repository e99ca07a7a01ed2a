"""Lays out breathing: a tone for every phase, words in the first two cycles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.routine.model import BreathPattern
from coach.timeline.builder import CuePosition, round_to_grid
from coach.timeline.exercise import Placeholders, fill_placeholders, sentence

if TYPE_CHECKING:
    from coach.routine.model import Breathe, Side
    from coach.timeline.builder import Announced
    from coach.timeline.exercise import Layout
    from coach.timeline.model import BreathPhase

WORDED_CYCLES = 2
SETUP = 2.0
"""Seconds in which the first breath out is finished."""


def lay_breathing(layout: Layout, step: Breathe, index: int, side: Side | None) -> None:
    """Write whole cycles; the last one ends with the breath out. `side`: that of a repeat around it."""
    builder, words, values = layout.builder, layout.words, Placeholders(side=side)
    place = CuePosition(index)
    pattern = _pattern(step, breath_holds=layout.delivery.breath_holds)
    change = layout.change_position(step, side)
    texts: list[Announced | None] = [
        *layout.rounds,
        sentence(fill_placeholders(step.name, values, words)),
        change,
    ]
    if layout.detail == "full":
        texts.append(fill_placeholders(step.cue, values, words))
    number = _cycles(step, pattern)
    if layout.detail != "tones":
        texts.append(f"{words.duration(step.seconds)}." if step.seconds else words.breaths(number))
    texts.append(fill_placeholders(step.caution, values, words))
    if pattern.hold or pattern.pause:
        texts.append(words.safety.no_holds)
    if layout.detail != "tones":
        texts.append(words.breathe_out)
    if layout.pause is not None:
        builder.write("rest", builder.released, layout.pause.seconds, place)
        builder.move_to(builder.released + layout.pause.seconds)
    builder.announce(tuple(text for text in texts if text), place)
    builder.wait(_setup(step, waited=change is not None))
    for cycle in range(1, number + 1):
        _cycle(layout, pattern, CuePosition(index, rep=cycle), is_last=cycle == number)
    builder.released = builder.now
    if layout.detail != "tones":
        builder.say(words.breathe_normally, place)


def _setup(step: Breathe, *, waited: bool) -> float:
    """Seconds of silence before the first in-breath; less if a change of position came before it."""
    if step.setup is None:
        return SETUP
    return min(step.setup, SETUP) if waited else step.setup


def _pattern(step: Breathe, *, breath_holds: bool) -> BreathPattern:
    """The author's pattern, or the one for people who must not hold their breath."""
    if breath_holds:
        return step.pattern
    if step.without_holds is not None:
        return step.without_holds
    written = step.pattern
    return BreathPattern(inhale=written.inhale, sip=written.sip, exhale=written.exhale)


def _cycles(step: Breathe, pattern: BreathPattern) -> int:
    """The number of whole cycles: as written, or nearest to the written time."""
    if step.cycles is not None:
        return step.cycles
    return max(1, int((step.seconds or 0.0) / pattern.seconds + 0.5))


def _cycle(layout: Layout, pattern: BreathPattern, place: CuePosition, *, is_last: bool) -> None:
    builder = layout.builder
    phases: list[tuple[BreathPhase, float]] = [
        ("in", pattern.inhale), ("sip", pattern.sip), ("hold", pattern.hold), ("out", pattern.exhale),
    ]  # fmt: skip
    if not is_last:
        phases.append(("pause", pattern.pause))
    for phase, seconds in phases:
        if not seconds:
            continue
        at, end = builder.now, round_to_grid(builder.now + seconds)
        builder.write("breathe", at, seconds, place, phase=phase)
        if phase != "pause":
            builder.write("tone", at, seconds, place, text=phase, phase=phase)
        if place.rep is not None and place.rep <= WORDED_CYCLES and layout.detail != "tones":
            text = layout.words.breathing[phase]
            if builder.fits(text, at, end):
                builder.say_at(text, at, place)
            else:
                builder.drop(text, at, place, "the phase is too short for the word")
        builder.now = end
