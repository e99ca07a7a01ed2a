"""The fakes, shipped so that whoever builds on the coach can test without sound, speech or waiting."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from coach.session.port import Command, Moment
from coach.timeline.playhead import extended, next_start, previous_start

if TYPE_CHECKING:
    from collections.abc import Callable

    from coach.session.port import Outcome, State
    from coach.timeline.model import Timeline


class FakeClock:
    """A clock that stands still until it is told: wall, monotonic and boot time move apart at will."""

    def __init__(self, start: datetime = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)) -> None:
        self._wall = start
        self._monotonic = 1_000.0
        self._boot = 1_000.0

    def now(self) -> datetime:
        """The wall clock."""
        return self._wall

    def monotonic(self) -> float:
        """The monotonic seconds."""
        return self._monotonic

    def boot(self) -> float:
        """The boot-time seconds."""
        return self._boot

    def advance(self, seconds: float) -> None:
        """Let time go by, awake."""
        self.suspend(seconds)
        self._monotonic += seconds

    def suspend(self, seconds: float) -> None:
        """Let time go by, asleep: the monotonic clock stands still."""
        self._wall += timedelta(seconds=seconds)
        self._boot += seconds

    def set_wall(self, moment: datetime) -> None:
        """Step the wall clock, as a person or NTP does."""
        self._wall = moment


class FakePerforming:
    """A performance without sound or journal: it keeps what it was told and does the plain of it.

    `now` gives seconds that never step. `told` is every command in order. Whoever tests a screen may
    set `question`, `aside` and `remarks` between two looks.
    """

    def __init__(self, timeline: Timeline, now: Callable[[], float]) -> None:
        self._timeline = timeline
        self._now = now
        self._state: State = "performing"
        self._from, self._since = 0.0, now()
        self._done: frozenset[int] = frozenset()
        self._skipped: frozenset[int] = frozenset()
        self._outcome: Outcome | None = None
        self.told: list[Command] = []
        self.question = "How much pain is there, from zero to ten?"
        self.aside = ""
        self.remarks: tuple[str, ...] = ()

    def command(self, command: Command) -> None:
        """Note it, and do it where that is simple."""
        self.told.append(command)
        here = self.moment().position
        if command.name == "pause" and self._state == "performing":
            self._stand(here, "paused")
        elif command.name == "resume" or (command.name == "answer" and self._state == "asking"):
            self._stand(here, "performing")
        elif command.name == "hurts" and command.pain is None:
            self._stand(here, "asking")
        elif command.name == "next":
            self._skipped |= {step.index for step in self._timeline.steps if step.at <= here < step.end}
            self._stand(next_start(self._timeline, here), "performing")
        elif command.name == "previous":
            self._stand(previous_start(self._timeline, here), "performing")
        elif command.name == "extend":
            self._timeline = extended(self._timeline, here, 10.0)
        elif command.name == "stop":
            self._outcome = "stopped"
            self._stand(here, "ended")

    def moment(self) -> Moment:
        """How it stands; steps that the clock has passed are done, and stay so."""
        gone = self._now() - self._since
        here = min(self._from + (gone if self._state == "performing" else 0.0), self._timeline.seconds)
        self._done |= {step.index for step in self._timeline.steps if step.end <= here} - self._skipped
        if here >= self._timeline.seconds and self._state == "performing":
            self._outcome = "partial" if self._skipped else "completed"
            self._stand(here, "ended")
        asks = [cue for cue in self._timeline.cues if cue.kind == "ask" and cue.at <= here < cue.end]
        hurts = self._state == "asking"
        return Moment(
            timeline=self._timeline,
            position=here,
            state="asking" if asks and self._state == "performing" else self._state,
            steps_done=self._done,
            steps_skipped=self._skipped,
            question=self.question if asks or hurts else "",
            answer_within=max(0.0, 15.0 - gone) if hurts else asks[0].end - here if asks else None,
            aside=self.aside,
            remarks=self.remarks,
            outcome=self._outcome,
        )

    def _stand(self, at: float, state: State) -> None:
        self._from, self._since, self._state = at, self._now(), state
