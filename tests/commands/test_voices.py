"""`coach voices`: what people and programs get, and what is said where there is nothing."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from coach.commands.group import coach
from coach.commands.voices import command
from coach.home import find_home
from coach.voice import catalogue
from coach.voice import process as room
from coach.voice.catalogue import RemoteFile, RemoteVoice
from coach.voice.choose import EngineVoice
from coach.voice.process import EngineFacts
from coach.voice.saved_choices import SavedChoices, VoiceIdentity
from coach.voice.voice import VoiceFault

VOICES = (
    EngineVoice("gmw/en-us", "English (America)", "en-us", "male"),
    EngineVoice("gmw/en", "English (Great Britain)", "en-gb", "male"),
    EngineVoice("gmw/de", "German", "de"),
)


PLAN = "format: 1\nvoice: {name: gmw/en-us}\nreminders:\n  water: {routine: sip-water, at: ['10:00']}\n"


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


def run(*arguments, answer=None):
    """The command, as it is called."""
    return CliRunner().invoke(coach, ["voices", *arguments], input=answer)


@pytest.fixture
def joe(monkeypatch, tmp_path):
    """A natural voice of the person's own, and Piper; another voice is a package."""
    monkeypatch.setattr("coach.voice.natural.piper_is_installed", lambda: True)
    monkeypatch.setattr("coach.voice.natural._folders", lambda _package: [str(tmp_path / "package")])
    for folder, name in ((tmp_path / "voices" / "joe", "joe"), (tmp_path / "package" / "data", "amy")):
        folder.mkdir(parents=True)
        (folder / f"{name}.onnx").write_bytes(bytes(2_400_000))
        config = {"audio": {"quality": "medium"}, "language": {"code": "en_US"}}
        (folder / f"{name}.onnx.json").write_text(json.dumps(config))
        (folder / "MODEL_CARD").write_text("# Card\n* License: CC0\n")
    return tmp_path / "voices" / "joe"


def test_people_get_a_table_by_language(machine):
    """Voices are sorted by language with a star at each that would be used, and the engine is closed."""
    result = run()
    assert (result.exit_code, result.stderr, machine.closed) == (0, "", 1)
    assert result.stdout.splitlines() == [
        "espeak 1.52.0: 3 voices; * is used for its language",
        "   language  id         name                     engine  quality  size  licence",
        "*  de        gmw/de     German                   espeak",
        "*  en-gb     gmw/en     English (Great Britain)  espeak",
        "   en-us     gmw/en-us  English (America)        espeak",
    ]


def test_programs_get_one_document():
    """`--json` has every voice with all that is known of it, and whether it would be used."""
    result = run("--json")
    assert (result.exit_code, result.stderr) == (0, "")
    assert json.loads(result.stdout) == {
        "engine": "espeak",
        "version": "1.52.0",
        "voices": [
            {"id": "gmw/de", "name": "German", "language": "de", "engine": "espeak", "chosen": True},
            {
                "id": "gmw/en",
                "name": "English (Great Britain)",
                "language": "en-gb",
                "engine": "espeak",
                "gender": "male",
                "chosen": True,
            },
            {
                "id": "gmw/en-us",
                "name": "English (America)",
                "language": "en-us",
                "engine": "espeak",
                "gender": "male",
                "chosen": False,
            },
        ],
    }


@pytest.mark.parametrize(
    ("language", "taken"), [("en", "gmw/en"), ("en-US", "gmw/en-us"), ("de_AT", "gmw/de")]
)
def test_one_language_alone(language, taken):
    """A language shows only its voices, with the star where that language would be spoken."""
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
    machine.fault = VoiceFault("The speech engine ended with status 3.", hint="Install one.")
    with pytest.raises(VoiceFault) as caught:
        CliRunner().invoke(command, catch_exceptions=False)
    result = run()
    assert (result.exit_code, caught.value.exit_code, machine.closed) == (4, 4, 2)
    assert (result.stdout, result.stderr) == ("", "The speech engine ended with status 3.\nInstall one.\n")


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


@pytest.mark.usefixtures("joe")
def test_natural_voices_are_listed_with_quality_size_and_licence():
    """Natural voices come first in their language, and one has the star instead of the system's."""
    assert run("--language", "en").stdout.splitlines() == [
        "piper: 2 voices, espeak 1.52.0: 2 voices; * is used for its language",
        "   language  id         name                     engine  quality  size  licence",
        "   en-gb     gmw/en     English (Great Britain)  espeak",
        "   en-us     amy        amy                      piper   medium   2 MB  CC0",
        "*  en-us     joe        joe                      piper   medium   2 MB  CC0",
        "   en-us     gmw/en-us  English (America)        espeak",
        "A licence is that of the recordings; what the voice was made from: `coach voices card NAME`.",
    ]
    first = next(voice for voice in json.loads(run("--json").stdout)["voices"] if voice["id"] == "joe")
    assert first == {
        "id": "joe", "name": "joe", "language": "en-us", "engine": "piper", "quality": "medium",
        "licence": "CC0", "bytes": 2_400_000, "chosen": True,
    }  # fmt: skip


