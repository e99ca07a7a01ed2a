"""Routines of every shape that can be written, and how an author would write each of them."""

from __future__ import annotations

from dataclasses import fields

from hypothesis import strategies as st

from coach.routine.model import (
    Ask,
    Breathe,
    BreathPattern,
    Dose,
    Hold,
    Move,
    Phase,
    Repeat,
    Rest,
    Routine,
    Say,
    SidedText,
    Wait,
)
from coach.units import format_duration

LETTERS = st.characters(exclude_categories=["C", "Z"], exclude_characters="{}\u061c\u200e\u200f")
WORDS = (
    st.lists(st.text(LETTERS, min_size=1, max_size=8), min_size=1, max_size=5)
    .map(" ".join)
    .filter(lambda words: any(map(str.isalnum, words)))
)
SECONDS = st.integers(500, 60_000).map(lambda milliseconds: milliseconds / 1000)
MAYBE_WORDS = st.just("") | WORDS
SIDED_WORDS = WORDS | WORDS.map(lambda words: f"{{side}} {words}") | st.builds(SidedText, WORDS, WORDS)
POSITIONS = st.sampled_from([None, "seated", "all-fours", "side-lying", "any"])


@st.composite
def exercises(draw):
    """The fields that a hold and a move share."""
    side = draw(st.sampled_from([None, "left", "right", "both", "each", "alternate"]))
    words = SIDED_WORDS if side not in (None, "both") else WORDS
    return {
        "name": draw(st.just("") | words),
        "cue": draw(st.just("") | words),
        "remind": draw(st.lists(words, max_size=2).map(tuple)),
        "release": draw(st.none() | words),
        "caution": draw(st.just("") | words),
        "side": side,
        "sets": draw(st.integers(1, 3)),
        "rest": draw(st.just(0.0) | SECONDS),
        "set_rest": draw(st.just(0.0) | SECONDS),
        "setup": draw(st.none() | SECONDS),
        "count": draw(st.sampled_from([None, "last-3", "every", "none"])),
        "load": draw(MAYBE_WORDS),
        "position": draw(POSITIONS),
        "lie_on": draw(st.sampled_from(["side", "other_side"])),
    }


PHASES = st.builds(Phase, st.sampled_from(["up", "slowly down", "pause"]), SECONDS)
PATTERNS = st.builds(
    BreathPattern, SECONDS, SECONDS, *[st.just(0.0) | SECONDS] * 3
)  # fmt: skip
SPEEDS = st.one_of(
    st.lists(PHASES, min_size=1, max_size=3).map(lambda phases: {"tempo": tuple(phases)}),
    SECONDS.map(lambda seconds: {"pace": seconds}),
    st.none() | SECONDS,
).map(lambda speed: speed if isinstance(speed, dict) else {"pace": "own", "up_to": speed})
LEAVES = st.one_of(
    st.builds(Say, text=WORDS, position=POSITIONS),
    st.builds(
        lambda shared, **own: Hold(**shared, **own), exercises(), seconds=SECONDS, reps=st.integers(1, 3)
    ),
    st.builds(
        lambda shared, speed, reps: Move(**shared, **speed, reps=reps), exercises(), SPEEDS, st.integers(1, 9)
    ),
    st.builds(lambda shared, seconds: Move(**shared, seconds=seconds), exercises(), SECONDS),
    st.builds(
        Breathe,
        pattern=PATTERNS,
        cycles=st.integers(1, 5),
        without_holds=st.none() | st.builds(BreathPattern, SECONDS, SECONDS),
        name=MAYBE_WORDS,
        cue=MAYBE_WORDS,
        caution=MAYBE_WORDS,
        setup=st.none() | SECONDS,
        position=POSITIONS,
    ),
    st.builds(Breathe, pattern=PATTERNS, seconds=SECONDS),
    st.builds(Rest, seconds=SECONDS),
    st.builds(Wait, text=MAYBE_WORDS, up_to=SECONDS),
    st.builds(Ask, question=st.sampled_from(["pain", "effort"]) | WORDS),
)


