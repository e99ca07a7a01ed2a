"""How the coach speaks this time: what was asked for, else what the plan says, else what is usual."""

from __future__ import annotations

from dataclasses import dataclass
from os.path import lexists
from typing import TYPE_CHECKING, Any

import click

from coach.commands import options

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.home import Home
    from coach.plan.model import VoiceSettings, WishedDetail
    from coach.routine.model import Routine
    from coach.timeline.model import Delivery


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`language`: of the coach's own words; None: the routine's. `rate`: words a minute. `volume`: 0 to 1."""

    language: str | None = None
    rate: int = options.USUAL
    volume: float = options.LOUDNESS
    detail: WishedDetail = "full"
    breath_holds: bool = True


def settings_for(home: Home, chosen: Mapping[str, Any]) -> Settings:
    """What these options of a command say, then the plan's `voice:` block, then the defaults.

    A plan with mistakes stops nothing: its settings are left aside, which is said on stderr. With
    `no_plan` (the daemon has read it already, and goes by the last good one) it is not looked at.
    """
    asked = {name: chosen.get(name) for name in Settings.__slots__}
    written = None if chosen.get("no_plan") else _written(home)
    settled = {name: getattr(written, name, None) if asked[name] is None else asked[name] for name in asked}
    return Settings(**{name: value for name, value in settled.items() if value is not None})


def full_delivery(routine: Routine, settings: Settings) -> Delivery:
    """All that there is to say of a routine, the safety notices too: for whoever looks at it, or keeps it."""
    from coach.timeline.model import Delivery
    from coach.timeline.notices import notice_texts

    language = settings.language or routine.language
    return Delivery(
        language=language,
        notices=frozenset(notice_texts(routine, language)),
        holds=settings.breath_holds,
    )


def _written(home: Home) -> VoiceSettings | None:
    """The plan's `voice:` block; None where there is no plan, or none that can be read."""
    if not lexists(home.plan):
        return None
    from coach.errors import FileError
    from coach.plan.reading import examine_plan

    try:
        plan = examine_plan(home.plan).plan
    except FileError:
        return None  # it has gone meanwhile
    if plan is None:
        click.echo(
            "Your plan has mistakes, so what it says of the voice is left aside; `coach plan` shows them.",
            err=True,
        )
        return None
    return plan.voice
