"""The sentences that lead from one position of the body into another, as every language must have them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from coach.timeline.complete import require_keys

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.routine.model import Position, Side

LYING: Final = ("lying", "prone", "side-lying")
"""On the back, on the front, on either side."""
_ON_THE_FLOOR: Final = ("all-fours", "kneeling", "half-kneeling", "long-sitting")


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionWords:
    """One language's sentences, each whole, with its full stop."""

    lie_down: Mapping[str, str]
    """By position, and by the side to lie on."""
    turn: Mapping[str, str]
    """The same, for a person who lies."""
    down: Mapping[str, str]
    """By position, for a person who sits or stands."""
    up: Mapping[str, str]
    """The same, for a person who lies."""
    across: Mapping[str, str]
    """The same, from elsewhere."""
    sit_down: str
    come_to_sitting: str
    stand_up: str
    """From sitting."""
    come_to_standing: str
    take_your_time: str
    hold_on: str
    """After standing up, as one may be unsteady."""

    def __post_init__(self) -> None:
        """Raise `ValueError` for a position without its sentence."""
        require_keys((*LYING, "left", "right"), lie_down=self.lie_down, turn=self.turn)
        require_keys(_ON_THE_FLOOR, down=self.down, up=self.up, across=self.across)

    def way(self, before: Position, after: Position, side: Side | None = None) -> str:
        """The words for changing from one position to another; `any` says nothing of the present one.

        `side`: the one to lie on in side-lying, if the exercise has one.
        """
        if after == "standing":
            return f"{self.stand_up if before == 'seated' else self.come_to_standing} {self.hold_on}"
        return f"{self._down_to(before, after, side)} {self.take_your_time}"

    def _down_to(self, before: Position, after: Position, side: Side | None) -> str:
        """The sentence for every position but standing: one goes down, comes up, or turns."""
        is_upright = before in ("seated", "standing")
        if after in LYING:
            return (self.turn if before in LYING else self.lie_down)[side or after]
        if after in _ON_THE_FLOOR:
            return (self.down if is_upright else self.up if before in LYING else self.across)[after]
        return self.sit_down if before == "standing" else self.come_to_sitting
