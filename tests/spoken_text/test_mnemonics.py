"""IPA as eSpeak NG and Piper read it."""

# ruff: noqa: RUF001 — letters of IPA

import pytest

from coach.spoken_text.english import ENGLISH
from coach.spoken_text.mnemonics import english_mnemonics, piper_phonemes, unknown_sounds


@pytest.mark.parametrize(
    ("ipa", "mnemonics"),
    [
        ("sˈoʊliəs", "s'oUli@s"),
        ("ˈkɒksɪks", "'k0ksIks"),
        ("kˈɑksɪks", "k'0ksIks"),
        ("kɑːm", "kA:m"),
        ("tʃɪn", "tSIn"),
        ("dʒˈɔɪnt", "dZ'OInt"),
        ("ɑɹm", "A@m"),
        ("θɛɹ.ə.bænd", "TEr@band"),
    ],
)
def test_sounds_of_english_have_names(ipa, mnemonics):
    """Two letters that are one sound are one name, and a syllable's dot is none."""
    assert (english_mnemonics(ipa), unknown_sounds(ipa)) == (mnemonics, "")


@pytest.mark.parametrize(("ipa", "unknown"), [("pø", "ø"), ("ʁy", "ʁy"), ("ɡɑ̃", "̃")])
def test_sounds_of_other_languages_have_none(ipa, unknown):
    """Then the word is respelt, and an author learns which sound it was."""
    assert (english_mnemonics(ipa), unknown_sounds(ipa)) == ("", unknown)


def test_piper_knows_the_vowel_of_hot_as_a_long_one():
    """Its American voices have learnt no short one."""
    assert piper_phonemes("kˈɑksɪks pɪlˈɑːɾiːz") == "kˈɑːksɪks pɪlˈɑːɾiːz"


def test_our_own_words_can_be_said_by_their_sounds():
    """None of them falls back to its respelling."""
    assert [word for word, sound in ENGLISH.lexicon if not english_mnemonics(sound.ipa)] == []
