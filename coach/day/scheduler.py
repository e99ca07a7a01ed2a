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

from coach.plan.occurrences import OccurrenceCursor, is_in_plan, trigger_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from coach.clock import Clock
    from coach.plan.model import Occurrence, ResolvedPlan

    NextAfter = Callable[[datetime], Occurrence | None]
    """The first occurrence strictly later than that instant; None: there is none any more."""
    OnDue = Callable[[tuple[Occurrence, ...]], Any]
    """Given what has become due since the last time, oldest first, `MOST_DUE` at most."""
    OnMissed = Callable[["MissedOccurrences"], Any]
    """Given what became due before those, if there was more."""

LONGEST_SLEEP = 18.0
"""Seconds: a clock that was set, and an edited file, are noticed within 20 s (docs/architecture.md, Time);
the last two of them are for a busy machine to read the file."""
MOST_DUE = 100
"""More missed occurrences than this are not listed one by one: each costs a line of the journal. The newest
are, as they decide what is made up for."""
MOST_COUNTED = 20_000
"""More than this are not even counted: somebody set the clock by years, and the day must go on."""
_RECENT = timedelta(days=2)
"""What comes after that many is looked at from here on; a day and what belongs to the day before."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class MissedOccurrences:
    """Missed occurrences that are not listed one by one: first, last and `number`; None: not counted."""

    first: Occurrence
    last: Occurrence
    number: int | None


def seconds_until(instant: datetime | None, now: datetime) -> float:
    """Seconds to sleep until that instant: at most `LONGEST_SLEEP`, never below 0."""
    left = LONGEST_SLEEP if instant is None else (instant - now).total_seconds()
    return min(LONGEST_SLEEP, max(0.0, left))


class CadenceJob(schedule.Job):
    """A job of one reminder; its next run comes from a cadence and the clock that was passed in.

    It is rescheduled before it acts, so that neither a long action nor an error in it delays or stops it.
    """

    def __init__(
        self,
        reminder: str,
        next_after: NextAfter,
        act: OnDue,
        on_missed: OnMissed,
        scheduler: CadenceScheduler,
    ) -> None:
        super().__init__(1, scheduler)
        self.reminder = reminder
        self.next: Occurrence | None = None
        """What it is due for next."""
        self._next_after = next_after
        self._act = act
        self._on_missed = on_missed
        self._clock = scheduler.clock
        self.tag(reminder)
        self.job_func = partial(act)  # only for `schedule` to print: `run` is ours
        self._schedule_next_run()

    @property
    def should_run(self) -> bool:
        """Whether its occurrence is due."""
        return self.next_run is not None and self._clock.now() >= self.next_run

    def run(self) -> Any:  # noqa: ANN401 — whatever the act gives, as in `schedule`
        """Act on all that is due; the next run is already scheduled."""
        due, missed = self._due()
        self.last_run = self._clock.now()
        self._schedule_next_run()
        if missed is not None:
            self._on_missed(missed)
        return self._act(due)

    def expect(self, occurrence: Occurrence | None) -> None:
        """Set the next occurrence; those after it follow from the cadence."""
        self.next = occurrence
        self.next_run = None if occurrence is None else occurrence.at

    def _schedule_next_run(self) -> None:
        self.expect(self._next_after(self._clock.now()))

    def _due(self) -> tuple[tuple[Occurrence, ...], MissedOccurrences | None]:
        now = self._clock.now()
        due: deque[Occurrence] = deque(maxlen=MOST_DUE)
        first = following = before = self.next
        number = 0
        while following is not None and following.at <= now:
            number += 1
            before = due[0] if len(due) == MOST_DUE else before
            due.append(following)
            at = following.at
            following = self._next_after(at if number != MOST_COUNTED else max(at, now - _RECENT))
        if first is None or before is None or number <= MOST_DUE:
            return tuple(due), None
        return tuple(due), MissedOccurrences(
            first, before, number - MOST_DUE if number < MOST_COUNTED else None
        )

    def __lt__(self, other: object) -> bool:
        """Order jobs by their next run; a job without one comes last."""
        if not isinstance(other, CadenceJob):
            return NotImplemented
        if self.next_run is None or other.next_run is None:
            return self.next_run is not None
        return bool(self.next_run < other.next_run)


class CadenceScheduler(schedule.Scheduler):
    """Runs what is due; a job that raises does not keep the others from running."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self.clock = clock

    def add(
        self, reminder: str, next_after: NextAfter, act: OnDue, on_missed: OnMissed = lambda _: None
    ) -> None:
        """Act on the occurrences that `next_after` gives, from now on."""
        self.jobs.append(CadenceJob(reminder, next_after, act, on_missed, self))

    def add_plan(self, plan: ResolvedPlan, act: OnDue, on_missed: OnMissed) -> None:
        """Replace all jobs by one for each reminder of the plan, except those that count time in use."""
        self.clear()
        for reminder in (each for each in plan.plan.reminders if each.counting == "clock"):
            cursor = OccurrenceCursor(trigger_of(plan, reminder, self.clock.now()))
            self.add(reminder.id, cursor.after, act, on_missed)

    def run_pending(self) -> None:
        """Run what is due now, earliest first; a job that is cancelled meanwhile is left out."""
        now = self.clock.now()
        for job in sorted(job for job in self.jobs if job.next_run is not None and job.next_run <= now):
            if job not in self.jobs:
                continue
            try:
                self._run_job(job)
            except Exception:  # noqa: BLE001 — whatever it is, the other reminders must not suffer
                _log.exception("The reminder %s failed; the others continue.", getattr(job, "reminder", job))

    @property
    def cadence_jobs(self) -> list[CadenceJob]:
        """The jobs that were added by `add`."""
        return [job for job in self.jobs if isinstance(job, CadenceJob)]

    @property
    def expected(self) -> tuple[Occurrence, ...]:
        """The next occurrence of each reminder."""
        return tuple(job.next for job in self.cadence_jobs if job.next is not None)

    def expect(self, occurrences: Iterable[Occurrence], plan: ResolvedPlan) -> None:
        """Continue from what an earlier process expected; what fell due since is due now."""
        missed = {each.reminder: each for each in occurrences if each.at <= self.clock.now()}
        for job in self.cadence_jobs:
            occurrence = missed.get(job.reminder)
            if occurrence is not None and is_in_plan(plan, occurrence):
                job.expect(plan.current(occurrence))

    def arm(self) -> None:
        """Schedule every job again from now on, after the clock was set back."""
        for job in self.cadence_jobs:
            job._schedule_next_run()  # noqa: SLF001 — `schedule` names it so

    @property
    def next_due(self) -> datetime | None:
        """When the next job is due; None: never."""
        return min((job.next_run for job in self.jobs if job.next_run is not None), default=None)

    @property
    def idle_seconds(self) -> float:
        """Seconds to sleep until the next job is due."""
        return seconds_until(self.next_due, self.clock.now())