def repeats(inner):
    """Repeats of such steps."""
    return st.builds(
        Repeat,
        times=st.integers(1, 3),
        steps=st.lists(inner, min_size=1, max_size=2).map(tuple),
        name=MAYBE_WORDS,
        side=st.sampled_from([None, "both", "each"]),
        rest=st.just(0.0) | SECONDS,
    ) | st.builds(
        Repeat,
        times=st.integers(1, 3),
        steps=st.lists(inner, min_size=1, max_size=2).map(tuple),
        every=SECONDS,
    )


DOSES = st.builds(
    Dose,
    per_day=st.none() | st.integers(1, 6),
    days_per_week=st.none() | st.integers(1, 7),
    weeks=st.none() | st.integers(1, 12),
    rest_days=st.none() | st.integers(1, 3),
    at_least_apart=st.none() | st.integers(1, 24).map(lambda hours: hours * 3600.0),
    as_needed=st.booleans(),
)
TEXTS = st.lists(WORDS, max_size=2).map(tuple)
PHRASES = st.lists(WORDS.map(lambda words: f"a {words} one"), max_size=2).map(tuple)
ROUTINES = st.builds(
    Routine,
    id=st.just("drawn"),
    title=WORDS,
    format=st.just(2),
    steps=st.lists(LEAVES | repeats(LEAVES | repeats(LEAVES)), min_size=1, max_size=3).map(tuple),
    kind=st.sampled_from([None, "stretch", "relaxation"]),
    summary=MAYBE_WORDS,
    motivation=MAYBE_WORDS,
    progression=MAYBE_WORDS,
    position=st.sampled_from(["any", "standing"]),
    areas=TEXTS,
    equipment=TEXTS,
    author=MAYBE_WORDS,
    reviewed=st.just("") | st.dates().map(lambda date: date.isoformat()),
    sources=TEXTS,
    cautions=TEXTS,
    not_for=PHRASES,
    stop_if=PHRASES,
    pain_limit=st.integers(1, 6),
    dose=DOSES,
    first=st.sampled_from(["left", "right"]),
)


def written(value, name=""):
    """A value as an author would write it, from the outside in: nothing of the reader's own code."""
    if isinstance(value, float):
        return format_duration(value)
    if isinstance(value, SidedText | Dose):
        return plain(value)
    if isinstance(value, BreathPattern):
        names = {"inhale": "in", "exhale": "out"}
        return {names.get(phase, phase): seconds for phase, seconds in plain(value).items()}
    if name == "tempo":
        return ", ".join(f"{format_duration(phase.seconds)} {phase.name}" for phase in value)
    if isinstance(value, tuple):
        return [step(item) if name == "steps" else written(item) for item in value]
    return value


def plain(value):
    """The fields of a value that are not as if they had not been written."""
    empty = (None, "", (), 0.0)
    return {
        field.name: written(content, field.name)
        for field in fields(value)
        if field.name not in ("id", "digest", "mark")
        and (content := getattr(value, field.name)) not in empty
        and content is not False
    }


MAIN = {
    Say: ("say", "text"),
    Hold: ("hold", "seconds"),
    Breathe: ("breathe", "pattern"),
    Rest: ("rest", "seconds"),
    Ask: ("ask", "question"),
    Repeat: ("repeat", "times"),
}


def step(value):
    """A step as an author would write it."""
    content = plain(value)
    if isinstance(value, Move):
        reps, seconds = content.pop("reps", None), content.pop("seconds", None)
        return {"move": f"{reps} reps" if reps else seconds, **content}
    if isinstance(value, Wait):
        text = content.pop("text", "")
        return {"wait": "go", **({"say": text} if text else {}), **content}
    kind, main = MAIN[type(value)]
    reported = content.pop(main)
    if isinstance(value, Hold) and value.breaths:
        reported = f"{content.pop('breaths')} breaths"
    if isinstance(value, Breathe) and "seconds" in content:
        content["for"] = content.pop("seconds")
    return {kind: reported, **content}
