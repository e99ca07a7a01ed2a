"""What is known of each part of a person's moment, by which source, and what to do where nobody knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from coach.daemon.activity.port import PARTS, Reading, SourceStatus, in_words, only, together

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.daemon.activity.port import Part

NOBODY = "no source of it is known on this system"


@dataclass(frozen=True, slots=True)
class PartStatus:
    """Whether somebody tells this part; `detail`: what, and who, or why nobody does; `todo`: the way out."""

    part: Part
    works: bool
    detail: str
    todo: str = ""


def by_part(sources: Sequence[SourceStatus]) -> tuple[PartStatus, ...]:
    """The state of each part, in the order of `PARTS`, out of the states of the sources."""
    return tuple(_status(part, [one for one in sources if part in one.tells]) for part in PARTS)


def _status(part: Part, sources: Sequence[SourceStatus]) -> PartStatus:
    told = {one.name: only(part, one.reading) for one in sources if one.works}
    telling = [name for name, reading in told.items() if reading != Reading()]
    if telling:
        known = in_words(together(tuple(told.values())))
        return PartStatus(part, works=True, detail=f"{known} ({', '.join(telling)})")
    failed = [one for one in sources if not one.works]
    whys: dict[str, list[str]] = {}
    for one in failed:
        whys.setdefault(one.detail, []).append(one.name)
    detail = "; ".join(f"{', '.join(names)}: {why}" for why, names in whys.items())
    if told:
        detail = "; ".join(filter(None, (f"{', '.join(told)}: tells nothing now", detail)))
    todo = " ".join(dict.fromkeys(one.todo for one in failed if one.todo))
    return PartStatus(part, works=False, detail=detail or NOBODY, todo=todo)
