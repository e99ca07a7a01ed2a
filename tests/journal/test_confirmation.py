"""What counts as done: led, heard and confirmed are kept apart."""

from __future__ import annotations

from itertools import permutations, product

import pytest

from coach.journal.confirmation import SessionFacts, heard_by, heard_from_now, session_facts

OUTCOMES = ("completed", "partial", "stopped", "failed", "running", "interrupted")
STARTED = ("session-started", {"begun": "person"})


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_what_the_person_began_counts_when_it_was_led_to_its_end(outcome):
    """A session that was broken off, or in which steps were skipped, does not count."""
    for heard in ("yes", "unknown"):
        assert SessionFacts(heard=heard, begun="person").is_confirmed(outcome) is (outcome == "completed")


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"begun": "coach", "heard": "yes"}, False),
        ({"begun": "coach", "heard": "yes", "is_answered": True}, True),
        ({"begun": "unknown", "heard": "unknown"}, None),
        ({"begun": "unknown", "heard": "unknown", "is_answered": True}, True),
        ({"begun": "person", "heard": "no"}, False),
        ({"begun": "person", "heard": "yes", "is_unattended": True}, False),
        ({"begun": "person", "heard": "yes", "is_unattended": True, "is_answered": True}, False),
        ({"begun": "person", "heard": "yes", "is_away": True}, False),
        ({"begun": "unknown", "heard": "unknown", "is_away": True}, False),
        ({"begun": "coach", "heard": "yes", "is_away": True, "is_answered": True}, True),
        ({"begun": "person", "heard": "yes", "is_rehearsal": True}, False),
        ({"begun": "coach", "heard": "no", "is_claimed": True}, True),
        ({"begun": "coach", "is_claimed": True, "is_rehearsal": True}, False),
    ],
)
def test_a_session_that_was_led_to_its_end(facts, expected):
    """One that was unheard, unattended or a rehearsal never counts by itself; older events do not say."""
    assert SessionFacts(**facts).is_confirmed("completed") is expected


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_what_the_person_says_counts(outcome):
    """What they say that they have done counts, however the session went."""
    assert SessionFacts(begun="coach", is_claimed=True).is_confirmed(outcome) is True


@pytest.mark.parametrize(
    "events", list(permutations([("paused", {}), ("session-started", {"rehearsal": True})]))
)
def test_a_rehearsal_stays_one(events):
    """A rehearsal stays one whatever comes before or after the event that says so."""
    assert session_facts(events) == SessionFacts(is_rehearsal=True)


def test_the_facts_are_read_from_the_events():
    """The facts are the same in any order of the events."""
    events = [
        STARTED,
        ("answered", {"question": "pain", "pain": 0}),
        ("session-ended", {"outcome": "completed", "heard": "yes", "locked": True, "away": True}),
        ("confirmed", {}),
    ]
    expected = SessionFacts(
        heard="yes", begun="person", is_answered=True, is_unattended=True, is_away=True, is_claimed=True
    )
    for order in permutations(events):
        assert session_facts(order) == expected


def test_a_session_that_nobody_heard_says_so():
    """The end of a session that nobody heard records that nothing could sound."""
    assert session_facts([("session-ended", {"heard": "no"})]) == SessionFacts(heard="no")


def test_what_is_missing_is_unknown():
    """A question without an answer is none, and a value that no coach writes is ignored."""
    events = [
        ("session-started", {"begun": "cat", "rehearsal": 1}),
        ("session-started", {"begun": ["person"], "locked": "yes"}),
        ("answered", {"question": "pain", "pain": None}),
        ("reminder", {"ruling": "led"}),
        ("session-ended", {"outcome": "completed", "heard": "loud"}),
    ]
    assert session_facts(events) == SessionFacts()


def test_the_coach_says_by_whom_a_held_session_was_begun():
    """Who began a held session is in the coach's own event; a rehearsal may be known by its end alone."""
    events = [("session-started", {}), ("reminder", {"ruling": "led", "begun": "coach"})]
    assert session_facts(events) == SessionFacts(begun="coach")
    by_an_answer_on_a_locked_screen = ("reminder", {"ruling": "led", "begun": "unattended"})
    assert session_facts([by_an_answer_on_a_locked_screen]) == SessionFacts(is_unattended=True)
    assert session_facts([STARTED, ("session-ended", {"rehearsal": True})]) == SessionFacts(
        begun="person", is_rehearsal=True
    )


def test_heard_needs_a_volume_and_a_device_from_beginning_to_end():
    """If either is missing even once, it is `no`; if it is not known, it is `unknown`."""
    known = {(True, True): "yes", (None, None): "unknown", (True, None): "unknown", (None, True): "unknown"}
    for pair in product((True, False, None), repeat=2):
        assert heard_by(0.01, pair) == known.get(pair, "no")
        assert heard_by(0.0, pair) == "no"
    assert heard_by(1.0, ()) == "unknown"


def test_a_session_is_heard_if_it_is_audible_at_both_ends():
    """A session that was muted before its end was not heard."""
    answers = [True, True, True, False]
    first = heard_from_now(0.8, lambda: answers.pop(0))
    assert first() == "yes"
    assert heard_from_now(0.8, lambda: answers.pop(0))() == "no"
