"""What the tests of the real speech worker share."""

from __future__ import annotations

from coach.voice.clip import read_clip


def spoken(process, text, voice="gmw/en", rate=150):
    """The clip of a text, past cache and cleaning."""
    return process.speak(text, voice, rate, read_clip)


def worker_of(process):
    """Its process number."""
    return process._running.child._process.pid
