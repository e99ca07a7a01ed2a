"""How long a routine takes: the first time, once it is known, and at each stage of its course."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.commands import options
from coach.timeline.compose import compose
from coach.timeline.view import clock
from coach.voice.estimate import EstimatedTimes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.commands.options import Settings
    from coach.routine.model import Routine


def lengths(stages: Sequence[Routine], settings: Settings) -> list[str]:
    """A line for each stage with both lengths, by the estimate; a routine without a course is one."""
    times = EstimatedTimes(stages[0].language, settings.rate, stages[0].say_as)

    def length(routine: Routine, known: str) -> str:
        return clock(compose(routine, options.full_delivery(routine, settings, 1, known), times).seconds)

    return [
        f"{_named(stage)}{length(stage, 'first')} the first time, {length(stage, 'known')} once it is known."
        for stage in stages
    ]


def _named(routine: Routine) -> str:
    name = str(routine.stage or "")
    return f"{name[:1].upper()}{name[1:]}: " if name else "It takes " if routine.course is None else "Else: "
