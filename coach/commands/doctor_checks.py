"""What `coach doctor` looks at: each check gives a finding, whatever is broken, and none waits for ever."""

from __future__ import annotations

import os
import platform
import stat
import sys
from dataclasses import dataclass, replace
from importlib.util import find_spec
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Final

from coach.errors import CoachError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from coach.home import Home

PATIENCE_SECONDS: Final = 60.0
"""How long one check may take; a speech engine that hangs is given up by itself after 20."""
LANGUAGE: Final = "en"
LINE: Final = "This is how your coach sounds."
UNFORESEEN: Final = "Look at what this names; if that is as it should be, the fault is ours."
OTHERS: Final = 0o077
LIBRARIES: Final = (
    "click", "h11", "miniaudio", "numpy", "platformdirs", "pydantic", "pyttsx3", "schedule", "soundfile",
    "starlette", "textual", "tzdata", "tzlocal", "uvicorn", "yaml",
)  # fmt: skip
OLDEST_PYTHON: Final = (3, 11)


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, whether it works, what was found, and what to do about it.

    `is_needed`: without it the coach does not do its work; the rest is worth knowing. `is_unknown`: it is
    something that this machine does not tell, which is no fault of anything.
    """

    what: str
    is_ok: bool
    found: str
    todo: str = ""
    is_needed: bool = True
    is_unknown: bool = False

    @property
    def state(self) -> str:
        """In a word or two: `ok`, `not ok` or `unknown`."""
        if self.is_ok:
            return "ok"
        return "unknown" if self.is_unknown else "not ok"


def look(what: str, check: Callable[[], Finding], seconds: float = PATIENCE_SECONDS) -> Finding:
    """What that check finds; its failing, and its never coming back, are findings too."""
    [finding] = look_at_all(what, lambda: (check(),), seconds)
    return finding


def look_at_all(
    what: str, check: Callable[[], tuple[Finding, ...]], seconds: float = PATIENCE_SECONDS
) -> tuple[Finding, ...]:
    """What a check of several things finds; its failing, and its never coming back, are one finding."""
    results: SimpleQueue[tuple[Finding, ...]] = SimpleQueue()
    Thread(target=lambda: results.put(_survived(what, check)), name=f"doctor {what}", daemon=True).start()
    try:
        return results.get(timeout=seconds)
    except Empty:
        late = f"no answer within {seconds:g} s"
        return (Finding(what, is_ok=False, found=late, todo="Try again later."),)


def _survived(what: str, check: Callable[[], tuple[Finding, ...]]) -> tuple[Finding, ...]:
    try:
        return check()
    except CoachError as error:
        return (Finding(what, is_ok=False, found=error.message, todo=error.hint),)
    except Exception as error:  # noqa: BLE001 — a doctor that falls ill helps nobody
        return (Finding(what, is_ok=False, found=f"{type(error).__name__}: {error}", todo=UNFORESEEN),)


def python() -> Finding:
    """Whether Python is new enough and the libraries are there."""
    version = platform.python_version()
    missing = [name for name in LIBRARIES if find_spec(name) is None]
    if sys.version_info < OLDEST_PYTHON:
        return Finding("Python", is_ok=False, found=version, todo="Install Python 3.11 or newer.")
    if missing:
        todo = "Install the coach again, into a fresh virtual environment."
        return Finding("Python", is_ok=False, found=f"{version}, without {', '.join(missing)}", todo=todo)
    return Finding("Python", is_ok=True, found=f"{version} on {platform.system()}")


def voice(home: Home) -> Finding:
    """Whether a voice speaks: its engine is started and asked for a line, nothing kept is taken."""
    from coach.voice.choose import choose
    from coach.voice.clip import read_clip
    from coach.voice.open import LOG_NAME
    from coach.voice.process import VoiceProcess

    process = VoiceProcess(home.logs / LOG_NAME)
    try:
        facts, voices = process.facts(), process.voices()
        chosen = choose(voices, LANGUAGE, None, facts.default)
        clip = process.speak(LINE, chosen.id, 150, read_clip)
    finally:
        process.close()
    engine = f"{facts.engine} {facts.version}, {len(voices)} voices"
    return Finding("voice", is_ok=True, found=f"{engine}; {chosen.name} spoke for {clip.seconds:.1f} s")


def audio_device(home: Home) -> Finding:
    """Whether a device plays."""
    from coach.clock import SystemClock
    from coach.sound.probe import probe

    found = probe(home, SystemClock())
    if found.audible:
        names = ", ".join(found.devices) or "a device without a name"
        return Finding("audio device", is_ok=True, found=f"{found.backend}: {names}", is_needed=False)
    todo = (
        "Connect or switch on a device. Without one a session goes on at the right pace, as text;"
        " `coach render` makes a file to play elsewhere."
    )
    return Finding("audio device", is_ok=False, found=found.reason, todo=todo, is_needed=False)


def journal(home: Home) -> Finding:
    """Whether the journal is whole and can be written, or could be made."""
    from coach.clock import SystemClock
    from coach.journal.sessions import outcome_counts
    from coach.journal.store import Journal

    path = home.journal
    if not path.exists():
        folder = Folder(path.parent, "journal").check()
        if folder.is_needed and not folder.is_ok:
            return replace(folder, what="journal")
        return Finding("journal", is_ok=True, found=f"none yet; it will be {path}")
    with Journal.open(path, SystemClock()) as opened:
        [(state,)] = opened.rows("PRAGMA quick_check(1)")
        if state != "ok":
            todo = "Keep a copy and move it away; a new journal then begins by itself."
            return Finding("journal", is_ok=False, found=f"{path} is damaged: {state}", todo=todo)
        count = sum(sum(outcomes.values()) for outcomes in outcome_counts(opened).values())
    if _is_open_to_others(path):
        return Finding(
            "journal", is_ok=False, found=f"other people can read {path}", todo=f"chmod 600 {path}"
        )
    return Finding("journal", is_ok=True, found=f"{path}, finished sessions: {count}")


def folders(home: Home) -> tuple[Folder, ...]:
    """The folders, each once, with what it holds."""
    holds = {"plan and routines": home.config, "journal": home.data, "clips": home.cache, "state": home.state}
    return tuple(
        Folder(path, ", ".join(use for use, where in holds.items() if where == path))
        for path in dict.fromkeys(holds.values())
    )


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder and what it holds."""

    path: Path
    holds: str

    def check(self) -> Finding:
        """Whether it can be written, or made, and is private."""
        what, told = "folder", f"{self.path} ({self.holds})"
        there = self.path
        # A link to nowhere is in the way; a drive that is not there has no parent.
        while not os.path.lexists(there) and there != there.parent:
            there = there.parent
        if not there.is_dir():
            return Finding(what, is_ok=False, found=f"{there} is no folder", todo="Move it away.")
        if not os.access(there, os.W_OK | os.X_OK):
            todo = "Make it writable for you, or let COACH_HOME name another folder."
            return Finding(what, is_ok=False, found=f"{there} cannot be written ({self.holds})", todo=todo)
        if there != self.path:
            return Finding(what, is_ok=True, found=f"{told}, made when it is needed")
        if _is_open_to_others(there):
            return Finding(
                what, is_ok=False, found=f"other people can look into {told}", todo=f"chmod 700 {there}",
                is_needed=False,
            )  # fmt: skip
        return Finding(what, is_ok=True, found=told)


def _is_open_to_others(path: Path) -> bool:
    return os.name == "posix" and bool(stat.S_IMODE(path.stat().st_mode) & OTHERS)
