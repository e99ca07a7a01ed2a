"""Busy hours in calendar files (iCalendar, RFC 5545): only from when until when, never what an event says.

`icalendar` and `recurring_ical_events` are imported here only, by the process that reads the calendars.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from coach.home import path_from
from coach.plan.local_time import instant_of
from coach.problems import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import tzinfo
    from pathlib import Path

    from coach.plan.model import BusyHours

CALENDAR_SUFFIX = ".ics"
MOST_FILES = 20_000
MOST_BYTES = 64 << 20
"""Of all files together; ten years of a full calendar have some ten."""
MOST_SPANS = 4000
MOST_PROBLEMS = 5
_DAY = timedelta(days=1)
_LONGEST = timedelta(days=40)
"""An event without an end in its own words, and that began earlier than that, is over."""


@dataclass(frozen=True, slots=True)
class CalendarReading:
    """The busy hours, lines for a person about what could not be read, and the number of files.

    `is_read`: whether the process that reads them has answered.
    """

    busy: BusyHours = ()
    problems: tuple[str, ...] = ()
    files: int = 0
    is_read: bool = True


def calendar_paths(written: Iterable[str], folder: Path) -> tuple[Path, ...]:
    """The calendars that a plan in that folder names."""
    return tuple(path_from(folder, text) for text in written)


def watched_paths(paths: Iterable[Path]) -> Iterator[Path]:
    """The files and folders that change when a calendar does.

    Programs that keep a folder of calendars replace its files, which changes the folder.
    """
    for path in paths:
        yield path
        with suppress(OSError):
            yield from _subfolders(path)


def read_calendars(
    paths: Iterable[Path], start: datetime, end: datetime, zone: tzinfo, addresses: Iterable[str] = ()
) -> CalendarReading:
    """The busy hours between these instants; times without a zone are meant in `zone`. Never raises.

    `addresses`: the person's own in invitations, in lower case; so is a name with an @ of the calendar, its
    file or its folder.

    A calendar that cannot be read is left out and named, without a word of what it holds.
    """
    files: list[Path] = []
    problems: list[str] = []
    for path in paths:
        try:
            files += _files(path)
        except OSError as error:
            problems.append(_problem(path, f"{error.strerror}."))
    addresses = frozenset(addresses)
    spans: list[tuple[datetime, datetime]] = []
    left = MOST_BYTES
    for number, file in enumerate(files):
        try:
            left -= file.stat().st_size
            if left < 0 or number >= MOST_FILES:
                most = f"{MOST_FILES} files or {MOST_BYTES >> 20} MB"
                problems.append(f"The calendars have more than {most}; the rest is left out.")
                break
            text = file.read_text(encoding="utf-8-sig", errors="replace")
            own = frozenset(
                {*addresses, *(name.lower() for name in (file.stem, file.parent.name) if "@" in name)}
            )
            spans += _busy_in(text, start, end, zone, own)
        except OSError as error:
            problems.append(_problem(file, f"{error.strerror}."))
        except Exception:  # noqa: BLE001 — whatever it is; its text may quote the calendar
            problems.append(_problem(file, "it is not a calendar that can be read."))
    busy = _joined(spans)
    if len(busy) > MOST_SPANS:
        problems.append(f"The calendars have more than {MOST_SPANS} busy hours; the last are left out.")
    if len(problems) > MOST_PROBLEMS:
        others = len(problems) - MOST_PROBLEMS
        problems[MOST_PROBLEMS:] = [f"{others} more calendars cannot be read."]
    return CalendarReading(busy[:MOST_SPANS], tuple(problems), len(files))


def _problem(path: Path, what: str) -> str:
    return f"The calendar {printable(str(path))} is left out: {what}"


def _subfolders(path: Path) -> list[Path]:
    """The folders in a folder: vdirsyncer keeps one for each calendar of an account."""
    if not path.is_dir():
        return []
    return sorted(each for each in path.iterdir() if each.is_dir() and not each.name.startswith("."))


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        if not path.exists():
            raise FileNotFoundError(2, "There is no such file or folder")
        return [path]
    folders = (path, *_subfolders(path))
    return [
        file for folder in folders for file in sorted(folder.glob(f"*{CALENDAR_SUFFIX}")) if file.is_file()
    ]


def _busy_in(
    text: str, start: datetime, end: datetime, zone: tzinfo, own: frozenset[str]
) -> Iterator[tuple[datetime, datetime]]:
    """The busy hours of one file; raises `ValueError` and others if it is no calendar."""
    if "BEGIN:VCALENDAR" not in text:
        raise ValueError("no calendar")
    relevant = relevant_text(text, start, end)
    if "BEGIN:VEVENT" not in relevant:
        return
    from icalendar import Calendar  # noqa: PLC0415 — in the process that reads calendars, if there is an event
    from recurring_ical_events import of  # noqa: PLC0415 — as above

    span = (start.astimezone(zone) - _DAY, end.astimezone(zone) + _DAY)
    for calendar in Calendar.from_ical(relevant, multiple=True):
        name = str(calendar.get("X-WR-CALNAME", "")).strip().lower()
        owner = own | {name} if "@" in name else own
        for event in of(calendar, skip_bad_series=True).between(*span):
            if not is_busy(event) or is_declined(event, owner):
                continue
            begins, ends = (_instant(event[name].dt, zone) for name in ("DTSTART", "DTEND"))
            if begins < ends and begins < end and start < ends:
                yield begins, ends


def is_busy(event: Mapping[str, Any]) -> bool:
    """Whether an event makes the person busy, by its own properties.

    One of whole days, such as a birthday, must say so (`TRANSP:OPAQUE`); any other must say if it does not
    (`TRANSP:TRANSPARENT`, `STATUS:CANCELLED`). Outlook has a property of its own, with more values.
    """
    status, transparency, outlook = (
        str(event.get(name, "")).upper() for name in ("STATUS", "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS")
    )
    if status == "CANCELLED" or transparency == "TRANSPARENT" or outlook in ("FREE", "WORKINGELSEWHERE"):
        return False
    is_of_whole_days = not isinstance(event["DTSTART"].dt, datetime)
    return not is_of_whole_days or transparency == "OPAQUE" or outlook in ("BUSY", "OOF")


def is_declined(event: Mapping[str, Any], own: frozenset[str]) -> bool:
    """Whether the person with these addresses (in lower case) has declined that invitation."""
    attendees = event.get("ATTENDEE", [])
    return any(
        str(each.params.get("PARTSTAT", "")).upper() == "DECLINED"
        and str(each).lower().removeprefix("mailto:").strip() in own
        for each in (attendees if isinstance(attendees, list) else [attendees])
    )


def _instant(moment: date, zone: tzinfo) -> datetime:
    """A time with a zone as an instant; one without, or a day's beginning, is meant in `zone`."""
    if not isinstance(moment, datetime):
        return instant_of(moment, time(0), zone)
    if moment.tzinfo is None:
        return instant_of(moment.date(), moment.time(), zone)
    return moment.astimezone(UTC)


