"""The whole list of signs to stop for, on any terminal, once."""

from __future__ import annotations

import io
import os
import re
import sys

import click
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from coach.clock import SystemClock
from coach.commands import safety_list
from coach.commands.group import coach
from coach.commands.safety_list import acknowledge_safety_list, safety_list_lines
from coach.home import find_home
from coach.journal.store import open_journal
from coach.timeline.english_safety import ENGLISH_SAFETY
from coach.timeline.french_safety import FRENCH_SAFETY


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self):
        return True


@pytest.fixture
def terminal(monkeypatch):
    """What is shown on a terminal whose person presses a key each time one is asked for."""
    shown = Terminal()
    monkeypatch.setattr(safety_list, "read_key", lambda prompt: shown.write(f"{prompt}\n(key)\n"))
    return shown


@pytest.fixture
def size(monkeypatch):
    """Sets the terminal's columns and lines."""

    def resized(columns, lines):
        monkeypatch.setattr(safety_list, "terminal_size", lambda: (columns, lines))

    return resized


@pytest.fixture
def acknowledge(monkeypatch, terminal):
    """Asks on that terminal for the acknowledgement; gives whether it was given."""

    def asked(*, is_terminal=True):
        with open_journal(find_home(), SystemClock()) as journal, monkeypatch.context() as patch:
            if is_terminal:  # only now: pytest has streams of its own for each phase of a test
                patch.setattr(sys, "stdin", terminal)
                patch.setattr(sys, "stdout", terminal)
            return acknowledge_safety_list(journal, SystemClock(), "en")

    return asked


def words(text):
    """All its words, in order."""
    return re.findall(r"\w+", text)


@given(st.integers(1, 200))
def test_the_list_fits_any_width(width):
    """No line is longer than the terminal is wide, and no letter is missing."""
    lines = safety_list_lines(ENGLISH_SAFETY, width)
    assert max(map(len, lines)) <= width
    assert "".join(words("".join(lines))) == "".join(words(" ".join(ENGLISH_SAFETY.whole_list)))


def test_it_is_shown_once_and_acknowledged_with_a_key(terminal, acknowledge):
    """The list is shown until a key is pressed, the journal records that, and it is not shown again."""
    assert acknowledge()
    shown = terminal.getvalue()
    assert words(shown) == words(" ".join((*ENGLISH_SAFETY.whole_list, ENGLISH_SAFETY.list_key, "(key)")))
    assert acknowledge()
    assert terminal.getvalue() == shown


def test_a_low_terminal_shows_it_page_by_page(terminal, acknowledge, size):
    """No page has more lines than the terminal, so that nothing is scrolled away unread."""
    size(30, 8)
    assert acknowledge()
    pages = terminal.getvalue().split("(key)\n")[:-1]
    assert len(pages) > 2
    assert max(page.count("\n") for page in pages) <= 8
    assert max(map(len, terminal.getvalue().splitlines())) < 30


def test_a_person_who_leaves_has_not_acknowledged_it(terminal, acknowledge, monkeypatch):
    """After Ctrl-C the list is shown again the next time."""

    def interrupt(_prompt):
        raise KeyboardInterrupt

    monkeypatch.setattr(safety_list, "read_key", interrupt)
    with pytest.raises(click.Abort):
        acknowledge()
    monkeypatch.setattr(safety_list, "read_key", lambda _prompt: None)
    before = terminal.getvalue()
    assert acknowledge()
    assert terminal.getvalue().count(ENGLISH_SAFETY.list_lead) == 2
    assert before != terminal.getvalue()


def test_without_a_terminal_nobody_has_acknowledged_it(acknowledge):
    """Nothing is shown where nobody can press a key, and it is not taken as read."""
    assert not acknowledge(is_terminal=False)


def test_the_list_can_be_read_at_any_time(size):
    """`coach safety` prints the whole list, neck pain with other signs included, and asks for nothing."""
    size(80, 24)
    result = CliRunner().invoke(coach, ["safety"])
    assert words(result.output) == words(" ".join(ENGLISH_SAFETY.whole_list))
    plan = find_home().plan
    plan.parent.mkdir(parents=True, exist_ok=True)
    plan.write_text(
        "voice: {language: fr}\nreminders: {a: {routine: eyes-far, at: 10:00}}\n", encoding="utf-8"
    )
    result = CliRunner().invoke(coach, ["safety"])
    assert words(result.output) == words(" ".join(FRENCH_SAFETY.whole_list))


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")
@pytest.mark.parametrize("typed", [b" ", b"\x1b[A"])
def test_a_key_counts_however_early_it_is_pressed(monkeypatch, typed):
    """A key that is pressed before the coach listens is not lost, and the terminal is as it was."""
    termios = pytest.importorskip("termios")
    person, theirs = os.openpty()
    with os.fdopen(person, "wb", buffering=0) as keyboard, os.fdopen(theirs, "rb", buffering=0) as terminal:
        modes = termios.tcgetattr(terminal)
        keyboard.write(typed)
        monkeypatch.setattr(sys, "stdin", terminal)
        assert safety_list.read_key("Press any key.") == typed.decode()
        assert termios.tcgetattr(terminal) == modes
