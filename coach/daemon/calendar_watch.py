"""The busy hours of the plan's calendars, read in a process of its own and again when they change."""

from __future__ import annotations

import asyncio
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from coach.child_process import ChildFailed, answer_question, ask_child, function_command
from coach.daemon.plan_loader import file_stamp
from coach.daemon.value_codec import from_json, to_json
from coach.plan.calendars import (
    CALENDAR_SUFFIX,
    CalendarReading,
    calendar_paths,
    read_calendars,
    watched_paths,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime
    from pathlib import Path

    from coach.daemon.plan_loader import Stamp
    from coach.home import Home
    from coach.plan.model import BusyHours, ResolvedPlan

READER_SECONDS = 60.0
"""In which the calendars are read; a thousand events of these days take one or two."""
AHEAD = timedelta(days=3)
READ_AGAIN = timedelta(hours=6)
"""After this long the calendars are read again, changed or not."""
TRY_AGAIN = timedelta(minutes=5)
"""… and after so long if the process that reads them failed, as on a busy machine."""
LOOK_INTO = 60.0
"""Seconds after which it is checked again whether a file in a folder was edited …"""
LOOK_INTO_EACH = 0.1
"""… and for each file so many: a look at one takes some microseconds, and there may be thousands."""
AT_FIRST = 3.0
"""Seconds for which the start of the reminders waits for the calendars."""
_LISTING = "reads the calendars"


async def busy_hours_of(plan: ResolvedPlan, folder: Path, start: datetime, end: datetime) -> CalendarReading:
    """The busy hours of the plan's calendars between these instants.

    `folder`: where the plan is. Never raises. Nothing of what the libraries print is kept: it may quote an
    event.
    """
    paths = calendar_paths(plan.plan.calendars, folder)
    if not paths:
        return CalendarReading()
    command = function_command(__name__, "answer_request")
    question = to_json((paths, start, end, plan.zone, plan.plan.addresses))
    try:
        reply = await ask_child(command, {"question": question}, None, READER_SECONDS)
        reading: CalendarReading = from_json(reply.get("answer"), {"CalendarReading": CalendarReading})
    except OSError as error:
        return _unread(f"the process that {_LISTING} could not be started: {error.strerror}.")
    except ChildFailed as how:
        return _unread(f"the process that {_LISTING} {how}.")
    except (ValueError, TypeError):
        return _unread(f"the process that {_LISTING} is of another version of the coach.")
    return reading


def _unread(why: str) -> CalendarReading:
    return CalendarReading(problems=(f"The calendars are left out: {why}",), is_read=False)


def answer_request() -> None:
    """The main function of the process that reads calendars."""
    answer_question(lambda asked: {"answer": to_json(read_calendars(*from_json(asked.get("question"), {})))})


@dataclass(frozen=True, slots=True)
class FolderContents:
    """What changes when a file in one of these folders is edited: how many there are, and a sum over them."""

    files: int = 0
    total: int = 0


def contents_of(paths: Iterable[Path]) -> FolderContents:
    """The contents of those of these paths that are folders; what cannot be read is left out."""
    stamps = []
    for path in paths:
        with suppress(OSError), os.scandir(path) as entries:
            for entry in entries:
                if entry.name.endswith(CALENDAR_SUFFIX):
                    found = entry.stat()
                    stamps.append((found.st_mtime_ns, found.st_size, found.st_ino))
    return FolderContents(len(stamps), sum(map(hash, stamps)))


class CalendarWatch:
    """Keeps the busy hours of the days to come; `on_change` is called when others were read.

    They are read in the background: however large a calendar is, the reminders go on.
    """

    def __init__(self, home: Home, on_change: Callable[[], None]) -> None:
        self.busy: BusyHours = ()
        self.problems: tuple[str, ...] = ()
        self._folder = home.plan.parent
        self._on_change = on_change
        self._read: tuple[object, datetime] | None = None
        self._is_read = True
        """Whether the process that reads them has answered."""
        self._stamps: Mapping[Path, Stamp] = {}
        """Of the files and folders that the plan names, and of the folders in these."""
        self._contents = FolderContents()
        self._looked_into: datetime | None = None
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
        written = _written(plan)
        if self._read is None or self._read[0] != written:
            return self._read is None and not plan.plan.calendars
        if not plan.plan.calendars:
            return True
        is_recent = timedelta() <= now - self._read[1] < (READ_AGAIN if self._is_read else TRY_AGAIN)
        if not is_recent or any(file_stamp(path) != was for path, was in self._stamps.items()):
            return False
        return not self._has_edited_files(now)

    def _has_edited_files(self, now: datetime) -> bool:
        """Whether a file in a folder was edited in place, which leaves the folder as it was."""
        wait = max(LOOK_INTO, LOOK_INTO_EACH * self._contents.files)
        if self._looked_into is not None and 0 <= (now - self._looked_into).total_seconds() < wait:
            return False
        self._looked_into = now
        return contents_of(self._stamps) != self._contents

    async def _read_again(self, plan: ResolvedPlan, now: datetime) -> None:
        paths = calendar_paths(plan.plan.calendars, self._folder)
        stamps = {each: file_stamp(each) for each in watched_paths(paths)}  # before they are read
        contents, self._looked_into = contents_of(stamps), now
        try:
            reading = await busy_hours_of(plan, self._folder, now, now + AHEAD)
        finally:
            self._task = None
        self._stamps, self._contents = stamps, contents
        self._read = (_written(plan), now)
        self._is_read = reading.is_read
        has_changed = (reading.busy, reading.problems) != (self.busy, self.problems)
        self.busy, self.problems = reading.busy, reading.problems
        if has_changed:
            self._on_change()


def _written(plan: ResolvedPlan) -> object:
    """What the plan says about calendars."""
    return plan.plan.calendars, plan.plan.addresses, str(plan.zone)
