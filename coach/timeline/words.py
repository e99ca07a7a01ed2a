"""The coach's own words, which every language must have whole; an author's words are never among them.

`english.py` has one language's words, and `english_safety.py` its safety texts; another language is two
modules like these, of a language in `LANGUAGES`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from coach.spoken_text.languages import FIRST_LANGUAGE, table_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from coach.routine.model import Consequence, Position, Side


def require_keys(keys: Iterable[str], **mappings: Mapping[str, str]) -> None:
    """Raise `ValueError` for a mapping in which one of the keys is missing, or has no words."""
    for name, mapping in mappings.items():
        missing = [key for key in keys if not mapping.get(key)]
        if missing:
            raise ValueError(f"{name} has no words for {', '.join(missing)}")


def require_words(**texts: object) -> None:
    """Raise `ValueError` for an empty text."""
    missing = [name for name, text in texts.items() if text in ("", ())]
    if missing:
        raise ValueError(f"there are no words for {', '.join(missing)}")


LYING: Final = ("lying", "prone", "side-lying")
"""On the back, on the front, on either side."""
_ON_THE_FLOOR: Final = ("all-fours", "kneeling", "half-kneeling", "long-sitting")


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionWords:
    """One language's sentences that lead from one position into another, each whole, with its full stop."""

    lie_down: Mapping[str, str]
    """By position, and by the side to lie on."""
    turn: Mapping[str, str]
    """The same, for a person who lies."""
    down: Mapping[str, str]
    """By position, for a person who sits or stands."""
    up: Mapping[str, str]
    """The same, for a person who lies."""
    across: Mapping[str, str]
    """The same, from elsewhere."""
    sit_down: str
    come_to_sitting: str
    stand_up: str
    """From sitting."""
    come_to_standing: str
    take_your_time: str
    hold_on: str
    """After standing up, as one may be unsteady."""

    def __post_init__(self) -> None:
        """Raise `ValueError` for a position without its sentence."""
        require_keys((*LYING, "left", "right"), lie_down=self.lie_down, turn=self.turn)
        require_keys(_ON_THE_FLOOR, down=self.down, up=self.up, across=self.across)

    def way(self, before: Position, after: Position, side: Side | None = None) -> str:
        """The words for changing from one position to another; `any` says nothing of the present one.

        `side`: the one to lie on in side-lying, if the exercise has one.
        """
        if after == "standing":
            return f"{self.stand_up if before == 'seated' else self.come_to_standing} {self.hold_on}"
        return f"{self._down_to(before, after, side)} {self.take_your_time}"

    def _down_to(self, before: Position, after: Position, side: Side | None) -> str:
        """The sentence for every position but standing: one goes down, comes up, or turns."""
        is_upright = before in ("seated", "standing")
        if after in LYING:
            return (self.turn if before in LYING else self.lie_down)[side or after]
        if after in _ON_THE_FLOOR:
            return (self.down if is_upright else self.up if before in LYING else self.across)[after]
        return self.sit_down if before == "standing" else self.come_to_sitting


@dataclass(frozen=True, slots=True, kw_only=True)
class CallWords:
    """What calls a person, spoken and shown; `{what}` is a routine's title, `{length}` how long it takes."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyTexts:
    """One language's safety texts; `{limit}` is the pain to stop at, in words, and `{}` a list of phrases.

    They are data: the program puts them together, but never shortens or rewords one. In each sentence that
    gives an order, its condition comes first.
    """

    version: int
    """Goes up whenever one of the texts changes."""
    general: str
    """The stop rules, spoken once before a person's first routine."""
    general_where_dizziness_is_provoked: str
    breathing: str
    """Instead of the general rules, in breathing and relaxation."""
    stretch_as_needed: str
    """Instead of the general rules, after a stretch for a bad moment: a cramp hurts from the start."""
    neck: str
    """Added for routines of the neck."""
    neck_where_dizziness_is_provoked: str
    neck_areas: frozenset[str]
    """The words by which a routine's `areas` name the neck."""
    not_while: str
    """Where breathing and relaxation must be left out."""
    no_holds: str
    """Before breath is held."""
    not_for: str
    stop_if: str
    pain_limit: str
    """Where the stop rules name no pain, and the author does."""
    list_title: str
    list_lead: str
    """Before the signs."""
    list_signs: tuple[str, ...]
    list_after: tuple[str, ...]
    """Sentences after the signs; the whole list is shown once, and acknowledged."""
    list_key: str
    """Which key acknowledges the list."""
    list_more: str
    """Which key shows the rest of the list, on a low screen."""

    def __post_init__(self) -> None:
        """Raise `ValueError` for a text that is missing: a language with a hole does not load."""
        require_words(**{field.name: getattr(self, field.name) for field in fields(self)})

    @property
    def whole_list(self) -> tuple[str, ...]:
        """Everything that is acknowledged."""
        return (self.list_title, self.list_lead, *self.list_signs, *self.list_after)


