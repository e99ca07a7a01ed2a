"""`coach did`: a routine done by oneself, whole or in part, as every look back shows it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner

from coach.clock import SystemClock
from coach.commands.group import coach
from coach.home import find_home
from coach.journal.events import new_event
from coach.journal.store import open_journal

PLAN = """
zone: UTC
day_ends: "00:00"
reminders:
  neck: {routine: desk-neck, at: "00:00"}
"""


def run(*words: str):
    """The result of that command line."""
    return CliRunner().invoke(coach, words)


def tree(*words: str):
    """The JSON that the command prints."""
    return json.loads(run(*words, "--json").stdout)


@pytest.mark.parametrize("words", [(), ("--steps", "5/5"), ("--steps", "5")])
def test_the_whole_is_done(words):
    """Without --steps, and with all of them, it counts as done."""
    assert run("did", "desk-neck", *words).output == "Marked as done.\n"
    assert tree("today")["counts"]["confirmed"] == 1


@pytest.mark.parametrize("part", ["3/5", "3", " 3 / 5 "])
def test_a_part_is_recorded_as_one(part):
    """A part does not count as done; `today`, `log`, `stats` and the exports show how much it was."""
    assert run("did", "desk-neck", "--steps", part).output == "Noted: 3 of 5 steps.\n"
    day = tree("today")
    assert (day["counts"]["confirmed"], [each["part"] for each in day["own"]]) == (0, ["3 of 5 steps"])
    assert "done in part: 3 of 5 steps" in run("today").output
    (session,) = tree("log")["sessions"]
    shown = {name: session[name] for name in ("outcome", "steps_done", "steps", "seconds", "confirmed")}
    assert shown == {
        "outcome": "partial",
        "steps_done": 3,
        "steps": 5,
        "seconds": 0.0,
        "confirmed": False,
    }
    assert tree("stats")["sessions"] == {"confirmed": 0, "led": 0, "part": 1, "rehearsals": 0}
    assert "1 in part" in run("stats").output
    exported = json.loads(run("export", "journal", "--format", "fhir").stdout)["entry"][1]["resource"]
    assert exported["note"] == [{"text": "Done in part: 3 of 5 steps."}]


def test_a_part_of_a_reminders_routine_is_that_reminders(tmp_path, monkeypatch):
    """The occurrence of the day is then done in part, and nothing was unprompted."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("COACH_HOME", str(home))
    (home / "plan.yaml").write_text(PLAN, "utf-8")
    assert run("did", "neck", "--steps", "2/5").exit_code == 0
    day = tree("today")
    assert [(each["result"], each["reason"]) for each in day["reminders"]] == [("partial", "2 of 5 steps")]
    assert day["own"] == []


def test_the_report_has_it(tmp_path):
    """The programme says how often a routine was done in part."""
    run("did", "desk-neck", "--steps", "1/5")
    run("report", "-o", str(tmp_path / "a.json"))
    run("report", "-o", str(tmp_path / "a.html"))
    (line,) = json.loads((tmp_path / "a.json").read_text("utf-8"))["programme"]
    assert (line["confirmed"], line["part"]) == (0, 1)
    assert "confirmed 0, 1 in part" in (tmp_path / "a.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("desk-neck", "--steps", "6/5"), 2, "5 steps of this routine count; write 1/5 to 5/5"),
        (("desk-neck", "--steps", "0"), 2, "5 steps of this routine count"),
        (("desk-neck", "--steps", "3/9"), 2, "5 steps of this routine count"),
        (("desk-neck", "--steps", "half"), 2, "is not a number of steps"),
        (("desk-nek", "--steps", "1"), 1, "Did you mean desk-neck"),
        (("desk-neck", "--steps", "1", "--at", "soon"), 2, "soon"),
    ],
)
def test_what_it_refuses(words, code, message):
    """Wrong names, times and steps are refused, and nothing is written then."""
    result = run("did", *words)
    assert (result.exit_code, message in result.output) == (code, True), result.output
    assert tree("log")["sessions"] == []


def looks_back():
    """What every look back says, before and after."""
    commands = ("today", "stats", "log")
    spreadsheet = run("export", "journal", "--format", "csv").stdout
    return [spreadsheet, *(tree(name) for name in commands)]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("did", "neck"), "Desk neck and shoulders, "),
        (("did", "desk-neck", "--at", "00:00"), "Desk neck and shoulders, "),
        (("did", "neck", "--steps", "2/5"), "2 of 5 steps of Desk neck and shoulders, "),
        (("did", "sip-water"), "A few sips of water, "),
        (("did", "breathing-box"), "Box breathing, "),
        (("done", "neck"), "Desk neck and shoulders, "),
    ],
)
def test_undo_takes_back_what_was_said_to_be_done(words, said, tmp_path, monkeypatch):
    """Afterwards every look back says what it said before, and the journal keeps both."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("COACH_HOME", str(home))
    (home / "plan.yaml").write_text(PLAN, "utf-8")
    run("caffeine", "coffee")
    before = looks_back()
    assert run(*words).exit_code == 0
    assert looks_back() != before
    assert run("undo").output.startswith(f"Taken back: you did {said}")
    assert looks_back() == before
    assert run(*words).exit_code == 0, "it can be said again"
    assert (tree("undo")["withdrawn"]["done"] != "", looks_back() == before) == (True, True)


def test_undo_takes_back_a_session_that_was_said_to_be_done():
    """A session that nobody confirmed, and that the person then claimed, is unconfirmed again."""
    with open_journal(find_home(), SystemClock()) as journal:
        for kind, data in (
            ("session-started", {"title": "Water", "steps": 1, "begun": "coach"}),
            ("session-ended", {"outcome": "completed", "steps_done": 1, "seconds": 5.0, "begun": "coach"}),
        ):
            journal.append(
                new_event(kind, SystemClock(), session="a" * 32, routine="sip-water", digest="", data=data)
            )
    before = looks_back()
    run("did", "sip-water")
    assert tree("log")["sessions"][0]["confirmed"] is True
    assert run("undo").exit_code == 0
    assert looks_back() == before


def test_undo_takes_back_one_answer_to_an_announcement_of_several(tmp_path, monkeypatch):
    """The button answered for both, and both are as before: called, and not done."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("COACH_HOME", str(home))
    (home / "plan.yaml").write_text(PLAN + '  water: {routine: sip-water, at: "00:00"}\n', "utf-8")
    clock = SystemClock()
    due = clock.now().replace(hour=0, minute=0, second=0, microsecond=0).isoformat()

    def entries(ruling):
        at = clock.now()
        for name, routine in (("neck", "desk-neck"), ("water", "sip-water")):
            data = {"reminder": name, "due": due, "ruling": ruling}
            event = new_event("reminder", clock, session="", routine=routine, digest="", data=data)
            yield replace(event, at=at)

    with open_journal(find_home(), clock) as journal:
        for event in entries("called"):
            journal.append(event)
        before = looks_back()
        for event in entries("done"):
            journal.append(event)
    assert tree("today")["counts"]["confirmed"] == 2
    assert run("undo").exit_code == 0
    assert looks_back() == before


def test_undo_takes_the_later_of_a_note_and_what_was_done():
    """Whatever was noted last goes first."""
    run("did", "sip-water")
    run("cramp", "calf")
    run("did", "breathing-box")
    taken_back = [run("undo").output.partition(",")[0] for _ in range(4)]
    assert taken_back == [
        "Taken back: you did Box breathing",
        "Taken back: Cramp",
        "Taken back: you did A few sips of water",
        "There is nothing to undo.\n",
    ]
