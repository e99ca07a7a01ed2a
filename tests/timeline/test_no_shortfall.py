"""What is said about how often something was done never speaks of what was not done, in any language."""

from __future__ import annotations

import re

import pytest

from coach.spoken_text.languages import LANGUAGES
from coach.timeline.words import words_for

SHORTFALL = {
    "en": "only|not|missed|skipped|less|fewer|behind|still|yet|but|should|of",
    "de": "nur|nicht|kein|verpasst|ausgelassen|weniger|noch|aber|sollten|von",
    "es": "sólo|solo|no|falt|perdid|menos|todavía|pero|debería|de",
    "fr": "seulement|pas|ne|manqu|moins|encore|mais|devriez|sur",
}
"""Words with which a sentence about a count says that it is too small, or of how many it is."""


def test_every_language_is_looked_at():
    """A new language needs its own words here."""
    assert set(SHORTFALL) == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_feedback_is_a_count_and_nothing_else(language):
    """The feedback names the one number that was done, none beside it, and no shortfall."""
    words = words_for(language)
    said = [words.this_week(number) for number in range(1, 201)]
    assert len(set(said)) == len(said)
    for number, text in enumerate(said, 1):
        assert {int(figure) for figure in re.findall(r"\d+", text)} <= {number}
        assert not re.search(rf"\b({SHORTFALL[language]})\b", text, re.IGNORECASE), text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_person_who_comes_back_is_only_greeted(language):
    """After two weeks there is a greeting, with no word and no number of how long it was."""
    text = words_for(language).welcome_back
    assert not re.search(rf"\d|\b({SHORTFALL[language]})\b", text, re.IGNORECASE)
    assert len(text.split()) <= 6
