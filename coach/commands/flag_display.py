"""Shows what the list of signs answers, and has it spoken: an emergency text first, large, and aloud."""

from __future__ import annotations

import sys
import textwrap
from contextlib import nullcontext, suppress
from typing import TYPE_CHECKING

import click

from coach.care.rules import NOT_HEARD, spoken_text
from coach.clock import SystemClock
from coach.commands.safety_list import read_key
from coach.errors import CoachError, DaemonError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from coach.care.model import Flag, Note, Profile, SignRules
    from coach.commands.flag_speech import FlagSpeech
    from coach.journal.store import Journal

WIDEST = 60
"""Characters of a line of an emergency text."""
ESCAPE = "\x1b"
"""Begins what an arrow or a function key sends, which may hold an A."""
KEYS = "A pressed twice: read and understood. R: hear it again. U: pressed by mistake."


class FlagDisplay:
    """The flags of one note. `begin` shows and starts to speak; `finish` waits until the words were spoken.

    `cautions`: shown where no rule fired. `end_session`: ends whatever is led. `on_stderr`: where stdout is a
    document for programs.
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
        on_stderr: bool,
    ) -> None:
        self.flags = tuple(flags)
        self._rules = rules
        self._cautions = cautions
        self._speech = speech
        self._profile = profile
        self._end_session = end_session
        self._on_stderr = on_stderr
        self._spoken = next((flag for flag in flags if flag.spoken), None)

    @property
    def is_emergency(self) -> bool:
        """Whether one of them is to be acknowledged."""
        return any(flag.ends_session for flag in self.flags)

    def begin(self) -> None:
        """Show the flags, end whatever is led if one says so, and start to speak."""
        self._show()
        if self._spoken is None:
            self._speech.leave()
        else:
            self._speech.say(spoken_text(self._spoken, self._profile))
        if self.is_emergency:
            self._end_session()

    def finish(self) -> None:
        """Wait until the words were spoken; where they were not, ask to read them, and show them again."""
        if self._spoken is not None and not self._speech.was_heard():
            self._line(self._rules.rule(NOT_HEARD).caution)
            self._show()

    def repeat(self) -> None:
        """Show and speak the same once more."""
        self.begin()
        self.finish()

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
        edge = "=" * WIDEST
        self._line(f"\n{edge}")
        for text in dict.fromkeys((*(flag.text for flag in flags), *flags[-1].added)):
            for line in textwrap.wrap(text, WIDEST):
                self._line(line, is_bold=True)
        self._line(f"{edge}\n")

    def _line(self, text: str, *, is_bold: bool = False) -> None:
        with suppress(OSError):  # the terminal may have ended: the words are spoken all the same
            click.secho(text, bold=is_bold or None, err=self._on_stderr)


def end_led_session() -> None:
    """End whatever is led: by the running coach or, without one, by a signal that ends a session in order."""
    from coach.api.client import find_coach
    from coach.daemon.other_sessions import OtherSessions
    from coach.home import find_home
    from coach.journal.store import read_journal

    home = find_home()
    with suppress(CoachError):  # nothing is led, or there is no journal that could say so
        with suppress(DaemonError):  # it does not answer: whatever is led is in the journal
            client = find_coach(home)
            if client is not None:
                client.act("session", command="stop")
                return
        with read_journal(home, SystemClock()) or nullcontext() as journal:
            if journal is not None:
                OtherSessions(journal).command({"command": "stop"})


def wait_until_acknowledged(journal: Journal, note: Note, display: FlagDisplay) -> None:
    """On a terminal: wait for A pressed twice, or U, which withdraws the note; R repeats the text.

    Other keys do nothing, so that a trembling hand clears nothing. What was pressed while the words were
    spoken counts. Raises `JournalError`.
    """
    from coach.journal.notes import about_event, flags_of

    if not all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout)):
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
        journal.append(about_event("note-withdrawn", note.id, SystemClock()))
        click.echo("Taken back.")
    elif pressed == "aa":
        for flag in flags_of(journal, note.id):
            journal.append(about_event("flag-acknowledged", flag, SystemClock()))
