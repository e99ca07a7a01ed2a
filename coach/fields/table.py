"""Declarations: fields with their types, and tables of fields."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from dataclasses import field as attribute
from typing import TYPE_CHECKING, Any

from coach.fields.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.document import Node
    from coach.fields.findings import Findings
    from coach.fields.vocabulary import Synonym

Schema = dict[str, Any]
"""A JSON Schema, or a part of one."""


class FieldType:
    """What a field may hold: how it is read from a file or from JSON, and how it is described.

    A subclass overrides `read`, `accept` or both, whichever it is used for; the others accept nothing.
    `wanted` completes the sentence "'reps' must be …".
    """

    __slots__ = ()
    meaning: str

    @property
    def wanted(self) -> str:
        """The expected value in words, such as "a whole number from 1 to 200", as it was declared."""
        return self.meaning

    @property
    def holds_text(self) -> bool:
        """Whether it holds text for a person, alone or in a list."""
        return False

    @property
    def is_list(self) -> bool:
        """Whether it may hold several values, in brackets."""
        return False

    def documented(self) -> str:
        """The expected value in Markdown; `wanted` unless overridden."""
        return self.wanted

    def read(self, node: Node, declared: Field, findings: Findings) -> Any:  # noqa: ANN401 — each gives its own
        """The value of a node in a file; None, with the problem noted, if it is invalid."""
        findings.error(node, "wrong-shape", f"'{declared.name}' must be {self.wanted}", declared.example_hint)

    def accept(self, value: object) -> Any:  # noqa: ANN401, ARG002 — each type gives its own
        """The value from JSON. Raises `ValueError` with the rest of a sentence that begins with the name."""
        raise ValueError(f"must be {self.wanted}")

    def json_schema(self) -> Schema:
        """The schema of the JSON that `accept` accepts."""
        raise NotImplementedError

    def file_schema(self) -> Schema:
        """The schema of what `read` reads, as a YAML parser gives it; it may be wider."""
        return self.json_schema()


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `example`: what is written behind the colon, as the file has it.

    `default`: what holds where the field is not written, as it would be written; `without`: the same in
    words, where no value says it. `attribute`: the name of the value's attribute, where it differs.
    `only_with`: another field, and the values of it that this one belongs to. `since`: the file's format,
    from which on it may be written.
    """

    name: str
    type: FieldType
    description: str
    example: str
    _: KW_ONLY
    is_required: bool = False
    default: str = ""
    without: str = ""
    attribute: str = ""
    only_with: tuple[str, tuple[str, ...]] | None = None
    since: int = 1

    @property
    def described(self) -> str:
        """The description, with the format that it needs."""
        return self.description + (f" Needs `format: {self.since}`." if self.since > 1 else "")

    @property
    def example_hint(self) -> str:
        """The example as a hint says it."""
        return f"write '{self.name}: {self.example}'"


@dataclass(frozen=True, slots=True)
class Table:
    """The fields of one kind of thing; `thing` is its name in messages: "a hold step"."""

    thing: str
    fields: tuple[Field, ...]
    names: tuple[str, ...] = attribute(init=False, compare=False)
    """The fields' names as they are written."""
    _attributes: dict[str, str] = attribute(init=False, compare=False, repr=False)
    """By name: the attribute that the value becomes."""

    def __post_init__(self) -> None:
        attributes = {declared.name: declared.attribute or declared.name for declared in self.fields}
        object.__setattr__(self, "names", tuple(attributes))
        object.__setattr__(self, "_attributes", attributes)

    def field(self, name: str) -> Field:
        """The field of that name. Raises `KeyError`."""
        for declared in self.fields:
            if declared.name == name:
                return declared
        raise KeyError(name)

    def attributes(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The values by attribute name instead of field name."""
        return {self._attributes[name]: value for name, value in values.items()}


def vocabulary_of(
    tables: tuple[Table, ...], synonyms: Mapping[str, Synonym], starts: frozenset[str] = frozenset()
) -> Vocabulary:
    """The vocabulary of a kind of file that has these tables; `starts`: what begins an item of its lists."""
    declared = [each for table in tables for each in table.fields]
    texts = [each for each in declared if each.type.holds_text]
    return Vocabulary(
        names=frozenset(each.name for each in declared),
        texts=tuple(dict.fromkeys(each.name for each in texts)),
        lists=frozenset(each.name for each in texts if each.type.is_list),
        starts=starts,
        homes={table.thing: table.names for table in tables},
        synonyms=synonyms,
    )
