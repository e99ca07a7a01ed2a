"""The sentences that the person gets for their answers, on virtual time."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest

from coach.api.steering import Action, Answer
from coach.daemon import daemon as daemon_module
from coach.daemon.person_answers import LEAVE_OUT, OFFER
from coach.journal.day_events import day_summary, person_day
from coach.plan.model import AtTimes, PutOff
from daemon_harness import DaemonHarness, at

FOUR_TIMES = AtTimes(tuple(time(9, minute) for minute in (10, 20, 30, 40)))


@pytest.fixture
def harness_of(monkeypatch):
    """A stage with these reminders and settings."""

    def of(*reminders, **plan):
        harness = DaemonHarness(monkeypatch, *reminders, **plan)
        monkeypatch.setattr(daemon_module, "file_stamp", lambda _path: harness.stamp)
        return harness

    return of


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
    question="You have skipped 'Neck' 3 times running. Why?",
    reminder="neck",
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
    asked = replace(ASKED, question="You have skipped 'A sip' 3 times running. Why?", reminder="sip")
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
    assert answers == [*postponed, Answer(ok=False, sentence=refused)]


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
