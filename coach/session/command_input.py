"""Reads the commands that another program sends to a session, one JSON object a line."""

from __future__ import annotations

import io
import json
import sys
import threading
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, TextIO

from coach.json_lines import read_json_line
from coach.session.control import Begin, read_command
from coach.session.interface import Command

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from coach.clock import Clock
    from coach.session.control import ControlLines

SIGNAL_SECONDS = 0.5
"""How long after its arrival, at most, a signal is handled while something is waited for."""
LONGEST_LINE = 65_536
"""Characters of a command; the rest of a longer line is ignored."""


def send(to: Callable[[Command], None], commands: Iterator[Command | Begin]) -> None:
    """Send each command, until the input ends; a second `begin` is ignored."""
    for command in commands:
        if isinstance(command, Command):
            to(command)


def wait_for_begin(lines: ControlLines, later: Callable[[Command], None] | None = None) -> Begin | None:
    """Wait on stdin for `begin`; None: cancelled, or the input has ended.

    The commands that come after `begin` go to `later`. A thread reads them, as a signal that arrives just
    before a read blocks does not end the read: the main thread must come back to handle it.
    """
    answers: SimpleQueue[Begin | None] = SimpleQueue()

    def read() -> None:
        commands = commands_in(sys.stdin, lines)
        answers.put(_begin_among(commands))
        if later is not None:
            send(later, commands)

    threading.Thread(target=read, name="control", daemon=True).start()
    while True:
        with suppress(Empty):
            return answers.get(timeout=SIGNAL_SECONDS)


def _begin_among(commands: Iterator[Command | Begin]) -> Begin | None:
    for command in commands:
        if isinstance(command, Begin):
            return command
        if command.name in ("cancel", "stop"):
            return None
    return None


def monotonic_at(begin: Begin, clock: Clock) -> float | None:
    """When the first sample is to be heard, in seconds of the monotonic clock. None: at once."""
    if begin.at is None:
        return None
    return clock.monotonic() + (begin.at - clock.now()).total_seconds()


def commands_in(stream: TextIO | None, lines: ControlLines) -> Iterator[Command | Begin]:
    """The commands that come on the stream; what is not understood is remarked on."""
    for line in lines_in(stream):
        command = _read(line, lines)
        if command is not None:
            yield command


def lines_in(stream: TextIO | None) -> Iterator[str]:
    """The stream's lines as they come; none if stdin is closed. An undecodable byte spoils one line only."""
    if stream is None:
        return
    if isinstance(stream, io.TextIOWrapper) and stream.errors != "replace":
        stream.reconfigure(errors="replace")
    with suppress(ValueError, OSError):  # closed by another thread, or a terminal that has hung up
        while line := stream.readline(LONGEST_LINE):
            rest = line
            while rest and not rest.endswith("\n"):
                rest = stream.readline(LONGEST_LINE)
            yield line


def private_arguments(stream: TextIO | None) -> dict[str, str]:
    """The texts in the JSON object in the stream's first line; none if it is no such object.

    Titles and file names come this way, as other users can read the arguments of a process.
    """
    tree = read_json_line(next(lines_in(stream), "")) or {}
    return {name: value for name, value in tree.items() if isinstance(value, str)}


def _read(line: str, lines: ControlLines) -> Command | Begin | None:
    if not line.strip():
        return None
    try:
        return read_command(line)
    except ValueError as error:
        lines.remark(f"This command was not understood: {json.dumps(line.strip()[:80])}: {error}")
        return None
