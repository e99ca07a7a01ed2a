"""The few functions of macOS' frameworks that are called, by ctypes.

Written from Apple's headers; not run on a Mac yet.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass

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


def four(code: str) -> int:
    """A four-letter code as CoreAudio counts it."""
    return int.from_bytes(code.encode("ascii"), "big")


@dataclass(frozen=True, slots=True)
class AudioDevice:
    """A device: which ways it has, and whether any program has it running."""

    has_input: bool
    has_output: bool
    is_running: bool


class Quartz:
    """Idle time and lock."""

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
        """The boolean under that key; None where there is none."""
        key = self._foundation.CFStringCreateWithCString(None, name, UTF_8)
        try:
            told = self._foundation.CFDictionaryGetValue(dictionary, key)
            return bool(self._foundation.CFBooleanGetValue(told)) if told else None
        finally:
            self._foundation.CFRelease(key)


class _Address(ctypes.Structure):
    """AudioObjectPropertyAddress."""

    _fields_ = (
        ("selector", ctypes.c_uint32),
        ("scope", ctypes.c_uint32),
        ("element", ctypes.c_uint32),
    )


class CoreAudio:
    """Devices, and programs that take sound in."""

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

    def programs_taking_in(self) -> tuple[str, ...] | None:
        """The bundle of each program that takes sound in, empty where it has none; None before macOS 14.2."""
        programs = self._numbers(SYSTEM_OBJECT, "prs#")
        if programs is None:
            return None
        taking_in = [program for program in programs if (self._numbers(program, "piri") or (0,))[0]]
        return tuple(self._text(program, "pbid") for program in taking_in)

    def devices(self) -> tuple[AudioDevice, ...]:
        """Every device there is."""
        return tuple(
            AudioDevice(
                has_input=bool(self._numbers(device, "stm#", "inpt")),
                has_output=bool(self._numbers(device, "stm#", "outp")),
                is_running=bool((self._numbers(device, "gone") or (0,))[0]),
            )
            for device in self._numbers(SYSTEM_OBJECT, "dev#") or ()
        )

    def _text(self, which: int, selector: str) -> str:
        """A property that is a string, which we have to give back; empty where the object has none."""
        address = _Address(four(selector), four("glob"), 0)
        told, size = ctypes.c_void_p(), ctypes.c_uint32(ctypes.sizeof(ctypes.c_void_p))
        failed = self._data(which, ctypes.byref(address), 0, None, ctypes.byref(size), ctypes.byref(told))
        if failed != NO_ERROR or not told.value:
            return ""
        text = ctypes.create_string_buffer(LONGEST_NAME)
        try:
            is_whole = self._foundation.CFStringGetCString(told, text, LONGEST_NAME, UTF_8)
        finally:
            self._foundation.CFRelease(told)
        return text.value.decode("utf-8", "replace") if is_whole else ""

    def _numbers(self, which: int, selector: str, scope: str = "glob") -> tuple[int, ...] | None:
        """A property that is a row of 32-bit numbers; None where the object has no such property."""
        address = _Address(four(selector), four(scope), 0)
        size = ctypes.c_uint32(0)
        if self._size(which, ctypes.byref(address), 0, None, ctypes.byref(size)) != NO_ERROR:
            return None
        row = (ctypes.c_uint32 * (size.value // 4))()
        if self._data(which, ctypes.byref(address), 0, None, ctypes.byref(size), row) != NO_ERROR:
            return None
        return tuple(row)[: size.value // 4]
