"""What calls a person: announcements that are spoken, and notifications, as every language must have them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from coach.timeline.complete import require_keys, require_words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class CallWords:
    """One language's sentences; `{what}` is a routine's title, `{length}` how long it takes."""

    announcements: tuple[str, ...]
    """What waits, for how long, and what to do."""
    minutes: Callable[[int], str]
    """The length in an announcement."""
    private_announcement: str
    """Instead, with a private voice."""
    lengths: tuple[str, ...]
    """How long a routine takes, below its title in a notification."""
    about: Callable[[int], str]
    """The length in a notification, in minutes; 0: less than one."""
    buttons: Mapping[str, str]
    as_text: str
    """How what is spoken is read instead, by the command for `{routine}`; it follows the text."""
    soon: str
    """What is led in `{seconds}` seconds, where the chime before it cannot be heard."""
    how_to_go_on: str
    """Behind a safety notice at which a session waits."""
    read_this: str
    """Beside it, in the session."""
    private_notice: str
    """Instead of it, with a private voice."""
    is_silent: str
    """The sound is off while a routine is led."""
    was_locked: str
    """The screen was, while a routine was led."""
    noted: str
    """A sign was, to which nothing is answered."""
    why: str
    """The routine `{what}` was skipped `{times}` times in a row, and the person is asked why."""
    refusals: Mapping[str, str]
    """Why a button that was pressed does nothing: another routine is led, nothing waits, or it was put off as
    often as the plan lets."""
    press_done: str
    """The person presses the button if they did what was only spoken."""
    mistake: str
    """In the plan or in a routine, found while the coach runs."""
    sample: str
    """Spoken in the set-up, so that the volume can be set."""
    shown_sample: str
    """Instead, where notifications are to call."""

    def __post_init__(self) -> None:
        """Raise `ValueError` for a sentence that is missing."""
        require_keys(("begin", "done", "later", "skip", "read"), buttons=self.buttons)
        require_keys(("led", "nothing-waits", "at-most"), refusals=self.refusals)
        require_words(**{field.name: getattr(self, field.name) for field in fields(self)})
