"""A natural voice that is late: how long it may take, what it loses by it, and when it is given up."""

from __future__ import annotations

import pytest

from coach.child_process import ChildLate
from coach.voice.process import VoiceGivenUp, VoiceProcess
from coach.voice.voice import VoiceLate
from scripted_workers import HELLO, Script, speak


@pytest.fixture
def natural(tmp_path):
    """A Piper voice with nothing started yet; closed afterwards."""
    process = VoiceProcess(model=tmp_path / "joe.onnx")
    yield process
    process.close()


LATE = ChildLate("did not answer within 3 seconds")


def deadlines(script):
    """The seconds that each request was given."""
    return [within for _, within in script.asked]


def test_a_piper_voice_has_its_model_and_more_time(natural, monkeypatch):
    """The worker of a Piper voice gets the path of its model, and time where it started slowly."""
    script = Script(monkeypatch, [{**HELLO, "takes": 15.0}])
    speak(natural, "x" * 100)
    assert script.started[0].command[-1].endswith("joe.onnx")
    assert script.asked == [("hello", 20.0), ("speak", 16.0)]


def test_a_natural_voice_has_ten_times_as_long_as_this_machine_needs(natural, monkeypatch):
    """Its deadlines follow the latest answers: 3 s where it is quick, more after slow ones."""
    slow = [{"takes": 1.1}, {"takes": 4.4}, *[{"takes": 0.2}] * 6]
    script = Script(monkeypatch, [{**HELLO, "takes": 0.4}, *slow])
    for _ in slow:
        speak(natural, "x" * 50)
    assert deadlines(script) == pytest.approx([20.0, 3.0, 11.0, 11.0, 11.0, 11.0, 5.5, 3.0, 3.0])


def test_words_for_which_a_natural_voice_is_late_are_not_asked_again(natural, monkeypatch):
    """They are for the next voice at once; later words get a new worker, and one that answers is kept."""
    script = Script(monkeypatch, [HELLO, {}, LATE])
    for _ in range(3):
        speak(natural)
        with pytest.raises(VoiceLate, match=r"^The speech engine did not answer within 3 seconds\.$"):
            speak(natural)
    assert (script.fates, deadlines(script)) == (["killed"] * 3, [20.0, 3.0, 3.0] + [3.0] * 6)


def test_a_natural_voice_that_is_late_twice_in_a_row_is_given_up(natural, monkeypatch):
    """Its next words fail at once, without another deadline."""
    script = Script(monkeypatch, [HELLO, LATE])
    for expected in (VoiceLate, VoiceGivenUp, VoiceGivenUp):
        with pytest.raises(expected) as caught:
            speak(natural)
        assert type(caught.value) is expected
    assert script.fates == ["killed"] * 2
    assert caught.value.message == (
        "The speech engine did not answer within 3 seconds."
        " It failed 2 times in a row, so it is not tried again."
    )


def test_a_natural_voice_that_hangs_at_its_start_is_not_started_again(natural, monkeypatch):
    """One deadline of its start is enough: the next voice speaks then."""
    script = Script(monkeypatch, [LATE])
    for _ in range(2):
        with pytest.raises(VoiceGivenUp, match="did not answer within 3 seconds"):
            speak(natural)
    assert (script.fates, script.asked) == (["killed"], [("hello", 20.0)])
