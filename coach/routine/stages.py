"""The stages of a course as trees: a file's steps with what it says for some weeks, a level or a time of day.

A file is read once for each of its stages, so that a change is checked like everything else, at its own
place.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from coach.document import Fields, Items
from coach.problems import TextPosition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.document import Node
    from coach.routine.course import Course, Stage, TimeOfDay, Weeks

BLOCKS = ("course", "levels", "time_of_day")
"""The fields that write a course."""
ONLY_IN = "only_in"
OF_THE_HEADING = ("dose", "defaults")
"""What a stage can change besides the steps."""
_EXCLUSIVE = (("tempo", "pace"), ("for", "cycles"), ("rest", "every"))
"""Fields of which a step has one: the change to one takes the other's place."""


@dataclass(frozen=True, slots=True)
class OnlyIn:
    """The stages in which a step is done; a part of which nothing is said is empty."""

    weeks: tuple[Weeks, ...] = ()
    levels: tuple[str, ...] = ()
    times: tuple[TimeOfDay, ...] = ()

    def has(self, stage: Stage) -> bool:
        """Whether the step is done at that stage."""
        in_weeks = stage.weeks and any(weeks.includes(stage.weeks) for weeks in self.weeks)
        return bool(
            (in_weeks or not self.weeks)
            and (stage.level in self.levels or not self.levels)
            and (stage.time_of_day in self.times or not self.times)
        )


@dataclass(slots=True)
class StagedDocument:
    """A file's tree, the course that it writes, and what changes in each part of it.

    `only`: by the identity of a step's node, when it is done. `named`: the steps by their names.
    """

    root: Fields
    course: Course | None = None
    weeks: list[tuple[Weeks, Fields]] = field(default_factory=list)
    levels: list[tuple[str, Fields]] = field(default_factory=list)
    times: list[tuple[TimeOfDay, Fields]] = field(default_factory=list)
    only: dict[int, OnlyIn] = field(default_factory=dict)
    named: dict[str, list[Fields]] = field(default_factory=dict)

    def at(self, stage: Stage) -> Fields:
        """The tree of the file as it is at that stage, without the fields that write the course."""
        if self.course is None:
            return self.root
        heading = {name: self._heading(name) for name in OF_THE_HEADING}
        changed: dict[int, Fields] = {}
        for change in self._changes_until(stage):
            for name, node in change.fields.items():
                targets = [heading[name]] if name in heading else self.named.get(plain_name(name), [])
                for target in targets:
                    if isinstance(node, Fields):
                        changed[id(target)] = _merged(changed.get(id(target), target), node)
        fields = {name: node for name, node in self.root.fields.items() if name not in BLOCKS}
        names = dict(self.root.names)
        for name, node in heading.items():
            if id(node) in changed:
                fields[name] = changed[id(node)]
                names.setdefault(name, TextPosition(node.line, node.column))
        if isinstance(steps := fields.get("steps"), Items):
            fields["steps"] = self._steps(steps, stage, changed)
        return self.root._replace(fields=fields, names=names)

    def lines(self) -> set[int]:
        """The lines on which changes are written."""
        blocks = [self.root.fields[name] for name in BLOCKS if name in self.root.fields]
        return {place.line for block in blocks for place in _places(block)}

    def _heading(self, name: str) -> Fields:
        node = self.root.fields.get(name)
        return node if isinstance(node, Fields) else Fields({}, {}, self.root.line, self.root.column, False)

    def _changes_until(self, stage: Stage) -> Iterator[Fields]:
        """The changes that hold at that stage, in order: a level and a week build on those before."""
        for level, change in self.levels:
            yield change
            if level == stage.level:
                break
        yield from (
            change for weeks, change in self.weeks if stage.weeks and weeks.first <= stage.weeks.first
        )
        yield from (change for time, change in self.times if time == stage.time_of_day)

    def _steps(self, steps: Items, stage: Stage, changed: dict[int, Fields]) -> Items:
        found: list[Node] = []
        for node in steps.items:
            if not isinstance(node, Fields):
                found.append(node)
                continue
            if id(node) in self.only and not self.only[id(node)].has(stage):
                continue
            new = changed.get(id(node), node)
            fields = {name: each for name, each in new.fields.items() if name != ONLY_IN}
            inner = fields.get("steps")
            if isinstance(inner, Items) and inner.items:
                fields["steps"] = left = self._steps(inner, stage, changed)
                if not left.items:
                    continue
            found.append(new._replace(fields=fields))
        return steps._replace(items=found)


def _merged(fields: Fields, change: Fields) -> Fields:
    """The fields with those of the change in their place."""
    gone = {
        other
        for pair in _EXCLUSIVE
        for name, other in (pair, pair[::-1])
        if name in change.fields and other not in change.fields
    }
    left = {name: node for name, node in fields.fields.items() if name not in gone}
    return fields._replace(fields={**left, **change.fields}, names={**fields.names, **change.names})


def _places(node: Node) -> Iterator[Node | TextPosition]:
    yield node
    if isinstance(node, Fields):
        yield from node.names.values()
    for inner in (
        node.fields.values() if isinstance(node, Fields) else node.items if isinstance(node, Items) else ()
    ):
        yield from _places(inner)


def plain_name(name: str) -> str:
    """A step's name as it is compared: capitals and spaces make no difference."""
    return " ".join(name.casefold().split())
