"""The worker from our side: deadlines kept, failures counted, a second chance, and an end of patience."""

from __future__ import annotations

import gc
import sys
from threading import Event, Thread

import pytest

from coach.child_process import ChildFailed
from coach.voice import process as room
from coach.voice.choose import EngineVoice
from coach.voice.process import Deadlines, EngineFacts, VoiceGivenUp, VoiceProcess
from coach.voice.voice import Unspeakable, VoiceFault
from scripted_workers import HELLO, VOICE, Script, speak


@pytest.fixture
def voice():
    """A process with nothing started yet; closed afterwards."""
    process = VoiceProcess(deadlines=Deadlines(start=9.0, utterance=4.0, character=0.5))
    yield process
    process.close()


def test_a_text_without_words_is_no_failure(voice, monkeypatch):
    """A worker that finds nothing to say keeps running and is not asked twice."""
    script = Script(monkeypatch, [HELLO, {"nothing": True}, {}])
    with pytest.raises(Unspeakable):
        speak(voice, "...")
    assert speak(voice) == "2.wav"
    assert script.fates == ["alive"]


def test_it_gives_the_facts_of_the_engine(voice, monkeypatch):
    """One worker gives the engine's facts and its voices as values."""
    script = Script(monkeypatch, [HELLO, {"voices": [VOICE]}])
    assert voice.facts() == EngineFacts("espeak", "1.52.0", "gmw/en", ".wav", ("/lib/espeak",))
    assert voice.voices() == (EngineVoice("gmw/en", "English", "en-gb", "male"),)
    assert script.asked == [("hello", 9.0), ("voices", 9.0)]


def test_nothing_is_started_before_it_is_needed(voice, monkeypatch):
    """Opening a voice starts no process."""
    script = Script(monkeypatch, [HELLO])
    assert script.started == []
    voice.facts()
    assert len(script.started) == 1


def test_a_long_text_has_a_longer_deadline(voice, monkeypatch):
    """The deadline grows with each character of the text."""
    script = Script(monkeypatch, [HELLO])
    assert [speak(voice, "x"), speak(voice, "x" * 10)] == ["1.wav", "2.wav"]
    assert script.asked == [("hello", 9.0), ("speak", 4.5), ("speak", 9.0)]


def test_the_file_is_gone_once_it_was_read(voice, monkeypatch):
    """A spoken file is deleted once it has been read."""
    Script(monkeypatch, [HELLO])
    paths = []

    def read(path):
        path.write_bytes(b"sound")
        paths.append(path)
        return path.read_bytes()

    assert speak(voice, read=read) == b"sound"
    assert (paths[0].exists(), paths[0].parent.exists()) == (False, True)
    voice.close()
    assert not paths[0].parent.exists()


def test_a_late_worker_is_killed_and_its_text_asked_again(voice, monkeypatch):
    """A worker that misses its deadline is killed, and a second one is asked for the same text."""
    script = Script(monkeypatch, [HELLO, ChildFailed("did not answer within 4 seconds")], [HELLO])
    assert speak(voice) == "2.wav"
    assert script.fates == ["killed", "alive"]


def test_a_text_that_fails_twice_is_a_fault_and_the_next_goes_on(voice, monkeypatch):
    """A text that ends two workers is a fault, and the next text is spoken."""
    bad = [HELLO, ChildFailed("was ended by signal 11")]
    script = Script(monkeypatch, bad, bad, [HELLO])
    with pytest.raises(VoiceFault, match=r"^The speech engine was ended by signal 11\.$") as caught:
        speak(voice)
    assert not isinstance(caught.value, VoiceGivenUp)
    assert speak(voice) == "3.wav"
    assert script.fates == ["killed", "killed", "alive"]


def test_after_three_failures_in_a_row_it_is_given_up(voice, monkeypatch):
    """After three failures in a row no worker is started any more, and every text fails at once."""
    script = Script(monkeypatch, [HELLO, ChildFailed("hung")])
    for expected in (VoiceFault, VoiceGivenUp, VoiceGivenUp):
        with pytest.raises(expected):
            speak(voice)
    with pytest.raises(VoiceGivenUp, match=r"hung\. It failed 3 times in a row, so it is not tried again"):
        voice.facts()
    assert script.fates == ["killed"] * 3


def test_a_success_forgets_the_failures_before_it(voice, monkeypatch):
    """A success resets the count of failures."""
    dying = [HELLO, {}, ChildFailed("ended with status 1")]
    script = Script(monkeypatch, dying)
    assert [speak(voice) for _ in range(8)]
    assert len(script.started) == 8


