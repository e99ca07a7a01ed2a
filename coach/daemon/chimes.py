"""The chimes of a plan: made when the plan is read, and played by the small process of a rendering.

Each is a file of samples for one sound at one volume. What was made last stays in use if a sound file can no
longer be read.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, get_args

from coach import __version__
from coach.atomic_write import write_private_file
from coach.daemon.processes import SpeakingTask
from coach.errors import FileError
from coach.home import path_from, private_folder
from coach.plan.model import Chime
from coach.problems import Problem, TextPosition, printable
from coach.session.rendering_file import RENDERING_SUFFIX, Rendering, RenderingFile

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from coach.home import Home
    from coach.plan.model import Call, Plan

USUAL_VOLUME = 0.8
"""Where the plan names none; that of the voice."""
_CHIMES = get_args(Chime)


def chime_task(home: Home, call: Call) -> SpeakingTask | None:
    """The task of playing that call's chime; None if it could never be made."""
    path = _made(home, call)
    return SpeakingTask((), {}, path) if path.is_file() else None


def sound_file(home: Home, sound: str) -> Path | None:
    """The sound file that a plan names, seen from the plan's folder; None for a chime of the coach."""
    return None if sound in _CHIMES else path_from(home.plan.parent, sound)


def chime_call(plan: Plan, reminder: str) -> Call | None:
    """The call by which a chime of that reminder sounds: its own, or that of its notice."""
    call = plan.call(reminder)
    if call.how == "voice" and plan.notice is not None:
        return replace(call, how="chime")
    return call if call.how == "chime" else None


def calls_with_chimes(plan: Plan) -> Iterator[tuple[TextPosition, Call]]:
    """The different chimes of a plan, each with the first reminder that has it."""
    seen = set()
    for reminder in plan.reminders:
        call = chime_call(plan, reminder.id)
        if call is not None and call not in seen:
            seen.add(call)
            yield reminder.mark, call


def make_chimes(home: Home, plan: Plan) -> list[str]:
    """Make the chimes of the plan that are missing or whose sound file was edited; returns the problems.

    Others are deleted. Without a chime that could ever be made, the reminder is a notification alone.
    """
    problems = []
    kept = set()
    for mark, call in calls_with_chimes(plan):
        path = _made(home, call)
        kept.add(path)
        try:
            _make(home, call, path)
        except (FileError, OSError) as error:
            what = str(error) if isinstance(error, FileError) else f"no chime could be made: {error.strerror}"
            instead = "the last good one is played" if path.is_file() else "without it, nothing is played"
            problem = Problem(
                plan.file, mark.line, mark.column, "warning", "sound", f"'sound': {what.rstrip('.')}", instead
            )
            problems.append(str(problem))
    with suppress(OSError):
        for path in {*_folder(home).glob(f"*{RENDERING_SUFFIX}")} - kept:
            path.unlink()
    return problems


def _make(home: Home, call: Call, path: Path) -> None:
    source = sound_file(home, call.sound)
    digest = __version__ if source is None else _digest(source)
    with suppress(OSError, ValueError), RenderingFile(path) as made:
        if made.rendering.digest == digest:
            return
    samples = _samples(call.sound, source) * _volume(call)
    unheard = None if _volume(call) else {"heard": "no"}
    rendering = Rendering(frames=len(samples), digest=digest, ended=unheard)
    private_folder(path.parent)
    write_private_file(path, rendering.to_line() + samples.tobytes(), durable=False)


def _digest(source: Path) -> str:
    try:
        if not source.is_file():
            raise FileError(f"{printable(source.name)} is not a file")
        with source.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise FileError(f"{printable(source.name)} cannot be read: {error.strerror}") from None


def _samples(sound: str, source: Path | None) -> NDArray[np.float32]:
    from coach.sound.chime import STRUCK, chime, read_sound  # noqa: PLC0415 — numpy, only to make one

    if source is not None:
        return read_sound(source)
    return next(chime(name) for name in STRUCK if name == sound)


def _made(home: Home, call: Call) -> Path:
    """The file of that call's sound at its volume."""
    name = hashlib.sha256(f"{call.sound}\0{_volume(call)}".encode()).hexdigest()
    return _folder(home) / f"{name}{RENDERING_SUFFIX}"


def _volume(call: Call) -> float:
    return USUAL_VOLUME if call.volume is None else call.volume


def _folder(home: Home) -> Path:
    return home.state / "chimes"
