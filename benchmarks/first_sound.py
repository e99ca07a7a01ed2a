"""From Enter to the first sound: `coach do`, with and without clips, and the first ever, beside bare pyttsx3.

On a null sink; by eSpeak NG, and by the natural voice where the extra is installed.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from typing import TYPE_CHECKING

import numpy as np

import spoken_once
from measure import ROOT, Row, coach, readable, times
from started import started

sys.path.append(str(ROOT / "tests"))
import pulse_server
from coach.home import Home
from coach.voice.natural import candidates

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

ROUTINE = "desk-neck"
MOST = {
    "eSpeak NG": {"warm": 0.6, "cold": 1.2, "first session": 1.2},
    "natural voice": {"warm": 0.6, "cold": 1.5, "first session": 1.5},
}
"""Seconds: with all clips in the cache, with none, and with nothing at all, so that notices are due."""
LOUD = 1e-3
LONGEST_SECONDS = 6.0
"""For how long each program may speak."""


def rows(folder: Path, *, quick: bool) -> Iterator[Row]:
    """Three rows for each voice, measured in turn."""
    names = {"eSpeak NG": "gmw/en"}
    home = Home(config=folder, data=folder, cache=folder, state=folder / "state")
    names.update(("natural voice", voice.name) for voice in candidates(home, "en")[:1])
    for engine, name in names.items():
        yield from rows_of(folder, engine, ("--voice", name), rounds=3 if quick else 20)


def rows_of(folder: Path, engine: str, voice: tuple[str, str], *, rounds: int) -> Iterator[Row]:
    """The rows of that voice."""
    coach("do", ROUTINE, "--fast", *voice, home=folder)  # its notices are given, its clips made
    peer, command = spoken_once.peer(folder)
    found: dict[str, list[float]] = {"warm": [], "cold": [], "first session": [], "peer": []}
    do = [sys.executable, ROOT / "cli.py", "do", ROUTINE, "--plain", *voice]
    with pulse_server.PulseServer(("heard",)) as server:
        around = {**os.environ, **server.environment, "COACH_HOME": str(folder)}
        for _ in range(rounds):
            found["warm"].append(first_sound(server, do, around, folder))
            for clip in (folder / "clips").glob("*.wav"):
                clip.unlink()
            found["cold"].append(first_sound(server, do, around, folder))
            coach("do", ROUTINE, "--fast", *voice, home=folder)
            with tempfile.TemporaryDirectory() as empty:
                around |= {"COACH_HOME": empty}
                found["first session"].append(first_sound(server, do, around, folder))
            around |= {"COACH_HOME": str(folder)}
            found["peer"].append(first_sound(server, command, around | {"HOME": str(folder)}, folder))
    medians = {name: statistics.median(each) for name, each in found.items()}
    for name, most in MOST[engine].items():
        yield Row(
            what=f"Enter to first sound, {engine}, {name}",
            ours=f"{readable(medians[name])}, worst {readable(max(found[name]))} of {len(found[name])}",
            peer=f"{peer}: {readable(medians['peer'])}",
            ratio=times(medians[name] / medians["peer"]),
            target=readable(most),
            is_met=medians[name] <= most,
        )


def first_sound(
    server: pulse_server.PulseServer, command: Sequence[object], around: dict[str, str], folder: Path
) -> float:
    """Seconds from starting that program until the sink plays anything; it is ended then."""
    recording = server.record("heard", 10)
    recording.wait_until_running()
    time.sleep(0.3)
    begun = time.time()
    with started([str(word) for word in command], around, folder / "log") as process:
        with_patience(process)
    samples, at = recording.finish()
    loud = np.flatnonzero(np.abs(samples) > LOUD)
    return at + loud[0] / pulse_server.RATE - begun if len(loud) else float("inf")


def with_patience(process: subprocess.Popen[bytes]) -> None:
    """Wait for its end, but not for long."""
    try:
        process.wait(LONGEST_SECONDS)
    except subprocess.TimeoutExpired:
        return
