"""Clock times, time ranges, weekdays and dates as people write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time

from coach.problems import quoted
from coach.spelling import nearest
from coach.units import ParseError

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""Their short names; a weekday is its place in here, as in `date.weekday()`."""

EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)
_GROUPS = {"daily": EVERY_DAY, "weekdays": (0, 1, 2, 3, 4), "weekends": (5, 6)}
_NAMES = (
    "monday montag mo lunes lun lundi",
    "tuesday tues tue dienstag martes mar mardi",
    "wednesday wed mittwoch mi miércoles miercoles mié mie mercredi mer",
    "thursday thurs thur thu donnerstag jueves jue jeudi jeu",
    "friday fri freitag fr viernes vie vendredi ven",
    "saturday sat samstag sonnabend sa sábado sabado sáb sab samedi sam",
    "sunday sun sonntag so domingo dom dimanche dim",
)
"""Each weekday in English, German, Spanish and French; short names only where they mean one day."""
_DAY_OF = {name: day for day, names in enumerate(_NAMES) for name in (WEEKDAYS[day], *names.split())}
_ENGLISH = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_TWO_DAYS = {"di": ("tue", "sun"), "do": ("thu", "sun")}
"""Short names that are another day in another language: Dienstag and dimanche, Donnerstag and domingo."""
_GROUP_WORDS = {
    "every day": "daily", "everyday": "daily", "all": "daily", "täglich": "daily", "a diario": "daily",
    "diario": "daily", "todos los días": "daily", "tous les jours": "daily", "quotidien": "daily",
    "workdays": "weekdays", "working days": "weekdays", "werktags": "weekdays", "wochentags": "weekdays",
    "weekend": "weekends", "wochenende": "weekends", "am wochenende": "weekends", "fin de semana": "weekends",
    "week-end": "weekends",
}  # fmt: skip

_LONGEST_TEXT = 40
"""Characters; whatever is longer is neither a time nor a day, and need not be searched for mistakes."""
_NOON = 12
_EARLIEST_BEDTIME = 3
"""A night that is said to begin at 1 or 2 begins after midnight; one at 10 or 11, before."""
_LAST_HOUR = 23

_PLAIN = str.maketrans(
    {
        **dict.fromkeys("\t\n\u00a0\u2007\u2009\u202f", " "),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
    }
)
"""Spaces and dashes as a keyboard has them."""

_CLOCK = re.compile(r"([0-9]{1,2}):([0-5][0-9])")
_NEARLY = re.compile(
    r"([0-9]{1,2})(?:[:.h]([0-5][0-9])(?::[0-5][0-9])?)? *([ap])?\.?(?:m\.?|h|o'?clock)?", re.IGNORECASE
)
_FIGURES = re.compile(r"([01][0-9]|2[0-3])([0-5][0-9])")
_BETWEEN = re.compile(r"(?P<start>.*?[^\s-]) *(?:-+|\bto\b|\buntil\b) *(?P<end>[^\s-].*)")
_YEAR_FIRST = re.compile(r"([0-9]{4})[-./ ]([0-9]{1,2})[-./ ]([0-9]{1,2})")
_YEAR_LAST = re.compile(r"([0-9]{1,2})\. ?([0-9]{1,2})\. ?([0-9]{4})")
"""With points the day comes first; with strokes it may be the month, and nothing is guessed."""
_NAMED = {"noon": "12:00", "midday": "12:00", "midnight": "00:00"}
_END_OF_DAY = "24:00"

_CLOCK_EXAMPLE = "write hours and minutes, such as 09:00 or 17:30"
_WINDOW_EXAMPLE = "write from when to when, such as 09:00-17:30"


@dataclass(frozen=True, slots=True)
class Window:
    """From one time of day to another; it belongs to the day it starts on.

    It ends on the next day where `end` is no later than `start`: 22:00-07:00, or 08:00-24:00, whose
    end is the next day's 00:00.
    """

    start: time
    end: time

    @property
    def ends_next_day(self) -> bool:
        """Whether it contains midnight or ends there."""
        return self.end <= self.start

    @property
    def is_whole_day(self) -> bool:
        """Whether the window lasts 24 hours."""
        return self.end == self.start

    def __str__(self) -> str:
        end = f"{self.end:%H:%M}" if self.end != time(0) else _END_OF_DAY
        return f"{self.start:%H:%M}-{end}"


def parse_clock(text: str) -> time:
    """The time of day in `09:00` or `9:00`. Raises `ParseError`, with the right form if it can be guessed."""
    written = _plain(text)
    found = _CLOCK.fullmatch(written)
    if found and int(found[1]) <= _LAST_HOUR:
        return time(int(found[1]), int(found[2]))
    if written == _END_OF_DAY:
        raise ParseError("'24:00' is only the end of a time range", "write 00:00 for midnight")
    guessed = _guessed(written)
    hint = f"write '{guessed}'" if guessed else _CLOCK_EXAMPLE
    raise ParseError(f"{quoted(text)} is not a time of day", hint)


