"""`coach learn`: the list, one text with its table and sources, and what is handed to the voice."""

from __future__ import annotations

import json
import subprocess

import pytest
from click.testing import CliRunner

from coach.care.learning import learn_texts
from coach.commands.group import coach
from coach.json_lines import json_line

TEXTS = {text.id: text for text in learn_texts()}


def run(*arguments: str):
    """That command."""
    return CliRunner().invoke(coach, ["learn", *arguments], terminal_width=100)


def test_the_list_names_every_text():
    """Each text is a line with its id and title, the printed list last."""
    lines = run().stdout.splitlines()
    assert [line.split()[0] for line in lines[:-2]] == [*TEXTS, "when-to-see-someone"]
    assert lines[-1] == "`coach learn TOPIC` shows one, with --aloud it is spoken."


def test_a_text_is_shown_with_its_table_and_sources():
    """The seven differences are a table of two columns, and the sources follow."""
    lines = run("spasm-or-twitch").stdout.splitlines()
    assert lines[0] == "Spasm or twitch?"
    table = next(
        number for number, line in enumerate(lines) if line.split() == ["spasm", "or", "cramp", "twitch"]
    )
    assert [line.split("  ")[0] for line in lines[table + 1 : table + 8]] == [
        row.what for row in TEXTS["spasm-or-twitch"].differences
    ]
    assert lines[-1] == "No clinician has reviewed this text. Version 1."
    assert "  - NHS, Leg cramps" in lines


def test_programs_get_the_promised_document():
    """`--json` has all of one text, or all texts."""
    text = json.loads(run("magnesium", "--json").stdout)
    assert list(text) == [
        "id", "title", "version", "paragraphs", "sources", "differences", "closing", "reviewed", "seconds",
    ]  # fmt: skip
    assert (text["id"], text["reviewed"]) == ("magnesium", None)
    assert text in json.loads(run("--json").stdout)["texts"]


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("magnesum",), 1, "Did you mean 'magnesium'?"),
        (("xyzzy",), 1, "`coach learn` lists them."),
        (("--aloud",), 2, "Say which text"),
    ],
)
def test_what_is_not_there_is_said(arguments, code, message):
    """An unknown text and a missing name end with what to do."""
    result = run(*arguments)
    assert (result.exit_code, message in result.stderr) == (code, True)


@pytest.mark.parametrize(("code", "expected"), [(0, 0), (4, 4)])
def test_aloud_every_paragraph_is_spoken(monkeypatch, code, expected):
    """Paragraphs reach the voice on stdin, as arguments can be read by others; a failure is said."""
    given = []

    def ran(_command, *, input, **_options):  # noqa: A002 — subprocess's own name
        given.append(input)
        return subprocess.CompletedProcess([], code)

    monkeypatch.setattr(subprocess, "run", ran)
    result = run("spasm-or-twitch", "--aloud")
    spoken = [json_line({"text": text, "language": "en"}) for text in TEXTS["spasm-or-twitch"].spoken]
    assert (result.exit_code, given) == (expected, spoken if code == 0 else spoken[:1])
    assert ("`coach doctor` says why." in result.stderr) is bool(code)
