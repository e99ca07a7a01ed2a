"""macOS: what the frameworks' answers mean. Their functions themselves are not run here."""

from __future__ import annotations

import ctypes
from types import SimpleNamespace

import pytest

from coach.activity.macos import (
    LONGEST_NAME,
    UTF_8,
    AudioDevice,
    CoreAudio,
    Quartz,
    core_audio_situation,
    four_char_code,
    is_listening,
    quartz_situation,
)
from coach.activity.source import SourceFault
from coach.situation import Situation

MICROPHONE = AudioDevice(has_input=True, has_output=False, is_running=True)
HEADSET = AudioDevice(has_input=True, has_output=True, is_running=True)
SPEAKERS = AudioDevice(has_input=False, has_output=True, is_running=True)
QUIET_MICROPHONE = AudioDevice(has_input=True, has_output=False, is_running=False)


class FakeFrameworks:
    """Quartz and CoreAudio with these answers."""

    def __init__(self, idle=0.0, *, locked=None, programs=None, devices=()):
        self.idle_seconds = lambda: idle
        self.is_locked = lambda: locked
        self.recording_programs = lambda: programs
        self.devices = lambda: devices


@pytest.mark.parametrize(
    ("devices", "expected"),
    [
        ([], False),
        ([SPEAKERS, QUIET_MICROPHONE], False),
        ([SPEAKERS, MICROPHONE], True),
        ([HEADSET, QUIET_MICROPHONE], None),
        ([HEADSET, MICROPHONE], True),
    ],
)
def test_what_running_devices_mean(devices, expected):
    """A running microphone is in use; a running headset may only play music."""
    assert is_listening(devices) is expected


def test_where_programs_are_known_devices_are_not_asked():
    """From macOS 14.2 the recording programs count, without Siri."""
    siri = "com.apple.CoreSpeech"
    for programs, expected in (((siri, "us.zoom.xos"), True), ((siri,), False), (("",), True), ((), False)):
        audio = FakeFrameworks(programs=programs, devices=(MICROPHONE,))
        assert core_audio_situation(audio) == Situation(microphone=expected)
    assert core_audio_situation(FakeFrameworks(devices=(MICROPHONE,))) == Situation(microphone=True)


def test_idle_and_locked():
    """Idle time and lock come from Quartz, and are unknown without a graphical login."""
    assert quartz_situation(FakeFrameworks(12.5, locked=True)) == Situation(idle_seconds=12.5, locked=True)
    with pytest.raises(SourceFault, match="no graphical login"):
        quartz_situation(FakeFrameworks(12.5))


class FakeFoundation:
    """CoreFoundation with that dictionary: strings are themselves, and what is made must be given back."""

    def __init__(self, entries):
        self.entries = entries
        self.made = []

    def CFStringCreateWithCString(self, _, name, encoding):  # noqa: N802 — Apple's name
        """A string."""
        assert encoding == UTF_8
        self.made.append(name)
        return name

    def CFDictionaryGetValue(self, _, key):  # noqa: N802 — Apple's name
        """A pointer, or NULL."""
        return self.entries.get(key)

    def CFBooleanGetValue(self, answered):  # noqa: N802 — Apple's name
        """A byte."""
        return {"true": 1, "false": 0}[answered]

    def CFRelease(self, what):  # noqa: N802 — Apple's name
        """It is given back."""
        self.made.remove(what)


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ({b"kCGSSessionOnConsoleKey": "true"}, False),
        ({b"kCGSSessionOnConsoleKey": "true", b"CGSSessionScreenIsLocked": "true"}, True),
        ({b"kCGSSessionOnConsoleKey": "true", b"CGSSessionScreenIsLocked": "false"}, False),
        ({b"kCGSSessionOnConsoleKey": "false"}, True),
        ({}, False),
    ],
)
def test_what_the_logins_dictionary_means(entries, expected):
    """The login's dictionary says whether it is locked or in the background, and is released."""
    quartz = object.__new__(Quartz)
    quartz._foundation = foundation = FakeFoundation(entries)
    foundation.made.append("session")
    quartz._graphics = SimpleNamespace(CGSessionCopyCurrentDictionary=lambda: "session")
    assert (quartz.is_locked(), foundation.made) == (expected, [])


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [(0, b"us.zoom.xos", "us.zoom.xos"), (0, None, ""), (0x77686F3F, b"us.zoom.xos", "")],
)
def test_the_bundle_of_a_program(code, text, expected):
    """A program's bundle is read and released; one without a bundle has an empty name."""
    given_back = []

    def data(which, _address, _qualifiers, _qualifier, size, answered):
        assert (which, size._obj.value) == (7, ctypes.sizeof(ctypes.c_void_p))
        answered._obj.value = 4711 if text is not None else None
        return code

    def read(answered, buffer, length, encoding):
        assert (answered.value, length, encoding) == (4711, LONGEST_NAME, UTF_8)
        buffer.value = text
        return 1

    audio = object.__new__(CoreAudio)
    audio._data = data
    audio._foundation = SimpleNamespace(
        CFStringGetCString=read, CFRelease=lambda answered: given_back.append(answered.value)
    )
    assert audio._string_property(7, "pbid") == expected
    assert given_back == ([4711] if expected else [])


def test_codes_of_four_letters():
    """Codes are four letters, as in Apple's AudioHardware.h, where devices are 'dev#'."""
    assert four_char_code("dev#") == 0x64657623
