"""Words that no text for a person may hold, in every language that the coach speaks."""

import pytest

from coach.routine.forbidden_words import LANGUAGES, ForbiddenWord, forbidden_words


def test_the_first_word_of_each_kind_is_found_with_its_place():
    """Each kind is found once in a sentence, where it begins, and each sentence is looked at."""
    text = "It heals and cures cramps. Take magnesium: no pain, no gain!"
    assert list(forbidden_words(text, "en")) == [
        ForbiddenWord("claim", "heals", 3),
        ForbiddenWord("medicine", "magnesium", 32),
        ForbiddenWord("order", "no pain, no gain", 43),
    ]


@pytest.mark.parametrize(
    ("language", "text", "kinds"),
    [
        ("en", "This prevents injuries.", ["claim"]),
        ("en", "Stretch against cramps.", ["claim"]),
        ("en", "You must touch the floor.", ["order"]),
        ("en", "Push through the last one.", ["order"]),
        ("en", "Take your ibuprofen first.", ["medicine"]),
        ("en", "Do not take a supplement for it.", ["medicine"]),
        ("en", "It does not treat anything.", []),
        ("en", "Never push through pain.", []),
        ("en", "Slowly turn your head. Breathe normally.", []),
        ("de", "Das heilt Ihre Wade.", ["claim"]),
        ("de", "Die Übung beugt Krämpfen vor.", ["claim"]),
        ("de", "Gegen Krämpfe in der Nacht.", ["claim"]),
        ("de", "Beißen Sie die Zähne zusammen.", ["order"]),
        ("de", "Nehmen Sie Magnesium.", ["medicine"]),
        ("de", "Das behandelt keine Krankheit.", []),
        ("de", "Lassen Sie die Schultern sinken.", []),
        ("es", "Este ejercicio previene lesiones.", ["claim"]),
        ("es", "Aguante el dolor.", ["order"]),
        ("es", "Tome magnesio.", ["medicine"]),
        ("es", "Trate de relajar los hombros.", []),
        ("es", "Esto no cura nada.", []),
        ("fr", "Cet exercice soulage le dos.", ["claim"]),
        ("fr", "Serrez les dents.", ["order"]),
        ("fr", "Prenez du magnésium.", ["medicine"]),
        ("fr", "Ce n'est pas un traitement.", []),
        ("fr", "Tournez doucement la tête.", []),
        ("xx", "It cures everything.", []),
    ],
)
def test_each_language_has_its_words(language, text, kinds):
    """A claim, an order and a medicine are found in each language, and a denial is not a claim."""
    assert [found.kind for found in forbidden_words(text, language)] == kinds


def test_the_languages_are_those_that_the_coach_can_speak():
    """English, German, Spanish and French have their words."""
    assert {"en", "de", "es", "fr"} == LANGUAGES
