"""Choosing a voice from what an engine lists."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.voice.choose import EngineVoice, NoSuchVoice, choose_voice, normalized_tag, primary_language

ESPEAK = (
    EngineVoice("gmw/af", "Afrikaans", "af", "male"),
    EngineVoice("gmw/de", "German", "de", "male"),
    EngineVoice("gmw/en-029", "English (Caribbean)", "en-029", "male"),
    EngineVoice("gmw/en", "English (Great Britain)", "en-gb", "male"),
    EngineVoice("gmw/en-gb-x-rp", "English (Received Pronunciation)", "en-gb-x-rp", "male"),
    EngineVoice("gmw/en-us", "English (America)", "en-us", "male"),
    EngineVoice("roa/fr-be", "French (Belgium)", "fr-be", "male"),
    EngineVoice("roa/fr", "French (France)", "fr-fr", "male"),
    EngineVoice("gmq/nb", "Norwegian Bokmål", "nb", "male"),
    EngineVoice("roa/pt", "Portuguese (Portugal)", "pt", "male"),
    EngineVoice("roa/pt-br", "Portuguese (Brazil)", "pt-br", "male"),
    EngineVoice("sit/cmn", "Chinese (Mandarin)", "cmn", "male"),
)
"""As eSpeak NG 1.52 lists them, cut short."""

MACOS = (
    EngineVoice("com.apple.speech.synthesis.voice.Albert", "Albert", "en-us", "male"),
    EngineVoice("com.apple.eloquence.en-GB.Eddy", "Eddy (English (UK))", "en-gb"),
    EngineVoice("com.apple.voice.compact.en-GB.Daniel", "Daniel", "en-gb", "male"),
    EngineVoice("com.apple.voice.compact.en-US.Samantha", "Samantha", "en-us", "female"),
    EngineVoice("com.apple.voice.compact.de-DE.Anna", "Anna", "de-de", "female"),
)
"""As macOS lists them: jokes first."""


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "gmw/en"),
        ("en-us", "gmw/en-us"),
        ("en_US.UTF-8", "gmw/en-us"),
        ("EN-GB", "gmw/en"),
        ("en-au", "gmw/en"),
        ("de", "gmw/de"),
        ("de-AT", "gmw/de"),
        ("fr", "roa/fr"),
        ("fr-be", "roa/fr-be"),
        ("pt", "roa/pt"),
        ("pt-BR", "roa/pt-br"),
        ("no", "gmq/nb"),
        ("zh", "sit/cmn"),
        ("zh-CN", "sit/cmn"),
    ],
)
def test_the_best_voice_for_a_language(language, expected):
    """The same tag comes first, then the usual region, then any voice of the language."""
    assert choose_voice(ESPEAK, language).id == expected


def test_the_systems_own_voice_is_taken_where_it_fits():
    """The system's default voice is used if it speaks the language, and not otherwise."""
    samantha = "com.apple.voice.compact.en-US.Samantha"
    assert choose_voice(MACOS, "en", default=samantha).id == samantha
    assert choose_voice(MACOS, "de", default=samantha).name == "Anna"


def test_joke_voices_are_the_last_resort():
    """Novelty voices such as Albert speak only if there is no other, or if they are asked for."""
    assert choose_voice(MACOS, "en").name == "Daniel"
    assert choose_voice(MACOS, "en-us").name == "Samantha"
    assert choose_voice(MACOS[:1], "en").name == "Albert"
    assert choose_voice(MACOS, "en", "albert").name == "Albert"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("gmw/en-us", "gmw/en-us"),
        ("GMW/EN-US", "gmw/en-us"),
        ("en-us", "gmw/en-us"),
        ("english (america)", "gmw/en-us"),
        (" German ", "gmw/de"),
        ("fr", "roa/fr"),
        ("fr-fr", "roa/fr"),
    ],
)
def test_a_voice_by_name(name, expected):
    """A voice is found by its id, the end of its id, its name or its tag, in any case and language."""
    assert choose_voice(ESPEAK, "en", name).id == expected


def test_a_voice_by_the_last_part_of_its_id():
    """The last part of a long macOS id is enough."""
    assert choose_voice(MACOS, "en", "anna").name == "Anna"
    assert choose_voice(MACOS, "de", "com.apple.eloquence.en-gb.eddy").language == "en-gb"


@pytest.mark.parametrize(
    ("language", "nearest"),
    [
        ("gsw", "; the nearest is German (de)"),
        ("nn-NO", "; the nearest is Norwegian Bokmål (nb)"),
        ("german", "; the nearest is German (de)"),
        ("frnech", "; the nearest is French (France) (fr-fr)"),
        ("gl", "; the nearest is Portuguese (Portugal) (pt)"),
        ("norwegian", "; the nearest is Norwegian Bokmål (nb)"),
        ("chinese", "; the nearest is Chinese (Mandarin) (cmn)"),
        ("xx", ", nor for a related language"),
        ("zz", ", nor for a related language"),
        ("ed", ", nor for a related language"),
        ("tlh-XX", ", nor for a related language"),
        ("klingon", ", nor for a related language"),
    ],
)
def test_a_language_without_a_voice_names_the_nearest(language, nearest):
    """A missing language names a related or a misspelt one, but no code that merely looks alike."""
    with pytest.raises(NoSuchVoice) as caught:
        choose_voice(ESPEAK, language)
    assert caught.value.message == f"There is no voice for '{language}' here{nearest}."
    assert (caught.value.exit_code, caught.value.hint) == (4, "`coach voices` lists the voices.")


def test_a_name_that_nobody_has_names_the_nearest():
    """A mistyped name is answered with the nearest name."""
    with pytest.raises(NoSuchVoice) as caught:
        choose_voice(MACOS, "en", "samanta")
    assert caught.value.message == "There is no voice called 'samanta'; the nearest is 'samantha'."


@pytest.mark.parametrize("name", ["bob", "jbo", "dee", "somebody"])
def test_a_name_that_is_like_no_other_gets_no_suggestion(name):
    """A name that resembles no other, or is a short code, gets no suggestion."""
    voices = (EngineVoice("art/jb", "Lojban", "jb"), EngineVoice("gmw/de", "German", "dd"))
    with pytest.raises(NoSuchVoice) as caught:
        choose_voice(voices, "en", name)
    assert caught.value.message == f"There is no voice called '{name}'."


def test_no_voices_at_all():
    """An engine without any voice is reported without a suggestion."""
    with pytest.raises(NoSuchVoice) as by_language:
        choose_voice((), "en")
    with pytest.raises(NoSuchVoice) as by_name:
        choose_voice((), "en", "x")
    assert by_language.value.message == "There is no voice for 'en' here."
    assert by_name.value.message == "There is no voice called 'x'."


def test_tags_have_one_spelling():
    """The ways in which systems write a language become one tag."""
    assert [normalized_tag(written) for written in ("en_GB.UTF-8", " pt-BR ", "DE")] == [
        "en-gb",
        "pt-br",
        "de",
    ]
    assert [primary_language(written) for written in ("en-gb", "cmn", "zh_TW", "no")] == [
        "en",
        "zh",
        "zh",
        "nb",
    ]


@given(st.text(max_size=20))
def test_any_language_gives_a_voice_of_it_or_a_sentence(language):
    """Any language gives a voice that speaks it, or an error that says who does not."""
    speaks = primary_language(language) in {primary_language(voice.language) for voice in ESPEAK}
    if speaks:
        assert primary_language(choose_voice(ESPEAK, language).language) == primary_language(language)
        return
    with pytest.raises(NoSuchVoice) as caught:
        choose_voice(ESPEAK, language)
    assert language in caught.value.message
