"""The dispatcher: `schedule`'s scheduler and job, made right for a wall clock that jumps.

What is relied on of `schedule` 1.2 is the list of jobs, their order by `next_run`, `cancel_job` and
`clear`; everything that looks at a clock is overridden, as it compares naive local times there.
`next_run` and `last_run` are aware, in UTC.
"""

from __future__ import annotations

import logging
from collections import deque
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import schedule

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from coach.clock import Clock

    NextAfter = Callable[[datetime], datetime | None]
    """The first occurrence strictly later than that instant; None: there is none any more."""
    Act = Callable[[tuple[datetime, ...]], Any]
    """Told of the occurrences that have become due since the last time, oldest first, `MOST_DUE` at most."""
    PassOver = Callable[["PassedOver"], Any]
    """Told of those before them, if there were more."""

LONGEST_SLEEP = 18.0
"""Seconds: a clock that was set, and an edited file, are taken up within 20 s (DESIGN.md, Time); the last two
of them are for a busy machine to read the file."""
MOST_DUE = 100
"""More missed occurrences than this are not listed one by one: each costs a line of the journal. The newest
are, as they decide what is made up for."""
MOST_COUNTED = 20_000
"""More than this are not even counted: somebody set the clock by years, and the day must go on."""
_RECENT = timedelta(days=2)
"""What comes after that many is looked at from here on; a day and what belongs to the day before."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PassedOver:
    """Missed occurrences that are not listed: the first and the last of them; `number` None: uncounted."""

    first: datetime
    last: datetime
    number: int | None


def _unheard(_these: PassedOver) -> None:
    """Where nobody wants to know."""


class CadenceJob(schedule.Job):
    """A job whose next run comes from a cadence and the clock that was handed in.

    It is armed anew before it acts, so that neither the length of what it does nor an error in it
    moves or stops it.
    """

    def __init__(
        self,
        name: str,
        next_after: NextAfter,
        act: Act,
        scheduler: CadenceScheduler,
        pass_over: PassOver = _unheard,
    ) -> None:
        super().__init__(1, scheduler)
        self.name = name
        self._next_after = next_after
        self._act = act
        self._pass_over = pass_over
        self._clock = scheduler.clock
        self.tag(name)
        self.job_func = partial(act)  # only for `schedule` to print: `run` is ours
        self._schedule_next_run()

    @property
    def should_run(self) -> bool:
        """Whether its occurrence is due."""
        return self.next_run is not None and self._clock.now() >= self.next_run

    def run(self) -> Any:  # noqa: ANN401 — whatever the act gives, as in `schedule`
        """Act on all that is due, armed for the next occurrence already."""
        due, passed_over = self._due()
        self.last_run = self._clock.now()
        self._schedule_next_run()
        if passed_over is not None:
            self._pass_over(passed_over)
        return self._act(due)

    def arm(self) -> None:
        """Plan anew from now on: the clock was set, or the machine has slept."""
        self._schedule_next_run()

    def _schedule_next_run(self) -> None:
        self.next_run = self._next_after(self._clock.now())

    def _due(self) -> tuple[tuple[datetime, ...], PassedOver | None]:
        now = self._clock.now()
        due: deque[datetime] = deque(maxlen=MOST_DUE)
        first = moment = self.next_run
        number, before = 0, moment
        while moment is not None and moment <= now:
            number += 1
            before = due[0] if len(due) == MOST_DUE else before
            due.append(moment)
            moment = self._next_after(moment if number != MOST_COUNTED else max(moment, now - _RECENT))
        if first is None or before is None or number <= MOST_DUE:
            return tuple(due), None
        return tuple(due), PassedOver(first, before, number - MOST_DUE if number < MOST_COUNTED else None)

    def __lt__(self, other: object) -> bool:
        """By the next run; a job that has none comes last."""
        if not isinstance(other, CadenceJob):
            return NotImplemented
        if self.next_run is None or other.next_run is None:
            return self.next_run is not None
        return bool(self.next_run < other.next_run)


class CadenceScheduler(schedule.Scheduler):
    """Runs what is due; one job that raises does not starve its neighbours."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self.clock = clock

    def add(self, name: str, next_after: NextAfter, act: Act, pass_over: PassOver = _unheard) -> CadenceJob:
        """A job that acts on the occurrences that `next_after` gives, from now on."""
        job = CadenceJob(name, next_after, act, self, pass_over)
        self.jobs.append(job)
        return job

    def run_pending(self) -> None:
        """Run what is due now, earliest first; a job that was cancelled meanwhile is left out."""
        for job in sorted(job for job in self.jobs if job.should_run):
            if job not in self.jobs:
                continue
            try:
                self._run_job(job)
            except Exception:  # noqa: BLE001 — whatever it is, the other reminders must not suffer
                _log.exception("The reminder %s failed; the day goes on.", getattr(job, "name", job))

    @property
    def cadence_jobs(self) -> list[CadenceJob]:
        """The jobs that `add` has made."""
        return [job for job in self.jobs if isinstance(job, CadenceJob)]

    def arm(self) -> None:
        """Plan every job anew from now on."""
        for job in self.cadence_jobs:
            job.arm()

    @property
    def next_due(self) -> datetime | None:
        """When the next job is due; None: none ever is."""
        return min((job.next_run for job in self.jobs if job.next_run is not None), default=None)

    @property
    def idle_seconds(self) -> float:
        """Seconds to sleep: until the next job, at most `LONGEST_SLEEP`, never below 0."""
        due = self.next_due
        until = LONGEST_SLEEP if due is None else (due - self.clock.now()).total_seconds()
        return min(LONGEST_SLEEP, max(0.0, until))