@dataclass(frozen=True, slots=True, kw_only=True)
class CoachWords:
    """One language's words.

    Sentences end with a full stop, so that a voice lets its pitch fall.
    """

    language: str
    number: Callable[[int], str]
    duration: Callable[[float], str]
    sides: Mapping[Side, str]
    """Inside a sentence: "left"."""
    on_side: Mapping[Side, str]
    both_sides: str
    next_side: Mapping[Side, str]
    side_of: Callable[[str, str, str], str]
    """Where sides take turns: turns "left", "two", "three" into "Left, two of three."."""
    again: str
    of: Callable[[str, str], str]
    """Turns "two", "three" into "Two of three."."""
    set_of: Callable[[str, str], str]
    round_of: Callable[[str, str], str]
    halfway: str
    release: str
    let_go: str
    """The release where nothing counts: relaxation and breathing."""
    relax: str
    """The release after holding against a resistance."""
    ready: str
    last_one: str
    own_pace: Callable[[int | None], str]
    """With the number of repetitions, if there is one."""
    rest: str
    take_your_time: str
    """While the person is waited for."""
    as_able: Callable[[int, int], str]
    """From so many to so many repetitions, as a sentence."""
    up_to: Callable[[float], str]
    """The most that a hold lasts, in seconds, as a sentence."""
    or_stop_here: str
    """The person has done enough, and may go on."""
    breaths: Callable[[int], str]
    """The length of a hold in breaths, as a sentence."""
    load: Callable[[str], str]
    """A weight, a band or the like, as a sentence."""
    positions: PositionWords
    lie_on: Mapping[Side, str]
    """For a person who already lies on one side, when it is not known on which."""
    turn_over: Mapping[Side, str]
    """From lying on one side to lying on this one."""
    still_on: Mapping[Side, str]
    """For the next exercise on the same side."""
    breathe_out: str
    breathing: Mapping[str, str]
    breathe_normally: str
    questions: Mapping[str, str]
    rule: Callable[[Consequence], str]
    """What follows from an answer, for somebody who hears a recording."""
    finished: str
    this_week: Callable[[int], str]
    """With the number of sessions of a routine this week, the one that is over included."""
    welcome_back: str
    """After a long time without a session; it does not say how long."""
    safety: SafetyTexts
    listing: Callable[[tuple[str, ...]], str]
    hurts: str
    make_smaller: str
    stop_here: str
    no_answer: str
    """Shown, not spoken."""
    journal_failed: str
    calls: CallWords

    def __post_init__(self) -> None:
        """Raise `ValueError` for a hole: a table that has one does not load."""
        for names, keys in _KEYS.items():
            require_keys(keys, **{name: getattr(self, name) for name in names})
        require_words(**{field.name: getattr(self, field.name) for field in fields(self)})


_KEYS = {
    ("sides", "on_side", "next_side", "lie_on", "turn_over", "still_on"): ("left", "right"),
    ("breathing",): ("in", "sip", "hold", "out", "pause"),
    ("questions",): ("pain", "effort"),
}
"""What each mapping of a table must have."""


@lru_cache
def words_for(language: str) -> CoachWords:
    """The words in a BCP 47 tag's language; English if there are none (`coach check` warns the author)."""
    words: CoachWords = table_of(language, "coach.timeline.{}") or table_of(
        FIRST_LANGUAGE, "coach.timeline.{}"
    )
    return words


WEIGHT: Final = re.compile(r"(?<![\w.,])([0-9]+(?:[.,][0-9]+)?)\s*(kg|lbs?|g)\b", re.IGNORECASE)
"""A weight as an author writes it, where a comma may be a decimal mark: the amount, and its unit."""


def minutes_and_seconds(
    seconds: float, minute: str, second: str, counted: Callable[[float, str], str], joining: str = " "
) -> str:
    """A duration in words; `counted` says how many of a unit there are."""
    minutes, rest = divmod(round(seconds, 3), 60)
    parts = [counted(amount, unit) for amount, unit in ((minutes, minute), (rest, second)) if amount]
    return joining.join(parts) or counted(0, second)


def aside_utterances(words: CoachWords) -> tuple[str, ...]:
    """The texts that may be said outside any timeline: after "this hurts", and when the journal fails."""
    return (words.hurts, words.questions["pain"], words.make_smaller, words.stop_here, words.journal_failed)


def capitalized(text: str) -> str:
    """The text with its first letter as a capital; the others are unchanged."""
    return text[:1].upper() + text[1:]
