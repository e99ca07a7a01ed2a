"""Whether an audio file is complete: WAV, and AIFF as macOS writes it."""

from __future__ import annotations

import os
import struct
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from pathlib import Path

_HEAD = 12
_CHUNK_HEAD = 8


def is_complete_audio(path: Path) -> bool:
    """Whether the file exists, is as long as its header says, and has samples.

    Engines patch the sizes in the header when they close the file, so a file that is still being
    written, or was cut off, is shorter or longer than they say.
    """
    try:
        with path.open("rb") as file:
            return _is_complete(file, os.fstat(file.fileno()).st_size)
    except OSError:
        return False


def _is_complete(file: BinaryIO, actual: int) -> bool:
    head = file.read(_HEAD)
    if len(head) < _HEAD:
        return False
    if head[:4] == b"RIFF" and head[8:] == b"WAVE":
        order, wanted = "<", b"data"
    elif head[:4] == b"FORM" and head[8:] in (b"AIFF", b"AIFC"):
        order, wanted = ">", b"SSND"
    else:
        return False
    (size,) = struct.unpack(f"{order}I", head[4:8])
    if size + _CHUNK_HEAD > actual:
        return False
    return _sample_bytes(file, order, wanted, actual) > 0


def _sample_bytes(file: BinaryIO, order: str, wanted: bytes, actual: int) -> int:
    """The number of bytes of samples; 0 if there are none or they would go past the end of the file."""
    at = _HEAD
    while at + _CHUNK_HEAD <= actual:
        file.seek(at)
        name, length = struct.unpack(f"{order}4sI", file.read(_CHUNK_HEAD))
        if name == wanted:
            # AIFF's sound chunk begins with an offset and a block size, which are not samples.
            sound = length - 8 if wanted == b"SSND" else length
            return sound if at + _CHUNK_HEAD + length <= actual else 0
        at += _CHUNK_HEAD + length + length % 2
    return 0
