"""One-line notes, the lines of the list that answer them, and taking a note back."""

from __future__ import annotations

import json
from datetime import UTC, timedelta

import pytest

from coach.care.rules import cautions_for
from coach.clock import SystemClock
from coach.commands import note_recording, sign_menu
from coach.commands.sign_menu import note_chosen_sign
from coach.home import find_home
from coach.journal.events import new_event
from coach.journal.notes import flags_of, read_notes, routines_begun
from coach.journal.store import Journal, open_journal
from coach.testing import FakeClock
from commands.noting import NOON, RULES, FakeSpeech, noted, one_line, printed, run

pytestmark = pytest.mark.usefixtures("note_clock")


def test_a_cramp_is_noted_in_one_line():
    """Noting a cramp prints what was noted, with its time and how to take it back."""
    assert printed("cramp", "calf", "left", "7", "2min") == (
        "Noted: Cramp (2 min), pain 7 of 10, left calf, 2026-11-02 12:00. `coach undo` takes it back.\n"
    )


def test_programs_get_the_promised_document():
    """`--json` has the note with all its fields, and the flags that it fired."""
    document = json.loads(printed("twitch", "eyelid", "--at", "last night at 3", "--json"))
    name = document["note"]["id"]
    assert document == {
        "note": {
            "id": name,
            "began": "2026-11-02T03:00:00+00:00",
            "facts": {"twitch": None},
            "places": [{"area": "eyelid", "side": None}],
            "episode": name,
            "own_words": None,
        },
        "flags": [],
    }


def test_what_helped_is_noted_in_the_same_line():
    """What helped is noted as words or as an option; own words are kept, and not read for signs."""
    assert printed("cramp", "calf", "helped", "stretching").startswith(
        "Noted: Stretching helped, cramp, calf,"
    )
    by_option = printed("cramp", "calf", "--helped", "nothing, other: chest pressure gone")
    assert by_option.startswith(
        'Noted: Nothing helped, something else helped, cramp, "chest pressure gone", calf,'
    )
    assert printed("flags") == printed("flags", "--acknowledge")


def test_presses_within_a_minute_are_one_cramp(note_clock):
    """Notes within 60 seconds belong to one episode, and later ones do not."""
    first, second, third = (
        _after(note_clock, seconds, "cramp", "--json")["note"] for seconds in (0, 59, 120)
    )
    assert [each["episode"] for each in (first, second, third)] == [first["id"], first["id"], third["id"]]


def _after(clock, seconds, *arguments):
    clock.advance(seconds)
    return json.loads(printed(*arguments))


def test_a_sign_that_fires_nothing_shows_its_lines():
    """Choosing a sign shows the cautions of its rows; no flag is written down, and nothing spoken."""
    assert printed("sign", "jaw_stiff").splitlines()[0] == RULES.rule("E14").caution
    assert (json.loads(printed("flags", "--json")), FakeSpeech.said) == ({"flags": []}, [])


def test_the_list_is_not_called_empty_where_a_sign_was_noted():
    """`coach flags` prints that nothing noted is on the list only where that is so, else the sign's lines."""
    printed("cramp", "calf")
    assert printed("flags") == f"{RULES.rule('S3').caution}\n"
    printed("sign", "jaw_stiff")
    assert printed("flags").splitlines() == list(cautions_for(RULES, ["jaw_stiff"]))


def test_a_neck_routine_counts_as_a_fact():
    """A routine for the neck, begun yesterday, makes double sight an emergency; a rehearsal does not."""

    def begun(**data):
        with Journal.open(find_home().journal, SystemClock()) as journal:
            at = FakeClock(NOON - timedelta(hours=20))
            journal.append(
                new_event("session-started", at, session="s", routine="desk-neck", digest="", data=data)
            )

    begun(rehearsal=True)
    assert RULES.rule("E4").order not in one_line(printed("sign", "double_vision"))
    begun()
    assert RULES.rule("E4").order in one_line(printed("sign", "double_vision"))


