"""What waits for the person, and each way in which it ends.

The days in which that happens are in `test_engine_waiting.py`. A change that mutation finds unnoticed and
that changes nothing: how strictly the ends of a batch are paired with its occurrences, as there are as many.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from coach.day.announcement import Announcement, summary_of
from coach.day.model import ReminderEvent, StillWaiting, Withdraw
from coach.day.state import DayState, Pending
from coach.day.waiting import (
    Waiting,
    answered,
    day_over_at,
    find_waiting,
    next_look,
    reason_to_repeat,
    updated_announcements,
    waiting_of,
    with_day_ended,
    with_superseded,
)
from coach.plan.model import AtTimes, Occurrence, Plan, Reminder, ResolvedPlan

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def due(reminder, minutes=0, routine=None):
    """That reminder, due so many minutes ago."""
    return Occurrence(NOW - minutes * MINUTE, reminder, routine or reminder)


def announced(*reminders, minutes=0, **fields):
    """These reminders, announced so many minutes ago."""
    at = NOW - minutes * MINUTE
    return Announcement(tuple(due(each, minutes) for each in reminders), at, at, **fields)


def plan_of(*reminders, **fields):
    """A plan with these reminders, whose routines have their names."""
    made = tuple(Reminder(id=each, routine=each, cadence=AtTimes((time(9),))) for each in reminders)
    return ResolvedPlan(Plan(reminders=made, **fields), UTC, {}, {})


NECK, EYES, SIT = announced("neck", "calf", minutes=9), announced("eyes", put_off=2), announced("sit")


def test_what_waits_is_the_newest_announcement_first_and_then_what_comes_soonest():
    """What the person has put off comes before what the gate has; what it is asked about does not wait."""
    state = DayState(
        announcements=(NECK, replace(EYES, first_due=NOW - MINUTE)),
        pending={
            due("water"): Pending(NOW + 20 * MINUTE, (due("sip"),), 3, NOW - 2 * MINUTE),
            due("sit"): Pending(NOW + 10 * MINUTE),
            due("calf"): Pending(),
        },
    )
    assert waiting_of(state) == (
        Waiting((due("eyes"),), 2, None, NOW - MINUTE),
        Waiting(NECK.occurrences),
        Waiting((due("water"), due("sip")), 3, NOW + 20 * MINUTE, NOW - 2 * MINUTE),
        Waiting((due("sit"),), 0, NOW + 10 * MINUTE),
    )


def test_what_the_gate_has_put_off_is_answered_by_its_name_only():
    """The person has not heard of it yet, so an answer without a name cannot be meant for it."""
    state = DayState(pending={due("sit"): Pending(NOW + 10 * MINUTE)})
    assert find_waiting(state) is None
    assert find_waiting(state, "sit") == Waiting((due("sit"),), 0, NOW + 10 * MINUTE)


def test_an_answer_is_for_the_newest_unless_it_names_another():
    """A reminder's name comes before a routine's; a name that nothing has finds nothing."""
    lying = Announcement((due("sit", routine="neck"),), NOW, NOW)
    state = DayState(announcements=(NECK, lying, EYES))
    found = [find_waiting(state, *name) for name in ((), ("",), ("calf",), ("neck",), ("sit",), ("cat",))]
    eyes, neck = Waiting(EYES.occurrences, 2), Waiting(NECK.occurrences)
    assert found == [eyes, eyes, neck, neck, Waiting(lying.occurrences), None]


def test_an_answer_to_an_announcement_withdraws_it_and_counts_as_spoken():
    """The other announcements stay, and the event says how it was answered, when, and until when."""
    state = DayState(announcements=(NECK, EYES))
    until = NOW + 15 * MINUTE
    after, effects = answered(state, Waiting(NECK.occurrences), "later", NOW, until=until)
    assert after == DayState(announcements=(EYES,), last_spoken=NOW)
    events = (ReminderEvent(NOW, each, "later", until=until) for each in NECK.occurrences)
    assert effects == [Withdraw(NECK.occurrence), *events]


def test_what_is_begun_is_recorded_for_its_first_reminder():
    """The sessions record what they are led for; what came along is recorded by them."""
    state = DayState(announcements=(NECK,))
    after, effects = answered(state, Waiting(NECK.occurrences), "begun", NOW)
    assert after == DayState(last_spoken=NOW)
    assert effects == [Withdraw(NECK.occurrence), ReminderEvent(NOW, NECK.occurrence, "begun")]


def test_an_answer_to_what_was_put_off_takes_it_from_what_is_pending():
    """What was put off is answered without a withdrawal, as nothing was announced or spoken."""
    later = Pending(NOW + 10 * MINUTE)
    state = DayState(pending={due("sit"): later, due("water"): later})
    after, effects = answered(state, Waiting((due("sit"),), 0, later.until), "skipped", NOW, reason="done")
    assert after == DayState(pending={due("water"): later})
    assert effects == [ReminderEvent(NOW, due("sit"), "skipped", "done")]


def test_what_is_spoken_ends_the_announcements_of_the_same_reminders():
    """Announcements of what is spoken end unanswered; what was announced with them waits on, as before."""
    first_due = NOW - 20 * MINUTE
    together = announced("neck", "calf"), announced("water", "eyes", "sip")
    state = DayState(announcements=(SIT, *(replace(each, first_due=first_due) for each in together), EYES))
    plan = plan_of("neck", "eyes", "calf", "water", "sip")
    after, effects = with_superseded(state, plan, (due("neck"), due("eyes")), NOW + MINUTE)
    left = (
        SIT,
        replace(SIT, occurrences=(due("calf"),)),
        replace(SIT, occurrences=(due("water"), due("sip")), first_due=first_due),
    )
    assert after == DayState(announcements=left)
    sentence = "The same reminder is due again."
    neck, eyes = (
        ReminderEvent(NOW + MINUTE, due(name), "unanswered", "superseded", sentence)
        for name in ("neck", "eyes")
    )
    assert effects == [
        Withdraw(due("neck")),
        StillWaiting((due("calf"),), summary_of((due("calf"),), plan)),
        neck,
        StillWaiting((due("water"), due("sip")), summary_of((due("water"), due("sip")), plan)),
        eyes,
        Withdraw(due("eyes")),
        eyes,
    ]


def test_an_announcement_ends_at_the_very_instant_at_which_its_day_ends():
    """The day in which it was announced first; one of the day after goes on waiting."""
    plan = plan_of("neck", "eyes", day_ends=time(9))
    state = DayState(announcements=(NECK, EYES))
    before, nothing = with_day_ended(state, plan, NOW - timedelta(microseconds=1))
    assert (before, nothing) == (state, [])
    after, effects = with_day_ended(state, plan, NOW)
    assert after == DayState(announcements=(EYES,))
    assert effects == [
        Withdraw(NECK.occurrence),
        *(
            ReminderEvent(NOW, each, "unanswered", "day-over", "The day is over.")
            for each in NECK.occurrences
        ),
    ]


def test_the_day_ends_by_the_clock_of_the_plans_zone():
    """Three in the night in Auckland is the afternoon before in UTC."""
    zone = ZoneInfo("Pacific/Auckland")
    plan = replace(plan_of("eyes"), zone=zone)
    assert day_over_at(EYES, plan) == datetime(2026, 11, 3, 3, tzinfo=zone)


@pytest.mark.parametrize(
    ("is_restored", "observed", "expected"),
    [
        (False, None, NOW + 2 * MINUTE),
        (False, NOW - MINUTE, NOW + 2 * MINUTE),
        (False, NOW + MINUTE, NOW + 3 * MINUTE),
        (True, None, NOW),
        (True, NOW + MINUTE, NOW + 3 * MINUTE),
    ],
)
def test_whether_to_say_it_again_is_checked_every_two_minutes(is_restored, observed, expected):
    """From when it was said or the person last looked for; after a restart it is checked at once."""
    newest = replace(EYES, is_restored=is_restored)
    assert next_look(DayState(observed_at=observed), newest) == expected


@pytest.mark.parametrize(
    ("back", "expected"),
    [(0, None), (1, ("back", "You are back.")), (5, ("back", "You are back.")), (6, None)],
)
def test_a_person_who_came_back_after_it_was_said_hears_it_again(back, expected):
    """Five minutes after it was said: not who was back as it was said, and not who is not back yet."""
    state = DayState(last_break_end=NOW + back * MINUTE)
    assert reason_to_repeat(EYES, state, plan_of("eyes"), NOW + 5 * MINUTE) == expected


def test_announcements_follow_the_plan():
    """The current routine is used; what is gone is withdrawn, what was merged with it is decided again."""
    gone, both = announced("gone"), announced("gone", "neck", "eyes")
    state = DayState(announcements=(gone, both, announced("eyes", "gone", "sit"), SIT))
    plan = plan_of("neck", "eyes", "sit")
    other = replace(plan.plan.reminders[2], routine="lie")
    plan = replace(plan, plan=replace(plan.plan, reminders=(*plan.plan.reminders[:2], other)))
    after, effects = updated_announcements(state, plan, NOW + MINUTE)
    lie = due("sit", routine="lie")
    kept = (replace(EYES, put_off=0, occurrences=(due("eyes"), lie)), replace(SIT, occurrences=(lie,)))
    pending = {replace(due("neck"), at=NOW + MINUTE): Pending(together=(due("eyes"),))}
    assert after == DayState(announcements=kept, pending=pending)
    sentence = "The reminder is no longer in the plan."
    gone_with = "The reminder that it was announced with is no longer in the plan."
    withdrawn = [
        Withdraw(due("gone")),
        ReminderEvent(NOW + MINUTE, due("gone"), "withdrawn", "gone", sentence),
    ]
    again = ReminderEvent(NOW + MINUTE, due("neck"), "later", "gone", gone_with, until=NOW + MINUTE)
    assert effects == [*withdrawn, *withdrawn, again]
