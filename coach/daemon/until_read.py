"""Safety texts that were not heard: each stays as a notification until the person has read it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from coach.api.steering import Answer
from coach.daemon.call_texts import Sentence
from coach.daemon.notifications import READ
from coach.spoken_text.languages import FIRST_LANGUAGE
from coach.timeline.words import words_for

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from coach.daemon.notifications import Notifications

SESSION: Final = "session: to read"
"""The key of a session's notice; no reminder can have this id."""
AGAIN_SECONDS: Final = 30.0
MOST_TIMES: Final = 20
"""How often a text is tried to be said again, or chimed for: ten minutes. The notification stays."""


@dataclass(frozen=True, slots=True)
class SafetyText:
    """A text to be read, and what is done when the person has read it."""

    text: str
    on_read: Callable[[], None]
    said: Sentence
    """What of it is said again; its language is that of the button, too."""


class UntilRead:
    """The texts that are to be read, by a key of each.

    `start_task` runs a coroutine in the background; `say` says a text behind a chime, or chimes alone.
    """

    def __init__(
        self,
        notifications: Notifications,
        start_task: Callable[[Coroutine[None, None, object]], None],
        say: Callable[[Sentence], Coroutine[None, None, None]],
        sleep: Callable[[float], Coroutine[None, None, None]] = asyncio.sleep,
    ) -> None:
        self._notifications = notifications
        self._start_task = start_task
        self._say = say
        self._sleep = sleep
        self._texts: dict[str, SafetyText] = {}

    @property
    def texts(self) -> list[str]:
        """The texts that the person has yet to read, for `coach status`."""
        return [each.text for each in self._texts.values()]

    def show(self, key: str, title: str, shown: SafetyText, *, is_said: bool) -> None:
        """Show a text, in place of an earlier one with that key; `is_said`: try to say it again, too."""
        self._texts[key] = shown
        buttons = ((READ, words_for(shown.said.language).calls.buttons[READ]),)
        self._start_task(self._notifications.announce(key, title, shown.text, buttons))
        if is_said:
            self._start_task(self._say_again(key, shown))

    def show_notice(
        self, title: str, texts: list[str], on_read: Callable[[], None], language: str = FIRST_LANGUAGE
    ) -> None:
        """Show the notice at which a session waits, and which it chimes for itself; no texts: none waits."""
        if texts:
            text = " ".join((*texts, words_for(language).calls.how_to_go_on))
            self.show(SESSION, title, SafetyText(text, on_read, Sentence(text, language)), is_said=False)
        else:
            self.withdraw(SESSION)

    def withdraw(self, key: str) -> None:
        """Show the text with that key no longer."""
        if self._texts.pop(key, None) is not None:
            self._start_task(self._notifications.withdraw(key))

    def read(self, key: str) -> Answer:
        """The person has read that text; without a key, all but the one for which a session waits."""
        read = {
            each: self._texts[each] for each in self._texts if each == key or (not key and each != SESSION)
        }
        for each, shown in read.items():
            self.withdraw(each)
            shown.on_read()
        return Answer(ok=bool(read), sentence="Marked as read." if read else "Nothing is waiting to be read.")

    def close(self) -> None:
        """Show none any longer, as nobody would take note of the button."""
        for key in tuple(self._texts):
            self.withdraw(key)

    async def _say_again(self, key: str, shown: SafetyText) -> None:
        for _ in range(MOST_TIMES):
            await self._sleep(AGAIN_SECONDS)
            if self._texts.get(key) is not shown:
                return
            await self._say(shown.said)
