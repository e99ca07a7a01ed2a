"""What is said and shown to call a person, in each language."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, datetime, time

import pytest

from coach.daemon.call_texts import (
    Sentence,
    announcement,
    done_button,
    length_of,
    mistake,
    private_announcement,
    shown_announcement,
    shown_notice,
    waiting_buttons,
)
from coach.day.model import Announce, Notice
from coach.plan.model import AtTimes, Occurrence, Plan, Reminder, RoutineSummary, VoiceSettings
from coach.timeline.words import words_for


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", Sentence("Nacken, sieben Minuten. Möchten Sie jetzt beginnen oder später?", "de")),
        ("es", Sentence("Nacken, siete minutos. Empiece ahora, o más tarde.", "es")),
        ("fr", Sentence("Nacken, sept minutes. Commencez maintenant, ou plus tard.", "fr")),
        ("tlh", Sentence("Nacken, seven minutes. Press begin, or say later.", "en")),
        ("", Sentence("Time for your routine.", "en")),
    ],
)
def test_an_announcement_is_in_the_language_of_its_routine(language, said):
    """Titles in several languages are not spoken at all, as no one voice can say them."""
    assert announcement(RoutineSummary("Nacken", 420.0, language=language), 0) == said


def test_an_announcement_says_what_to_do_and_is_never_in_the_same_words_twice_running():
    """Each announcement names the routine and its length, and never repeats the last one's words."""
    neck = RoutineSummary("Desk neck and shoulders", 420.0)
    said = [announcement(neck, wording).text for wording in range(40)]
    assert said[0] == "Desk neck and shoulders, seven minutes. Press begin, or say later."
    assert all(text.startswith("Desk neck and shoulders, seven minutes") for text in said)
    assert all(one != following for one, following in itertools.pairwise(said))
    assert len(set(said)) == 4


@pytest.mark.parametrize(
    ("seconds", "said", "shown"),
    [
        (10.0, "one minute", "Less than a minute."),
        (95.0, "two minutes", "About 2 min."),
        (5400.0, "ninety minutes", "About 90 min."),
    ],
)
def test_a_length_is_in_whole_minutes(seconds, said, shown):
    """A length is said in whole minutes, one at least."""
    neck = RoutineSummary("Neck", seconds)
    assert announcement(neck, 0).text == f"Neck, {said}. Press begin, or say later."
    assert length_of(neck) == shown


def call(how="voice", language="de", **fields):
    """A plan in that language that calls so, and what waits in it: a routine of half a minute."""
    reminder = Reminder(id="sip", routine="sip-water", cadence=AtTimes((time(9),)), how=how)
    return Plan(reminders=(reminder,), voice=VoiceSettings(language=language), **fields)


SIP = Occurrence(reminder="sip", routine="sip-water", at=datetime(2026, 11, 2, 9, tzinfo=UTC))
SHORT = {language: RoutineSummary("T", 24.0, language=language) for language in ("de", "es", "fr", "")}


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        (
            "de",
            (
                "Weniger als eine Minute. Als Text: coach do sip-water", "In 30 Sekunden: T, U.",
                ["Erledigt", "Beginnen", "Später", "Auslassen"], ["Erledigt"],
            ),
        ),
        (
            "es",
            (
                "Menos de un minuto. En texto: coach do sip-water", "Dentro de 30 segundos: T, U.",
                ["Hecho", "Empezar", "Más tarde", "Omitir"], ["Hecho"],
            ),
        ),
        (
            "fr",
            (
                "Moins d'une minute. En texte : coach do sip-water", "Dans 30 secondes : T, U.",
                ["C'est fait", "Commencer", "Plus tard", "Passer"], ["C'est fait"],
            ),
        ),
    ],
)  # fmt: skip
def test_a_notification_is_in_the_language_of_its_routine(language, texts):
    """A notification's text and buttons are in the routine's language, whatever that of the plan."""
    plan, summary = call("chime", "en", shown_as_text=True), SHORT[language]
    notice = Notice((SIP,), (summary, replace(summary, title="U")), SIP.at)
    assert (
        shown_announcement(Announce((SIP,), summary), plan),
        shown_notice(notice, 30.5, "en"),
        [label for _, label in waiting_buttons("sip", summary, plan)],
        [label for _, label in done_button(summary, "en")],
    ) == texts


def test_a_notification_has_the_words_of_its_announcement():
    """A notification has the words that are said, else one of the wordings of the length."""
    effect = Announce((SIP,), RoutineSummary("Neck", 420.0), wording=2)
    shown = [shown_announcement(effect, call(how, "en")) for how in ("voice", "chime")]
    assert shown == [announcement(effect.summary, 2).text, length_of(effect.summary, 2)]
    assert shown != [announcement(effect.summary, 0).text, length_of(effect.summary, 0)]


def test_what_several_languages_share_is_said_in_that_of_the_plan():
    """Titles of several languages are announced without naming them, and a mistake belongs to no routine."""
    notice = Notice((SIP,), (SHORT["es"], SHORT["fr"]), SIP.at)
    assert (
        announcement(SHORT[""], 0, "de-AT"),
        private_announcement(SHORT[""], "de-AT"),
        private_announcement(SHORT["fr"], "de-AT"),
        shown_announcement(Announce((SIP,), SHORT[""]), call()),
        shown_notice(notice, 9.0, "de"),
        length_of(RoutineSummary("T", 400.0, language=""), preferred="de"),
        mistake("de"),
        mistake(None),
    ) == (
        Sentence("Zeit für Ihre Übungen.", "de"),
        Sentence("Zeit für Ihre Übungen.", "de"),
        Sentence("C'est l'heure de vos exercices.", "fr"),
        "Zeit für Ihre Übungen.",
        "In 9 Sekunden: T, T.",
        "Etwa 7 min.",
        Sentence(words_for("de").calls.mistake, "de"),
        Sentence(words_for("en").calls.mistake, "en"),
    )


@pytest.mark.parametrize(
    ("how", "seconds", "names"),
    [
        ("voice", 24.0, ["begin", "later", "skip"]),
        ("chime", 24.0, ["done", "begin", "later", "skip"]),
        ("chime", 600.0, ["begin", "later", "skip"]),
    ],
)
def test_each_has_the_buttons_that_make_sense(how, seconds, names):
    """A short routine that a chime or a notification calls for can also be marked as done."""
    assert [name for name, _ in waiting_buttons("sip", RoutineSummary("T", seconds), call(how))] == names
