"""Finds the word that a misspelt word was meant to be, if that is clear."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST_WORD = 60
"""Characters; whatever is longer is no misspelling, and comparing it would take time."""
_MOST_SLIPS = ((2, 0), (5, 1), (8, 2))
"""Up to that many characters (of the longer word), so many slips are still the same word."""
_MOST = 3


def nearest(word: str, words: Iterable[str]) -> str | None:
    """The one of these words that `word` is a misspelling of; None if there is none, or more than one.

    A slip is a character too many, missing or wrong, or two that changed places. How many are allowed follows
    from the length: none in two characters, one in up to five, two in up to eight, three in more. Both words
    begin with the same letter, except for two that changed places, and have the same digits: another number
    means another thing. Capitals, and a dash for an underscore, are not slips.
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
        slips = _slips(written, other, most)
        if slips <= most:
            found.append((slips, candidate))
    fewest = min((slips for slips, _ in found), default=0)
    best = [candidate for slips, candidate in found if slips == fewest]
    return best[0] if len(best) == 1 else None


def _plain(word: str) -> str:
    return word[: _LONGEST_WORD + 1].strip().lower().replace("_", "-").replace(" ", "-")


def _allowed(length: int) -> int:
    return next((slips for longest, slips in _MOST_SLIPS if length <= longest), _MOST)


def _begin_alike(one: str, other: str) -> bool:
    return one[:1] == other[:1] or (len(one) > 1 and one[:2] == other[1::-1])


def _digits(word: str) -> str:
    return "".join(filter(str.isdigit, word))


def _slips(one: str, other: str, most: int) -> int:
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
