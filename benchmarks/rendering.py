"""Rendering a ten-minute routine, clips cached, beside eSpeak NG saying the same words line by line."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from measure import Row, medians, readable, run, times
from ten_minutes import ten_minutes

if TYPE_CHECKING:
    from collections.abc import Callable

LEAST = 500
SPOKEN = frozenset({"say", "count"})


def rows(folder: Path, *, quick: bool) -> list[Row]:
    """One row; ours is the whole command with its start, the peer's every spoken cue in its order."""
    rendering = ten_minutes(folder)
    rendering.render()
    told = rendering.told()
    lines = [cue["text"] for cue in told["cues"] if cue["kind"] in SPOKEN]
    peer, say = line_speaker(folder / "line.wav")
    took = medians(
        {"ours": rendering.render, "peer": lambda: [say(line) for line in lines]}, rounds=1 if quick else 7
    )
    speed = told["seconds"] / took["ours"]
    return [
        Row(
            what=f"render {told['seconds'] / 60:.1f} min, clips cached",
            ours=f"{readable(took['ours'])}, {times(speed)} real time",
            peer=f"{peer}, {len(lines)} lines: {readable(took['peer'])}",
            ratio=times(took["ours"] / took["peer"]),
            target=f"at least {times(LEAST)} real time",
            is_met=speed >= LEAST,
        )
    ]


def line_speaker(sound: Path) -> tuple[str, Callable[[str], None]]:
    """The peer's name, and what says one line into that file in a process of its own."""
    program = shutil.which("espeak-ng")
    if program is not None:
        return "espeak-ng", lambda line: run(program, "-v", "en-gb", "-s", "150", "-w", sound, line)
    script = Path(__file__).with_name("espeak_line.py")
    return "eSpeak NG's library", lambda line: run(sys.executable, script, sound, line)
