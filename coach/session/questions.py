"""Questions in a session: `ask` steps, "this hurts", and what follows from a pain answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from coach.routine.model import Ask
from coach.routine.unroll import unrolled
from coach.scales import HIGHEST_ANSWER, HIGHEST_NUMBER

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from coach.journal.events import JSON, EventKind
    from coach.routine.model import AnswerKind, Consequence, Routine
    from coach.session.interface import Outcome, SessionListeners
    from coach.session.navigation import Navigation
    from coach.session.player import Player
    from coach.timeline.model import Cue, StepSpan, Timeline
    from coach.timeline.words import CoachWords

PainAction = Literal["go-on", "smaller", "stop"]

SMALLER_FROM = 4
"""The pain (0-10) from which to make an exercise smaller or leave it out (docs/evidence.md, stop rules)."""


def action_for_pain(
    pain: int, *, limit: int | None, first: int | None = None, rise: int | None = None
) -> PainAction:
    """What to do at that pain (0-10): at `limit`, or `rise` above the first answer, the routine ends.

    `limit` None: no pain ends it, as in a stretch for a cramp that hurts already.
    """
    if limit is not None and pain >= limit:
        return "stop"
    if first is not None and rise is not None and pain - first >= rise:
        return "stop"
    return "smaller" if pain >= SMALLER_FROM else "go-on"


ANSWER = "answer"
"""The timer that ends the wait for an answer."""
ASIDE = "aside"


HIGHEST: Mapping[AnswerKind, int] = {"0-10": HIGHEST_ANSWER, "number": HIGHEST_NUMBER, "yes-or-no": 1}
"""The highest answer of each kind; of yes or no, 1 is yes."""


class QuestionHost(Protocol):
    """What a question needs from the performance that it interrupts."""

    player: Player
    navigation: Navigation
    listeners: SessionListeners

    def record(self, kind: EventKind, **data: JSON) -> None:
        """Record an event that happens now."""
        ...

    def go_on(self) -> None:
        """Continue, unless paused; the hold or repetition begins again."""
        ...

    def stay_paused(self, remark: str) -> None:
        """Wait for the person, and show them why."""
        ...

    def close(self, outcome: Outcome) -> None:
        """End with that outcome."""
        ...


@dataclass(frozen=True, slots=True)
class Question:
    """A question, from an `ask` step or, with `hurts`, because the person reported pain."""

    text: str
    name: str
    step: int | None
    hurts: bool
    answer: AnswerKind = "0-10"


@dataclass(frozen=True, slots=True)
class _Aside:
    """A text outside the timeline, and what is done after it."""

    texts: tuple[str, ...]
    then: Callable[[], None]


def begins_question(cue: Cue, timeline: Timeline) -> bool:
    """Whether this cue asks the question of an `ask` step: the last words before the wait."""
    if cue.kind != "say" or cue.step is None or not timeline.steps[cue.step].question:
        return False
    words = (other for other in timeline.cues if other.step == cue.step and other.kind == "say")
    return all(other.at <= cue.at for other in words)


class Questions:
    """Asks at most one question at a time, and acts on a pain answer."""

    def __init__(
        self, host: QuestionHost, routine: Routine, words: CoachWords, answer_seconds: float
    ) -> None:
        self._host = host
        self._routine = routine
        self._words = words
        self._answer_seconds = answer_seconds
        self._consequences = {
            placed.index: placed.step.then
            for placed in unrolled(routine)
            if isinstance(placed.step, Ask) and placed.step.then is not None
        }
        self._first_pain: int | None = None
        self._aside: _Aside | None = None
        self._is_paused = False
        self._waits = False
        self.question: Question | None = None
        self.is_ending = False
        """Whether the words that end the session are being spoken."""

    @property
    def is_blocking(self) -> bool:
        """Whether the exercise waits for an answer, or for a sentence about pain to end."""
        return self._aside is not None or self.asks_for_pain

    @property
    def asks_for_pain(self) -> bool:
        """Whether the person said that it hurts, and has not yet said how much."""
        return self.question is not None and self.question.hurts

    @property
    def answer_within(self) -> float | None:
        """Seconds left to answer; None while the question is spoken, or the time to name a pain is paused."""
        question, player = self.question, self._host.player  # read once: other threads change it
        if question is None:
            return None
        if question.hurts or question.step is None:
            return player.seconds_until(ANSWER)
        return player.timeline.steps[question.step].end - player.position if self._waits else None

    def ask_step(self, step: StepSpan, *, waits: bool) -> None:
        """Ask the question of an `ask` step; with `waits`, the time to answer it begins.

        After a pause the question may be open already.
        """
        self._waits = waits
        if self.question is None:
            self.question = Question(step.name, step.question, step.index, hurts=False, answer=step.answer)
            self._host.record("asked", step=step.index, question=step.question)

    def ask_for_pain(self, step: int | None, pain: int | None) -> None:
        """Ask how much it hurts, unless `pain` says it; the count has stopped already."""
        self.leave()
        self.question = Question(self._words.questions["pain"], "pain", step, hurts=True)
        self._host.record("asked", step=step, question="pain", hurts=True)
        if pain is not None:
            self.answer(pain)
        else:
            self._speak(_Aside((self._words.hurts, self._words.questions["pain"]), self._wait))

    def answer(self, pain: int | None) -> None:
        """Take the person's answer; None: there was none in time."""
        question = self.question
        if question is None or (pain is not None and pain > HIGHEST[question.answer]):
            return
        self.question = None
        self._end_aside()
        self._record_answer(question, pain)
        if question.step is not None and not question.hurts:
            self._host.navigation.finish(question.step)
        then = None if question.step is None or question.hurts else self._consequences.get(question.step)
        rule = then if then is not None and pain is not None and then.follows_from(pain) else None
        if question.name == "pain":
            self._act_on(pain, rule, hurts=question.hurts)
        elif rule is not None:
            self._act_on_rule(rule)

    def leave(self) -> None:
        """The person moved elsewhere: the question ends without an answer, its step is not ended."""
        question, self.question = self.question, None
        if question is not None:
            self._record_answer(question, None)

    def finished(self, name: str) -> None:
        """The time to answer is over, or an aside was spoken."""
        if name == ANSWER:
            self.answer(None)
        elif name == ASIDE and self._aside is not None and not self._is_paused:
            aside, self._aside = self._aside, None
            self._host.listeners.aside("")
            aside.then()

    def pause(self) -> None:
        """Fall silent at once, and stop counting the time to answer."""
        self._is_paused = self.is_blocking
        self._fall_silent()

    def resume(self) -> bool:
        """After a pause, speak again or wait for the answer again; False if there is no question."""
        if self._is_paused and self._aside is not None:
            self._speak(self._aside)
        elif self.asks_for_pain:
            self._wait()
        self._is_paused = False
        return self.is_blocking

    def close(self) -> None:
        """Ask nothing more, as the session ends."""
        self.question = None
        self._end_aside()

    def _act_on_rule(self, rule: Consequence) -> None:
        """Do what the author wrote for that answer."""
        if rule.stop:
            self._stop_here()
        elif rule.skip_to:
            self._host.navigation.skip_to(rule.skip_to)
        else:
            self._host.player.pause()
            self._speak(_Aside((rule.say,), self._host.go_on))

    def _stop_here(self) -> None:
        self.is_ending = True
        self._host.player.pause()
        self._speak(_Aside((self._words.stop_here,), lambda: self._host.close("stopped")))

    def _act_on(self, pain: int | None, rule: Consequence | None, *, hurts: bool) -> None:
        """Continue, advise to make it smaller, or end the routine; the author's rule comes before advice.

        `pain_rise` counts from the first answer to an `ask` step, never from "this hurts".
        """
        if pain is None:
            if hurts:  # nobody answered: never go on without the person
                self._host.stay_paused(self._words.no_answer)
            return
        routine = self._routine
        action = action_for_pain(
            pain, limit=routine.stops_at_pain, first=self._first_pain, rise=routine.pain_rise
        )
        if not hurts and self._first_pain is None:
            self._first_pain = pain
        if action == "stop":
            self._stop_here()
        elif rule is not None:
            self._act_on_rule(rule)
        elif action == "smaller":
            self._host.player.pause()
            self._speak(_Aside((self._words.make_smaller,), self._host.go_on))
        elif hurts:
            self._host.go_on()

    def _record_answer(self, question: Question, pain: int | None) -> None:
        extra: dict[str, JSON] = {"hurts": True} if question.hurts else {}
        self._host.record("answered", step=question.step, question=question.name, pain=pain, **extra)

    def _wait(self) -> None:
        self._host.player.set_timer(ANSWER, self._answer_seconds)

    def _speak(self, aside: _Aside) -> None:
        self._host.listeners.aside(" ".join(aside.texts))
        self._aside = aside
        self._is_paused = False
        self._host.player.speak_aside(ASIDE, aside.texts)

    def _end_aside(self) -> None:
        """Stop speaking and waiting."""
        self._fall_silent()
        self._aside = None

    def _fall_silent(self) -> None:
        self._host.player.cancel(ANSWER)
        self._host.player.cancel(ASIDE)
        self._host.listeners.aside("")
