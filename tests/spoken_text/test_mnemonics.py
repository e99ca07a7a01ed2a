"""IPA as eSpeak NG and Piper read it."""

# ruff: noqa: RUF001 — letters of IPA

import pytest

from coach.spoken_text.english import ENGLISH
from coach.spoken_text.mnemonics import mnemonics_of, piper_phonemes, unknown_sounds


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
    assert (mnemonics_of("en-gb")(ipa), unknown_sounds(ipa, "en-gb")) == (mnemonics, "")


@pytest.mark.parametrize(
    ("language", "ipa", "mnemonics"),
    [
        ("de", "ɡəzˈɛːs", "g@z'E:s"),
        ("de-at", "kʁˈɔʏtspfˌaɪfə", "kR'OYtspf,aIf@"),
        ("es", "pantorˈiʎa", "pantoR2'il^a"),
        ("fr", "sjatˈik", "sjat'ik"),
        ("fr", "bɔ̃", "bO~"),
    ],
)
def test_sounds_of_other_languages_have_names_of_their_own(language, ipa, mnemonics):
    """Each language has its own table, whatever its region."""
    assert (mnemonics_of(language)(ipa), unknown_sounds(ipa, language)) == (mnemonics, "")


def test_a_language_without_a_table_has_no_mnemonics():
    """Words of a language without a table are respelt, and an author learns that no sound is used."""
    assert (mnemonics_of("it"), unknown_sounds("pˈa", "it")) == (None, "pˈa")


@pytest.mark.parametrize(("ipa", "unknown"), [("pø", "ø"), ("ʁy", "ʁy"), ("ɡɑ̃", "̃")])
def test_sounds_of_other_languages_have_none(ipa, unknown):
    """A word with a sound of another language is respelt, and an author learns which sound it was."""
    assert (mnemonics_of("en")(ipa), unknown_sounds(ipa, "en")) == ("", unknown)


def test_piper_knows_the_vowel_of_hot_as_a_long_one():
    """Piper's American voices have learnt no short vowel of hot, and get the long one."""
    assert piper_phonemes("kˈɑksɪks pɪlˈɑːɾiːz") == "kˈɑːksɪks pɪlˈɑːɾiːz"


def test_our_own_words_can_be_said_by_their_sounds():
    """No word of our own falls back to its respelling."""
    assert [word for word, sound in ENGLISH.lexicon if not mnemonics_of("en")(sound.ipa)] == []
