"""Guesses the language of a text by its commonest words: enough to see that a text is not the file's."""

from __future__ import annotations

import re

_COMMON = {
    "en": frozenset(
        {
            "and", "the", "your", "you", "of", "to", "with", "is", "are", "it", "both", "then", "keep",
            "let", "slowly", "as", "if", "not", "down", "up", "from", "back",
        }
    ),
    "de": frozenset(
        {
            "und", "der", "die", "das", "den", "dem", "ihr", "ihre", "ihren", "sie", "mit", "nicht", "auf",
            "zum", "zur", "ist", "wenn", "nach", "ein", "eine", "einen", "langsam", "dann", "wieder",
        }
    ),
    "es": frozenset(
        {
            "el", "los", "las", "y", "con", "su", "sus", "tu", "una", "hacia", "por", "sin", "del", "al",
            "si", "se", "lentamente", "luego", "espalda", "no", "que",
        }
    ),
    "fr": frozenset(
        {
            "le", "les", "et", "votre", "vos", "avec", "des", "du", "une", "vers", "sur", "si", "vous", "au",
            "puis", "lentement", "est", "pas", "sans", "dos", "que",
        }
    ),
}  # fmt: skip
_FEWEST = 3
"""So many common words of one language, and none of the file's, are needed: a name is no evidence."""
_WORD = re.compile(r"[^\W\d_]+")


_LANGUAGES = {
    word: [language for language, words in _COMMON.items() if word in words]
    for word in frozenset().union(*_COMMON.values())
}
"""By each of these words: the languages in which it is common."""


def language_of(text: str) -> str | None:
    """The ISO 639-1 code of the language that a text is in; None if that is not clear."""
    common = [word for word in _WORD.findall(text.lower()) if word in _LANGUAGES]
    if len(common) < _FEWEST:  # as of most texts
        return None
    counts: dict[str, int] = {}
    for word in common:
        for language in _LANGUAGES[word]:
            counts[language] = counts.get(language, 0) + 1
    best = max(counts, key=lambda language: counts[language])
    others = max((count for language, count in counts.items() if language != best), default=0)
    return best if counts[best] >= _FEWEST and counts[best] > 2 * others else None
