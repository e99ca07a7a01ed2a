"""What is said of texts as they stand in leaflets, chats and word processors."""

from pathlib import Path

import pytest

from coach.spoken_text.normalize import spoken

LINES = [
    line.split(" ⇒ ", 1)
    for line in Path(__file__).with_name("odd_texts.txt").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize(("written", "said"), LINES)
def test_what_is_said_is_what_a_person_would_read_aloud(written, said):
    """Each line of `odd_texts.txt` is a text and what a person would read aloud."""
    assert spoken(written, "en") == said


@pytest.mark.parametrize("text", sorted({text for line in LINES for text in line}))
def test_what_is_said_is_said_as_it_is(text):
    """Text that has been made speakable is not changed again."""
    once = spoken(text, "en")
    assert spoken(once, "en") == once
