"""The lexicon that a language is spoken with: our own words, those of the person's file, and a routine's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from coach.errors import BadFile
from coach.fields.findings import Findings
from coach.fields.misreadings import parse_corrected
from coach.fields.structured_types import ValuesByName
from coach.fields.table import Field, vocabulary_of
from coach.files import read_source
from coach.routine.pronunciation import PRONUNCIATION, PRONUNCIATIONS
from coach.spoken_text.languages import words_of
from coach.spoken_text.normalize import lexicon_in_words
from coach.voice.choose import primary_language

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from coach.home import Home
    from coach.spoken_text.lexicon import Entries, Lexicon

_LANGUAGES = Field(
    "lexicon.yaml",
    ValuesByName(PRONUNCIATIONS, re.compile(r"[a-z]{2,3}"), 20, "languages, each with its words"),
    "",
    "",
)
_VOCABULARY = vocabulary_of((PRONUNCIATION,), {})


def lexicon_for(home: Home, language: str, say_as: Entries, log: Callable[[str], None]) -> Lexicon:
    """The words of that language; the person's replace ours, and those of a routine (`say_as`) replace both.

    A file with mistakes is not used, and `log` gets its problems.
    """
    words = words_of(language)
    ours = words.lexicon if words is not None else ()
    return lexicon_in_words((*ours, *entries_for(home, language, say_as, log)), language)


def entries_for(home: Home, language: str, say_as: Entries, log: Callable[[str], None]) -> Entries:
    """The words of the person's file in that language, and those of a routine, which replace them.

    A file with mistakes is not used, and `log` gets its problems.
    """
    try:
        own = read_lexicon(home.lexicon).get(primary_language(language), ())
    except BadFile as problems:
        log(f"{problems} Your own lexicon is not used.")
        own = ()
    return (*own, *say_as)


def read_lexicon(path: Path) -> dict[str, Entries]:
    """The words by language in a person's own file, none where there is no file; raises `BadFile`."""
    if not path.exists():
        return {}
    source = read_source(path)
    corrected = parse_corrected(source, _VOCABULARY)
    findings = Findings(corrected.source, _VOCABULARY)
    findings.problems += corrected.problems
    read = None
    if corrected.document is not None:
        read = _LANGUAGES.type.read(corrected.document.root, _LANGUAGES, findings)
    if findings.has_errors or read is None:
        raise BadFile([problem for problem in findings.in_order() if problem.severity == "error"])
    return dict(read)
