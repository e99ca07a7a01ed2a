"""Parsers for the values of a plan's own fields; each raises `ParseError` with what to write instead."""

from __future__ import annotations

import re
from typing import Literal, get_args

from coach.plan.model import Chime
from coach.problems import quoted
from coach.spelling import nearest
from coach.units import ParseError, parse_count, parse_duration

MOST_TIMES = 48
"""Of one reminder in a day; as many as a dose may have."""
LEAST_LATENCY, MOST_LATENCY = 0.01, 2.0
"""Seconds; far beyond any device that is of use."""

_LONGEST_ID = 40
_ID = re.compile(r"[^\W_][\w-]*")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?|\.[0-9]+")


def parse_times(text: str) -> int | Literal["dose"]:
    """How many times a day: a number, or `dose` for the routine's own. Raises `ParseError`."""
    if text.strip() == "dose":
        return "dose"
    if re.search(r"[^\W\d_]", text):
        near = nearest(text, ("dose",)) or text.strip().lower() in {"dosis", "prescribed"}
        hint = "did you mean 'dose'?" if near else "write a whole number, such as 3, or 'dose'"
        raise ParseError(f"{quoted(text)} is not a number of times a day", hint)
    number = parse_count(text)
    if number > MOST_TIMES:
        raise ParseError(
            f"{quoted(text.strip())} is too many times a day", f"write from 1 to {MOST_TIMES}, or 'every'"
        )
    return number


def parse_latency(text: str) -> float:
    """A sound device's latency in seconds, from 10 ms to 2 s. Raises `ParseError`.

    Only here are milliseconds written.
    """
    milliseconds = re.fullmatch(rf"\s*({_NUMBER.pattern})\s*ms\s*", text[:_LONGEST_ID])
    seconds = float(milliseconds[1]) / 1000 if milliseconds else parse_duration(text)
    if not LEAST_LATENCY <= seconds <= MOST_LATENCY:
        length = "short" if seconds < LEAST_LATENCY else "long"
        raise ParseError(f"{quoted(text.strip())} is too {length}", "write from '10 ms' to '2 s'")
    return seconds


def parse_address(text: str) -> str:
    """An e-mail address, in lower case. Raises `ParseError`."""
    address = text.strip().lower()
    if not re.fullmatch(r"[^\s@<>]{1,64}@[^\s@<>]{1,255}", address):
        raise ParseError(
            f"{quoted(text.strip())} is not an e-mail address", "write, for example, me@example.org"
        )
    return address


def parse_calendar(text: str) -> str:
    """The path of a calendar's file or folder; it need not exist. Raises `ParseError`."""
    path = text.strip()
    if re.match(r"(?:https?|webcals?|caldavs?|file)://", path, re.IGNORECASE):
        hint = "keep a copy of it as a file, as vdirsyncer does, and write that file's name"
        raise ParseError(f"{quoted(path)} is an address, and nothing here is fetched", hint)
    if not path:
        raise ParseError("this calendar has no name", "write its file, such as work.ics")
    return path


def parse_routine_id(text: str) -> str:
    """A routine's id, as `coach routines` lists it. Raises `ParseError`."""
    text = text.strip()
    if "/" in text or "\\" in text or text.endswith((".yaml", ".yml")):
        name = re.split(r"[/\\]", text)[-1].removesuffix(".yaml").removesuffix(".yml")[:40]
        hint = f"put the file into your own routines folder, and write '{name}'"
        raise ParseError(f"{quoted(text)} is a file, not the id of a routine", hint)
    return text


def check_reminder_id(text: str) -> None:
    """Raise `ParseError` unless the name consists of letters, digits and hyphens."""
    if _ID.fullmatch(text) and len(text) <= _LONGEST_ID:
        return
    better = re.sub(r"[^\w-]+", "-", text[:_LONGEST_ID]).strip("-_").lower()
    raise ParseError(f"{quoted(text)} cannot be the name of a reminder", f"write '{better or 'water'}'")


def parse_volume(text: str) -> float:
    """The volume, from 0 to 1. Raises `ParseError`."""
    written = text.strip()
    number = written.removesuffix("%").strip()[:_LONGEST_ID]
    if not _NUMBER.fullmatch(number):
        raise ParseError(f"{quoted(text)} is not a volume", "write a number from 0 to 1, such as 0.8")
    volume, is_percentage = float(number), written.endswith("%")
    if volume <= 1 and not is_percentage:
        return volume
    # A number from 1 to 10 may be one of ten or of a hundred: nothing is guessed.
    is_clear = volume <= 100 and (is_percentage or volume > 10)  # noqa: PLR2004 — as above
    hint = f"write {volume / 100:g}" if is_clear else "write a number such as 0.8"
    raise ParseError(f"{quoted(text)} is too loud: volume goes from 0 to 1", hint)


def parse_sound(text: str) -> str:
    """What a chime plays: the name of one, or the path of a sound file. Raises `ParseError`."""
    text = text.strip()
    chimes = get_args(Chime)
    if text in chimes or re.search(r"[./\\]", text):
        return text
    near = nearest(text, chimes)
    hint = f"did you mean '{near}'?" if near else f"write {', '.join(chimes)}, or the path of a sound file"
    raise ParseError(f"{quoted(text)} is not a chime", hint)
