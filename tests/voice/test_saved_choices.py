"""Which voice was chosen: remembered for as long as the engine is the same."""

from __future__ import annotations

import json
import stat

import pytest

from coach.voice.choose import EngineVoice
from coach.voice.saved_choices import FILE_NAME, SavedChoices, VoiceIdentity

BRITISH = VoiceIdentity("espeak", "1.52.0", EngineVoice("gmw/en", "English", "en-gb", "male"), "en-gb")
AMERICAN = VoiceIdentity("espeak", "1.52.0", EngineVoice("gmw/en-us", "English", "en-us", "male"), "en-us")


def test_the_label_is_what_the_journal_keeps():
    """The journal's label is the engine, the voice and the rate in one word."""
    assert BRITISH.label_at(150) == "espeak/en-gb@150"


def test_a_choice_is_remembered_for_what_was_asked(tmp_path):
    """A choice is kept for each language and each name, also for another object on the same folder."""
    choices = SavedChoices(tmp_path / "clips")
    choices.save("en", None, BRITISH)
    choices.save("en", "english (america)", AMERICAN)
    again = SavedChoices(tmp_path / "clips")
    asked = [("en", None), ("en", "english (america)"), ("de", None)]
    assert [again.load(*each) for each in asked] == [BRITISH, AMERICAN, None]


def test_a_changed_engine_is_no_longer_the_one_remembered(tmp_path):
    """After an update of its library the choice is made again, though the last one stays available."""
    library = tmp_path / "libespeak-ng.so.1"
    library.write_bytes(b"old")
    identity = VoiceIdentity("espeak", "1.52.0", BRITISH.voice, "en-gb", files=(str(library),))
    choices = SavedChoices(tmp_path)
    choices.save("en", None, identity)
    assert choices.load("en", None) == identity
    library.write_bytes(b"newer")
    assert (choices.load("en", None), choices.load_last("en", None)) == (None, identity)
    library.unlink()
    assert (choices.load("en", None), choices.load_last("en", None)) == (None, identity)


def test_another_installation_asks_its_own_engine(tmp_path, monkeypatch):
    """Another environment, or another release of the system, makes its own choice."""
    choices = SavedChoices(tmp_path)
    choices.save("en", None, BRITISH)
    monkeypatch.setattr("platform.release", lambda: "another")
    assert (choices.load("en", None), choices.load_last("en", None)) == (None, BRITISH)


def test_the_latest_choice_is_the_last(tmp_path):
    """A choice that is made again becomes the latest."""
    choices = SavedChoices(tmp_path)
    choices.save("en", None, BRITISH)
    choices.save("en", None, AMERICAN)
    assert choices.load("en", None) == choices.load_last("en", None) == AMERICAN


def test_clearing(tmp_path):
    """After clearing no choice is known, and clearing twice is no error."""
    choices = SavedChoices(tmp_path)
    choices.save("en", None, BRITISH)
    choices.clear()
    choices.clear()
    assert choices.load("en", None) is None


def test_the_file_is_private_and_stays_small(tmp_path):
    """The file is private and keeps at most forty choices."""
    choices = SavedChoices(tmp_path)
    for number in range(100):
        choices.save("en", f"voice {number}", BRITISH)
    path = tmp_path / FILE_NAME
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(json.loads(path.read_text())["chosen"]) == 40
    assert choices.load("en", "voice 99") == BRITISH


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "null",
        "[" * 100_000,
        '{"format": 2, "chosen": {}}',
        '{"format": 1}',
        '{"format": 1, "chosen": 3}',
        '{"format": 1, "chosen": ["x"]}',
    ],
)
def test_a_broken_file_is_as_good_as_none(tmp_path, content):
    """A broken file counts as empty, and the next choice repairs it."""
    (tmp_path / FILE_NAME).write_text(content)
    choices = SavedChoices(tmp_path)
    assert (choices.load("en", None), choices.load_last("en", None)) == (None, None)
    choices.save("en", None, BRITISH)
    assert choices.load("en", None) == BRITISH


@pytest.mark.parametrize("entry", [None, 3, [], {}, {"voice": 3}, {"voice": {"x": 1}}, {"engine": "e"}])
def test_a_broken_entry_is_as_good_as_none(tmp_path, entry):
    """A broken entry is ignored."""
    choices = SavedChoices(tmp_path)
    choices.save("en", None, BRITISH)
    stored = json.loads((tmp_path / FILE_NAME).read_text())
    stored["chosen"] = dict.fromkeys(stored["chosen"], entry)
    (tmp_path / FILE_NAME).write_text(json.dumps(stored))
    assert (choices.load("en", None), choices.load_last("en", None)) == (None, None)


def test_a_folder_that_cannot_be_written_is_no_fault(tmp_path):
    """If the folder cannot be written, the choice is made each time, without an error."""
    (tmp_path / "clips").write_text("in the way")
    choices = SavedChoices(tmp_path / "clips")
    choices.save("en", None, BRITISH)
    assert choices.load("en", None) is None
