"""Makes a text speakable: signs, digits and abbreviations become the words that a person would read aloud."""

from __future__ import annotations

import re
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from coach.spoken_text.languages import is_of_another_script, without_other_scripts, words_of
from coach.spoken_text.lexicon import Lexicon, lexicon_of
from coach.spoken_text.markup import unmarked, without_pictures
from coach.spoken_text.quantities import in_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coach.spoken_text.lexicon import Pronunciation
    from coach.spoken_text.table import SpokenWords

_ODD = re.compile(
    r"[^A-Za-z ,.;:!?'\u2019-]|[A-Z]{2}|\b[IVX]\b|^[^A-Za-z]|[ .,;:!?-][,.;:!?-]|- | $| {2}"
    r"|\b[MN]m?\. [a-z]|[,.;:!?][A-Za-z]| [a-z]\. |['\u2019] "
)
"""What plain prose has not."""
_ARROW = re.compile(r"\s*(?:[-=]{1,2}>|<-{1,2}(?=\s)|[→⇒➔➜➝➞⟶⟹▶►➡⮕←⇐⟵⬅◀↔⇔⟷↦↪↩↗↘↙↖⤴⤵]\s*)+\s*")
_BACKWARD = re.compile("[←⇐⟵⬅◀↔⇔⟷↩]|<-")
_CODES = re.compile(r"\b([A-Z])(\d{1,2})\s?[/\u2013-]\s?([A-Z]?)(\d{1,2})\b")
_CODE = re.compile(r"\b([A-Z]{1,4})(\d{1,3})\b")
_CAPITALS = re.compile(r"(?<![^\W\d_])(?<!\.)([A-ZÀ-ÖØ-Þ]{2,})(['\u2019]?s)?(?![\w])")
_BETWEEN_WORDS = re.compile(
    r"(?<=[^\W\d_])\s?/\s?(?=[^\W\d_])|(?<=[^\W\d_])\s?/\s?(?=\d)|(?<=[^\W\d_][.-])/(?=[^\W\d_])"
)
_MOST_PASSES = 6
"""What one pass removes may leave markup behind: `*<b>*`. Two are usual, the second changes nothing."""
_TIDY = (
    (re.compile(r"\s+"), " "),
    (re.compile(r" (?=[,.;:!?…)](?:\s|$))"), ""),
    (re.compile(r",(?: ?,)+"), ","),
    (re.compile(r"([.!?;:…]) ?,(?=\s|$)"), r"\1"),
    (re.compile(r"^[\s,;:]+|\s+$|(?<=\() "), ""),
)


@lru_cache(maxsize=4096)
def spoken(text: str, language: str) -> str:
    """The text as it is said in that language: one line, without digits where the language has a table.

    What no voice of the language can say is left out, so that nothing may be left. Plain prose stays as it
    is, and so does what came out of here.
    """
    words = words_of(language)
    for _ in range(_MOST_PASSES):
        if words is not None and _is_plain(text, words):
            return _with_homographs(text, words)
        said = _pass(text, language)
        if said == text:
            break
        text = said
    return text


def unspeakable_letters(text: str, language: str) -> frozenset[str]:
    """The letters in that text that a voice of the language cannot say, and that have no word in it."""
    words = words_of(language)
    known = words.signs if words is not None else {}
    return frozenset(
        letter
        for letter in unmarked(text)
        if letter not in known and letter.isalpha() and is_of_another_script(letter, language)
    )


def lexicon_in_words(entries: Iterable[tuple[str, Pronunciation]], language: str) -> Lexicon:
    """The lexicon of these entries for texts that `spoken` has put into words: `COPD` is "C-O-P-D"."""
    said = ((spoken(word, language), pronunciation) for word, pronunciation in entries)
    return lexicon_of((word, pronunciation) for word, pronunciation in said if word)


def _pass(text: str, language: str) -> str:
    text = unmarked(text)
    words = words_of(language)
    if not any(map(str.isalnum, text)):
        return ""
    text = _ARROW.sub(", ", text) if words is None else _in_words(text, words)
    return _tidy(without_other_scripts(without_pictures(text), language))


def _in_words(text: str, words: SpokenWords) -> str:
    text = _weekdays(words).sub(partial(_days, words=words), text)
    text = _abbreviations(words).sub(partial(_abbreviation, words=words), text)
    for pattern, replacement in words.rules:
        text = pattern.sub(replacement, text)
    text = _ARROW.sub(partial(_arrow, words=words), text)
    text = _CODES.sub(partial(_codes, words=words), text)
    text = _CODE.sub(lambda found: f"{_letters(found[1])}{'-' if found[1] == 'A' else ' '}{found[2]}", text)
    text = _without_capitals(text, words)
    text = in_words(text, words)
    text = _BETWEEN_WORDS.sub(f" {words.alternative} ", text).replace("/", " ")
    return _with_homographs(text, words)


