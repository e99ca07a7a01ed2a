"""Sessions that nobody attends, and sessions that hang: what is noticed, and what becomes of them."""

from __future__ import annotations

import asyncio

import pytest

from coach.api.steering import Action
from coach.daemon import session_leader
from coach.daemon.session_leader import HANGS_AFTER, LONGEST_PAUSE
from daemon_harness import at


@pytest.mark.parametrize("when", [None, 15.0, 39.0])
def test_a_session_that_the_screen_was_locked_in_is_recorded_as_unattended(harness_of, when):
    """A lock in its midst or at its end is recorded with the session, and Done is offered instead."""
    harness = harness_of(at(9, 10, routine="sit", begin="ask"))

    async def ends(speaker):
        speaker.tell(event="session-started", session="s")
        for second in range(40):
            harness.is_locked = when is not None and when <= second < when + 10.0
            await asyncio.sleep(1.0)
        harness.is_locked = when == 39.0
        speaker.tell(event="session-ended", session="s", outcome="completed")
        return 0

    async def life(daemon):
        await harness.until(9, 11)
        harness.ends = ends
        await daemon.act(Action("begin"))
        await harness.until(9, 12)

    harness.live(life)
    led = [data for session, _, data in harness.recorded("reminder") if session == "s"]
    assert [each.get("locked") for each in led] == [None, *([] if when is None else [True])]
    assert [each["begun"] for each in led] == ["person"] * len(led)
    locked = "Your screen was locked meanwhile. Press done if you did it."
    offered = [("sip", "Sitting", locked, ["done"])]
    assert [each for each in harness.notified if each[2] == locked] == offered * (when is not None)


def test_a_look_at_the_lock_that_hangs_holds_up_nothing(harness_of):
    """Meanwhile the API answers; the session ends when it ends, unlocked, and so does the look."""
    harness = harness_of(at(9, 10))
    looks = []

    async def hangs():
        looks.append("begun")
        try:
            await asyncio.Event().wait()
        finally:
            looks.append("over")

    async def ends(speaker):
        speaker.tell(event="session-started", session="s")
        await asyncio.sleep(session_leader.LOOK_AGAIN + 0.5)
        speaker.tell(event="session-ended", session="s", outcome="completed")
        return 0

    harness.ends, harness.look_at_lock = ends, hangs

    async def life(daemon):
        await harness.until(9, 10, 19)
        await asyncio.sleep(0.5)
        assert looks == ["begun"]
        assert daemon.status()["session"]["id"] == "s"
        assert (await daemon.act(Action("session", session="pause"))).ok
        await harness.until(9, 10, 20)
        assert sorted(looks) == ["begun", "begun", "over"]
        await harness.until(9, 10, 22)
        assert daemon.status()["session"] is None

    harness.live(life)
    assert sorted(looks) == ["begun", "begun", "over", "over"]
    assert harness.endings() == [("ended", "completed", "")]
    assert [data for _, _, data in harness.recorded("reminder") if data.get("locked")] == []


@pytest.mark.parametrize("speaks", [True, False])
def test_a_session_that_hangs_is_killed(harness_of, speaks):
    """A session is killed if it reports nothing for twice its length and five minutes."""
    harness = harness_of(at(9, 10), at(11, 0, id="later"))
    patience = 2 * 10.0 + HANGS_AFTER

    async def hangs(speaker):
        harness.ends = None
        await asyncio.sleep(patience - 30.0)
        if speaks:
            speaker.tell(event="step-started", session="s")
        await speaker._over.wait()
        return 9

    harness.ends = hangs

    async def life(daemon):
        await harness.until(9, 10)
        await asyncio.sleep(patience - 10.0)
        assert daemon.status()["session"] is not None
        await asyncio.sleep(12.0)
        assert (daemon.status()["session"] is None) is not speaks
        await asyncio.sleep(patience)
        assert daemon.status()["session"] is None

    harness.live(life)
    assert ("kill", "sip.yaml") in harness.happened
    assert [row[:2] for row in harness.endings()] == [("failed", "failed")]


def test_a_session_that_hangs_after_a_pause_is_not_given_the_time_of_a_pause(harness_of):
    """Once it is resumed it is killed as soon as any other, not after the longest pause."""
    harness = harness_of(at(9, 10))
    patience = 2 * 10.0 + HANGS_AFTER

    async def hangs(speaker):
        speaker.tell(event="paused", session="s")
        await asyncio.sleep(patience)
        speaker.tell(event="resumed", session="s")
        await speaker._over.wait()
        return 9

    harness.ends = hangs
    found = []

    async def life(daemon):
        await harness.until(9, 10)
        await asyncio.sleep(LONGEST_PAUSE + 1.0)  # the wait that began with the pause
        found.append(daemon.status()["session"] is not None)
        await asyncio.sleep(patience)
        found.append(daemon.status()["session"] is None)

    harness.live(life)
    assert found == [True, True]
    assert ("kill", "sip.yaml") in harness.happened
