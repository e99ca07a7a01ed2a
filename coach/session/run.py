"""Running a session to its end: on the screen, in lines of text, or controlled by another program."""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING, TextIO

from coach.journal.confirmation import heard_by
from coach.session.command_input import commands_in, lines_in, monotonic_at, send, wait_for_begin
from coach.session.interface import AFTER_HELP, CRAMP_NOTED, Command
from coach.session.plain import HELP, command_of, readable
from coach.session.signals import StopSignals, interrupt
from coach.timeline.model import counted_steps
from coach.timeline.playhead import notice_at, wait_at

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
    begin = None
    try:
        with StopSignals(interrupt):
            output.start(performance.player, performance.remark)
            audible = heard_by(performance.player.volume, (output.is_audible,))
            lines.ready(performance.session, clock, audible)
            begin = wait_for_begin(lines, performance.command)
    finally:
        if begin is None:
            output.close()
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
            _cramp(session, keys)
        command = _typed_command(line, session.snapshot())
        if command is not None:
            session.command(command)


def _cramp(session: LiveSession, keys: NoteKeys) -> None:
    """Note a cramp, and lead the help for it while the routine waits, unless that is what is led."""
    if keys.lead_help is None:
        keys.note_cramp()
        session.remark(CRAMP_NOTED)
        return
    session.command(Command("pause"))
    keys.lead_help()
    session.remark(AFTER_HELP)


def _typed_command(line: str, snapshot: Snapshot) -> Command | None:
    """The command of that line; Enter alone skips a safety notice or a wait, as on the screen."""
    if not line.strip() and snapshot.state == "performing":
        if notice_at(snapshot.timeline, snapshot.position) is not None:
            return Command("next")
        if wait_at(snapshot.timeline, snapshot.position) is not None:
            return Command("go")
    return command_of(line, snapshot.state, snapshot.answer)


def _follow_commands(performance: Performance, lines: ControlLines) -> None:
    def follow() -> None:
        send(performance.command, commands_in(sys.stdin, lines))
        if performance.notices.nobody_answers():
            performance.command(Command("resume"))

    threading.Thread(target=follow, name="control", daemon=True).start()
