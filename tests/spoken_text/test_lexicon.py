"""Words that are said as a lexicon tells."""

import pytest

from coach.spoken_text.english import ENGLISH
from coach.spoken_text.lexicon import Pronunciation, lexicon_of
from coach.spoken_text.normalize import spoken
from coach.voice.speakable import speakable

LEXICON = lexicon_of(
    [
        ("soleus", Pronunciation("soul-us")),
        ("Soleus", Pronunciation("soh-lee-us", "soʊliəs")),
        ("rectus femoris", Pronunciation("rec-tus femmer-iss")),
    ]
)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Feel the soleus, not the calf.", "Feel the soh-lee-us, not the calf."),
        ("Soleus stretch", "Soh-lee-us stretch"),
        ("Both SOLEUSS", "Both Soh-lee-usS"),
        ("two soleuss", "two soh-lee-uss"),
        ("the rectus femoris", "the rec-tus femmer-iss"),
        ("soleusal, presoleus", "soleusal, presoleus"),
    ],
)
def test_a_word_is_respelt(written, said):
    """An entry is for whole words, in any case, one or several, or one with an s; a later entry holds."""
    assert LEXICON.applied(written) == said


def test_ipa_is_for_engines_that_read_sounds():
    """IPA is in double brackets, which no author's text has; a plural is respelt anyway."""
    text = "The soleus, two soleuss and [[x]]."
    assert speakable(text, "en", LEXICON, "piper") == "The [[soʊliəs]], two soh-lee-uss and ((x))."
    assert speakable(text, "en", LEXICON, "espeak") == "The [[soUli@s]], two soh-lee-uss and ((x))."
    assert speakable(text, "en", LEXICON) == "The soh-lee-us, two soh-lee-uss and ((x))."
    assert speakable("Soleus", "de", LEXICON, "espeak") == "[[soUli@s]]"
    assert speakable("Soleus", "de", LEXICON, "sapi5") == "Soh-lee-us"


def test_what_an_engine_has_no_sound_for_is_respelt():
    """A sound that the engine lacks, as a French vowel in an English word, is respelt."""
    lexicon = lexicon_of([("peu", Pronunciation("puh", "pø"))])
    assert speakable("a peu", "en", lexicon, "espeak") == "a puh"
    assert speakable("a peu", "en", lexicon, "piper") == "a [[pø]]"


def test_spellings_for_espeak_are_for_espeak_alone():
    """An s before a vowel is said without voice in German; ss, st and other voices stay as they are."""
    text = "Sie lassen die linke Seite stehen, langsam."
    stays = "Aussehen, wechseln, suchen."
    assert speakable(stays, "de", engine="espeak") == stays
    sounds = lexicon_of([("Gesäß", Pronunciation("Gesees", "zə"))])
    assert speakable("Das Gesäß sitzt.", "de", sounds, "espeak") == "Das [[z@]] ßitzt."
    assert speakable("Das GESÄß", "de", sounds, "espeak") == "Das [[z@]]"
    assert speakable("Le dos au rythme", "fr", engine="espeak") == "Le dau au ritme"
    assert speakable(text, "de", engine="espeak") == "ßie lassen die linke ßeite stehen, langßam."
    assert speakable(text, "de-AT", engine="espeak") == "ßie lassen die linke ßeite stehen, langßam."
    assert speakable(text, "de", engine="nsss") == text
    assert speakable("Sit down.", "en", engine="espeak") == "Sit down."


def test_a_stop_rule_is_spelt_so_that_espeak_is_not_misheard():
    """Sight is no side, and a number stands out; the words themselves stay, and other voices say them so."""
    text = "If your sight or speech changes, stop. If pain reaches six, stop."
    spelt = "If your [[s'aItt]] or speech changes, stop. If pain reaches, six, stop."
    assert (speakable(text, "en", engine="espeak"), speakable(text, "en", engine="piper")) == (spelt, text)


def test_how_it_is_said_follows_a_word():
    """A preview shows behind a word how it is said."""
    assert LEXICON.annotated("Feel the Soleus, both.") == "Feel the Soleus [Soh-lee-us], both."


@pytest.mark.parametrize("entry", ENGLISH.lexicon, ids=lambda entry: entry[0])
def test_our_own_entries_are_speakable(entry):
    """A respelling is plain prose, so nothing of it is changed on its way."""
    word, pronunciation = entry
    assert spoken(pronunciation.respell, "en") == pronunciation.respell
    assert spoken(word, "en") == word
    assert lexicon_of([entry]).applied(pronunciation.respell) == pronunciation.respell


def test_our_own_words_are_in_alphabetical_order_and_there_once():
    """Our own words are sorted and unique, so that an entry is found and none contradicts another."""
    words = [word.casefold() for word, _ in ENGLISH.lexicon]
    assert words == sorted(set(words))
