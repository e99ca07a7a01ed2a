"""What is prepared for a session: its notices, its detail, its wording and its last words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from coach.journal.events import new_event
from coach.routine.course import Course, Stage, Weeks
from coach.routine.model import Dose, Hold, Routine, Say, Variants
from coach.session.prepare import delivery_for, detail_for, notices_due, prepare
from coach.testing import FakeClock, FakeVoice
from coach.timeline.model import Delivery
from coach.timeline.notices import notice_texts, notice_version

NECK = Routine(
    id="neck", title="Neck", kind="stretch", steps=(Say(text="Sit."),), not_for=("a recent injury",)
)


def give(journal, routine, notice):
    """Record that the notice was given."""
    version = notice_version(notice, routine, notice_texts(routine, "en")[notice])
    data = {"notice": notice, "version": version, "heard": True}
    journal.append(
        new_event("notice-given", FakeClock(), session="s", routine=routine.id, digest="", data=data)
    )


def complete(journal, session, **facts):
    """Record a completed session."""
    started = {
        "title": "Neck",
        "language": "en",
        "voice": "v",
        "steps": 1,
        "detail": "full",
        "pid": 1,
        **facts,
    }
    ended = {"outcome": "completed", "steps_done": 1, "seconds": 1.0, "voice": "v"}
    for kind, data in (("session-started", started), ("session-ended", ended)):
        journal.append(new_event(kind, FakeClock(), session=session, routine="neck", digest="", data=data))


@pytest.mark.parametrize(
    ("requested", "completed", "expected"),
    [
        ("full", 0, "full"),
        ("full", 4, "full"),
        ("full", 5, "brief"),
        ("always-full", 500, "full"),
        ("brief", 0, "brief"),
        ("tones", 0, "tones"),
    ],
)
def test_less_as_it_becomes_known(requested, completed, expected):
    """`full` leaves out explanations after five completed sessions, and `always-full` never does."""
    assert detail_for(requested, completed) == expected


def test_a_new_stage_of_a_course_is_explained_again(journal):
    """A new stage may have new exercises; its own sessions, and the last week's, make it known."""
    course = Course(weeks=(Weeks(1, 2), Weeks(3, 4)), levels=("A", "B"))
    early, late = (
        replace(NECK, course=course, stage=Stage(weeks=weeks, level="A")) for weeks in course.weeks
    )

    def detail(routine):
        options = {"language": "en", "breath_holds": True, "ask_seconds": 15.0}
        return delivery_for(routine, journal, "full", **options).detail

    for number in range(5):
        complete(journal, f"early-{number}", week=1 + number % 2, level="A")
    assert (detail(early), detail(late)) == ("brief", "full")
    for number, week in enumerate((3, 4, 5, 6)):
        complete(journal, f"late-{number}", week=week, level="A")
    complete(journal, "other", week=3, level="B")
    assert detail(late) == "full"
    complete(journal, "fifth", week=30, level="A")
    assert detail(late) == "brief"


def test_the_first_time(journal):
    """The stop rules are due once per person, and a routine's own notice once per routine."""
    assert notices_due(NECK, journal, "en") == {"stop-rules", "routine"}
    give(journal, NECK, "stop-rules")
    give(journal, NECK, "routine")
    assert notices_due(NECK, journal, "en") == frozenset()


def test_another_routine(journal):
    """Another routine's own notice is due even if its words are the same, and the stop rules are not."""
    give(journal, NECK, "stop-rules")
    give(journal, NECK, "routine")
    again = Routine(id="other", title="Other", kind="stretch", steps=NECK.steps, not_for=NECK.not_for)
    assert notices_due(again, journal, "en") == {"routine"}


def test_changed_words(journal):
    """A notice whose words have changed is given again."""
    give(journal, NECK, "routine")
    changed = Routine(id="neck", title="Neck", kind="habit", steps=NECK.steps, not_for=("an old injury",))
    assert notices_due(changed, journal, "en") == {"routine"}


@pytest.mark.parametrize("kind", ["hydration", "habit"])
def test_a_sip_of_water_needs_no_stop_rules(journal, kind):
    """A routine of the category hydration or habit is led without them."""
    water = Routine(id="water", title="Water", kind=kind, steps=(Say(text="Drink."),))
    assert notices_due(water, journal, "en") == frozenset()


def test_the_delivery_of_a_session(journal):
    """The delivery has what the journal knows and what the person has set, in one value."""
    for number in range(5):
        complete(journal, f"s{number}")
    give(journal, NECK, "stop-rules")
    assert delivery_for(
        NECK, journal, "full", language="en", breath_holds=False, ask_seconds=0.0
    ) == Delivery(
        language="en", detail="brief", notices=frozenset({"routine"}), breath_holds=False, ask_seconds=0.0
    )


WATER = Routine(
    id="water", title="Water", kind="hydration", steps=(Say(text=Variants(("Drink.", "Sip.", "Water."))),)
)


def wording_after(journal, *sessions):
    """The wording of the next session of `WATER`, after sessions of these routines and wordings."""
    for number, (routine, wording) in enumerate(sessions):
        data = {} if wording is None else {"wording": wording}
        at = new_event(
            "session-started", FakeClock(), session=f"w{number}", routine=routine, digest="", data=data
        )
        journal.append(at)
    return delivery_for(
        WATER, journal, "full", language="en", breath_holds=True, ask_seconds=0.0
    ).wording  # fmt: skip


