"""What is said of texts as they stand in leaflets, chats and word processors."""

from pathlib import Path

import pytest

from coach.spoken_text.normalize import spoken

FILES = {
    "en": "odd_texts.txt",
    "de": "odd_texts_de.txt",
    "es": "odd_texts_es.txt",
    "fr": "odd_texts_fr.txt",
}
LINES = [
    (language, *line.split(" ⇒ ", 1))
    for language, name in FILES.items()
    for line in Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize(("language", "written", "said"), LINES)
def test_what_is_said_is_what_a_person_would_read_aloud(language, written, said):
    """Each line of the files is a text and what a person would read aloud."""
    assert spoken(written, language) == said


@pytest.mark.parametrize(
    ("language", "text"), sorted({(language, text) for language, *line in LINES for text in line})
)
def test_what_is_said_is_said_as_it_is(language, text):
    """Text that has been made speakable is not changed again."""
    once = spoken(text, language)
    assert spoken(once, language) == once
