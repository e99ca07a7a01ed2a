"""Words that no text for a person may hold: claims, orders against comfort, medicines and supplements.

The coach is no medical device, and no routine that it leads may be one (docs/intended-purpose.md). A sentence
that denies is none of these: "It does not treat anything" stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

Forbidden = Literal["claim", "order", "medicine"]
"""What a word does: it promises an effect, pushes on against comfort, or names what a clinician orders."""


class ForbiddenWord(NamedTuple):
    """A word that may not be there, and the index of its first character."""

    kind: Forbidden
    word: str
    start: int


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of one language as regular expressions, without the boundaries of words."""

    claim: str
    order: str
    medicine: str
    denial: str


_WORDS = {
    "en": _Words(
        claim=r"prevent\w*|treat(?:s|ed|ing|ments?)?|cur(?:e|es|ed|ing)|heal(?:s|ed|ing)?|reliev\w*|relief"
        r"|alleviat\w*|(?<!physical )therap(?:y|ies|eutic)|remed(?:y|ies)|diagnos\w*"
        r"|protects? (?:you|against|from)|against (?:cramps?|pain|stiffness|injur\w*|twitch\w*)",
        order=r"no pain,? no gain|push(?:ing)? through|through the pain|ignor(?:e|ing) (?:the |any )?pain"
        r"|you must|(?:bite|grit) your teeth|force (?:it|yourself)|as far as (?:you )?possibly",
        medicine=r"magnesium|calcium|potassium|vitamins?|supplements?|ibuprofen|paracetamol|acetaminophen"
        r"|aspirin|pain ?killers?|quinine|tonic water|pickle juice|medicines?|medications?|muscle relaxants?",
        denial=r"no|not|neither|nor|never|nothing|cannot|without|\w+n['\u2019]t|avoid|stop|unless",
    ),
    "de": _Words(
        claim=r"heil(?:t|en|ung\w*|sam\w*)|kurier\w*|behand(?:el|l)\w*|vorbeug\w*|beug(?:t|en) \w+ vor"
        r"|verhinder\w*|verhüt\w*|linder\w*|\w*therap(?:ie|eut)\w*|diagnos\w*|schütz(?:t|en) (?:vor|gegen)"
        r"|gegen (?:krämpfe|schmerz\w*|verspannung\w*|verletzung\w*|zuckung\w*)",
        order=r"ohne schmerz\w* kein\w*|zähne zusammen\w*|durch den schmerz|schmerz\w* ignorier\w*"
        r"|ignorier\w* (?:sie )?den schmerz|(?:du musst|sie müssen)",
        medicine=r"magnesium\w*|kalzium\w*|calcium\w*|kalium\w*|vitamin\w*|nahrungsergänzung\w*|ibuprofen"
        r"|paracetamol|aspirin|schmerzmittel\w*|chinin|medikament\w*|arznei\w*",
        denial=r"kein\w*|nicht|nichts|weder|noch|nie|niemals|ohne|vermeiden?",
    ),
    "es": _Words(
        claim=r"cur(?:a|an|ar|as|ación)|san(?:a|an|ar)|trat(?:a|an|ar|amientos?)(?! de)|previen\w*|preveni\w*"
        r"|alivi\w*|terap\w*|remedios?|diagn[oó]s\w*|protege\w* (?:contra|de)"
        r"|contra (?:los calambres|el dolor|la rigidez|las lesiones)",
        order=r"sin dolor no hay|aguant\w* (?:el )?dolor|ignor\w* (?:el )?dolor|(?:tienes|tiene) que"
        r"|apriet\w* los dientes",
        medicine=r"magnesio|calcio|potasio|vitaminas?|suplementos?|ibuprofeno|paracetamol|aspirina"
        r"|analgésicos?|quinina|medicamentos?|medicinas?",
        denial=r"no|nunca|jamás|ni|sin|nada|evit\w*",
    ),
    "fr": _Words(
        claim=r"guéri\w*|soign\w*|trait(?:e|ent|er|ements?)|prévien\w*|préveni\w*|prévention|soulag\w*"
        r"|\w*thérap\w*|remèdes?|diagnosti\w*|protège\w* (?:de|contre)"
        r"|contre (?:les crampes|la douleur|la raideur|les blessures)",
        order=r"sans douleur,? (?:pas|rien)|serre\w* les dents|ignore\w* la douleur|(?:tu dois|vous devez)"
        r"|malgré la douleur",
        medicine=r"magnésium|calcium|potassium|vitamines?|compléments? alimentaires?|ibuprofène|paracétamol"
        r"|aspirine|antidouleurs?|antalgiques?|quinine|médicaments?",
        denial=r"ne|n['\u2019]\w+|pas|jamais|ni|sans|rien|aucune?|évite\w*",
    ),
}
LANGUAGES = frozenset(_WORDS)
"""The languages whose words are known, by ISO 639-1 code."""

_SENTENCES = re.compile(r"(?<=[.!?:])\s+|\n\s*\n|\n(?=[-#|])")


def forbidden_words(text: str, language: str) -> Iterator[ForbiddenWord]:
    """What is forbidden in a text, sentence by sentence: of each kind the first word of a sentence.

    `language`: an ISO 639-1 code; one whose words are not known has none.
    """
    if language not in _WORDS:
        return
    patterns, denial = _patterns(language)
    if not _any_of(language).search(text.lower()):  # of most texts, in one search
        return
    start = 0
    for end, after in [
        *((found.start(), found.end()) for found in _SENTENCES.finditer(text)),
        (len(text), 0),
    ]:
        sentence = text[start:end]
        for kind, pattern in patterns:
            found = pattern.search(sentence)
            # A medicine is forbidden in a sentence that says not to take it, too.
            if found and (kind == "medicine" or not denial.search(pattern.sub("", sentence))):
                yield ForbiddenWord(kind, found[0], start + found.start())
        start = after


@cache
def _patterns(language: str) -> tuple[tuple[tuple[Forbidden, re.Pattern[str]], ...], re.Pattern[str]]:
    words = _WORDS[language]

    def whole(expression: str) -> re.Pattern[str]:
        return re.compile(rf"\b(?:{expression})\b", re.IGNORECASE)

    kinds: tuple[tuple[Forbidden, str], ...] = (
        ("claim", words.claim),
        ("order", words.order),
        ("medicine", words.medicine),
    )
    return tuple((kind, whole(expression)) for kind, expression in kinds), whole(words.denial)


@cache
def _any_of(language: str) -> re.Pattern[str]:
    """All of them, in small letters: to search without regard to case takes three times as long."""
    words = _WORDS[language]
    return re.compile(rf"\b(?:{words.claim}|{words.order}|{words.medicine})\b")
