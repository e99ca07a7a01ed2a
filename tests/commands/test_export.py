"""`coach export journal`: its formats, the file, what is left out, and what it refuses."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from coach.commands.group import coach

OWN = """format: 1
title: Knee of Mr Smith
steps:
  - hold: Bend it
    seconds: 5
"""


@pytest.fixture(autouse=True)
def _folder(tmp_path, monkeypatch):
    """Each test has a folder of its own."""
    monkeypatch.chdir(tmp_path)


def run(*arguments: str):
    """The result of that command line."""
    return CliRunner().invoke(coach, arguments, standalone_mode=False)


def export(*arguments: str):
    """The result of the command."""
    return run("export", "journal", *arguments)


def test_without_a_journal_it_says_so():
    """Without a journal the command says that there is nothing to export, and makes no file."""
    result = export("--format", "json", "-o", "a.json")
    assert (str(result.exception), list(Path().iterdir())) == ("There is no journal yet.", [])


@pytest.mark.parametrize("form", ["json", "csv", "fhir"])
def test_a_file_is_the_persons_own_and_the_same_as_the_terminals(form):
    """A saved file has mode 0600, and holds what is printed without a file."""
    run("cramp", "calf", "left", "7", "2min")
    name = "a.csv" if form == "csv" else "a.json"
    result = export("--format", form, "-o", name)
    number = {"json": "1 event", "csv": "2 rows", "fhir": "3 resources"}[form]
    assert result.output == f"{name}: {number}.\n"
    assert Path(name).stat().st_mode & 0o777 == 0o600
    printed, saved = export("--format", form).output, Path(name).read_text("utf-8")
    if form == "fhir":  # it says when it was made
        printed, saved = (json.loads(each) | {"timestamp": ""} for each in (printed, saved))
    assert printed == saved


def test_a_day_leaves_out_what_was_before():
    """--since counts by the time at which it happened."""
    run("cramp", "calf")
    rows = list(csv.DictReader(io.StringIO(export("--format", "csv", "--since", "2999-01-01").output)))
    assert rows == []


@pytest.mark.parametrize("form", ["json", "csv", "fhir"])
def test_redacted_nothing_of_an_own_routine_is_in_it(form):
    """With --redact an own routine's id and title are left out; what is chosen from a list stays."""
    home = Path(__import__("os").environ["COACH_HOME"])
    (home / "routines").mkdir(parents=True)
    (home / "routines" / "knee-smith.yaml").write_text(OWN, "utf-8")
    run("done", "knee-smith")
    run("cramp", "calf", "--helped", "other: Smith oil")
    assert "knee-smith" in export("--format", form).output.lower().replace("knee of mr smith", "knee-smith")
    output = export("--format", form, "--redact").output.lower()
    assert ("smith" in output, "cramp" in output) == (False, True)


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ((), 2, "--format is required"),
        (("--format", "xml"), 2, "is not one of"),
        (("--format", "csv", "-o", "a.json"), 3, "must end in .csv"),
        (("--format", "json", "-o", "nowhere/a.json"), 3, "there is no folder"),
        (("--format", "json", "--since", "soon"), 2, "is not a date"),
    ],
)
def test_what_it_refuses(arguments, code, message):
    """Wrong formats and files are refused with their exit codes, and nothing is written."""
    run("cramp", "calf")
    result = CliRunner().invoke(coach, ["export", "journal", *arguments])
    assert result.exit_code == code
    assert message in result.output
    assert list(Path().iterdir()) == []