def parse_window(text: str) -> Window:
    """The window in `09:00-17:30` or, over midnight, `22:00-07:00`; `00:00-24:00` is the whole day.

    Raises `ParseError`, with the right form if it can be guessed.
    """
    written = _plain(text)
    parts = _BETWEEN.fullmatch(written)
    if parts is None:
        raise ParseError(f"{quoted(text)} is not a time range", _WINDOW_EXAMPLE)
    ends = [_CLOCK.fullmatch(parts["start"]), _CLOCK.fullmatch(parts["end"])]
    start, end = _guessed(parts["start"]), _guessed(parts["end"], end=True)
    if not start or not end:
        raise ParseError(f"{quoted(text)} is not a time range", _WINDOW_EXAMPLE)
    if not all(ends) or "-" not in written:
        # 9-5 may mean the afternoon or the night: nothing is guessed.
        is_clear = not _may_be_afternoon(written, start, end)
        hint = f"write '{start}-{end}'" if is_clear else "write both times in 24 hours, such as 09:00-17:00"
        raise ParseError(f"{quoted(text)} is not a time range", hint)
    return _window(start, end, text)


def understand_window(text: str, *, is_sleep: bool = False) -> Window:
    """The window of an answer that is shown back for correction: `9-17`, `9am to 5pm`, `22:00-06:00`, `9-5`.

    Of hours that may be before or after noon, those of a working day are taken, or with `is_sleep` those of a
    night: 9-5 is 09:00-17:00, and 10-6 asleep is 22:00-06:00. Raises `ParseError`.
    """
    written = re.sub(r"^(from|between|von) ", "", _plain(text).lower())
    parts = _BETWEEN.fullmatch(re.sub(r" (till?|and|bis) ", "-", written))
    start, end = (_guessed(parts["start"]), _guessed(parts["end"], end=True)) if parts else ("", "")
    if not start or not end:
        raise ParseError(f"{quoted(text)} is not a time range", _WINDOW_EXAMPLE)
    if _may_be_afternoon(written, start, end):
        if not is_sleep:
            end = _after_noon(end)
        elif int(start[:2]) > _EARLIEST_BEDTIME:
            start = _in_the_evening(start)
    return _window(start, end, text)


def _may_be_afternoon(written: str, start: str, end: str) -> bool:
    """Whether a range such as 9-5 leaves open which half of the day its hours are in."""
    is_settled = int(start[:2]) > _NOON or re.search(r"[ap]\.?m|[0-9]:[0-9]", written.lower())
    return int(end[:2]) < int(start[:2]) and not is_settled


def _after_noon(clock: str) -> str:
    return f"{int(clock[:2]) % _NOON + _NOON:02}{clock[2:]}"


def _in_the_evening(clock: str) -> str:
    """Before midnight; of twelve, midnight."""
    return f"00{clock[2:]}" if clock.startswith(str(_NOON)) else _after_noon(clock)


def _window(start: str, end: str, text: str) -> Window:
    window = Window(parse_clock(start), time(0) if end == _END_OF_DAY else parse_clock(end))
    if window.is_whole_day and end != _END_OF_DAY:
        raise ParseError(f"{quoted(text)} ends when it begins", "for the whole day, write 00:00-24:00")
    return window


def parse_weekdays(text: str) -> tuple[int, ...]:
    """The weekdays in one word: `daily`, `weekdays`, `weekends`, `mon`, `Monday` or `Montag`; 0 is Monday.

    Raises `ParseError`, with what was meant if that is clear.
    """
    written = _plain(text).lower()
    if written in _GROUPS:
        return _GROUPS[written]
    day = _day_of(written)
    if day is not None:
        return (day,)
    if written in _GROUP_WORDS:
        raise ParseError(f"{quoted(text)} is not a day of the week", f"write {_GROUP_WORDS[written]}")
    if written in _TWO_DAYS:
        hint = f"write {' or '.join(_TWO_DAYS[written])}: it is another day in another language"
        raise ParseError(f"{quoted(text)} could mean two days", hint)
    ranged = re.fullmatch(r"([^\W\d_]+)\.? *- *([^\W\d_]+)\.?", written)
    days = _from_to(ranged[1], ranged[2]) if ranged else _listed(written)
    if days:
        raise ParseError(f"{quoted(text)} is more than one day", f"write [{', '.join(days)}]")
    near = nearest(written, (*_GROUPS, *WEEKDAYS, *_ENGLISH))
    hint = (
        f"did you mean '{near}'?"
        if near
        else "write daily, weekdays, weekends or days such as [mon, wed, fri]"
    )
    raise ParseError(f"{quoted(text)} is not a day of the week", hint)


