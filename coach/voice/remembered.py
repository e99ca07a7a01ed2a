"""Which voice was chosen the last time, so that a session of cached clips starts no engine at all."""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import json
import platform
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from coach.atomic_write import write_private_file
from coach.voice.choose import EngineVoice

FILE_NAME = "voices.json"
_FORMAT = 1
_MOST_ENTRIES = 40
_LIBRARIES = ("pyttsx3", "espeakng_loader")


@dataclass(frozen=True, slots=True)
class Identity:
    """An engine and the voice chosen from it; `files` are those whose change means another engine."""

    engine: str
    version: str
    voice: EngineVoice
    label: str
    files: tuple[str, ...] = ()

    def label_at(self, rate: int) -> str:
        """As the journal keeps it: `espeak/en-gb@150`."""
        return f"{self.engine}/{self.label}@{rate}"


class VoiceMemory:
    """The choices made before, by language and name asked for; dispensable, like the clips beside it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def recall(self, language: str, voice: str | None) -> Identity | None:
        """What was chosen for that, if the engine is still the same as then."""
        entry = self._entries().get(_place(language, voice), {})
        known = _identity(entry)
        return known if known is not None and entry.get("stamps") == _stamps(known.files) else None

    def recall_last(self, language: str, voice: str | None) -> Identity | None:
        """What was last chosen for that, whatever has become of the engine: its clips may still be there."""
        matching = [entry for entry in self._entries().values() if _asked(entry) == [language, voice]]
        return _identity(matching[-1]) if matching else None

    def note(self, language: str, voice: str | None, identity: Identity) -> None:
        """Remember that choice; that it cannot be written is no fault."""
        entries = self._entries()
        place = _place(language, voice)
        entries.pop(place, None)
        known = {**asdict(identity), "stamps": _stamps(identity.files)}
        entries[place] = {"asked": [language, voice], **known}
        latest = dict(list(entries.items())[-_MOST_ENTRIES:])
        with contextlib.suppress(OSError):
            content = json.dumps({"format": _FORMAT, "chosen": latest})
            write_private_file(self._folder / FILE_NAME, content, durable=False)

    def forget(self) -> None:
        """Choose anew the next time: somebody looked at the voices, perhaps after installing one."""
        with contextlib.suppress(OSError):
            (self._folder / FILE_NAME).unlink(missing_ok=True)

    def _entries(self) -> dict[str, Any]:
        try:
            stored = json.loads((self._folder / FILE_NAME).read_text(encoding="utf-8"))
            if stored["format"] == _FORMAT:
                return dict(stored["chosen"])
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            pass
        return {}


def _asked(entry: Any) -> Any:  # noqa: ANN401 — whatever stands in the file
    return entry.get("asked") if isinstance(entry, dict) else None


def _identity(entry: Any) -> Identity | None:  # noqa: ANN401 — whatever stands in the file
    try:
        return Identity(
            engine=str(entry["engine"]),
            version=str(entry["version"]),
            voice=EngineVoice(**entry["voice"]),
            label=str(entry["label"]),
            files=tuple(str(file) for file in entry["files"]),
        )
    except (KeyError, TypeError, AttributeError):
        return None


def _place(language: str, voice: str | None) -> str:
    """Where a choice is kept: by what was asked, this system, and where the speech libraries are found."""
    asked = [language, voice, sys.platform, platform.release(), *map(_origin, _LIBRARIES)]
    return hashlib.sha256(json.dumps(asked).encode("ascii")).hexdigest()


def _origin(library: str) -> str | None:
    """The file that an import would take; nothing is imported."""
    try:
        found = importlib.util.find_spec(library)
    except (ImportError, ValueError):
        return None
    return found.origin if found else None


def _stamps(files: tuple[str, ...]) -> list[list[int] | None]:
    """Size and time of change of each file, which an update changes; None for one that is gone."""
    stamps: list[list[int] | None] = []
    for file in files:
        try:
            status = Path(file).stat()
            stamps.append([status.st_size, status.st_mtime_ns])
        except OSError:
            stamps.append(None)
    return stamps
