"""A performance led to its end, in front of whoever watches: a screen, lines of text, another program."""

from __future__ import annotations

import io
import json
import signal
import sys
import threading
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, Self, TextIO

from coach.child_process import read_json_line
from coach.session.control import Begin, read_command
from coach.session.interface import Command
from coach.session.line_writer import LineWriter
from coach.session.plain import HELP, PlainLines, command_of, readable
from coach.timeline.playhead import notice_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from coach.clock import Clock
    from coach.journal.events import Event
    from coach.session.control import ControlLines
    from coach.session.interface import Moment, Outcome, Performing
    from coach.session.performance import Performance
    from coach.sound.output import Output
    from coach.timeline.model import Cue, Timeline

ENDING_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
"""As far as the system has them: each ends a session cleanly."""
SIGNAL_SECONDS = 0.2
"""The main thread handles a signal at most so long after it came, where it waits to be told to begin."""
LONGEST_LINE = 65_536
"""Characters of a command; what comes after them on its line is passed over."""


class Interruption:
    """Turns the signals that end a program into the command to stop; `came` says whether there was one."""

    def __init__(self, stop: Callable[[], None]) -> None:
        self.came = False
        self._stop = stop
        self._before: dict[signal.Signals, Any] = {}

    def __enter__(self) -> Self:
        for name in ENDING_SIGNALS:
            number = getattr(signal.Signals, name, None)
            if number is not None:
                self._before[number] = signal.signal(number, self._end)
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def note(self) -> None:
        """It has come without a signal: to a screen Ctrl-C is a key, and the screen itself tells to stop."""
        self.came = True

    def _end(self, _number: int, _frame: object) -> None:
        self.note()
        self._stop()


def break_off() -> None:
    """End what is being waited for, at once: nothing has begun yet that must be ended in order."""
    raise KeyboardInterrupt


class PlainListener:
    """A performance as lines of text."""

    def __init__(self, timeline: Timeline, stream: TextIO | None) -> None:
        self._lines = PlainLines(timeline, stream)
        self._steps = len(timeline.steps)

    def cue(self, cue: Cue) -> None:
        """A cue has begun."""
        self._lines.cue(cue)

    def remark(self, text: str) -> None:
        """A sentence for the person."""
        self._lines.remark(text)

    def aside(self, text: str) -> None:
        """Words outside the timeline."""
        self._lines.aside(text)

    def committed(self, event: Event) -> None:
        """The journal has it: only now is a step called done, or the session over."""
        if event.kind == "step-done":
            self._lines.done(int(str(event.data["step"])))
        elif event.kind == "session-ended":
            outcome: Any = event.data["outcome"]
            self._lines.ended(outcome, int(str(event.data["steps_done"])), self._steps)

    def close(self) -> None:
        """Write what is left; a session whose end was not kept is not called ended."""
        unread = self._lines.close()
        if unread:
            note = LineWriter(sys.stderr)  # it may lead to the same reader
            note.put(f"Nobody read the last {unread} lines; the journal has what was done.")
            note.close()


def lead_on_screen(performance: Performance, output: Output, interrupted: Callable[[], None]) -> Outcome:
    """The Textual screen in this thread, the performance in another; returns when both are over.

    `interrupted` is called when Ctrl-C is pressed on the screen, which then stops as by any other key.
    """
    from coach.session.screen import run_screen  # noqa: PLC0415 — Textual is for those who see it

    outcomes: list[Outcome] = []
    faults: list[BaseException] = []

    def perform() -> None:
        try:
            outcomes.append(performance.perform(output))
        except BaseException as fault:  # noqa: BLE001 — told by the thread that has the terminal back
            faults.append(fault)
            performance.fail()

    thread = threading.Thread(target=perform, name="performance")
    thread.start()
    try:
        run_screen(performance, performance.moment().timeline.title, interrupted)
    finally:
        performance.command(Command("stop"))
        thread.join()
    if faults:
        raise faults[0]
    return outcomes[0]


def summary(performance: Performance) -> str:
    """One line for the terminal that the screen has left."""
    moment = performance.moment()
    done, of = len(moment.steps_done), len(moment.timeline.steps)
    return f"{readable(moment.timeline.title)}: {moment.outcome}, {done} of {of} steps done."


