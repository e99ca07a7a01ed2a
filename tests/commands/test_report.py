"""`coach report`: the file that it saves, the questions that it keeps, and what it refuses."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from coach.commands.group import coach


@pytest.fixture(autouse=True)
def _folder(tmp_path, monkeypatch):
    """Each test has a folder of its own."""
    monkeypatch.chdir(tmp_path)


def run(*arguments: str):
    """The result of the command."""
    return CliRunner().invoke(coach, ["report", *arguments], standalone_mode=False)


def test_without_a_journal_the_page_says_so():
    """Where nothing was noted there is a page anyway, for this person alone."""
    result = run("-o", "page.html")
    assert result.output.endswith("notes on 0 of 30 days.\n")
    page = Path("page.html")
    assert "No cramp, spasm or twitch noted in these days." in page.read_text("utf-8")
    assert page.stat().st_mode & 0o777 == 0o600


def test_questions_are_kept_until_they_are_removed():
    """Questions come again on the next page, and an empty one removes them."""
    run("-o", "a.json", "--question", "One?", "--question", " Two \n words? ")
    run("-o", "b.json")
    run("-o", "c.json", "--question", "")
    run("-o", "d.json")
    found = [json.loads(Path(f"{name}.json").read_text("utf-8"))["questions"] for name in "abcd"]
    assert found == [["One?", "Two words?"]] * 2 + [[]] * 2


def test_what_was_noted_is_on_it():
    """A cramp and the confirmed routine of the day are on the page."""
    CliRunner().invoke(coach, ["cramp", "calf", "left", "7", "2min"])
    CliRunner().invoke(coach, ["done", "desk-neck"])
    run("-o", "a.json", "--since", "7d")
    tree = json.loads(Path("a.json").read_text("utf-8"))
    assert (tree["days"], tree["noted_days"], tree["kinds"][0]["pain"]["highest"]) == (7, 1, 7)
    assert [(each["routine"], each["confirmed"]) for each in tree["programme"]] == [("desk-neck", 1)]


def test_a_pdf_is_for_this_person_alone():
    """A PDF is for the paper asked for, and only this person can read it."""
    run("-o", "page.pdf", "--paper", "letter", "--question", "May I run?")
    (page, *_) = PdfReader("page.pdf").pages
    assert (page.mediabox.width, "May I run?" in page.extract_text()) == (612, True)
    assert Path("page.pdf").stat().st_mode & 0o777 == 0o600


def test_without_typst_no_question_is_asked(monkeypatch):
    """What is missing is said before anything else, and nothing is written."""
    monkeypatch.setitem(sys.modules, "typst", None)
    result = run("-o", "page.pdf", "--question", "Kept?")
    assert "stretch-coach[pdf]" in str(result.exception)
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("-o", "page.txt"), 3, "must end in .html"),
        (("-o", "nowhere/page.html"), 3, "there is no folder"),
        (("-o", "page.html", "--since", "soon"), 2, "is not a date"),
        (("-o", "page.html", *("--question", "a") * 4), 2, "Three questions at most"),
        (("-o", "page.html", "--question", "a" * 141), 2, "140 characters at most"),
    ],
)
def test_what_cannot_be_saved_is_refused(arguments, code, message):
    """Another kind of file, a missing folder, no day, too many or too long questions: nothing is written."""
    result = run(*arguments)
    assert (result.exception.exit_code, message in str(result.exception)) == (code, True)
    assert list(Path().iterdir()) == []
