"""The daemon's loop, on virtual time: what is made ready, what clocks and files do meanwhile."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from datetime import time as clock_time
from datetime import timedelta, timezone
from typing import get_args

import pytest

from coach.api.steering import Action, ActionName, Answer
from coach.daemon import daemon as daemon_module
from coach.daemon.listeners import BEHIND, MOST_UNREAD
from coach.daemon.saved_state import NAME
from coach.day.scheduler import LONGEST_SLEEP
from coach.plan.model import Occurrence, Plan
from coach.situation import Situation
from coach.timeline.english import ENGLISH
from daemon_harness import NINE, at, later

TEN_PAST = clock_time(9, 10)


@pytest.fixture
def harness(harness_of):
    """A sip at ten past nine."""
    return harness_of(at(9, 10))


def test_what_is_due_is_made_ready_and_begins_on_its_instant(harness):
    """A session's process is started ahead, and is given the instant at which to begin."""

    async def life(_daemon):
        await harness.until(9, 9, 50)
        assert [speaker.what for speaker in harness.started] == ["sip.yaml"]
        assert harness.happened == []
        await harness.until(9, 11)

    harness.live(life)
    assert harness.happened == [("begin", "sip.yaml", TEN_PAST)]
    assert len(harness.started) == 1


@pytest.mark.parametrize(("before", "called"), [(3.0, False), (1.0, True), (0.0, True), (-0.5, True)])
def test_what_is_due_while_the_coach_starts_is_called(harness, before, called):
    """Without a saved state, reminders count from the second in which the process was started."""

    async def life(_daemon):
        await harness.until(9, 1)

    harness.resolved = replace(harness.resolved, plan=Plan(reminders=(at(9, 0),)))
    harness.clock.set_wall(NINE + timedelta(seconds=before))
    harness.live(life)
    assert [what for _, what, _ in harness.happened] == (["sip.yaml"] if called else [])


def test_a_session_made_ready_is_dropped_when_its_reminder_is_put_off(harness):
    """A prepared session is dropped if its reminder is put off, for example by a meeting."""
    harness.present = Situation(microphone=True)

    async def life(_daemon):
        await harness.until(9, 10, 1)
        assert harness.happened == [("end", "sip.yaml")]

    harness.live(life)
    assert [speaker.what for speaker in harness.started] == ["sip.yaml"]


def test_a_session_made_ready_is_dropped_when_the_person_pauses(harness):
    """A prepared session is dropped when the person pauses the reminders."""

    async def life(daemon):
        await harness.until(9, 9, 55)
        await daemon.act(Action("pause"))
        await harness.until(9, 9, 56)
        assert harness.happened == [("end", "sip.yaml")]

    harness.live(life)


def test_a_clock_that_is_set_before_the_loop_begins_is_noticed(harness):
    """A clock that is set between the planning and the first wake-up is noticed."""

    async def life(_daemon):
        harness.clock.set_wall(NINE - timedelta(minutes=30))  # before the loop has had its first turn
        await harness.until(8, 55)

    harness.resolved = replace(harness.resolved, plan=Plan(reminders=(at(8, 45),)))
    harness.live(life)
    assert harness.shown[0] == "clock stepped: -1801 s"
    assert harness.happened == [("begin", "sip.yaml", clock_time(8, 45))]


def test_a_session_made_ready_is_dropped_when_the_clock_is_set(harness):
    """A prepared session is dropped when the clock is set, as its instant has changed."""

    async def life(daemon):
        await harness.until(9, 9, 55)
        harness.clock.set_wall(NINE - timedelta(hours=1))
        daemon._woken.set()
        await asyncio.sleep(0.1)
        assert harness.happened == [("end", "sip.yaml")]
        await harness.until(9, 11)

    harness.live(life)
    assert harness.happened[1:] == [("begin", "sip.yaml", TEN_PAST)]


