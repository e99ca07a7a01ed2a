"""The lexicon that a language is spoken with."""

import pytest

from coach.errors import BadFile
from coach.home import Home
from coach.spoken_text.lexicon import Pronunciation
from coach.voice.lexicon import lexicon_for, read_lexicon


@pytest.fixture
def home(tmp_path):
    """An empty home."""
    return Home(config=tmp_path, data=tmp_path, cache=tmp_path, state=tmp_path)


def test_a_routine_comes_before_the_person_and_the_person_before_us(home):
    """Each of the three can replace a word of the ones before it."""
    home.lexicon.write_text(
        "en:\n  coccyx: {respell: tail-bone}\n  soleus: {respell: own}\nde: {soleus: {respell: deutsch}}\n",
        encoding="utf-8",
    )
    logged = []
    lexicon = lexicon_for(home, "en-GB", (("Soleus", Pronunciation("soh-lee-us")),), logged.append)
    assert lexicon.applied("coccyx, soleus, patella") == "tail-bone, soh-lee-us, pa-tella"
    assert logged == []


def test_an_entry_is_found_as_the_text_is_said(home):
    """Texts are in words by then: a word in capitals is spelt, and digits are gone."""
    entries = (("COPD", Pronunciation("lung disease")), ("L4/L5", Pronunciation("the low back")))
    lexicon = lexicon_for(home, "en", entries, [].append)
    assert lexicon.applied("with C-O-P-D at L four, L five") == "with Lung disease at The low back"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("en: {soleus: soh}", ":1:14: error[wrong-shape]: 'lexicon.yaml' has fields of its own"),
        (
            'en:\n  soleus: {respell: "so<h"}',
            (
                ":2:21: error[respell]: 'so<h' cannot be read aloud letter by letter; "
                "write letters, with hyphens between the syllables, such as soh-lee-us"
            ),
        ),
        (
            'en:\n  soleus: {respell: soh, ipa: "/so/"}',
            (
                ":2:31: error[ipa]: '/so/' is not IPA; "
                "write the sounds alone, without slashes, brackets or digits, such as sohliəs"
            ),
        ),
        ("en:\n  soleus: {ipa: so}", ":2:11: error[missing-field]: 'respell' is missing"),
        ("English: {soleus: {respell: soh}}", ":1:1: error[name]: 'English' cannot stand in 'lexicon.yaml'"),
    ],
)
def test_a_mistake_is_reported_with_its_place(home, text, problem):
    """The voice speaks without the file then, and says so."""
    home.lexicon.write_text(text, encoding="utf-8")
    with pytest.raises(BadFile) as refused:
        read_lexicon(home.lexicon)
    assert [str(each).split("lexicon.yaml", 1)[1][: len(problem)] for each in refused.value.problems] == [
        problem
    ]
    logged = []
    assert lexicon_for(home, "en", (), logged.append).applied("coccyx") == "cock-six"
    assert [line.endswith("Your own lexicon is not used.") for line in logged] == [True]