@pytest.mark.parametrize(
    ("sessions", "expected"),
    [
        ((), 0),
        ((("water", 0),), 1),
        ((("water", 0), ("water", 1)), 2),
        ((("water", 7), ("neck", 3)), 8),
        ((("water", None),), 0),
        ((("neck", 3),), 0),
    ],
)
def test_each_session_says_the_next_wording(journal, sessions, expected):
    """The wording changes whatever became of the last session, and whatever else was led since."""
    assert wording_after(journal, *sessions) == expected


def test_a_routine_that_does_not_vary_counts_no_wordings(journal):
    """A routine that does not vary has only one wording."""
    complete(journal, "s")
    delivery = delivery_for(NECK, journal, "full", language="en", breath_holds=True, ask_seconds=0.0)
    assert delivery.wording == 0


def test_the_clips_of_the_other_wordings_are_made_too():
    """Other wordings' clips are made while a session is led, so that the next one begins as quickly."""
    voice = FakeVoice()
    prepared = prepare(WATER, Delivery(wording=1), voice, ready_from=0)
    assert {"Sip."} <= prepared.clips.keys()
    assert {"Drink.", "Water."} <= set(prepared.later)
    assert [cue.text for cue in prepared.timeline.cues if cue.kind == "say"] == ["Sip."]


NOW = datetime(2026, 11, 5, 9, 0, tzinfo=UTC)  # a Thursday


def lead(journal, days_ago, routine="calf", outcome="completed", begun="person"):
    """Record a session that began so many days ago, by whom, and how it ended."""
    clock = FakeClock(NOW - timedelta(days=days_ago))
    session = f"{routine}-{days_ago}"
    for kind, data in (("session-started", {"begun": begun}), ("session-ended", {"outcome": outcome})):
        event = new_event(kind, clock, session=session, routine=routine, digest="", data=data)
        journal.append(event)


def delivered(journal, *, setting="full", now=NOW, **fields):
    """The delivery of the next session of a stretch."""
    steps = fields.pop("steps", (Hold(seconds=20.0),))
    calf = Routine(**{"id": "calf", "title": "Calf", "kind": "stretch", "steps": steps, **fields})
    return delivery_for(calf, journal, setting, language="en", breath_holds=True, ask_seconds=0.0, now=now)


@pytest.mark.parametrize(
    ("days_ago", "expected"),
    [
        ((), "First this week."),
        ((0,), "Second this week."),
        ((1, 2, 3.2), "Fourth this week."),
        ((4, 5, 8), "First this week."),
    ],
)
def test_one_true_sentence_for_the_end(journal, days_ago, expected):
    """The last sentence counts what was done since Monday, and not what is missing or was only led."""
    for days in days_ago:
        lead(journal, days)
    lead(journal, 1.5, outcome="stopped")
    lead(journal, 1.6, routine="other")
    lead(journal, 1.7, begun="coach")
    assert delivered(journal).feedback == expected


@pytest.mark.parametrize(("days_ago", "expected"), [(1, "Second this week."), (4, "First this week.")])
def test_what_the_person_said_to_have_done_counts(journal, days_ago, expected):
    """Once, whether a session was led or not."""
    clock = FakeClock(NOW - timedelta(days=days_ago))
    lead(journal, days_ago, begun="coach")
    for session, routine in (("", "other"), (f"calf-{days_ago}", "calf")):
        journal.append(new_event("confirmed", clock, session=session, routine=routine, digest="", data={}))
    assert delivered(journal).feedback == expected
    journal.append(new_event("confirmed", FakeClock(NOW), session="", routine="calf", digest="", data={}))
    assert (
        delivered(journal).feedback == {"Second": "Third", "First": "Second"}[expected[:-11]] + " this week."
    )


@pytest.mark.parametrize(
    "fields",
    [
        {"setting": "tones"},
        {"now": None},
        {"dose": Dose(every=1200.0)},
        {"dose": Dose(as_needed=True)},
        {"steps": (Say(text="Sit."),)},
    ],
)
def test_where_nothing_is_said_about_it(journal, fields):
    """Tones, rehearsals, reminders of the whole day, bad moments and mere words have no such sentence."""
    assert delivered(journal, **fields).feedback == ""


@pytest.mark.parametrize(
    ("days_ago", "other_days_ago", "expected"),
    [
        ((), (), (False, "full", {"stop-rules", "routine"}, "First this week.")),
        ((1,), (), (False, "full", set(), "Second this week.")),
        ((13, 12, 11, 10, 9), (), (False, "brief", set(), "First this week.")),
        ((30, 29, 28, 27, 26), (1,), (False, "full", {"routine"}, "")),
        ((30, 29, 28, 27, 26), (), (True, "full", {"stop-rules", "routine"}, "")),
    ],
)
def test_after_two_weeks_everything_is_explained_again(journal, days_ago, other_days_ago, expected):
    """If nothing at all was led meanwhile the person is greeted; nothing is counted."""
    for days in days_ago:
        lead(journal, days)
    for days in other_days_ago:
        lead(journal, days, routine="other")
    calf = Routine(
        id="calf", title="Calf", kind="stretch", steps=(Hold(seconds=20.0),), not_for=("a recent injury",)
    )
    if days_ago:
        for notice in ("stop-rules", "routine"):
            give(journal, calf, notice)
    delivery = delivered(journal, not_for=("a recent injury",))
    greets, detail, notices, feedback = expected
    assert (delivery.welcomes_back, delivery.detail, delivery.notices) == (greets, detail, notices)
    assert delivery.feedback == feedback
