"""What the person's answers make of the state: limits of putting off, and skips that are asked about."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.day import answers
from coach.day.announcement import Announcement, summary_of
from coach.day.model import ReminderEvent, StillWaiting, Withdraw
from coach.day.state import DayState, Pending
from coach.plan.model import AtTimes, Occurrence, Plan, PutOff, Reminder, ResolvedPlan, RoutineSummary

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
NECK = Occurrence(NOW, "neck", "desk-neck")
LATER = NOW + timedelta(minutes=10)


def plan_of(**put_off):
    """A plan with that setting for putting off."""
    reminders = (Reminder(id="neck", routine="desk-neck", cadence=AtTimes((time(9),))),)
    routines = {"desk-neck": RoutineSummary("Desk neck", 400.0)}
    return ResolvedPlan(Plan(reminders=reminders, put_off=PutOff(**put_off)), UTC, routines, {})


def announced(**fields):
    """A state in which `NECK` was announced."""
    return DayState(
        announcements=(Announcement((NECK,), NOW, NOW, put_off=fields.pop("put_off", 0)),), **fields
    )


@pytest.mark.parametrize(
    ("times", "at_most", "may"),
    [(0, None, True), (99, None, True), (2, 3, True), (3, 3, False), (4, 3, False), (0, 0, False)],
)
def test_the_plan_limits_how_often_something_is_put_off(times, at_most, may):
    """Without a limit a reminder is put off as often as the person likes; at one nothing changes."""
    state, plan = announced(put_off=times), plan_of(at_most=at_most)
    assert answers.may_be_put_off(state, plan, "neck") is may
    after, effects = answers.put_off(state, plan, "", NOW, LATER)
    if may:
        again = Occurrence(LATER, "neck", "desk-neck")
        assert after == DayState(pending={again: Pending(LATER, (), times + 1, NOW)}, last_spoken=NOW)
        assert effects == [Withdraw(NECK), ReminderEvent(NOW, NECK, "later", until=LATER)]
    else:
        assert (after, effects) == (state, [])


def test_what_does_not_wait_may_be_put_off_and_a_reminder_has_its_own_limit():
    """What does not wait yet may be put off; the limit is the reminder's, else the plan's."""
    plan = plan_of(at_most=2)
    assert answers.may_be_put_off(DayState(), plan, "neck")
    reminder = replace(plan.plan.reminders[0], put_off=PutOff(at_most=5))
    own = replace(plan, plan=replace(plan.plan, reminders=(reminder,)))
    limits = [answers.may_be_put_off(announced(put_off=4), each, "neck") for each in (plan, own)]
    assert limits == [False, True]


def test_what_is_put_off_can_be_put_off_again_up_to_the_limit():
    """The limit counts what was put off before it was announced again too."""
    plan, again = plan_of(at_most=2), Occurrence(LATER, "neck", "desk-neck")
    state, _ = answers.put_off(announced(), plan, "", NOW, LATER)
    state, effects = answers.put_off(state, plan, "neck", NOW, LATER + timedelta(minutes=5))
    assert effects == [ReminderEvent(NOW, again, "later", until=LATER + timedelta(minutes=5))]
    assert not answers.may_be_put_off(state, plan, "neck")
    assert answers.put_off(state, plan, "neck", NOW, LATER) == (state, [])


def test_the_third_skip_running_is_asked_about_and_can_be_explained():
    """The reason is recorded for the occurrence that was skipped, once."""
    state, effects = answers.skipped(announced(skips={"desk-neck": 2}), "", "", NOW)
    assert state == DayState(skips={"desk-neck": 3}, asked_why=NECK, last_spoken=NOW)
    assert effects == [Withdraw(NECK), ReminderEvent(NOW, NECK, "skipped")]
    assert answers.skipped(state, "neck", "", NOW) == (state, [])
    assert answers.skipped(state, "eyes", "busy", NOW) == (state, [])
    explained, effects = answers.skipped(state, "neck", "busy", NOW)
    assert explained == DayState(skips={"desk-neck": 3}, last_spoken=NOW)
    assert effects == [ReminderEvent(NOW, NECK, "skipped", "busy")]
    assert answers.skipped(explained, "neck", "busy", NOW) == (explained, [])


@pytest.mark.parametrize("end", ["begun", "done", "did"])
def test_a_run_of_skips_ends_where_the_routine_is_begun_or_done(end):
    """The next skip is the first again, whatever happens to other routines."""
    state, plan = announced(skips={"desk-neck": 2, "eyes-far": 1}), plan_of()
    after, _ = {
        "begun": lambda: answers.begun(state, plan, "", NOW, "person"),
        "done": lambda: answers.done(state, "", NOW),
        "did": lambda: answers.did(state, plan, "desk-neck", NOW, NOW),
    }[end]()
    assert after.skips == {"eyes-far": 1}


@given(st.lists(st.sampled_from(["skip", "busy", "pain", "begun", "done"]), max_size=30))
def test_a_run_of_skips_is_asked_about_at_most_once(reported):
    """A run of skips is asked about at its third, unless the person said why themselves."""
    state, run, asked = DayState(), [], []
    for answer in reported:
        state = announced(skips=state.skips, asked_why=state.asked_why)
        if answer in ("begun", "done"):
            run = []
            state, _ = (
                answers.done(state, "", NOW)
                if answer == "done"
                else answers.begun(state, plan_of(), "", NOW, "person")
            )
            assert state.skips == {}
            continue
        run.append(answer)
        state, _ = answers.skipped(state, "", "" if answer == "skip" else answer, NOW)
        asked.append(state.asked_why is not None)
        assert asked[-1] is (len(run) == answers.ASKED_AT and answer == "skip")
        assert state.skips == {"desk-neck": len(run)}


def test_the_question_is_about_the_routine_that_was_skipped_so_often():
    """Of several that were announced together it may be another than the first."""
    eyes = Occurrence(NOW, "eyes", "eyes-far")
    state = DayState(announcements=(Announcement((NECK, eyes), NOW, NOW),), skips={"eyes-far": 2})
    after, _ = answers.skipped(state, "", "", NOW)
    assert (after.skips, after.asked_why) == ({"desk-neck": 1, "eyes-far": 3}, eyes)


def test_what_was_announced_together_is_done_together():
    """Done records every reminder of an announcement, not only the first."""
    eyes = Occurrence(NOW, "eyes", "eyes-far")
    state = DayState(announcements=(Announcement((NECK, eyes), NOW, NOW),))
    _, effects = answers.done(state, "", NOW)
    assert effects == [Withdraw(NECK), *(ReminderEvent(NOW, each, "done") for each in (NECK, eyes))]


EYES = Occurrence(NOW, "eyes", "eyes-far")


def test_what_is_done_by_its_name_leaves_the_rest_of_an_announcement_waiting():
    """Only the named reminder is over: the others go on waiting, under a notification of their own."""
    state, plan = DayState(announcements=(Announcement((NECK, EYES), NOW, NOW),)), plan_of()
    after, effects = answers.did(state, plan, "desk-neck", NOW, NOW)
    assert after.announcements == (Announcement((EYES,), NOW, NOW),)
    rest = StillWaiting((EYES,), summary_of((EYES,), plan))
    assert effects == [Withdraw(NECK), rest, ReminderEvent(NOW, NECK, "withdrawn", "done")]
    after, effects = answers.did(state, plan, "eyes-far", NOW, NOW)
    assert after.announcements == (Announcement((NECK,), NOW, NOW),)
    rest = StillWaiting((NECK,), summary_of((NECK,), plan))
    assert effects == [rest, ReminderEvent(NOW, EYES, "withdrawn", "done")]


def test_what_is_done_by_its_name_leaves_what_was_put_off_with_it():
    """The others are announced when they would have been, whichever of them was done."""
    plan, again = plan_of(), Occurrence(LATER, "neck", "desk-neck")
    announcement = Announcement((NECK, EYES), NOW, NOW)
    state, _ = answers.put_off(DayState(announcements=(announcement,)), plan, "", NOW, LATER)
    after, effects = answers.did(state, plan, "desk-neck", NOW, NOW)
    eyes = Occurrence(LATER, "eyes", "eyes-far")
    assert after.pending == {eyes: Pending(LATER, (), 1, NOW)}
    assert effects == [ReminderEvent(NOW, again, "skip", "done", answers.DONE)]
    after, effects = answers.did(state, plan, "eyes-far", NOW, NOW)
    assert after.pending == {again: Pending(LATER, (), 1, NOW)}
    assert effects == [ReminderEvent(NOW, EYES, "skip", "done", answers.DONE)]


@pytest.mark.parametrize(("minutes", "is_settled"), [(-120, False), (-1, False), (0, True), (60, True)])
def test_what_was_done_settles_only_what_was_due_by_then(minutes, is_settled):
    """An announcement of later stays; of what was put off the time counts at which it was due at first."""
    plan, done = plan_of(), NOW + timedelta(minutes=minutes)
    after, effects = answers.did(announced(), plan, "desk-neck", LATER, done)
    assert (after.announcements == (), bool(effects)) == (is_settled, is_settled)
    state, _ = answers.put_off(announced(), plan, "", NOW, LATER)
    after, effects = answers.did(state, plan, "desk-neck", LATER, done)
    assert (after.pending == {}, bool(effects)) == (is_settled, is_settled)


def test_every_reminder_of_an_announcement_is_recorded_with_the_answer():
    """Skipped or put off: the ones that were announced along with the first too."""
    plan, announcement = plan_of(), Announcement((NECK, EYES), NOW, NOW)
    state = DayState(announcements=(announcement,))
    _, skipped = answers.skipped(state, "", "busy", NOW)
    _, put_off = answers.put_off(state, plan, "", NOW, LATER)
    both = (NECK, EYES)
    assert skipped == [Withdraw(NECK), *(ReminderEvent(NOW, each, "skipped", "busy") for each in both)]
    assert put_off == [Withdraw(NECK), *(ReminderEvent(NOW, each, "later", until=LATER) for each in both)]


FAR = Occurrence(NOW + timedelta(minutes=1), "eyes", "eyes-far")


def two_announced():
    """A state in which `NECK` was announced first, put off twice before, and `FAR` last."""
    first = Announcement((NECK,), NOW, NOW, put_off=2)
    return DayState(announcements=(first, Announcement((FAR,), NOW, NOW)))


def waiting_in(state):
    """The occurrences that are still announced."""
    return [each for announcement in state.announcements for each in announcement.occurrences]


def test_a_name_chooses_among_several_that_wait():
    """An answer acts on the named reminder, or without a name on the newest."""
    state, plan = two_announced(), plan_of(at_most=2)
    assert not answers.may_be_put_off(state, plan, "neck")
    assert answers.may_be_put_off(state, plan, "")
    assert waiting_in(answers.put_off(state, plan, "eyes", NOW, LATER)[0]) == [NECK]
    assert answers.put_off(state, plan, "neck", NOW, LATER) == (state, [])
    assert waiting_in(answers.skipped(state, "neck", "", NOW)[0]) == [FAR]
    assert waiting_in(answers.done(state, "neck", NOW)[0]) == [FAR]
    assert waiting_in(answers.done(state, "", NOW)[0]) == [NECK]


def test_the_reason_for_a_skip_and_the_time_of_a_begin_are_recorded():
    """The event of an occurrence has the reason for its skip and the time of its begin."""
    _, effects = answers.skipped(announced(), "", "tired", NOW)
    assert effects == [Withdraw(NECK), ReminderEvent(NOW, NECK, "skipped", "tired")]
    _, effects = answers.begun(announced(), plan_of(), "", NOW, "person")
    assert [each for each in effects if isinstance(each, ReminderEvent)] == [
        ReminderEvent(NOW, NECK, "begun")
    ]


def test_what_is_done_ends_every_announcement_of_it_and_its_use_counts_again():
    """Of two announcements of one routine both are withdrawn; a reminder of another routine counts on."""
    again = Occurrence(NOW + timedelta(minutes=2), "neck", "desk-neck")
    state = DayState(announcements=tuple(Announcement((each,), NOW, NOW) for each in (NECK, again, FAR)))
    state = replace(state, use=replace(state.use, seconds=600.0, counted={"eyes": 5.0}))
    after, effects = answers.did(state, plan_of(), "desk-neck", LATER, LATER)
    assert waiting_in(after) == [FAR]
    assert [each for each in effects if isinstance(each, ReminderEvent)] == [
        ReminderEvent(LATER, each, "withdrawn", "done") for each in (NECK, again)
    ]
    assert after.use.counted == {"eyes": 5.0, "neck": 600.0}


def test_what_was_put_off_and_is_done_is_skipped_for_that_reason():
    """The event of what was put off and done meanwhile says why it is skipped, and when."""
    state = DayState(pending={NECK: Pending(LATER, (), 1)})
    after, effects = answers.did(state, plan_of(), "desk-neck", LATER, LATER)
    assert (after.pending, effects) == ({}, [ReminderEvent(LATER, NECK, "skip", "done", answers.DONE)])


def test_an_explanation_needs_a_reminder_that_was_asked_about():
    """Any other name explains nothing; the reminder's own and no name do."""
    state = DayState(asked_why=NECK)
    assert answers.skipped(state, "XXXX", "busy", NOW) == (state, [])
    for name in ("", "neck", "desk-neck"):
        assert answers.skipped(state, name, "busy", NOW)[0].asked_why is None


