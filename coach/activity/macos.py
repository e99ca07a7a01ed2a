"""Sources on macOS, by ctypes: Quartz for idle time and lock, CoreAudio for microphones."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coach.activity.source import ActivitySource, SourceFault
from coach.situation import Situation

if TYPE_CHECKING:
    from collections.abc import Sequence

FRAMEWORK = "/System/Library/Frameworks/{0}.framework/{0}"
COMBINED_SESSION, ANY_INPUT = 0, 0xFFFFFFFF
"""kCGEventSourceStateCombinedSessionState and kCGAnyInputEventType."""
UTF_8 = 0x08000100
"""kCFStringEncodingUTF8."""
LOCKED_KEY, IN_FRONT_KEY = b"CGSSessionScreenIsLocked", b"kCGSSessionOnConsoleKey"
SYSTEM_OBJECT = 1
"""kAudioObjectSystemObject."""
NO_ERROR = 0
LONGEST_NAME = 512
"""Bytes of a bundle's name; a longer one is no name that we know."""


def four_char_code(code: str) -> int:
    """The number that CoreAudio uses for a four-letter code."""
    return int.from_bytes(code.encode("ascii"), "big")


@dataclass(frozen=True, slots=True)
class AudioDevice:
    """An audio device: whether it records, whether it plays, and whether a program is using it."""

    has_input: bool
    has_output: bool
    is_running: bool


class Quartz:
    """Idle time and lock of this login."""

    def __init__(self) -> None:
        self._graphics = ctypes.CDLL(FRAMEWORK.format("CoreGraphics"))
        self._foundation = ctypes.CDLL(FRAMEWORK.format("CoreFoundation"))
        self._graphics.CGEventSourceSecondsSinceLastEventType.restype = ctypes.c_double
        self._graphics.CGEventSourceSecondsSinceLastEventType.argtypes = (ctypes.c_int32, ctypes.c_uint32)
        self._graphics.CGSessionCopyCurrentDictionary.restype = ctypes.c_void_p
        create = self._foundation.CFStringCreateWithCString
        create.restype, create.argtypes = ctypes.c_void_p, (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_uint32)
        look_up = self._foundation.CFDictionaryGetValue
        look_up.restype, look_up.argtypes = ctypes.c_void_p, (ctypes.c_void_p, ctypes.c_void_p)
        self._foundation.CFBooleanGetValue.restype = ctypes.c_ubyte
        self._foundation.CFBooleanGetValue.argtypes = (ctypes.c_void_p,)
        self._foundation.CFRelease.restype = None
        self._foundation.CFRelease.argtypes = (ctypes.c_void_p,)

    def idle_seconds(self) -> float:
        """Seconds since any key, button, movement or scroll in this login."""
        return float(self._graphics.CGEventSourceSecondsSinceLastEventType(COMBINED_SESSION, ANY_INPUT))

    def is_locked(self) -> bool | None:
        """Whether the screen is locked, or another login in front; None without a graphical login.

        The one key is there only while it is locked, the other as long as there is a login.
        """
        session = self._graphics.CGSessionCopyCurrentDictionary()
        if not session:
            return None
        try:
            return self._truth(session, LOCKED_KEY) is True or self._truth(session, IN_FRONT_KEY) is False
        finally:
            self._foundation.CFRelease(session)

    def _truth(self, dictionary: int, name: bytes) -> bool | None:
        """The boolean under that key; None if there is none."""
        key = self._foundation.CFStringCreateWithCString(None, name, UTF_8)
        try:
            found = self._foundation.CFDictionaryGetValue(dictionary, key)
            return bool(self._foundation.CFBooleanGetValue(found)) if found else None
        finally:
            self._foundation.CFRelease(key)


class _Address(ctypes.Structure):
    """The C structure AudioObjectPropertyAddress."""

    _fields_ = (
        ("selector", ctypes.c_uint32),
        ("scope", ctypes.c_uint32),
        ("element", ctypes.c_uint32),
    )


