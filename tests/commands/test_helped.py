"""`coach helped`: it belongs to the latest cramp or twitch, and is nothing but what helped."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from click.testing import CliRunner

from coach.commands import note, note_recording, press
from coach.commands.group import coach
from coach.home import find_home
from coach.testing import FakeClock
from commands.test_episode import NOON, SilentSpeech, noted


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """A Monday at noon, without sound and without a running coach."""
    found = FakeClock(NOON)
    for module in (note_recording, note):
        monkeypatch.setattr(module, "SystemClock", lambda: found)
    monkeypatch.setattr(note_recording, "FlagSpeech", SilentSpeech)
    monkeypatch.setattr(note_recording, "end_led_session", lambda: None)
    home = find_home()
    home.plan.parent.mkdir(parents=True, exist_ok=True)
    home.plan.write_text("zone: UTC\nreminders:\n  water: {routine: sip-water, at: '10:00'}\n")
    return found


def run(*arguments, keys=""):
    """That command."""
    return CliRunner().invoke(coach, list(arguments), input=keys)


def test_it_belongs_to_the_latest_cramp(clock):
    """Hours later it is noted with the cramp's own time, as part of its episode."""
    cramp = json.loads(run("cramp", "calf", "--json").stdout)["note"]
    clock.advance(7 * 3600)
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
    assert noted() == [{"cramp": None}, {"helped_heat": None}]
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
def test_what_it_refuses(clock, words, hours, code, message):
    """A cramp of long ago, another fact, a part of the body, and what is no choice: nothing is noted."""
    run("cramp", "calf", "--at", (NOON - timedelta(hours=1)).strftime("%H:%M"))
    clock.advance((hours - 1) * 3600)
    result = run("helped", *words)
    assert (result.exit_code, message in " ".join(result.stderr.split())) == (code, True), result.stderr
    assert noted() == [{"cramp": None}]
