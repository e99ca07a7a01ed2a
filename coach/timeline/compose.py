"""Lays out a routine in time: `compose` gives the timeline, `utterances` all that it may say."""

from __future__ import annotations

from collections.abc import Mapping
from operator import attrgetter
from typing import TYPE_CHECKING, assert_never

from coach.routine.model import Ask, Breathe, Consequence, Exercise, Hold, Move, Rest, Say, Wait
from coach.routine.unroll import unrolled
from coach.routine.variants import in_one_wording
from coach.timeline.breathing import lay_breathing
from coach.timeline.builder import CuePosition, TimelineBuilder, WrittenRest, round_to_grid
from coach.timeline.description import shown_lines
from coach.timeline.exercise import (
    Layout,
    Placeholders,
    definite_side,
    depends_on_side,
    fill_placeholders,
    sentence,
)
from coach.timeline.holds import lay_hold, tick_through
from coach.timeline.model import ACTIVE, NoticeSpan, StepSpan, Timeline
from coach.timeline.moves import lay_move
from coach.timeline.notices import CALM, notice_texts, notice_version
from coach.timeline.positions import BodyPosition, seconds_to_begin
from coach.timeline.words import words_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.routine.model import Routine, Side
    from coach.routine.unroll import Round, UnrolledStep
    from coach.timeline.model import Delivery
    from coach.timeline.words import CoachWords

BETWEEN_QUESTIONS = 1.5
"""Seconds of silence between two questions: the next is not to be mistaken for a word on the answer."""
SAID_REST = 8.0
"""Seconds: in a shorter rest the word would only be in the way."""


def compose(routine: Routine, delivery: Delivery, speaking_times: Mapping[str, float]) -> Timeline:
    """The timeline of the routine; `speaking_times` gives the seconds of every one of its `utterances`."""
    return _Composition(routine, delivery, speaking_times).timeline()


def utterances(routine: Routine, delivery: Delivery) -> tuple[str, ...]:
    """All texts whose length `compose` may need, each once, in the order of their first use.

    Words that take no time are never dropped, so a composition with such words asks for all of them.
    """
    asked = _TextCollector()
    _Composition(routine, delivery, asked).timeline()
    return tuple(asked.texts)


class _TextCollector(Mapping[str, float]):
    """Gives every text a length of zero, and remembers which texts were asked for."""

    def __init__(self) -> None:
        self.texts: dict[str, None] = {}

    def __getitem__(self, text: str) -> float:
        self.texts[text] = None
        return 0.0

    def __iter__(self) -> Iterator[str]:
        return iter(self.texts)

    def __len__(self) -> int:
        return len(self.texts)


