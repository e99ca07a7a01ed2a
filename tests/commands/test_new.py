"""`coach new`: a commented file from answers, a routine or a leaflet, which `coach check` accepts."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import get_args

import pytest
from click.testing import CliRunner

from coach.commands.check import problems_of
from coach.commands.group import coach
from coach.routine.model import Dose, Hold, Move, RoutineKind
from coach.routine.reading import read_routine


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A folder of their own for the files, and the one that paths begin in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def new(*arguments, answers=""):
    """Exit code and what is printed."""
    done = CliRunner().invoke(coach, ["new", *arguments], input=answers)
    return done.exit_code, done.output


def codes(path):
    """The severities and codes of all that `coach check` says of a file."""
    return [(problem.severity, problem.code) for problem in problems_of(path, {}, datetime.now(UTC).date())]


@pytest.mark.parametrize("kind", get_args(RoutineKind))
def test_every_kind_begins_as_a_file_that_passes_the_check(here, kind):
    """Without questions, one exercise is an example, marked as such; only the signature is missing."""
    code, said = new("my-sheet", "--kind", kind)
    assert code == 0
    assert said.startswith("my-sheet.yaml is written; ")
    assert "`coach check ./my-sheet.yaml`" in said
    assert codes(here / "my-sheet.yaml") == [("note", "unsigned")]
    assert read_routine(here / "my-sheet.yaml").kind == kind
    assert "# guess: an example; write what you prescribe" in (here / "my-sheet.yaml").read_text("utf-8")


def test_a_few_questions_make_a_routine(here, monkeypatch):
    """On a terminal the exercises, sides, sets, repetitions, holds and the dose are asked in clinic words."""
    monkeypatch.setattr("coach.commands.new._is_answered", lambda: True)
    answers = [
        "Knee, week 1",
        "Calf stretch", "Heel down, knee straight.", "half a minute", "30 s", "each", "", "3", "9 s",
        "Heel raises", "Rise: slowly.", "", "none", "2", "15", "",
        "",
        "2", "5", "six", "6",
        "Hold on to something.",
    ]  # fmt: skip
    code, said = new("knee", "--kind", "stretch", answers="\n".join(answers) + "\n")
    assert code == 0, said
    assert "'half a minute' is not a duration" in said
    routine = read_routine(here / "knee.yaml")
    assert (routine.title, routine.cautions) == ("Knee, week 1", ("Hold on to something.",))
    assert routine.dose == Dose(per_day=2, days_per_week=5, weeks=6)
    assert routine.steps == (
        Hold(seconds=30, name="Calf stretch", cue="Heel down, knee straight.", side="each", reps=3, rest=9.0),
        Move(reps=15, name="Heel raises", cue="Rise: slowly.", sets=2, pace=4.0),
    )
    assert codes(here / "knee.yaml") == [("note", "unsigned")]


def test_a_question_without_an_answer_writes_nothing(here, monkeypatch):
    """Ending the questions leaves no file."""
    monkeypatch.setattr("coach.commands.new._is_answered", lambda: True)
    code, _ = new("knee", answers="Knee\nCalf\n")
    assert code != 0
    assert list(here.iterdir()) == []


def test_a_routine_is_copied_without_its_review(here):
    """`--from` a routine keeps all but the date of a review, which does not hold for what is changed."""
    (here / "old.yaml").write_text("title: Old\nreviewed: 2026-01-01  # mine\nsteps: [{hold: 20 s}]\n")
    assert new("knee", "--from", "./old.yaml")[0] == 0
    assert (here / "knee.yaml").read_text("utf-8") == (
        "# Begun from old: change the title, the author and what you prescribe.\n"
        "title: Old\n# reviewed: 2026-01-01  # mine\nsteps: [{hold: 20 s}]\n"
    )
    assert new("neck", "--from", "desk-neck")[0] == 0
    assert read_routine(here / "neck.yaml").title == "Desk neck and shoulders"


def test_a_leaflet_becomes_a_draft(here):
    """`--from` a text file makes a draft of it, and says how many guesses there are to confirm."""
    (here / "sheet.txt").write_text("Calf stretch, 3 x 20-30 sec each side, twice a day\n", "utf-8")
    code, said = new("calf", "--from", "sheet.txt")
    assert (code, said.splitlines()[0]) == (0, "calf.yaml is written; 4 guesses to confirm.")
    routine = read_routine(here / "calf.yaml")
    assert (routine.dose, routine.steps) == (
        Dose(per_day=2),
        (Hold(seconds=20, name="Calf stretch", side="each", reps=3),),
    )


def test_a_word_processors_file_is_named(here):
    """A leaflet in RTF is refused with what to do, and nothing is written."""
    (here / "sheet.rtf").write_bytes(rb"{\rtf1 Calf stretch}")
    code, said = new("calf", "--from", "sheet.rtf")
    assert code != 0
    assert "this is Rich Text (RTF)" in said
    assert not (here / "calf.yaml").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["a b"], "A routine's name has letters, digits and hyphens, such as knee-week-2."),
        (["there"], "there.yaml exists already."),
        (["knee", "--from", "nosuch"], "There is no routine called 'nosuch'."),
        (["knee", "--from", "nosuch.txt"], "nosuch.txt: file not found"),
    ],
)
def test_what_cannot_be_begun_is_reported(here, arguments, said):
    """A bad name, a file that exists and a source that does not: nothing is overwritten or written."""
    (here / "there.yaml").write_text("mine")
    code, printed = new(*arguments)
    assert code != 0
    assert said in printed
    assert [(path.name, path.read_text()) for path in here.iterdir()] == [("there.yaml", "mine")]