def _is_plain(text: str, words: SpokenWords) -> bool:
    """Whether that is plain prose, as nine of ten texts are: it is said as written."""
    known, small = words.abbreviations, text.lower()
    return not (
        _ODD.search(text)
        or _weekdays(words).search(text)
        or any(word in known or word.rstrip(",;:.!?") in known for word in small.split(" "))
        or any(phrase in small for phrase in _phrases(words))
    )


@lru_cache(maxsize=16)
def _phrases(words: SpokenWords) -> tuple[str, ...]:
    """The abbreviations of several words."""
    return tuple(written for written in words.abbreviations if " " in written)


def _with_homographs(text: str, words: SpokenWords) -> str:
    for pattern, spelling in words.homographs:
        text = pattern.sub(spelling, text)
    return text


@lru_cache(maxsize=16)
def _abbreviations(words: SpokenWords) -> re.Pattern[str]:
    alternatives = "|".join(map(re.escape, sorted(words.abbreviations, key=len, reverse=True)))
    return re.compile(rf"(?<![\w./-])(?:{alternatives})(?![\w/])", re.IGNORECASE)


def _abbreviation(found: re.Match[str], words: SpokenWords) -> str:
    """What it stands for; the full stop of one at the end ends the sentence too."""
    said = words.abbreviations[found[0].lower()]
    ends = found[0].endswith(".") and not found.string[found.end() :].strip(" )\"'\u201d")
    return f"{said}." if ends and not said.endswith(".") else said


@lru_cache(maxsize=16)
def _weekdays(words: SpokenWords) -> re.Pattern[str]:
    """Two abbreviated weekdays or more in a row: one alone may be another word, as "Do" and "Sun" are."""
    day = rf"\b(?:{'|'.join(written for written, _ in words.weekdays)})\b\.?"
    return re.compile(rf"{day}(?:\s?(?:[,/&+\u2010-\u2015-]|\b[a-zA-Z]{{1,3}}\b)\s?{day})+")


def _days(found: re.Match[str], words: SpokenWords) -> str:
    """Those days in words: a dash is a range, two are a list, as slashes are."""
    said = re.sub(r"\s?/\s?", ", ", found[0])
    dashes = re.compile(r"\s?[\u2010-\u2015-]\s?")
    said = dashes.sub(", " if len(dashes.findall(said)) > 1 else f" {words.range_to} ", said)
    for written, day in words.weekdays:
        said = re.sub(rf"\b(?:{written})\b\.?", day, said)
    ends = found[0].endswith(".") and not found.string[found.end() :].strip()
    return f"{said}." if ends else said


def _arrow(found: re.Match[str], words: SpokenWords) -> str:
    before = found.string[: found.start()].rstrip()
    after = found.string[found.end() :].lstrip()
    if not before or not after or not (before[-1].isalnum() or before[-1] in ")%°"):
        return " "
    if _BACKWARD.search(found[0]):
        return ", "
    return f" {words.range_to} " if before[-1].isdigit() and after[0].isdigit() else f", {words.then} "


def _codes(found: re.Match[str], words: SpokenWords) -> str:
    """Two vertebrae: `L4/L5`, `C5-6`; or from one to another: `C5-C7`."""
    second = f"{found[3]} {found[4]}" if found[3] else found[4]
    is_range = found[3] == found[1] and "/" not in found[0] and int(found[4]) > int(found[2]) + 1
    return f"{found[1]} {found[2]}{f' {words.range_to}' if is_range else ','} {second}"


def _letters(word: str) -> str:
    return "-".join(word)


def _without_capitals(text: str, words: SpokenWords) -> str:
    """Emphasis in capitals becomes plain words; abbreviations are spelt: `A-D-L`; `A D L` has an article."""
    shouted = not re.search(r"[a-zà-öø-ÿ]", text) and len(_CAPITALS.findall(text)) > 1

    def say(found: re.Match[str]) -> str:
        word, plural = found[1], found[2] or ""
        if word.lower() in words.units and found.string[: found.start()].rstrip()[-1:].isdigit():
            return found[0]
        if _is_spelled(word, words, shouted=shouted):
            return _letters(word) + plural
        before = found.string[: found.start()].rstrip()
        small = word.lower() + plural
        return small if before and before[-1] not in ".!?:" else small.capitalize()

    return _CAPITALS.sub(say, text)


def _is_spelled(word: str, words: SpokenWords, *, shouted: bool) -> bool:
    if word in words.spelled:
        return True
    if not any(letter in words.vowels or not letter.isascii() for letter in word):
        return True
    short = len(word) <= 3 and not shouted  # noqa: PLR2004 — a longer one is nearly always a word
    return short and word.lower() not in words.short_words


def _tidy(text: str) -> str:
    for pattern, replacement in _TIDY:
        text = pattern.sub(replacement, text)
    return text
