"""How far a performance has come: steps begun, performed, kept by the journal, skipped."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Progress:
    """Step indices. Going back never un-does: what was performed stays performed."""

    begun: frozenset[int] = frozenset()
    performed: frozenset[int] = frozenset()
    kept: frozenset[int] = frozenset()
    """Performed, and durable in the journal: only these are called done."""
    skipped: frozenset[int] = frozenset()

    def begin(self, index: int) -> bool:
        """Whether that step begins for the first time."""
        is_new = index not in self.begun
        self.begun |= {index}
        return is_new

    def perform(self, index: int) -> bool:
        """Whether that step is done for the first time."""
        is_new = index not in self.performed
        self.performed |= {index}
        return is_new

    def skip(self, index: int) -> bool:
        """Whether that step counts as skipped now: what was performed before does not."""
        if index in self.performed:
            return False
        self.skipped |= {index}
        return True

    def keep(self, index: int) -> None:
        """The journal has it."""
        self.kept |= {index}
        self.skipped -= {index}