class _Composition:
    def __init__(self, routine: Routine, delivery: Delivery, speaking_times: Mapping[str, float]) -> None:
        self._routine = routine = in_one_wording(routine, delivery.wording)
        self._delivery = delivery
        self._words = words_for(delivery.language)
        self._builder = TimelineBuilder(speaking_times)
        self._notices: list[NoticeSpan] = []
        self._has_exercised = False
        self._asked_before: int | None = None
        """The last step that asked something."""
        self._leads_in: int | None = None
        """The step of words that leads into the first exercise."""
        self._layout = Layout(
            builder=self._builder,
            words=self._words,
            delivery=delivery,
            first=routine.first,
            is_calm=routine.kind in CALM,
            speaks_load=routine.format > 1,
            release=_release(routine, self._words),
            body=BodyPosition(routine.position),
        )

    def timeline(self) -> Timeline:
        placed = unrolled(self._routine)
        helps_at_once = self._routine.dose.as_needed
        if not helps_at_once and self._routine.position != "as-said":
            self._leads_in = _leads_in(placed)
        if not helps_at_once:
            self._say_notices()
        starts = [self._lay(step) for step in placed]
        steps_end = self._builder.now
        if helps_at_once:
            self._say_notices()
        self._close(placed)
        builder = self._builder
        last_end = max((cue.at + cue.seconds for cue in builder.cues), default=0.0)
        return Timeline(
            routine=self._routine.id,
            title=self._routine.title,
            language=self._routine.language,
            seconds=max(builder.now, round_to_grid(last_end)),
            cues=tuple(sorted(builder.cues, key=attrgetter("at"))),
            steps=tuple(
                step_span(step, start, end, self._words, self._routine.first, enough_at=self._enough_at(step))
                for step, start, end in zip(placed, starts, [*starts[1:], steps_end], strict=True)
            ),
            dropped=tuple(builder.dropped),
            grown_rests=tuple(builder.grown_rests),
            notices=tuple(self._notices),
            gentle=self._routine.kind == "relaxation",
            tones=self._delivery.tones,
        )

    def _enough_at(self, placed: UnrolledStep) -> float | None:
        """When the sets that are prescribed are over, if the others are as the person is able."""
        least = placed.step.least_sets if isinstance(placed.step, Exercise) else None
        if least is None:
            return None
        cues = self._builder.cues
        return max(
            cue.end for cue in cues if (cue.step, cue.set) == (placed.index, least) and cue.kind in ACTIVE
        )

    def _greet(self, place: CuePosition) -> None:
        """Welcome the person back, as the first words of what comes first: a notice, or a step."""
        if self._delivery.welcomes_back and self._builder.now == 0.0 and not self._routine.dose.as_needed:
            self._builder.say(self._words.welcome_back, place)

    def _say_notices(self) -> None:
        for notice, texts in notice_texts(self._routine, self._delivery.language).items():
            if notice not in self._delivery.notices:
                continue
            begin = self._builder.now
            self._greet(CuePosition())
            for text in texts:
                self._builder.say_sentences(text, self._delivery.language, CuePosition())
            span = NoticeSpan(notice, notice_version(notice, self._routine, texts), begin, self._builder.now)
            self._notices.append(span)

    def _lay(self, placed: UnrolledStep) -> float:
        """Lay out one step; returns the instant at which it begins."""
        step, layout = placed.step, self._layout
        begin = self._builder.now
        if placed.index == 0:
            self._greet(CuePosition(0))
        layout.rounds = tuple(text for turn in placed.begins if (text := self._round(turn)))
        layout.pause = self._pause_before(placed)
        self._builder.has_tones = getattr(step, "tones", "all") == "all"
        match step:
            case Hold():
                lay_hold(layout, step, placed.index)
            case Move():
                lay_move(layout, step, placed.index)
            case Breathe():
                lay_breathing(layout, step, placed.index, definite_side(placed.side))
            case Say() | Rest() | Ask() | Wait():
                self._lay_plain(step, placed)
            case _:
                assert_never(step)
        return begin

    def _pause_before(self, placed: UnrolledStep) -> WrittenRest | None:
        """The rest that is written before that step: of the repeat around it, or between exercises."""
        builder, mark = self._builder, placed.rest_mark
        if placed.every:
            start = next(
                (
                    cue.at
                    for cue in builder.cues
                    if cue.step == placed.index - placed.steps_back and cue.kind in ACTIVE
                ),
                0.0,
            )
            due = round_to_grid(start + placed.every - builder.released)
            return WrittenRest(max(due, 0.0), "every", mark, of_repeat=True)
        if placed.rest_before:
            return WrittenRest(placed.rest_before, "rest", mark, of_repeat=True)
        is_exercise = isinstance(placed.step, Exercise | Breathe)
        between = self._routine.between if is_exercise and self._has_exercised else 0.0
        self._has_exercised = self._has_exercised or is_exercise
        return WrittenRest(between, "between", placed.step.mark) if between else None

    def _lay_plain(self, step: Say | Rest | Ask | Wait, placed: UnrolledStep) -> None:
        """Lay out words, a rest or a question, which need no lead-in."""
        builder, place = self._builder, CuePosition(placed.index)
        change = self._layout.change_position(step, None)
        if change is not None:
            builder.announce((change,), place)
        if self._layout.pause is not None:
            builder.write("rest", builder.now, self._layout.pause.seconds, place)
            builder.wait(self._layout.pause.seconds)
        for text in self._layout.rounds:
            builder.say(text, place)
        if isinstance(step, Ask) and self._asked_before == placed.index - 1:
            builder.wait(BETWEEN_QUESTIONS)
        if isinstance(step, Say):
            self._say(step, CuePosition(placed.index, step.side))
        elif isinstance(step, Rest):
            self._rest(step.seconds, place)
        elif isinstance(step, Wait):
            self._wait(step, placed)
        else:
            self._asked_before = placed.index
            question = question_of(placed, self._words)
            builder.say(self._words.questions.get(question, question), place)
            builder.write("ask", builder.now, self._delivery.ask_seconds, place, text=question)
            builder.wait(self._delivery.ask_seconds)
            if self._delivery.speaks_rules:
                for rule in self._rules_after(step):
                    builder.say(rule, place)
        builder.released = builder.now

    def _say(self, step: Say, place: CuePosition) -> None:
        """Say the author's words; those right before the first exercise give time to do what they ask."""
        builder = self._builder
        text = fill_placeholders(step.text, Placeholders(side=step.side), self._words)
        builder.say_sentences(text, self._routine.language, place)
        if place.step == self._leads_in:
            seconds = seconds_to_begin(self._layout.body.position)
            builder.write("wait", builder.now, seconds, place)
            builder.wait(seconds)

    def _rules_after(self, question: Ask) -> Iterator[str]:
        """What follows from the answer: as the author wrote, and the one pain at which the routine ends."""
        then, limit = question.then, self._routine.stops_at_pain if question.question == "pain" else None
        if limit is not None and then is not None and then.stop and then.at_least is not None:
            limit = min(limit, then.at_least)
        elif then is not None:
            yield self._words.rule(then)
        if limit is not None:
            yield self._words.rule(Consequence(at_least=limit, stop=True))

    def _wait(self, step: Wait, placed: UnrolledStep) -> None:
        """Wait for the person, with a soft tone every 15 s: the coach is still there."""
        builder, place = self._builder, CuePosition(placed.index)
        values = Placeholders(side=definite_side(placed.side))
        builder.say(fill_placeholders(step.text, values, self._words) or self._words.take_your_time, place)
        builder.write("wait", builder.now, step.up_to, place)
        tick_through(builder, step.up_to, place)

    def _rest(self, seconds: float, place: CuePosition) -> None:
        builder, text = self._builder, self._words.rest
        end = round_to_grid(builder.now + seconds)
        builder.write("rest", builder.now, seconds, place)
        at = max(builder.now, builder.quiet_from, builder.back_at)
        if self._delivery.detail == "tones" or seconds < SAID_REST:
            pass
        elif builder.fits(text, at, end):
            builder.say_at(text, at, place)
        else:
            builder.drop(text, at, place, "the rest is too short for the word")
        builder.now = end

    def _round(self, turn: Round) -> str:
        if turn.number == 1 and not turn.name:
            return ""
        words = self._words
        name = fill_placeholders(
            turn.name, Placeholders(side=definite_side(turn.side), rep=turn.number, reps=turn.of), words
        )
        if turn.is_other_side:
            return sentence(name) if depends_on_side(turn.name) else ""
        count = words.round_of(words.number(turn.number), words.number(turn.of)) if turn.of > 1 else ""
        if count.casefold().startswith(f"{name.rstrip(' .').casefold()} "):  # "Round. Round one of five."
            return count
        return " ".join(part for part in (sentence(name), count) if part)

    def _close(self, placed: tuple[UnrolledStep, ...]) -> None:
        """Announce the end; a routine of words alone ends with its own."""
        has_exercise = any(isinstance(step.step, Exercise | Breathe) for step in placed)
        if has_exercise and self._delivery.detail != "tones":
            self._builder.say(self._words.finished, CuePosition())


