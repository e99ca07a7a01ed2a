"""The laws of what is said."""

import re
import subprocess
import sys

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from num2words import num2words

from coach.spoken_text.normalize import spoken

WORDS = st.sampled_from(
    [
        "sit",
        "tall",
        "and",
        "breathe",
        "slowly",
        "bend",
        "your",
        "knee",
        "left",
        "right",
        "then",
        "lift",
        "back",
        "up",
    ]
)
SIGNS = """
→ ➡️ ⬅️ 👉 <b> </b> &nbsp; * ** _ • … — \u00d7 + / & < ° ½ 8-12 3x10 L4/L5 1st 10:30 e.g. COPD STOP ( ) , . #
= ~ | @ 左 [[ ]] 😊 $5 120/80 1. 2) 30s 2kg 7am - ?
"""
ODD = st.sampled_from(SIGNS.split())


@given(st.text(max_size=200), st.sampled_from(["en", "de", "zh", "xx"]))
def test_what_is_said_does_not_change_again(text, language):
    """Making a speakable text speakable changes nothing."""
    once = spoken(text, language)
    assert spoken(once, language) == once


@given(st.lists(WORDS | ODD, max_size=20).map(" ".join))
def test_what_is_said_of_odd_signs_does_not_change_again(text):
    """That holds for the signs that people write as well."""
    once = spoken(text, "en")
    assert spoken(once, "en") == once
    assert not re.search(r"\d", once)


@given(st.lists(WORDS | ODD, max_size=20).map(" ".join))
def test_no_side_is_added_or_lost(text):
    """The sides that are said are the sides that are written, in their order."""
    side = re.compile(r"\b(?:left|right)\b", re.IGNORECASE)
    assert side.findall(spoken(text, "en")) == side.findall(text)


@given(
    st.lists(ODD | st.sampled_from(["Bein", "links", "rechts", "heben"]), max_size=20).map(" ".join),
    st.sampled_from(["de", "es", "fr"]),
)
def test_what_is_said_of_odd_signs_keeps_its_sides_in_other_languages(text, language):
    """It does not change again, has no digit left, and no side is added or lost."""
    once = spoken(text, language)
    side = re.compile(r"\b(?:link|recht)", re.IGNORECASE)
    assert spoken(once, language) == once
    assert not re.search(r"\d", once)
    assert side.findall(once) == side.findall(text)


@given(
    st.integers(0, 10**12),
    st.sampled_from(["{} reps", "Hold for {} s.", "→ {}", "about {} times", "*{}*", "({})", "{} 👍"]),
)
def test_no_number_is_lost(number, pattern):
    """A number is said in full, whatever stands around it; one in brackets may be a year."""
    assume(pattern != "({})" or not 1100 <= number < 2100)
    words = str(num2words(number, lang="en")).replace(",", "")
    assert words in spoken(pattern.format(number), "en")


@given(st.lists(WORDS, min_size=1).map(" ".join), st.sampled_from([".", "!", "?", "", "…"]))
def test_plain_prose_stays(text, end):
    """Words and the marks of a sentence are said as they stand."""
    sentence = text.capitalize() + end
    assert spoken(sentence, "en") == sentence


@pytest.mark.parametrize("text", ["→", "<>", "&", "😊", "左耳靠近左肩。", "…", "*", "<br/>", "&nbsp;"])
def test_nothing_is_left_of_what_no_voice_can_say(text):
    """Signs alone, and letters of another script, leave nothing to say in English."""
    assert not any(map(str.isalnum, spoken(text, "en")))


def test_a_language_says_its_own_script():
    """Letters are left out only where no voice of the language can say them."""
    assert spoken("左耳靠近左肩。", "zh") == "左耳靠近左肩。"
    assert spoken("Привет!", "ru") == "Привет!"
    assert spoken("左 left", "xx") == "左 left"


def test_without_a_table_numbers_stay_digits():
    """In a language without a table the voice reads the digits; markup and arrows still go."""
    assert spoken("→ *2 kg* 👍", "fi") == "2 kg"


@pytest.mark.real
def test_num2words_is_imported_with_the_first_number():
    """The library takes longer to import than most commands run."""
    code = "import sys; from coach.spoken_text.normalize import spoken; spoken('Sit tall.', 'en'); "
    code += "sys.exit('num2words' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
