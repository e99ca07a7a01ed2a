"""One-line notes, the lines of the list that answer them, and taking a note back."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner

from coach.care.reading import sign_rules
from coach.care.rules import cautions_for
from coach.care.sign_orders import in_language
from coach.clock import SystemClock
from coach.commands import flag_display, flags, note, note_recording, sign_menu
from coach.commands.flag_display import wait_until_acknowledged
from coach.commands.group import coach
from coach.commands.sign_menu import note_chosen_sign
from coach.errors import DaemonError, JournalError
from coach.home import find_home
from coach.journal.events import new_event
from coach.journal.notes import flags_of, read_notes, routines_begun
from coach.journal.store import Journal, open_journal
from coach.testing import FakeClock

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
RULES = sign_rules()
NUMBER = "Pressed by mistake? Press U. If not: call now. Number: your local emergency number."


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


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """A Monday at noon, in a zone without surprises, without sound and without a running coach."""
    found = FakeClock(NOON)
    for module in (note_recording, note, flags, flag_display):
        monkeypatch.setattr(module, "SystemClock", lambda: found)
    monkeypatch.setattr(note_recording, "FlagSpeech", FakeSpeech)
    monkeypatch.setattr(FakeSpeech, "heard", True)
    home = find_home()
    home.plan.parent.mkdir(parents=True, exist_ok=True)
    home.plan.write_text("zone: UTC\nreminders:\n  water: {routine: sip-water, at: '10:00'}\n")
    return found


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
    """As words or as an option; the person's own words are kept as they are, and are not read for signs."""
    assert printed("cramp", "calf", "helped", "stretching").startswith(
        "Noted: Stretching helped, cramp, calf,"
    )
    by_option = printed("cramp", "calf", "--helped", "nothing, other: chest pressure gone")
    assert by_option.startswith(
        'Noted: Nothing helped, something else helped, cramp, "chest pressure gone", calf,'
    )
    assert printed("flags") == printed("flags", "--acknowledge")


def test_presses_within_a_minute_are_one_cramp(clock):
    """Notes within 60 seconds belong to one episode, and later ones do not."""
    first, second, third = (_after(clock, seconds, "cramp", "--json")["note"] for seconds in (0, 59, 120))
    assert [each["episode"] for each in (first, second, third)] == [first["id"], first["id"], third["id"]]


def _after(clock, seconds, *arguments):
    clock.advance(seconds)
    return json.loads(printed(*arguments))


def test_an_emergency_sign_is_shown_at_once_and_spoken(monkeypatch):
    """An emergency text is shown first and spoken, and whatever is led ends."""
    ended = []
    monkeypatch.setattr(note_recording, "end_led_session", lambda: ended.append(True))
    output = one_line(printed("cramp", "calf", "--sign", "chest_pressure"))
    assert output.startswith(f"{'=' * 60} {text('E2')} {NUMBER} {'=' * 60} Noted: Cramp, pain or pressure")
    assert (FakeSpeech.said, ended) == ([text("E2")], [True])


@pytest.mark.parametrize("language", ["en", "de", "es", "fr"])
def test_an_order_is_spoken_shown_and_kept_in_the_language_of_the_plan(monkeypatch, language):
    """With everything below it, and by a voice of that language; the rest of the terminal is English."""
    monkeypatch.setattr(note_recording, "end_led_session", lambda: None)
    plan = find_home().plan
    plan.parent.mkdir(parents=True, exist_ok=True)
    reminders = "reminders: {a: {routine: eyes-far, at: 10:00}}"
    plan.write_text(f"voice: {{language: {language}}}\n{reminders}\n", encoding="utf-8")
    rules = in_language(RULES, language)
    below = rules.rule("S7").caution.replace("{emergency_number}", rules.unknown_number)
    output = one_line(printed("cramp", "calf", "--sign", "chest_pressure"))
    assert output.startswith(f"{'=' * 60} {rules.rule('E2').order} {below} {'=' * 60} Noted: Cramp")
    assert (FakeSpeech.said, FakeSpeech.language) == ([rules.rule("E2").order], language)
    assert json.loads(run("flags", "--json").stdout)["flags"][0]["text"] == rules.rule("E2").order


def test_other_texts_end_nothing(monkeypatch):
    """A same-day text is shown and spoken, and what is led goes on."""
    monkeypatch.setattr(note_recording, "end_led_session", lambda: pytest.fail("it was ended"))
    assert printed("sign", "felt", "pop").startswith(text("D11"))
    assert FakeSpeech.said == [text("D11")]


def test_what_could_not_be_played_is_shown_again():
    """If sound failed, the person is asked to read the text, which is shown again."""
    FakeSpeech.heard = False
    output = printed("sign", "felt_pop")
    assert output.endswith(f"{RULES.rule('S9').caution}\n{text('D11')}\n")


def test_programs_see_a_flag_on_stderr_too(monkeypatch):
    """With `--json` the document has the flag, and stderr its text."""
    monkeypatch.setattr(note_recording, "end_led_session", lambda: None)
    result = run("sign", "face_drops", "--json")
    document = json.loads(result.stdout)
    (flag,) = document["flags"]
    assert flag == {
        "rule": "E3",
        "level": "emergency",
        "text": text("E3"),
        "version": RULES.version,
        "at": NOON.isoformat(),
        "episode": document["note"]["id"],
        "acknowledged": None,
    }
    assert text("E3") in one_line(result.stderr)


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


def test_an_old_sign_is_not_spoken():
    """What began days ago shows the text for the past."""
    assert printed("sign", "chest_pressure", "--at", "3 days ago").splitlines()[0] == RULES.rule("S4").caution
    assert FakeSpeech.said == []


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


