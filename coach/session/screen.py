"""The screen of a session: what to do now, for how long, what comes next, and a key for each command."""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.app import App, SuspendNotSupported
from textual.binding import Binding, BindingType
from textual.widget import Widget

from coach.session.interface import Command
from coach.session.plain import skip_of
from coach.session.questions import HIGHEST
from coach.session.screen_content import DigitEntry, content_of
from coach.session.screen_lines import help_parts, screen_parts
from coach.session.terminal import terminal_driver
from coach.standard_streams import STDIN, has_hung_up

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult, RenderResult

    from coach.session.interface import CommandName, LiveSession, NoteKeys, ScreenLook, Snapshot
    from coach.session.screen_content import ScreenContent


UPDATES_A_SECOND = 10
PATIENCE = 2.0
"""Seconds after which a second stop leaves the screen, even if the session does not end."""


def run_screen(
    session: LiveSession,
    title: str,
    interrupted: Callable[[], None],
    keys: NoteKeys | None = None,
    look: ScreenLook | None = None,
) -> None:
    """Show the performance until it has ended, and leave the terminal as it was.

    `interrupted` is called for Ctrl-C, before the session is stopped as by the key for it. `keys`: what ! and
    c do.
    Must be called from the main thread, with stdin and stdout a terminal. Raises what went wrong in
    the screen itself, after the terminal is restored; the performance goes on meanwhile.
    """
    screen = SessionScreen(session, title, interrupted, keys=keys, look=look)
    screen.run(mouse=False)
    if screen.fault is not None:
        raise screen.fault


class Pane(Widget):
    """A piece of text on the screen, painted again only when it changes."""

    def __init__(self, name: str) -> None:
        super().__init__(id=name)
        self._content = Text()
        self._height = 1

    def show(self, height: int, content: Text) -> None:
        """Show that content from now on, in that many lines; in none it is left out."""
        if height != self._height:
            self._height = height
            self.display = height > 0
            self.styles.height = height
        if content != self._content:
            self._content = content
            self.refresh()

    def render(self) -> RenderResult:
        """The content that is shown."""
        return self._content


