"""From the fields of a step to its value."""

from __future__ import annotations

import pytest

from coach.files import SourceText
from coach.problems import TextPosition
from coach.routine.model import (
    Ask,
    Breathe,
    BreathPattern,
    Consequence,
    Hold,
    Move,
    Phase,
    Repeat,
    Rest,
    Say,
    SidedText,
)
from coach.routine.parsing import parse_routine


@pytest.mark.parametrize(
    ("yaml", "step"),
    [
        ("- say: Sit tall.", Say(text="Sit tall.")),
        (
            "- {say: Up, position: standing, side: left}",
            Say(text="Up", position="standing", side="left"),
        ),
        ("- hold: 20 s", Hold(seconds=20.0)),
        (
            """
- name: Neck side bend
  hold: 1 min 30 s
  cue: >
    {side} ear towards
    your {side} shoulder.
  remind: [Keep the other shoulder heavy., {left: "L", right: "R"}]
  release: Back.
  caution: Not into pain.
  side: each
  sets: 2
  reps: 3
  rest: 5 s
  set_rest: 1 min
  setup: 6 s
  count: every
  load: 2 kg
  position: all-fours
""",
            Hold(
                name="Neck side bend",
                seconds=90.0,
                cue="{side} ear towards your {side} shoulder.",
                remind=("Keep the other shoulder heavy.", SidedText("L", "R")),
                release="Back.",
                caution="Not into pain.",
                side="each",
                sets=2,
                reps=3,
                rest=5.0,
                set_rest=60.0,
                setup=6.0,
                count="every",
                load="2 kg",
                position="all-fours",
            ),
        ),
        ("- {hold: 5 s, remind: One line}", Hold(seconds=5.0, remind=("One line",))),
        (
            "- move: 8 reps\n  tempo: 2 s up, 3 s down",
            Move(reps=8, tempo=(Phase("up", 2.0), Phase("down", 3.0))),
        ),
        ("- {move: 60 s}", Move(seconds=60.0)),
        ("- {move: 8 reps, pace: 2.5 s}", Move(reps=8, pace=2.5)),
        ("- {move: 8 reps, pace: own, up_to: 1 min}", Move(reps=8, pace="own", up_to=60.0)),
        (
            "- breathe: {in: 3 s, sip: 1 s, out: 6 s}\n  for: 5 min\n  without_holds: {in: 4 s, out: 6 s}",
            Breathe(
                pattern=BreathPattern(3.0, 6.0, sip=1.0),
                seconds=300.0,
                without_holds=BreathPattern(4.0, 6.0),
            ),
        ),
        (
            "- {breathe: {in: 4 s, hold: 7 s, out: 8 s, pause: 1 s}, cycles: 4, name: A, cue: B, caution: C}",
            Breathe(
                pattern=BreathPattern(4.0, 8.0, hold=7.0, pause=1.0),
                cycles=4,
                name="A",
                cue="B",
                caution="C",
            ),
        ),
        ("- rest: 10 s", Rest(seconds=10.0)),
        ("- ask: pain", Ask(question="pain")),
        ('- ask: "How stiff are you?"', Ask(question="How stiff are you?")),
        ("- ask: How stiff are you?", Ask(question="How stiff are you?")),
        (
            "- {repeat: 2, name: Round, side: each, rest: 20 s, steps: [{say: A}, {rest: 5 s}, {say: B}]}",
            Repeat(
                times=2,
                name="Round",
                side="each",
                rest=20.0,
                steps=(Say(text="A"), Rest(seconds=5.0), Say(text="B")),
            ),
        ),
    ],
)
def test_every_field_arrives_in_the_value(steps_of, yaml, step):
    """Any kind of step has every field that may be written for it."""
    assert steps_of(yaml) == (step,)


def test_every_step_knows_its_place(steps_of):
    """The place is where its first field begins, inside repeats too."""
    steps = steps_of("- say: A\n-  repeat: 2\n   steps:\n     - name: x\n       hold: 5 s\n- rest: 5 s")
    assert [step.mark for step in (*steps, *steps[1].steps)] == [
        TextPosition(3, 3),
        TextPosition(4, 4),
        TextPosition(8, 3),
        TextPosition(6, 8),
    ]


def test_defaults_hold_for_steps_that_do_not_say_otherwise(steps_of):
    """Each kind uses the defaults that it can have, and keeps the fields of its own."""
    head = (
        "title: T\ndefaults: {setup: 6 s, rest: 5 s, set_rest: 9 s, sets: 2, reps: 3, side: left, "
        "count: none, remind: R, release: Off, caution: C, load: 1 kg, pace: own, up_to: 30 s}"
    )
    yaml = """
- hold: 20 s
- {hold: 20 s, rest: 8 s, side: both, sets: 1, reps: 1, release: Down}
- {move: 8 reps}
- {move: 8 reps, tempo: 2 s up}
- {breathe: {in: 2 s, out: 4 s}, cycles: 3}
- say: A
- {repeat: 2, steps: [{say: B}]}
- rest: 7 s
"""
    shared = {
        "setup": 6.0, "rest": 5.0, "set_rest": 9.0, "sets": 2, "side": "left", "count": "none",
        "remind": ("R",), "release": "Off", "caution": "C", "load": "1 kg",
    }  # fmt: skip
    assert steps_of(yaml, head) == (
        Hold(seconds=20.0, reps=3, **shared),
        Hold(seconds=20.0, reps=1, **{**shared, "rest": 8.0, "side": "both", "sets": 1, "release": "Down"}),
        Move(reps=8, pace="own", up_to=30.0, **shared),
        Move(reps=8, tempo=(Phase("up", 2.0),), **shared),
        Breathe(pattern=BreathPattern(2.0, 4.0), cycles=3, setup=6.0),
        Say(text="A"),
        Repeat(times=2, rest=5.0, steps=(Say(text="B"),)),
        Rest(seconds=7.0),
    )


