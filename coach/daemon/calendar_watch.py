"""The busy hours of the plan's calendars, read in a process of its own and again when they change."""

from __future__ import annotations

import asyncio
import sys
from datetime import timedelta
from typing import TYPE_CHECKING

from coach.child_process import ChildFailed, ask_child, python_command
from coach.daemon.plan_loader import file_stamp
from coach.daemon.value_codec import from_json, to_json
from coach.json_lines import json_line, read_json_line
from coach.plan.calendars import CalendarReading, calendar_paths, read_calendars, watched_paths

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from pathlib import Path

    from coach.daemon.plan_loader import Stamp
    from coach.home import Home
    from coach.plan.model import BusyHours, ResolvedPlan

READER_SECONDS = 60.0
"""In which the calendars are read; a thousand events of these days take one or two."""
AHEAD = timedelta(days=3)
READ_AGAIN = timedelta(hours=6)
"""After so long the calendars are read again, changed or not."""
TRY_AGAIN = timedelta(minutes=5)
"""… and after so long if the process that reads them failed, as on a busy machine."""
AT_FIRST = 3.0
"""Seconds for which the start of the reminders waits for the calendars."""
_LISTING = "reads the calendars"


async def busy_hours_of(
    plan: ResolvedPlan, folder: Path, start: datetime, end: datetime
) -> tuple[CalendarReading, Mapping[Path, Stamp]]:
    """The busy hours of the plan's calendars between these instants, and stamps of what may change them.

    `folder`: where the plan is. Never raises. Nothing of what the libraries print is kept: it may quote an
    event.
    """
    paths = calendar_paths(plan.plan.calendars, folder)
    if not paths:
        return CalendarReading(), {}
    stamps = {each: file_stamp(each) for each in paths}
    question = to_json((paths, start, end, plan.zone))
    try:
        reply = await ask_child(reader_command(), {"question": question}, None, READER_SECONDS)
        reading, watched = from_json(reply.get("answer"), {"CalendarReading": CalendarReading})
    except OSError as error:
        return _unread(f"the process that {_LISTING} could not be started: {error.strerror}."), stamps
    except ChildFailed as how:
        return _unread(f"the process that {_LISTING} {how}."), stamps
    except (ValueError, TypeError):
        return _unread(f"the process that {_LISTING} is of another version of the coach."), stamps
    return reading, watched


def _unread(why: str) -> CalendarReading:
    return CalendarReading(problems=(f"The calendars are left out: {why}",), is_read=False)


def reader_command() -> tuple[str, ...]:
    """The command line of the process that reads calendars."""
    main = answer_request
    return python_command("-c", f"from {main.__module__} import {main.__name__}; {main.__name__}()")


def answer_request() -> None:
    """That process's main function: read the question on stdin and print the answer."""
    question = read_json_line(sys.stdin.buffer.readline()) or {}
    paths, start, end, zone = from_json(question.get("question"), {})
    watched = {each: file_stamp(each) for each in watched_paths(paths)}  # before they are read
    answer = (read_calendars(paths, start, end, zone), watched)
    sys.stdout.buffer.write(json_line({"answer": to_json(answer)}))


class CalendarWatch:
    """Keeps the busy hours of the days to come; `on_change` is called when others were read.

    They are read in the background: however large a calendar is, the reminders go on.
    """

    def __init__(self, home: Home, on_change: Callable[[], None]) -> None:
        self.busy: BusyHours = ()
        self.problems: tuple[str, ...] = ()
        self._folder = home.plan.parent
        self._on_change = on_change
        self._read: tuple[tuple[tuple[str, ...], str], datetime] | None = None
        self._is_read = True
        """Whether the process that reads them has answered."""
        self._stamps: Mapping[Path, Stamp] = {}
        self._task: asyncio.Task[None] | None = None

    async def start(self, plan: ResolvedPlan, now: datetime) -> None:
        """Read them the first time, and wait for it a little."""
        self.look(plan, now)
        if self._task is not None:
            await asyncio.wait({self._task}, timeout=AT_FIRST)

    def look(self, plan: ResolvedPlan, now: datetime) -> None:
        """Begin to read them again if they or the plan have changed, or it was long ago."""
        if self._task is not None or self._is_current(plan, now):
            return
        self._task = asyncio.create_task(self._read_again(plan, now))

    def close(self) -> None:
        """Stop reading."""
        if self._task is not None:
            self._task.cancel()

    def _is_current(self, plan: ResolvedPlan, now: datetime) -> bool:
        written = (plan.plan.calendars, str(plan.zone))
        if self._read is None or self._read[0] != written:
            return self._read is None and not plan.plan.calendars
        if not plan.plan.calendars:
            return True
        is_recent = timedelta() <= now - self._read[1] < (READ_AGAIN if self._is_read else TRY_AGAIN)
        return is_recent and all(file_stamp(path) == was for path, was in self._stamps.items())

    async def _read_again(self, plan: ResolvedPlan, now: datetime) -> None:
        try:
            reading, self._stamps = await busy_hours_of(plan, self._folder, now, now + AHEAD)
        finally:
            self._task = None
        self._read = ((plan.plan.calendars, str(plan.zone)), now)
        self._is_read = reading.is_read
        has_changed = (reading.busy, reading.problems) != (self.busy, self.problems)
        self.busy, self.problems = reading.busy, reading.problems
        if has_changed:
            self._on_change()
