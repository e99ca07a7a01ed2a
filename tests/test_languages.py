"""What a language must have, and that all that is said in it is of that language."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

from coach.care import sign_orders
from coach.care.reading import sign_rules
from coach.daemon.call_texts import (
    announcements,
    call_words,
    done_button,
    length_of,
    mistake,
    private_announcement,
    waiting_buttons,
)
from coach.home import bundled_routines
from coach.plan.model import AtTimes, Plan, Reminder, RoutineSummary, VoiceSettings
from coach.routine import forbidden_words, language_guess
from coach.routine.library import translations
from coach.routine.reading import read_routine
from coach.routine.variants import wordings
from coach.spoken_text.languages import LANGUAGES
from coach.timeline.compose import utterances
from coach.timeline.model import Delivery
from coach.timeline.notices import notice_texts
from coach.timeline.words import aside_utterances, words_for

OTHERS = sorted(set(LANGUAGES) - {"en"})
ALIKE = {"Pause.", "six", "5 minutes."}
"""What two of the languages share."""


def test_a_language_has_all_its_tables():
    """Whoever lists one finds here what is missing: a module of its own, or an entry in the file named."""
    rooms = ["coach.timeline.{}", "coach.timeline.{}_safety", "coach.spoken_text.{}", "coach.care.{}_orders"]
    missing = {
        room.format(name)
        for room in rooms
        for name in LANGUAGES.values()
        if find_spec(room.format(name)) is None
    }
    assert missing == {"coach.care.english_orders"}, "the English orders are in sign_rules.yaml"
    found = {
        "coach/routine/forbidden_words.py": {*forbidden_words.LANGUAGES},
        "coach/routine/language_guess.py": {*language_guess._COMMON},
        "routines/": {folder.name for folder in bundled_routines().iterdir() if folder.is_dir()},
    }
    assert found == {place: {*LANGUAGES} for place in found}


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_has_the_same_routines(language):
    """No language lacks a translated routine of another, or has some of its own."""
    assert set(translations(language)) == set(translations(OTHERS[0]))


def said_of(routine, language):
    """All that sessions of that routine say, in every wording and detail, the asides too."""
    found = set(aside_utterances(words_for(language)))
    notices = frozenset(notice_texts(routine, language))
    for wording in range(wordings(routine)):
        for holds in (True, False):
            for detail in ("full", "brief"):
                delivery = Delivery(
                    language=language, wording=wording, detail=detail, breath_holds=holds, notices=notices
                )
                found |= {*utterances(routine, delivery)}
    return found


def of_a_day(language):
    """All that is said or shown on a day of a plan with the translated routines in that language."""
    calls = call_words(None, language)
    found = {calls.sample, calls.shown_sample, mistake(language).text}
    found |= {calls.noted, calls.why, calls.read_this, calls.how_to_go_on, calls.private_notice}
    found |= {calls.is_silent, calls.was_locked, calls.press_done, calls.soon, *calls.refusals.values()}
    languages = {mistake(language).language}
    for id_ in translations(OTHERS[0]):
        routine = read_routine(bundled_routines() / language / f"{id_}.yaml")
        summary = RoutineSummary(routine.title, 24.0, language=routine.language)
        sentences = [*announcements(summary), private_announcement(summary)]
        languages |= {routine.language, *(sentence.language for sentence in sentences)}
        reminder = Reminder(id="a", routine=id_, cadence=AtTimes(()), how="chime")
        plan = Plan(reminders=(reminder,), voice=VoiceSettings(language=language))
        buttons = (*waiting_buttons("a", summary, plan), *done_button(summary, language))
        found |= {sentence.text for sentence in sentences} | {label for _, label in buttons}
        found |= {length_of(summary, wording, language) for wording in range(6)}
        found |= said_of(routine, language)
    rules = sign_orders.in_language(sign_rules(), language)
    found |= {rule.order for rule in rules.rules if sign_orders.is_spoken(rule)}
    return found, languages | {rules.language}


@pytest.mark.parametrize("language", OTHERS)
def test_nothing_of_a_whole_day_is_english(language):
    """From the set-up to an emergency: each text has its language, and none is the English one."""
    english, _ = of_a_day("en")
    said, languages = of_a_day(language)
    assert languages == {language}
    assert said & english <= ALIKE
    assert len(said) > 250
