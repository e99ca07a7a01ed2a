"""A desk day of a simulated person, in virtual time: typing, a presentation, a film, lunch, calls.

The person follows a script, and the reminders do not know it: they only see the idle time, and the situation
when they ask for it. Minutes count from 09:00.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from coach.clock import VirtualClock
from coach.clock_times import Window
from coach.day.engine import ReminderEngine
from coach.day.model import Announce, Lead, OwnBreak, ReminderEvent
from coach.plan.model import AtIntervals, AtTimes, Plan, Reminder, ResolvedPlan, RoutineSummary
from coach.situation import Situation

if TYPE_CHECKING:
    from coach.day.model import Effect

NINE = datetime(2026, 11, 2, 9, tzinfo=UTC)
MINUTES = 510
"""Until 17:30."""
ACTIVITIES = {
    "presentation": ((95.0, 130.0),),
    "lunch": ((185.0, 245.0),),
    "call": ((270.0, 315.0), (420.0, 432.0)),
    "shared screen": ((360.0, 380.0),),
    "film": ((450.0, 475.0),),
}
"""What the person does, and at which minutes; otherwise they type in bursts."""
SECOND_CALL = 420.0
BURST, PAUSE = 2.5, 0.4
"""Minutes for which they type, and then do not."""
WORK = Window(time(9), time(17, 30))
ROUTINES = {
    "posture-sitting": RoutineSummary("Sitting", 30.0),
    "sip-water": RoutineSummary("Water", 15.0),
    "eyes-far": RoutineSummary("Eyes", 40.0),
    "desk-neck": RoutineSummary("Neck", 420.0),
}
REMINDERS = (
    Reminder(id="posture", routine="posture-sitting", cadence=AtIntervals(2700.0, WORK), counting="use"),
    Reminder(id="water", routine="sip-water", cadence=AtIntervals(5400.0, WORK), missed="once"),
    Reminder(id="eyes", routine="eyes-far", cadence=AtIntervals(3000.0, WORK)),
    Reminder(id="neck", routine="desk-neck", cadence=AtTimes((time(10, 40), time(15, 5))), missed="once"),
)


def activity_at(minute: float) -> str:
    """What the person does in that minute; "work" if nothing else."""
    for activity, times in ACTIVITIES.items():
        if any(start <= minute < end for start, end in times):
            return activity
    return "work"


def idle_seconds(minute: float) -> float:
    """Seconds since the last key: at work they type in bursts, in calls and presentations now and then."""
    activity = activity_at(minute)
    if activity in ("lunch", "film"):
        start = next(start for start, end in ACTIVITIES[activity] if start <= minute < end)
        return (minute - start) * 60
    into = minute % (BURST + PAUSE)
    return max(0.0, into - BURST) * 60


def situation(minute: float) -> Situation:
    """What the sources report in that minute; the camera is off in the second call."""
    activity = activity_at(minute)
    return Situation(
        idle_seconds=idle_seconds(minute),
        locked=False,
        microphone=activity == "call",
        camera=activity == "call" and minute < SECOND_CALL,
        sharing=activity == "shared screen",
        full_screen=activity in ("presentation", "film"),
        do_not_disturb=False,
        inhibitor=activity == "film",
        playing=activity == "film",
        other_session=False,
    )


@dataclass(frozen=True, slots=True)
class Call:
    """A reminder that was spoken: in which activity, and by how many seconds it was `late`.

    `waited`: how many of these it waited for a pause in the typing.
    """

    reminder: str
    minute: float
    activity: str
    late: float
    waited: float


class DeskDay:
    """That day with the coach's engine."""

    def __init__(self) -> None:
        self.clock = VirtualClock(NINE)
        plan = ResolvedPlan(Plan(reminders=REMINDERS), UTC, ROUTINES, {})
        self.engine = ReminderEngine(
            plan, self.clock, lambda: situation(self._minute()), lambda: idle_seconds(self._minute())
        )
        self.events: list[ReminderEvent] = []
        self.breaks: list[OwnBreak] = []
        self._ends: datetime | None = None

    def live(self) -> None:
        """Live the day as the daemon does; what is announced is begun after twenty seconds."""
        end = NINE + timedelta(minutes=MINUTES)
        begin_at: datetime | None = None
        while self.clock.now() < end:
            now = self.clock.now()
            if self._ends is not None and self._ends <= now:
                self._ends = None
                self._perform(self.engine.session_ended("completed"))
            if begin_at is not None and begin_at <= now:
                begin_at = None
                self._perform(self.engine.begin())
            if self._perform(self.engine.wake()):
                begin_at = now + timedelta(seconds=20)
            coming = [end, *filter(None, (self._ends, begin_at))]
            left = (min(coming) - self.clock.now()).total_seconds()
            self.clock.advance(max(0.01, min(self.engine.idle_seconds, left)))

    @property
    def calls(self) -> list[Call]:
        """What was spoken."""
        return [
            Call(
                each.occurrence.reminder,
                (each.at - NINE).total_seconds() / 60,
                activity_at((each.at - NINE).total_seconds() / 60),
                (each.at - each.occurrence.at).total_seconds(),
                each.waited,
            )
            for each in self.events
            if each.ruling == "speak"
        ]

    def _minute(self) -> float:
        return (self.clock.now() - NINE).total_seconds() / 60

    def _perform(self, effects: tuple[Effect, ...]) -> bool:
        """Carry them out; returns whether something was announced."""
        for effect in effects:
            if isinstance(effect, ReminderEvent):
                self.events.append(effect)
            elif isinstance(effect, OwnBreak):
                self.breaks.append(effect)
            elif isinstance(effect, Lead):
                seconds = sum(routine.seconds for routine in effect.routines.values())
                self._ends = self.clock.now() + timedelta(seconds=seconds)
        return any(isinstance(effect, Announce) for effect in effects)