def test_flags_are_listed_and_acknowledged_once():
    """Flags are listed until they are acknowledged, and afterwards only with --all."""
    assert printed("flags") == f"{RULES.rule('S3').caution}\n"
    printed("sign", "felt_pop")
    line = f"2026-11-02 12:00  {text('D11')}\n"
    assert printed("flags") == f"{line}`coach flags --acknowledge` marks this as read.\n"
    seen = "You have acknowledged all of them; --all shows them again.\n"
    assert printed("flags", "--acknowledge") == seen
    assert printed("flags", "--all") == f"{line}{seen}"
    (flag,) = json.loads(printed("flags", "--json"))["flags"]
    assert flag["acknowledged"] == NOON.isoformat()


def test_a_journal_that_cannot_be_written_silences_no_emergency(monkeypatch):
    """If the journal cannot be written, the emergency text is shown anyway."""
    monkeypatch.setattr(note_recording, "end_led_session", lambda: None)

    def refuse(*_):
        raise JournalError("It is full.")

    monkeypatch.setattr("coach.journal.store.open_journal", refuse)
    result = run("sign", "chest_pressure")
    assert (result.exit_code, FakeSpeech.said) == (5, [text("E2")])
    assert text("E2") in one_line(result.output)


@pytest.mark.parametrize("method", ["rows", "append"])
def test_a_journal_that_fails_when_it_is_used_silences_no_emergency(monkeypatch, method):
    """If the journal can be opened but not read or written, the text is shown, and shown again unheard."""
    monkeypatch.setattr(note_recording, "end_led_session", lambda: None)
    monkeypatch.setattr(FakeSpeech, "heard", False)

    def refuse(*_):
        raise JournalError("The disk does not answer.")

    monkeypatch.setattr(Journal, method, refuse)
    result = run("sign", "chest_pressure")
    assert (result.exit_code, FakeSpeech.said) == (5, [text("E2")])
    assert one_line(result.output).count(text("E2")) == 2
    assert RULES.rule("S9").caution in result.output


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


@pytest.mark.parametrize(
    ("keys", "repeats", "kinds"),
    [
        ("xa aa", 0, ["note", "flag", "flag-acknowledged"]),
        ("rAxu", 1, ["note", "flag", "note-withdrawn"]),
        (["\x1b[A", "\x1b[A", "aa"], 0, ["note", "flag", "flag-acknowledged"]),
        (["x\nu"], 0, ["note", "flag", "note-withdrawn"]),
    ],
)
def test_only_its_own_keys_clear_an_emergency(monkeypatch, keys, repeats, kinds):
    """A pressed twice acknowledges it, U takes the note back, R repeats it; any other key does nothing."""
    monkeypatch.setattr(note_recording, "end_led_session", lambda: None)
    printed("sign", "chest_pressure", "--json")
    pressed = iter(keys)
    monkeypatch.setattr(flag_display, "read_key", lambda _prompt: next(pressed))
    for stream in ("stdin", "stdout"):
        monkeypatch.setattr(flag_display.sys, stream, _Terminal())
    repeated = []

    class Display:
        def repeat(self):
            repeated.append(True)

    with open_journal(find_home(), SystemClock()) as journal:
        (noted,) = read_notes(journal, UTC, NOON - timedelta(days=1)).notes
        wait_until_acknowledged(journal, noted, Display())
        assert [kind for (kind,) in journal.rows("SELECT kind FROM events ORDER BY seq")] == kinds
    assert (len(repeated), list(pressed)) == (repeats, [])


class _Terminal:
    """A terminal that shows nothing."""

    encoding = "utf-8"

    def isatty(self):
        """It is one."""
        return True

    def write(self, _):
        """Nothing is shown."""

    def flush(self):
        """Nothing is kept back."""


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


@pytest.mark.parametrize("is_running", [True, False])
def test_whatever_is_led_ends(monkeypatch, is_running):
    """An emergency ends what is led, by the running coach or by a signal."""
    ended = []

    class Client:
        def act(self, name, **fields):
            ended.append((name, fields))

    class Sessions:
        def __init__(self, journal):
            assert journal is not None

        def command(self, command):
            ended.append(("signal", command))

    printed("drink", "cup")
    monkeypatch.setattr("coach.api.client.find_coach", lambda _: Client() if is_running else None)
    monkeypatch.setattr("coach.daemon.other_sessions.OtherSessions", Sessions)
    flag_display.end_led_session()
    assert ended == [("session" if is_running else "signal", {"command": "stop"})]


def test_a_coach_that_hangs_keeps_nothing_going(monkeypatch):
    """Where the running coach does not answer, what is led is ended by a signal."""
    ended = []

    class Client:
        def act(self, *_, **__):
            raise DaemonError("It does not answer.")

    class Sessions:
        def __init__(self, journal):
            assert journal is not None

        def command(self, command):
            ended.append(command)

    printed("drink", "cup")
    monkeypatch.setattr("coach.api.client.find_coach", lambda _: Client())
    monkeypatch.setattr("coach.daemon.other_sessions.OtherSessions", Sessions)
    flag_display.end_led_session()
    assert ended == [{"command": "stop"}]


def test_a_key_pressed_again_within_a_minute_is_the_same_cramp(clock):
    """A trembling hand notes one cramp; after a minute, or with a detail, it is another note."""
    run("cramp", "--press")
    assert run("cramp", "--press").stdout == "Noted already, 12:00.\n"
    run("cramp", "calf")
    clock.advance(61)
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
