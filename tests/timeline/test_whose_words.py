"""Whose words a text is made of."""

from __future__ import annotations

import pytest

from coach.routine.model import Hold, Routine, Say
from coach.timeline.compose import utterances
from coach.timeline.model import Delivery
from coach.timeline.notices import notice_texts
from coach.timeline.whose_words import own_text_test

STEPS = (Say(text="Sente-se."), Hold(seconds=20.0, name="Pescoço", cue="Olhe para o {side}.", reps=2))


def test_in_a_language_without_words_the_coach_s_own_are_told_apart():
    """Whole sentences of the coach are English; what holds an author's words is the routine's language."""
    routine = Routine(id="x", title="X", language="pt", kind="stretch", steps=STEPS, cautions=("Devagar.",))
    is_own = own_text_test(routine)
    assert is_own is not None
    said = utterances(routine, Delivery(language="pt", notices=frozenset(notice_texts(routine, "pt"))))
    assert [text for text in said if not is_own(text)] == [
        "Devagar.",
        "Sente-se.",
        "Pescoço.",
        "Olhe para o {side}.",
    ]
    assert "If pain reaches six, stop." in " ".join(text for text in said if is_own(text))


@pytest.mark.parametrize("language", ["en", "en-GB", "de-AT", "es", "fr"])
def test_where_the_coach_has_words_all_is_one_language(language):
    """Nothing has to be told apart."""
    assert own_text_test(Routine(id="x", title="X", language=language, steps=STEPS)) is None
