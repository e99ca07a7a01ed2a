"""The file of an entry: written whole or not at all, for the person alone."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from coach.errors import FileError


def write_entry(path: Path, text: str) -> None:
    """Put that text there by an atomic rename, mode 0600; raises `FileError`.

    The folders above are the system's own, so their modes are left as they are.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".coach-")
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise FileError(
            f"{path} cannot be written: {error.strerror or error}",
            hint="`coach autostart --print` shows the text, to put there by hand.",
        ) from error


def read_entry(path: Path) -> str | None:
    """Its text; None when it is not there or cannot be read."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def put_back(path: Path, text: str | None) -> None:
    """Undo `write_entry`: what `read_entry` gave before is there again, or nothing."""
    if text is None:
        path.unlink(missing_ok=True)
    else:
        write_entry(path, text)
