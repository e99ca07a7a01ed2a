"""A text as data for an engine."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from coach.voice.plain import LONGEST, plain
from coach.voice.port import VoiceFault


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Look 6 m away, for 20 s.", "Look 6 m away, for 20 s."),
        ('<break time="60s"/>Breathe <b>in</b>', 'break time="60s"/ Breathe b in /b'),
        ("[[rate 500]] Breathe [[slnc 9000]]", "((rate 500)) Breathe ((slnc 9000))"),
        ("[[h@'loU]]", "((h@'loU))"),
        ("one\n\ttwo\r\nthree\u00a0four", "one two three four"),
        ("a\x00b\x1b[31mc\u202ed\u200be", "a b (31mc d e"),
        ("lone \ud800 half", "lone half"),
        ("e\u0301paule", "épaule"),
    ],
)
def test_nothing_in_it_is_a_command(text, expected):
    """Markup, phonemes, commands, controls and half characters go; words, numbers and marks stay."""
    assert plain(text) == expected


@pytest.mark.parametrize("text", ["", "   ", "…", "?!", "<>", "\x00", "\ud800"])
def test_nothing_to_say_is_a_fault(text):
    """What no engine can speak is not asked of one."""
    with pytest.raises(VoiceFault):
        plain(text)


def test_far_too_much_is_a_fault():
    """A text that no deadline would hold is refused; one of routine length never is."""
    assert plain("word " * (LONGEST // 5))
    with pytest.raises(VoiceFault):
        plain("x" * (LONGEST + 1))


@given(st.text(max_size=200))
def test_what_comes_out_is_plain(text):
    """One line, encodable, without brackets that an engine obeys; and plain again is the same."""
    try:
        words = plain(text)
    except VoiceFault:
        assume(False)
    assert not set("<>[]\n\x00") & set(words)
    assert words == words.strip()
    assert words.encode("utf-8")
    assert plain(words) == words
