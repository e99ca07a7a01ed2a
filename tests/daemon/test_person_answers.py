"""The sentences that the person gets for their answers, on virtual time."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

import pytest

from coach.api.steering import Action, Answer
from coach.clock_times import Window
from coach.daemon.person_answers import LEAVE_OUT, NOTHING_WAITS, OFFER
from coach.daemon.saved_state import NAME
from coach.journal.day_events import day_summary, person_day
from coach.plan.model import AtIntervals, AtTimes, PutOff, VoiceSettings
from coach.situation import Situation
from daemon_harness import NINE, at

FOUR_TIMES = AtTimes(tuple(time(9, minute) for minute in (10, 20, 30, 40)))


def skipped_thrice(harness, *because):
    """The answers to a third skip running, then with each reason, and to the next skip."""
    answers = []

    async def life(daemon):
        for minute in (11, 21):
            await harness.until(9, minute)
            await daemon.act(Action("skip"))
        await harness.until(9, 31)
        answers.append(await daemon.act(Action("skip")))
        answers.extend([await daemon.act(Action("skip", because=each)) for each in because])
        await harness.until(9, 41)
        answers.append(await daemon.act(Action("skip")))

    harness.live(life)
    return answers


ASKED = Answer(
    ok=True,
    sentence="Skipped.",
    question="You have skipped 'Neck' 3 times in a row. Why?",
    reminder="neck",
    shown="You have skipped 'Neck' 3 times in a row. Why?",
)
SKIPPED = Answer(ok=True, sentence="Skipped.")


@pytest.mark.parametrize(("because", "more"), [("busy", OFFER), ("place", OFFER), ("pain", LEAVE_OUT)])
def test_the_third_skip_running_is_asked_about_once(harness_of, because, more):
    """After the third skip running the reason is asked for once, and something shorter is offered."""
    harness = harness_of(at(9, 10, id="neck", routine="neck", cadence=FOUR_TIMES))
    explained = Answer(ok=True, sentence=f"Skipped. {more}")
    assert skipped_thrice(harness, because) == [ASKED, explained, SKIPPED]


def test_nothing_shorter_is_offered_for_what_is_short(harness_of):
    """For a routine of ten seconds nothing shorter is offered."""
    harness = harness_of(at(9, 10, begin="ask", cadence=FOUR_TIMES))
    why = "You have skipped 'A sip' 3 times in a row. Why?"
    asked = replace(ASKED, question=why, reminder="sip", shown=why)
    assert skipped_thrice(harness, "tired") == [asked, SKIPPED, SKIPPED]


@pytest.mark.parametrize(
    ("at_most", "times"), [(0, "at all"), (1, "more than once"), (2, "more than 2 times")]
)
def test_later_says_why_it_is_refused(harness_of, at_most, times):
    """A refused `later` names the limit and what can be done instead."""
    harness = harness_of(at(9, 10, id="neck", routine="neck"), put_off=PutOff(seconds=300.0, at_most=at_most))
    answers = []

    async def life(daemon):
        await harness.until(9, 11)
        answers.extend([await daemon.act(Action("later")) for _ in range(at_most + 1)])

    harness.live(life)
    refused = f"Your plan does not let you put it off {times}. Begin it, or skip it."
    postponed = [Answer(ok=True, sentence="Postponed until 09:16.")] * at_most
    shown = "Your plan does not let you put it off again. Begin it, or skip it."
    assert answers == [*postponed, Answer(ok=False, sentence=refused, shown=shown)]


def test_a_refusal_is_shown_in_the_language_of_the_plan(harness_of):
    """The sentence for the command line stays English."""
    harness = harness_of(at(9, 10, id="neck", routine="neck"), voice=VoiceSettings(language="de"))
    answers = []

    async def life(daemon):
        await harness.until(9, 9)
        answers.append(await daemon.act(Action("later")))

    harness.live(life)
    assert answers == [Answer(ok=False, sentence=NOTHING_WAITS, shown="Das steht nicht mehr an.")]


def test_each_reminder_is_put_off_as_it_says(harness_of):
    """A reminder's own limit and time hold in place of the plan's."""
    own = PutOff(seconds=300.0, at_most=1)
    harness = harness_of(
        at(9, 10, id="neck", routine="neck", put_off=own),
        at(9, 20, id="legs", routine="neck"),
        put_off=PutOff(seconds=1800.0),
    )
    answers = []

    async def life(daemon):
        await harness.until(9, 11)
        answers.extend([(await daemon.act(Action("later", reminder="neck"))).sentence for _ in range(2)])
        answers.append((await daemon.act(Action("later", reminder="back"))).sentence)
        await harness.until(9, 26)
        answers.extend([(await daemon.act(Action("later", reminder="legs"))).sentence for _ in range(2)])

    harness.live(life)
    assert answers == [
        "Postponed until 09:16.",
        "Your plan does not let you put it off more than once. Begin it, or skip it.",
        "Nothing called 'back' is waiting.",
        "Postponed until 09:56.",
        "Postponed until 09:56.",
    ]


@pytest.mark.parametrize(
    ("is_for_all", "done", "left"), [(True, ["neck", "sit"], []), (False, ["sit"], ["neck"])]
)
def test_done_in_a_notification_is_for_all_that_it_named(harness_of, is_for_all, done, left):
    """`coach done NAME` confirms that one alone, and the rest goes on waiting."""
    ask = {"begin": "ask", "cadence": AtTimes((time(9, 10),))}
    plan = {"spacing": 300.0}
    harness = harness_of(
        replace(at(9, 10, id="neck", routine="sit"), **ask),
        replace(at(9, 10, id="sit", routine="sip"), **ask),
        **plan,
    )
    waiting, confirmed = [], []

    async def life(daemon):
        await harness.until(9, 11)
        name = "neck" if is_for_all else "sit"
        await daemon.act(Action("done", reminder=name, is_for_all=is_for_all))
        waiting.extend(each["reminder"] for each in daemon.status()["waiting"])
        confirmed.extend(row["reminder"] for row in rows(daemon) if row["confirmed"])

    def rows(daemon):
        plan, now = daemon._engine.plan, harness.clock.now()
        span = person_day(plan, now)[1]
        found = day_summary(daemon._actions.journal.journal, plan, span, now).reminders
        return [{"reminder": each.reminder, "confirmed": each.confirmed} for each in found]

    harness.live(life)
    assert (sorted(confirmed), waiting) == (done, left)


OFF = Action("off", until=NINE + timedelta(hours=18), because="holiday")
PAUSE = Action("pause", until=NINE + timedelta(hours=1))
ENDLESS = Action("pause")
OFF_UNTIL = "Off until 2026-11-03 03:00."


@pytest.mark.parametrize(
    ("first", "second", "sentence", "state"),
    [
        (
            OFF,
            PAUSE,
            "Already off until 2026-11-03 03:00. That is longer, and stays; `coach on` ends it.",
            ("2026-11-03T03:00:00+00:00", "holiday"),
        ),
        (PAUSE, OFF, f"{OFF_UNTIL} This replaces your pause.", ("2026-11-03T03:00:00+00:00", "holiday")),
        (OFF, ENDLESS, "Paused until `coach resume`. This replaces your days off.", (None, None)),
        (
            ENDLESS,
            OFF,
            "Already paused until `coach resume`. That is longer, and stays; `coach resume` ends it.",
            (None, None),
        ),
        (ENDLESS, PAUSE, "Paused until 10:00.", ("2026-11-02T10:00:00+00:00", None)),
        (OFF, replace(OFF, because=""), OFF_UNTIL, ("2026-11-03T03:00:00+00:00", "")),
    ],
)
def test_of_a_pause_and_days_off_the_longer_holds(harness_of, first, second, sentence, state):
    """A pause does not cut days off short, nor they a pause; a second one of a kind corrects the first."""
    harness = harness_of(at(9, 10))
    seen = []

    async def life(daemon):
        await harness.until(9, 0, 5)
        await daemon.act(first)
        answer, status = await daemon.act(second), daemon.status()
        seen.extend([answer, status["state"], (status["paused_until"], status["off_because"])])

    harness.live(life)
    assert seen == [Answer(ok=True, sentence=sentence), "paused", state]


def test_days_off_that_are_over_are_not_in_the_way(harness_of):
    """A pause after the days off are over is an ordinary one."""
    harness = harness_of(at(9, 10))
    answers = []

    async def life(daemon):
        await harness.until(9, 0, 5)
        await daemon.act(Action("off", until=NINE + timedelta(minutes=1)))
        await harness.until(9, 2)
        answers.append(await daemon.act(PAUSE))

    harness.live(life)
    assert answers == [Answer(ok=True, sentence="Paused until 10:00.")]


EVERY_HOUR = AtIntervals(3600.0, Window(time(9), time(17)))


@pytest.mark.parametrize(
    ("action", "next_at"),
    [
        (Action("done"), "2026-11-02T10:30:00"),
        (Action("done", reminder="sip"), "2026-11-02T10:30:00"),
        (Action("done", reminder="sip", is_for_all=True), "2026-11-02T10:30:00"),
        (Action("done", reminder="sip", at=NINE + timedelta(minutes=10)), "2026-11-02T10:10:00"),
    ],
)
def test_an_interval_begins_again_when_it_was_done(harness_of, action, next_at):
    """What waits begins its interval again from when it was done, named or not, after a restart too."""
    harness = harness_of(at(9, 0, begin="ask", cadence=EVERY_HOUR))
    seen = []

    async def life(daemon):
        await harness.until(9, 30)
        await daemon.act(action)
        await harness.until(9, 30, 2)
        seen.append([each["at"][:19] for each in daemon.next_occurrences(1)])

    async def after_a_restart(daemon):
        await harness.until(9, 31)
        seen.append([each["at"][:19] for each in daemon.next_occurrences(1)])

    harness.live(life)
    harness.home.state.joinpath(NAME).unlink()
    harness.live(after_a_restart)
    assert [[at[:17] for at in each] for each in seen] == [[next_at[:17]]] * 2


def test_the_status_lists_what_can_be_answered(harness_of):
    """What the person or the coach has put off is in the status, as `begin`, `later` and `skip` know it."""
    harness = harness_of(at(9, 10, begin="ask"), at(9, 12, id="sit", routine="sit"))
    seen = []

    async def life(daemon):
        await harness.until(9, 11)
        await daemon.act(Action("later", seconds=1200.0))
        harness.present = Situation(microphone=True)
        await harness.until(9, 13)
        status = daemon.status()
        seen.extend(status["put_off"])
        seen.append((status["announced"], status["waiting"]))
        seen.extend([(await daemon.act(Action("skip", reminder=each))).ok for each in ("sip", "sit", "sit")])

    harness.live(life)
    assert seen == [
        {
            "reminder": "sip",
            "routine": "sip",
            "title": "A sip",
            "until": "2026-11-02T09:31:00+00:00",
            "by": "person",
        },
        {
            "reminder": "sit",
            "routine": "sit",
            "title": "Sitting",
            "until": "2026-11-02T09:17:00+00:00",
            "by": "coach",
        },
        (None, []),
        True,
        True,
        False,
    ]
