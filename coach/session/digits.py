"""A number from 0 to 10 typed on single keys: a digit answers at once, but `1` waits for a `0`."""

from __future__ import annotations

from dataclasses import dataclass

PATIENCE = 1.5
"""Seconds that a `1` waits for a `0` (ROUTINES.md, Stopping)."""
MARGIN = 0.3
"""Seconds before the question closes at which a waiting `1` is given: late would be no answer."""


@dataclass(frozen=True, slots=True)
class DigitEntry:
    """What has been typed so far: nothing, or a `1` that answers by itself at `one_until`.

    Times are seconds of any clock that does not step; the caller hands them in.
    """

    one_until: float | None = None

    def press(self, digit: int, now: float, within: float | None = None) -> tuple[DigitEntry, int | None]:
        """The entry after that digit, and the answer if there is one now.

        `within`: seconds left to answer, if that is known. Any digit but `0` after a `1` is a
        correction, and counts alone.
        """
        if self.one_until is not None and now >= self.one_until:
            return DigitEntry(), 1
        if digit == 0 and self.one_until is not None:
            return DigitEntry(), 10
        if digit != 1 or self.one_until is not None:
            return DigitEntry(), digit
        patience = PATIENCE if within is None else min(PATIENCE, within - MARGIN)
        return (DigitEntry(now + patience), None) if patience > 0 else (DigitEntry(), 1)

    def wait(self, now: float) -> tuple[DigitEntry, int | None]:
        """The entry as time goes by: the answer 1 once nothing followed it for long enough."""
        if self.one_until is None or now < self.one_until:
            return self, None
        return DigitEntry(), 1

    def confirm(self) -> tuple[DigitEntry, int | None]:
        """The entry after Enter: a waiting `1` is the answer."""
        return DigitEntry(), None if self.one_until is None else 1
