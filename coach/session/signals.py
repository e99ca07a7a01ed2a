"""Ends a session on a signal, or when the terminal that it was started in closes."""

from __future__ import annotations

import signal
import sys
import threading
from typing import TYPE_CHECKING, Any, Final, Self

from coach.standard_streams import has_hung_up

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ENDING_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
"""Each of them that the system has ends a session cleanly."""
IGNORABLE_SIGNALS = ("SIGINT", "SIGHUP")
"""Those that stay ignored where they were at the start: a shell has its background jobs ignore the first,
`nohup` the second."""
CHECK_SECONDS: Final = 0.5
"""Seconds between two looks at the terminals."""


class StopSignals:
    """While entered, calls `stop` for a signal that ends a program; `received`: whether there was one.

    `terminals`: descriptors of terminals. The system sends SIGHUP only when the controlling terminal of a
    process ends; here the end of any of these is followed by that signal.
    """

    def __init__(self, stop: Callable[[], None], terminals: Sequence[int] = ()) -> None:
        self.received = False
        self._stop = stop
        self._terminals = tuple(terminals)
        self._previous: dict[signal.Signals, Any] = {}
        self._is_over = threading.Event()
        self._watch: threading.Thread | None = None

    def __enter__(self) -> Self:
        for name in ENDING_SIGNALS:
            number = getattr(signal.Signals, name, None)
            if number is None or (name in IGNORABLE_SIGNALS and signal.getsignal(number) == signal.SIG_IGN):
                continue
            self._previous[number] = signal.signal(number, self._handle)
        if self._terminals and sys.platform != "win32" and signal.SIGHUP in self._previous:
            self._watch = threading.Thread(target=self._watch_terminals, name="terminal-watch", daemon=True)
            self._watch.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        if self._watch is not None:
            self._watch.join()  # no signal of its own comes once the handlers are gone
        for number, handler in self._previous.items():
            signal.signal(number, handler)

    def mark_received(self) -> None:
        """Note Ctrl-C on the screen, where it is a key and not a signal; the screen stops the session."""
        self.received = True

    def _handle(self, _number: int, _frame: object) -> None:
        self.received = True
        self._stop()

    def _watch_terminals(self) -> None:
        main = threading.main_thread().ident
        assert sys.platform != "win32", "there is no such signal there"
        assert main is not None, "the main thread has been started"
        while not self._is_over.wait(CHECK_SECONDS):
            if self.received:
                return
            if any(map(has_hung_up, self._terminals)):
                # The main thread handles signals, and may be waiting in a call that only a signal ends.
                signal.pthread_kill(main, signal.SIGHUP)
                return


def interrupt() -> None:
    """End a wait at once by raising `KeyboardInterrupt`: no session has begun yet."""
    raise KeyboardInterrupt
