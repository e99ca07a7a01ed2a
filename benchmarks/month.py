"""A month with twenty reminders a minute, and a month asleep, in virtual time: `python benchmarks/month.py`.

The real engine takes up again after 30 days of sleep, and then lives through every day, one after another.
Every occurrence must be spoken or skipped exactly once, no day may take longer than the second one, and
memory must not grow. The exit code is 1 where it is otherwise. A whole month takes some minutes.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from coach.clock_times import Window
from coach.day.engine import ReminderEngine
from coach.day.model import ReminderEvent
from coach.day.simulation import simulate
from coach.plan.model import AtIntervals, Occurrence, Plan, Reminder, ResolvedPlan, RoutineSummary
from coach.plan.occurrences import occurrences
from coach.situation import AT_THE_DESK
from coach.testing import FakeClock

START = datetime(2026, 11, 1, tzinfo=UTC)
DAY = timedelta(days=1)
NUMBER, SHORTEST_SECONDS = 20, 50
"""Reminders, due every 50 to 69 s: one every three seconds or so."""
MOST_GROWTH, MOST_SLOWER, MOST_AWAKE_SECONDS = 4.0, 1.5, 20.0
"""MB of the peak; how many times the CPU seconds of the second day; CPU seconds after the sleep."""


def dense_plan() -> ResolvedPlan:
    """Twenty reminders all day long, of a second each."""
    always = Window(clock_time(0), clock_time(0))
    reminders = tuple(
        Reminder(
            id=f"r{number}", routine="word", cadence=AtIntervals(float(SHORTEST_SECONDS + number), always)
        )
        for number in range(NUMBER)
    )
    plan = Plan(reminders=reminders, spacing=1.0, day_ends=clock_time(3))
    return ResolvedPlan(plan, UTC, {"word": RoutineSummary("Word", 1.0)}, {})


def lived(plan: ResolvedPlan, days: int) -> list[str]:
    """What is wrong with so many days; prints a line for each."""
    end = START + days * DAY
    coming = occurrences(plan.plan, {}, START, end, UTC)
    following = next(coming, None)
    waiting: set[Occurrence] = set()
    faults: list[str] = []
    seconds: list[float] = []
    memory: list[float] = []
    settled, begun, border = 0, time.process_time(), START + DAY
    for event in simulate(plan, START, end):
        while following is not None and following.at <= event.at:
            waiting.add(following)
            following = next(coming, None)
        if event.ruling in ("speak", "skip"):
            settled += 1
            if event.occurrence not in waiting:
                faults.append(f"settled twice, or never due: {event.occurrence}")
            waiting.discard(event.occurrence)
        if event.at >= border:
            seconds.append(time.process_time() - begun)
            memory.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
            print(
                f"day {len(seconds)}: {settled:,} settled, {seconds[-1]:.1f} CPU s, {memory[-1]:.1f} MB",
                flush=True,
            )
            begun, border = time.process_time(), border + DAY
    faults += [f"lost: {each}" for each in sorted(waiting) if each.at < end - timedelta(minutes=20)]
    if len(seconds) > 2 and max(seconds[2:]) > MOST_SLOWER * seconds[1]:
        faults.append(f"days take longer and longer: {seconds[1]:.1f} s, then {max(seconds[2:]):.1f} s")
    if len(memory) > 2 and memory[-1] - memory[1] > MOST_GROWTH:
        faults.append(f"memory grows: {memory[1]:.1f} MB, then {memory[-1]:.1f} MB")
    return faults


def slept(plan: ResolvedPlan) -> list[str]:
    """What is wrong after a month asleep: each reminder must be accounted for from the first to the last."""
    clock = FakeClock(START)
    engine = ReminderEngine(plan, clock, lambda: AT_THE_DESK)
    first = {each.reminder: each.at for each in engine.expected}
    clock.suspend(30 * DAY.total_seconds())
    begun = time.process_time()
    effects = engine.wake()
    took = time.process_time() - begun
    events = [effect for effect in effects if isinstance(effect, ReminderEvent)]
    print(f"30 days asleep: taken up again in {took:.2f} s with {len(events):,} entries in the journal")
    faults = [
        f"{reminder}: not accounted for from {at} on"
        for reminder, at in first.items()
        if min((each.occurrence.at for each in events if each.occurrence.reminder == reminder), default=None)
        != at
    ]
    spoken = [event for event in events if event.ruling == "speak"]
    if len(spoken) != 1:
        faults.append(f"{len(spoken)} were spoken at once")
    if took > MOST_AWAKE_SECONDS:
        faults.append(f"it took {took:.1f} s")
    return faults


def main() -> int:
    """Live through both, and print what is wrong."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--days", type=int, default=30)
    plan = dense_plan()
    faults = [*slept(plan), *lived(plan, parser.parse_args().days)]
    for fault in faults[:20]:
        print("FAULT:", fault)
    print("nothing lost, flat and linear" if not faults else f"{len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
