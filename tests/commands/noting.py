"""Notes by the commands, at a fixed time and without sound."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from click.testing import CliRunner

from coach.care.reading import sign_rules
from coach.commands.group import coach

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
