"""How single words are said where a voice would misread them: entries of an author, a person, or our own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    Phonemes = Callable[[str], str]
    """From IPA to an engine's own names of the sounds, empty if it has none."""


class Pronunciation(NamedTuple):
    """How a word is said: spelt as it sounds, for every voice, and in IPA for those that can read it."""

    respell: str
    ipa: str = ""


Entries = tuple[tuple[str, Pronunciation], ...]
"""Words as they are written, each with its pronunciation."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words of one language with their pronunciations, ready to be put into a text; see `lexicon_of`."""

    entries: Mapping[str, Pronunciation]
    pattern: re.Pattern[str]

    def applied(self, text: str, phonemes: Phonemes | None = None) -> str:
        """The text with its words as they are said, whole words in any case, and with an `s` for several.

        `phonemes` makes of an entry's IPA what the engine reads between `[[` and `]]`; where it makes nothing
        of it, and of several, the word is respelt.
        """
        return self.pattern.sub(lambda found: self._said(found, phonemes), text)

    def annotated(self, text: str) -> str:
        """The text with the spelling of how it is said behind each of its words, in brackets."""
        return self.pattern.sub(lambda found: f"{found[0]} [{self._said(found, None)}]", text)

    def joined(self, text: str) -> str:
        """The text respelt, for an estimate: a word given by its sounds counts as one, without hyphens."""

        def said(found: re.Match[str]) -> str:
            respelt = self._said(found, None)
            return respelt.replace("-", "") if self.entries[found[1].lower()].ipa else respelt

        return self.pattern.sub(said, text)

    def _said(self, found: re.Match[str], phonemes: Phonemes | None) -> str:
        entry = self.entries[found[1].lower()]
        if phonemes is not None and not found[2] and (sounds := phonemes(entry.ipa)):
            return f"[[{sounds}]]"
        respelt = entry.respell[:1].upper() + entry.respell[1:] if found[0][0].isupper() else entry.respell
        return f"{respelt}{found[2]}"


NO_WORDS = Lexicon({}, re.compile(r"(?!)"))
"""A lexicon that changes nothing."""


def lexicon_of(entries: Iterable[tuple[str, Pronunciation]]) -> Lexicon:
    """The lexicon of these entries; of two with the same word the later one holds."""
    by_word = {word.lower(): pronunciation for word, pronunciation in entries}
    if not by_word:
        return NO_WORDS
    words = "|".join(map(re.escape, sorted(by_word, key=len, reverse=True)))
    return Lexicon(by_word, re.compile(rf"(?<![\w'\u2019])({words})(s?)(?!\w)", re.IGNORECASE))
