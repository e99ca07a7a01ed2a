"""The differences between the engines behind pyttsx3: eSpeak NG, NSSpeechSynthesizer, SAPI5.

Everything here runs in the worker process. The eSpeak half is run on Linux by the tests; the
other two follow pyttsx3's source and Apple's and Microsoft's documents, are tested against fake
engines that behave as recorded there, and were not run on macOS or Windows here.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import sys
import time
from pathlib import Path
from typing import Any, ClassVar, Final

from coach.spoken_text.languages import primary_subtag
from coach.voice.audio_file import is_complete_audio

_LONGEST_DATA_PATH = 120
"""eSpeak NG keeps paths in buffers of about 160 characters and ends the process when one is longer."""
_WAV_RATE_AT = 24
_WORD_GAP = 7
"""eSpeak NG's number of that parameter, which pyttsx3 does not name (`espeakWORDGAP` in speak_lib.h)."""
_CLEARER: Final = {"de": ("", 3, 1.13), "es": ("+m3", 3, 1.13), "fr": ("+m8", 0, 1.0)}
"""By language, how a recogniser makes the fewest mistakes (docs/understood.md): the variant of its voice, the
gap between words in hundredths of a second, and how much faster the words are, so that a minute has as many.
When these change, raise the clips' recipe."""
_AS_IT_IS: Final = ("", 0, 1.0)


class Platform:
    """What one engine needs in addition to pyttsx3: nothing, where a method is not overridden."""

    driver: ClassVar[str]
    """pyttsx3's name of it."""
    suffix: ClassVar[str] = ".wav"
    """Of the files that it writes."""

    def prepare(self, folder: Path) -> None:
        """Prepare the import of pyttsx3; `folder` is private and outlives the worker."""

    def version(self) -> str:
        """The engine's version; another one may sound different."""
        raise NotImplementedError

    def files(self) -> tuple[Path, ...]:
        """Files that change when the engine changes, and its version does not."""
        return ()

    def mute_voices(self) -> frozenset[str]:
        """Ids of voices that the engine lists but that cannot speak."""
        return frozenset()

    def set_up(self, voice: str, rate: int) -> tuple[str, int]:
        """The voice and the rate, in words a minute, to ask for, after setting what pyttsx3 does not set."""
        return voice, rate

    def settle(self, file: Path) -> None:
        """Return when the file just requested is complete and its header correct."""


class Espeak(Platform):
    """eSpeak NG: from the `espeakng-loader` wheel if that can be loaded, else the system's own."""

    driver = "espeak"

    def __init__(self) -> None:
        self._wheel: Path | None = None
        self._data: Path | None = None

    def prepare(self, folder: Path) -> None:
        """Load the wheel's library by its full path, so that pyttsx3's search by soname finds it loaded.

        A wheel that is missing, or is for another C library, leaves the system's eSpeak NG to pyttsx3.
        """
        try:
            import espeakng_loader  # noqa: PLC0415 — on Linux only, and in the worker only

            library, data = Path(espeakng_loader.get_library_path()), Path(espeakng_loader.get_data_path())
            ctypes.CDLL(str(library), mode=ctypes.RTLD_GLOBAL)
        except (ImportError, OSError, RuntimeError) as fault:
            sys.stderr.write(f"no eSpeak NG from the wheel: {type(fault).__name__}\n")
            return
        self._wheel, self._data = library, data
        os.environ["ESPEAK_DATA_PATH"] = str(_short(data, folder))

    def version(self) -> str:
        """The library's own version, such as `1.52.0`."""
        from pyttsx3.drivers import _espeak  # noqa: PLC0415 — importing it loads the library

        return str(_espeak.Info().decode("utf-8", "replace").split()[0])

    def files(self) -> tuple[Path, ...]:
        """The library that this process has loaded."""
        return tuple(loaded_libraries("espeak")) or ((self._wheel,) if self._wheel else ())

    def mute_voices(self) -> frozenset[str]:
        """Voices without a dictionary: three in the wheel of 1.52.0, Faroese among them."""
        return frozenset() if self._data is None else _without_dictionary(self._data)

    def set_up(self, voice: str, rate: int) -> tuple[str, int]:
        """Choose the variant and its rate, set rate, gap and phonemes, and wait for eSpeak's own thread.

        Right before an utterance, as pyttsx3 does it, one change of the rate in ten is lost silently, and the
        utterance keeps the previous one.
        """
        from pyttsx3.drivers import _espeak  # noqa: PLC0415 — loaded already

        variant, gap, faster = _CLEARER.get(primary_subtag(voice.rpartition("/")[2]), _AS_IT_IS)
        rate = round(rate * faster)
        # With each text pyttsx3 hands over this flag; now also one by which `[[…]]` are phonemes.
        _espeak.ENDPAUSE |= _espeak.PHONEMES
        _espeak.SetParameter(_espeak.RATE, rate, 0)
        _espeak.SetParameter(_WORD_GAP, gap, 0)
        _espeak.Synchronize()
        return voice + variant, rate

    def settle(self, file: Path) -> None:
        """Wait for eSpeak's own thread, as pyttsx3's loop ends after 10 ms and a long text takes 50.

        pyttsx3 writes 22,050 Hz into every header; MBROLA voices speak at another rate.
        """
        from pyttsx3.drivers import _espeak  # noqa: PLC0415 — loaded already

        _espeak.Synchronize()
        ask_rate = getattr(_espeak.dll, "espeak_ng_GetSampleRate", None)  # the old eSpeak has none
        if ask_rate is not None and is_complete_audio(file):
            set_wav_rate(file, int(ask_rate()))


