"""Running a session to its end: on the screen, in lines of text, or controlled by another program."""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING, TextIO

from coach.session.control import commands_in, hold_until_begin, lines_in, monotonic_at, send
from coach.session.interface import Command
from coach.session.plain import HELP, command_of, readable, skip_of
from coach.timeline.model import counted_steps

if TYPE_CHECKING:
    from collections.abc import Callable

    from coach.clock import Clock
    from coach.session.control import ControlLines
    from coach.session.interface import LiveSession, NoteKeys, Outcome, ScreenLook, Snapshot
    from coach.session.performance import Performance
    from coach.sound.output import Output

# The ways to run a session


def run_on_screen(
    performance: Performance,
    output: Output,
    interrupted: Callable[[], None],
    keys: NoteKeys | None = None,
    look: ScreenLook | None = None,
) -> Outcome:
    """Run the Textual screen in this thread and the performance in another; returns when both are over.

    `interrupted` is called when Ctrl-C is pressed on the screen, which then stops as with any other key.
    `keys`, `look`: see `run_screen`.
    """
    outcomes: list[Outcome] = []
    faults: list[BaseException] = []

    def perform() -> None:
        try:
            outcomes.append(performance.perform(output))
        except BaseException as fault:  # noqa: BLE001 — raised again by the thread that has the terminal back
            faults.append(fault)
            performance.fail()

    thread = threading.Thread(target=perform, name="performance")
    thread.start()
    try:
        from coach.session.screen import run_screen  # noqa: PLC0415 — Textual, while the first word is spoken

        run_screen(performance, performance.snapshot().timeline.title, interrupted, keys, look)
    finally:
        performance.command(Command("stop"))
        thread.join()
    if faults:
        raise faults[0]
    return outcomes[0]


def summary(performance: Performance) -> str:
    """A line about the session for the terminal, after the screen has closed."""
    snapshot = performance.snapshot()
    done, of = len(snapshot.steps_done), len(counted_steps(snapshot.timeline))
    return f"{readable(snapshot.timeline.title)}: {snapshot.outcome}, {done} of {of} steps done."


def run_in_lines(performance: Performance, output: Output, keys: NoteKeys | None = None) -> Outcome:
    """Run with lines on stdout; in a terminal, typed lines are commands. `keys`: what ! and c do."""
    if sys.stdin is not None and sys.stdin.isatty():
        performance.remark(HELP)
        threading.Thread(target=follow_typed_lines, args=(performance, sys.stdin, keys), daemon=True).start()
    return performance.perform(output)


def run_controlled(performance: Performance, output: Output, lines: ControlLines) -> Outcome:
    """Run with commands from stdin, one JSON object a line; the end of input does not end the session."""
    _follow_commands(performance, lines)
    return performance.perform(output)


def run_held(performance: Performance, output: Output, lines: ControlLines, clock: Clock) -> Outcome | None:
    """Like `run_controlled`, but ready and silent until `begin`; None: cancelled, nothing was recorded."""
    player = performance.player
    begin = hold_until_begin(
        output, player, performance.remark, lines, clock,
        on_command=performance.command, volume=player.volume, session=performance.session,
    )  # fmt: skip
    if begin is None:
        return None
    performance.begin(monotonic_at(begin, clock))
    return performance.run(output)


# Reading commands


def follow_typed_lines(session: LiveSession, stream: TextIO, keys: NoteKeys | None = None) -> None:
    """Send typed lines to the session as commands, until the stream ends."""
    for line in lines_in(stream):
        word = line.strip().lower()
        if keys is not None and word == "!":
            session.command(Command("pause"))
            keys.choose_sign()
        elif keys is not None and word == "c":
            keys.cramp(session)
        command = _typed_command(line, session.snapshot())
        if command is not None:
            session.command(command)


def _typed_command(line: str, snapshot: Snapshot) -> Command | None:
    """The command of that line; Enter alone skips a safety notice or a wait, as on the screen."""
    skip = skip_of(snapshot) if not line.strip() and snapshot.state == "performing" else None
    return skip or command_of(line, snapshot.state, snapshot.answer)


def _follow_commands(performance: Performance, lines: ControlLines) -> None:
    def follow() -> None:
        send(performance.command, commands_in(sys.stdin, lines))
        if performance.notices.nobody_answers():
            performance.command(Command("resume"))

    threading.Thread(target=follow, name="control", daemon=True).start()
