"""A text that fills the terminal: whole, however large the terminal is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.care.model import Flag, Profile
from coach.care.reading import sign_rules
from coach.commands import flag_display
from coach.commands.flag_display import FlagDisplay, full_screen_lines

RULES = sign_rules()
LARGE = "▀"
DRAWN = set("█▀▄")
"""What large letters are made of, and nothing else."""
TEXTS = [rule.order for rule in RULES.rules if rule.level in ("emergency", "same-day")]


@pytest.mark.parametrize("text", TEXTS)
def test_every_urgent_text_is_large_in_a_usual_terminal(text):
    """In 80 columns and 24 lines each one fits in large letters, with two lines below it."""
    lines = full_screen_lines(text, ("Pressed by mistake? Press U.", "Number: 112."), 80, 20)
    assert len(lines) <= 20
    assert max(map(len, lines)) <= 80
    assert "\n".join(lines).count("█") + "\n".join(lines).count("▀") > 20
    assert [line.strip() for line in lines[-2:]] == ["Pressed by mistake? Press U.", "Number: 112."]


@given(st.sampled_from(TEXTS), st.integers(12, 200), st.integers(1, 80))
def test_it_is_whole_in_any_terminal(text, columns, rows):
    """Any terminal shows all words of a text: its beginning in large letters, the rest below."""
    lines = full_screen_lines(text, ("Below.",), columns, rows)
    words = [line.strip() for line in lines if line.strip() and not DRAWN & set(line)]
    assert words[-1] == "Below."
    said, whole = "".join("".join(words[:-1]).split()), "".join(text.split())  # a long word may be cut in two
    assert whole.endswith(said)
    assert said == whole or any(DRAWN & set(line) for line in lines)


class Speech:
    """A speech that is heard, or not."""

    def __init__(self, *, is_heard):
        self.is_heard, self.said = is_heard, []

    def say(self, text, _language):
        """Keep the text."""
        self.said.append(text)

    def was_heard(self):
        """Whether it could be heard."""
        return self.is_heard

    def leave(self):
        """Nothing is to be spoken."""


SOUND, TEXT = Profile(emergency_number="112"), Profile(emergency_number="112", shown_as_text=True)


def flag(rule, level):
    """A flag that orders."""
    return Flag(
        rule=rule,
        level=level,
        form="order",
        text=RULES.rule(rule).order,
        version=1,
        added=("Number: 112.",),
        spoken=True,
        ends_session=level == "emergency",
    )


@pytest.fixture
def show(monkeypatch, capsys):
    """Shows these flags on a terminal, or elsewhere; gives what is seen and whether it is to acknowledge."""

    def show(flags, profile, *, is_heard, on_terminal=True):
        monkeypatch.setattr(flag_display, "overwrites", lambda _stream: on_terminal)
        display = FlagDisplay(
            RULES,
            flags,
            (),
            speech=Speech(is_heard=is_heard),
            profile=profile,
            end_session=lambda: None,
            where="stdout",
        )
        display.begin()
        display.finish()
        return capsys.readouterr().out, display.is_to_acknowledge

    return show


@pytest.mark.parametrize("level", ["emergency", "same-day"])
@pytest.mark.parametrize(
    ("profile", "is_heard", "fills"),
    [(SOUND, True, False), (SOUND, False, True), (TEXT, True, True), (TEXT, False, True)],
)
def test_what_is_not_heard_fills_the_terminal_until_it_is_acknowledged(show, level, profile, is_heard, fills):
    """Muted, or for a person who does not hear: an emergency text, and one of the same day."""
    shown, is_to_acknowledge = show(
        [flag("E2" if level == "emergency" else "D11", level)], profile, is_heard=is_heard
    )
    assert (LARGE in shown, is_to_acknowledge) == (fills, fills or level == "emergency")
    assert "Number: 112." in shown


def test_a_suggestion_to_book_a_visit_never_fills_it(show):
    """Only what cannot wait fills the terminal, never a suggestion to book a visit."""
    shown, is_to_acknowledge = show([flag("B5", "book")], TEXT, is_heard=False)
    assert (LARGE in shown, is_to_acknowledge) == (False, False)
    assert RULES.rule("B5").order in shown


def test_without_a_terminal_the_words_are_lines(show):
    """A pipe, and a screen reader's terminal, get the words, again where they were not heard."""
    shown, is_to_acknowledge = show([flag("D11", "same-day")], TEXT, is_heard=False, on_terminal=False)
    assert shown.count(RULES.rule("D11").order) == 2
    assert (LARGE in shown, is_to_acknowledge) == (False, False)


def test_the_most_urgent_text_is_large_and_the_others_stand_below(show):
    """Every text that fired is shown: the most urgent in large letters, the others below it."""
    shown, _ = show([flag("E2", "emergency"), flag("B5", "book")], TEXT, is_heard=True)
    assert RULES.rule("B5").order in " ".join(shown.split())
    assert RULES.rule("E2").order not in " ".join(shown.split())
