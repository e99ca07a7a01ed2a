"""The tables of words of every language."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import get_args

import pytest

from coach.routine.model import Consequence, Position
from coach.spoken_text.languages import LANGUAGES
from coach.timeline.words import CoachWords, words_for
from coach.voice.estimate import estimate

WITH_LIMIT = ("general", "general_where_dizziness_is_provoked", "pain_limit")
OTHERS = sorted(set(LANGUAGES) - {"en"})


def places(text: str) -> set[str]:
    """The placeholders of a text."""
    return set(re.findall(r"\{(\w*)\}", text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_is_whole(language):
    """No text of a language is empty, and each has the placeholders that are filled."""
    words = words_for(language)
    assert words.language == language
    assert {name: getattr(words, name) for name in CoachWords.__slots__ if not getattr(words, name)} == {}
    assert {text for text in words.calls.announcements if places(text) != {"what", "length"}} == set()
    safety = words.safety
    wanted = {"not_for": {""}, "stop_if": {""}} | {name: {"limit"} for name in WITH_LIMIT}
    found = {each.name: places(str(getattr(safety, each.name))) for each in fields(safety)}
    assert {name: these for name, these in found.items() if these} == wanted


@pytest.mark.parametrize("language", OTHERS)
def test_no_text_is_left_in_english(language):
    """No sentence of a translation is the English one."""
    words, english = words_for(language), words_for("en")
    ours = {*texts(words)} - {"Pause."}
    assert ours & {*texts(english)} == set()


def texts(words: CoachWords) -> list[str]:
    """Every text of a table that is no single word."""
    values = [getattr(words, name) for name in CoachWords.__slots__]
    values += [getattr(words.safety, each.name) for each in fields(words.safety)]
    found = []
    for value in values:
        if isinstance(value, str):
            found.append(value)
        elif isinstance(value, Mapping):
            found += value.values()
        elif isinstance(value, tuple):
            found += value
    return [text for text in found if text.endswith((".", "?", ":"))]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"rest": ""}, "there are no words for rest"),
        ({"welcome_back": ""}, "there are no words for welcome_back"),
        ({"sides": {"left": "links"}}, "sides has no words for right"),
        ({"questions": {"pain": "?", "effort": ""}}, "questions has no words for effort"),
        ({"breathing": {"in": "Ein."}}, "breathing has no words for sip, hold, out, pause"),
    ],
)
def test_a_table_with_a_hole_does_not_load(changes, message):
    """A missing text is an error of the table, not silence in a session."""
    with pytest.raises(ValueError, match=f"^{message}$"):
        replace(words_for("de"), **changes)


def test_safety_texts_with_a_hole_do_not_load():
    """Least of all one about safety may be missing."""
    with pytest.raises(ValueError, match=r"^there are no words for breathing$"):
        replace(words_for("fr").safety, breathing="")
    positions = words_for("es").positions
    with pytest.raises(ValueError, match=r"^up has no words for kneeling$"):
        replace(positions, up={**positions.up, "kneeling": ""})


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_stop_rules_are_short_enough_to_be_listened_to(language):
    """Each rule takes nine seconds or so at the usual rate; the estimate is up to half a second too long."""
    words = words_for(language)
    rules = (words.safety.general, words.safety.breathing, words.safety.stretch_as_needed, words.safety.neck)
    said = [rule.replace("{limit}", words.number(6)) for rule in rules]
    assert [text for text in said if estimate(text, language) > 9.5] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_change_of_position_has_its_sentence(language):
    """From each position into every other there is one whole sentence, and time is given."""
    positions = words_for(language).positions
    for before in get_args(Position):
        for after in set(get_args(Position)) - {"any", "as-said", before}:
            said = positions.way(before, after)
            time = positions.hold_on if after == "standing" else positions.take_your_time
            assert re.fullmatch(rf"[A-Z][^.]+\. {re.escape(time)}", said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_sides_sound_alike(language):
    """What names a side differs between the two."""
    words = words_for(language)
    mappings = (words.sides, words.on_side, words.next_side, words.lie_on, words.turn_over, words.still_on)
    assert [sides for sides in mappings if sides["left"] == sides["right"]] == []


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "de",
            (
                "Satz zwei von drei.", "Und links, eins von acht.",
                "In Ihrem Tempo, einundzwanzig Wiederholungen.",
                "Einen Atemzug lang.", "Fünf Atemzüge lang.", "Bis zu einer Minute, solange es geht.",
                "Acht bis zwölf Mal, so wie es geht.", "Mit 2,5 Kilogramm.", "Rotes Band.",
                "Mit Ihrem Körpergewicht.", "Das war das dritte Mal in dieser Woche.",
                "Das war das elfte Mal in dieser Woche.",
                "Bei fünf oder mehr: Hören Sie hier auf.", "eine Minute",
                "a, b oder c",
            ),
        ),
        (
            "es",
            (
                "Segunda serie de tres.", "A la izquierda, la primera de las ocho.",
                "A su ritmo, veintiuna repeticiones.",
                "Durante una respiración.", "Durante cinco respiraciones.",
                "Hasta un minuto, mientras pueda.",
                "De ocho a doce veces, según pueda.", "Con 2,5 kilos.", "Con rotes Band.",
                "Con el peso de su cuerpo.", "Es la tercera vez esta semana.",
                "Ya son once veces esta semana.",
                "Si es cinco o más, termine aquí.", "un minuto", "a, b o c",
            ),
        ),
        (
            "fr",
            (
                "Série deux sur trois.", "Et à gauche, un sur huit.",
                "À votre rythme, vingt et une répétitions.",
                "Pendant une respiration.", "Pendant cinq respirations.",
                "Jusqu'à une minute, selon vos possibilités.",
                "De huit à douze fois, selon vos possibilités.",
                "Avec 2,5 kilos.", "Avec rotes Band.", "Avec le poids de votre corps.",
                "Vous l'avez fait trois fois cette semaine.", "Vous l'avez fait onze fois cette semaine.",
                "Si c'est cinq ou plus, arrêtez-vous là.", "une minute", "a, b ou c",
            ),
        ),
    ],
)  # fmt: skip
def test_what_is_counted_is_inflected(language, said):
    """Numbers, units and endings agree as a native speaker says them."""
    words = words_for(language)
    body = {"de": "Körpergewicht", "es": "peso corporal", "fr": "poids du corps"}[language]
    assert (
        words.set_of(words.number(2), words.number(3)),
        words.side_of(words.sides["left"], words.number(1), words.number(8)),
        words.own_pace(21),
        words.breaths(1),
        words.breaths(5),
        words.up_to(60),
        words.as_able(8, 12),
        words.load("2,5 kg"),
        words.load("rotes Band"),
        words.load(body),
        words.this_week(3),
        words.this_week(11),
        words.rule(Consequence(at_least=5, stop=True)),
        words.calls.minutes(1),
        words.listing(("a", "b", "c")),
    ) == said


@pytest.mark.parametrize(
    ("language", "lengths"),
    [
        (
            "de",
            (
                "20 Sekunden",
                "5,5 Sekunden",
                "eine Minute 30 Sekunden",
                "2 Minuten eine Sekunde",
                "0 Sekunden",
            ),
        ),
        (
            "es",
            (
                "20 segundos",
                "5,5 segundos",
                "un minuto y 30 segundos",
                "2 minutos y un segundo",
                "0 segundos",
            ),
        ),
        (
            "fr",
            ("20 secondes", "5,5 secondes", "une minute 30 secondes", "2 minutes une seconde", "0 seconde"),
        ),
    ],
)
def test_durations(language, lengths):
    """Durations are as a person would say them, with a comma for decimals."""
    assert tuple(map(words_for(language).duration, (20.0, 5.5, 90.0, 121.0, 0.0))) == lengths


@pytest.mark.parametrize(
    ("language", "rules"),
    [
        ("de", ("Wenn ja: Gut.", "Wenn nein: Hören Sie hier auf.",
                "Bei drei oder weniger: weiter mit Gehen.")),
        (
            "es",
            (
                "Si la respuesta es sí: Gut.", "Si la respuesta es no, termine aquí.",
                "Si es tres o menos, siga con Gehen.",
            ),
        ),
        ("fr", ("Si oui : Gut.", "Si non, arrêtez-vous là.",
                "Si c'est trois ou moins, continuez avec Gehen.")),
    ],
)  # fmt: skip
def test_what_follows_from_an_answer(language, rules):
    """The condition comes before its order."""
    rule = words_for(language).rule
    assert (
        rule(Consequence(yes=True, say="Gut.")),
        rule(Consequence(yes=False, stop=True)),
        rule(Consequence(at_most=3, skip_to="Gehen")),
    ) == rules


def test_french_names_what_is_pulled_and_the_answer_zero():
    """An elastic band has its article, and nothing is less than zero."""
    words = words_for("fr")
    assert words.load("Élastique rouge") == "Avec l'élastique rouge."
    assert words.rule(Consequence(at_most=0, stop=True)) == "Si c'est zéro, arrêtez-vous là."


@pytest.mark.real
def test_other_languages_are_loaded_when_they_are_used():
    """English sessions do not pay for the other tables."""
    code = "import sys, coach.timeline.words as l; l.words_for('en-GB'); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert {"coach.timeline.english", "coach.timeline.german", "num2words"} & {*loaded.split()} == {
        "coach.timeline.english"
    }


@pytest.mark.parametrize(
    ("this", "whole", "said"),
    [
        (2, 3, "A la derecha, la segunda de las tres."),
        (11, 12, "A la derecha, once de las doce."),
        (21, 31, "A la derecha, veintiuna de las treinta y una."),
    ],
)
def test_what_is_counted_on_a_side_is_feminine_in_spanish(this, whole, said):
    """An ordinal with its article up to ten, from eleven on the number, both as before "repeticiones"."""
    words = words_for("es")
    assert words.side_of("derecha", words.number(this), words.number(whole)) == said
