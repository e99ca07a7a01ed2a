"""Small private files that are written as a whole or not at all."""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING

from coach.home import PRIVATE_FILE, private_folder

if TYPE_CHECKING:
    from pathlib import Path


def keep(path: Path, content: bytes) -> None:
    """That content under that name; readers see the old file or the new one. Raises `OSError`.

    Whatever interrupts it leaves at most a draft, whose name begins with a dot. It is not synced:
    what is kept here can be made again.
    """
    private_folder(path.parent)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        descriptor = os.open(
            draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), PRIVATE_FILE
        )
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
