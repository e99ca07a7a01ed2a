"""The reminders of the long run, for the coach and for the ten-line loop: due together again and again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Reminder:
    """One of them: the steps of its routine, and for the loop its lines, each with the silence behind it."""

    name: str
    minutes: int
    kind: str
    steps: str
    lines: tuple[tuple[str, float], ...]


STRETCH = (("Calf stretch. Heel down, knee straight.", 20.0), ("Let go.", 8.0))


def reminders(long_every: int) -> tuple[Reminder, ...]:
    """Three short ones every one, two and three minutes, and one of two minutes that they run into."""
    return (
        Reminder("water", 1, "hydration", "  - say: Time for water.\n", (("Time for water.", 0.0),)),
        Reminder(
            "posture",
            2,
            "posture",
            "  - say: Let both feet find the floor.\n  - rest: 2 s\n  - say: Let your shoulders hang.\n",
            (("Let both feet find the floor.", 2.0), ("Let your shoulders hang.", 0.0)),
        ),
        Reminder(
            "breathing",
            3,
            "breathing",
            "  - breathe: {in: 2 s, out: 3 s}\n    cycles: 2\n    name: Two breaths\n",
            (("Two breaths. Breathe in.", 2.0), ("Breathe out.", 3.0)) * 2,
        ),
        Reminder(
            "long",
            long_every,
            "stretch",
            '  - hold: 20 s\n    name: Calf stretch\n    cue: "{side} heel down, knee straight."\n'
            "    side: each\n    reps: 2\n    rest: 8 s\n",
            STRETCH * 4,
        ),
    )


def write(home: Path, row: tuple[Reminder, ...], begin: datetime, minutes: int) -> None:
    """The plan and its routines: each reminder is first due one cadence behind the beginning."""
    (home / "routines").mkdir(parents=True)
    lines = ["format: 1", "zone: UTC", "spacing: 10 s", "reminders:"]
    end = begin.timestamp() + 60 * minutes
    for each in row:
        text = f"title: {each.name.capitalize()}\nkind: {each.kind}\nsteps:\n{each.steps}"
        (home / "routines" / f"{each.name}.yaml").write_text(text, encoding="utf-8")
        if each.minutes <= minutes:
            first = begin.timestamp() + 60 * each.minutes
            window = f"{clock_time(first)}-{clock_time(max(end, first + 60))}"
            cadence = f'every: {each.minutes} min, between: "{window}"'
            lines.append(f"  {each.name}: {{routine: {each.name}, {cadence}, begin: now}}")
    (home / "plan.yaml").write_text("\n".join([*lines, ""]), encoding="utf-8")


def clock_time(instant: float) -> str:
    """As a plan has it."""
    return f"{datetime.fromtimestamp(instant, UTC):%H:%M}"
