"""Which word a misspelt one was meant to be, and where nothing is guessed."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from coach.spelling import nearest

FIELDS = ("name", "cue", "remind", "release", "caution", "side", "sets", "rest", "set_rest", "hold", "reps")
DAYS = ("daily", "weekdays", "weekends", "mon", "tue", "wed", "thu", "fri", "sat", "sun", "wednesday")
ZONES = ("Asia/Oral", "Europe/Berlin", "America/New_York", "UTC")
IDS = ("desk-neck", "eyes-far", "sip-water", "knee-week-1", "knee-week-2", "office-3")
VOICES = ("jbo", "bs", "samantha", "alice", "german")


@pytest.mark.parametrize(
    ("word", "words", "meant"),
    [
        ("hlod", FIELDS, "hold"),
        ("ohld", FIELDS, "hold"),
        ("nmae", FIELDS, "name"),
        ("Set-Rest", FIELDS, "set_rest"),
        ("caushon", FIELDS, "caution"),
        ("set", FIELDS, "sets"),
        ("colour", FIELDS, None),
        ("test", FIELDS, None),
        ("att", ("at", "every", "times"), "at"),
        ("ab", ("at", "on"), None),
        ("lun", DAYS, None),
        ("tus", DAYS, "tue"),
        ("wekdays", DAYS, "weekdays"),
        ("weekdends", DAYS, "weekends"),
        ("wendsday", DAYS, "wednesday"),
        ("local", ZONES, None),
        ("Oral", ZONES, None),
        ("Europ/Berlin", ZONES, "Europe/Berlin"),
        ("europe/berlin", ZONES, "Europe/Berlin"),
        ("america/new york", ZONES, "America/New_York"),
        ("CEST", ZONES, None),
        ("eyes-fra", IDS, "eyes-far"),
        ("desk-nek", IDS, "desk-neck"),
        ("knee-week-3", IDS, None),
        ("knee-wek-2", IDS, "knee-week-2"),
        ("office-4", IDS, None),
        ("bob", VOICES, None),
        ("samanta", VOICES, "samantha"),
        ("German", VOICES, "german"),
        ("", VOICES, None),
        ("tha", ("the", "than"), None),
    ],
)
def test_only_a_misspelling_of_one_word_is_guessed(word, words, meant):
    """Only a misspelling of exactly one word is guessed."""
    assert nearest(word, words) == meant


LETTERS = st.text("abcdeiorst", min_size=1, max_size=10)
LISTS = st.lists(LETTERS, max_size=6)


@given(LETTERS, LISTS)
def test_what_is_guessed_is_one_of_the_words(word, words):
    """What is guessed is one of the words, and a word that is among them is itself."""
    found = nearest(word, words)
    assert found is None or found in words
    if word in words:
        assert found == word


@given(LETTERS, LISTS, st.randoms(use_true_random=False))
def test_the_order_of_the_words_does_not_matter(word, words, random):
    """The order of the words does not change the guess."""
    shuffled = list(words)
    random.shuffle(shuffled)
    assert nearest(word, shuffled) == nearest(word, words)


@given(LETTERS, LISTS)
def test_a_guess_begins_alike_and_is_about_as_long(word, words):
    """A guess has the same first letter, or the first two exchanged, and a similar length."""
    found = nearest(word, words)
    if found is None:
        return
    assert found[0] == word[0] or found[:2] == word[1::-1]
    assert abs(len(found) - len(word)) <= 3
    assert found == word or max(len(found), len(word)) > 2


@given(st.text("abcdeiorst", min_size=5, max_size=12), st.data())
def test_one_mistake_in_a_long_word_is_found(word, data):
    """One extra, missing, wrong or exchanged character in a long word is found."""
    at = data.draw(st.integers(1, len(word) - 2))
    slipped = data.draw(
        st.sampled_from(
            [
                word[:at] + word[at + 1 :],
                f"{word[:at]}x{word[at:]}",
                f"{word[:at]}x{word[at + 1 :]}",
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            ]
        )
    )
    assert nearest(slipped, [word, "quite-another"]) == word


@given(st.integers(0, 99), st.integers(0, 99))
def test_another_number_is_another_thing(one, other):
    """Words with different numbers are never taken for each other."""
    assume(one != other)
    assert nearest(f"knee-week-{one}", [f"knee-week-{other}"]) is None


@given(st.text(max_size=80), st.lists(st.text(max_size=80), max_size=4))
def test_no_text_raises(word, words):
    """Any two texts can be compared for a misspelling without an error."""
    nearest(word, words)
