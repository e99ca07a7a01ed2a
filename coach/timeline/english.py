"""The coach's own words in English."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from coach.timeline.english_safety import ENGLISH_SAFETY
from coach.timeline.words import CallWords, CoachWords, PositionWords, capitalized, minutes_and_seconds

if TYPE_CHECKING:
    from coach.routine.model import Consequence

_UNITS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ORDINALS = (
    "First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth",
)  # fmt: skip
_HUNDRED = 100
_WEIGHT = re.compile(r"\b([0-9]+(?:\.[0-9]+)?)\s*(kg|lbs?|g)\b", re.IGNORECASE)
_WEIGHTS = {"kg": "kilogram", "lb": "pound", "lbs": "pound", "g": "gram"}


def number(value: int) -> str:
    """The number in words up to the largest that a routine counts; larger ones in digits."""
    if value < len(_UNITS):
        return _UNITS[value]
    if value < _HUNDRED:
        tens, unit = divmod(value, 10)
        return f"{_TENS[tens]}-{_UNITS[unit]}" if unit else _TENS[tens]
    if value < 10 * _HUNDRED:
        hundreds, rest = divmod(value, _HUNDRED)
        return f"{_UNITS[hundreds]} hundred" + (f" and {number(rest)}" if rest else "")
    return str(value)


def duration(seconds: float) -> str:
    """A duration in words: "20 seconds", "1 minute 30 seconds"."""
    return minutes_and_seconds(seconds, "minute", "second", _plural)


def _plural(amount: float, unit: str) -> str:
    return f"{amount:g} {unit}" if amount == 1 else f"{amount:g} {unit}s"


def listing(items: tuple[str, ...]) -> str:
    """The items as one phrase: "a, b or c"; with a comma more where an item has an "or" of its own."""
    before = ", ".join(items[:-1])
    if not before:
        return items[-1]
    return f"{before}{',' if any(' or ' in item for item in items) else ''} or {items[-1]}"


def this_week(sessions: int) -> str:
    """What is said after a session, which is the last of so many this week."""
    ordinal = _ORDINALS[sessions - 1] if sessions <= len(_ORDINALS) else f"Number {sessions}"
    return f"{ordinal} this week."


def own_pace(reps: int | None) -> str:
    """The words before a movement at the person's own pace."""
    if reps is None:
        return "At your own pace."
    return f"At your own pace, {number(reps)} " + ("repetition." if reps == 1 else "repetitions.")


def breaths(amount: int) -> str:
    """The length of a hold in breaths."""
    return f"For {number(amount)} {'breath' if amount == 1 else 'breaths'}."


def load(text: str) -> str:
    """What is lifted or pulled: "With 2 kilograms.", "With the red band.", "With your body weight."."""
    spoken = _WEIGHT.sub(
        lambda found: f"{found[1]} {_plural_unit(found[1], _WEIGHTS[found[2].lower()])}", text
    )
    if spoken.casefold() in ("body weight", "bodyweight"):
        return "With your body weight."
    article = "the " if spoken.casefold().endswith("band") and " " in spoken else ""
    has_article = re.match(r"(a|an|the|your|no)\b", spoken, re.IGNORECASE)
    return f"With {'' if has_article else article}{spoken.rstrip('.')}."


def _plural_unit(amount: str, unit: str) -> str:
    return unit if amount == "1" else f"{unit}s"


def rule(then: Consequence) -> str:
    """What follows from an answer: "If it is five or more, stop here."."""
    if then.yes is not None:
        condition = "If yes" if then.yes else "If not"
    elif then.at_least is not None:
        condition = f"If it is {number(then.at_least)} or more"
    else:
        condition = f"If it is {number(then.at_most)} or less" if then.at_most else "If it is zero"
    if then.say:
        return f"{condition}: {then.say}"
    return f"{condition}, stop here." if then.stop else f"{condition}, go on with {then.skip_to}."


_LYING = {
    "lying": "your back", "prone": "your front", "side-lying": "your side",
    "left": "your left side", "right": "your right side",
}  # fmt: skip
_ON_THE_FLOOR = {
    "all-fours": "onto your hands and knees",
    "kneeling": "onto both knees",
    "half-kneeling": "onto one knee, with the other foot in front",
}
_LONG_SITTING = "with your legs stretched out in front of you"
_POSITIONS = PositionWords(
    lie_down={key: f"Now lie down on {where}." for key, where in _LYING.items()},
    turn={key: f"Now turn onto {where}." for key, where in _LYING.items()},
    down={key: f"Now go down {where}." for key, where in _ON_THE_FLOOR.items()}
    | {"long-sitting": f"Now sit down {_LONG_SITTING}."},
    up={key: f"Now come up {where}." for key, where in _ON_THE_FLOOR.items()}
    | {"long-sitting": f"Now sit {_LONG_SITTING}."},
    across={key: f"Now come up {where}." for key, where in _ON_THE_FLOOR.items()}
    | {"all-fours": "Now come onto your hands and knees.", "long-sitting": f"Now sit {_LONG_SITTING}."},
    sit_down="Now sit down.",
    come_to_sitting="Now come up to sitting.",
    stand_up="Now stand up.",
    come_to_standing="Now come up to standing.",
    take_your_time="Take your time.",
    hold_on="Take your time, and hold on to something if you need to.",
)


