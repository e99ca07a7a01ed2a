"""What commands print: aligned tables, warnings, a progress bar, and a question to agree to."""

from __future__ import annotations

import os
import re
import sys
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, TextIO

import click

from coach.problems import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from pathlib import Path

PATIENCE = 0.4
"""Seconds before a progress bar is worth showing."""
_PLAIN_LINES = re.compile(r"^plain_lines\s*:\s*[\"']?yes\b", re.MULTILINE)
_NARROWEST = 20
"""Characters of text that are left beside a margin, however narrow the terminal is."""
_SHALLOW = 4
"""Columns by which a row goes on where its last column has no room."""


def agrees(question: str) -> bool:
    """Whether the person agrees; the end of the input is no consent."""
    try:
        return click.confirm(question, default=False)
    except click.Abort:
        click.echo()
        return False


def aligned(rows: Sequence[Sequence[str]], *, right: Collection[int] = ()) -> list[str]:
    """The rows as lines, with every column but the last as wide as its widest cell.

    `right`: the columns that are aligned to the right, counted from 0.
    """
    return [line for lines in aligned_rows(rows, right=right) for line in lines]


def aligned_rows(rows: Sequence[Sequence[str]], *, right: Collection[int] = ()) -> list[list[str]]:
    """The same, with the lines of each row: several where the terminal is too narrow for one.

    What goes on is below the last column or, with too little room there, indented a little.
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    if widths and len(widths) - 1 not in right:
        widths[-1] = 0
    margin = sum(width + 2 for width in widths[:-1])
    lines = (
        "  ".join(
            f"{cell:>{width}}" if index in right else f"{cell:<{width}}"
            for index, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )
    return [_wrapped(line, margin) for line in lines]


def hanging(margin: str, text: str) -> list[str]:
    """The text after the margin, wrapped at the terminal's width and indented by the margin."""
    return _wrapped(f"{margin}{text}", len(margin), at_least=len(margin) + _NARROWEST)


def terminal_size() -> tuple[int, int]:
    """Columns and lines of the terminal as it is now; what a shell exported may be out of date."""
    import shutil

    try:
        columns, rows = os.get_terminal_size(sys.stdout.fileno())
    except OSError:
        columns, rows = 0, 0
    if columns and rows:
        return columns, rows
    columns, rows = shutil.get_terminal_size()
    return columns, rows


def _wrapped(line: str, indent: int, *, at_least: int = 0) -> list[str]:
    """The line in as many as a terminal needs; at least `at_least` columns are assumed."""
    if sys.stdout is None or not sys.stdout.isatty():
        return [line]
    import textwrap

    width = max(terminal_size()[0], at_least)
    if len(line) <= width:
        return [line]
    wrapper = textwrap.TextWrapper(
        width=width,
        subsequent_indent=" " * (indent if indent + _NARROWEST <= width else _SHALLOW),
        break_long_words=False,  # paths and commands stay whole, to be copied
        break_on_hyphens=False,
    )
    return wrapper.wrap(line)


def counted(counts: Mapping[str, object]) -> str:
    """A day's counts in one line."""
    return "{due} due, {called} called, {led} led to the end, {confirmed} done.".format(**counts)


def has_terminal() -> bool:
    """Whether a person can be asked: stdin and stdout are a terminal."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))


def warn(message: object) -> None:
    """Print a message on stderr, made harmless for a terminal."""
    for line in str(message).splitlines():
        click.echo(printable(line), err=True)


def wants_plain_lines(profile: Path) -> bool:
    """Whether the profile in that file has `plain_lines: yes`.

    Its text says so: every command asks that before it shows anything, and reading it whole takes longer.
    """
    try:
        return _PLAIN_LINES.search(profile.read_text("utf-8", "replace")) is not None
    except OSError:
        return False


def overwrites(stream: TextIO | None) -> bool:
    """Whether the stream is a terminal that can write over what it shows."""
    return stream is not None and stream.isatty() and os.environ.get("TERM") != "dumb"


@contextmanager
def preparing(*, is_shown: bool) -> Iterator[None]:
    """Say on a terminal that the coach is at work, until `erase_line` or the end of the block."""
    if is_shown and sys.stderr is not None and sys.stderr.isatty():
        click.echo("Preparing…", err=True, nl=not overwrites(sys.stderr))
    try:
        yield
    finally:
        erase_line()


def erase_line() -> None:
    """Erase the line that stderr's terminal is on, if there is one that can."""
    with suppress(OSError):  # the terminal may have ended
        if overwrites(sys.stderr):
            click.echo("\r\x1b[K", err=True, nl=False)


@contextmanager
def progress(
    label: str, *, patience: float = PATIENCE, is_visible: bool = True
) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on stderr, on a terminal only, after `patience` seconds and until the work is done.

    Yields the function to call with how much is done, and of how much. `is_visible` False: no bar, because
    something else already moves on the screen.
    """
    started = time.monotonic()
    is_visible = is_visible and overwrites(sys.stderr)
    bar = click.progressbar(length=1, label=label, file=sys.stderr, hidden=not is_visible)
    is_shown = False

    def update(done: int, of: int) -> None:
        nonlocal is_shown
        if not is_shown and time.monotonic() - started < patience:
            return
        if not is_shown:
            bar.length = of
            is_shown = True  # before it hides the cursor: Ctrl-C may come at any instant
            bar.__enter__()
        if done > bar.pos:
            bar.update(done - bar.pos)

    try:
        yield update
    finally:
        if is_shown:
            bar.render_finish()  # shows the cursor again, and begins a new line: the bar is on the one before
            if is_visible:
                click.echo("\x1b[A", err=True, nl=False)
                erase_line()


def shows_blocks() -> bool:
    """Whether stdout can show characters such as a full block."""
    encoding = (getattr(sys.stdout, "encoding", None) or "").lower().replace("-", "")
    return os.environ.get("TERM") != "dumb" and encoding == "utf8"
