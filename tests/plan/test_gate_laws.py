"""The gate's laws, for any occurrences and any state."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from coach.clock_times import parse_window
from coach.plan.gate import (
    Defer,
    GateInput,
    Skip,
    Speak,
    decide,
    decide_all,
    merged_with,
)
from coach.plan.model import Plan
from coach.situation import BUSY_SIGNS, Situation
from plan.gate_input import AWAY_SECONDS, BERLIN, NOW, PLAN, ROUTINES, STATE, due

instants = st.integers(-6 * 3600, 6 * 3600).map(lambda seconds: NOW + timedelta(seconds=seconds))
maybe = st.sampled_from((None, None, True, False))
states = st.builds(
    GateInput,
    plan=st.builds(
        Plan,
        reminders=st.just(PLAN.reminders),
        quiet=st.lists(
            st.sampled_from(["12:30-13:15", "22:00-07:00", "09:55-10:30", "00:00-24:00"]).map(parse_window),
            max_size=2,
        ).map(tuple),
        spacing=st.sampled_from((1.0, 300.0, 3600.0)),
    ),
    zone=st.just(BERLIN),
    short=st.just(STATE.short),
    paused_until=st.one_of(st.none(), instants, st.just(datetime.max.replace(tzinfo=UTC))),
    situation=st.builds(
        Situation,
        **{sign.field: maybe for sign in BUSY_SIGNS},
        playing=maybe,
        locked=maybe,
        idle_seconds=st.sampled_from((None, 0.0, 9.0, 10.0, 299.0, 300.0, 90_000.0)),
        other_session=maybe,
    ),
    waiting_since=st.one_of(st.none(), st.none(), instants),
    has_become_free=st.booleans(),
    last_break_end=st.one_of(st.none(), instants),
    last_spoken=st.one_of(st.none(), instants),
    led_until=st.one_of(st.none(), st.none(), instants),
    announced_until=st.one_of(st.none(), st.none(), instants),
)
dues = st.lists(
    st.builds(due, st.sampled_from(sorted(ROUTINES)), instants), min_size=1, max_size=6, unique=True
)


@given(dues, instants, states)
def test_to_put_off_is_to_put_off_until_later(together, now, state):
    """Nothing is put off to now or earlier, so that the caller always advances."""
    for _, decision in decide_all(together, now, state):
        assert not isinstance(decision, Defer) or decision.until > now


@given(dues, instants, states)
def test_to_decide_on_all_is_to_decide_on_each(together, now, state):
    """What is computed once for all of them changes no decision."""
    among = replace(state, due_together=tuple(together))
    assert decide_all(together, now, state) == tuple(
        (occurrence, decide(occurrence, now, among)) for occurrence in sorted(together)
    )


@given(dues, instants, states)
def test_at_most_one_speaks_and_only_where_it_may(together, now, state):
    """None speaks in quiet hours, a pause, a meeting or an absence, and each is decided on once."""
    decisions = decide_all(together, now, state)
    assert [occurrence for occurrence, _ in decisions] == sorted(together)
    speaking = [decision for _, decision in decisions if isinstance(decision, Speak)]
    assert len(speaking) <= 1
    if speaking:
        wall = now.astimezone(BERLIN).time()
        assert not any(_holds(window, wall) for window in state.plan.quiet)
        assert state.paused_until is None or state.paused_until <= now
        known = state.situation
        assert True not in (getattr(known, sign.field) for sign in BUSY_SIGNS)
        assert not known.locked
        assert not known.other_session
        assert known.playing or (known.idle_seconds or 0) < AWAY_SECONDS
        assert state.led_until is None
        assert state.announced_until is None or state.announced_until <= now


def _holds(window, wall):
    """Whether that local time is in the window; there is no clock change in June."""
    if window.ends_next_day:
        return wall >= window.start or wall < window.end
    return window.start <= wall < window.end


@given(dues, instants, states)
def test_what_is_merged_is_spoken(together, now, state):
    """What is skipped as merged is in the announcement that it names, and the other way round."""
    decisions = decide_all(together, now, state)
    joined = {
        other: occurrence.reminder
        for occurrence, decision in decisions
        if isinstance(decision, Speak)
        for other in decision.together
    }
    merged = {
        occurrence: decision.reason.sentence
        for occurrence, decision in decisions
        if isinstance(decision, Skip) and decision.reason.code == "merged"
    }
    assert merged == {other: merged_with(leader).sentence for other, leader in joined.items()}
