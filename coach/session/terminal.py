"""Writes to the screen's terminal without ever waiting for one that has stalled or closed."""

from __future__ import annotations

import os
import select
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from coach.standard_streams import own_copy

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.driver import Driver

RETRY_SECONDS: Final = 0.1
"""Seconds after which a terminal that takes nothing is looked at again."""


class TerminalWriter:
    """A file for text that leads to a terminal; what can no longer be shown is dropped.

    Textual's thread for writing ends for good when a write fails, and its queue is short, so a terminal
    that has ended or takes nothing would soon stop the main thread, and with it the screen.
    `is_over`: whether there is no reason any more to wait for a terminal that takes nothing.
    """

    def __init__(self, terminal: int, encoding: str, is_over: Callable[[], bool]) -> None:
        self._encoding = encoding
        self._is_over = is_over
        self._has_ended = False
        self._descriptor = _opened_again(terminal)

    def fileno(self) -> int:
        """The terminal's descriptor, for its size."""
        return self._descriptor

    def write(self, text: str) -> int:
        """Write that text; returns how many characters were taken, dropped ones included."""
        data = text.encode(self._encoding, "replace")
        while data and not self._has_ended:
            try:
                data = data[os.write(self._descriptor, data) :]
            except BlockingIOError:
                if self._is_over():
                    break
                with suppress(OSError, ValueError):
                    select.select([], [self._descriptor], [], RETRY_SECONDS)
            except OSError:
                self._has_ended = True
        return len(text)

    def flush(self) -> None:
        """Do nothing, as nothing is buffered."""

    def close(self) -> None:
        """Close the descriptor."""
        with suppress(OSError):
            os.close(self._descriptor)


def _opened_again(terminal: int) -> int:
    """The same terminal, not blocking: as a mere copy it would no longer block for the shell either."""
    try:
        flags = os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
        again = os.open(os.ttyname(terminal), flags)
    except OSError:  # its device is not in this file system, as in a container
        return own_copy(terminal)
    try:
        return own_copy(again)  # with a number above those of the standard streams
    finally:
        os.close(again)


def terminal_driver(is_over: Callable[[], bool]) -> type[Driver] | None:
    """The driver for this system; None if Textual's own choice is right. `is_over`: see `TerminalWriter`.

    On Linux and macOS Textual writes to the descriptor of stderr. That one is sent to a log while an
    audio device is opened, also in mid-session, and a person may redirect it: the screen would go
    with it. So ours writes to the terminal of stdout.
    """
    if sys.platform == "win32":
        return None
    from textual.drivers.linux_driver import LinuxDriver  # noqa: PLC0415 — imports termios

    class OwnTerminal(LinuxDriver):
        def __init__(self, *positional: Any, **named: Any) -> None:
            super().__init__(*positional, **named)
            self._open()

        def _open(self) -> None:
            terminal = sys.__stdout__
            assert terminal is not None, "a screen is only shown where stdout is a terminal"
            self._own = TerminalWriter(terminal.fileno(), terminal.encoding, is_over)
            self._file = self._own  # type: ignore[assignment]

        def resume_application_mode(self) -> None:
            """Take the terminal back from another program."""
            self._open()
            super().resume_application_mode()

        def _get_terminal_size(self) -> tuple[int, int]:
            """Ask the terminal: an exported COLUMNS, which Textual prefers, never changes."""
            try:
                return os.get_terminal_size(self._own.fileno())
            except OSError:
                return super()._get_terminal_size()

        def close(self) -> None:
            super().close()
            self._own.close()

    return OwnTerminal
