"""The terminal as the screen uses it: a descriptor of its own, that nobody else sends elsewhere."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from coach.session.descriptor import own_copy

if TYPE_CHECKING:
    from textual.driver import Driver


def terminal_driver() -> type[Driver] | None:
    """The driver for this system; None where Textual's own choice is right.

    On Linux and macOS Textual writes to the descriptor of stderr. That one is sent to a log while an
    audio device is opened, also in mid-session, and a person may redirect it: the screen would go
    with it. So ours writes to a copy of stdout's descriptor.
    """
    if sys.platform == "win32":
        return None
    from textual.drivers.linux_driver import LinuxDriver  # noqa: PLC0415 — imports termios

    class OwnTerminal(LinuxDriver):
        def __init__(self, *positional: Any, **named: Any) -> None:
            super().__init__(*positional, **named)
            terminal = sys.__stdout__
            assert terminal is not None, "a screen is only shown where stdout is a terminal"
            self._own = os.fdopen(
                own_copy(terminal.fileno()), "w", encoding=terminal.encoding, errors="replace", newline=""
            )
            self._file = self._own

        def _get_terminal_size(self) -> tuple[int, int]:
            """Ask the terminal: an exported COLUMNS, which Textual believes more, never changes."""
            try:
                return os.get_terminal_size(self._own.fileno())
            except OSError:
                return super()._get_terminal_size()

        def close(self) -> None:
            super().close()
            self._own.close()

    return OwnTerminal
