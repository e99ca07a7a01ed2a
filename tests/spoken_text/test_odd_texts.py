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


def lines_of(language):
    """The texts of that language's file, each with what a person would read aloud."""
    file = Path(__file__).with_name(FILES[language])
    return [line.split(" ⇒ ", 1) for line in file.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("language", FILES)
def test_what_is_said_is_what_a_person_would_read_aloud(language):
    """Each line of the files is a text and what a person would read aloud."""
    lines = lines_of(language)
    expected = dict(lines)
    assert len(expected) == len(lines)
    assert {written: spoken(written, language) for written in expected} == expected


@pytest.mark.parametrize("language", FILES)
def test_what_is_said_is_said_as_it_is(language):
    """Text that has been made speakable is not changed again."""
    once = {spoken(text, language) for line in lines_of(language) for text in line}
    assert {text: spoken(text, language) for text in once} == {text: text for text in once}
