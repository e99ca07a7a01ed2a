"""Which programs listen to a microphone, from what `pactl` prints."""

from __future__ import annotations

import json
import os

import pytest

from coach.activity.pulse import is_listening, pulse_situation, server_address
from coach.activity.source import SourceFault
from coach.situation import Situation

OWN = 4242
CALL = {
    "index": 7, "driver": "protocol-native.c", "client": "12", "source": 1, "corked": False, "mute": False,
    "resample_method": "speex-float-1",
    "properties": {"application.name": "Firefox", "application.process.id": "901"},
}  # fmt: skip
SOURCES = [
    {"index": 0, "name": "speakers.monitor", "monitor_source": "speakers"},
    {"index": 1, "name": "alsa_input.usb-headset", "monitor_source": ""},
]
"""Recorded of PulseAudio 16.1, cut to what is read."""


def marked(**properties):
    """The call with these properties as well; a dot is written as two underscores."""
    named = {name.replace("__", "."): text for name, text in properties.items()}
    return {**CALL, "properties": {**CALL["properties"], **named}}


@pytest.mark.parametrize(
    ("outputs", "expected"),
    [
        ([CALL], True),
        ([{**CALL, "mute": True}], True),
        ([{**CALL, "properties": None}], True),
        ([], False),
        ([{**CALL, "source": 0}], False),
        ([{**CALL, "corked": True}], False),
        ([{**CALL, "resample_method": "peaks"}], False),
        ([{**CALL, "client": None, "driver": "module-remap-source.c"}], False),
        ([marked(application__process__id=str(OWN))], False),
        ([marked(stream__monitor="true")], False),
        ([marked(stream__capture__sink="true")], False),
        ([{**CALL, "source": 0}, CALL], True),
    ],
)
def test_what_means_a_meeting(outputs, expected):
    """A recording from a real source means a meeting; a monitor, a meter, a filter and the coach do not."""
    assert is_listening(outputs, SOURCES, OWN) is expected


@pytest.fixture
def runtime(tmp_path):
    """A folder with a sound server's socket in it."""
    (tmp_path / "pulse").mkdir()
    (tmp_path / "pulse" / "native").touch()
    return tmp_path


def test_the_server_is_named_so_that_none_is_started(runtime):
    """The server is the one that the person named, else the socket that exists."""
    assert server_address({"PULSE_SERVER": "tcp:desk"}) == "tcp:desk"
    assert server_address({"XDG_RUNTIME_DIR": str(runtime)}) == f"unix:{runtime}/pulse/native"
    own = {"PULSE_RUNTIME_PATH": str(runtime / "pulse"), "XDG_RUNTIME_DIR": "/nowhere"}
    assert server_address(own) == f"unix:{runtime}/pulse/native"


@pytest.mark.parametrize(
    "environment", [{}, {"XDG_RUNTIME_DIR": "/nowhere"}, {"PULSE_RUNTIME_PATH": "/nowhere"}]
)
def test_without_a_server_nobody_is_asked(environment):
    """Without a server nothing is asked, as a question would start one."""
    with pytest.raises(SourceFault, match="no sound server is running"):
        pulse_situation(environment, json.dumps, 0.5)


def test_two_questions_at_most(runtime):
    """Sources are asked for only if somebody records, and numbers are read in any locale.

    Each has half the time.
    """
    asked = []
    outputs = []

    def ask(command, environment, seconds):
        answered = {"source-outputs": outputs, "sources": SOURCES}
        asked.append(command[-1])
        assert (command[:3], seconds) == (("pactl", "--format=json", "list"), 0.25)
        assert environment == {**own, "PULSE_SERVER": f"unix:{runtime}/pulse/native", "LC_ALL": "C"}
        return json.dumps(answered[command[-1]])

    own = {"XDG_RUNTIME_DIR": str(runtime), "LANG": "de_DE.UTF-8"}
    assert pulse_situation(own, ask, 0.5) == Situation(microphone=False)
    outputs.append(CALL)
    assert pulse_situation(own, ask, 0.5) == Situation(microphone=True)
    outputs[0] = marked(application__process__id=str(os.getpid()))
    assert pulse_situation(own, ask, 0.5) == Situation(microphone=False)
    assert asked == ["source-outputs", *["source-outputs", "sources"] * 2]


@pytest.mark.parametrize(
    ("printed", "why"),
    [
        ("Source Output #0\n", "too old"),
        ('[{"balance":0,00}]', "too old"),
        ("{}", "unreadable"),
        ("[1]", "unreadable"),
    ],
)
def test_an_answer_that_is_none(printed, why):
    """A nonsensical answer makes the microphone unknown, with the reason."""
    with pytest.raises(SourceFault, match=why):
        pulse_situation({"PULSE_SERVER": "x"}, lambda *_: printed, 0.5)
