"""The dispatcher: `schedule`'s scheduler and job, made right for a wall clock that jumps.

What is relied on of `schedule` 1.2 is the list of jobs, their order by `next_run`, `cancel_job` and
`clear`; everything that looks at a clock is overridden, as it compares naive local times there.
`next_run` and `last_run` are aware, in UTC.
"""

from __future__ import annotations

import logging
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
    """Told of all occurrences that have become due since the last time, oldest first."""

LONGEST_SLEEP = 20.0
"""Seconds: after so long at most the clocks are compared, and edited files noticed (DESIGN.md, Time)."""
MOST_DUE = 1000
"""More missed occurrences than this are not listed one by one: a year asleep must not take a minute."""

_log = logging.getLogger(__name__)


class CadenceJob(schedule.Job):
    """A job whose next run comes from a cadence and the clock that was handed in.

    It is armed anew before it acts, so that neither the length of what it does nor an error in it
    moves or stops it.
    """

    def __init__(self, name: str, next_after: NextAfter, act: Act, scheduler: CadenceScheduler) -> None:
        super().__init__(1, scheduler)
        self.name = name
        self._next_after = next_after
        self._act = act
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
        due = self._due()
        self.last_run = self._clock.now()
        self._schedule_next_run()
        return self._act(due)

    def arm(self) -> None:
        """Plan anew from now on: the clock was set, or the machine has slept."""
        self._schedule_next_run()

    def _schedule_next_run(self) -> None:
        self.next_run = self._next_after(self._clock.now())

    def _due(self) -> tuple[datetime, ...]:
        now = self._clock.now()
        due: list[datetime] = []
        moment = self.next_run
        while moment is not None and moment <= now and len(due) < MOST_DUE:
            due.append(moment)
            moment = self._next_after(moment)
        return tuple(due)

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

    def add(self, name: str, next_after: NextAfter, act: Act) -> CadenceJob:
        """A job that acts on the occurrences that `next_after` gives, from now on."""
        job = CadenceJob(name, next_after, act, self)
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

    def arm(self) -> None:
        """Plan every job anew from now on."""
        for job in self.jobs:
            if isinstance(job, CadenceJob):
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
