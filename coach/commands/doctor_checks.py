"""The checks of `coach doctor` for Python, voice, audio device, journal, folders and sound."""

from __future__ import annotations

import os
import platform
import stat
import sys
from contextlib import closing
from dataclasses import dataclass, replace
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from coach.clock import SystemClock
from coach.commands import options
from coach.problems import count_of

if TYPE_CHECKING:
    from pathlib import Path

    from coach.home import Home

LANGUAGE: Final = "en"
LINE: Final = "This is how your coach sounds."
_OTHERS: Final = 0o077
"""The permission bits of everybody but the owner."""
LIBRARIES: Final = (
    "click", "desktop_notifier", "h11", "icalendar", "jinja2", "miniaudio", "num2words", "numpy",
    "platformdirs", "pyttsx3", "recurring_ical_events", "rich", "schedule", "soundfile", "starlette",
    "textual", "tzdata", "tzlocal", "uvicorn", "yaml",
)  # fmt: skip
OLDEST_PYTHON: Final = (3, 11)


@dataclass(frozen=True, slots=True)
class Finding:
    """What was checked, whether it works, what was found, and what to do about it.

    `is_needed`: the coach does not work without it; anything else is good to know. `is_unknown`: this
    machine does not provide it, which is no fault.
    """

    what: str
    is_ok: bool
    found: str
    todo: str = ""
    is_needed: bool = True
    is_unknown: bool = False

    @property
    def state(self) -> str:
        """`ok`, `not ok` or `unknown`."""
        if self.is_ok:
            return "ok"
        return "unknown" if self.is_unknown else "not ok"


def python() -> Finding:
    """Check that Python is new enough and the libraries are installed."""
    version = platform.python_version()
    missing = [name for name in LIBRARIES if find_spec(name) is None]
    if sys.version_info < OLDEST_PYTHON:
        return Finding("Python", is_ok=False, found=version, todo="Install Python 3.11 or newer.")
    if missing:
        todo = "Reinstall the coach in a fresh virtual environment."
        return Finding("Python", is_ok=False, found=f"{version}, missing: {', '.join(missing)}", todo=todo)
    return Finding("Python", is_ok=True, found=f"{version} on {platform.system()}")


def voice(home: Home) -> Finding:
    """Check that a voice speaks: have the one that sessions use speak a line, without the cache."""
    from coach.voice.natural import candidates, natural_voices, piper_is_installed
    from coach.voice.voice import VoiceFault

    planned = options.planned(home, "its voice is not checked")
    name = None if planned is None else planned.voice.name
    language = (None if planned is None else planned.voice.language) or LANGUAGE
    failed, todo = [], ""
    for one in candidates(home, language, name):
        try:
            version, seconds = _spoken_naturally(home, one.model)
        except VoiceFault as fault:
            failed.append(f"{one.name} cannot speak: {fault.message}")
            todo = todo or fault.hint
            continue
        why = "as your plan says" if one.name == name else "the best natural voice of its language"
        found = f"piper {version}; {one.name} spoke for {seconds:.1f} s, {why}"
        return Finding("voice", is_ok=True, found="; ".join([found, *failed]), todo=todo)
    found = _spoken_by_system(home, language, None if failed else name)
    if not failed and not (natural_voices(home) and piper_is_installed()):
        failed = ["no natural voice is installed"]
    return Finding("voice", is_ok=True, found="; ".join([found, *failed]), todo=todo)


def _spoken_naturally(home: Home, model: Path) -> tuple[str, float]:
    """The version of Piper with that model, and for how long it spoke; raises `VoiceFault`."""
    from coach.voice.clip import read_clip
    from coach.voice.open import LOG_NAME
    from coach.voice.process import VoiceProcess

    with closing(VoiceProcess(home.logs / LOG_NAME, model=model)) as process:
        clip = process.speak(LINE, model.stem, options.DEFAULT_RATE, read_clip)
        return process.facts().version, clip.seconds


