"""What is wrong with single fields, in an author's words."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("field", "hint"),
    [
        ("exercise: x", "the name of an exercise is written as 'name: …'"),
        ("repetitions: 2", "the number of repetitions is written as 'reps: …'"),
        ("instructions: x", "what the person is asked to do is written as 'cue: …'"),
        ("pause: 5 s", "the time between repetitions is written as 'rest: … s'"),
        ("seconds: 20", "the length of a hold is written as 'hold: … s'"),
        ("set-rest: 5 s", "did you mean 'set_rest'?"),
        ("Cue: x", "did you mean 'cue'?"),
        ("set: 2", "did you mean 'sets'?"),
        ("tempo: 2 s up", "it is a field of a move step and the defaults"),
        ("steps: [a]", "it is a field of a routine and a repeat step"),
        (
            "xyzzy: 1",
            (
                "its fields are name, cue, remind, release, caution, side, sets, rest, set_rest, setup, "
                "count, tones, load, position, lie_on, hold, reps, note, figure, image, link, only_in"
            ),
        ),
    ],
)
def test_an_unknown_field_is_answered_with_the_one_that_is_meant(problems_in_step, field, hint):
    """The problem is at the field's name, with a common mistake's own message or the nearest name."""
    name = field.split(":", maxsplit=1)[0]
    assert problems_in_step(f"hold: 20 s\n{field}") == [
        f"4:5: error[unknown-field]: '{name}' is not a field of a hold step; {hint}"
    ]


def test_the_value_of_a_misspelt_name_is_checked_too(problems_in_step):
    """All errors come at once: the value is read as that of the field that is meant."""
    problems = problems_in_step('hold: 20 s\ninstructions: "{sied}"\nside: eech')
    assert [problem.split(": ")[1] for problem in problems] == [
        "error[unknown-field]",
        "error[placeholder]",
        "error[unknown-word]",
    ]


@pytest.mark.parametrize(
    ("step", "place", "what", "hint"),
    [
        (
            "move: 8 reps\npace: 2 s\nreps: 8",
            "5:5 unknown-field",
            "'reps' is not a field of a move step",
            "the number of repetitions is written as 'move: … reps'",
        ),
        (
            "say: A\nrest: 5 s",
            "4:5 unknown-field",
            "'rest' is not a field of a say step",
            "write '- rest: … s' as a step of its own",
        ),
        (
            "breathe: {in: 2 s, out: 2 s, sipp: 1 s}\ncycles: 2",
            "3:34 unknown-field",
            "'sipp' is not a field of a breath",
            "did you mean 'sip'?",
        ),
        ("breathe: {in: 2 s}\ncycles: 2", "3:14 missing-field", "'out' is missing", "write 'out: 6 s'"),
        (
            "breathe: 4-7-8\ncycles: 2",
            "3:14 wrong-shape",
            "'breathe' has fields of its own",
            "write 'breathe: {in: 4 s, out: 6 s}'",
        ),
        (
            "breathe: {in: 4, out: 4 s}\ncycles: 2",
            "3:19 duration",
            "'4' has no unit",
            "write '4 s' for seconds or '4 min' for minutes",
        ),
        (
            "hold: [20 s]",
            "3:11 wrong-shape",
            "'hold' must be a time from 0.5 s to 30 min, or breaths",
            "write 'hold: 20 s'",
        ),
        ("hold: 20 s\nside: rihgt", "4:11 unknown-word", "'side' cannot be 'rihgt'", "did you mean 'right'?"),
        (
            "hold: 20 s\nside: bilateral",
            "4:11 unknown-word",
            "'side' cannot be 'bilateral'",
            "did you mean 'both'?",
        ),
        (
            "hold: 20 s\ncount: last3",
            "4:12 unknown-word",
            "'count' cannot be 'last3'",
            "did you mean 'last-3'?",
        ),
        (
            "hold: 20 s\nposition: sitting",
            "4:15 unknown-word",
            "'position' cannot be 'sitting'",
            "did you mean 'seated'?",
        ),
        (
            "hold: 20 s\nposition: xyzzy",
            "4:15 unknown-word",
            "'position' cannot be 'xyzzy'",
            (
                "write one of seated, long-sitting, standing, lying, prone, side-lying, kneeling, "
                "half-kneeling, all-fours, any, as-said"
            ),
        ),
        ("hold: 20 s\nname:", "4:10 empty-text", "'name' is empty", "write its text, or leave the field out"),
        (
            'hold: 20 s\nname: "  "',
            "4:11 empty-text",
            "'name' is empty",
            "write its text, or leave the field out",
        ),
        (
            "hold: 20 s\nname: " + "x" * 501,
            "4:11 too-long",
            "'name' has more than 500 characters",
            "shorten or split it",
        ),
        (
            "hold: 20 s\nname:\n  - x\n  - y",
            "5:7 wrong-shape",
            "'name' takes a text, not a list",
            "write 'name: …' on one line",
        ),
        (
            "hold: 20 s\nside: left\nname: {left: a, rihgt: b}",
            "5:21 unknown-field",
            "'rihgt' is not a field of a text by side",
            "did you mean 'right'?",
        ),
        ("hold: 20 s\nreps: 201", "4:11 number", "'201' is too high", "write from 1 to 200"),
        ("hold: 31 min", "3:11 duration", "'31 min' is too long", "write from '0.5 s' to '30 min'"),
    ],
)
def test_a_wrong_value_is_answered_with_the_right_form(problems_in_step, step, place, what, hint):
    """The problem is at the value: what is wrong with it, and what to write instead."""
    at, code = place.split()
    assert problems_in_step(step)[0] == f"{at}: error[{code}]: {what}; {hint}"


@pytest.mark.parametrize(
    ("head", "place", "what", "hint"),
    [
        ("titel: T", "1:1 unknown-field", "'titel' is not a field of a routine", "did you mean 'title'?"),
        (
            "kind: stretch",
            "1:1 missing-field",
            "'title' is missing",
            "write 'title: Desk neck and shoulders'",
        ),
        (
            "title: T\nkind: Streching",
            "2:7 unknown-word",
            "'kind' cannot be 'Streching'",
            "did you mean 'stretch'?",
        ),
        ("title: T\nfirst: lefft", "2:8 unknown-word", "'first' cannot be 'lefft'", "did you mean 'left'?"),
        (
            "title: T\ndose: {days: [mondy, fri]}",
            "2:15 weekday",
            "'mondy' is not a day of the week",
            "did you mean 'monday'?",
        ),
        (
            "title: T\ndose: twice",
            "2:7 wrong-shape",
            "'dose' has fields of its own",
            "write 'dose: {per_day: 2, weeks: 4}'",
        ),
        (
            "title: T\ndose: {per_dy: 2}",
            "2:8 unknown-field",
            "'per_dy' is not a field of a dose",
            "did you mean 'per_day'?",
        ),
        (
            "title: T\nper_day: 2",
            "2:1 unknown-field",
            "'per_day' is not a field of a routine",
            "it is a field of a dose",
        ),
        (
            "title: T\nreps: 2",
            "2:1 unknown-field",
            "'reps' is not a field of a routine",
            "it is a field of a hold step and the defaults",
        ),
        (
            "title: T\ndefaults: {setpu: 2 s}",
            "2:12 unknown-field",
            "'setpu' is not a field of the defaults",
            "did you mean 'setup'?",
        ),
        ("title: T\npain_limit: 7", "2:13 number", "'7' is too high", "write from 1 to 6"),
        ("title: T\nformat: 3", "2:9 format", "this coach reads format 1 or 2, not '3'", "write 'format: 2'"),
        (
            "title: T\nreviewed: 1.11.2026",
            "2:11 date",
            "'1.11.2026' is not a date",
            "write 2026-11-01",
        ),
        (
            "title: T\nlanguage: english",
            "2:11 language",
            "'english' is not a language",
            "write its short name, such as en, de or pt-BR",
        ),
        (
            "title: T\nareas: [" + "a, " * 101 + "]",
            "2:8 too-many",
            "'areas' has more than 100 entries",
            "leave some out",
        ),
        (
            "title: T\ntitle: U",
            "2:1 duplicate-field",
            "'title' is written twice, first on line 1",
            "keep one of them",
        ),
    ],
)
def test_the_heading_is_checked_the_same_way(problems_in, head, place, what, hint):
    """The heading is checked at the root, in the dose and in the defaults."""
    at, code = place.split()
    assert problems_in(f"{head}\nsteps: [{{say: A}}]") == [f"{at}: error[{code}]: {what}; {hint}"]


def test_a_bad_default_is_reported_once(problems_in):
    """A bad default is reported once, however many steps would have used it."""
    assert problems_in("title: T\ndefaults: {rest: 5, side: left}\nsteps: [{hold: 5 s}, {hold: 6 s}]") == [
        "2:18: error[duration]: '5' has no unit; write '5 s' for seconds or '5 min' for minutes"
    ]


def test_all_errors_are_reported_at_once_in_the_order_of_the_file(problems_in):
    """A bad field never hides another one."""
    head = "titel: T\nkind: x y\ndose: {weeks: 0}\nsteps:\n"
    text = f"{head}  - hold: 20\n    side: eech\n  - mvoe: 8\n  - rest: 0 s"
    assert [problem.split(": ")[0] for problem in problems_in(text)] == [
        "1:1",
        "2:7",
        "3:15",
        "5:11",
        "6:11",
        "7:5",
        "8:11",
    ]
