"""A routine of ten minutes with holds, movements and breaths, rendered by the command as anybody would."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from measure import coach

if TYPE_CHECKING:
    from pathlib import Path

TEXT = """
title: Ten minutes
kind: stretch
position: seated
steps:
  - repeat: 2
    steps:
      - hold: 20 s
        name: Neck side bend
        cue: "Let your {side} ear sink towards your {side} shoulder."
        remind: Keep the other shoulder heavy.
        side: each
        reps: 3
        rest: 8 s
      - move: 12 reps
        name: Shoulder rolls
        tempo: 2 s up, 2 s back
      - breathe: {in: 3 s, sip: 1 s, out: 6 s}
        cycles: 6
"""


@dataclass(frozen=True, slots=True)
class Rendering:
    """A routine to render, and where its sound and its timeline go."""

    routine: Path
    sound: Path
    timeline: Path
    home: Path

    def render(self) -> None:
        """Render it by `coach render`; the first time makes the clips."""
        coach("render", self.routine, "-o", self.sound, "--timeline", self.timeline, home=self.home)

    def told(self) -> Any:  # noqa: ANN401 — a JSON document
        """The timeline as the command wrote it."""
        return json.loads(self.timeline.read_text(encoding="utf-8"))


def ten_minutes(folder: Path) -> Rendering:
    """That routine, in that folder, which is also the coach's home there."""
    routine = folder / "ten-minutes.yaml"
    routine.write_text(TEXT, encoding="utf-8")
    return Rendering(routine, folder / "ten-minutes.wav", folder / "ten-minutes.json", folder)
