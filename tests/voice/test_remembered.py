"""Which voice was chosen: remembered for as long as the engine is the same."""

from __future__ import annotations

import json
import stat

import pytest

from coach.voice.choose import EngineVoice
from coach.voice.remembered import FILE_NAME, Identity, VoiceMemory

BRITISH = Identity("espeak", "1.52.0", EngineVoice("gmw/en", "English", "en-gb", "male"), "en-gb")
AMERICAN = Identity("espeak", "1.52.0", EngineVoice("gmw/en-us", "English", "en-us", "male"), "en-us")


def test_the_label_is_what_the_journal_keeps():
    """Engine, voice and rate in one word."""
    assert BRITISH.label_at(150) == "espeak/en-gb@150"


def test_a_choice_is_remembered_for_what_was_asked(tmp_path):
    """Each language and each name has its own; another memory of the same folder knows them too."""
    memory = VoiceMemory(tmp_path / "clips")
    memory.note("en", None, BRITISH)
    memory.note("en", "english (america)", AMERICAN)
    again = VoiceMemory(tmp_path / "clips")
    asked = [("en", None), ("en", "english (america)"), ("de", None)]
    assert [again.recall(*each) for each in asked] == [BRITISH, AMERICAN, None]


def test_a_changed_engine_is_no_longer_the_one_remembered(tmp_path):
    """An update changes its library: the choice is made anew, though the last one can still be had."""
    library = tmp_path / "libespeak-ng.so.1"
    library.write_bytes(b"old")
    identity = Identity("espeak", "1.52.0", BRITISH.voice, "en-gb", files=(str(library),))
    memory = VoiceMemory(tmp_path)
    memory.note("en", None, identity)
    assert memory.recall("en", None) == identity
    library.write_bytes(b"newer")
    assert (memory.recall("en", None), memory.recall_last("en", None)) == (None, identity)
    library.unlink()
    assert (memory.recall("en", None), memory.recall_last("en", None)) == (None, identity)


def test_another_installation_asks_its_own_engine(tmp_path, monkeypatch):
    """A second virtual environment, or a new release of the system, may have another engine."""
    memory = VoiceMemory(tmp_path)
    memory.note("en", None, BRITISH)
    monkeypatch.setattr("platform.release", lambda: "another")
    assert (memory.recall("en", None), memory.recall_last("en", None)) == (None, BRITISH)


def test_the_latest_choice_is_the_last(tmp_path):
    """What was noted again counts as new."""
    memory = VoiceMemory(tmp_path)
    memory.note("en", None, BRITISH)
    memory.note("en", None, AMERICAN)
    assert memory.recall("en", None) == memory.recall_last("en", None) == AMERICAN


def test_forgetting(tmp_path):
    """Afterwards nothing is known, and that twice is no fault."""
    memory = VoiceMemory(tmp_path)
    memory.note("en", None, BRITISH)
    memory.forget()
    memory.forget()
    assert memory.recall("en", None) is None


def test_the_file_is_private_and_stays_small(tmp_path):
    """0600; a person who tries a hundred voices leaves forty."""
    memory = VoiceMemory(tmp_path)
    for number in range(100):
        memory.note("en", f"voice {number}", BRITISH)
    path = tmp_path / FILE_NAME
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(json.loads(path.read_text())["chosen"]) == 40
    assert memory.recall("en", "voice 99") == BRITISH


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
    """Whatever stands in it: nothing is known, and noting mends it."""
    (tmp_path / FILE_NAME).write_text(content)
    memory = VoiceMemory(tmp_path)
    assert (memory.recall("en", None), memory.recall_last("en", None)) == (None, None)
    memory.note("en", None, BRITISH)
    assert memory.recall("en", None) == BRITISH


@pytest.mark.parametrize("entry", [None, 3, [], {}, {"voice": 3}, {"voice": {"x": 1}}, {"engine": "e"}])
def test_a_broken_entry_is_as_good_as_none(tmp_path, entry):
    """One entry of a shape that nobody wrote harms nobody."""
    memory = VoiceMemory(tmp_path)
    memory.note("en", None, BRITISH)
    stored = json.loads((tmp_path / FILE_NAME).read_text())
    stored["chosen"] = dict.fromkeys(stored["chosen"], entry)
    (tmp_path / FILE_NAME).write_text(json.dumps(stored))
    assert (memory.recall("en", None), memory.recall_last("en", None)) == (None, None)


def test_a_folder_that_cannot_be_written_is_no_fault(tmp_path):
    """The voice is then asked for each time."""
    (tmp_path / "clips").write_text("in the way")
    memory = VoiceMemory(tmp_path / "clips")
    memory.note("en", None, BRITISH)
    assert memory.recall("en", None) is None
