"""How words are said: the field `say_as` of a routine, and the content of a person's own lexicon."""

from __future__ import annotations

import re

from coach.fields.scalar_types import ParsedText
from coach.fields.structured_types import Nested, ValuesByName
from coach.fields.table import Field, Table
from coach.problems import quoted
from coach.spoken_text.lexicon import Pronunciation
from coach.units import ParseError

LONGEST_PRONUNCIATION = 100
MOST_WORDS = 200
_RESPELT = re.compile(r"[^\W\d_]+(?:[ '\u2019.-]+[^\W\d_]+)*")
_IPA = re.compile(r"[^\W\d_]?[^\d\[\]{}()<>/|\\_\"*=+#@&%$]+")
WORD = re.compile(r"\w+(?:[ '\u2019&./-]+\w+)*")
"""What can be in a lexicon: a word, or several."""


def parse_respelling(text: str) -> str:
    """A word spelt as it sounds: letters, with hyphens between syllables. Raises `ParseError`."""
    written = " ".join(text.split())
    if len(written) > LONGEST_PRONUNCIATION or not _RESPELT.fullmatch(written):
        hint = "write letters, with hyphens between the syllables, such as soh-lee-us"
        raise ParseError(f"{quoted(text)} cannot be read aloud letter by letter", hint)
    return written


def parse_ipa(text: str) -> str:
    """A word in the International Phonetic Alphabet, without slashes or brackets. Raises `ParseError`."""
    written = text.strip()
    if len(written) > LONGEST_PRONUNCIATION or not _IPA.fullmatch(written):
        hint = "write the sounds alone, without slashes, brackets or digits, such as sohliəs"
        raise ParseError(f"{quoted(text)} is not IPA", hint)
    return written


PRONUNCIATION = Table(
    "a pronunciation",
    (
        Field(
            "respell",
            ParsedText(parse_respelling, "respell", "letters, with hyphens between the syllables"),
            "The word spelt as it sounds; every voice can read that.",
            "soh-lee-us",
            is_required=True,
        ),
        Field(
            "ipa",
            ParsedText(parse_ipa, "ipa", "IPA"),
            "IPA, for natural voices and, in the coach's languages, eSpeak NG; a plural in `s` is respelt.",
            "sohliəs",
        ),
    ),
)
PRONUNCIATIONS = ValuesByName(
    Nested(PRONUNCIATION, Pronunciation), WORD, MOST_WORDS, "words, each with its pronunciation"
)
SAY_AS = Field(
    "say_as",
    PRONUNCIATIONS,
    "How to pronounce words that voices misread; whole words, upper or lower case.",
    "{soleus: {respell: soh-lee-us}}",
    since=2,
)
