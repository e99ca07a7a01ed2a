"""A progress bar on stderr, for people only, and only where there is something to wait for."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PATIENCE = 0.4
"""Seconds before a bar is worth showing."""


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """Gives what is to be told how much is done, of how much."""
    begun = time.monotonic()
    is_seen = sys.stderr is not None and sys.stderr.isatty()
    bar = click.progressbar(length=1, label=label, file=sys.stderr, hidden=not is_seen)
    shown = False

    def tell(done: int, of: int) -> None:
        nonlocal shown
        if not shown and time.monotonic() - begun < PATIENCE:
            return
        if not shown:
            bar.length = of
            bar.__enter__()
            shown = True
        bar.update(done - bar.pos)

    try:
        yield tell
    finally:
        if shown:
            bar.render_finish()
