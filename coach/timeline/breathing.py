"""Breathing laid out in time: a tone for every phase, words in the first two cycles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.routine.model import BreathPattern
from coach.timeline.exercise import Figures, fill, sentence
from coach.timeline.score import ScorePosition, on_grid

if TYPE_CHECKING:
    from coach.routine.model import Breathe, Side
    from coach.timeline.exercise import Layout
    from coach.timeline.model import BreathPhase

WORDED_CYCLES = 2
SETUP = 2.0
"""Seconds in which the first breath out is finished."""


def lay_breathing(leading: Layout, step: Breathe, index: int, side: Side | None) -> None:
    """Write the whole cycles; the last one ends with the breath out. `side`: that of a repeat around it."""
    score, words, figures = leading.score, leading.words, Figures(side=side)
    place = ScorePosition(index)
    pattern = _pattern(step, holds=leading.delivery.holds)
    texts = [*leading.rounds, sentence(fill(step.name, figures, words))]
    if leading.detail == "full":
        texts.append(fill(step.cue, figures, words))
    texts.append(fill(step.caution, figures, words))
    if pattern.hold or pattern.pause:
        texts.append(words.no_holds)
    if leading.detail != "tones":
        texts.append(words.breathe_out)
    if leading.pause is not None:
        score.write("rest", score.released, leading.pause.seconds, place)
        score.move_to(score.released + leading.pause.seconds)
    for text in texts:
        score.say(text, place)
    score.wait(_setup(step, leading.waited))
    number = _cycles(step, pattern)
    for cycle in range(1, number + 1):
        _cycle(leading, pattern, ScorePosition(index, rep=cycle), is_last=cycle == number)
    score.released = score.now
    if leading.detail != "tones":
        score.say(words.breathe_normally, place)


def _setup(step: Breathe, waited: float) -> float:
    """The silence before the first breath in; a change of position before it held a written one."""
    if step.setup is None:
        return SETUP
    return min(step.setup, SETUP) if waited else step.setup


def _pattern(step: Breathe, *, holds: bool) -> BreathPattern:
    """The author's pattern, or the one for people who must not hold their breath."""
    if holds:
        return step.pattern
    if step.without_holds is not None:
        return step.without_holds
    written = step.pattern
    return BreathPattern(inhale=written.inhale, sip=written.sip, exhale=written.exhale)


def _cycles(step: Breathe, pattern: BreathPattern) -> int:
    """Whole cycles: as many as written, or those nearest to the time written."""
    if step.cycles is not None:
        return step.cycles
    return max(1, int((step.seconds or 0.0) / pattern.seconds + 0.5))


def _cycle(leading: Layout, pattern: BreathPattern, place: ScorePosition, *, is_last: bool) -> None:
    score = leading.score
    phases: list[tuple[BreathPhase, float]] = [
        ("in", pattern.inhale), ("sip", pattern.sip), ("hold", pattern.hold), ("out", pattern.exhale),
    ]  # fmt: skip
    if not is_last:
        phases.append(("pause", pattern.pause))
    for phase, seconds in phases:
        if not seconds:
            continue
        at, end = score.now, on_grid(score.now + seconds)
        score.write("breathe", at, seconds, place, phase=phase)
        if phase != "pause":
            score.write("tone", at, seconds, place, text=phase, phase=phase)
        if place.rep is not None and place.rep <= WORDED_CYCLES and leading.detail != "tones":
            text = leading.words.breathing[phase]
            if score.fits(text, at, end):
                score.speak(text, at, place)
            else:
                score.drop(text, at, place, "the phase is too short for the word")
        score.now = end