ENGLISH = CoachWords(
    language="en",
    number=number,
    duration=duration,
    sides={"left": "left", "right": "right"},
    on_side={"left": "The left side.", "right": "The right side."},
    both_sides="Both sides together.",
    next_side={"left": "Now the left side.", "right": "Now the right side."},
    side_of=lambda side, this, whole: capitalized(f"{side}, {this} of {whole}."),
    again="Again.",
    of=lambda this, whole: f"{capitalized(this)} of {whole}.",
    set_of=lambda this, whole: f"Set {this} of {whole}.",
    round_of=lambda this, whole: f"Round {this} of {whole}.",
    halfway="Half-way.",
    release="And slowly come back.",
    let_go="And let go.",
    relax="And relax.",
    ready="Ready.",
    last_one="Last one.",
    own_pace=own_pace,
    rest="Rest.",
    take_your_time="Take your time.",
    as_able=lambda least, most: f"{capitalized(number(least))} to {number(most)} times, as you are able.",
    up_to=lambda seconds: f"Up to {duration(seconds)}, as long as you are able.",
    or_stop_here="Or stop here.",
    breaths=breaths,
    load=load,
    positions=_POSITIONS,
    lie_on={
        "left": "Lie on your left side. Take your time.",
        "right": "Lie on your right side. Take your time.",
    },
    still_on={"left": "Still on your left side.", "right": "Still on your right side."},
    turn_over={
        "left": "Now turn over to your left side. Take your time.",
        "right": "Now turn over to your right side. Take your time.",
    },
    breathe_out="Breathe out. Then in with the rising tone.",
    breathing={"in": "In.", "sip": "And sip.", "hold": "Hold.", "out": "Out.", "pause": "Pause."},
    breathe_normally="And breathe normally.",
    questions={
        "pain": "How much pain is there, from zero to ten?",
        "effort": "How hard was that, from zero to ten?",
    },
    rule=rule,
    this_week=this_week,
    welcome_back="Welcome back.",
    finished="That is all for now. Well done.",
    safety=ENGLISH_SAFETY,
    listing=listing,
    hurts="Let go gently.",
    make_smaller="Make it smaller, or leave it out; it should settle within a day.",
    stop_here="Stop here for today.",
    no_answer="No answer. The session waits until you go on.",
    journal_failed="I cannot record this session. We go on, but it will not be saved.",
    calls=CallWords(
        announcements=(
            "{what}, {length}. Press begin, or say later.",
            "{what}, {length}. Begin when you are ready, or choose later.",
            "{what}, {length}, whenever you are ready. Press begin, or put it off.",
            "{what}, {length}. It waits for you: press begin, later or skip.",
        ),
        minutes=lambda minutes: f"{number(minutes)} {'minute' if minutes == 1 else 'minutes'}",
        private_announcement="Time for your routine.",
        lengths=("{length}.", "It takes {length}.", "Whenever you are ready: {length}."),
        about=lambda minutes: f"about {minutes} min" if minutes else "less than a minute",
        buttons={
            "begin": "Begin",
            "done": "Done",
            "later": "Later",
            "skip": "Skip",
            "read": "I have read it",
        },
        as_text="As text: coach do {routine}",
        soon="In {seconds} seconds: {what}.",
        how_to_go_on=(
            "The routine waits until you have read it: press the button, or run `coach session resume`."
        ),
        read_this="Please read this: it is important. Go on when you have read it.",
        private_notice="A safety notice waits to be read: `coach do` shows it in a terminal.",
        is_silent="The sound is off, so you will not hear it.",
        was_locked="Your screen was locked meanwhile.",
        noted="Noted.",
        why="You have skipped '{what}' {times} times in a row. Why?",
        refusals={
            "led": "Another routine is running. Stop it first.",
            "nothing-waits": "It does not wait any more.",
            "at-most": "Your plan does not let you put it off again. Begin it, or skip it.",
        },
        press_done="Press done if you did it.",
        mistake="There is a mistake in your plan or in a routine. The last good version stays in use.",
        sample="This is how I sound. I call you like this, and you decide.",
        shown_sample="This is how I call you, and you decide.",
    ),
)
"""The English table."""
