"""The laws of what is said."""

import re
import subprocess
import sys

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from num2words import num2words

from coach.files import SourceText
from coach.routine.parsing import parse_routine
from coach.spoken_text.normalize import spoken
from coach.voice.speakable import speakable
from coach.voice.voice import Unspeakable

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
    """Normalized signs, those that people write as well, do not change again."""
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
    """Normalized text does not change again, has no digit left, and no side is added or lost."""
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
    """A number is said in full, whatever surrounds it; one in brackets may be a year."""
    assume(pattern != "({})" or not 1100 <= number < 2100)
    words = str(num2words(number, lang="en")).replace(",", "")
    assert words in spoken(pattern.format(number), "en")


@given(st.lists(WORDS, min_size=1).map(" ".join), st.sampled_from([".", "!", "?", "", "…"]))
def test_plain_prose_stays(text, end):
    """Words and the marks of a sentence are said as written."""
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


@pytest.mark.parametrize("language", ["en", "ar", "ru", "zh"])
def test_digits_of_any_script_are_digits(language):
    """Not every voice knows those of another script; where a language has a table they are words."""
    said = spoken("\u0661\u0662", language)
    assert said == ("twelve" if language == "en" else "12")


ODD = (
    "\u5de6\u8033\u9760\u8fd1\u5de6\u80a9\u3002",
    "\u0623\u062f\u0631 \u0631\u0623\u0633\u0643",
    "\U0001f600\U0001f44d",
    "\u2192 \u2713 \u2605",
    "Turn \u5de6 now",
    "\u041f\u0440\u0438\u0432\u0435\u0442",
    "\u05e9\u05dc\u05d5\u05dd",
    "...",
    "\u0661\u0662\u0663",
    "\u00bd",
    "\u03a9",
    "\u200bzero",
    "\u0645\u0631\u062d\u0628\u0627 hello",
    "\u0e44\u0e17\u0e22",
    "\u2764\ufe0f love",
    "1\ufe0f\u20e3",
    "<b>&nbsp;</b>",
    "\ufb01t",
)


@pytest.mark.parametrize("language", ["en", "de", "es", "fr", "ru", "zh", "ar", "ja"])
@pytest.mark.parametrize("text", ODD)
def test_check_names_exactly_what_no_voice_is_asked_to_say(text, language):
    """A text that would not reach an engine has a problem at its place, and any other none of that kind."""
    file = f"title: T\nlanguage: {language}\nsteps:\n  - say: '{text}'\n"
    _, problems = parse_routine(SourceText("r.yaml", file), "r", None)
    silent = any(
        problem.code == "nothing-to-say" or (problem.code == "not-spoken" and "only shown" in problem.hint)
        for problem in problems
    )
    try:
        speakable(text, language)
    except Unspeakable:
        assert silent
        assert {(problem.line, problem.column) for problem in problems} >= {(4, 10)}
    else:
        assert not silent