AGAIN = Occurrence(NOW + timedelta(minutes=2), "neck", "desk-neck")
THIRD = Occurrence(NOW + timedelta(minutes=3), "legs", "calves")


def test_what_is_put_off_is_the_one_that_is_named():
    """Though another was announced later."""
    assert waiting_in(answers.put_off(two_announced(), plan_of(), "neck", NOW, LATER)[0]) == [FAR]


def test_a_third_skip_with_its_reason_is_not_asked_about():
    """The person has said why already."""
    after, _ = answers.skipped(announced(skips={"desk-neck": 2}), "", "tired", NOW)
    assert (after.skips, after.asked_why) == ({"desk-neck": 3}, None)


def test_each_of_a_batch_that_was_put_off_is_settled_in_order():
    """The first and its companion of the same routine, and another that was put off by itself."""
    pending = {NECK: Pending(LATER, (AGAIN,), 1), AGAIN: Pending(LATER, (), 1)}
    after, effects = answers.did(DayState(pending=pending), plan_of(), "desk-neck", LATER, LATER)
    assert after.pending == {}
    assert effects == [
        ReminderEvent(LATER, each, "skip", "done", answers.DONE) for each in (NECK, AGAIN, AGAIN)
    ]


def test_the_companions_of_what_was_put_off_and_done_go_on_together():
    """The next of them takes its place, at its time, with all the others."""
    pending = {NECK: Pending(LATER, (FAR, THIRD), 1)}
    after, _ = answers.did(DayState(pending=pending), plan_of(), "desk-neck", LATER, LATER)
    assert after.pending == {replace(FAR, at=NOW): Pending(LATER, (THIRD,), 1)}


