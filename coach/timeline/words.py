"""The coach's own words, which every language must have; an author's words are never among them.

`english.py` has one language's words; another language is a module like it, listed in `languages.py`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final

from coach.timeline.complete import require_keys, require_words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from coach.routine.model import Consequence, Side
    from coach.timeline.call_words import CallWords
    from coach.timeline.position_words import PositionWords
    from coach.timeline.safety_texts import SafetyTexts


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
