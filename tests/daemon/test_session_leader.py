"""How sessions in processes of their own are followed, and what is recorded of a crash, on virtual time.

Changes that mutation tests find unnoticed and that change nothing: the outcome and the fault before the first
routine, as a batch has one; an instant that is past, for which nothing waits; more than one following routine
prepared, as only one can be; None for False; the words of log lines; the instant in the event of a reminder,
as the journal has the time; whether players are paused before the plan is known. Whether a routine is the
last of its batch decides in `test_preparation.py`, and players are paused in `test_actions.py`.
"""

from __future__ import annotations

import asyncio

import pytest

from coach.api.steering import Action
from coach.daemon import actions as actions_module
from coach.daemon import preparation, session_leader
from coach.daemon.listeners import EventListeners
from coach.daemon.session_leader import NOT_REACHED
from daemon_harness import at


@pytest.fixture
def published(monkeypatch):
    """The events that listeners receive."""
    events = []
    monkeypatch.setattr(EventListeners, "publish", lambda _listeners, event: events.append(event))
    return events


BATCH = (at(9, 10), at(9, 10, id="sit", routine="sit"))


@pytest.mark.parametrize("is_known", [True, False])
def test_a_session_that_crashes_has_failed_and_ends_its_batch(harness_of, is_known):
    """The daemon records the end that the session could not record, if it knows which session it was."""
    harness = harness_of(*BATCH)

    async def crashes(speaker):
        if is_known:
            speaker.tell(event="session-started", session="s")
        return 7

    harness.ends = crashes
    harness.live_until(9, 11)
    assert [row[:2] for row in harness.happened] == [("begin", "sip.yaml")]
    assert harness.recorded("session-ended") == ([("s", "sip", {"outcome": "failed"})] if is_known else [])
    log = harness.home.logs / "sessions.log"
    sentence = f"The session ended unexpectedly, with code 7; see {log}."
    assert harness.endings() == [("failed", "failed", sentence)]


def test_a_session_that_cannot_be_started_has_failed(harness_of):
    """A session that cannot be started has failed, with the system's reason."""
    harness = harness_of(at(9, 10))

    async def refused(_speaker):
        raise OSError(12, "Cannot allocate memory")

    harness.ends = refused
    harness.live_until(9, 11)
    sentence = "The session could not be started: Cannot allocate memory."
    assert harness.endings() == [("failed", "failed", sentence)]


@pytest.mark.parametrize(("outcome", "led"), [("stopped", 1), ("partial", 2), ("completed", 2)])
def test_a_batch_goes_on_unless_the_person_stops_it(harness_of, outcome, led):
    """What was stopped is not followed by the next routine; the last outcome is that of the batch."""
    harness = harness_of(*BATCH)

    async def ends(speaker):
        speaker.tell(event="session-started", session=speaker.what)
        speaker.tell(event="session-ended", session=speaker.what, outcome=outcome)
        return 0

    harness.ends = ends
    harness.live_until(9, 11)
    assert [row[1] for row in harness.happened] == ["sip.yaml", "sit.yaml"][:led]
    assert harness.endings() == [("ended", outcome, "")]
    assert harness.recorded("session-ended") == []
    skips = [data for _, _, data in harness.recorded("reminder") if data["ruling"] == "skip"]
    assert [(each["reminder"], each["reason"]) for each in skips] == [
        ("sit", "merged"),
        *[("sit", "stopped")] * (led == 1),
    ]
    assert [each["sentence"] for each in skips[1:]] == [NOT_REACHED] * (led == 1)


def test_what_a_small_process_reports_is_recorded_as_a_sessions_events(harness_of, published):
    """The daemon records what a small process reports as the events of one session."""
    harness = harness_of(at(9, 10))

    async def reports(speaker):
        speaker.pid = 1
        for kind, data in (
            ("session-started", {"title": "A sip"}),
            ("session-ended", {"outcome": "completed"}),
        ):
            speaker.tell(rendered=kind, routine="sip", digest="d", data=data)
        return 0

    harness.ends = reports
    harness.live_until(9, 11)
    [(session, routine, started)] = harness.recorded("session-started")
    assert (routine, started["title"], started["pid"]) == ("sip", "A sip", 1)
    assert harness.recorded("session-ended") == [(session, "sip", {"outcome": "completed"})]
    led = [(each, data["begun"]) for each, _, data in harness.recorded("reminder") if data["ruling"] == "led"]
    assert (led, harness.endings()) == ([(session, "coach")], [("ended", "completed", "")])
    names = ["reminder", "reminder", "session-started", "session-ended", "reminder", "session-over"]
    assert [each["event"] for each in published] == names