def test_what_was_put_off_and_announced_again_counts_by_its_first_time():
    """What was put off counts by its first time, so what is done now is done for it; all others stay."""
    put_off = replace(NECK, at=LATER + timedelta(hours=1))
    waiting = (
        Announcement((put_off,), NOW, NOW, first_due=NOW),
        Announcement((FAR,), NOW, NOW),
        Announcement((THIRD,), NOW, NOW),
    )
    after, _ = answers.did(DayState(announcements=waiting), plan_of(), "desk-neck", LATER, LATER)
    assert waiting_in(after) == [FAR, THIRD]


@pytest.mark.parametrize(("seconds", "is_settled"), [(5, True), (6, False)])
def test_what_is_due_within_seconds_is_done_for(seconds, is_settled):
    """To the fifth second; the engine decides a little ahead of the clock."""
    due = replace(NECK, at=NOW + timedelta(seconds=seconds))
    state = DayState(announcements=(Announcement((due,), NOW, NOW),))
    after, _ = answers.did(state, plan_of(), "desk-neck", NOW, NOW)
    assert (waiting_in(after) == []) is is_settled


def test_only_what_ends_an_announcement_counts_as_having_spoken():
    """The spacing to the next call restarts with it, and stays where nothing ended."""
    state = DayState(announcements=(Announcement((FAR,), NOW, NOW),), last_spoken=NOW)
    assert answers.did(state, plan_of(), "desk-neck", LATER, LATER)[0].last_spoken == NOW
    assert answers.did(state, plan_of(), "eyes-far", LATER, LATER)[0].last_spoken == LATER
