"""The plan and its routines, read in a process of their own, which ends with all its memory and faults."""

from __future__ import annotations

import asyncio
import shutil
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from coach.daemon.port import Known, Programme
from coach.errors import CoachError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from coach.home import Home
    from coach.plan.model import Prescription
    from coach.routine.model import Routine

Stamp = tuple[int, int]
"""When a file was last written, in nanoseconds, and its size: whether it was edited."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was read. `programme` None: the plan itself could not be. `problems`: sentences for a person."""

    programme: Programme | None
    problems: tuple[str, ...]
    stamps: Mapping[Path, Stamp]


async def load(home: Home) -> Loaded:
    """Everything anew, without holding up the day."""
    executor = ProcessPoolExecutor(1, mp_context=get_context("spawn"))
    try:
        return await asyncio.get_running_loop().run_in_executor(executor, read_all, home)
    except BrokenProcessPool:
        return Loaded(None, ("The plan could not be read: its reader crashed.",), {})
    finally:
        executor.shutdown(wait=False)


def read_all(home: Home, plan_file: Path | None = None) -> Loaded:
    """The plan and what must be known of its routines; each that reads is copied as the last good one."""
    from coach.plan.reading import read_plan  # noqa: PLC0415 — pydantic stays in this process
    from coach.plan.zones import zone_of  # noqa: PLC0415

    file = plan_file or home.plan
    stamps = {file: stamp(file)}
    try:
        plan = read_plan(file)
    except CoachError as error:
        return Loaded(None, (str(error),), stamps)
    routines: dict[str, Known] = {}
    prescriptions: dict[str, Prescription] = {}
    problems: list[str] = []
    for id_ in dict.fromkeys(reminder.routine for reminder in plan.reminders):
        try:
            routine, path = _routine(home, id_)
        except CoachError as error:
            problems.append(str(error))
            path = good_copy(home, id_)
            if not path.is_file():
                continue
            routine = _read(path)
        else:
            stamps[path] = stamp(path)
            _keep(path, good_copy(home, id_))
        routines[id_] = Known(routine.title, _seconds(routine))
        prescriptions[id_] = _prescription(home, routine)
    return Loaded(Programme(plan, zone_of(plan), routines, prescriptions), tuple(problems), stamps)


def stamp(path: Path) -> Stamp:
    """What changes when a file is edited; zeros where there is none."""
    try:
        found = path.stat()
    except OSError:
        return (0, 0)
    return (found.st_mtime_ns, found.st_size)


def good_copy(home: Home, id_: str) -> Path:
    """Where the last good version of a routine is kept: it is what sessions perform."""
    return home.state / "routines" / f"{Path(id_).stem}.yaml"


def _routine(home: Home, id_: str) -> tuple[Routine, Path]:
    from coach.routine.library import find  # noqa: PLC0415

    path = find(id_, home)
    return _read(path), path


def _read(path: Path) -> Routine:
    from coach.routine.reading import read_routine  # noqa: PLC0415 — pydantic stays in this process

    return read_routine(path)


def _keep(path: Path, copy: Path) -> None:
    from coach.home import private_folder  # noqa: PLC0415

    private_folder(copy.parent)
    part = copy.with_suffix(".part")
    shutil.copyfile(path, part)
    part.chmod(0o600)
    part.replace(copy)


def _seconds(routine: Routine) -> float:
    from coach.timeline.compose import compose  # noqa: PLC0415
    from coach.timeline.model import Manner  # noqa: PLC0415
    from coach.voice.estimate import EstimatedTimes  # noqa: PLC0415

    return compose(routine, Manner(language=routine.language), EstimatedTimes(routine.language)).seconds


def _prescription(home: Home, routine: Routine) -> Prescription:
    from coach.plan.model import Prescription  # noqa: PLC0415

    return Prescription(routine.dose, _begun(home, routine.id))


def _begun(home: Home, id_: str) -> date | None:
    """The day of the first session of that routine."""
    from coach.clock import SystemClock  # noqa: PLC0415
    from coach.journal.sessions import sessions  # noqa: PLC0415
    from coach.journal.store import Journal  # noqa: PLC0415

    journal = Journal.open_to_read(home.journal, SystemClock())
    if journal is None:
        return None
    with journal:
        found = sessions(journal, routine=id_)
    return found[0].started.date() if found else None
