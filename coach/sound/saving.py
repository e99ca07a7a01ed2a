"""Saves sound to a file atomically: WAV, FLAC, OGG or MP3 by its ending."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, Final

import numpy as np
import soundfile

from coach.atomic_write import AtomicFiles
from coach.errors import FileError
from coach.problems import printable, quoted
from coach.scales import SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from io import FileIO
    from pathlib import Path

    from numpy.typing import NDArray

FORMATS: Final[Mapping[str, tuple[str, str]]] = {
    ".wav": ("WAV", "PCM_16"),
    ".flac": ("FLAC", "PCM_16"),
    ".ogg": ("OGG", "VORBIS"),
    ".mp3": ("MP3", "MPEG_LAYER_III"),
}
"""libsndfile's format and subtype by the ending of a file's name; 16 bits play everywhere."""

READABLE: Final = 0o666
"""The mode of a saved file, less the umask: it is made to be handed to others."""
FULL_SCALE: Final = 1 << 15
BLOCK_FRAMES: Final = SAMPLE_RATE
"""Frames written at once: libsndfile's Vorbis encoder is known to crash on one huge write."""


class EncoderError(Exception):
    """The encoder wrote less than it was given, though the file could be written."""


class _Sink:
    """The file under an encoder, which keeps why a write failed, as the encoder forgets it.

    Nothing may be raised through libsndfile: it is C, and calls these back. The file is unbuffered, so that
    only writing can fail.
    """

    def __init__(self, file: FileIO) -> None:
        self._file = file
        self.fault: OSError | None = None
        self.seek = file.seek
        self.tell = file.tell
        self.read = file.read

    def write(self, data: bytes) -> int:
        """How many bytes were written: all of them, or none from the first failure on."""
        rest = memoryview(data)
        while rest and self.fault is None:
            try:
                rest = rest[self._file.write(rest) :]
            except OSError as fault:
                self.fault = fault
        return 0 if self.fault else len(data)


def check_target(path: Path) -> None:
    """Refuse a path that cannot become a sound file, before any work is done for it.

    Raises `FileError` for an ending that is not one of the four, for a folder that does not exist, and for a
    path at which there is something other than a regular file.
    """
    name = printable(str(path))
    if path.suffix.lower() not in FORMATS:
        ending = quoted(path.suffix) if path.suffix else "a name without an ending"
        raise FileError(
            f"{name}: {ending} is not a type of sound file that the coach can write.",
            hint="End the name in .wav, .flac, .ogg or .mp3.",
        )
    if not path.parent.is_dir():
        raise FileError(
            f"{name}: there is no folder {printable(str(path.parent))}.",
            hint="Create the folder first, or choose another.",
        )
    if path.exists() and not path.is_file():
        raise FileError(f"{name}: it already exists and is not a regular file.", hint="Choose another name.")


def save(
    blocks: Iterable[NDArray[np.float32]],
    path: Path,
    progress: Callable[[int], None] | None = None,
    texts: Mapping[Path, str] | None = None,
) -> None:
    """Write those samples (mono, 48,000 Hz) to that path, and texts to others.

    `progress` receives the number of frames of each block. The files appear under their names together, when
    all of them are on the disk: a failure leaves what was there before. Raises `FileError` saying what to do.
    """
    check_target(path)
    try:
        with AtomicFiles(durable=True, mode=READABLE) as files:
            for text_path, text in (texts or {}).items():
                files.add(text_path, text)
            _encode(blocks, files.open(path), FORMATS[path.suffix.lower()], progress)
    except OSError as error:
        message = f"{printable(str(error.filename or path))}: cannot be written: {error.strerror}."
        raise FileError(message, hint=_what_to_do(error)) from error
    except EncoderError as error:
        message = f"{printable(str(path))}: cannot be written: {error}."
        raise FileError(message, hint="Try another kind of file.") from error


def _encode(
    blocks: Iterable[NDArray[np.float32]],
    file: FileIO,
    kind: tuple[str, str],
    progress: Callable[[int], None] | None,
) -> None:
    """Encode into an open file. Raises the `OSError` that stopped it, or `EncoderError`."""
    sink = _Sink(file)
    shape = _sixteen_bits if kind[1] == "PCM_16" else np.asarray
    written = taken = 0
    try:
        with soundfile.SoundFile(
            sink, "w", samplerate=SAMPLE_RATE, channels=1, format=kind[0], subtype=kind[1]
        ) as encoder:
            for block in blocks:
                for start in range(0, len(block), BLOCK_FRAMES):
                    encoder.write(shape(block[start : start + BLOCK_FRAMES]))
                if sink.fault is not None:
                    break
                written += len(block)
                if progress is not None:
                    progress(len(block))
            taken = encoder.frames
    except (soundfile.LibsndfileError, AssertionError) as error:
        # soundfile asserts that all was taken; if the file is why it was not, the sink knows better.
        if sink.fault is None:
            raise EncoderError(str(error) or "the encoder wrote only a part") from error
    if sink.fault is not None:
        raise sink.fault
    if taken != written:
        raise EncoderError(f"the encoder wrote {taken} of {written} frames")


def _sixteen_bits(block: NDArray[np.float32]) -> NDArray[np.int16]:
    """The nearest 16-bit samples; libsndfile itself rounds differently for WAV and for FLAC."""
    return np.clip(np.rint(block * FULL_SCALE), -FULL_SCALE, FULL_SCALE - 1).astype(np.int16)


def _what_to_do(error: OSError) -> str:
    """What a person can do about a file that could not be written."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return "Free some space, or choose a folder on another disk."
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return "Choose a folder that you may write to."
    return "Choose another name or folder."
