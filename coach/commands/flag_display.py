"""Shows what the list of signs answers, and has it spoken: an emergency text first, large, and aloud.

What was not heard, or is not heard by this person, fills the terminal until it is acknowledged.
"""

from __future__ import annotations

import os
import sys
import textwrap
from contextlib import suppress
from typing import TYPE_CHECKING, Literal

import click

from coach.care.rules import NOT_HEARD, spoken_text
from coach.clock import SystemClock
from coach.commands.printing import has_terminal, overwrites, terminal_size
from coach.commands.safety_list import read_key
from coach.errors import CoachError, DaemonError
from coach.home import find_home
from coach.session.large_text import large_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from coach.care.model import Flag, Note, Profile, SignRules
    from coach.commands.flag_speech import FlagSpeech
    from coach.journal.store import Journal

Where = Literal["stdout", "stderr", "nowhere"]
WIDEST = 60
"""Characters of a line of an emergency text."""
ESCAPE = "\x1b"
"""Begins what an arrow or a function key sends, which may hold an A."""
_URGENT = frozenset({"emergency", "same-day"})
_ROWS_OF_KEYS = 4
"""Lines of the terminal that are left for the keys, and for what was noted."""
KEYS = "A pressed twice: read and understood. R: hear it again. U: pressed by mistake."


class FlagDisplay:
    """The flags of one note. `begin` shows and starts to speak; `finish` waits until the words were spoken.

    `cautions`: shown where no rule fired. `end_session`: ends any session. `where` they are shown: on
    stderr, if stdout is a document for programs; nowhere, if the person reads them elsewhere.
    """

    def __init__(
        self,
        rules: SignRules,
        flags: Sequence[Flag],
        cautions: Sequence[str],
        *,
        speech: FlagSpeech,
        profile: Profile,
        end_session: Callable[[], None],
        where: Where,
    ) -> None:
        self.flags = tuple(flags)
        self._rules = rules
        self._cautions = cautions
        self._speech = speech
        self._profile = profile
        self._end_session = end_session
        self._where = where
        self._spoken = next((flag for flag in flags if flag.spoken), None)
        self._fills_terminal = False

    @property
    def is_emergency(self) -> bool:
        """Whether one of them ends any session."""
        return any(flag.ends_session for flag in self.flags)

    @property
    def is_to_acknowledge(self) -> bool:
        """Whether what is shown stays until it is acknowledged."""
        return self.is_emergency or self._fills_terminal

    def begin(self) -> None:
        """Show the flags, end any session if one says so, and start to speak."""
        if not (self._profile.shown_as_text and self._fill_terminal()):
            self._show()
        if self._spoken is None:
            self._speech.leave()
        else:
            self._speech.say(spoken_text(self._spoken, self._profile), self._rules.language)
        if self.is_emergency:
            self._end_session()

    def finish(self) -> None:
        """Wait until the words were spoken; if not, show them again, to be read."""
        if self._spoken is None or self._speech.was_heard():
            return
        not_heard = self._rules.rule(NOT_HEARD).caution
        if not self._fills_terminal and not self._fill_terminal(not_heard):
            self._line(not_heard)
            self._show()

    def repeat(self) -> None:
        """Show and speak the same again."""
        self._fills_terminal = False
        self.begin()
        self.finish()

    def _fill_terminal(self, *first: str) -> bool:
        """Fill the terminal with the most urgent order; returns whether there is one, and a terminal.

        `first`: what comes directly below it.
        """
        urgent = [flag for flag in self.flags if flag.form == "order" and flag.level in _URGENT]
        if not urgent or self._where != "stdout" or not overwrites(sys.stdout):
            return False
        others = [each.text for each in self.flags if each is not urgent[0] and not each.waits]
        below = dict.fromkeys((*first, *others, *urgent[0].added))
        self._line(CLEAR)
        for line in full_screen_lines(urgent[0].text, tuple(below), *self._room()):
            self._line(line, is_bold=True)
        self._fills_terminal = True
        return True

    @staticmethod
    def _room() -> tuple[int, int]:
        columns, rows = terminal_size()
        return columns, rows - _ROWS_OF_KEYS

    def _show(self) -> None:
        if self.is_emergency:
            self._show_emergency([flag for flag in self.flags if flag.ends_session])
        for flag in self.flags:
            if not (flag.ends_session or flag.waits):
                self._line(flag.text)
                for text in flag.added:
                    self._line(text)
        for caution in self._cautions:
            self._line(caution)

    def _show_emergency(self, flags: Sequence[Flag]) -> None:
        """Their texts, and below them once how to go on."""
        edge = "" if os.environ.get("TERM") == "dumb" else "=" * WIDEST  # a screen reader spells it
        self._line(f"\n{edge}")
        for text in dict.fromkeys((*(flag.text for flag in flags), *flags[-1].added)):
            for line in textwrap.wrap(text, WIDEST):
                self._line(line, is_bold=True)
        self._line(f"{edge}\n")

    def _line(self, text: str, *, is_bold: bool = False) -> None:
        if self._where == "nowhere":
            return
        with suppress(OSError):  # the terminal may have ended: the words are spoken anyway
            click.secho(text, bold=is_bold or None, err=self._where == "stderr")


