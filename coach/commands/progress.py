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
def progress(
    label: str, *, patience: float = PATIENCE, is_seen: bool = True
) -> Iterator[Callable[[int, int], None]]:
    """Gives what is to be told how much is done, of how much.

    `is_seen` False: nobody is to see it, as something else moves on the screen.
    """
    begun = time.monotonic()
    is_seen = is_seen and sys.stderr is not None and sys.stderr.isatty()
    bar = click.progressbar(length=1, label=label, file=sys.stderr, hidden=not is_seen)
    shown = False

    def tell(done: int, of: int) -> None:
        nonlocal shown
        if not shown and time.monotonic() - begun < patience:
            return
        if not shown:
            bar.length = of
            bar.__enter__()
            shown = True
        if done > bar.pos:
            bar.update(done - bar.pos)

    try:
        yield tell
    finally:
        if shown:
            bar.render_finish()
