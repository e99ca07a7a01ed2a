"""What the coach says in each of its languages, as words that can be compared with those of a recogniser."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

from coach.home import bundled_routines
from coach.routine.reading import read_routine
from coach.routine.variants import wordings
from coach.spoken_text.languages import words_of as spoken_words
from coach.spoken_text.numbers import number_in_words
from coach.spoken_text.quantities import in_words
from coach.timeline.compose import utterances
from coach.timeline.model import Delivery
from coach.timeline.notices import notice_texts
from coach.timeline.words import aside_utterances, words_for

if TYPE_CHECKING:
    from collections.abc import Sequence

SPELLINGS: Final = {
    "halfway": "half way",
    "okay": "ok",
    "colour": "color",
    "centre": "center",
    "grey": "gray",
}
"""Other ways to write the same English word."""
SIDES: Final = {
    "en": re.compile("(left|right)"),
    "de": re.compile("(link|recht)(?:e|es|er|en|em|s)?"),
    "es": re.compile("(izquierd|derech)[oa]s?"),
    "fr": re.compile("(gauche|droit)e?s?"),
}
"""Each side without its ending, left first."""
NEGATIONS: Final = {
    "en": frozenset({"not", "no", "never", "nor", "without", "cannot", "don't"}),
    "de": frozenset({"nicht", "nie", "ohne", "kein", "keine", "keinen", "weder"}),
    "es": frozenset({"no", "nunca", "ni", "sin"}),
    "fr": frozenset({"ne", "pas", "jamais", "ni", "sans"}),
}
_ARTICLES: Final = frozenset({"ein", "un", "und", "y", "et", "and"})
MOST_ALONE: Final = 4
"""Words of a line that a recogniser has no sentence to guess them by."""
PROSE: Final = {
    "de": (
        "Alle Menschen sind frei und gleich an Würde und Rechten geboren.",
        "Sie sind mit Vernunft und Gewissen begabt und sollen einander im Geist der Brüderlichkeit begegnen.",
        "Jeder hat das Recht auf Leben, Freiheit und Sicherheit der Person.",
        "Niemand darf in Sklaverei oder Leibeigenschaft gehalten werden.",
        "Jeder hat das Recht, überall als rechtsfähig anerkannt zu werden.",
        "Alle Menschen sind vor dem Gesetz gleich und haben ohne Unterschied Anspruch auf gleichen Schutz.",
        "Niemand darf willkürlich festgenommen, in Haft gehalten oder des Landes verwiesen werden.",
        "Jeder hat das Recht, sich innerhalb eines Staates frei zu bewegen.",
        "Jeder hat das Recht auf eine Staatsangehörigkeit.",
        "Jeder hat das Recht auf Erholung und Freizeit.",
    ),
    "es": (
        "Todos los seres humanos nacen libres e iguales en dignidad y derechos.",
        "Dotados como están de razón y conciencia, deben comportarse fraternalmente los unos con los otros.",
        "Todo individuo tiene derecho a la vida, a la libertad y a la seguridad de su persona.",
        "Nadie estará sometido a esclavitud ni a servidumbre.",
        "Todo ser humano tiene derecho, en todas partes, al reconocimiento de su personalidad jurídica.",
        "Todos son iguales ante la ley y tienen, sin distinción, derecho a igual protección de la ley.",
        "Nadie podrá ser arbitrariamente detenido, preso ni desterrado.",
        "Toda persona tiene derecho a circular libremente y a elegir su residencia.",
        "Toda persona tiene derecho a una nacionalidad.",
        "Toda persona tiene derecho al descanso y al disfrute del tiempo libre.",
    ),
    "fr": (
        "Tous les êtres humains naissent libres et égaux en dignité et en droits.",
        "Ils sont doués de raison et de conscience et doivent agir dans un esprit de fraternité.",
        "Tout individu a droit à la vie, à la liberté et à la sûreté de sa personne.",
        "Nul ne sera tenu en esclavage ni en servitude.",
        "Chacun a le droit à la reconnaissance en tous lieux de sa personnalité juridique.",
        "Tous sont égaux devant la loi et ont droit sans distinction à une égale protection de la loi.",
        "Nul ne peut être arbitrairement arrêté, détenu ou exilé.",
        "Toute personne a le droit de circuler librement et de choisir sa résidence.",
        "Tout individu a droit à une nationalité.",
        "Toute personne a droit au repos et aux loisirs.",
    ),
}
"""From the Universal Declaration of Human Rights, some sentences shortened."""


def texts_said(language: str) -> list[str]:
    """All that is said in that language, each text once: all bundled routines, and the coach's own words."""
    words = words_for(language)
    texts = list(aside_utterances(words))
    named = {"what": "Desk neck and shoulders" if language == "en" else words.calls.minutes(7)}
    texts += [text.format(**named, length=words.calls.minutes(7)) for text in words.calls.announcements]
    for path in sorted((bundled_routines() / language).glob("*.yaml")):
        routine = read_routine(path)
        notices = frozenset(notice_texts(routine, language))
        for wording in range(wordings(routine)):
            for detail in ("full", "brief"):
                delivery = Delivery(language=language, detail=detail, notices=notices, wording=wording)
                texts += utterances(routine, delivery)
    return [text for text in dict.fromkeys(texts) if words_of(text, language)]