class SessionScreen(App[None]):
    """Shows a session, updated ten times a second, and sends it the commands of the keys."""

    ENABLE_COMMAND_PALETTE = False
    CSS = """
    Screen { layout: vertical; padding: 0 1; overflow: hidden; }
    Pane { height: 1; width: 100%; text-align: center; }
    #head, #remarks, #coming, #progress, #keys { text-align: left; }
    #stage, #help { content-align: center middle; }
    Screen.night, .night Pane { background: #000000; color: #8a7a66; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "pause"),
        Binding("n,N", "next_or_no"),
        Binding("right", "send('next')"),
        Binding("y,Y", "yes"),
        Binding("p,P,left", "send('previous')"),
        Binding("r,R", "send('repeat')"),
        Binding("plus,e,E", "send('extend')"),
        Binding("h,H", "send('hurts')"),
        Binding("s,S,q,Q", "stop"),
        Binding("ctrl+q", "stop", priority=True),
        Binding("ctrl+c", "interrupt", priority=True),
        Binding("exclamation_mark", "signs"),
        Binding("c,C", "cramp"),
        Binding("enter", "enter"),
        Binding("question_mark", "help"),
        Binding("escape", "close_help"),
        *(Binding(str(digit), f"digit({digit})") for digit in range(10)),
    ]

    def __init__(
        self,
        session: LiveSession,
        title: str,
        interrupted: Callable[[], None],
        now: Callable[[], float] = time.monotonic,
        *,
        keys: NoteKeys | None = None,
        look: ScreenLook | None = None,
    ) -> None:
        self._session = session
        self._now = now
        self._stopping_since: float | None = None
        super().__init__(driver_class=terminal_driver(self.is_over), ansi_color=True)
        self.fault: Exception | None = None
        self._routine = title
        self._interrupted = interrupted
        self._note_keys = keys
        self._is_dark = look is not None and look.is_dark
        digit_wait = None if look is None else look.digit_wait
        self._no_digit = DigitEntry() if digit_wait is None else DigitEntry(patience=digit_wait)
        self._entry = self._no_digit
        self._asked: str | None = None
        self._draws_narrow = os.environ.get("TERM") != "linux"  # the console's font has halves of blocks only
        self._helping = False

    def compose(self) -> ComposeResult:
        """The screen's lines from top to bottom."""
        names = (
            "head", "name", "stage", "help", "caption", "left",
            "words", "remarks", "coming", "progress", "keys",
        )  # fmt: skip
        yield from (Pane(name) for name in names)

    def on_mount(self) -> None:
        """Start the regular updates; the first one follows the first size."""
        self.screen.set_class(self._is_dark, "night")
        self.set_interval(1 / UPDATES_A_SECOND, self.show_now)

    def on_resize(self) -> None:
        """Lay everything out again."""
        self.call_after_refresh(self.show_now)

    def show_now(self) -> None:
        """Show the session's current state; exit when it has ended."""
        if not self.is_running:  # the timer still ticks while the parts of the screen are taken away
            return
        snapshot = self._session.snapshot()
        if snapshot.state == "ended":
            self.exit()
            return
        if self._has_lost_terminal():
            self._interrupted()
            self.exit()
            return
        self._answer_after_a_while(snapshot)
        self._hide_help_for_a_question(snapshot)
        self._show(content_of(snapshot, self._routine, self._entry))

    def is_over(self) -> bool:
        """Whether the screen may exit without showing anything more."""
        has_ended = self._session.snapshot().state == "ended"
        since = self._stopping_since
        return has_ended or (since is not None and self._now() - since >= PATIENCE)

    def action_send(self, name: CommandName) -> None:
        """Send that command."""
        self._session.command(Command(name))

    def action_pause(self) -> None:
        """Pause or resume."""
        paused = self._session.snapshot().state == "paused"
        self.action_send("resume" if paused else "pause")

    def action_stop(self) -> None:
        """Stop; if the session does not end for a while, a second press leaves the screen."""
        if self._stopping_since is None:
            self._stopping_since = self._now()
            self.action_send("stop")
        elif self._now() - self._stopping_since >= PATIENCE:
            self.exit()

    def action_interrupt(self) -> None:
        """Stop, and call `interrupted`, as it was Ctrl-C."""
        self._interrupted()
        self.action_stop()

    def action_enter(self) -> None:
        """Send the answer typed so far, or skip the current notice."""
        snapshot = self._session.snapshot()
        if snapshot.state == "asking":
            self._answer(*self._entry.confirm())
        elif (skip := skip_of(snapshot)) is not None:
            self._session.command(skip)

    def action_digit(self, digit: int) -> None:
        """Type a digit of an answer, if there is a question."""
        snapshot = self._session.snapshot()
        if snapshot.state == "asking":
            highest = HIGHEST[snapshot.answer]
            self._answer(*self._entry.press(digit, self._now(), snapshot.answer_within, highest))

    def action_yes(self) -> None:
        """Answer yes, if that is asked."""
        self._answer_yes_or_no(1)

    def action_next_or_no(self) -> None:
        """Answer no, if yes or no is asked; else go on with the next exercise."""
        if not self._answer_yes_or_no(0):
            self.action_send("next")

    def _answer_yes_or_no(self, answer: int) -> bool:
        snapshot = self._session.snapshot()
        is_asked = snapshot.state == "asking" and snapshot.answer == "yes-or-no"
        if is_asked:
            self._answer(DigitEntry(), answer)
        return is_asked

    def action_signs(self) -> None:
        """Pause, and show the list of signs in place of the screen."""
        if self._note_keys is None:
            return
        self.action_send("pause")
        with suppress(SuspendNotSupported), self.suspend():
            self._note_keys.choose_sign()

    def action_cramp(self) -> None:
        """Note that there is a cramp now, and lead the help for it at once while the routine waits."""
        keys = self._note_keys
        if keys is None:
            return
        try:
            keys.cramp(self._session, self.suspend)
        except SuspendNotSupported:
            replace(keys, lead_help=None).cramp(self._session)

    def action_help(self) -> None:
        """Show or hide the help with the keys; the performance goes on."""
        self._helping = not self._helping
        self.call_after_refresh(self.show_now)

    def action_close_help(self) -> None:
        """Hide the help with the keys."""
        self._helping = False
        self.call_after_refresh(self.show_now)

    def _hide_help_for_a_question(self, snapshot: Snapshot) -> None:
        """Hide the help for a new question; opened again, it may cover the question."""
        asked = snapshot.question if snapshot.state == "asking" else None
        if asked is not None and asked != self._asked:
            self.action_close_help()
        self._asked = asked

    def _answer_after_a_while(self, snapshot: Snapshot) -> None:
        if snapshot.state == "asking":
            self._answer(*self._entry.wait(self._now()))
        else:
            self._entry = self._no_digit

    def _answer(self, entry: DigitEntry, answer: int | None) -> None:
        self._entry = entry
        if answer is not None:
            self._session.command(Command("answer", answer))

    def _has_lost_terminal(self) -> bool:
        """Whether stdin was a terminal that has ended: Textual would read its end again and again."""
        return sys.platform != "win32" and not self.is_headless and has_hung_up(STDIN)

    def _show(self, shown: ScreenContent) -> None:
        width, height = self.screen.content_size
        if self._helping:
            parts = help_parts(shown, width, height)
        else:
            parts = screen_parts(shown, width, height, narrow=self._draws_narrow)
        for pane in self.query(Pane):
            pane.show(*parts.get(str(pane.id), (0, Text())))

    def _handle_exception(self, error: Exception) -> None:
        """Keep the error for `run_screen` to raise: Textual would print it with all local values."""
        super()._handle_exception(error)
        self._exit_renderables.clear()
        self.fault = error