@pytest.mark.usefixtures("joe")
def test_the_voice_that_the_plan_names_has_the_star(tmp_path):
    """The plan's voice is the one that is used for its language, and changes nothing for others."""
    (tmp_path / "plan.yaml").write_text(PLAN)
    stars = [line.split()[2] for line in run().stdout.splitlines() if line.startswith("*")]
    assert stars == ["gmw/de", "gmw/en-us"]


def test_without_an_engine_natural_voices_are_listed(machine, joe):
    """Where the system's engine fails its message is on stderr, and the natural voices are listed."""
    assert joe.is_dir()
    machine.fault = VoiceFault("The speech engine ended with status 3.")
    result = run()
    assert (result.exit_code, result.stderr) == (0, "The speech engine ended with status 3.\n")
    assert result.stdout.splitlines()[0] == "piper: 2 voices; * is used for its language"


def test_a_natural_voice_that_cannot_be_used_is_named(joe, monkeypatch):
    """What is wrong with a voice, and that Piper is missing, is said on stderr."""
    (joe / "joe.onnx").unlink()
    assert run().stderr == "joe cannot be used: joe.onnx is missing.\n"
    monkeypatch.setattr("coach.voice.natural.piper_is_installed", lambda: False)
    assert run().stderr.splitlines()[1] == "Natural voices need Piper: pip install 'stretch-coach[natural]'"


@pytest.mark.usefixtures("joe")
def test_the_card_of_a_voice():
    """`card` prints the model card; the name of no natural voice is refused with the nearest."""
    assert run("card", "joe").stdout == "# Card\n* License: CC0\n"
    result = run("card", "jo")
    assert (result.exit_code, "There is no natural voice 'jo' here." in result.stderr) == (2, True)


def test_a_voice_of_the_persons_own_is_removed(joe):
    """`remove` deletes the voice; one that is a package is left, with how to remove it."""
    assert (run("remove", "joe").stdout, joe.exists()) == ("Removed joe.\n", False)
    result = run("remove", "amy")
    assert (result.exit_code, "'amy' came as a package: pip uninstall" in result.stderr) == (2, True)


def test_a_voice_is_added_when_it_was_agreed_to(joe, monkeypatch):
    """`add` says what comes from where, asks, and downloads; a no downloads nothing."""
    file = RemoteFile("https://example.org/en/alba/alba.onnx", 63_000_000, "")
    remote = RemoteVoice("alba", "English, Great Britain", "medium", {"alba.onnx": file})
    added = []
    monkeypatch.setattr(catalogue, "find_remote", lambda _name: remote)
    monkeypatch.setattr(catalogue, "download", lambda *_arguments: added.append("alba") or joe)
    no = run("add", "alba", answer="n\n")
    assert (no.exit_code, added) == (130, [])
    assert no.stdout.splitlines()[:2] == [
        "alba: English, Great Britain, medium, 63 MB, from", "https://example.org/en/alba",
    ]  # fmt: skip
    yes = run("add", "alba", answer="y\n")
    assert (yes.exit_code, added) == (0, ["alba"])
    assert yes.stdout.splitlines()[-1] == "Added joe. `coach voices try joe` speaks with it."


def test_nothing_is_added_without_piper(joe, monkeypatch):
    """Without Piper a voice would not speak, so it is not downloaded."""
    assert joe.is_dir()
    monkeypatch.setattr("coach.voice.natural.piper_is_installed", lambda: False)
    result = run("add", "alba", "--yes")
    assert (result.exit_code, result.stderr.splitlines()) == (
        4, ["Natural voices need Piper, which is not installed.", "pip install 'stretch-coach[natural]'"],
    )  # fmt: skip


def test_each_voice_is_tried(joe, heard):
    """`try` speaks a line with each natural voice and the system's best, or with the one that is named."""
    assert joe.is_dir()
    result = run("try")
    line = "This is how this voice sounds."
    assert (result.exit_code, heard.spoken) == (0, [("joe", line), ("amy", line), (None, line)])
    assert result.stdout.splitlines()[0] == f"joe (piper): {line}"
    heard.spoken.clear()
    assert (run("try", "amy").exit_code, heard.spoken) == (0, [("amy", line)])


def test_a_voice_that_cannot_be_tried_ends_with_4(heard):
    """A voice that another one replaces, and a device that does not play, end with 4 and a sentence."""
    heard.broken = "joe"
    result = run("try", "joe")
    assert (result.exit_code, result.stderr) == (4, "joe is damaged. espeak speaks instead.\n")
    heard.plays = False
    result = run("try", "amy")
    assert (result.exit_code, result.stderr.splitlines()[0]) == (4, "No sound device could play it.")
