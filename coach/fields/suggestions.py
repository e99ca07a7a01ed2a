"""Suggestions for unknown fields and words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from coach.spelling import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.fields.vocabulary import Vocabulary

_LONGEST_NAME = 60
_TWO_SIDES = frozenset({"both-sides", "left/right", "left-and-right", "left-right", "two", "2"})


class FieldSuggestion(NamedTuple):
    """What to write instead, and the field that was meant, if clear; `is_guess`: judged by spelling alone."""

    hint: str
    meant: str | None = None
    is_guess: bool = False


def unknown_field(name: str, thing: str, allowed: tuple[str, ...], vocabulary: Vocabulary) -> FieldSuggestion:
    """What to write instead of a field that is not allowed in that thing."""
    written = normalized_name(name)
    synonym = vocabulary.synonyms.get(f"{written} in {thing}")
    if synonym is None and written not in allowed:  # a capital letter is no other name
        synonym = vocabulary.synonyms.get(written)
    if synonym and not synonym.meant:
        return FieldSuggestion(synonym.hint)
    meant = synonym.meant if synonym else written
    if meant in allowed:
        return FieldSuggestion(
            synonym.hint if synonym and synonym.hint else f"did you mean '{meant}'?", meant
        )
    homes = [home for home, names in vocabulary.homes.items() if meant in names]
    if homes and synonym and written != meant:
        return FieldSuggestion(f"'{meant}' is a field of {_listing(homes)}")
    if homes:
        return FieldSuggestion(f"it is a field of {_listing(homes)}")
    near = nearest(written, allowed)
    if near:
        return FieldSuggestion(f"did you mean '{near}'?", near, is_guess=True)
    return FieldSuggestion(f"its fields are {', '.join(allowed)}")


def word_hint(word: str, words: tuple[str, ...], synonyms: Mapping[str, str]) -> str:
    """What to write instead of a word that is not allowed."""
    written = normalized_name(word).replace("_", "-")
    if written in _TWO_SIDES and "both" in words:
        return "write each for one side after the other, or both for both at once"
    meant = synonyms.get(written, "")
    if meant not in words:
        known = {**{word: word for word in words}, **{key: to for key, to in synonyms.items() if to in words}}
        near = nearest(written, words) or nearest(written, known)
        meant = known[near] if near else ""
    return f"did you mean '{meant}'?" if meant else f"write {_one_of(words)}"


def normalized_name(name: str) -> str:
    """A name in the form of field names: `Days per week` and `days-per-week` become `days_per_week`."""
    return name[:_LONGEST_NAME].strip(" -:").lower().replace("-", "_").replace(" ", "_")


def _listing(names: list[str]) -> str:
    """Names as a phrase: `a hold step, a move step and the defaults`."""
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def _one_of(words: tuple[str, ...]) -> str:
    """A choice as a phrase: `skip or once`, or `one of left, right and both` for more than two."""
    return " or ".join(words) if len(words) <= len(("skip", "once")) else f"one of {', '.join(words)}"
