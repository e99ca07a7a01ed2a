"""Carrying a session's sound: obeys the watchdog, one step at a time, and paces where no device does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from coach.sound.attempt import CLOSING_SECONDS, Attempt
from coach.sound.pacing import BLOCK_SECONDS, Pacer
from coach.sound.turns import Turns
from coach.sound.watchdog import Order, Seen, begin, look

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from coach.clock import Clock
    from coach.sound.audio_log import AudioLog
    from coach.sound.port import Notice, Pull

    Ask = Callable[[Attempt], None]
    """Begins to ask for a device for that attempt, and returns at once."""

LOOK_SECONDS: Final = 0.1
"""Between two looks while a device carries; otherwise there is a look in every block."""

SENTENCES: Final[Mapping[Order, str]] = {
    Order.SAY_NONE: "No sound device was found: the session goes on with text at the right pace.",
    Order.SAY_GONE: "The sound device is gone; going on in silence, at the right pace, until one is back.",
    Order.SAY_BACK: "There is a sound device again; going on aloud.",
}


class Supervisor:
    """Sees to it that samples are always pulled, by a device or at our own pace, never by two at once."""

    def __init__(self, pull: Pull, notice: Notice, ask: Ask, clock: Clock, log: AudioLog) -> None:
        self._turns = Turns(pull)
        self._notice = notice
        self._ask = ask
        self._clock = clock
        self._log = log
        self._watch = begin(clock.monotonic())
        self._attempt: Attempt | None = None
        self._pacer: Pacer | None = None
        self._turn: int | None = None

    @property
    def carried(self) -> bool:
        """Whether samples are being pulled."""
        return self._watch.carrier != "nobody"

    @property
    def audible(self) -> bool:
        """Whether a device pulls them."""
        return self._watch.carrier == "device"

    def step(self) -> float:
        """Look, do what is to be done, consume what is due; gives the seconds until the next step."""
        now = self._clock.monotonic()
        attempt = self._attempt
        seen = Seen(now) if attempt is None else Seen(now, attempt.state, attempt.run)
        self._watch, orders = look(self._watch, seen)
        for order in orders:
            self._obey(order, now)
        if self._pacer is None:
            return LOOK_SECONDS if self.audible else BLOCK_SECONDS
        self._pacer.catch_up(now, self._consume)
        return self._pacer.until_next(self._clock.monotonic())

    def stop_pulling(self) -> None:
        """Nothing is pulled from here on; a device plays silence."""
        self._turns.next()

    def let_go(self) -> None:
        """Close the device, if it lets itself be closed."""
        if self._attempt is not None:
            self._attempt.give_up().wait(CLOSING_SECONDS)

    def _obey(self, order: Order, now: float) -> None:
        if order is Order.ASK_FOR_DEVICE:
            self._attempt = Attempt(self._turns, self._clock, self._log)
            self._ask(self._attempt)
        elif order is Order.GIVE_DEVICE_UP and self._attempt is not None:
            self._attempt.give_up()
            self._attempt = None
        elif order is Order.DEVICE_CARRIES and self._attempt is not None:
            self._pacer = None
            self._attempt.turn = self._turns.next()
        elif order is Order.PACE_CARRIES:
            self._turn = self._turns.next()
            self._pacer = Pacer(now)
        else:
            self._say(SENTENCES[order])

    def _consume(self, frames: int) -> None:
        """Pull in silence; a fault of who gives the samples must not stop the clock."""
        try:
            self._turns.pull(self._turn, frames)
        except Exception:  # noqa: BLE001 — noted, and time goes on
            self._log.fault("samples were asked for, at our own pace:")

    def _say(self, sentence: str) -> None:
        self._log.note(sentence)
        try:
            self._notice(sentence)
        except Exception:  # noqa: BLE001 — whoever shows it may fail; the sound goes on
            self._log.fault("a notice was given:")
