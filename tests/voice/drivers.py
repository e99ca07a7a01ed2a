"""Stand-ins for pyttsx3's drivers of other systems, behind pyttsx3's own engine and queue.

They do what `nsss.py` and `sapi5.py` of pyttsx3 2.99 do around their system's synthesiser, which is
replaced by one that hums into a file: so the queue, its order and its pitfalls are the real ones.
"""

from __future__ import annotations

import threading
import time
import types
from pathlib import Path

import numpy as np
import soundfile
from pyttsx3.voice import Voice


def hum(path, text, format_):
    """A file whose length tells the text it was made for: 10 ms a character."""
    frames = 220 * len(text)
    soundfile.write(path, 0.3 * np.sin(np.arange(frames) / 20), 22_050, format=format_, subtype="PCM_16")


class NsssDriver:
    """macOS: the synthesiser writes in a thread, tells the run loop, and closes its file a little later.

    `stop` cuts off whatever is being written, as `stopSpeaking` does.
    """

    def __init__(self, proxy):
        self._proxy = proxy
        self._voice = "com.apple.voice.compact.en-US.Samantha"
        self._rate = 200
        self._stopping = False
        self._finished = threading.Event()
        self._cut = threading.Event()

    def startLoop(self):  # noqa: N802 — pyttsx3's names
        """First the queue is let go, as by the timer; then it runs until it is stopped."""
        self._stopping = False
        self._proxy.setBusy(False)
        until = time.monotonic() + 5
        while not self._stopping and time.monotonic() < until:
            if self._finished.is_set():
                self._finished.clear()
                self._proxy.notify("finished-utterance", completed=True)
                self._proxy.setBusy(False)
            time.sleep(0.001)

    def endLoop(self):  # noqa: N802
        """Stop the run loop."""
        self._stopping = True

    def stop(self):
        """`stopSpeaking`: what is not yet written never will be."""
        self._cut.set()

    def save_to_file(self, text, filename):
        """Return at once; the file grows meanwhile."""
        self._proxy.setBusy(True)
        self._cut.clear()
        threading.Thread(target=self._write, args=(text, filename), name="driver").start()

    def _write(self, text, filename):
        Path(filename).write_bytes(b"FORM\x00\x00\x00\x00AIFF")
        if self._cut.wait(0.02):
            return
        self._finished.set()
        time.sleep(0.02)
        hum(filename, text, "AIFF")

    def getProperty(self, name):  # noqa: N802
        """Voices as `attributesForVoice:` tells them."""
        if name == "voices":
            return [
                Voice(
                    "com.apple.voice.compact.en-US.Samantha", "Samantha", ["en_US"], "VoiceGenderFemale", 35
                ),
                Voice("com.apple.voice.compact.de-DE.Anna", "Anna", ["de_DE"], "VoiceGenderFemale", 35),
                Voice("com.apple.speech.synthesis.voice.Zarvox", "Zarvox", ["en_US"], "VoiceGenderNeuter", 1),
            ]
        return {"voice": self._voice, "rate": self._rate}[name]

    def setProperty(self, name, value):  # noqa: N802
        """`setVoice:` answers an unknown voice with NO, which pyttsx3 does not look at."""
        if name == "voice":
            self._voice = value if "voice" in value else self._voice
        else:
            self._rate = value


class Sapi5Driver:
    """Windows: the file is there when `save_to_file` returns; errors are raised inside the queue."""

    def __init__(self, proxy):
        self._proxy = proxy
        self._looping = False
        self._voice = r"HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Speech\Voices\Tokens\TTS_MS_EN-US_ZIRA_11.0"

    def startLoop(self):  # noqa: N802
        """Let the queue go, and pump messages until the loop is ended."""
        self._looping = True
        self._proxy.setBusy(False)
        until = time.monotonic() + 5
        while self._looping and time.monotonic() < until:
            time.sleep(0.001)

    def endLoop(self):  # noqa: N802
        """End it."""
        self._looping = False

    def stop(self):
        """Nothing is being said."""

    def save_to_file(self, text, filename):
        """Synchronous, as `Speak` into a file stream is; `0x80070005` is what a full disk looks like."""
        if text == "full":
            raise OSError(28, f"disk full while saying {text}")
        hum(filename, text, "WAV")

    def getProperty(self, name):  # noqa: N802
        """Voices as the registry has them; an unknown language is a sentence."""
        if name == "voices":
            return [
                Voice(
                    self._voice,
                    "Microsoft Zira Desktop - English (United States)",
                    ["en-US"],
                    "Female",
                    "Adult",
                ),
                Voice("HKEY\\x", "Klingon", ["Unknown Locale: 4096"], None, None),
            ]
        return self._voice

    def setProperty(self, name, value):  # noqa: N802
        """An unknown voice raises, and pyttsx3's queue swallows it."""
        if name == "voice" and not value.startswith("HKEY"):
            raise ValueError("unknown voice id %s", value)
        if name == "voice":
            self._voice = value


def driver_module(driver):
    """A module as `pyttsx3.drivers.NAME` is one."""
    module = types.ModuleType("driver")
    module.buildDriver = driver
    return module