def test_a_file_that_is_no_good_counts_as_a_failure(voice, monkeypatch):
    """A worker whose file is bad counts as failed, although it reported success."""
    script = Script(monkeypatch, [HELLO])

    def no_good(_path):
        raise VoiceFault("The speech engine wrote no file.")

    for _ in range(3):
        with pytest.raises(VoiceFault, match="wrote no file"):
            speak(voice, read=no_good)
    assert script.fates == ["killed"] * 3


def test_an_error_that_is_reported_is_passed_on(voice, monkeypatch):
    """A worker's error is passed on in its own words, at most 200 characters."""
    Script(monkeypatch, [HELLO, {"error": "e" * 500}])
    with pytest.raises(VoiceFault, match=r"^The speech engine failed: e{200}\.$"):
        speak(voice)


@pytest.mark.parametrize(
    "hello",
    [
        {},
        {**HELLO, "suffix": "/../../escape"},
        {**HELLO, "suffix": ["x"]},
        {**HELLO, "files": 3},
        {"error": "the engine raised RuntimeError"},
    ],
)
def test_a_worker_that_does_not_say_what_it_is(voice, monkeypatch, hello):
    """A nonsensical first answer is a fault that says what can be done."""
    Script(monkeypatch, [hello])
    with pytest.raises(VoiceFault) as caught:
        voice.facts()
    assert caught.value.hint


@pytest.mark.parametrize("voices", [{}, {"voices": 3}, {"voices": [3]}, {"voices": [{"id": "x"}]}])
def test_a_list_of_voices_that_cannot_be_read(voice, monkeypatch, voices):
    """A list of voices that cannot be read is a fault and no crash."""
    Script(monkeypatch, [HELLO, voices])
    with pytest.raises(VoiceFault, match="list of voices could not be read"):
        voice.voices()


def test_what_cannot_be_started_is_not_tried_again(voice, monkeypatch):
    """A worker that cannot be started at all is not tried again."""
    tries = []

    def missing(*_):
        tries.append(1)
        raise FileNotFoundError(2, "No such file or directory")

    monkeypatch.setattr(room, "ChildProcess", missing)
    for _ in range(3):
        with pytest.raises(VoiceGivenUp, match="cannot be started: No such file or directory"):
            speak(voice)
    assert len(tries) == 1


def test_an_interruption_leaves_no_worker_that_owes_an_answer(voice, monkeypatch):
    """After Ctrl-C in the middle of an utterance the next one has a new worker."""
    script = Script(monkeypatch, [HELLO, KeyboardInterrupt()], [HELLO])
    with pytest.raises(KeyboardInterrupt):
        speak(voice)
    assert speak(voice) == "2.wav"
    assert script.fates == ["killed", "alive"]


def test_closing_dismisses_the_worker(voice, monkeypatch):
    """Closing asks the worker to end once, and after that the voice cannot be used."""
    script = Script(monkeypatch, [HELLO])
    voice.facts()
    voice.close()
    voice.close()
    assert script.fates == ["dismissed"]
    with pytest.raises(VoiceGivenUp, match="was closed"):
        speak(voice)


def test_closing_does_not_wait_for_an_utterance_that_hangs(voice, monkeypatch):
    """The worker is killed, so that whoever waits for its answer learns that the voice was closed."""
    script, asked, killed = Script(monkeypatch, [HELLO]), Event(), Event()
    voice.facts()
    [child] = script.started
    faults = []

    def hang(_request, _within):
        asked.set()
        killed.wait(60)
        raise ChildFailed("was ended")

    def speaks():
        with pytest.raises(VoiceGivenUp, match="was closed"):
            speak(voice)
        faults.append("closed")

    monkeypatch.setattr(child, "ask", hang)
    monkeypatch.setattr(child, "kill", killed.set)
    speaking = Thread(target=speaks)
    speaking.start()
    asked.wait(60)
    voice.close(within=0.01)
    speaking.join(60)
    assert (faults, killed.is_set()) == (["closed"], True)


def test_a_voice_that_nobody_closed_ends_its_worker(monkeypatch):
    """A voice that nobody closed ends its worker when it is garbage-collected."""
    script = Script(monkeypatch, [HELLO])
    process = VoiceProcess()
    process.facts()
    del process
    gc.collect()
    assert script.fates == ["dismissed"]


def test_the_worker_is_our_own_and_finds_us(voice, monkeypatch):
    """The worker runs in our interpreter, without the current folder on its path."""
    script = Script(monkeypatch, [HELLO])
    voice.facts()
    [child] = script.started
    assert child.command[:4] == (sys.executable, "-P", "-m", "coach.voice.worker")
    assert "coach-voice-" in child.command[4]