def test_the_list_of_signs_is_shown():
    """Without a sign the nine lines are printed, danger first."""
    lines = printed("sign").splitlines()
    assert lines[0] == "Any of these? Choose one by its name: coach sign NAME"
    assert [line for line in lines if line[:1].isdigit()] == [
        f"{number}. {line.title}" for number, line in enumerate(RULES.lines, 1)
    ]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("cramp", "calff"), "'calff' is not known here; did you mean 'calf'?"),
        (("cramp", "--sign", "dizy"), "'dizy' is not known here; did you mean 'dizzy'?"),
        (("sign", "overuse"), "That is not a sign on the list; `coach sign` shows it."),
        (("cramp", "--at", "at 3"), "write 03:00 or 15:00"),
    ],
)
def test_wrong_usage_is_explained(arguments, expected):
    """Wrong usage notes nothing, and the message names the likely word."""
    result = run(*arguments)
    assert (result.exit_code, expected in one_line(result.stderr)) == (2, True)
    assert run("undo").exit_code == 1


def test_undo_takes_the_last_note_back():
    """The note and its flags are gone from the lists; both events stay in the journal."""
    printed("cramp", "calf")
    printed("sign", "felt_pop")
    assert printed("undo") == "Taken back: Felt a pop, 2026-11-02 12:00.\n"
    assert json.loads(printed("flags", "--json")) == {"flags": []}
    with open_journal(find_home(), SystemClock()) as journal:
        (kept,) = read_notes(journal, UTC, NOON - timedelta(days=1)).notes
        kinds = [kind for (kind,) in journal.rows("SELECT kind FROM events ORDER BY seq")]
    assert kept.names == {"cramp"}
    assert kinds == ["note", "note", "flag", "note-withdrawn"]
    assert json.loads(printed("undo", "--json"))["withdrawn"]["id"] == kept.id
    assert run("undo").output == "There is nothing to undo.\n"


def test_damaged_entries_silence_no_note():
    """A session or a flag whose data is damaged is left out, and whatever else is noted counts."""
    with open_journal(find_home(), SystemClock()) as journal:
        for kind, session in (("session-started", "s"), ("flag", "")):
            journal.append(new_event(kind, SystemClock(), session=session, routine="x", digest="", data={}))
        # The journal refuses changes; damage does not ask.
        journal._connection.execute("DROP TRIGGER events_refuse_update")
        journal._connection.execute("UPDATE events SET data = 'broken'")
        journal._connection.commit()
        assert [routine for _, routine in routines_begun(journal, NOON - timedelta(days=1))] == ["x"]
        assert flags_of(journal, "n") == []


def test_notes_are_listed():
    """`coach log --notes` has what was noted, but what was taken back, for people and for programs."""
    assert run("log", "--notes").stderr == "No note yet. `coach cramp calf left 7 2min` makes one.\n"
    printed("cramp", "calf", "left", "7", "--at", "8:15")
    printed("drink", "cup")
    printed("undo")
    assert printed("log", "--notes") == "2026-11-02 08:15  Cramp, pain 7 of 10, left calf\n"
    (listed,) = json.loads(printed("log", "--notes", "--json"))["notes"]
    assert (listed["facts"], listed["began"]) == ({"cramp": None, "pain": 7.0}, "2026-11-02T08:15:00+00:00")
    missing = run("log", "--notes", "--since", "2099-01-01")
    assert (missing.exit_code, missing.stderr) == (1, "No note matches.\n")
    assert run("log", "--notes", "--csv").exit_code == 2


def test_a_key_pressed_again_within_a_minute_is_the_same_cramp(note_clock):
    """A trembling hand notes one cramp; after a minute, or with a detail, it is another note."""
    run("cramp", "--press")
    assert run("cramp", "--press").stdout == "Noted already, 12:00.\n"
    run("cramp", "calf")
    note_clock.advance(61)
    run("cramp", "--press")
    assert len(noted()) == 3


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("0", None),
        ("1\r", None),
        ("12x", ["chest_pressure"]),
        ("2\r9" + "1" + "x", ["worries_me"]),
        ("41u", []),
    ],
)
def test_a_sign_is_chosen_by_keys(keys, expected, monkeypatch):
    """A digit opens a line, a key chooses its sign, Enter goes back, and u takes it back."""
    pressed = iter(keys)
    monkeypatch.setattr(sign_menu, "read_key", lambda _prompt: next(pressed, "0"))
    monkeypatch.setattr(note_recording, "wait_until_acknowledged", lambda *_: None)
    note_chosen_sign(note_recording.recorder())
    assert [[*each["facts"]] for each in noted()] == [expected] * bool(expected)