def test_the_process_of_the_next_routine_is_ready_before_this_one_ends(harness_of, monkeypatch):
    """The next process starts no earlier before the end than it may need, as it holds the device."""
    monkeypatch.setattr(session_leader, "NEXT_SECONDS", 4.0)
    harness = harness_of(*BATCH)
    seen = []

    async def ends(speaker):
        begun = harness.clock.now()
        while speaker.what == "sip.yaml" and (harness.clock.now() - begun).total_seconds() < 10.0:
            seen.append([each.what for each in harness.started].count("sit.yaml"))
            await asyncio.sleep(1.0)
        speaker.tell(event="session-ended", session=speaker.what, outcome="completed")
        return 0

    harness.ends = ends
    harness.live_until(9, 11)
    assert [row[:2] for row in harness.happened] == [("begin", "sip.yaml"), ("begin", "sit.yaml")]
    assert [each.what for each in harness.started] == ["sip.yaml", "sit.yaml"]
    assert seen == [0] * 6 + [1] * 4


def test_what_was_made_ready_to_follow_ends_with_the_session_that_was_stopped(harness_of, monkeypatch):
    """The next routine of the batch is not led any more, so its process gives the device back at once."""
    monkeypatch.setattr(session_leader, "NEXT_SECONDS", 4.0)
    harness = harness_of(*BATCH)

    async def is_stopped(speaker):
        await asyncio.sleep(8.0)
        speaker.tell(event="session-ended", session=speaker.what, outcome="stopped")
        return 0

    async def life(_daemon):
        await harness.until(9, 10, 9)
        found.extend(each for each in harness.happened if each[0] == "end")

    harness.ends, found = is_stopped, []
    harness.live(life)
    assert found == [("end", "sit.yaml")]


def test_no_routine_follows_while_the_coach_ends(harness_of):
    """A routine that ends just as the coach stops is the last one."""
    harness = harness_of(*BATCH)

    async def ends(speaker):
        speaker.tell(event="session-started", session=speaker.what)
        await speaker._over.wait()
        speaker.tell(event="session-ended", session=speaker.what, outcome="completed")
        return 0

    harness.ends = ends
    harness.live_until(9, 10, 2)
    assert [row[1] for row in harness.happened if row[0] == "begin"] == ["sip.yaml"]


def test_a_batch_that_cannot_be_led_at_all_has_failed(harness_of, monkeypatch, published):
    """Whatever goes wrong before a session can be followed, the engine knows that it is over."""
    harness = harness_of(at(9, 10), at(9, 30))

    def fails(*_):
        raise RuntimeError("odd")

    monkeypatch.setattr(actions_module.DayActions, "_session_task", fails)
    monkeypatch.setattr(preparation.Preparation, "prepare", lambda _: None)
    harness.live_until(9, 31)
    assert harness.endings() == [("failed", "failed", "The session could not be led: RuntimeError.")] * 2
    over = [each for each in published if each["event"] == "session-over"]
    assert over == [{"event": "session-over", "outcome": "failed"}] * 2


async def _completes(speaker):
    speaker.tell(event="session-started", session="s")
    speaker.tell(event="session-ended", session="s", outcome="completed")
    return 0


def test_a_person_s_own_begin_waits_for_no_time(harness_of):
    """What the coach begins is heard at its due time; what the person begins, at once."""
    harness = harness_of(at(9, 10, begin="ask"))
    harness.ends = _completes

    async def life(daemon):
        await harness.until(9, 11)
        await daemon.act(Action("begin"))
        await harness.until(9, 12)

    harness.live(life)
    begun = [when for what, name, when in harness.happened if (what, name) == ("begin", "sip.yaml")]
    assert [when.minute for when in begun] == [11]


async def _crashes(_speaker):
    return 7


async def _raises(_speaker):
    raise ValueError("odd")


async def _stopped_without_a_word(speaker):
    await speaker._over.wait()
    return 0


UNEXPECTED = "The session ended unexpectedly, with code 7; see {log}."
LOST = "The session can no longer be followed: ValueError."


@pytest.mark.parametrize(
    ("ends", "outcome", "ended"),
    [
        (_completes, "completed", ("ended", "completed", "")),
        (_crashes, "failed", ("failed", "failed", UNEXPECTED)),
        (_raises, "failed", ("failed", "failed", LOST)),
        (_stopped_without_a_word, "stopped", ("ended", "stopped", "")),
    ],
)
def test_the_end_of_a_session_is_reported_with_its_outcome(harness_of, published, ends, outcome, ended):
    """Listeners hear how it ended, last of all; a session that can no longer be followed is killed."""
    harness = harness_of(at(9, 10))
    harness.ends = ends
    harness.live_until(9, 10, 30)
    assert published[-1] == {"event": "session-over", "outcome": outcome}
    assert [each["event"] for each in published].count("session-over") == 1
    log = harness.home.logs / "sessions.log"
    assert harness.endings() == [tuple(each.format(log=log) for each in ended)]
    assert (("kill", "sip.yaml") in harness.happened) is (ends is _raises)
