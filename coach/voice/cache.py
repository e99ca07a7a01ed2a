"""The clip cache on disk: small WAV files, each named by a digest of everything that affects its sound."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import struct
import time
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from coach.atomic_write import write_private_file
from coach.disk_room import leaves_room
from coach.home import private_folder
from coach.scales import SAMPLE_RATE
from coach.voice.voice import Clip

if TYPE_CHECKING:
    from pathlib import Path

MOST_BYTES = 160 * 1024 * 1024
"""About two thousand clips: the routines of a person who does a dozen different ones."""
_ROOM_LEFT = 0.9
"""When it is full, the least recently used are deleted until this part of the most is left."""
_RECIPE = 5
"""Raised when a clip of the same words would come out differently."""
_ABANDONED_SECONDS = 3600.0
_HEAD = struct.Struct("<4sI4s4sIHHIIHH4sI")
_TAIL = struct.Struct("<4sII")
_FULL_SCALE = 32767.0


@dataclass(frozen=True, slots=True)
class ClipKey:
    """Everything that affects how words sound."""

    engine: str
    version: str
    voice: str
    rate: int
    text: str

    @property
    def file_name(self) -> str:
        """The file's name, which does not reveal the words."""
        parts = [_RECIPE, self.engine, self.version, self.voice, self.rate, self.text]
        return hashlib.sha256(json.dumps(parts).encode("ascii")).hexdigest() + ".wav"


class ClipCache:
    """A folder of clips. Other processes may use it at the same time, and losing it costs only time.

    A clip that cannot be read counts as missing, and one that cannot be written is not cached. Nothing is
    raised.
    """

    def __init__(self, folder: Path, most_bytes: int = MOST_BYTES) -> None:
        self._folder = folder
        self._most_bytes = most_bytes
        self._bytes: int | None = None

    def load(self, key: ClipKey) -> Clip | None:
        """The clip, if it is cached and intact."""
        path = self._folder / key.file_name
        try:
            content = path.read_bytes()
        except OSError:
            return None
        with contextlib.suppress(OSError):
            os.utime(path)  # the most recently used is the last to go
        return decoded(content)

    def store(self, key: ClipKey, clip: Clip) -> bool:
        """Cache the clip and return whether that worked; the least recently used may be deleted for it."""
        content = encoded(clip)
        try:
            private_folder(self._folder)
            if not leaves_room(self._folder, len(content)):
                return False
            write_private_file(self._folder / key.file_name, content, durable=False)
        except OSError:
            return False
        self._make_room(len(content))
        return True

    def _make_room(self, added: int) -> None:
        if self._bytes is not None:
            self._bytes += added
        if self._bytes is not None and self._bytes <= self._most_bytes:
            return
        # Counted again each time it seems full: other processes write here too.
        files = sorted(_sizes_by_use(self._folder))
        self._bytes = sum(size for _, size, _ in files)
        if self._bytes <= self._most_bytes:
            return
        for _, size, path in files:
            if self._bytes <= self._most_bytes * _ROOM_LEFT:
                return
            with contextlib.suppress(OSError):
                path.unlink()
                self._bytes -= size


def encoded(clip: Clip) -> bytes:
    """The clip as a mono 16-bit WAV file that ends in a checksum of its samples."""
    scaled = np.rint(clip.samples * _FULL_SCALE).clip(-_FULL_SCALE, _FULL_SCALE)
    sound: bytes = scaled.astype("<i2").tobytes()
    return _head(len(sound)) + sound + _tail(sound)


def decoded(content: bytes) -> Clip | None:
    """The clip in such a file; None unless it is exactly what was written."""
    sound = content[_HEAD.size : -_TAIL.size]
    if not sound or len(sound) % 2:
        return None
    if content[: _HEAD.size] != _head(len(sound)) or content[-_TAIL.size :] != _tail(sound):
        return None
    return Clip(np.frombuffer(sound, dtype="<i2").astype(np.float32) / np.float32(_FULL_SCALE))


def _head(sound_bytes: int) -> bytes:
    size = _HEAD.size - 8 + sound_bytes + _TAIL.size
    format_ = (b"fmt ", 16, 1, 1, SAMPLE_RATE, 2 * SAMPLE_RATE, 2, 16)
    return _HEAD.pack(b"RIFF", size, b"WAVE", *format_, b"data", sound_bytes)


def _tail(sound: bytes) -> bytes:
    return _TAIL.pack(b"crc ", 4, zlib.crc32(sound))


def _sizes_by_use(folder: Path) -> list[tuple[float, int, Path]]:
    """For each clip when it was last used, its size and path; old temporary files are deleted."""
    found = []
    with contextlib.suppress(OSError):
        for path in folder.iterdir():
            with contextlib.suppress(OSError):
                status = path.stat()
                if path.suffix == ".wav":
                    found.append((status.st_mtime, status.st_size, path))
                elif path.name.startswith(".") and time.time() - status.st_mtime > _ABANDONED_SECONDS:
                    path.unlink()
    return found
