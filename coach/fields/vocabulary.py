"""The vocabulary of one kind of file: its field names, where each belongs, and common synonyms."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Synonym(NamedTuple):
    """The field meant by a name that does not exist; `hint`: what to say if that field is allowed there.

    If no field is meant, the hint is all there is to say.
    """

    meant: str
    hint: str = ""


class Vocabulary(NamedTuple):
    """The names of all fields, of those with text for a person, and of those with lists of texts.

    `starts`: those that begin an item of a list. `homes`: which things have which fields ("a hold step").
    `synonyms`: by the written name, or by "name in thing" if it applies to one kind of thing only.
    """

    names: frozenset[str] = frozenset()
    texts: tuple[str, ...] = ()
    lists: frozenset[str] = frozenset()
    starts: frozenset[str] = frozenset()
    homes: Mapping[str, tuple[str, ...]] = {}
    synonyms: Mapping[str, Synonym] = {}
