"""Disk space: the journal comes first, so clips, which can be made again, are deleted for it."""

from __future__ import annotations

import shutil
from contextlib import suppress
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

RESERVED_BYTES: Final = 32 * 1024 * 1024
"""Left free for the journal: some ten years of it."""
_EVICTED_BYTES: Final = 4 * 1024 * 1024
"""Made free at a time, where the clips have so much."""


def leaves_room(folder: Path, size: int) -> bool:
    """Whether enough space is left after writing a dispensable file of that size into that folder."""
    try:
        return shutil.disk_usage(folder).free - size >= RESERVED_BYTES
    except OSError:
        return False


def evict_clips(clips: Path) -> bool:
    """Delete some clips, the least recently used first; returns whether there were any."""
    found = []
    with suppress(OSError):
        for path in clips.iterdir():
            with suppress(OSError):
                status = path.stat()
                found.append((status.st_mtime, status.st_size, path))
    freed = 0
    for _, size, path in sorted(found):
        if freed >= _EVICTED_BYTES:
            break
        with suppress(OSError):
            path.unlink()
            freed += size
    return freed > 0
