"""Reads the plan and its routines in a separate process, whose memory and faults end with it.

The two processes exchange JSON that names the coach's version: after an update the reader is newer than the
running daemon, which then keeps the plan that was read last.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from coach import __version__
from coach.atomic_write import write_private_file
from coach.child_process import ChildFailed, answer_question, ask_child, function_command
from coach.daemon.value_codec import dataclasses_of, from_json, to_json
from coach.errors import CoachError
from coach.plan.model import Prescription, ResolvedPlan, RoutineSummary

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo

    from coach.home import Home
    from coach.journal.events import JSON
    from coach.plan.model import Plan
    from coach.routine.model import Routine

KEPT = "Until it is fixed, the last good plan stays in use."
READER_SECONDS = 60.0
"""In which a plan with its routines is read; it takes well under one."""
RESTART = "Restart it: `coach stop`, then `coach start`."
Stamp = tuple[int, ...]
"""What changes when a file is edited: when its content and when anything of it was last changed, in
nanoseconds, its size, and which file it is. `rsync -t` keeps the first and may keep the size."""
NO_FILE: Stamp = (0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class LoadedPlan:
    """What was read. `plan`: None if no plan can be read. `problems`: lines to show to a person."""

    plan: ResolvedPlan | None
    problems: tuple[str, ...]
    stamps: Mapping[Path, Stamp]
    is_kept: bool = False
    """Whether it is that of an earlier plan, as the file does not read."""


async def load(home: Home) -> LoadedPlan:
    """Read everything in a separate process, without blocking the daemon; never raises.

    It is a plain process: multiprocessing would leave its resource tracker running all day, 12 MB for
    nothing.
    """
    question = {"version": __version__, "home": to_json(home)}
    log = home.logs / "reader.log"
    try:
        reply = await ask_child(function_command(__name__, "answer_request"), question, log, READER_SECONDS)
    except OSError as error:
        return _unread(home, f"the process that reads it could not be started: {error.strerror}.")
    except ChildFailed as how:
        return _unread(home, f"the process that reads it {how}; see {log}. {RESTART}")
    if reply.get("version") != __version__:
        return _unread(home, f"the coach was updated while it was running. {RESTART}")
    try:
        loaded = from_json(reply.get("loaded"), _classes())
    except ValueError:
        return _unread(
            home, f"the process that reads it is not the same program as the running coach. {RESTART}"
        )
    if not isinstance(loaded, LoadedPlan):
        return _unread(home, f"the process that reads it returned no plan. {RESTART}")
    return loaded


def answer_request() -> None:
    """The reader process's main function."""

    def answer(question: dict[str, JSON]) -> dict[str, JSON]:
        if question.get("version") != __version__:
            return {"version": __version__}
        loaded = read_all(from_json(question["home"], _classes()))
        return {"version": __version__, "loaded": to_json(loaded)}

    answer_question(answer)


def _classes() -> dict[str, type]:
    """The dataclasses of which a plan consists."""
    from coach import clock_times, home  # noqa: PLC0415 — needed for this instant only
    from coach.plan import model as plan_model  # noqa: PLC0415
    from coach.routine import model as routine_model  # noqa: PLC0415

    modules = (clock_times, home, routine_model, plan_model)
    return dataclasses_of(modules) | {"LoadedPlan": LoadedPlan}


def _unread(home: Home, why: str) -> LoadedPlan:
    return LoadedPlan(None, (f"The plan could not be read: {why}",), {home.plan: file_stamp(home.plan)})


