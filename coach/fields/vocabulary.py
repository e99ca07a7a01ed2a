"""The words of one kind of file: its fields' names, where each belongs, and what people write instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Synonym(NamedTuple):
    """The field that is meant by a name which does not exist; `hint`: what to say where that may stand.

    With no field that is meant, the hint is all there is to say.
    """

    meant: str
    hint: str = ""


class Vocabulary(NamedTuple):
    """The names of all fields, of those that hold words for a person, and of those that hold lists of words.

    `homes`: what has which fields ("a hold step"). `synonyms`: by the name that is written, or by
    "name in thing" where it holds for one kind of thing only.
    """

    names: frozenset[str] = frozenset()
    texts: tuple[str, ...] = ()
    lists: frozenset[str] = frozenset()
    homes: Mapping[str, tuple[str, ...]] = {}
    synonyms: Mapping[str, Synonym] = {}
