"""`coach voices`: what people and programs get, and what is said where there is nothing."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from coach.commands.group import coach
from coach.commands.voices import command
from coach.home import find_home
from coach.voice import process as room
from coach.voice.choose import EngineVoice
from coach.voice.process import EngineFacts
from coach.voice.saved_choices import SavedChoices, VoiceIdentity
from coach.voice.voice import VoiceFault

VOICES = (
    EngineVoice("gmw/en-us", "English (America)", "en-us", "male"),
    EngineVoice("gmw/en", "English (Great Britain)", "en-gb", "male"),
    EngineVoice("gmw/de", "German", "de"),
)


class Process:
    """An engine with three voices."""

    voices_there = VOICES
    fault: VoiceFault | None = None
    closed = 0

    def __init__(self, log_file):
        assert log_file.name == "voice.log"

    def facts(self):
        """What it is."""
        if self.fault is not None:
            raise self.fault
        return EngineFacts("espeak", "1.52.0", "gmw/en", ".wav")

    def voices(self):
        """What it has."""
        return self.voices_there

    def close(self):
        """Note it."""
        type(self).closed += 1


@pytest.fixture(autouse=True)
def machine(monkeypatch, tmp_path):
    """A computer with that engine, and an empty home."""

    class Here(Process):
        """This test's own."""

    monkeypatch.setattr(room, "VoiceProcess", Here)
    monkeypatch.setenv("COACH_HOME", str(tmp_path))
    return Here


def run(*arguments):
    """The command, as it is called."""
    return CliRunner().invoke(coach, ["voices", *arguments])


def test_people_get_a_table_by_language(machine):
    """Voices are sorted by language with a star at each that would be used, and the engine is closed."""
    result = run()
    assert (result.exit_code, result.stderr, machine.closed) == (0, "", 1)
    assert result.stdout.splitlines() == [
        "espeak 1.52.0: 3 voices; * is used for its language",
        "   language  id         name                     gender",
        "*  de        gmw/de     German",
        "*  en-gb     gmw/en     English (Great Britain)  male",
        "   en-us     gmw/en-us  English (America)        male",
    ]


def test_programs_get_one_document():
    """`--json` has every voice with all that is known of it, and whether it would be used."""
    result = run("--json")
    assert (result.exit_code, result.stderr) == (0, "")
    assert json.loads(result.stdout) == {
        "engine": "espeak",
        "version": "1.52.0",
        "voices": [
            {"id": "gmw/de", "name": "German", "language": "de", "chosen": True},
            {
                "id": "gmw/en",
                "name": "English (Great Britain)",
                "language": "en-gb",
                "gender": "male",
                "chosen": True,
            },
            {
                "id": "gmw/en-us",
                "name": "English (America)",
                "language": "en-us",
                "gender": "male",
                "chosen": False,
            },
        ],
    }


@pytest.mark.parametrize(
    ("language", "taken"), [("en", "gmw/en"), ("en-US", "gmw/en-us"), ("de_AT", "gmw/de")]
)
def test_one_language_alone(language, taken):
    """A language shows only its voices, with the star where that very language would be spoken."""
    voices = json.loads(run("--language", language, "--json").stdout)["voices"]
    assert [voice["id"] for voice in voices if voice["chosen"]] == [taken]
    assert {voice["language"][:2] for voice in voices} == {language[:2]}


def test_a_language_without_a_voice_says_so_and_names_the_nearest():
    """A language without a voice ends with 1, names the nearest, and prints an empty JSON document."""
    result = run("--language", "gsw", "--json")
    assert (result.exit_code, json.loads(result.stdout)["voices"]) == (1, [])
    assert result.stderr == "There is no voice for 'gsw' here; the nearest is German (de).\n"
    assert run("--language", "gsw").stdout == "espeak 1.52.0: no voices\n"


def test_what_was_typed_cannot_write_on_the_terminal():
    """An escape sequence in the language that was typed is shown, not obeyed."""
    result = run("--language", "\x1b[31m")
    assert result.exit_code == 1
    assert "\x1b" not in result.stderr


def test_no_engine_is_reported_with_what_to_do(machine):
    """Without an engine the exit code is 4, the remedy is on stderr, and the worker is closed."""
    machine.fault = VoiceFault("The speech worker ended with status 3.", hint="Install one.")
    with pytest.raises(VoiceFault) as caught:
        CliRunner().invoke(command, catch_exceptions=False)
    result = run()
    assert (result.exit_code, caught.value.exit_code, machine.closed) == (4, 4, 2)
    assert (result.stdout, result.stderr) == ("", "The speech worker ended with status 3.\nInstall one.\n")


def test_an_engine_without_voices_is_no_crash(machine):
    """An engine without any voice, as on Windows without a speech pack, is reported."""
    machine.voices_there = ()
    assert (run().stdout, run().exit_code) == ("espeak 1.52.0: no voices\n", 0)
    assert run("--language", "en").exit_code == 1


def test_listing_makes_the_next_session_choose_again():
    """Listing the voices forgets the earlier choice, as a voice may just have been installed."""
    choices = SavedChoices(find_home().clips)
    choices.save("en", None, VoiceIdentity("espeak", "1.52.0", VOICES[1], "en-gb"))
    run()
    assert choices.load("en", None) is None
