"""Speaking a text of the list of signs, in a real process: no word of it can be read from outside."""

from __future__ import annotations

import pytest

from coach.care.reading import sign_rules
from coach.child_process import coach_command
from coach.commands.flag_speech import FlagSpeech

pytestmark = pytest.mark.real


def test_the_words_are_no_process_argument_and_silence_is_noticed(monkeypatch):
    """The text goes to the process's stdin; without a device it is reported as not heard, and at once."""
    monkeypatch.setenv("PULSE_SERVER", "unix:/nowhere")
    monkeypatch.setenv("XDG_RUNTIME_DIR", "/nowhere")
    speech = FlagSpeech()
    speech.start()
    process = speech._process
    assert process is not None
    speech.say(sign_rules().rule("E2").order, "en")
    assert speech.was_heard() is False
    assert process.args == coach_command("announce", "--hold")
    assert process.poll() is not None


def test_a_process_that_is_not_needed_is_ended():
    """Where no text is to be spoken, the process that was started ahead ends."""
    speech = FlagSpeech()
    speech.start()
    process = speech._process
    speech.leave()
    assert process is not None
    assert process.poll() is not None