def words_of(text: str, language: str) -> list[str]:
    """The words of a text, numbers spelled out, without punctuation and spelling's whims."""
    table = spoken_words(language)
    assert table is not None
    spelled = in_words(text.lower().replace("\u2019", "'"), table)
    if language != "en":
        return re.findall(r"[^\W\d_]+", spelled.replace("-", " "))
    words = re.findall(r"[a-z']+", spelled.replace("half-way", "half way"))
    return " ".join(SPELLINGS.get(word, word) for word in words).split()


def compared(text: str, written: str, language: str) -> tuple[list[str], list[str]]:
    """The words said and those written down; a compound that one of them writes apart is one word."""
    said, heard = words_of(text, language), words_of(written, language)
    return (said, heard) if language == "en" else (_joined(said, heard), _joined(heard, said))


def _joined(words: Sequence[str], others: Sequence[str]) -> list[str]:
    """The words, with two that the others write as one joined: `weiter atmen` is `weiteratmen`."""
    result: list[str] = []
    for word in words:
        if result and result[-1] + word in others:
            result[-1] += word
        else:
            result.append(word)
    return result


def errors(said: Sequence[str], heard: Sequence[str]) -> int:
    """How many words have to be inserted, deleted or replaced (Levenshtein)."""
    row = list(range(len(heard) + 1))
    for number, word in enumerate(said, start=1):
        before, row[0] = row[0], number
        for index, other in enumerate(heard, start=1):
            best = min(before + (word != other), row[index] + 1, row[index - 1] + 1)
            before, row[index] = row[index], best
    return row[-1]


def lost(said: Sequence[str], heard: Sequence[str], language: str) -> list[str]:
    """Which of side, number and negation did not come back as often and in the same order."""
    kinds = {"side": sides_of, "number": numbers_of, "negation": negations_of}
    return [kind for kind, found in kinds.items() if found(said, language) != found(heard, language)]


def sides_of(words: Sequence[str], language: str) -> list[str]:
    """The sides among those words, without their endings, in their order."""
    found = (SIDES[language].fullmatch(word) for word in words)
    return [match[1] for match in found if match]


def numbers_of(words: Sequence[str], language: str) -> list[str]:
    """The numbers among those words up to a hundred, in their order; an article is none."""
    known = {word for value in range(101) for word in re.findall(r"\w+", number_in_words(value, language))}
    return [word for word in words if word in known - _ARTICLES]


def negations_of(words: Sequence[str], language: str) -> list[str]:
    """The words among those that turn a meaning round."""
    return [word for word in words if word in NEGATIONS[language]]


def other_texts(text: str, language: str) -> list[str]:
    """That text with its side changed, with each other number up to ten, and without its negation."""
    others = [_with_other_sides(text, language)]
    for value in range(11):
        for other in range(11):
            one, another = (number_in_words(each, language) for each in (value, other))
            if one not in _ARTICLES:
                others.append(_replaced(text, one, another))
    others += [" ".join(_replaced(text, word, "").split()) for word in NEGATIONS[language]]
    return [other for other in dict.fromkeys(others) if other != text]


def _with_other_sides(text: str, language: str) -> str:
    left, right = re.findall(r"\w+", SIDES[language].pattern)[:2]
    return re.sub(
        rf"\b({left}|{right})",
        lambda found: _like(right if found[1].lower() == left else left, found[1]),
        text,
        flags=re.IGNORECASE,
    )


def _replaced(text: str, word: str, another: str) -> str:
    return re.sub(rf"\b{word}\b", lambda found: _like(another, found[0]), text, flags=re.IGNORECASE)


def _like(word: str, other: str) -> str:
    return word.capitalize() if other[0].isupper() else word


def explained(said: Sequence[str], heard: Sequence[str]) -> str:
    """Why a line was misheard: that it stands alone, and which words came back as which."""
    changes = SequenceMatcher(None, said, heard, autojunk=False).get_opcodes()
    pairs = (
        f"{' '.join(said[a:b]) or '(nothing)'} → {' '.join(heard[c:d]) or '(nothing)'}"
        for kind, a, b, c, d in changes
        if kind != "equal"
    )
    alone = "without a sentence around it: " if len(said) <= MOST_ALONE else ""
    return alone + "; ".join(pairs)