def test_the_side_of_a_repeat_goes_before_the_default_one(steps_of):
    """A default side would otherwise double the sides of a repeat, or hide them."""
    head = "title: T\ndefaults: {side: each}"
    steps = steps_of("- {repeat: 2, side: left, steps: [{hold: 5 s}]}\n- hold: 5 s", head)
    assert [steps[0].steps[0].side, steps[1].side] == [None, "each"]


@pytest.mark.parametrize(
    ("step", "problems"),
    [
        (
            "hlod: 20 s\nreps: x",
            [
                "3:5: error[unknown-field]: 'hlod' is not a field of a hold step; did you mean 'hold'?",
                "4:11: error[number]: 'x' is not a whole number from 1 up; write a whole number, such as 8",
            ],
        ),
        (
            "seconds: 20 s",
            ["3:5: error[unknown-field]: 'seconds' is not a field of a hold step; write 'hold: …'"],
        ),
        (
            "pause: 5 s",
            ["3:5: error[unknown-field]: 'pause' is not a field of a rest step; write 'rest: …'"],
        ),
        (
            "foo: 3",
            [
                (
                    "3:5: error[step-kind]: 'foo' is not a kind of step; "
                    "give it one of say, hold, move, breathe, rest, ask, wait, repeat, such as 'hold: 20 s'"
                )
            ],
        ),
        (
            "cue: Down\nreps: 3",
            [
                (
                    "3:5: error[step-kind]: this step does not say what kind it is; "
                    "give it one of say, hold, move, breathe, rest, ask, wait, repeat, such as 'hold: 20 s'"
                )
            ],
        ),
        (
            "hold: 20 s\nmove: 8 reps\nreps: 2",
            [
                ("4:5: error[step-kind]: this step has both 'hold' and 'move'; make two steps of them"),
            ],
        ),
        (
            "say: Down\nhold: 20 s\nnmae: x",
            [
                (
                    "4:5: error[step-kind]: this step has both 'say' and 'hold'; "
                    "make two steps of them, or write the words as 'cue: …'"
                ),
                (
                    "5:5: error[unknown-field]: 'nmae' is not a field of a say step; "
                    "its fields are say, position, side, note, figure, image, link, only_in"
                ),
            ],
        ),
        (
            "repeat: 2\nsteps:\n  -hold: 20 s",
            [
                (
                    "5:7: error[wrong-shape]: 'steps' is not a list of steps; "
                    "put a space after each dash, such as '- say: Sit tall.'"
                )
            ],
        ),
        ("Sit tall.", ["3:5: error[step-kind]: this is not a step; write '- say: Sit tall.'"]),
        ("rest", ["3:5: error[step-kind]: this is not a step; write '- rest: …'"]),
        ("hold 20 s", ["3:5: error[step-kind]: this is not a step; write '- hold: 20 s'"]),
        (
            "[hold, 20 s]",
            ["3:5: error[step-kind]: this is not a step; write what it is, such as '- hold: 20 s'"],
        ),
        (
            "repeat: 2",
            [
                (
                    "3:5: error[missing-field]: 'steps' is missing; "
                    "write 'steps:', and below it a list such as '- say: Sit tall.'"
                ),
            ],
        ),
        (
            "repeat: 0\nsteps: []",
            [
                "3:13: error[number]: '0' is not a whole number from 1 up; write a whole number, such as 8",
                (
                    "4:12: error[wrong-shape]: 'steps' is not a list of steps; "
                    "write each step on a line of its own, such as '- say: Sit tall.'"
                ),
            ],
        ),
        (
            "repeat: 2\nsteps: [{repeat: 2, steps: [{repeat: 2, steps: [{say: A}]}]}]",
            ["4:33: error[too-deep]: repeats can be nested at most 2 deep; write the inner steps out"],
        ),
    ],
)
def test_a_step_that_is_none_is_answered_with_what_to_write(problems_in_step, step, problems):
    """The kind is guessed where possible, and the rest of the step is still checked."""
    assert problems_in_step(step) == problems


def test_a_consequence_is_read():
    """The question has its answer and its rule."""
    ask = "  - ask: pain\n    if: {at_least: 5, skip_to: Bridge}\n"
    text = f"format: 2\ntitle: T\nsteps:\n{ask}  - hold: 5 s\n    name: Bridge\n"
    routine, problems = parse_routine(SourceText("r.yaml", text), "r")
    assert (problems, routine.steps[0].then) == ((), Consequence(at_least=5, skip_to="Bridge"))
