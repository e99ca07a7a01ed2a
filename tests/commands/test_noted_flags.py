"""What a note fires: shown, spoken, kept, acknowledged, and heard over whatever fails."""

from __future__ import annotations

import json
from datetime import UTC, timedelta

import pytest

from coach.care.sign_orders import in_language
from coach.clock import SystemClock
from coach.commands import flag_display, note_recording
from coach.commands.flag_display import wait_until_acknowledged
from coach.errors import DaemonError, JournalError
from coach.home import find_home
from coach.journal.notes import read_notes
from coach.journal.store import Journal, open_journal
from commands.noting import NOON, RULES, FakeSpeech, one_line, printed, run, text

pytestmark = pytest.mark.usefixtures("note_clock")
NUMBER = "Pressed by mistake? Press U. If not: call now. Number: your local emergency number."


def test_an_emergency_sign_is_shown_at_once_and_spoken(monkeypatch):
    """An emergency text is shown first and spoken, and whatever is led ends."""
    ended = []
    monkeypatch.setattr(note_recording, "end_led_session", lambda: ended.append(True))
    output = one_line(printed("cramp", "calf", "--sign", "chest_pressure"))
    assert output.startswith(f"{'=' * 60} {text('E2')} {NUMBER} {'=' * 60} Noted: Cramp, pain or pressure")
    assert (FakeSpeech.said, ended) == ([text("E2")], [True])


@pytest.mark.parametrize("language", ["en", "de", "es", "fr"])
def test_an_order_is_spoken_shown_and_kept_in_the_language_of_the_plan(monkeypatch, language):
    """Order, texts below and voice are in the plan's language; the rest of the terminal is English."""
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


def test_an_old_sign_is_not_spoken():
    """What began days ago shows the text for the past."""
    assert printed("sign", "chest_pressure", "--at", "3 days ago").splitlines()[0] == RULES.rule("S4").caution
    assert FakeSpeech.said == []


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