def lead_in_lines(performance: Performance, output: Output) -> Outcome:
    """Lines on stdout; where a person sits at a keyboard, lines they type are commands."""
    if sys.stdin is not None and sys.stdin.isatty():
        performance.remark(HELP)
        threading.Thread(target=obey_lines, args=(performance, sys.stdin), daemon=True).start()
    return performance.perform(output)


def lead_controlled(performance: Performance, output: Output, lines: ControlLines) -> Outcome:
    """Commands from stdin, one JSON object a line; the end of input does not end the session."""
    _listen(performance, lines)
    return performance.perform(output)


def lead_held(performance: Performance, output: Output, lines: ControlLines, clock: Clock) -> Outcome | None:
    """As `lead_controlled`, but ready and silent until `begin`; None: cancelled, nothing was written down."""
    begin = None
    try:
        with Interruption(break_off):
            output.start(performance.player.pull, performance.remark)
            lines.ready(performance.session, clock)
            begin = await_begin(lines, performance.command)
    finally:
        if begin is None:
            output.close()
    if begin is None:
        return None
    performance.begin(monotonic_at(begin, clock, output))
    return performance.lead(output)


def obey_lines(performance: Performing, stream: TextIO) -> None:
    """Do what a person types, line by line, until the stream ends."""
    for line in lines_in(stream):
        command = _typed(line, performance.moment())
        if command is not None:
            performance.command(command)


def _typed(line: str, moment: Moment) -> Command | None:
    """What that line asks for; Enter alone skips a safety notice, as it does on the screen."""
    hears_notice = notice_at(moment.timeline, moment.position) is not None
    if not line.strip() and moment.state == "performing" and hears_notice:
        return Command("next")
    return command_of(line, moment.state)


def _listen(performance: Performance, lines: ControlLines) -> None:
    def obey() -> None:
        _obey(performance.command, _commands_in(sys.stdin, lines))

    threading.Thread(target=obey, name="control", daemon=True).start()


def _obey(obey: Callable[[Command], None], commands: Iterator[Command | Begin]) -> None:
    for command in commands:
        if isinstance(command, Command):
            obey(command)


def monotonic_at(begin: Begin, clock: Clock, output: Output) -> float | None:
    """When to hand out the first sample, for it to be heard at the instant; monotonic. None: at once."""
    if begin.at is None:
        return None
    return clock.monotonic() + (begin.at - clock.now()).total_seconds() - output.latency


def await_begin(lines: ControlLines, obey: Callable[[Command], None] | None = None) -> Begin | None:
    """Wait on stdin to be told to begin; None: cancelled, or nobody is there any more.

    The commands that come after `begin` go to `obey`. A thread reads them, as a signal that arrives just
    before a read blocks does not end the read: the main thread must come back to handle it.
    """
    answers: SimpleQueue[Begin | None] = SimpleQueue()

    def read() -> None:
        commands = _commands_in(sys.stdin, lines)
        answers.put(_begin_among(commands))
        if obey is not None:
            _obey(obey, commands)

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


def _commands_in(stream: TextIO | None, lines: ControlLines) -> Iterator[Command | Begin]:
    for line in lines_in(stream):
        command = _read(line, lines)
        if command is not None:
            yield command


def lines_in(stream: TextIO | None) -> Iterator[str]:
    """Its lines as they come, none where stdin was closed; bytes that are no text spoil only their line."""
    if stream is None:
        return
    if isinstance(stream, io.TextIOWrapper) and stream.errors != "replace":
        stream.reconfigure(errors="replace")
    with suppress(ValueError, OSError):  # closed under us, or a terminal that is gone: nobody commands
        while line := stream.readline(LONGEST_LINE):
            rest = line
            while rest and not rest.endswith("\n"):  # of a line that is no command, only this much is kept
                rest = stream.readline(LONGEST_LINE)
            yield line


def read_request(stream: TextIO | None, field: str) -> str:
    """That field of the object in the first line; "" where there is none.

    Titles and file names come by this way, as other users can read the arguments of a process.
    """
    tree = read_json_line(next(lines_in(stream), ""))
    value = None if tree is None else tree.get(field)
    return value if isinstance(value, str) else ""


def _read(line: str, lines: ControlLines) -> Command | Begin | None:
    if not line.strip():
        return None
    try:
        return read_command(line)
    except ValueError as error:
        lines.remark(f"This command was not understood: {json.dumps(line.strip()[:80])}: {error}")
        return None
