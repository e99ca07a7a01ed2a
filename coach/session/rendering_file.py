"""A rendering: a short routine or a sentence as samples in a file, with the events that go with them.

It is made when words or voice change (`rendering.py`), and played as often as it is due by a small process
(`rendered_session.py`). The first line is JSON, and the samples follow: mono float32 at 48,000 Hz, in this
machine's order of bytes, as they are for this machine's device only.
"""

from __future__ import annotations

import os
from array import array
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final, Self

from coach.json_lines import json_line, read_json_line
from coach.scales import FRAME_BYTES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from coach.journal.events import JSON

RENDERING_SUFFIX: Final = ".rendering"
FORMAT: Final = 2
_LONGEST_LINE: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class RenderedEvent:
    """An event of the session, which happens when that frame has been played."""

    frame: int
    kind: str
    data: Mapping[str, JSON]


@dataclass(frozen=True, slots=True)
class RenderedStep:
    """A step: its first frame, the frame behind its last, and its name."""

    begin: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class Rendering:
    """What is played, without its samples.

    `question`: frames behind all others, in which it is asked how much it hurts; none in a sentence.
    `started`, `ended`: the data of the first and last event of an undisturbed session; none for a sentence,
    which is not recorded. `events`: those in between. `id`, `digest`: of the routine.
    """

    frames: int
    question: int = 0
    id: str = ""
    digest: str = ""
    steps: tuple[RenderedStep, ...] = ()
    events: tuple[RenderedEvent, ...] = ()
    started: Mapping[str, JSON] | None = None
    ended: Mapping[str, JSON] | None = None

    def to_line(self) -> bytes:
        """The description as the first line of the rendering's file."""
        return json_line({"format": FORMAT, **asdict(self)})


class RenderingFile:
    """A rendering, open for reading; raises `OSError` or `ValueError` if it is not whole.

    `gain`: by how much it is louder than it was rendered, for a reminder with a volume of its own.
    """

    def __init__(self, path: Path, gain: float = 1.0) -> None:
        self._gain = gain
        self._file = path.open("rb")
        try:
            line = self._file.readline(_LONGEST_LINE)
            self.rendering = _rendering(read_json_line(line))
            self._begin = len(line)
            frames = self.rendering.frames + self.rendering.question
            _check_size(self._file.fileno(), self._begin + FRAME_BYTES * frames)
        except BaseException:
            self._file.close()
            raise

    def read(self, start: int, frames: int) -> bytes:
        """So many frames of samples from `start` on; silence behind the end."""
        there = min(frames, max(0, self.rendering.frames - start))
        return self._read(start, there).ljust(FRAME_BYTES * frames, b"\0")

    def question(self) -> bytes:
        """The question how much it hurts."""
        return self._read(self.rendering.frames, self.rendering.question)

    def _read(self, start: int, frames: int) -> bytes:
        self._file.seek(self._begin + FRAME_BYTES * start)
        data = self._file.read(FRAME_BYTES * frames)
        if self._gain == 1.0 or not any(data):
            return data
        return array("f", [sample * self._gain for sample in array("f", data)]).tobytes()

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _check_size(descriptor: int, size: int) -> None:
    if os.fstat(descriptor).st_size != size:
        raise ValueError("it is cut off")


def _rendering(tree: dict[str, Any] | None) -> Rendering:
    """The rendering in the first line; raises `ValueError` for one of another version of the coach."""
    if tree is None or tree.pop("format", None) != FORMAT:
        raise ValueError("it is of another format")
    try:
        tree["steps"] = tuple(RenderedStep(**step) for step in tree["steps"])
        tree["events"] = tuple(RenderedEvent(**event) for event in tree["events"])
        return Rendering(**tree)
    except (TypeError, KeyError) as error:
        raise ValueError(f"it lacks something: {error}") from None
