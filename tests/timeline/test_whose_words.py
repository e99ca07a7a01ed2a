"""Whose words a text is made of."""

from __future__ import annotations

import pytest

from coach.routine.model import Hold, Routine, Say
from coach.timeline.compose import utterances
from coach.timeline.model import Delivery
from coach.timeline.notices import notice_texts
from coach.timeline.whose_words import parts_by_author

STEPS = (Say(text="Sente-se."), Hold(seconds=20.0, name="Pescoço", cue="Olhe para o {side}.", reps=2))


def test_in_a_language_without_words_the_coach_s_own_are_distinguished():
    """Whole sentences of the coach are English; what holds an author's words is the routine's language."""
    routine = Routine(id="x", title="X", language="pt", kind="stretch", steps=STEPS, cautions=("Devagar.",))
    parts = parts_by_author(routine)
    assert parts is not None
    said = utterances(routine, Delivery(language="pt", notices=frozenset(notice_texts(routine, "pt"))))
    of_both = [part for text in said for part in parts(text)]
    assert [text for text, is_own in of_both if not is_own] == [
        "Devagar.",
        "Sente-se.",
        "Pescoço.",
        "Olhe para o {side}.",
    ]
    assert "If pain reaches six, stop." in " ".join(text for text, is_own in of_both if is_own)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Pescoço. The left side.", [("Pescoço.", False), ("The left side.", True)]),
        ("Pescoço, two of three.", [("Pescoço, two of three.", False)]),
        ("Set two of three. Again.", [("Set two of three. Again.", True)]),
        ("Again. SENTE-SE. Ready.", [("Again.", True), ("SENTE-SE.", False), ("Ready.", True)]),
        ("Olhe para o right. Now hold.", [("Olhe para o right.", False), ("Now hold.", True)]),
        ("Respire ca. 3 vezes. Devagar! Rest.", [("Respire ca. 3 vezes. Devagar!", False), ("Rest.", True)]),
    ],
)
def test_each_sentence_has_its_own_voice(text, parts):
    """A sentence with any word of the author's is the author's; sentences of one voice stay together."""
    own = (*STEPS, Say(text="Respire ca. 3 vezes. Devagar!"))
    split = parts_by_author(Routine(id="x", title="X", language="pt", kind="stretch", steps=own))
    assert split is not None
    assert split(text) == parts


def test_what_the_author_forbids_is_said_in_the_author_s_language():
    """The coach's sentence around it, and a word between two phrases, are the coach's."""
    routine = Routine(
        id="x", title="X", language="pt", kind="stretch", steps=STEPS,
        not_for=("lesão recente no pescoço", "uma fratura"), stop_if=("tontura.",),
    )  # fmt: skip
    parts = parts_by_author(routine)
    assert parts is not None
    said = notice_texts(routine, "pt")["routine"]
    of_both = [part for text in said for part in parts(text)]
    assert of_both[:4] == [
        ("If you have", True),
        ("lesão recente no pescoço", False),
        ("or", True),
        ("uma fratura", False),
    ]
    assert ("tontura", False) in of_both
    assert [text for text, is_own in of_both if is_own and "tontura" in text] == []
    assert parts("Pescoço. Uma fratura. Rest.") == [("Pescoço. Uma fratura", False), ("Rest.", True)]
    assert parts("3. 2.") == [("3. 2.", True)]


@pytest.mark.parametrize("language", ["en", "en-GB", "de-AT", "es", "fr"])
def test_where_the_coach_has_words_all_is_one_language(language):
    """Nothing has to be distinguished."""
    assert parts_by_author(Routine(id="x", title="X", language=language, steps=STEPS)) is None
