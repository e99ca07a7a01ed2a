"""Reading a routine file as a whole."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from coach.errors import BadFile, FileError
from coach.problems import Problem, TextPosition
from coach.routine.model import Dose, Hold, Routine
from coach.routine.reading import ExaminedRoutine, examine_routine, examine_stages, id_of, read_routine
from work import calls_of

FULL = """\
\ufeffformat: 1
title: Desk neck and shoulders
kind: stretch
language: en
summary: Ease the neck and shoulders
  after a spell of sitting.
position: seated
areas: [neck, shoulders]
equipment: chair
author: A. Physio, physiotherapist
reviewed: 2026-11-01
sources: ["Garber et al. 2011, ACSM position stand"]
cautions: ["Stay clear of full neck circles."]
not_for: ["a recent neck injury"]      # noun phrases
stop_if: []
pain_limit: 5
pain_rise: 2
dose:
  days: [mon, wed]
  every: 1 h
  weeks: 4
  at_least_apart: 4 h
  as_needed: true
first: right
steps:
  - ask: pain
  - hold: 20 s
"""


SHORT = "give the file a short name of letters, digits and hyphens, such as knee-week-2.yaml"


def write(path: Path, text: str = FULL) -> Path:
    """Write that text into a file, with its line breaks as they are."""
    path.write_bytes(text.encode())
    return path


def test_every_field_of_the_heading_arrives_in_the_routine(tmp_path):
    """The id is the file's name and the digest that of its bytes; a byte order mark is accepted."""
    path = write(tmp_path / "desk-neck.yaml")
    routine = read_routine(path)
    assert routine == Routine(
        id="desk-neck",
        title="Desk neck and shoulders",
        kind="stretch",
        language="en",
        summary="Ease the neck and shoulders after a spell of sitting.",
        position="seated",
        areas=("neck", "shoulders"),
        equipment=("chair",),
        author="A. Physio, physiotherapist",
        reviewed="2026-11-01",
        sources=("Garber et al. 2011, ACSM position stand",),
        cautions=("Stay clear of full neck circles.",),
        not_for=("a recent neck injury",),
        stop_if=(),
        pain_limit=5,
        pain_rise=2,
        dose=Dose(days=("mon", "wed"), every=3600.0, weeks=4, at_least_apart=14_400.0, as_needed=True),
        first="right",
        steps=routine.steps,
    )
    assert routine.digest == hashlib.sha256(path.read_bytes()).hexdigest()
    assert [step.mark for step in routine.steps] == [TextPosition(26, 5), TextPosition(27, 5)]


def test_two_fields_are_enough(tmp_path):
    """All other fields have their defaults."""
    path = write(tmp_path / "small.yaml", "title: Small\nsteps:\n  - hold: 20 s\n")
    assert read_routine(path) == Routine(id="small", title="Small", steps=(Hold(seconds=20.0),))


def test_line_endings_and_order_do_not_matter(tmp_path):
    """CRLF files, and fields in any order, give the same routine."""
    text = "steps:\n  - {name: A, hold: 20 s}\ntitle: Small\n"
    with_returns = read_routine(write(tmp_path / "a.yaml", text.replace("\n", "\r\n")))
    turned = read_routine(write(tmp_path / "a.yaml", text))
    assert with_returns == turned


def test_a_bad_file_raises_all_its_errors(tmp_path):
    """`read_routine` raises what `examine_routine` lists, without the warnings."""
    path = write(tmp_path / "bad.yaml", "steps:\n  - hlod: 20 s\n  - move: 8 reps\n")
    expected = (
        (1, 1, "error", "missing-field", "'title' is missing", "write 'title: Desk neck and shoulders'"),
        (2, 5, "error", "unknown-field", "'hlod' is not a field of a hold step", "did you mean 'hold'?"),
    )
    examined = examine_routine(path)
    assert examined.routine is None
    assert [problem.severity for problem in examined.problems] == ["error", "error", "warning"]
    assert examined.problems[:2] == tuple(Problem(str(path), *problems_in) for problems_in in expected)
    with pytest.raises(BadFile) as caught:
        read_routine(path)
    assert caught.value.problems == examined.problems[:2]