class Nsss(Platform):
    """NSSpeechSynthesizer of macOS: AIFF, written by another thread. Not tested on macOS."""

    driver = "nsss"
    suffix = ".aiff"

    def version(self) -> str:
        """The version of macOS, as the voices come with it."""
        return platform.mac_ver()[0] or platform.release()

    def settle(self, file: Path) -> None:
        """Wait until the file is complete; the owner kills a worker that waits too long."""
        while not is_complete_audio(file):
            time.sleep(0.005)


class Sapi5(Platform):
    """SAPI5 of Windows: WAV, written before the call returns. Not tested on Windows."""

    driver = "sapi5"

    def prepare(self, folder: Path) -> None:  # noqa: ARG002 — the protocol's
        """Choose a single-threaded COM apartment for the main thread, which comtypes reads at import."""
        settings: Any = sys
        settings.coinit_flags = 2  # COINIT_APARTMENTTHREADED

    def version(self) -> str:
        """The build of Windows, as the voices come with it."""
        return platform.version()


def this_platform(name: str = sys.platform) -> Platform:
    """The platform for a value of `sys.platform`, by the engine that pyttsx3 uses there."""
    if name == "darwin":
        return Nsss()
    if name == "win32":
        return Sapi5()
    return Espeak()


def loaded_libraries(name: str) -> list[Path]:
    """The loaded shared libraries with that in their file name; on Linux only."""
    try:
        lines = Path("/proc/self/maps").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
    paths = {line.split(maxsplit=5)[5] for line in lines if line.count("/") and ".so" in line}
    return sorted(Path(path) for path in paths if name in Path(path).name)


def set_wav_rate(file: Path, rate: int) -> None:
    """Write that sample rate into the header of a 16-bit mono WAV file, if it differs."""
    with file.open("r+b") as wav:
        wav.seek(_WAV_RATE_AT)
        (written,) = struct.unpack("<I", wav.read(4))
        if rate > 0 and written != rate:
            wav.seek(_WAV_RATE_AT)
            wav.write(struct.pack("<II", rate, 2 * rate))


def _short(data: Path, folder: Path) -> Path:
    if len(str(data)) <= _LONGEST_DATA_PATH:
        return data
    link = folder / "data"
    link.unlink(missing_ok=True)
    link.symlink_to(data)
    return link


def _without_dictionary(data: Path) -> frozenset[str]:
    """Ids (lower case, as pyttsx3 gives them) of voice files whose dictionary is missing.

    A voice file names its dictionary, else it is its first language's primary tag (eSpeak NG's `LoadVoice`).
    """
    folder = data / "lang"
    return frozenset(
        file.relative_to(folder).as_posix().lower()
        for file in folder.rglob("*")
        if file.is_file() and not (data / f"{_dictionary(file)}_dict").is_file()
    )


def _dictionary(voice_file: Path) -> str:
    said: dict[str, str] = {}
    for line in voice_file.read_text(encoding="utf-8", errors="replace").splitlines():
        words = line.split("//")[0].split()
        if len(words) > 1:
            said.setdefault(words[0], words[1])
    return said.get("dictionary") or said.get("language", "").split("-")[0]
