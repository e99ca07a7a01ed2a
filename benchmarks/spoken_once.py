"""The peer of a reminder: one sentence spoken by a program that does nothing else."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

SENTENCE = "Time for water. If you are thirsty, have a few sips."
PYTTSX3 = f"import pyttsx3\nengine = pyttsx3.init()\nengine.say({SENTENCE!r})\nengine.runAndWait()\n"


def peer(folder: Path) -> tuple[str, list[str]]:
    """Its name and its command: pyttsx3 where it can be heard, else eSpeak NG of the wheel and paplay.

    pyttsx3 plays by `aplay`, which `.asoundrc` sends to PulseAudio: the command needs that folder as HOME.
    """
    if shutil.which("aplay") and shutil.which("espeak-ng"):
        (folder / ".asoundrc").write_text("pcm.!default { type pulse }\n", encoding="utf-8")
        return "pyttsx3", [sys.executable, "-c", PYTTSX3]
    here, file = Path(__file__).parent, folder / "line.wav"
    both = f"'{sys.executable}' '{here}/espeak_line.py' '{file}' '{SENTENCE}' && paplay '{file}'"
    return "eSpeak NG and paplay", ["sh", "-c", both]