def _joined(spans: Iterable[tuple[datetime, datetime]]) -> BusyHours:
    """The spans in order, those that overlap or adjoin as one."""
    joined: list[tuple[datetime, datetime]] = []
    for begins, ends in sorted(spans):
        if joined and begins <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], ends))
        else:
            joined.append((begins, ends))
    return tuple(joined)


_COMPONENT = re.compile(
    r"^BEGIN:(VEVENT|VTODO|VJOURNAL|VFREEBUSY)\r?\n.*?^END:\1[ \t]*(?:\r?\n|\Z)", re.MULTILINE | re.DOTALL
)
_IS_EXCEPTION = re.compile(r"^RECURRENCE-ID[:;]", re.MULTILINE)
_HAS_DATES = re.compile(r"^RDATE[:;]", re.MULTILINE)
_REPEATS = re.compile(r"^RRULE[:;]", re.MULTILINE)
_TOO_OFTEN = re.compile(r"^RRULE[^\n]*FREQ=(?:SECONDLY|MINUTELY)", re.MULTILINE | re.IGNORECASE)
_ENDED = re.compile(r"^RRULE[^\n]*UNTIL=(\d{8})", re.MULTILINE | re.IGNORECASE)
_DATES = re.compile(r"^(DTSTART|DTEND)[^:\n]*:(\d{8})", re.MULTILINE)


def relevant_text(text: str, start: datetime, end: datetime) -> str:
    """A calendar without the components that can make nobody busy between these instants.

    Parsing takes a millisecond an event, and most events of a calendar are long over. What repeats every
    minute or second is no appointment, and would be expanded for hours: it is left out too.
    """
    first, last = (start - _LONGEST).strftime("%Y%m%d"), (end + 2 * _DAY).strftime("%Y%m%d")

    def kept(found: re.Match[str]) -> str:
        component = found[0]
        if found[1] != "VEVENT" or _TOO_OFTEN.search(component):
            return ""
        if _IS_EXCEPTION.search(component) or _HAS_DATES.search(component):
            return component  # whenever it is now, it says when something else is not
        dates = dict(_DATES.findall(component))
        begins = dates.get("DTSTART", first)
        if _REPEATS.search(component):
            ended = _ENDED.search(component)
            ends = ended[1] if ended else last
        else:
            ends = dates.get("DTEND", begins)
        return component if begins <= last and first <= ends else ""

    return _COMPONENT.sub(kept, text)
