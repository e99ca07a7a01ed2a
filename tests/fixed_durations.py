"""Speaking times for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class FixedDurations(dict[str, float]):
    """Every text takes so many seconds to say, `but` those that are named with theirs."""

    def __init__(self, seconds: float, but: Mapping[str, float] | None = None) -> None:
        super().__init__(but or {})
        self._seconds = seconds

    def __missing__(self, text: str) -> float:
        return self._seconds
