"""Piper behind pyttsx3: a driver of our own, and what the worker needs in addition to it.

Used in the worker process only, as Piper is GPL-3. What was found with piper-tts 1.8, each tried:
- two runs of the same text differ unless both noises are 0;
- it scales each sentence to full height unless set not to: the clips are levelled later, by loudness;
- a sound may begin with its very first sample, so silence is put before it;
- its runtime sends usage data to its maker unless an environment variable forbids it before it is imported;
- its default optimisations make loading four times slower and speaking no faster;
- threads that spin while they wait take the processor from the one that plays.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import types
import wave
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from coach.voice.engine import EngineFault, NothingToSay
from coach.voice.natural import expected_digest, read_natural_voice
from coach.voice.platforms import Platform

if TYPE_CHECKING:
    from collections.abc import Iterator

USUAL_RATE: Final = 150
"""Words a minute at which a voice speaks `USUAL_LENGTH` times as long as it was trained to."""
USUAL_LENGTH: Final = 1.25
"""As fast as eSpeak NG is at that rate, by the median of 67 lines; a recogniser errs least there."""
_BEFORE_SECONDS: Final = 0.05
"""Silence before the words; what is too much is trimmed."""
_BETWEEN_SECONDS: Final = 0.3
"""Silence between two sentences, in addition to the 0.1 to 0.2 s at the end of each."""
_THREADS: Final = 2
_SETTINGS: Final = "a"
"""Another letter when the same text would come out differently: it is part of the key of each clip."""


class Piper(Platform):
    """The platform of one Piper voice."""

    driver = "piper"

    def __init__(self, model: Path) -> None:
        self._model = model
        self._digest = ""

    def prepare(self, folder: Path) -> None:  # noqa: ARG002 — the platform's
        """Check the model, load it, and register the driver, which pyttsx3 looks up by its name.

        Raises `EngineFault`.
        """
        with ThreadPoolExecutor(1) as beside:
            digest = beside.submit(_digest, self._model)
            try:
                voice = _load(self._model)
            except ImportError as fault:
                raise EngineFault("Piper is not installed completely") from fault
            except Exception as fault:
                name = self._model.stem
                raise EngineFault(
                    f"the voice {name} cannot be loaded; its file may be damaged or incomplete"
                ) from fault
            self._digest = digest.result()
        if expected_digest(self._model) not in {"", self._digest}:
            raise EngineFault(f"the file of the voice {self._model.stem} is damaged")
        module: Any = types.ModuleType("pyttsx3.drivers.piper")
        module.buildDriver = lambda proxy: Driver(proxy, self._model, voice)
        sys.modules[module.__name__] = module

    def version(self) -> str:
        """Piper's version, that of our settings, and the beginning of the model's SHA-256."""
        return f"{version('piper-tts')}{_SETTINGS}-{self._digest[:12]}"

    def files(self) -> tuple[Path, ...]:
        """The model, its configuration, and Piper itself."""
        import piper  # noqa: PLC0415 — loaded already

        return (self._model, Path(f"{self._model}.json"), Path(str(piper.__file__)))


class Driver:
    """A driver as pyttsx3 wants it, for one voice. It writes files and never plays."""

    def __init__(self, proxy: Any, model: Path, voice: Any) -> None:  # noqa: ANN401 — pyttsx3 and Piper have no types
        self._proxy = proxy
        self._voice = voice
        self._properties: dict[str, Any] = {
            "voice": model.stem,
            "voices": [_listed(model)],
            "rate": USUAL_RATE,
            "volume": 1.0,
        }

    def startLoop(self) -> None:  # noqa: N802 — pyttsx3's names
        """Let the queue go: each command is carried out before the next, the last ends the loop."""
        self._proxy.setBusy(False)

    def endLoop(self) -> None:  # noqa: N802
        """Do nothing, as the loop ends with the queue."""

    def stop(self) -> None:
        """Do nothing, as nothing is being said between two commands."""

    def destroy(self) -> None:
        """Do nothing, as the process ends."""

    def save_to_file(self, text: str, filename: str) -> None:
        """Write the text sentence by sentence, as a long one would take memory as a whole."""
        rate = int(self._voice.config.sample_rate)
        sentences = self._sentences(text)
        first = next(sentences, None)
        if first is None:
            raise NothingToSay
        with wave.open(filename, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(rate)
            file.writeframes(_silence(_BEFORE_SECONDS, rate) + first)
            for sentence in sentences:
                file.writeframes(_silence(_BETWEEN_SECONDS, rate) + sentence)

    def getProperty(self, name: str) -> Any:  # noqa: ANN401, N802
        """The value of that property."""
        return self._properties[name]

    def setProperty(self, name: str, value: Any) -> None:  # noqa: ANN401, N802
        """Set that property; a voice other than the one there is raises `ValueError`."""
        if name == "voice" and value != self._properties["voice"]:
            raise ValueError("no such voice")
        self._properties[name] = value

    def _sentences(self, text: str) -> Iterator[bytes]:
        from piper.config import SynthesisConfig  # noqa: PLC0415 — in the worker only

        settings = SynthesisConfig(
            length_scale=USUAL_LENGTH * USUAL_RATE / self._properties["rate"],
            noise_scale=0.0,
            noise_w_scale=0.0,
            normalize_audio=False,
        )
        for chunk in self._voice.synthesize(text, settings):
            if len(chunk.audio_float_array):
                yield chunk.audio_int16_bytes


def _digest(path: Path) -> str:
    """The SHA-256 of a file; empty if it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _load(model: Path) -> Any:  # noqa: ANN401 — Piper's own class
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime  # noqa: PLC0415 — in the worker only
    from piper.config import PiperConfig  # noqa: PLC0415
    from piper.voice import PiperVoice  # noqa: PLC0415

    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.intra_op_num_threads = _THREADS
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    config = PiperConfig.from_dict(json.loads(Path(f"{model}.json").read_bytes()))
    return PiperVoice(session=session, config=config)


def _listed(model: Path) -> Any:  # noqa: ANN401 — pyttsx3 has no types
    from pyttsx3.voice import Voice  # noqa: PLC0415 — in the worker only

    return Voice(model.stem, model.stem, [read_natural_voice(model).language], None, None)


def _silence(seconds: float, rate: int) -> bytes:
    return bytes(2 * round(seconds * rate))
