"""Times in the past as people say them: `20 minutes ago`, `last night at 3`, `yesterday 21:30`."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from coach.clock_times import parse_clock, parse_date
from coach.plan.local_time import instant_of, local_day
from coach.problems import quoted
from coach.units import ParseError, parse_duration

if TYPE_CHECKING:
    from datetime import date, datetime, time, tzinfo

_DAY = timedelta(days=1)
_NOON, _EVENING, _LAST_HOUR = 12, 6, 23
_AGO = re.compile(r"(?:about |around )?(?P<length>.+?) ago")
_DAYS_AGO = re.compile(r"(?P<count>[0-9]+|a|one) (?P<unit>days?|weeks?)")
_WORDED = (
    (re.compile(r"half an hour"), "30 min"),
    (re.compile(r"an? (?=hour|minute)"), "1 "),
    (re.compile(r"(?<=[0-9])m\b"), " min"),
)
_PARTS = re.compile(
    r"(?P<day>last night|tonight|this (?:morning|afternoon|evening)"
    r"|yesterday|today|[0-9]{4}-[0-9]{2}-[0-9]{2})?"
    r"(?:^| )?(?:at )?(?P<clock>.*)"
)
_HOUR = re.compile(
    r"(?P<hour>[0-9]{1,2})(?P<rest>[:.][0-5][0-9])? ?(?P<half>[ap])?(?(half)\.?m\.?)(?: o'clock)?"
)
_EXAMPLE = "write, for example, 14:30, '20 minutes ago', 'last night at 3' or 'yesterday 21:30'"


def parse_past(text: str, now: datetime, zone: tzinfo) -> datetime:
    """The instant, in UTC and no later than `now`, that a person means by that text.

    A time of day alone is the latest one that has passed. In the night of `last night`, hours from six on are
    those of the evening before. An hour that may be in the morning or in the afternoon is refused. Raises
    `ParseError`.
    """
    written = " ".join(text.lower().split())
    if written == "now":
        return now
    ago = _AGO.fullmatch(written)
    instant = now - _length(ago["length"], text) if ago else _on_day(written, now, zone, text)
    if instant > now:
        raise ParseError(f"{quoted(text)} is still to come", "write when it was")
    return instant


def _length(written: str, text: str) -> timedelta:
    days = _DAYS_AGO.fullmatch(written)
    if days:
        count = int(days["count"]) if days["count"].isdigit() else 1
        if count > 3660:  # noqa: PLR2004 — ten years, after which it cannot be distinguished from a mistake
            raise ParseError(f"{quoted(text)} is too long ago", _EXAMPLE)
        return count * (7 * _DAY if days["unit"].startswith("week") else _DAY)
    for pattern, plain in _WORDED:
        written = pattern.sub(plain, written)
    try:
        return timedelta(seconds=parse_duration(written))
    except ParseError:
        raise ParseError(f"{quoted(text)} is not a time that is understood", _EXAMPLE) from None


def _on_day(written: str, now: datetime, zone: tzinfo, text: str) -> datetime:
    parts = _PARTS.fullmatch(written)
    if parts is None or not parts["clock"]:
        raise ParseError(f"{quoted(text)} does not say at what time", _EXAMPLE)
    named, today = parts["day"] or "", local_day(now, zone)
    clock, is_clear = _clock(parts["clock"], text)
    if named == "last night":
        return _last_night(clock, now, zone, is_clear=is_clear)
    if named in ("this afternoon", "this evening", "tonight") and not is_clear and clock.hour < _NOON:
        clock, is_clear = clock.replace(hour=clock.hour + _NOON), True
    if not is_clear and named != "this morning":
        hint = f"write {clock:%H:%M} or {(clock.hour + _NOON) % 24:02}:{clock:%M}"
        raise ParseError(f"{quoted(text)} may be in the morning or in the afternoon", hint)
    day = today - _DAY if named == "yesterday" else parse_date(named) if named[:1].isdigit() else today
    instant = instant_of(day, clock, zone)
    return instant_of(today - _DAY, clock, zone) if not named and instant > now else instant


def _last_night(clock: time, now: datetime, zone: tzinfo, *, is_clear: bool) -> datetime:
    """The latest such time that has passed: before noon of this day, from noon on of the day before."""
    if not is_clear and _EVENING <= clock.hour < _NOON:
        clock = clock.replace(hour=clock.hour + _NOON)
    elif not is_clear and clock.hour == _NOON:
        clock = clock.replace(hour=0)
    today = local_day(now, zone)
    day: date = today if clock.hour < _NOON else today - _DAY
    instant = instant_of(day, clock, zone)
    return instant if instant <= now else instant_of(day - _DAY, clock, zone)


def _clock(written: str, text: str) -> tuple[time, bool]:
    """A time of day, and whether morning and afternoon are distinguished."""
    found = _HOUR.fullmatch(written)
    if found is None:
        try:
            return parse_clock({"noon": "12:00", "midnight": "00:00"}.get(written, written)), True
        except ParseError:
            raise ParseError(f"{quoted(text)} is not a time that is understood", _EXAMPLE) from None
    hour = int(found["hour"])
    minutes = (found["rest"] or ":00")[1:]
    if hour > _LAST_HOUR or (found["half"] and not 0 < hour <= _NOON):
        raise ParseError(f"{quoted(text)} is not a time of day", _EXAMPLE)
    if found["half"]:
        hour = hour % _NOON + (_NOON if found["half"] == "p" else 0)
    is_clear = bool(found["half"] or found["rest"]) or hour > _NOON or hour == 0
    return parse_clock(f"{hour:02}:{minutes}"), is_clear
