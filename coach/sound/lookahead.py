"""Looks ahead in samples that are pulled early."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING, cast

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from coach.sound.output import Pull


class LookaheadBuffer:
    """Looks ahead in samples that never change, by pulling early and keeping what is not consumed yet."""

    def __init__(self, pull: Pull) -> None:
        self._pull = pull
        self._kept = np.zeros(0, np.float32)
        self.changed = Event()

    @property
    def is_resting(self) -> bool:
        """False: it is not known what comes."""
        return False

    def ahead(self, start: int, frames: int, heard_at: float) -> NDArray[np.float32]:  # noqa: ARG002 — nothing is due
        """The frames after the next `start`."""
        missing = start + frames - len(self._kept)
        if missing > 0:
            self._kept = np.concatenate((self._kept, cast("NDArray[np.float32]", self._pull(missing))))
        return self._kept[start : start + frames]

    def pull(self, frames: int) -> NDArray[np.float32]:
        """The next frames."""
        if not len(self._kept):
            return cast("NDArray[np.float32]", self._pull(frames))
        taken = self.ahead(0, frames, 0.0)
        self._kept = self._kept[frames:]
        return taken
