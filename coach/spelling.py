"""Finds the word that a misspelt word was meant to be, if that is clear."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST_WORD = 60
"""Characters; whatever is longer is no misspelling, and comparing it would take time."""
_MOST_MISTAKES = ((2, 0), (5, 1), (8, 2))
"""Up to this many characters (of the longer word), this many mistakes still make the same word."""
_MOST = 3


def nearest(word: str, words: Iterable[str]) -> str | None:
    """The one of these words that `word` is a misspelling of; None if there is none, or more than one.

    A mistake is a character too many, missing or wrong, or two that changed places. How many are allowed
    follows from the length: none in two characters, one in up to five, two in up to eight, three in more.
    Both words begin with the same letter, except for two that changed places, and have the same digits:
    another number means another thing. Capitals, and a dash for an underscore, are not mistakes.
    """
    written = _plain(word)
    if not written or len(written) > _LONGEST_WORD:
        return None
    found: list[tuple[int, str]] = []
    for candidate in dict.fromkeys(words):
        other = _plain(candidate)
        if written == other:
            return candidate
        most = _allowed(max(len(written), len(other)))
        if abs(len(written) - len(other)) > most or not _begin_alike(written, other):
            continue
        if _digits(written) != _digits(other):
            continue
        mistakes = _mistakes(written, other, most)
        if mistakes <= most:
            found.append((mistakes, candidate))
    fewest = min((mistakes for mistakes, _ in found), default=0)
    best = [candidate for mistakes, candidate in found if mistakes == fewest]
    return best[0] if len(best) == 1 else None


def _plain(word: str) -> str:
    return word[: _LONGEST_WORD + 1].strip().lower().replace("_", "-").replace(" ", "-")


def _allowed(length: int) -> int:
    return next((mistakes for longest, mistakes in _MOST_MISTAKES if length <= longest), _MOST)


def _begin_alike(one: str, other: str) -> bool:
    return one[:1] == other[:1] or (len(one) > 1 and one[:2] == other[1::-1])


def _digits(word: str) -> str:
    return "".join(filter(str.isdigit, word))


def _mistakes(one: str, other: str, most: int) -> int:
    """The restricted Damerau-Levenshtein distance; some number above `most` if it is larger than that."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        earlier, before, row = before, row, [at]
        for to, opposite in enumerate(other, 1):
            least = min(before[to] + 1, row[-1] + 1, before[to - 1] + (letter != opposite))
            if at > 1 and to > 1 and letter == other[to - 2] and one[at - 2] == opposite:
                least = min(least, earlier[to - 2] + 1)
            row.append(least)
        if min(row) > most:
            return most + 1
    return row[-1]
