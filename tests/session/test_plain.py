"""A session as lines of text, and the lines a person may type."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from itertools import product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from coach.journal.events import Event
from coach.session.interface import Command
from coach.session.plain import HELP, TYPED, PlainLines, command_of, line, readable
from coach.timeline.model import Cue, StepSpan, Timeline

NECK = Timeline(
    routine="neck",
    title="Neck",
    language="en",
    seconds=140.0,
    cues=(
        Cue(at=0.0, seconds=1.0, kind="say", text="Neck side bend, left.", step=0, side="left", set=1, rep=1),
        Cue(at=7.0, seconds=0.1, kind="tone", text="start", step=0, side="left", set=1, rep=1),
        Cue(at=7.0, seconds=20.0, kind="hold", text="Neck side bend", step=0, side="left", set=1, rep=1),
        Cue(at=24.0, seconds=0.5, kind="count", text="three", step=0, side="left", set=1, rep=1),
        Cue(at=27.0, seconds=6.364, kind="rest", step=0, side="left", set=1, rep=2),
        Cue(at=33.364, seconds=20.0, kind="hold", text="Neck side bend", step=0, side="left", set=1, rep=2),
        Cue(at=60.0, seconds=4.0, kind="move", step=1, set=2, rep=1),
        Cue(at=64.0, seconds=3.5, kind="breathe", step=2, rep=1, phase="in"),
        Cue(at=67.5, seconds=3.0, kind="breathe", step=2, rep=1, phase="out"),
        Cue(at=125.0, seconds=15.0, kind="ask", text="pain", step=3),
    ),
    steps=(
        StepSpan(index=0, kind="hold", name="Neck side bend", at=0.0, seconds=60.0),
        StepSpan(index=1, kind="move", name="Rolls", at=60.0, seconds=4.0),
        StepSpan(index=2, kind="breathe", name="", at=64.0, seconds=61.0),
        StepSpan(index=3, kind="ask", name="How much pain?", at=125.0, seconds=15.0, question="pain"),
    ),
)


def event(kind, **data):
    """An event that the journal has."""
    return Event(
        id="e",
        kind=kind,
        at=datetime(2026, 11, 2, 9, 0, tzinfo=UTC),
        offset_minutes=0,
        session="s",
        routine="neck",
        digest="d",
        data=data,
    )


def test_every_cue_is_one_line():
    """Each kind of cue has a line that says when it begins and what it is."""
    assert [line(cue, NECK) for cue in NECK.cues] == [
        " 0:00  Neck side bend, left.",
        " 0:07  · start",
        " 0:07  hold 20 s: Neck side bend, left, 1 of 2",
        " 0:24  three",
        " 0:27  rest 6.4 s",
        " 0:33  hold 20 s: Neck side bend, left, 2 of 2",
        " 1:00  move 4 s: Rolls, set 2 of 2",
        " 1:04  breathe in 3.5 s",
        " 1:07  breathe out 3 s",
        " 2:05  answer from 0 to 10 within 15 s: How much pain?",
    ]


def test_words_without_anything_to_read_are_no_line():
    """A text of nothing but control characters is left out, and not printed as an empty line."""
    assert line(Cue(at=0.0, seconds=1.0, kind="say", text="\x1b[2J \x07"), NECK) is None


def test_control_sequences_are_taken_out():
    """Colours, cursor moves, window titles, links, bells and turned writing never reach a terminal."""
    hostile = (
        "\x1b[31mred\x1b[0m \x1b]0;title\x07on \x1b]8;;http://x\x1b\\link \x9b2J\x07\u202eturned\x1bc\r\nend"
    )
    assert readable(hostile) == "red on link turned end"
    assert readable("क्\u200dष") == "क्\u200dष"


@given(st.text(st.characters(codec=None), max_size=60))
@example("0\r\x08\r0")
def test_a_readable_text_is_one_line_without_control_characters(text):
    """Whatever is written in a file becomes one line without control characters, and stays so."""
    shown = readable(text)
    assert all(sign.isprintable() or sign in "\u200c\u200d" for sign in shown)
    assert readable(shown) == shown


def test_typed_lines_are_commands():
    """An empty line pauses and goes on, and letters and names in any case are the other commands."""
    assert command_of("\n", "performing") == Command("pause")
    assert command_of("", "paused") == Command("resume")
    assert [
        command_of(typed, "performing") for typed in ("n", "P", " r ", "e", "+", "h", "s", "q", "STOP")
    ] == [
        Command("next"),
        Command("previous"),
        Command("repeat"),
        Command("extend"),
        Command("extend"),
        Command("hurts"),
        Command("stop"),
        Command("stop"),
        Command("stop"),
    ]


def test_a_number_answers_only_what_is_asked():
    """0 to 10 answers a question; without one, and for any other number, nothing is sent."""
    asked = {
        typed: command_of(typed, "asking") for typed in ("0", "1", "10", "07", "11", "100", "-1", "٣", "")
    }
    assert asked == {
        "0": Command("answer", 0),
        "1": Command("answer", 1),
        "10": Command("answer", 10),
        "07": Command("answer", 7),
        "11": None,
        "100": None,
        "-1": None,
        "٣": None,
        "": None,
    }
    assert command_of("3", "performing") is None


def test_what_makes_no_sense_is_no_command():
    """Words that are not commands are ignored in every state."""
    states = ("ready", "performing", "paused", "asking", "ended")
    typed = ("hello", "next please", "begin", "cancel", "answer")
    assert {command_of(word, state) for word, state in product(typed, states)} == {None}


def test_the_help_names_every_key():
    """Every letter that may be typed is in the help, except a second letter for the same command."""
    assert [key for key in TYPED if key not in ("+", "q") and f" {key} " not in HELP] == []


def test_lines_are_written_in_the_order_they_happen():
    """Cues, remarks, done steps, asides and the end have a line each, all written when it is closed."""
    stream = io.StringIO()
    lines = PlainLines(NECK, stream)
    lines.remark("No audio device was found: follow the lines.")
    lines.cue(NECK.cues[0])
    lines.committed(event("step-done", step=0))
    lines.committed(event("step-done", step=2))
    lines.aside("Let go gently.")
    lines.committed(event("session-ended", outcome="stopped", steps_done=2))
    lines.close()
    assert stream.getvalue().splitlines() == [
        "       note: No audio device was found: follow the lines.",
        " 0:00  Neck side bend, left.",
        "       done: step 1 of 4, Neck side bend",
        "       done: step 3 of 4",
        "       Let go gently.",
        "       stopped: 2 of 3 steps done",
    ]


def test_what_is_only_shown_comes_with_the_step():
    """A text that is only shown comes once, before the first line of its step."""
    stream = io.StringIO()
    step = replace(NECK.steps[0], shown=("A mirror helps.", "Picture: neck.png"))
    lines = PlainLines(replace(NECK, steps=(step, *NECK.steps[1:])), stream)
    for cue in NECK.cues[:2]:
        lines.cue(cue)
    lines.close()
    assert stream.getvalue().splitlines() == [
        "       note: A mirror helps.",
        "       note: Picture: neck.png",
        " 0:00  Neck side bend, left.",
        " 0:07  · start",
    ]


def test_a_notice_to_be_read_is_followed_by_the_key_that_goes_on():
    """Below the texts stands that the routine waits, and for what; nothing once they were read."""
    stream = io.StringIO()
    lines = PlainLines(NECK, stream)
    lines.to_read(("If dizzy, sit.",))
    lines.to_read(())
    lines.close()
    assert stream.getvalue().splitlines() == [
        "       If dizzy, sit.",
        "       note: The routine waits: press Enter when you have read this.",
    ]


@pytest.mark.real
def test_a_reader_that_goes_away_is_no_fault():
    """When its output is closed the program goes on silently to its end, and exits 0."""
    script = (
        "import sys\n"
        "from coach.session.plain import PlainLines\n"
        "from coach.timeline.model import Timeline\n"
        "sys.stdin.readline()\n"
        "timeline = Timeline(routine='r', title='R', language='en', seconds=1.0, cues=())\n"
        "lines = PlainLines(timeline, sys.stdout)\n"
        "for _ in range(3):\n"
        "    lines.aside('Sit tall.')\n"
        "lines.close()\n"
        "print('still here', file=sys.stderr)\n"
    )
    reading, writing = os.pipe()
    process = subprocess.Popen(
        [sys.executable, "-c", script],
        stdin=subprocess.PIPE,
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    os.close(writing)
    os.close(reading)
    _, reported = process.communicate("go\n", timeout=60)
    assert (process.returncode, reported) == (0, "still here\n")


def test_yes_and_no_are_words_only_where_they_are_asked_for():
    """At other times `n` is the next exercise, and `y` is nothing."""
    asked = [command_of(typed, "asking", "yes-or-no") for typed in ("y", "YES", "n", "no")]
    assert asked == [Command("answer", number) for number in (1, 1, 0, 0)]
    assert command_of("12", "asking", "number") == Command("answer", 12)
    assert [command_of(typed, "asking") for typed in ("n", "y", "12")] == [Command("next"), None, None]