def _spoken_by_system(home: Home, language: str, name: str | None) -> str:
    """What the system's engine is, and for how long its voice spoke; raises `VoiceFault`."""
    from coach.voice.choose import choose_voice
    from coach.voice.clip import read_clip
    from coach.voice.open import LOG_NAME
    from coach.voice.process import VoiceProcess

    with closing(VoiceProcess(home.logs / LOG_NAME)) as process:
        facts, voices = process.facts(), process.voices()
        chosen = choose_voice(voices, language, name, facts.default)
        clip = process.speak(LINE, chosen.id, options.DEFAULT_RATE, read_clip)
    engine = f"{facts.engine} {facts.version}, {len(voices)} voices"
    return f"{engine}; {chosen.name} spoke for {clip.seconds:.1f} s"


def audio_device(home: Home) -> Finding:
    """Check that there is a device that plays."""
    from coach.sound.probe import probe_sound

    found = probe_sound(home, SystemClock())
    if found.audible:
        names = ", ".join(found.devices) or "a device without a name"
        return Finding("audio device", is_ok=True, found=f"{found.backend}: {names}", is_needed=False)
    todo = (
        "Connect or switch on a device. Without one a session runs at the right pace as text;"
        " `coach render` saves a file to play elsewhere."
    )
    return Finding("audio device", is_ok=False, found=found.reason, todo=todo, is_needed=False)


def sound(home: Home) -> Finding:
    """Check that a line is heard with the plan's settings; raises `VoiceFault` without a voice."""
    from coach.commands.playing import output_for, plays
    from coach.voice.open import open_preferred_voice

    settings = options.settings_for(home, {})
    with closing(open_preferred_voice(home, LANGUAGE, settings.voice, settings.rate)) as voice:
        clip = voice.clip(LINE)
    output = output_for(home, settings)
    if plays(output, clip, settings.volume):
        todo = "If you heard nothing, check the volume."
        if output.latency is not None:
            todo += (
                f"\nSound is heard about {output.latency * 1000:.0f} ms after it is played. If words come"
                " later than they are shown, set 'audio: {latency: 120 ms}' in your plan, with your figure."
            )
        return Finding("sound", is_ok=True, found=f"played: {LINE}", todo=todo)
    todo = "See the audio device above."
    return Finding("sound", is_ok=False, found="no device played the line", todo=todo)


def journal(home: Home) -> Finding:
    """Check that the journal is intact and can be written, or can be created."""
    from coach.journal.statistics import outcome_counts
    from coach.journal.store import open_journal

    path = home.journal
    if not path.exists():
        folder = Folder(path.parent, "journal").check()
        if folder.is_needed and not folder.is_ok:
            return replace(folder, what="journal")
        return Finding("journal", is_ok=True, found=f"none yet; it will be {path}")
    with open_journal(home, SystemClock()) as opened:  # which looks for damage
        count = sum(sum(outcomes.values()) for outcomes in outcome_counts(opened).values())
    if _is_open_to_others(path):
        return Finding("journal", is_ok=False, found=f"other users can read {path}", todo=f"chmod 600 {path}")
    return Finding("journal", is_ok=True, found=f"{path}, {count_of(count, 'finished session')}")


def folders(home: Home) -> tuple[Folder, ...]:
    """The coach's folders, each once, with what it holds."""
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
        """Check that the folder can be written, or can be created, and is private."""
        what, named = "folder", f"{self.path} ({self.holds})"
        nearest = self.path
        # `lexists`: a dangling link is in the way too. The root of a missing drive is its own parent.
        while not os.path.lexists(nearest) and nearest != nearest.parent:
            nearest = nearest.parent
        if not nearest.is_dir():
            return Finding(what, is_ok=False, found=f"{nearest} is not a folder", todo="Move or rename it.")
        if not os.access(nearest, os.W_OK | os.X_OK):
            todo = "Make it writable, or set COACH_HOME to another folder."
            return Finding(what, is_ok=False, found=f"{nearest} cannot be written ({self.holds})", todo=todo)
        if nearest != self.path:
            return Finding(what, is_ok=True, found=f"{named}, created when needed")
        if _is_open_to_others(nearest):
            return Finding(
                what, is_ok=False, found=f"other users can read {named}", todo=f"chmod 700 {nearest}",
                is_needed=False,
            )  # fmt: skip
        return Finding(what, is_ok=True, found=named)


def _is_open_to_others(path: Path) -> bool:
    return os.name == "posix" and bool(stat.S_IMODE(path.stat().st_mode) & _OTHERS)
