"""What `coach check --fix` mends, and what it never touches."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.files import SourceText
from coach.home import bundled_routines
from coach.routine.fixing import Change, fixed
from coach.routine.parsing import parse_routine

HEAD = "title: T\nsteps:\n"
BUNDLED = [path.read_text("utf-8") for path in sorted(bundled_routines().rglob("*.yaml"))]


def corrected(text):
    """The text after the mending."""
    return fixed(SourceText("r.yaml", text), "r")[0].text


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("  - hold: 20 s\n    exercise: Calf", "  - hold: 20 s\n    name: Calf"),
        ("  - Hold: 20 s\n    Name: Calf", "  - hold: 20 s\n    name: Calf"),
        ("  - hlod: 20 s", "  - hold: 20 s"),
        ("  - strech: 20 s", "  - hold: 20 s"),
        ('  - hold: 20"', "  - hold: 20 s"),
        ("  - hold: 1,5 min", "  - hold: 1.5 min"),
        ("  - hold: 20 s\n    side: bilateral", "  - hold: 20 s\n    side: both"),
        (
            "  - hold: 20 s\n    cue: {side} heel\n    side: each",
            '  - hold: 20 s\n    cue: "{side} heel"\n    side: each',
        ),
        ("  - say: One: two.", '  - say: "One: two."'),
        ("  - say: Lean # left", '  - say: "Lean # left"'),
        ("  - hold: 20 s\n    name:Calf", "  - hold: 20 s\n    name: Calf"),
        ("  - hold: 20 s\n    name Calf\n    reps: 2", "  - hold: 20 s\n    name: Calf\n    reps: 2"),
        ('  - say: "Sit tall.\n  - rest: 5 s', '  - say: "Sit tall."\n  - rest: 5 s'),
        ("  - hold: 20 s, name: Calf", "  - hold: 20 s\n    name: Calf"),
        ("  - hold: 20 s\n  hold: 30 s", "  - hold: 20 s\n  - hold: 30 s"),
        ("  - hold: 20 s\n    hold: 30 s", "  - hold: 20 s\n  - hold: 30 s"),
        ("  - say: Sit tall and\n    breathe.", "  - say: Sit tall and\n      breathe."),
        ("  • hold: 20 s", "  - hold: 20 s"),
    ],
)
def test_mechanical_mistakes_are_corrected(written, meant):
    """A mistake that can mean one thing only is written as it was meant, and the file then has no error."""
    assert corrected(HEAD + written) == HEAD + meant
    _, problems = parse_routine(SourceText("r.yaml", HEAD + meant), "r")
    assert [problem.code for problem in problems if problem.severity == "error"] == []


@pytest.mark.parametrize(
    "written",
    [
        "  - hold: 20",
        "  - hold: 3 x 30 s",
        "  - move: 8-12 repetitions each",
        "  - hold: 20 s\n    sets x reps: 3 x 10",
        "  - hold: 20 s\n    colour: red",
        "  - hold: 20 s\n   name: A",
        "  - hold: 20 s\n    name: A\n    exercise: B",
        "  - hold: -20 s",
    ],
)
def test_what_needs_the_author_is_left(written):
    """What could mean two things, or another dose, stays as it is."""
    assert corrected(HEAD + written) == HEAD + written


def test_the_format_that_a_field_needs_is_written():
    """A value of a later format gets its line, at the top or in the place of the old one."""
    steps = "title: T\nsteps:\n  - hold: up to 10 s\n"
    assert corrected(steps) == f"format: 2\n{steps}"
    assert corrected(f"format: 1\n{steps}") == f"format: 2\n{steps}"


def test_each_change_is_reported_with_its_line():
    """A change has the line's number, and the line before and after, in the order of the lines."""
    _, changes = fixed(SourceText("r.yaml", f"{HEAD}  - hold: 20 s\n    exercise: A\n    side: l\n"), "r")
    assert changes == (
        Change(4, "    exercise: A", "    name: A"),
        Change(5, "    side: l", "    side: left"),
    )


def spoilt(text, draw):
    """The text with some lines as people mistype them."""
    lines = text.splitlines(keepends=True)
    mistakes = [
        lambda line: line.replace("name:", "exercise:", 1),
        lambda line: re.sub(r"^( *)- (\w+:)", "\\1• \\2", line),
        lambda line: line.replace("    ", "\u00a0   ", 1) if line.startswith("    ") else line,
        lambda line: re.sub(r"^( +\w+):(?= \S)", r"\1", line),
        lambda line: re.sub(r"^( *(?:- )?)(\w)(\w*):", lambda m: f"{m[1]}{m[2].upper()}{m[3]}:", line),
        lambda line: re.sub(r"(\d+) s$", r'\1"', line),
        lambda line: line.rstrip("\n") + "   # mine\n" if ":" in line and '"' not in line else line,
    ]
    for index in draw(st.sets(st.integers(0, len(lines) - 1), max_size=6)):
        lines[index] = draw(st.sampled_from(mistakes))(lines[index])
    return "".join(lines)


@given(data=st.data(), text=st.sampled_from(BUNDLED))
def test_nothing_is_lost_and_no_figure_changes(data, text):
    """Comments, blank lines and every figure stay, and mending a second time does nothing."""
    before = spoilt(text, data.draw)
    after = corrected(before)
    comments = re.compile(r"   # mine$", re.MULTILINE)
    assert len(comments.findall(after)) == len(comments.findall(before))
    assert re.findall(r"[0-9]+", after) == re.findall(r"[0-9]+", before)
    assert [line for line in after.splitlines() if not line.strip()] == [
        line for line in before.splitlines() if not line.strip()
    ]
    assert corrected(after) == after


def test_good_files_stay_byte_for_byte():
    """The bundled routines have nothing to mend."""
    assert [corrected(text) == text for text in BUNDLED] == [True] * len(BUNDLED)
