"""Notes by the commands, at a fixed time and without sound."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from click.testing import CliRunner

from coach.care.reading import sign_rules
from coach.clock import SystemClock
from coach.commands.group import coach
from coach.home import find_home
from coach.journal.notes import read_notes
from coach.journal.store import open_journal

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
RULES = sign_rules()


class FakeSpeech:
    """Speaks nothing, and records what it was asked to speak; `heard`: what it reports."""

    heard = True
    said: list[str]

    def __init__(self):
        FakeSpeech.said = []

    def start(self):
        """Nothing is started."""

    def leave(self):
        """Nothing was started."""

    def say(self, text, language):
        """Record the words."""
        FakeSpeech.said.append(text)
        FakeSpeech.language = language

    def was_heard(self):
        """As it was set."""
        return FakeSpeech.heard


def noted():
    """The notes, as `coach log --notes --json` has them."""
    return json.loads(run("log", "--notes", "--json").stdout)["notes"]


def facts_noted() -> list[dict[str, float | None]]:
    """The facts of every note in the journal."""
    with open_journal(find_home(), SystemClock()) as journal:
        notes = read_notes(journal, UTC, NOON - timedelta(days=9)).notes
    return [{fact.name: fact.amount for fact in each.facts} for each in notes]


def run(*arguments):
    """That command."""
    return CliRunner().invoke(coach, list(arguments))


def printed(*arguments):
    """What that command prints, when all is well."""
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


def text(rule: str) -> str:
    """The order of that row."""
    return RULES.rule(rule).order


def one_line(output: str) -> str:
    """The output without its line breaks."""
    return " ".join(output.split())
