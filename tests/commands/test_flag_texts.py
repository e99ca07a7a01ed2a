"""Nothing but the sentences of the list of signs can reach a person as an answer to what they noted."""

from __future__ import annotations

import contextlib
import io
import re

from hypothesis import given
from hypothesis import strategies as st

from care.histories import NOW
from care.test_rules import ANY_NOTE, ANY_PROFILE, BELOW, RULES, TEXTS
from coach.care.rules import cautions_for, flags_for
from coach.commands.flag_display import FlagDisplay

CAUTIONS = {rule.caution for rule in RULES.rules}
NOT_HEARD = RULES.rule("S9").caution


class Recorder:
    """A speech that keeps what it is given, heard or not."""

    def __init__(self, *, is_heard: bool):
        self.said: list[str] = []
        self._is_heard = is_heard

    def say(self, text, _language):
        """Keep the text."""
        self.said.append(text)

    def was_heard(self):
        """Whether it could be heard."""
        return self._is_heard

    def leave(self):
        """Nothing is to be spoken."""


def sentences(shown: str) -> set[str]:
    """What stands on the screen, the lines of the large text put together again."""
    whole = set()
    for number, block in enumerate(re.split(r"\n?={60}\n", shown)):
        lines = [line for line in block.split("\n") if line]
        whole |= set(lines) if number % 2 == 0 else {" ".join(lines)}
    return whole


def is_made_of(text: str, known: set[str]) -> bool:
    """Whether a text is nothing but some of these, one after another."""
    for each in sorted(known, key=len, reverse=True):
        text = text.replace(each, "")
    return not text.strip()


@given(st.lists(ANY_NOTE, min_size=1, max_size=8), ANY_PROFILE, st.integers(0, 23), st.booleans())
def test_only_reviewed_sentences_are_shown_and_spoken(notes, profile, hour, is_heard):
    """Whatever is noted, the screen has the list's own sentences, and so has the voice, with the number."""
    flags = flags_for(RULES, notes, notes[0], profile=profile, now=NOW.replace(hour=hour))
    chosen = {sign.id for sign in RULES.signs} & notes[0].names
    cautions = () if flags else cautions_for(RULES, sorted(chosen))
    speech, screen = Recorder(is_heard=is_heard), io.StringIO()
    display = FlagDisplay(
        RULES,
        flags,
        cautions,
        speech=speech,
        profile=profile,
        end_session=lambda: None,
        where="stdout",
    )
    with contextlib.redirect_stdout(screen):
        display.begin()
        display.finish()
    known = TEXTS | BELOW | {NOT_HEARD}
    assert [each for each in sentences(screen.getvalue()) if not is_made_of(each, known)] == []
    digits = f" {' '.join(profile.emergency_number)}."
    assert [text for text in speech.said if text.removesuffix(digits) not in TEXTS] == []
    assert set(cautions) <= CAUTIONS


def test_a_sentence_of_another_kind_is_found():
    """A word that the list does not have is found, so that the test above can fail."""
    shown = f"\n{'=' * 60}\nStop. Call\nyour number.\n{'=' * 60}\n\nYou are fine.\n"
    assert sentences(shown) == {"Stop. Call your number.", "You are fine."}
    assert [is_made_of(each, {"Stop.", "Call your number."}) for each in sorted(sentences(shown))] == [
        True,
        False,
    ]
