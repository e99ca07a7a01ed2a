"""A text is cut where one sentence ends and the next begins, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.spoken_text.sentences import sentences

CUT = {
    ("en", "If dizzy: stop, sit. If it stays: get help."): ("If dizzy: stop, sit.", "If it stays: get help."),
    ("en", "Good! Ready? Now… Go."): ("Good!", "Ready?", "Now…", "Go."),
    ("en", "Sit on it. Breathe."): ("Sit on it.", "Breathe."),
    ("de", "Setzen Sie sich hin. Üben Sie."): ("Setzen Sie sich hin.", "Üben Sie."),
    ("es", "Pare. ¿Le duele? ¡Siéntese!"): ("Pare.", "¿Le duele?", "¡Siéntese!"),
    ("fr", "Asseyez-vous bien. État calme."): ("Asseyez-vous bien.", "État calme."),
    ("zh", "坐下。慢慢来。"): ("坐下。", "慢慢来。"),
}
WHOLE = {
    "en": (
        "Ask Dr. Smith.",
        "Hold 2 kg. Then let go.",
        "Push, e.g. The wall.",
        "L. Smith",
        "*Slow. Go.*",
        "",
        "a. b",
    ),
    "de": ("Am 3. Tag beginnen.", "Ein Band, z. B. Gummi."),
}


@pytest.mark.parametrize(("written", "pieces"), CUT.items())
def test_a_text_is_cut_between_its_sentences(written, pieces):
    """Each sentence keeps its mark, in every language."""
    language, text = written
    assert sentences(text, language) == pieces


@pytest.mark.parametrize(("language", "text"), [(each, text) for each in WHOLE for text in WHOLE[each]])
def test_a_text_stays_whole_where_a_full_stop_may_be_no_end(language, text):
    """Abbreviations, ordinals and initials end no sentence, and markup may go on behind it."""
    assert sentences(text, language) == (text,)


@given(st.text(alphabet="aBÄ1.!?…。 *(¿"))
def test_nothing_is_lost(text):
    """The sentences together are the text, except for the spaces between them."""
    assert "".join("".join(sentences(text, "en")).split()) == "".join(text.split())
