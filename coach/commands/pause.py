"""The commands that silence the reminders: pause, resume, off and on."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import click

from coach.api.operations import MONTH
from coach.clock import SystemClock
from coach.clock_times import WEEKDAYS, parse_clock, parse_date, understand_weekdays
from coach.commands.daemon_control import connect, read_clock, read_length, send, zone_in
from coach.plan.local_time import end_of_waking_day, instant_of, local_day, next_instant_of
from coach.units import ParseError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date, datetime, time, tzinfo

    from coach.journal.events import JSON

EXAMPLE: Final = "30m, 1d, until 15:00 or until tomorrow"
OFF_EXAMPLE: Final = "3d, until monday or until 2026-12-31"
_UNTIL = "until"
_DAYS = re.compile(r"([0-9]{1,2}) *(?:d|days?)", re.IGNORECASE)
_DAY = timedelta(days=1)


@click.command(name="pause")
@click.argument("words", nargs=-1, metavar="[30m | 1d | until 15:00 | until tomorrow]")
def pause(*, words: tuple[str, ...]) -> None:
    """Say nothing for that long (30m, 2h, 1d), until a time of day or a day, or until `coach resume`.

    The time is the next such time in the plan's time zone: until 07:00, typed in the evening, ends tomorrow
    morning. A day (tomorrow, monday, 2026-11-09) begins when the plan's day ends, at 03:00 unless it says
    otherwise. A routine under way goes on: `coach session pause` pauses that.
    """
    send("pause", **pause_fields(words, SystemClock().now(), lambda: day_in(connect().status())))


@click.command(name="off")
@click.argument("words", nargs=-1, metavar="[3d | until monday]")
@click.option("--because", default="", metavar="WHY", help="Why, such as holiday; `coach status` shows it.")
def off(*, words: tuple[str, ...], because: str) -> None:
    """Take days off: today and the next two with 3d, until that day, or until `coach on`.

    The reminders of these days are left out, with the reason in the journal. A routine under way goes on.
    """
    fields = off_fields(words, SystemClock().now(), lambda: day_in(connect().status()))
    send("off", **fields, **({"because": because} if because.strip() else {}))


def _resuming(name: str, text: str) -> click.Command:
    def command() -> None:
        send("resume")

    return click.Command(name, callback=command, help=text)


COMMANDS: Final = {
    "pause": pause,
    "off": off,
    "resume": _resuming("resume", "End a pause: reminders are spoken again."),
    "on": _resuming("on", "End the days off: reminders are spoken again."),
}
"""The commands of this module by name."""


def day_in(status: Mapping[str, JSON]) -> tuple[tzinfo, time]:
    """The time zone and the end of the day of the coach with that status; an older one may not name them."""
    return zone_in(status), parse_clock(str(status.get("day_ends", "03:00")))


def pause_fields(
    words: Sequence[str], now: datetime, day: Callable[[], tuple[tzinfo, time]]
) -> Mapping[str, JSON]:
    """The fields of the request for these words; raises `UsageError`.

    `day`: gives the time zone and the end of the day; called only where they matter.
    """
    if not words:
        return {}
    if words[0].lower() != _UNTIL and ":" in words[0]:
        raise click.UsageError(f"For a time of day, write: coach pause until {words[0]}")
    days = _DAYS.fullmatch(" ".join(words))
    if days is not None:
        return {"seconds": read_length((f"{24 * int(days[1])}h",), MONTH, EXAMPLE)}
    if words[0].lower() != _UNTIL:
        return {"seconds": read_length(words, MONTH, EXAMPLE)}
    if len(words) == 1:
        raise click.UsageError("Until when? Write, for example: coach pause until 15:00")
    named = _day_named(" ".join(words[1:]))
    if named is not None:
        return {"until": _begin_of(named, now, *day())}
    clock = read_clock(" ".join(words[1:]))
    return {"until": next_instant_of(clock, now, day()[0]).isoformat()}


def off_fields(
    words: Sequence[str], now: datetime, day: Callable[[], tuple[tzinfo, time]]
) -> Mapping[str, JSON]:
    """The fields of the request for these words, as for `pause_fields`; days off end with a day."""
    if not words:
        return {}
    days = _DAYS.fullmatch(" ".join(words))
    if days is not None and int(days[1]):
        return {"until": _begin_of(int(days[1]), now, *day())}
    is_until = words[0].lower() == _UNTIL and len(words) > 1
    named = _day_named(" ".join(words[1:])) if is_until else None
    if named is None:
        raise click.UsageError(f"Which days? Write, for example, coach off {OFF_EXAMPLE}.")
    return {"until": _begin_of(named, now, *day())}


def _day_named(text: str) -> date | str | int | None:
    """The day with that name: a date, a weekday's short name, or 1 for tomorrow; None: it names no day."""
    if text.lower() == "tomorrow":
        return 1
    with suppress(ParseError):
        return parse_date(text)
    with suppress(ParseError):
        days = understand_weekdays(text)
        return WEEKDAYS[days[0]] if len(days) == 1 else None
    return None


def _begin_of(day: date | str | int, now: datetime, zone: tzinfo, ends: time) -> str:
    """When that day begins, or the one in so many days, seen from the day that the person is living."""
    tomorrow = local_day(end_of_waking_day(now, ends, zone), zone)
    if isinstance(day, int):
        day = tomorrow + (day - 1) * _DAY
    elif isinstance(day, str):
        coming = (tomorrow + number * _DAY for number in range(len(WEEKDAYS)))
        day = next(each for each in coming if WEEKDAYS[each.weekday()] == day)
    return instant_of(day, ends, zone).isoformat()
