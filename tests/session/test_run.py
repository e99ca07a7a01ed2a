"""Commands as lines of text, from a person who types or from another program."""

from __future__ import annotations

import io
import signal
import sys
from dataclasses import replace

import pytest

from coach.session.control import LONGEST_LINE, Begin, ControlLines, wait_for_begin
from coach.session.interface import AFTER_HELP, CRAMP_NOTED, Command, NoteKeys
from coach.session.run import follow_typed_lines
from coach.session.signals import StopSignals
from coach.testing import FakeSession
from coach.timeline.model import Cue, NoticeSpan, StepSpan, Timeline

TIMELINE = Timeline(
    routine="r",
    title="R",
    language="en",
    seconds=30.0,
    cues=(Cue(at=10.0, seconds=20.0, kind="hold", step=0),),
    steps=(StepSpan(index=0, kind="hold", name="Neck", at=10.0, seconds=20.0),),
    notices=(NoticeSpan("stop-rules", "v", 0.0, 10.0),),
)


def typed(text, timeline=TIMELINE):
    """What a person who types that line at the beginning of a session asks for."""
    session = FakeSession(timeline, lambda: 0.0)
    follow_typed_lines(session, io.StringIO(text) if isinstance(text, str) else text)
    return session.commands


def test_enter_skips_a_safety_notice():
    """Enter skips a notice that is being spoken, as on the screen; at other times it pauses and goes on."""
    assert typed("\n") == [Command("next")]
    assert typed("\n\n", replace(TIMELINE, notices=())) == [Command("pause"), Command("resume")]
    assert typed("pause\n\n") == [Command("pause"), Command("resume")]


def test_enter_ends_the_wait_for_a_position():
    """Somebody who is in position already need not wait for the rest of the time."""
    waiting = Cue(at=0.0, seconds=10.0, kind="wait", step=0)
    assert typed("\n", replace(TIMELINE, cues=(waiting, *TIMELINE.cues), notices=())) == [Command("go")]


def test_an_exclamation_mark_opens_the_list_of_signs():
    """The session pauses, and goes on reading when the list is closed; c notes a cramp, and says so."""
    opened = []
    keys = NoteKeys(lambda: opened.append("signs"), lambda: opened.append("cramp"))
    session = FakeSession(replace(TIMELINE, notices=()), lambda: 0.0)
    follow_typed_lines(session, io.StringIO("!\nc\ns\n"), keys)
    assert opened == ["signs", "cramp"]
    assert session.commands == [Command("pause"), Command("stop")]
    assert session.remarks == (CRAMP_NOTED,)


def test_a_cramp_is_helped_while_the_routine_waits():
    """A typed c pauses the session, leads the help, and says that the routine waits."""
    led = []
    keys = NoteKeys(lambda: None, lambda: led.append("noted"), lambda: led.append(list(session.commands)))
    session = FakeSession(replace(TIMELINE, notices=()), lambda: 0.0)
    follow_typed_lines(session, io.StringIO("c\n"), keys)
    assert (led, session.remarks) == ([[Command("pause")]], (AFTER_HELP,))


def test_bytes_that_are_no_text_are_ignored():
    """A line of bytes that are no text is ignored, and the next line is obeyed."""
    stream = io.TextIOWrapper(io.BytesIO(b"\xff\xfe\ns\n"), encoding="utf-8")
    assert typed(stream) == [Command("stop")]


class Terminal(io.StringIO):
    """A terminal that hangs up after its last line."""

    def readline(self, size=-1):
        line = super().readline(size)
        if not line:
            raise OSError(5, "Input/output error")
        return line


def test_a_terminal_that_hangs_up_commands_no_more():
    """What was typed before is obeyed, and nothing fails."""
    assert typed(Terminal("h\n")) == [Command("hurts")]


@pytest.mark.parametrize("length", [LONGEST_LINE - 1, LONGEST_LINE, 3 * LONGEST_LINE, 3 * LONGEST_LINE + 7])
def test_a_line_without_end_is_one_line_that_is_not_understood(monkeypatch, length):
    """Of an endless line only the beginning is kept; it is named once, and the next line is obeyed."""
    monkeypatch.setattr("sys.stdin", io.StringIO("[" * length + '\n{"command": "begin"}\n'))
    remarks = io.StringIO()
    lines = ControlLines(io.StringIO(), remarks)
    assert wait_for_begin(lines) == Begin(None)
    lines.close()
    assert remarks.getvalue().count("This command was not understood: ") == 1


@pytest.fixture
def _signals():
    """Signal handlers are restored after each test."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.getsignal(number) for number in numbers}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal there")
@pytest.mark.usefixtures("_signals")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_each_signal_that_ends_a_program_stops_the_session(name):
    """The signal is remembered, and its earlier handler is in place again afterwards."""
    number = getattr(signal, name)
    signal.signal(number, signal.SIG_DFL)
    stops = []
    with StopSignals(lambda: stops.append(number)) as signals:
        signal.raise_signal(number)
    assert (stops, signals.received, signal.getsignal(number)) == ([number], True, signal.SIG_DFL)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal there")
@pytest.mark.usefixtures("_signals")
@pytest.mark.parametrize("name", ["SIGINT", "SIGHUP"])
def test_a_signal_that_was_ignored_stays_ignored(name):
    """`nohup coach do …` outlives its terminal, and Ctrl-C does not end a job in the background."""
    number = getattr(signal, name)
    signal.signal(number, signal.SIG_IGN)
    stops = []
    with StopSignals(lambda: stops.append(number)) as signals:
        signal.raise_signal(number)
    assert (stops, signals.received, signal.getsignal(number)) == ([], False, signal.SIG_IGN)
