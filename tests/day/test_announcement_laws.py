"""Laws of announcements, whatever the person answers and however the day goes."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st

from coach.day.announcement import MOST_TIMES
from coach.day.model import Announce, Lead, ReminderEvent
from coach.plan.model import PutOff
from coach.situation import AT_THE_DESK
from simulated_day import SimulatedDay, neck, water

ENDS = {"begun", "later", "skipped", "done", "unanswered", "withdrawn"}
AWAY = replace(AT_THE_DESK, locked=True)
MOST_PUT_OFF = 2
APART = timedelta(seconds=10)
"""A sentence is over by then."""
DOINGS = st.one_of(
    st.tuples(st.just("live"), st.integers(1, 70)),
    st.tuples(st.sampled_from(["begin", "later", "skip", "done"]), st.sampled_from(["", "neck", "eyes"])),
    st.sampled_from([("away", ""), ("back", ""), ("restart", ""), ("drop", "")]),
)


def is_led_unasked(effect):
    """Whether it is a routine that the coach begins by itself."""
    return isinstance(effect, Lead) and effect.begun == "coach"


def lived(doings):
    """A day on which that happens, with what came of it."""
    asked = [neck(missed="once"), neck(id="eyes", routine="look", begin="ask", cadence=EVERY_HOUR)]
    day = SimulatedDay(*asked, water(), put_off=PutOff(at_most=MOST_PUT_OFF))
    effects = []
    perform = day.actions.perform

    def note(these):
        effects.extend((day.clock.now(), effect) for effect in these)
        perform(these)

    day.actions.perform = note
    for number, (name, what) in enumerate(doings):
        if name == "live":
            day.live(what * 60.0, ends_after=20.0)
        elif name == "later":
            day.do("later", 300.0 + number / 1000, what)  # nobody answers twice at one instant
        elif name in ("away", "back"):
            day.actions.present = AWAY if name == "away" else AT_THE_DESK
        elif name == "restart":
            state, expected = day.engine.state, day.engine.expected
            day.start()
            day.actions.perform(day.engine.restore(state, expected))
        elif name == "drop":
            day.actions.perform(
                day.engine.use_plan(day.resolved(replace(day.plan, reminders=day.plan.reminders[1:])))
            )
        else:
            day.do(name, what)
    return day, effects


EVERY_HOUR = replace(water().cadence, seconds=3600.0)


@settings(deadline=None)
@example([("live", 1), ("later", ""), ("drop", ""), ("later", ""), ("live", 5)])
@given(st.lists(DOINGS, max_size=8))
def test_an_announcement_keeps_its_laws(doings):
    """An announcement ends in one way or waits, is said three times at most, and never beside another."""
    day, effects = lived(doings)
    said = Counter(each.occurrences[0] for _, each in effects if isinstance(each, Announce))
    ended = Counter(
        each.occurrence
        for _, each in effects
        if isinstance(each, ReminderEvent) and each.ruling in ENDS and each.occurrence in said
    )
    waiting = Counter(each.occurrence for each in day.engine.state.announcements)
    assert ended + waiting == Counter(dict.fromkeys(said, 1))
    assert max(said.values(), default=0) <= MOST_TIMES
    by_the_coach = [at for at, each in effects if isinstance(each, Announce) or is_led_unasked(each)]
    apart = [later - earlier for earlier, later in pairwise(by_the_coach)]
    assert min(apart, default=APART) >= APART
    put_off = [each.put_off for each in (*day.engine.state.announcements, *day.engine.state.pending.values())]
    assert max(put_off, default=0) <= MOST_PUT_OFF