def read_all(home: Home) -> LoadedPlan:
    """The plan and what it needs to know of its routines; good files are copied as last good versions.

    If the plan cannot be read, the last good one is used instead, unless the plan was deleted.
    """
    from coach.care.precautions import with_precautions  # noqa: PLC0415 — as below
    from coach.daemon.chimes import calls_with_chimes, make_chimes, sound_file  # noqa: PLC0415 — as below
    from coach.plan.time_zones import zone_of  # noqa: PLC0415 — reads files, in this process only
    from coach.voice.estimate import estimated_seconds  # noqa: PLC0415

    stamps = {path: file_stamp(path) for path in (home.plan, home.profile, home.lexicon)}
    plan, problems = _last_good_plan(home)
    is_kept = bool(problems)
    if is_kept:
        stamps[home.routines] = file_stamp(home.routines)  # a routine that the plan names may yet come
    if plan is None:
        return LoadedPlan(None, tuple(problems), stamps)
    sounds = (sound_file(home, call.sound) for _, call in calls_with_chimes(plan))
    stamps |= {path: file_stamp(path) for path in sounds if path is not None}  # before they are read
    problems += make_chimes(home, plan)
    routines: dict[str, RoutineSummary] = {}
    prescriptions: dict[str, Prescription] = {}
    for id_ in dict.fromkeys(id_ for each in plan.reminders for id_ in each.all_routines):
        stamps |= _stamps(
            home, id_, plan.voice.language
        )  # before it is read: what is written meanwhile is an edit
        routine, problem = _last_good(home, id_, plan.voice.language)
        problems += [problem] if problem else []
        if routine is None:
            continue
        routines[id_] = RoutineSummary(
            routine.title, estimated_seconds(routine), routine.dose, routine.language
        )
        prescriptions[id_] = _prescription(home, routine, plan.zone)
    resolved, mistakes = with_precautions(ResolvedPlan(plan, zone_of(plan), routines, prescriptions), home)
    return LoadedPlan(resolved, (*problems, *map(str, mistakes)), stamps, is_kept)


def _last_good_plan(home: Home) -> tuple[Plan | None, list[str]]:
    """The last good plan, if there is one, and why the current file is not used."""
    from coach.plan.reading import read_plan  # noqa: PLC0415

    copy = home.state / "plan.yaml"
    try:
        plan = read_plan(home.plan, _performable(home))
    except CoachError as error:
        problems = str(error).splitlines()
    else:
        with suppress(OSError):  # a full disk
            _keep(home.plan, copy)
        return plan, []
    if not (os.path.lexists(home.plan) and copy.is_file()):  # a broken link was not deleted
        return None, problems
    try:
        return read_plan(copy), [*problems, KEPT]
    except CoachError:
        return None, problems


def _performable(home: Home) -> set[str]:
    """The ids of the routines that exist or have a last good copy."""
    from coach.routine.library import ROUTINE_SUFFIX, entries  # noqa: PLC0415

    copies = (path.stem for path in (home.state / "routines").glob(f"*{ROUTINE_SUFFIX}"))
    return {*(entry.id for entry in entries(home)), *copies}


def file_stamp(path: Path) -> Stamp:
    """Values that change when the file is edited; `NO_FILE` if there is none."""
    try:
        found = path.stat()
    except OSError:
        return NO_FILE
    return (found.st_mtime_ns, found.st_size, found.st_ctime_ns, found.st_ino)


def last_good_copy(home: Home, id_: str) -> Path:
    """The path of a routine's last good version, which is what sessions perform."""
    return home.state / "routines" / f"{Path(id_).stem}.yaml"


def _stamps(home: Home, id_: str, language: str | None) -> dict[Path, Stamp]:
    """The stamps of the routine's file, and of the own file that may appear and replace a bundled one."""
    from coach.routine.library import ROUTINE_SUFFIX, find_routine, is_path  # noqa: PLC0415

    paths = [] if is_path(id_) else [home.routines / f"{id_}{ROUTINE_SUFFIX}"]
    with suppress(CoachError):
        paths.append(find_routine(id_, home, language))
    return {path: file_stamp(path) for path in paths}


def _last_good(home: Home, id_: str, language: str | None) -> tuple[Routine | None, str]:
    """The last good version of a routine, if there is one, and why the current file is not used."""
    from coach.routine.library import find_routine  # noqa: PLC0415

    copy = last_good_copy(home, id_)
    try:
        path = find_routine(id_, home, language)
        routine = _read(path)
        _keep(path, copy)
    except CoachError as error:
        problem = str(error)
    except OSError as error:  # a full disk
        problem = f"The routine {id_} could not be copied for later use: {error.strerror}."
    else:
        return routine, ""
    return (_read(copy) if copy.is_file() else None), problem


def _read(path: Path) -> Routine:
    from coach.routine.reading import read_routine  # noqa: PLC0415 — reads files, in this process only

    return read_routine(path)


def _keep(path: Path, copy: Path) -> None:
    content = path.read_bytes()
    if not (copy.is_file() and copy.read_bytes() == content):
        write_private_file(copy, content, durable=False)


def _prescription(home: Home, routine: Routine, zone: ZoneInfo | None) -> Prescription:
    from coach.journal.statistics import first_day_in  # noqa: PLC0415 — the daemon has the journal open already

    return Prescription(routine.dose, first_day_in(home.journal, routine.id, zone))
