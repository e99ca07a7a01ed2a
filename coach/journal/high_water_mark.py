"""How far the journal had come, kept in the state folder, to notice a missing or older journal."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Final

from coach.atomic_write import read_private_file, write_private_file
from coach.journal.chain import ChainEnd
from coach.json_lines import MALFORMED

if TYPE_CHECKING:
    from pathlib import Path

_NAME: Final = "journal.json"
_FORMAT: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class HighWaterMark:
    """What this installation knows of its journal.

    `writer`: the id of this installation's chain; `number` and `hash` (hex) of its last link written here, 0
    and empty before the first; `at`: when that was, ISO 8601. `others`: the last number of every other chain
    in the journal, by its writer. `events`: how many the journal had. All events
    up to the row `verified` were checked, the whole journal last on the day `checked` (ISO 8601). `damage`:
    what that check found; nothing is written to the journal until it is repaired or restored.
    """

    writer: str
    number: int = 0
    hash: str = ""
    at: str = ""
    others: dict[str, int] = field(default_factory=dict)
    events: int = 0
    verified: int = 0
    checked: str = ""
    damage: str = ""

    @property
    def last_numbers(self) -> dict[str, int]:
        """The last number of every chain that the journal had."""
        return {**self.others, self.writer: self.number}

    @property
    def end(self) -> ChainEnd:
        """The end of this installation's chain."""
        return ChainEnd(self.number, bytes.fromhex(self.hash)) if self.number else ChainEnd()


class HighWaterMarkFile:
    """The file that holds the mark.

    Losing it loses no event, and a mark that cannot be written is skipped.
    """

    def __init__(self, state: Path) -> None:
        self._path = state / _NAME

    def read(self) -> HighWaterMark | None:
        """The mark; None if there is none, or it cannot be read."""
        try:
            tree = json.loads(read_private_file(self._path))
            if tree.pop("format") != _FORMAT:
                return None
            mark = HighWaterMark(**tree)
            fits = all(isinstance(value, type(default)) for value, default in _fields(mark))
            fits = fits and all(isinstance(number, int) for number in mark.others.values())
            bytes.fromhex(mark.hash)
        except (OSError, *MALFORMED):
            return None
        return mark if fits else None

    def write(self, mark: HighWaterMark) -> None:
        """Replace the mark. Not synced: it may lag behind the journal, never run ahead of it."""
        with suppress(OSError):
            write_private_file(
                self._path, json.dumps({"format": _FORMAT, **asdict(mark)}, indent=1), durable=False
            )


def _fields(mark: HighWaterMark) -> list[tuple[object, object]]:
    """Each field's value with a value of the type that it must have."""
    defaults = asdict(HighWaterMark(writer=""))
    return [(value, defaults[name]) for name, value in asdict(mark).items()]
