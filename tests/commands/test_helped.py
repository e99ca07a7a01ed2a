"""`coach helped`: it belongs to the latest cramp or twitch, and is nothing but what helped."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from click.testing import CliRunner

from coach.commands import press
from coach.commands.group import coach
from commands.noting import NOON, facts_noted

pytestmark = pytest.mark.usefixtures("note_clock")


def run(*arguments, keys=""):
    """That command."""
    return CliRunner().invoke(coach, list(arguments), input=keys)


def test_it_belongs_to_the_latest_cramp(note_clock):
    """Hours later it is noted with the cramp's own time, as part of its episode."""
    cramp = json.loads(run("cramp", "calf", "--json").stdout)["note"]
    note_clock.advance(7 * 3600)
    helped = json.loads(run("helped", "stretching,", "other:", "a", "bath", "--json").stdout)["note"]
    assert helped["facts"] == {"helped_stretching": None, "helped_something_else": None}
    assert (helped["episode"], helped["began"]) == (cramp["id"], cramp["began"])
    assert helped["own_words"] == "a bath"


def test_a_press_elsewhere_notes_the_same():
    """What the local API hands on is noted without a terminal, and an unknown choice is refused."""
    asked = json.dumps({"sign": "helped_heat", "amount": None}) + "\n"
    assert json.loads(run("press", keys=asked).stdout) == {
        "ok": False,
        "sentence": "No cramp or twitch of the last 24 hours is noted.",
    }
    run("cramp", "calf")
    assert json.loads(run("press", keys=asked).stdout) == {"ok": True, "sentence": "Noted."}
    assert facts_noted() == [{"cramp": None}, {"helped_heat": None}]
    assert press.NO_EPISODE.startswith("No cramp")


def test_a_press_elsewhere_leaves_no_trace_of_a_sign_in_a_log():
    """The running coach shows the answer; what the process prints on stderr goes to a log."""
    result = run("press", keys=json.dumps({"sign": "felt_pop", "amount": None}) + "\n")
    answer = json.loads(result.stdout.splitlines()[0])
    assert (answer["ok"], "pop" in answer["sentence"], "pop" in result.stderr) == (True, True, False)


@pytest.mark.parametrize(
    ("words", "hours", "code", "message"),
    [
        (["heat"], 25, 1, "No cramp or twitch of the last 24 hours is noted."),
        (["stress"], 1, 2, "that is not one of the choices; choose from stretching, heat, cold"),
        (["heat", "left", "calf"], 1, 2, "that is not one of the choices"),
        (["aspirin"], 1, 2, "'aspirin' is not known here"),
    ],
)
def test_what_it_refuses(note_clock, words, hours, code, message):
    """An old cramp, another fact, a part of the body and what is no choice are refused: nothing is noted."""
    run("cramp", "calf", "--at", (NOON - timedelta(hours=1)).strftime("%H:%M"))
    note_clock.advance((hours - 1) * 3600)
    result = run("helped", *words)
    assert (result.exit_code, message in " ".join(result.stderr.split())) == (code, True), result.stderr
    assert facts_noted() == [{"cramp": None}]
