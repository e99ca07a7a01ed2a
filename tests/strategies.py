"""Hypothesis strategies: routines, deliveries, speaking times, reminders and the days to look at them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import settings
from hypothesis import strategies as st

from coach.clock_times import Window
from coach.plan.model import AtIntervals, AtTimes, Reminder, TimesPerDay
from coach.routine.model import (
    SECONDS_OF_A_BREATH,
    Ask,
    Breathe,
    BreathPattern,
    Consequence,
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
from coach.timeline.model import Delivery

ALL_EXAMPLES = 100
"""What `settings.max_examples` is where all are drawn; a profile with fewer draws fewer everywhere."""


def examples(most: int) -> settings:
    """So many examples; in the profile `fast` as many fewer as there are fewer by default."""
    return settings(max_examples=max(1, most * settings().max_examples // ALL_EXAMPLES))


KINDS = ("stretch", "strength", "breathing", "relaxation", "posture", "hydration", None)
POSITIONS = ("seated", "standing", "lying", "all-fours", "side-lying", "any", "as-said", None)
SIDES = ("left", "right", "both", "each", "alternate", None)

durations = st.integers(1, 240).map(lambda halves: halves / 2)
rests = st.one_of(st.just(0.0), durations)
texts = st.sampled_from(
    ("Sit tall.", "Heel down, knee straight, and breathe.", "Soft.", "Slowly, as far as it is easy.")
)
sided = st.one_of(
    texts,
    st.sampled_from(("{side} ear towards your {side} shoulder.", "Look over the {other_side} one.")),
    st.just(SidedText("Das linke Bein.", "Das rechte Bein.")),
)


sets = st.one_of(
    st.integers(1, 3).map(lambda number: {"sets": number}),
    st.integers(1, 2).map(lambda least: {"sets": least + 1, "least_sets": least}),
)
lengths = st.one_of(
    durations.map(lambda seconds: {"seconds": seconds}),
    durations.map(lambda seconds: {"seconds": seconds, "as_able": True}),
    st.integers(1, 6).map(lambda breaths: {"seconds": breaths * SECONDS_OF_A_BREATH, "breaths": breaths}),
)


def _exercise(draw, side):
    words = sided if side in ("left", "right", "each", "alternate") else texts
    maybe = st.one_of(st.just(""), words)
    return {
        "name": draw(maybe),
        "cue": draw(maybe),
        "lie_on": draw(st.sampled_from(("side", "other_side"))),
        "remind": tuple(draw(st.lists(words, max_size=3))),
        "release": draw(st.one_of(st.none(), words)),
        "caution": draw(maybe),
        "side": side,
        **draw(sets),
        "tones": draw(st.sampled_from(("all", "none"))),
        "load": draw(st.sampled_from(("", "2 kg", "red band"))),
        "rest": draw(rests),
        "set_rest": draw(rests),
        "setup": draw(st.one_of(st.none(), durations)),
        "count": draw(st.sampled_from((None, "last-3", "every", "none"))),
        "position": draw(st.sampled_from(POSITIONS)),
    }


@st.composite
def holds(draw):
    """Holds of every shape."""
    return Hold(
        **draw(lengths),
        reps=draw(st.integers(1, 4)),
        **_exercise(draw, draw(st.sampled_from(SIDES))),
    )


phases = st.builds(Phase, st.sampled_from(("up", "pause", "down")), durations.map(lambda s: min(s, 12.0)))


@st.composite
def moves(draw):
    """Movements by number, time, tempo and pace."""
    by_time = draw(st.booleans())
    pace = draw(st.one_of(st.none(), st.just("own"), durations.map(lambda s: min(s, 10.0))))
    reps = draw(st.integers(1, 8))
    return Move(
        reps=None if by_time else reps,
        most_reps=None if by_time else draw(st.sampled_from((None, reps + 1, reps + 4))),
        words=draw(st.sampled_from(("first", "every"))),
        seconds=draw(durations) if by_time else None,
        tempo=tuple(draw(st.lists(phases, max_size=3))) if pace is None else (),
        pace=pace,
        **_exercise(draw, draw(st.sampled_from(SIDES))),
    )


patterns = st.builds(
    BreathPattern,
    inhale=durations.map(lambda s: min(s, 8.0)),
    exhale=durations.map(lambda s: min(s, 8.0)),
    sip=st.sampled_from((0.0, 1.0)),
    hold=st.sampled_from((0.0, 4.0)),
    pause=st.sampled_from((0.0, 2.5)),
)
breaths = st.one_of(
    st.builds(Breathe, pattern=patterns, cycles=st.integers(1, 4), name=texts),
    st.builds(Breathe, pattern=patterns, seconds=durations, cue=texts),
)
rules = st.sampled_from(
    (None, Consequence(at_least=5, stop=True), Consequence(at_most=2, say="Add a set next time."))
)
leaves = st.one_of(
    holds(),
    moves(),
    breaths,
    st.builds(Say, text=texts),
    st.builds(Rest, seconds=durations),
    st.builds(Ask, question=st.sampled_from(("pain", "effort", "Did you sleep well?")), then=rules),
    st.builds(Wait, text=st.one_of(st.just(""), texts), up_to=durations),
)


def repeats(of):
    """Repeats of such steps."""
    return st.builds(
        Repeat,
        times=st.integers(1, 3),
        steps=st.lists(of, min_size=1, max_size=2).map(tuple),
        name=st.sampled_from(("", "Circuit")),
        side=st.sampled_from(SIDES),
        rest=rests,
    ) | st.builds(
        Repeat,
        times=st.integers(1, 3),
        steps=st.lists(of, min_size=1, max_size=2).map(tuple),
        every=durations,
    )


steps = st.one_of(leaves, repeats(leaves), repeats(st.one_of(leaves, repeats(leaves))))


routines = st.builds(
    Routine,
    id=st.just("drawn"),
    title=st.just("Drawn"),
    steps=st.lists(steps, min_size=1, max_size=4).map(tuple),
    kind=st.sampled_from(KINDS),
    position=st.sampled_from(("seated", "standing", "lying", "any")),
    first=st.sampled_from(("left", "right")),
    not_for=st.sampled_from(((), ("a recent neck injury",))),
    format=st.sampled_from((1, 2)),
    between=rests,
)
deliveries = st.builds(
    Delivery,
    detail=st.sampled_from(("full", "brief", "tones")),
    notices=st.sets(st.sampled_from(("stop-rules", "routine"))).map(frozenset),
    breath_holds=st.booleans(),
    ask_seconds=st.sampled_from((0.0, 15.0)),
    speaks_rules=st.booleans(),
)


class DrawnDurations(Mapping[str, float]):
    """Lengths of texts, the same for the same text: drawn from a seed, from nothing to several seconds."""

    def __init__(self, seed: int, slowness: float) -> None:
        self._seed = seed
        self._slowness = slowness
        self.asked: set[str] = set()

    def __getitem__(self, text: str) -> float:
        self.asked.add(text)
        spread = sum((index + 1) * ord(letter) for index, letter in enumerate(text)) * (self._seed + 7)
        return self._slowness * (0.2 + (spread % 1000) / 500)

    def __iter__(self):
        return iter(self.asked)

    def __len__(self) -> int:
        return len(self.asked)


speaking_times = st.builds(DrawnDurations, st.integers(0, 1000), st.sampled_from((0.0, 0.3, 1.0, 3.0)))

CLOCK_CHANGES = {
    "Europe/Berlin": ("2026-03-29", "2026-10-25"),
    "America/New_York": ("2026-03-08", "2026-11-01"),
    "Australia/Lord_Howe": ("2026-10-04", "2026-04-05"),
    "Pacific/Chatham": ("2026-09-27", "2026-04-05"),
    "Asia/Kathmandu": ("2026-03-29", "2026-10-25"),  # no change: those of its neighbours will do
    "America/St_Johns": ("2026-03-08", "2026-11-01"),
}
"""The days on which the clocks of a zone change."""

hours = st.builds(time, st.integers(0, 23), st.sampled_from((0, 10, 30, 45)))
windows = st.builds(Window, hours, hours).filter(
    lambda window: not window.is_whole_day or window.start == time(0)
)
cadences = st.one_of(
    st.builds(AtIntervals, st.integers(5, 300).map(lambda minutes: minutes * 60.0), windows),
    st.builds(AtTimes, st.sets(hours, min_size=1, max_size=5).map(lambda times: tuple(sorted(times)))),
    st.builds(TimesPerDay, st.integers(1, 12), windows),
)
reminders = st.builds(
    Reminder,
    id=st.sampled_from(("water", "posture")),
    routine=st.just("eyes-far"),
    cadence=cadences,
    on=st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days))),
    jitter=st.sampled_from((0.0, 0.0, 300.0, 3600.0)),
)
zones = st.sampled_from(sorted(CLOCK_CHANGES)).map(ZoneInfo)
starts = st.one_of(
    st.sampled_from([change for pair in CLOCK_CHANGES.values() for change in pair]).map(
        lambda text: datetime.fromisoformat(text).replace(tzinfo=UTC) - timedelta(days=2)
    ),
    st.integers(0, 365 * 24 * 60).map(
        lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    ),
)
