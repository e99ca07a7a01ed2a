"""The coach's own words in English."""

from __future__ import annotations

from coach.timeline.fill import capitalized
from coach.timeline.words import Words

_UNITS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_HUNDRED = 100


def number(value: int) -> str:
    """The number in words, as far as a routine counts; larger ones in digits."""
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
    minutes, rest = divmod(round(seconds, 3), 60)
    parts = [_plural(minutes, "minute"), _plural(rest, "second")]
    return " ".join(part for part in parts if part) or "0 seconds"


def _plural(amount: float, unit: str) -> str:
    if amount == 0:
        return ""
    return f"{amount:g} {unit}" if amount == 1 else f"{amount:g} {unit}s"


def listing(items: tuple[str, ...]) -> str:
    """The items as one phrase: "a, b or c"."""
    return " or ".join([part for part in (", ".join(items[:-1]), items[-1]) if part])


def own_pace(reps: int | None) -> str:
    """What is said where the person sets the pace."""
    if reps is None:
        return "At your own pace."
    return f"At your own pace, {number(reps)} " + ("repetition." if reps == 1 else "repetitions.")


ENGLISH = Words(
    language="en",
    number=number,
    duration=duration,
    sides={"left": "left", "right": "right"},
    on_side={"left": "Left side.", "right": "Right side."},
    both_sides="Both sides together.",
    next_side={"left": "Now the left side.", "right": "Now the right side."},
    again="Again.",
    of=lambda this, whole: f"{capitalized(this)} of {whole}.",
    set_of=lambda this, whole: f"Set {this} of {whole}.",
    round_of=lambda this, whole: f"Round {this} of {whole}.",
    halfway="Half-way.",
    release="And slowly come back.",
    let_go="And let go.",
    ready="Ready.",
    last_one="Last one.",
    own_pace=own_pace,
    rest="Rest.",
    positions={
        "seated": "Now come to sitting. Take your time.",
        "long-sitting": "Now sit with your legs stretched out in front of you. Take your time.",
        "standing": "Now come up to standing. Take your time, and hold on to something if you need to.",
        "lying": "Now lie down on your back. Take your time.",
        "prone": "Now turn onto your front. Take your time.",
        "side-lying": "Now turn onto your side. Take your time.",
        "kneeling": "Now come to kneeling. Take your time.",
        "half-kneeling": "Now kneel on one knee, the other foot in front. Take your time.",
        "all-fours": "Now turn onto your hands and knees. Take your time.",
    },
    breathe_out="Breathe out. Then in with the rising tone.",
    breathing={"in": "In.", "sip": "And sip.", "hold": "Hold.", "out": "Out.", "pause": "Pause."},
    breathe_normally="And breathe normally.",
    questions={
        "pain": "How much pain is there, from zero to ten?",
        "effort": "How hard was that, from zero to ten?",
    },
    finished="That is all for now. Well done.",
    stop_rules=(
        (
            "Before you begin: stop at once for chest pain, severe breathlessness, dizziness, fainting, "
            "changed vision, numbness or electric pain, new weakness, a sudden sharp pain or a pop."
        ),
        "If you are dizzy, sit or lie down.",
        (
            "Pain up to three out of ten: go on. From four, ease it or leave it out; it should settle "
            "within a day. From six, stop."
        ),
    ),
    breathing_rules="Never while driving, or in or near water; if you feel light-headed, breathe normally.",
    not_for="Not for you if you have: {}.",
    stop_if="Stop if you notice: {}.",
    pain_limit=lambda limit: f"In this routine, stop from a pain of {limit}.",
    listing=listing,
    hurts="Let go gently.",
    make_smaller="Make it smaller, or leave it out; it should settle within a day.",
    stop_here="Stop here for today.",
    no_answer="No answer. The session waits until you go on.",
    journal_failed="I can not write down what you do. We go on, but it will not be kept.",
)
"""The English table."""