class CoreAudio:
    """Audio devices, and the programs that record."""

    def __init__(self) -> None:
        audio = ctypes.CDLL(FRAMEWORK.format("CoreAudio"))
        self._foundation = ctypes.CDLL(FRAMEWORK.format("CoreFoundation"))
        read = self._foundation.CFStringGetCString
        read.restype = ctypes.c_ubyte
        read.argtypes = (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_long, ctypes.c_uint32)
        self._foundation.CFRelease.restype = None
        self._foundation.CFRelease.argtypes = (ctypes.c_void_p,)
        address, size = ctypes.POINTER(_Address), ctypes.POINTER(ctypes.c_uint32)
        self._size = audio.AudioObjectGetPropertyDataSize
        self._size.restype = ctypes.c_int32
        self._size.argtypes = (ctypes.c_uint32, address, ctypes.c_uint32, ctypes.c_void_p, size)
        self._data = audio.AudioObjectGetPropertyData
        self._data.restype = ctypes.c_int32
        self._data.argtypes = (*self._size.argtypes, ctypes.c_void_p)

    def recording_programs(self) -> tuple[str, ...] | None:
        """The bundle id of each recording program, empty if it has none; None before macOS 14.2."""
        programs = self._numbers(SYSTEM_OBJECT, "prs#")
        if programs is None:
            return None
        taking_in = [program for program in programs if (self._numbers(program, "piri") or (0,))[0]]
        return tuple(self._string_property(program, "pbid") for program in taking_in)

    def devices(self) -> tuple[AudioDevice, ...]:
        """All audio devices."""
        return tuple(
            AudioDevice(
                has_input=bool(self._numbers(device, "stm#", "inpt")),
                has_output=bool(self._numbers(device, "stm#", "outp")),
                is_running=bool((self._numbers(device, "gone") or (0,))[0]),
            )
            for device in self._numbers(SYSTEM_OBJECT, "dev#") or ()
        )

    def _string_property(self, which: int, selector: str) -> str:
        """A string property, whose memory we release; empty if the object does not have it."""
        address = _Address(four_char_code(selector), four_char_code("glob"), 0)
        found, size = ctypes.c_void_p(), ctypes.c_uint32(ctypes.sizeof(ctypes.c_void_p))
        failed = self._data(which, ctypes.byref(address), 0, None, ctypes.byref(size), ctypes.byref(found))
        if failed != NO_ERROR or not found.value:
            return ""
        text = ctypes.create_string_buffer(LONGEST_NAME)
        try:
            is_whole = self._foundation.CFStringGetCString(found, text, LONGEST_NAME, UTF_8)
        finally:
            self._foundation.CFRelease(found)
        return text.value.decode("utf-8", "replace") if is_whole else ""

    def _numbers(self, which: int, selector: str, scope: str = "glob") -> tuple[int, ...] | None:
        """A property that is an array of 32-bit numbers; None if the object does not have it."""
        address = _Address(four_char_code(selector), four_char_code(scope), 0)
        size = ctypes.c_uint32(0)
        if self._size(which, ctypes.byref(address), 0, None, ctypes.byref(size)) != NO_ERROR:
            return None
        row = (ctypes.c_uint32 * (size.value // 4))()
        if self._data(which, ctypes.byref(address), 0, None, ctypes.byref(size), row) != NO_ERROR:
            return None
        return tuple(row)[: size.value // 4]


LISTENERS = frozenset({"com.apple.CoreSpeech"})
"""The listener for "Hey Siri": seen to record whenever anything is played, with nobody in a call."""


def quartz_situation(quartz: Quartz) -> Situation:
    """Idle time and lock; raises `SourceFault` without a graphical login."""
    is_locked = quartz.is_locked()
    if is_locked is None:
        raise SourceFault("there is no graphical login")
    return Situation(idle_seconds=max(0.0, quartz.idle_seconds()), locked=is_locked)


def core_audio_situation(audio: CoreAudio) -> Situation:
    """Whether a program records, by the list of those that do (from macOS 14.2 on), else by the devices."""
    programs = audio.recording_programs()
    if programs is None:
        return Situation(microphone=is_listening(audio.devices()))
    return Situation(microphone=any(program not in LISTENERS for program in programs))


def is_listening(devices: Sequence[AudioDevice]) -> bool | None:
    """Whether a microphone is running; None if only a headset is, which may just be playing.

    A device says that it runs, not in which direction.
    """
    inputs = [device for device in devices if device.has_input]
    if any(device.is_running and not device.has_output for device in inputs):
        return True
    return None if any(device.is_running for device in inputs) else False


def macos_sources() -> tuple[ActivitySource, ...]:
    """All sources on macOS; each loads its framework when asked, and is unknown if that fails."""
    return (
        ActivitySource("Quartz", ("idle time", "lock"), lambda _: quartz_situation(Quartz())),
        ActivitySource("CoreAudio", ("microphone",), lambda _: core_audio_situation(CoreAudio())),
    )