@pytest.mark.parametrize("noise", [None, 0.5, 7.0])
def test_an_edit_is_noticed_at_every_wake_up(harness, noise):
    """An edit is noticed within the longest sleep, even while events keep the loop awake."""

    async def chatter(daemon):
        while True:
            await asyncio.sleep(noise)
            daemon._publish({"event": "step-done"})

    async def life(daemon):
        talking = asyncio.create_task(chatter(daemon)) if noise else None
        await harness.until(9, 1)
        harness.resolved = replace(harness.resolved, plan=Plan(reminders=(at(9, 5),)))
        harness.edit()
        await asyncio.sleep((noise or LONGEST_SLEEP) + 1.5)
        assert [each["at"][11:16] for each in daemon.next_occurrences(1)] == ["09:05"]
        assert harness.loads == 2
        if talking is not None:
            talking.cancel()

    harness.live(life)


def test_what_does_not_read_at_the_beginning_is_shown(harness):
    """A start with the last good plan says so on the terminal."""
    harness.problems = ("plan.yaml:1:1: no.", "The old one is kept.")

    async def life(daemon):
        assert daemon.status()["problems"] == list(harness.problems)

    harness.live(life)
    assert harness.shown[:2] == list(harness.problems)


def test_a_broken_edit_is_said_once_and_keeps_the_last_good_one(harness):
    """A broken edit is reported once, by voice and in `status`, and the last good plan stays in use."""

    async def life(daemon):
        harness.problems, good = ("plan.yaml:1:1: no.",), harness.resolved
        harness.resolved = None
        for _ in range(2):
            harness.edit()
            await asyncio.sleep(LONGEST_SLEEP + 2.0)
        assert daemon.status()["problems"] == ["plan.yaml:1:1: no."]
        assert daemon._engine.plan == good
        await harness.until(9, 11)

    harness.live(life)
    reported = [row[1] for row in harness.happened if row[0] == "begin"]
    assert reported == [ENGLISH.calls.mistake, "sip.yaml"]


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="only POSIX takes the zone from TZ")
def test_paused_until_is_a_time_that_a_person_reads(harness, monkeypatch):
    """The end of a pause is shown in the plan's zone, with its offset and its day where they differ."""
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    answers = {}

    async def life(daemon):
        for until in (later(3600.0), later(86_400.0), None):
            answers[until] = (await daemon.act(Action("pause", until=until))).sentence

    try:
        harness.live(life)
    finally:
        monkeypatch.undo()
        time.tzset()
    assert list(answers.values()) == [
        "Paused until 10:00+00:00.",
        "Paused until 2026-11-03 09:00+00:00.",
        "Paused until `coach resume`.",
    ]


def test_days_off_say_why_and_what_is_led_goes_on(harness):
    """Answer, status and reason name why there are days off, and a routine under way goes on."""
    found = []

    async def life(daemon):
        until = later(86_400.0)
        found.append((await daemon.act(Action("off", until=until, because="holiday"))).sentence)
        found.append(daemon.status()["off_because"])
        engine = daemon._engine
        engine.state = replace(engine.state, led=Occurrence(NINE, "sip", "sip"))
        found.append((await daemon.act(Action("off"))).sentence)
        await daemon.act(Action("resume"))
        found.append(daemon.status()["off_because"])
        await daemon.act(Action("pause"))
        found.append(daemon.status()["off_because"])

    harness.live(life)
    assert found == [
        "Off until 2026-11-03 09:00.",
        "holiday",
        "Off until `coach on`. The routine under way goes on; `coach session pause` pauses it.",
        None,
        None,
    ]


def test_a_pause_that_has_passed_is_not_shown(harness):
    """The status shows the end of a pause only while it is still to come."""
    seen = []

    async def life(daemon):
        await daemon.act(Action("pause", until=later(60.0)))
        seen.append(daemon.status())
        await harness.until(9, 5)
        seen.append(daemon.status())

    harness.live(life)
    assert [(each["state"], each["paused_until"] is None) for each in seen] == [
        ("paused", False),
        ("running", True),
    ]


def test_what_was_led_as_it_ended_is_over_for_the_next_process(harness):
    """After `coach stop` in the middle of a routine, the next coach does not wait for that routine."""
    harness.hangs = True

    async def life(_daemon):
        await harness.until(9, 10, 1)

    harness.live(life)
    assert harness.happened[-1] == ("end", "sip.yaml")
    assert '"led_until": null' in (harness.home.state / NAME).read_text(encoding="utf-8")