def understand_weekdays(text: str) -> tuple[int, ...]:
    """The weekdays of an answer: `weekdays`, `mon-fri`, `Monday to Friday`, `mon, wed and fri`; 0 is Monday.

    Raises `ParseError`.
    """
    written = _plain(text).lower().strip("[]")
    if written in _GROUP_WORDS:
        return _GROUPS[_GROUP_WORDS[written]]
    joined = re.sub(r" *(?:-+|\b(?:to|till?|until|through|bis)\b) *", "-", written)
    days: set[int] = set()
    for word in re.split(r"[\s,;&+/]+|\band\b|\bund\b", joined):
        first, dash, last = word.partition("-")
        if dash and _from_to(first.strip("."), last.strip(".")):
            days.update(WEEKDAYS.index(day) for day in _from_to(first.strip("."), last.strip(".")))
        elif word:
            days.update(parse_weekdays(word))
    return tuple(sorted(days)) or parse_weekdays(text)


def parse_date(text: str) -> date:
    """The date in `2026-11-01`. Raises `ParseError`."""
    written = _plain(text)
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", written):
            return date.fromisoformat(written)
    except ValueError:
        raise ParseError(
            f"there is no {quoted(text)} in the calendar", "check the month and the day"
        ) from None
    hint = _dated(written)
    raise ParseError(f"{quoted(text)} is not a date", hint or "write year, month and day, such as 2026-11-01")


@dataclass(frozen=True, slots=True, order=True)
class DateRange:
    """Some days in a row, the first and the last included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        """Whether it is one of them."""
        return self.first <= day <= self.last


_DATES = re.compile(
    r"(?P<first>[0-9]{4}-[0-9]{2}-[0-9]{2}) *(?:-+|/|\.\.+|to|until) *(?P<last>[0-9]{4}-[0-9]{2}-[0-9]{2})"
)


def parse_dates(text: str) -> DateRange:
    """The day in `2026-12-24`, or the days in `2026-12-24 to 2027-01-02`. Raises `ParseError`."""
    several = _DATES.fullmatch(_plain(text))
    if several is None:
        day = parse_date(text)
        return DateRange(day, day)
    first, last = parse_date(several["first"]), parse_date(several["last"])
    if last < first:
        raise ParseError(f"{quoted(text)} ends before it begins", f"write '{last} to {first}'")
    return DateRange(first, last)


def format_weekdays(days: tuple[int, ...]) -> str:
    """The weekdays in a form that `parse_weekdays` reads, alone or in a list."""
    group = next((name for name, members in _GROUPS.items() if members == days), None)
    if group:
        return group
    names = [WEEKDAYS[day] for day in days]
    return names[0] if len(names) == 1 else f"[{', '.join(names)}]"


def _plain(text: str) -> str:
    """The text with plain signs; one that is far too long is cut, but remains too long."""
    return text[: _LONGEST_TEXT + 1].translate(_PLAIN).strip()


def _guessed(written: str, *, end: bool = False) -> str:
    """The time of day in its right form; empty if it is not clear. `end`: 24:00 is allowed."""
    if end and written in {_END_OF_DAY, "midnight"}:
        return _END_OF_DAY
    if written.lower() in _NAMED:
        return _NAMED[written.lower()]
    found = _FIGURES.fullmatch(written) or _NEARLY.fullmatch(written)
    if found is None:
        return ""
    hour, minute = int(found[1]), int(found[2] or 0)
    half = found[3].lower() if found.re is _NEARLY and found[3] else ""
    if half and not 0 < hour <= _NOON:
        return ""
    if half:
        hour = hour % _NOON + (_NOON if half == "p" else 0)
    return f"{hour:02}:{minute:02}" if hour <= _LAST_HOUR else ""


def _dated(written: str) -> str:
    """The date in its right form; empty if the day and the month could be either."""
    found = _YEAR_FIRST.fullmatch(written)
    parts = found.groups() if found else ()
    if not parts and (found := _YEAR_LAST.fullmatch(written)):
        parts = (found[3], found[2], found[1])
    try:
        return f"write {date(*map(int, parts)).isoformat()}" if parts else ""
    except ValueError:
        return ""


def _day_of(word: str) -> int | None:
    """The weekday for one of its names; a short name may end with a full stop."""
    return _DAY_OF.get(word.removesuffix("."))


def _listed(written: str) -> list[str]:
    """The short names of the days in `mon, wed and friday`; none if one of the words is not a day."""
    words = [word for word in re.findall(r"[^\W\d_]+", written) if word not in {"and", "und", "y", "et"}]
    days = [_day_of(word) for word in words]
    return [WEEKDAYS[day] for day in days if day is not None] if len(days) > 1 and None not in days else []


def _from_to(first: str, last: str) -> list[str]:
    start, end = _day_of(first), _day_of(last)
    if start is None or end is None:
        return []
    return [WEEKDAYS[(start + step) % 7] for step in range((end - start) % 7 + 1)]