def end_led_session() -> None:
    """End any session: by the running coach or, without one, by a signal that ends a session in order."""
    from coach.api.client import find_coach
    from coach.daemon.other_sessions import OtherSessions
    from coach.journal.store import read_journal

    home = find_home()
    with suppress(CoachError):  # nothing is led, or there is no journal that could say so
        with suppress(DaemonError):  # it does not answer: whatever is led is in the journal
            client = find_coach(home)
            if client is not None:
                client.act("session", command="stop")
                return
        with read_journal(home, SystemClock()) as journal:
            if journal is not None:
                OtherSessions(journal).command({"command": "stop"})


def wait_until_acknowledged(journal: Journal, note: Note, display: FlagDisplay) -> None:
    """On a terminal: wait for A pressed twice, or U, which withdraws the note; R repeats the text.

    Other keys do nothing, so that a trembling hand clears nothing. What was pressed while the words were
    spoken counts. Raises `JournalError`.
    """
    from coach.journal.notes import acknowledge_flags, flags_of, withdraw_note

    if not has_terminal():
        return
    pressed, prompt = "", KEYS
    with suppress(KeyboardInterrupt, EOFError):
        while pressed not in ("aa", "u"):
            typed = read_key(prompt).lower()
            for key in () if typed.startswith(ESCAPE) else typed:
                pressed = "aa" if key == "a" == pressed else key
                if key == "r":
                    display.repeat()
                if pressed in ("aa", "u"):
                    break
            prompt = ""
    if pressed == "u":
        withdraw_note(journal, note.id, SystemClock())
        click.echo("Taken back.")
    elif pressed == "aa":
        acknowledge_flags(journal, flags_of(journal, note.id), SystemClock())


CLEAR = "\x1b[2J\x1b[3J\x1b[H"
"""Empties the terminal and what was scrolled out of it, and begins at its top."""
_LEAST_ROWS = 6
"""Below this, letters of the usual size say more."""


def full_screen_lines(text: str, below: Sequence[str], columns: int, rows: int) -> list[str]:
    """The text as large as it fits, and below it others in letters of the usual size; all of them whole.

    Where the whole text does not fit in letters that are easy to read, its order alone is large, and the rest
    follows below. In a terminal that is too small for that too, all is wrapped, and it scrolls.
    """
    width = max(1, columns - 2)
    order, rest = _order(text)
    for large, small in ((text, below), (order, (rest, *below) if rest else below)):
        lines = [line for each in small for line in textwrap.wrap(each, width)]
        room = rows - len(lines) - 1
        drawn = large_words(large, width, room, narrow=False) if room >= _LEAST_ROWS else None
        if drawn is not None:
            return _indented([*drawn.split("\n"), "", *lines])
    return _indented([line for each in (text, "", *below) for line in textwrap.wrap(each, width) or [""]])


def _order(text: str) -> tuple[str, str]:
    """Its first sentence that says what to do ("Stop." alone does not), and what follows."""
    first, _, rest = text.partition(". ")
    if " " in first or not rest:
        return (f"{first}.", rest) if rest else (text, "")
    order, following = _order(rest)
    return f"{first}. {order}", following


def _indented(lines: Sequence[str]) -> list[str]:
    return [f" {line}".rstrip() for line in lines]