def test_a_listener_that_does_not_read_is_let_go_with_a_word(harness):
    """A listener that does not read is dropped with a message, and the others hear everything."""
    heard = {}

    async def follow(daemon, name, wait):
        heard[name] = []
        async for entry in daemon.events():
            heard[name].append(entry)
            await wait()

    async def life(daemon):
        stuck = asyncio.Event()
        tasks = [
            asyncio.create_task(follow(daemon, "slow", stuck.wait)),
            asyncio.create_task(follow(daemon, "quick", lambda: asyncio.sleep(0))),
        ]
        await asyncio.sleep(0)
        for number in range(MOST_UNREAD + 5):
            daemon._publish({"number": number})
            await asyncio.sleep(0.01)
        stuck.set()
        await tasks[0]
        daemon.stop()
        await tasks[1]

    harness.live(life)
    assert heard["slow"] == [{"number": 0}, BEHIND]
    assert heard["quick"] == [{"number": number} for number in range(MOST_UNREAD + 5)]


def test_a_plan_that_does_not_read_is_lived_in_the_zone_of_now(harness, monkeypatch):
    """After a flight, a last good plan is kept at the local hours of the new place."""
    kathmandu = timezone(timedelta(hours=5, minutes=45))
    monkeypatch.setattr(daemon_module, "zone_of", lambda _plan: kathmandu)

    async def life(daemon):
        harness.resolved, harness.problems = None, ("plan.yaml:1:1: no.",)
        harness.zone = "Asia/Kathmandu"
        await asyncio.sleep(LONGEST_SLEEP + 3.0)
        assert daemon.next_occurrences(1)[0]["at"] == "2026-11-03T09:10:00+05:45"

    harness.live(life)
    assert harness.shown[0].startswith("clock zone")


@pytest.mark.parametrize("name", [name for name in get_args(ActionName) if name != "stop"])
def test_every_action_has_its_code(harness, name, monkeypatch):
    """The daemon carries out every action that the API knows, and answers with a sentence."""
    answers = []

    async def noted(_asked, _log, _start):
        return Answer(ok=True, sentence="Noted.")

    monkeypatch.setattr(daemon_module, "note_in_process", noted)
    monkeypatch.setattr(daemon_module, "help_with_cramp", lambda actions, log: noted((), log, actions))

    async def life(daemon):
        answers.append(await daemon.act(Action(name, session="pause")))

    harness.live(life)
    assert [bool(answer.sentence) for answer in answers] == [True]


def test_what_was_put_off_is_shown_with_what_comes(harness):
    """What was put off appears among the next reminders, in its order."""
    harness.resolved = replace(
        harness.resolved, plan=Plan(reminders=(at(9, 10, begin="ask"), at(9, 30, id="sit")))
    )

    async def life(daemon):
        await harness.until(9, 10, 30)
        answer = await daemon.act(Action("later", seconds=600.0))
        assert answer.sentence.startswith("Postponed until ")
        assert [(each["at"][11:16], each["reminder"]) for each in daemon.next_occurrences(2)] == [
            ("09:20", "sip"),
            ("09:30", "sit"),
        ]

    harness.live(life)


@pytest.mark.parametrize(
    ("situation", "begun"),
    [
        (Situation(locked=False, idle_seconds=3.0), "person"),
        (Situation(locked=True, idle_seconds=3.0), "unattended"),
        (Situation(locked=False, idle_seconds=400.0), "unattended"),
        (Situation(locked=False, idle_seconds=400.0, playing=True), "person"),
        (Situation(), "person"),
    ],
)
def test_who_begins_an_announced_routine(harness, situation, begun):
    """`begin` counts as the person's, unless nobody can be there, as a script may have sent it."""
    harness.resolved = replace(harness.resolved, plan=Plan(reminders=(at(9, 10, begin="ask"),)))

    async def life(daemon):
        await harness.until(9, 11)
        harness.present = situation
        await daemon.act(Action("begin"))
        assert daemon._actions.session is None  # it begins in the next turn of the loop
        await asyncio.sleep(0.1)
        assert daemon._actions.session.begun == begun
        await harness.until(9, 12)

    harness.live(life)
