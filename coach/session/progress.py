"""How far a performance has come: the step led, and those performed, kept by the journal, skipped."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Progress:
    """Step indices. Going back never un-does: what was performed stays performed."""

    performed: frozenset[int] = frozenset()
    kept: frozenset[int] = frozenset()
    """Performed, and durable in the journal: only these are called done."""
    skipped: frozenset[int] = frozenset()
    led: int | None = None
    """The step that is being led, as far as anybody was told."""
    _left: frozenset[int] = frozenset()
    """Steps that the person went on from since one began: their ends, told late, do not count."""

    def begin(self, index: int) -> bool:
        """Whether that step begins to be led now: also once more, but not while it is."""
        is_new = index != self.led
        self.led = index
        self._left = frozenset()
        return is_new

    def go_elsewhere(self) -> None:
        """The person went to another place: the step that begins there is led from its beginning."""
        self.led = None

    def was_left(self, index: int) -> bool:
        """Whether the person went on from that step, and none has begun since."""
        return index in self._left

    def perform(self, index: int) -> bool:
        """Whether that step is done for the first time."""
        is_new = index not in self.performed
        self.performed |= {index}
        if self.led == index:
            self.led = None
        return is_new

    def skip(self, index: int) -> bool:
        """Whether that step counts as skipped now: what was performed or skipped before does not."""
        self._left |= {index}
        if index in self.performed or index in self.skipped:
            return False
        self.skipped |= {index}
        return True

    def keep(self, index: int) -> None:
        """The journal has it."""
        self.kept |= {index}
        self.skipped -= {index}