def test_warnings_do_not_keep_a_routine_from_being_read(tmp_path):
    """The routine is read, and comes with its warnings."""
    path = write(tmp_path / "w.yaml", "title: W\nsteps:\n  - move: 8 reps\n")
    examined = examine_routine(path)
    assert examined.routine == read_routine(path)
    assert [(problem.severity, problem.code) for problem in examined.problems] == [("warning", "no-tempo")]


def test_a_language_without_words_is_warned_of(tmp_path):
    """The warning is at its value and names the languages that have words."""
    path = write(tmp_path / "de.yaml", "title: W\nlanguage: de\nsteps: [{say: Hallo}]\n")
    _, (problem,) = examine_stages(path, frozenset({"en"}))
    assert str(problem) == (
        f"{path}:2:11: warning[unknown-language]: the coach has no words of its own in "
        "'de'; it says them in English, by an English voice; they exist in en"
    )
    assert examine_stages(path, frozenset({"en", "de"}))[1] == ()


@pytest.mark.parametrize(
    ("name", "problems_in"),
    [
        ("knee-week-2.yaml", []),
        ("my_routine.v2.yml", []),
        ("épaules.yaml", []),
        ("Knee Week 2.yaml", ["warning name the file knee-week-2.yaml"]),
        ("-rf.yaml", [f"error {SHORT}"]),
        ("a\x1b[31m.yaml", [f"error {SHORT}"]),
        ("x" * 90 + ".yaml", [f"error {SHORT}"]),
    ],
)
def test_a_files_name_must_do_as_an_id(tmp_path, name, problems_in):
    """An id is typed, and shown in a terminal."""
    path = write(tmp_path / name, "title: T\nsteps: [{say: A}]\n")
    problems = examine_routine(path).problems
    assert [f"{problem.severity} {problem.hint}" for problem in problems] == problems_in
    assert all(str(problem).isprintable() for problem in problems)


def test_an_id_is_the_name_without_the_ending():
    """Only the ending of a routine file is taken off."""
    names = ("a.yaml", "b.yml", "c.v2.yaml", "d.txt", "E.YAML")
    assert [id_of(Path("folder") / name) for name in names] == ["a", "b", "c.v2", "d.txt", "E"]


def test_what_is_no_file_is_reported_apart(tmp_path):
    """A missing file raises, and a folder is a file with a problem."""
    with pytest.raises(FileError, match="file not found"):
        examine_routine(tmp_path / "missing.yaml")
    (tmp_path / "folder.yaml").mkdir()
    examined = examine_routine(tmp_path / "folder.yaml")
    assert examined == ExaminedRoutine(None, examined.problems)
    assert [problem.code for problem in examined.problems] == ["not-a-file"]


@pytest.mark.real
def test_nothing_heavy_is_imported_before_a_file_is_read():
    """Importing the reader imports neither the tables nor a YAML parser."""
    code = (
        "import sys, coach.routine.reading;"
        "print([name for name in ('yaml', 'numpy', 'coach.routine.tables') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_the_work_for_a_step_does_not_grow_with_the_number_of_steps(tmp_path):
    """Four times as many steps take at most four times as many calls of functions, and a few more."""
    step = "  - {hold: 20 s, name: A, cue: '{side} down', side: each, reps: 2, rest: 5 s, remind: Breathe}\n"
    few, many = (
        write(tmp_path / f"r{number}.yaml", f"title: T\nsteps:\n{step * number}") for number in (30, 120)
    )
    assert examine_routine(few).routine  # imports what both need
    assert calls_of(lambda: examine_routine(many)) < 4.5 * calls_of(lambda: examine_routine(few))