def _leads_in(placed: tuple[UnrolledStep, ...]) -> int | None:
    """The step of words right before the first exercise; None: there are none."""
    first = next((step.index for step in placed if isinstance(step.step, Exercise | Breathe)), 0)
    return first - 1 if first and isinstance(placed[first - 1].step, Say) else None


def _release(routine: Routine, words: CoachWords) -> str:
    """The words at the end of a hold: one lets go of a stretch slowly, and of an effort at once."""
    if routine.kind in CALM:
        return words.let_go
    return words.relax if routine.kind == "strength" else words.release


def step_span(
    placed: UnrolledStep, start: float, end: float, words: CoachWords, first: Side, *, enough_at: float | None
) -> StepSpan:
    """The span of a step from `start` to `end`; see `StepSpan` for `enough_at`."""
    step = placed.step
    return StepSpan(
        index=placed.index,
        kind=step.kind,
        name=_name(placed, words, first),
        at=start,
        seconds=round_to_grid(end - start),
        question=question_of(placed, words) if isinstance(step, Ask) else "",
        answer=step.answer if isinstance(step, Ask) else "0-10",
        own_pace=isinstance(step, Move) and step.pace == "own",
        as_able=isinstance(step, Hold | Move) and step.as_able,
        enough_at=enough_at,
        shown=shown_lines(step),
        mark=step.mark,
    )


def question_of(placed: UnrolledStep, words: CoachWords) -> str:
    """The question of an `ask` step: `pain`, `effort`, or the author's own words for its side."""
    assert isinstance(placed.step, Ask), "only an `ask` step has a question"
    return fill_placeholders(placed.step.question, Placeholders(side=definite_side(placed.side)), words)


def _name(placed: UnrolledStep, words: CoachWords, first: Side) -> str:
    step = placed.step
    if isinstance(step, Ask):
        question = question_of(placed, words)
        return words.questions.get(question, question)
    if isinstance(step, Rest):
        return words.rest.rstrip(".")
    side = definite_side(getattr(step, "side", None)) or definite_side(placed.side) or first
    values = Placeholders(side=side)
    if isinstance(step, Wait):
        return fill_placeholders(step.text, values, words) or words.take_your_time
    if isinstance(step, Say):
        return fill_placeholders(step.text, values, words)
    return fill_placeholders(step.name, values, words) or fill_placeholders(step.cue, values, words)
