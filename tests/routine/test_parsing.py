"""Laws of reading: a routine that is written comes back equal, and other text is refused with problems."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from coach.files import SourceText
from coach.problems import printable
from coach.routine.model import Hold, Say, SidedText, Variants
from coach.routine.parsing import parse_routine
from coach.routine.reading import ExaminedRoutine
from coach.routine.tables import ROUTINE, ROUTINE_VOCABULARY
from strategies import examples
from written_routines import ROUTINES, plain

ENGLISH = frozenset({"en"})


@given(ROUTINES, st.booleans())
@examples(120)
def test_a_written_routine_is_read_back(routine, flow):
    """Every routine that can be written down comes back equal, in block and in flow style."""
    text = yaml.safe_dump(
        plain(routine), allow_unicode=True, default_flow_style=flow, sort_keys=False, width=70
    )
    examined = ExaminedRoutine(*parse_routine(SourceText("drawn.yaml", text), "drawn", ENGLISH))
    assert [problem for problem in examined.problems if problem.severity == "error"] == []
    assert examined.routine == routine


def survives(text):
    """Whether it is a routine, or refused with problems that have places."""
    examined = ExaminedRoutine(*parse_routine(SourceText("any.yaml", text), "any", ENGLISH))
    assert all(problem.line > 0 and problem.column > 0 for problem in examined.problems)
    assert all(printable(str(problem)) == str(problem) for problem in examined.problems)
    errors = [problem for problem in examined.problems if problem.severity == "error"]
    assert (examined.routine is None) == bool(errors)
    assert list(examined.problems) == sorted(examined.problems)
    return True


@given(st.text())
def test_any_text_is_a_routine_or_refused(text):
    """Any text is read as a routine or refused with its problems."""
    assert survives(text)


LINES = """\
title: T|steps:|- repeat: 2|steps: [|hold: 20 s|hold: |move: 8 reps|say: |cue: {side}|reps: nan|side: each
rest: 5 s|ask: pain|breathe: {in: 4 s, out: 4 s}|cycles: 3|dose: {|defaults: {rest: 5 s}|pace: own
tempo: 2 s up, 2 s down|left: a|- |-1|---|  |    """
FRAGMENTS = st.sampled_from((*LINES.replace("\n", "|").split("|"), *"{}[]\"':#*&!|>,%?é\n\t\n ", " # ", ": "))


@given(st.lists(FRAGMENTS, max_size=25).map("".join))
@examples(400)
def test_pieces_of_routines_in_any_order_are_read_or_refused(text):
    """A text that looks like a routine does not raise either."""
    assert survives(text)
    assert survives(f"title: T\nsteps:\n  - hold: 20 s\n    {text}")


JUNK = st.recursive(
    st.text(max_size=6)
    | st.sampled_from(["20 s", "8 reps", "each", "pain", "1", "true", "{side}", "2 s up"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
NAMES = st.sampled_from(sorted({*ROUTINE_VOCABULARY.names, "nmae", "seconds", ""}))
HEADS = st.sampled_from(sorted({*(name for name in ROUTINE.names if name != "steps"), "titel"}))


@given(st.dictionaries(HEADS, JUNK), st.lists(st.dictionaries(NAMES, JUNK, min_size=1) | JUNK, max_size=3))
@examples(250)
def test_known_fields_with_any_value_are_read_or_refused(head, steps):
    """A value of any shape under any known field does not raise either."""
    text = yaml.safe_dump({**head, "steps": steps}, allow_unicode=True, default_style='"').replace(
        "!!str ", ""
    )
    assert survives(text)


@pytest.mark.parametrize(
    ("heading", "problem"),
    [
        ("", "2:1: error[format]: 'provokes' needs format 2, but this file has format 1"),
        ("format: 1\n", "3:1: error[format]: 'provokes' needs format 2, but this file has format 1"),
    ],
)
def test_a_later_field_names_the_format_that_has_it(problems_in, heading, problem):
    """An author who copies a field from a newer routine learns which line is missing."""
    text = f"{heading}title: T\nprovokes: dizziness\nsteps: [{{say: A}}]"
    assert problems_in(text) == [f"{problem}; write 'format: 2' at the top"]
    assert problems_in(f"format: 2\n{text.removeprefix(heading)}") == []


CHOICE = 'say: {any: ["Time for water.", How about a few sips?]}'


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        (CHOICE, Say(text=Variants(("Time for water.", "How about a few sips?")))),
        (
            """hold: 5 s
    side: each
    name: {any: [A, "{side} B"]}
    cue: {any: [{left: l, right: r}, c]}
    remind: [{any: [x, y]}, z]""",
            Hold(
                seconds=5.0,
                side="each",
                name=Variants(("A", "{side} B")),
                cue=Variants((SidedText("l", "r"), "c")),
                remind=(Variants(("x", "y")), "z"),
            ),
        ),
        ("hold: 5 s\n    remind: {any: [x, y]}", Hold(seconds=5.0, remind=(Variants(("x", "y")),))),
    ],
)
def test_variants_are_read(step, expected):
    """Variants are read in `say`, `cue`, `remind` and `name`, and each may differ by side."""
    text = f"format: 2\ntitle: T\nsteps:\n  - {step}\n"
    routine, problems = parse_routine(SourceText("a.yaml", text), "a", ENGLISH)
    assert (routine.steps if routine else problems) == (expected,)


@pytest.mark.parametrize(
    ("step", "problem"),
    [
        ("say: {any: [a, b]}", ""),
        ("say: {any: [a]}", "4:16: error[empty]: 'any' has fewer than 2 entries"),
        ("say: {any: [a, b, a]}", "4:23: error[twice]: 'any' has this entry twice; leave one out"),
        (
            "say: {any: [a, '{side} b']}",
            "4:21: error[side]: '{side}' is used where there is no left or right",
        ),
        ("say: {any: [a, '{sied} b']}", "4:21: error[placeholder]: '{sied}' is not a placeholder"),
        ("say: {any: [a, {left: b, right: c}]}", "4:20: error[side]: this text differs by side"),
        ("say: {any: [a, '...']}", "4:20: error[nothing-to-say]: there is nothing to say in '...'"),
        ("say: {all: [a, b]}", "4:10: error[needs-quotes]: YAML would misread this text"),
    ],
)
def test_every_variant_is_checked(problems_in, step, problem):
    """Each variant is checked as a text of its own, and there must be at least two."""
    found = problems_in(f"format: 2\ntitle: T\nsteps:\n  - {step}\n")
    assert [line.startswith(problem) for line in found] == ([True] if problem else []), found


def test_format_1_names_the_remedy_for_variants(problems_in):
    """The message names the one line that is missing at the top."""
    (problem,) = problems_in(f"title: T\nsteps:\n  - {CHOICE}\n")
    assert problem == (
        "3:11: error[format]: 'any' needs format 2, but this file has format 1; write 'format: 2' at the top"
    )
