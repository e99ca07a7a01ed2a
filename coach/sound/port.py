"""The output port: something that consumes samples, and so is the clock of a session."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    Pull = Callable[[int], NDArray[np.float32]]
    """Asked for that many frames of mono, 48,000 Hz; gives exactly that many."""
    Notice = Callable[[str], None]
    """Told, in one sentence for a person, that sound was lost, came back, or was never there."""


class Output(Protocol):
    """Consumes samples at its own pace from its own thread, until closed."""

    @property
    def latency(self) -> float:
        """Seconds from a sample's being pulled to its being heard, as far as is known."""
        ...

    def start(self, pull: Pull, notice: Notice) -> None:
        """Begin to consume; returns once samples are being pulled steadily."""
        ...

    def close(self) -> None:
        """Stop pulling; after it returns `pull` is never called again."""
        ...
