"""Days, and when a period begins, in a command's options: `2026-11-01`, `7d`, `12w`."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import click

from coach.commands.usage import as_usage_errors
from coach.plan.local_time import instant_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import tzinfo

FIRST_DAY, LAST_DAY = date(1970, 1, 1), date(9998, 1, 1)
"""Days that the calendar of Python and of the zones knows, and a year and more on each side of them."""
_MOST_DAYS = 36_600
"""A hundred years."""
_DAY = timedelta(days=1)
_SPAN = re.compile(r"(\d+)\s*([hdw])")
_UNITS = {"h": timedelta(hours=1), "d": _DAY, "w": timedelta(weeks=1)}


def day(_context: click.Context, option: click.Parameter, text: str | None) -> date | None:
    """The date in an option such as `--date 2026-11-02`; raises `BadParameter` for anything else."""
    from coach.clock_times import parse_date

    if text is None:
        return None
    with as_usage_errors(max(option.opts, key=len)):
        wanted = parse_date(text)
    if not FIRST_DAY <= wanted <= LAST_DAY:
        raise click.BadParameter(f"choose a day from {FIRST_DAY} to {LAST_DAY}.")
    return wanted


wanted_day = click.option(
    "--date",
    "wanted",
    callback=day,
    metavar="DATE",
    help="The day, such as 2026-11-02; today unless given.",
)


def instant_meant(text: str, now: datetime, zone: Callable[[], tzinfo], option: str = "--since") -> datetime:
    """The instant, in UTC, for `7d` or a date; one without an offset is in that zone."""
    span = _SPAN.fullmatch(text.strip().lower())
    try:
        if span is not None:
            return now - int(span[1]) * _UNITS[span[2]]
        moment = datetime.fromisoformat(text.strip())
        if moment.tzinfo is None:
            return instant_of(moment.date(), moment.time(), zone())
        return moment.astimezone(UTC)
    except (ValueError, OverflowError, OSError):  # the last one: Windows, before 1970
        raise click.BadParameter(
            f"'{text}' is not a date; write one such as 2026-11-01, or 7d for the last seven days.",
            param_hint=option,
        ) from None


def first_day(text: str, today: date, last: date) -> date:
    """The first day that `--since` names, no later than the last one. Raises `BadParameter`.

    `30d` is that many days up to today, which is one of them.
    """
    midnight = datetime.combine(today + _DAY, time(), UTC)
    first = instant_meant(text, midnight, lambda: UTC).date()
    if not first <= last or (last - first).days > _MOST_DAYS:
        raise click.BadParameter("choose a day that is not later than the last one.", param_hint="--since")
    return max(first, FIRST_DAY + 9 * _DAY)
