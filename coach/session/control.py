"""A session controlled by another program: one JSON command a line in, one JSON event a line out."""

from __future__ import annotations

import io
import json
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, TextIO, get_args

from coach.journal.confirmation import heard_by
from coach.json_lines import read_json_line
from coach.scales import HIGHEST_ANSWER, HIGHEST_NUMBER
from coach.session.interface import Command, CommandName
from coach.session.line_writer import LineWriter
from coach.session.signals import StopSignals, interrupt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from coach.clock import Clock
    from coach.journal.confirmation import Heard
    from coach.journal.events import Event
    from coach.sound.output import Notice, Output, SampleSource
    from coach.timeline.model import Cue


@dataclass(frozen=True, slots=True)
class Begin:
    """The command to begin a prepared session at that instant; None: at once."""

    at: datetime | None


def read_command(line: str) -> Command | Begin:
    """The command in a line; raises `ValueError` with a sentence about what is wrong."""
    try:
        tree = json.loads(line)
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON: {error.msg}") from None
    except RecursionError:
        raise ValueError("not readable JSON: nested too deeply") from None
    if not isinstance(tree, dict) or tree.get("command") not in get_args(CommandName):
        raise ValueError(f'write {{"command": "…"}} with one of: {", ".join(get_args(CommandName))}')
    name: CommandName = tree["command"]
    if name == "begin":
        return Begin(_instant(tree.get("at")))
    return Command(name, _pain(tree.get("pain"), name))


def event_line(event: Event) -> str:
    """An event as one line of JSON; `at` is local time with its offset."""
    tree = {
        "event": event.kind,
        "at": event.at.astimezone(timezone(timedelta(minutes=event.offset_minutes))).isoformat(),
        "session": event.session,
        "routine": event.routine,
        **event.data,
    }
    return json.dumps(tree)  # ASCII: a stream of any encoding takes it whole


class ControlLines:
    """Writes each event once the journal has it; sentences for a person go to the other stream.

    Implements `SessionListener`. If the controlling program reads slowly or is gone, the person is still
    exercising, so the session goes on to its end. The journal has what could not be delivered.
    """

    def __init__(self, events: TextIO | None, remarks: TextIO | None) -> None:
        self._events = LineWriter(events)
        self._remarks = LineWriter(remarks)

    def ready(self, session: str, clock: Clock, audible: Heard = "unknown") -> None:
        """Write that all clips and the device are ready, so that only `begin` is missing.

        `audible`: whether the device could be heard now.
        """
        at = clock.now().astimezone().isoformat()
        self.put(json.dumps({"event": "ready", "at": at, "session": session, "audible": audible}))

    def put(self, line: str) -> None:
        """Write that line."""
        self._events.put(line)

    def cue(self, cue: Cue) -> None:
        """Write nothing, as `coach preview --json` gives the controlling program the timeline."""

    def aside(self, text: str) -> None:
        """Write nothing, as the events `asked` and `answered` report it."""

    def to_read(self, texts: tuple[str, ...]) -> None:
        """Write the safety texts to be shown until `resume`; an empty list when they were read."""
        self.put(json.dumps({"event": "to-read", "texts": texts}))

    def remark(self, text: str) -> None:
        """Write a sentence for a person."""
        self._remarks.put(text)

    def committed(self, event: Event) -> None:
        """Write an event: the journal has it."""
        self.put(event_line(event))

    def close(self) -> None:
        """Write what is left; a reader that accepts nothing is given up after a few seconds."""
        unread = self._events.close()
        if unread:
            self.remark(f"The last {unread} events of this session were not read; the journal has them.")
        self._remarks.close()


def _instant(text: object) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        raise ValueError(f"'at' is not an ISO 8601 time: {text}") from None
    if moment.tzinfo is None:
        raise ValueError(f"'at' needs an offset from UTC, as in {text}+00:00")
    return moment


def _pain(value: object, name: str) -> int | None:
    if value is None:
        return None
    highest = HIGHEST_NUMBER if name == "answer" else HIGHEST_ANSWER
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= highest:
        raise ValueError(f"'pain' of {name} must be a whole number from 0 to {highest}")
    return value


# Reading commands

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


def hold_until_begin(
    output: Output,
    source: SampleSource,
    notice: Notice,
    lines: ControlLines,
    clock: Clock,
    *,
    on_command: Callable[[Command], None],
    volume: float,
    session: str = "",
) -> Begin | None:
    """Start the output in silence, write that all is ready, and wait for `begin`.

    None: it was cancelled, and the output is closed. The commands that come after `begin` go to `on_command`.
    A signal ends the wait with `KeyboardInterrupt`.
    """
    begin = None
    try:
        with StopSignals(interrupt):
            output.start(source, notice)
            lines.ready(session, clock, heard_by(volume, (output.is_audible,)))
            begin = wait_for_begin(lines, on_command)
    finally:
        if begin is None:
            output.close()
    return begin


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
