"""The voice that was chosen last time, so that a session with all clips cached starts no engine."""

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

from coach.atomic_write import read_private_file, write_private_file
from coach.json_lines import MALFORMED
from coach.voice.choose import EngineVoice

FILE_NAME = "voices.json"
_FORMAT = 1
_MOST_ENTRIES = 40
_LIBRARIES = ("pyttsx3", "espeakng_loader", "piper")


@dataclass(frozen=True, slots=True)
class VoiceIdentity:
    """An engine and the voice chosen from it; if one of `files` changes, the engine has changed."""

    engine: str
    version: str
    voice: EngineVoice
    label: str
    files: tuple[str, ...] = ()

    def label_at(self, rate: int) -> str:
        """Engine, voice and rate in the journal's form: `espeak/en-gb@150`."""
        return f"{self.engine}/{self.label}@{rate}"


class SavedChoices:
    """Earlier choices by requested language and name. Losing them costs only time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load(self, language: str, voice: str | None) -> VoiceIdentity | None:
        """The voice chosen for that request, if the engine has not changed since."""
        entry = self._entries().get(_key(language, voice), {})
        known = _identity(entry)
        return known if known is not None and entry.get("stamps") == _stamps(known.files) else None

    def load_last(self, language: str, voice: str | None) -> VoiceIdentity | None:
        """The voice last chosen for that request, even if its engine has changed: clips may be cached."""
        matching = [entry for entry in self._entries().values() if _request_of(entry) == [language, voice]]
        return _identity(matching[-1]) if matching else None

    def save(self, language: str, voice: str | None, identity: VoiceIdentity) -> None:
        """Save that choice, if the file can be written."""
        entries = self._entries()
        key = _key(language, voice)
        entries.pop(key, None)
        known = {**asdict(identity), "stamps": _stamps(identity.files)}
        entries[key] = {"asked": [language, voice], **known}
        latest = dict(list(entries.items())[-_MOST_ENTRIES:])
        with contextlib.suppress(OSError):
            content = json.dumps({"format": _FORMAT, "chosen": latest})
            write_private_file(self._folder / FILE_NAME, content, durable=False)

    def clear(self) -> None:
        """Forget all choices, as a voice may have been installed."""
        with contextlib.suppress(OSError):
            (self._folder / FILE_NAME).unlink(missing_ok=True)

    def _entries(self) -> dict[str, Any]:
        try:
            stored = json.loads(read_private_file(self._folder / FILE_NAME))
            if stored["format"] == _FORMAT:
                return dict(stored["chosen"])
        except (OSError, *MALFORMED):
            pass
        return {}


def _request_of(entry: Any) -> Any:  # noqa: ANN401 — whatever the file holds
    return entry.get("asked") if isinstance(entry, dict) else None


def _identity(entry: Any) -> VoiceIdentity | None:  # noqa: ANN401 — whatever the file holds
    try:
        return VoiceIdentity(
            engine=str(entry["engine"]),
            version=str(entry["version"]),
            voice=EngineVoice(**entry["voice"]),
            label=str(entry["label"]),
            files=tuple(str(file) for file in entry["files"]),
        )
    except (KeyError, TypeError, AttributeError):
        return None


def _key(language: str, voice: str | None) -> str:
    """The key of a choice: the request, this system, and the paths of the speech libraries."""
    asked = [language, voice, sys.platform, platform.release(), *map(_origin, _LIBRARIES)]
    return hashlib.sha256(json.dumps(asked).encode("ascii")).hexdigest()


def _origin(library: str) -> str | None:
    """The file that would be imported; nothing is imported."""
    try:
        found = importlib.util.find_spec(library)
    except (ImportError, ValueError):
        return None
    return found.origin if found else None


def _stamps(files: tuple[str, ...]) -> list[list[int] | None]:
    """Values that change with each file, even if its size and time stay; None for a missing file."""
    stamps: list[list[int] | None] = []
    for file in files:
        try:
            status = Path(file).stat()
            stamps.append([status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino])
        except OSError:
            stamps.append(None)
    return stamps
