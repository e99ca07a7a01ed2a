"""What other programs do to sessions that they lead: the routines, and a script for each session."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from signal import SIGTERM

ROUTINES = {
    "commands": """
title: Commands
kind: habit
steps:
  - say: One.
  - {hold: 4 s, name: Arm, setup: 0.5 s}
  - {hold: 4 s, name: Leg, setup: 0.5 s}
  - ask: effort
  - rest: 1 s
  - say: Two.
""",
    "rests": "{title: Rests, kind: habit, steps: [{rest: 2 s}, {rest: 2 s}, {rest: 2 s}]}",
    "hold": "{title: A hold, kind: habit, steps: [{hold: 3 s, name: Arm, setup: 0.5 s}, {rest: 1 s}]}",
    "question": "{title: A question, kind: habit, steps: [{ask: pain}, {rest: 1 s}]}",
    "word": "{title: A word, kind: habit, steps: [{say: Two.}]}",
}
MUTED = ("--control", "--mute")
HELD = (*MUTED, "--hold")
MALFORMED = (
    "rubbish", "", "{}", "[]", "5", "null", '"pause"', '{"command": "dance"}', '{"command": ["pause"]}',
    '{"command": "answer", "pain": 100}', '{"command": "hurts", "pain": -1}',
    '{"command": "hurts", "pain": 1.5}',
    '{"command": "hurts", "pain": true}', '{"command": "pause"', '{"command": "pause"}\x00', "\x1b[2J",
    '{"command": "answer", "pain": ' + "9" * 5000 + "}",
)  # fmt: skip


def use_commands(run):
    """Pause, resume, skip, hurt, answer, skip, answer."""
    run.wait_for('"step-started", "at"')
    run.wait_for('"step": 1')
    time.sleep(1.0)
    run.command("pause")
    run.wait_for('"paused"')
    time.sleep(1.0)
    run.command("resume")
    run.wait_for('"resumed"')
    run.command("next")
    run.wait_for('"step": 2')
    time.sleep(0.5)
    run.command("hurts")
    run.wait_for('"asked"')
    time.sleep(0.5)
    run.command("answer", pain=2)
    run.wait_for('"answered"')
    run.command("next")
    run.wait_for('"effort"')
    run.command("answer", pain=7)


def pause_twice(run):
    """Pause, and again; resume twice; pause for a second, and go on."""
    run.wait_for("step-started")
    for name in ("resume", "pause", "pause"):
        run.command(name)
    run.wait_for('"paused"')
    time.sleep(2.0)
    run.command("resume")
    run.command("resume")


def hurt_badly(run):
    """Report pain at the limit."""
    run.wait_for('"step": 1')
    run.command("hurts", pain=6)


def repeat(run):
    """Repeat a step halfway through."""
    run.wait_for("step-started")
    time.sleep(1.0)
    run.command("repeat")


def go_back(run):
    """Go back right after a step has begun."""
    run.wait_for('"step": 1')
    time.sleep(0.3)
    run.command("previous")


def extend(run):
    """Add ten seconds in the middle of a hold."""
    run.wait_for("step-started")
    time.sleep(2.5)
    run.command("extend")


def write_nonsense(run):
    """Lines that are no commands; then stop."""
    run.wait_for("step-started")
    for line in MALFORMED:
        run.send(line)
    time.sleep(0.5)
    run.command("stop")


def write_deep_nonsense(run):
    """A line nested more deeply than any parser follows; then stop."""
    run.wait_for("step-started")
    run.send("[" * 100_000)
    time.sleep(0.5)
    run.command("stop")


def write_bytes(run):
    """Bytes that are no text; then stop."""
    run.wait_for("step-started")
    run.send_bytes(b"\xff\xfe\x80\n")
    time.sleep(0.5)
    run.command("stop")


def leave(run):
    """End the input as soon as the session has begun."""
    run.wait_for("session-started")
    run.end_input()


def leave_before(run):
    """End the input when it is ready."""
    run.wait_for("ready")
    run.end_input()


def cancel(run):
    """Cancel when it is ready."""
    run.wait_for("ready")
    run.command("cancel")


def terminate_before(run):
    """SIGTERM when it is ready."""
    run.wait_for("ready")
    run.signal(SIGTERM)
    run.finish()


def nonsense_before(run):
    """Nonsense when it is ready, then begin at once."""
    run.wait_for("ready")
    for line in (
        *MALFORMED,
        '{"command": "begin", "at": "tomorrow"}',
        '{"command": "begin", "at": "2030-01-01"}',
    ):
        run.send(line)
    run.command("begin")


def deep_nonsense_before(run):
    """A line nested more deeply than any parser follows when it is ready, then cancel."""
    run.wait_for("ready")
    run.send("[" * 100_000)
    run.command("cancel")


def begin_and_stop(run):
    """Begin in an hour, and stop at once."""
    run.wait_for("ready")
    run.command("begin", at=datetime.fromtimestamp(time.time() + 3600, UTC).isoformat())
    run.wait_for("session-started")
    run.command("stop")


SCRIPTS = {
    "commands": ("commands", MUTED, use_commands),
    "unanswered": ("question", MUTED, lambda run: run.wait_for("session-started")),
    "extend": ("hold", MUTED, extend),
    "pause": ("rests", MUTED, pause_twice),
    "hurts": ("commands", MUTED, hurt_badly),
    "repeat": ("rests", MUTED, repeat),
    "previous": ("rests", MUTED, go_back),
    "nonsense": ("commands", MUTED, write_nonsense),
    "deep nonsense": ("commands", MUTED, write_deep_nonsense),
    "bytes": ("commands", MUTED, write_bytes),
    "left": ("rests", MUTED, leave),
    "left before": ("rests", HELD, leave_before),
    "cancelled": ("rests", HELD, cancel),
    "terminated before": ("rests", HELD, terminate_before),
    "nonsense before": ("word", HELD, nonsense_before),
    "deep nonsense before": ("rests", HELD, deep_nonsense_before),
    "stopped before": ("rests", HELD, begin_and_stop),
    "fast": ("rests", ("--control", "--fast"), lambda run: run.end_input()),
}
