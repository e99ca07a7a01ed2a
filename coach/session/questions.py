"""Questions in a session: an `ask` step, "this hurts", and what follows from a pain answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from coach.journal.events import JSON, EventKind
    from coach.routine.model import Routine
    from coach.session.interface import Outcome
    from coach.session.player import Player
    from coach.timeline.model import Cue, StepSpan, Timeline
    from coach.timeline.words import Words

Advice = Literal["go-on", "smaller", "stop"]

EASE_FROM = 4
"""From here ease it or leave it out (DOMAIN.md, stop rules)."""


def advice(pain: int, *, limit: int, first: int | None = None, rise: int | None = None) -> Advice:
    """What to do at that pain (0-10): at the limit, or `rise` above the first answer, the routine ends."""
    if pain >= limit:
        return "stop"
    if first is not None and rise is not None and pain - first >= rise:
        return "stop"
    return "smaller" if pain >= EASE_FROM else "go-on"


ANSWER = "answer"
"""The bell that ends the wait for an answer."""
ASIDE = "aside"


class Lead(Protocol):
    """What a question needs of the performance that it interrupts."""

    player: Player

    def record(self, kind: EventKind, **data: JSON) -> None:
        """Write that down."""
        ...

    def announce(self, text: str) -> None:
        """Show words that are spoken outside the timeline."""
        ...

    def step_answered(self, step: int) -> None:
        """An `ask` step is over at once."""
        ...

    def go_on(self, *, anew: bool) -> None:
        """Play on, unless paused; `anew`: the hold or repetition begins again, as the person has let go."""
        ...

    def stay_paused(self, remark: str) -> None:
        """Wait for the person."""
        ...

    def close(self, outcome: Outcome) -> None:
        """End it with that outcome."""
        ...


@dataclass(frozen=True, slots=True)
class Question:
    """What is being asked, by an `ask` step or, with `hurts`, because the person said so."""

    text: str
    name: str
    step: int | None
    hurts: bool


@dataclass(frozen=True, slots=True)
class _Aside:
    """Words outside the timeline, and what comes after them."""

    texts: tuple[str, ...]
    then: Callable[[], None]


def asks(cue: Cue, timeline: Timeline) -> bool:
    """Whether these are the words that ask the question of an `ask` step: the last ones before the wait."""
    if cue.kind != "say" or cue.step is None or not timeline.steps[cue.step].question:
        return False
    return all(
        other.kind == "ask" or other.at <= cue.at
        for other in timeline.cues
        if other.step == cue.step and other.kind in ("say", "ask")
    )


class Asking:
    """At most one question at a time, and the words about pain that follow from its answer."""

    def __init__(self, lead: Lead, routine: Routine, words: Words, answer_seconds: float) -> None:
        self._lead = lead
        self._routine = routine
        self._words = words
        self._answer_seconds = answer_seconds
        self._first_pain: int | None = None
        self._aside: _Aside | None = None
        self._is_held = False
        self._time_runs = False
        self.question: Question | None = None
        self.is_ending = False
        """Whether the words that end the session are being spoken."""

    @property
    def holds_up(self) -> bool:
        """Whether the exercise waits for an answer, or for words about pain to be over."""
        return self._aside is not None or self.asks_for_pain

    @property
    def asks_for_pain(self) -> bool:
        """Whether the person said that it hurts, and has not said how much."""
        return self.question is not None and self.question.hurts

    @property
    def answer_within(self) -> float | None:
        """Seconds left to answer, as far as they are running."""
        question, player = self.question, self._lead.player  # asked from other threads: look once
        if question is None:
            return None
        if question.hurts or question.step is None:
            return player.seconds_until(ANSWER)
        return player.timeline.steps[question.step].end - player.position if self._time_runs else None

    def ask_step(self, step: StepSpan, *, waits: bool) -> None:
        """The question of an `ask` step begins; after a pause it stands already.

        It is there from its first word on; `waits`: it has been said, and the time to answer runs.
        """
        self._time_runs = waits
        if self.question is None:
            self.question = Question(step.name, step.question, step.index, hurts=False)
            self._lead.record("asked", step=step.index, question=step.question)

    def ask_for_pain(self, step: int | None, pain: int | None) -> None:
        """This hurts: the count has stopped; ask, unless the answer came along."""
        self.leave()
        self.question = Question(self._words.questions["pain"], "pain", step, hurts=True)
        self._lead.record("asked", step=step, question="pain", hurts=True)
        if pain is not None:
            self.answer(pain)
        else:
            self._speak(_Aside((self._words.hurts, self._words.questions["pain"]), self._wait))

    def answer(self, pain: int | None) -> None:
        """The person has answered, or (None) has not in time."""
        question, self.question = self.question, None
        if question is None:
            return
        self._hush()
        self._record(question, pain)
        if question.step is not None and not question.hurts:
            self._lead.step_answered(question.step)
        if question.name == "pain":
            self._act_on(pain, hurts=question.hurts)

    def leave(self) -> None:
        """The person has gone elsewhere: the question is over without an answer, its step is not."""
        question, self.question = self.question, None
        if question is not None:
            self._record(question, None)

    def rang(self, name: str) -> None:
        """A bell of ours, or the end of what was spoken."""
        if name == ANSWER:
            self.answer(None)
        elif name == ASIDE and self._aside is not None and not self._is_held:
            aside, self._aside = self._aside, None
            self._lead.announce("")
            aside.then()

    def hold(self) -> None:
        """The person pauses: fall silent in mid-word, and wait for no answer meanwhile."""
        self._is_held = self.holds_up
        self._fall_silent()

    def go_on(self) -> bool:
        """After a pause: speak anew, or wait for the answer anew; False: there was neither."""
        if self._is_held and self._aside is not None:
            self._speak(self._aside)
        elif self._is_held and self.asks_for_pain:
            self._wait()
        self._is_held = False
        return self.holds_up

    def give_up(self) -> None:
        """The session ends: nothing is asked any more."""
        self.question = None
        self._hush()

    def _act_on(self, pain: int | None, *, hurts: bool) -> None:
        if pain is None:
            if hurts:  # nobody answered: we do not go on by ourselves
                self._lead.stay_paused(self._words.no_answer)
            return
        routine = self._routine
        advised = advice(pain, limit=routine.pain_limit, first=self._first_pain, rise=routine.pain_rise)
        if not hurts and self._first_pain is None:
            self._first_pain = pain
        if advised == "stop":
            self.is_ending = True
            self._lead.player.pause()
            self._speak(_Aside((self._words.stop_here,), lambda: self._lead.close("stopped")))
        elif advised == "smaller":
            self._lead.player.pause()
            self._speak(_Aside((self._words.make_smaller,), lambda: self._lead.go_on(anew=hurts)))
        elif hurts:
            self._lead.go_on(anew=True)

    def _record(self, question: Question, pain: int | None) -> None:
        extra: dict[str, JSON] = {"hurts": True} if question.hurts else {}
        self._lead.record("answered", step=question.step, question=question.name, pain=pain, **extra)

    def _hush(self) -> None:
        """Say no more, and wait no longer."""
        self._fall_silent()
        self._aside = None
        self._is_held = False

    def _fall_silent(self) -> None:
        self._lead.player.silence(ANSWER)
        self._lead.player.silence(ASIDE)
        self._lead.announce("")

    def _wait(self) -> None:
        self._lead.player.ring(ANSWER, self._answer_seconds)

    def _speak(self, aside: _Aside) -> None:
        self._lead.announce(" ".join(aside.texts))
        self._aside = aside
        self._is_held = False
        self._lead.player.speak_aside(ASIDE, aside.texts)
