"""What the day's hands do with rows, faults and pauses, on virtual time."""

from __future__ import annotations

import asyncio
import json
import signal
from datetime import time

import pytest
from keeping import Stage, at

from coach.daemon import elsewhere
from coach.daemon import keeper as keeping
from coach.daemon.hands import LONGEST_PAUSE
from coach.daemon.port import Action
from coach.journal.running import Running
from coach.journal.store import Journal


@pytest.fixture
def stage_of(monkeypatch):
    """A stage with these reminders."""

    def of(*reminders):
        stage = Stage(monkeypatch, *reminders)
        monkeypatch.setattr(keeping, "stamp", lambda _path: stage.stamp)
        return stage

    return of


def rulings(stage):
    """What the journal says of the reminders: who, what and why."""
    with Journal.open_to_read(stage.home.journal, stage.clock) as journal:
        rows = journal.rows("SELECT data FROM events WHERE kind = 'reminder' ORDER BY seq")
    trees = [json.loads(data) for (data,) in rows]
    return [(tree["reminder"], tree["ruling"], tree.get("reason", "")) for tree in trees]


def test_a_row_is_led_one_after_the_other_each_routine_once(stage_of):
    """Three reminders of two routines: the first on its instant, the second right behind it."""
    stage = stage_of(at(9, 10), at(9, 10, id="sips", routine="sip"), at(9, 10, id="sit", routine="sit"))

    async def life(_keeper):
        await stage.until(9, 11)

    stage.live(life)
    assert [row[:2] for row in stage.happened] == [("begin", "sip.yaml"), ("begin", "sit.yaml")]
    assert [row[2].replace(microsecond=0) for row in stage.happened] == [time(9, 10), time(9, 10, 2)]
    assert rulings(stage) == [
        ("sip", "speak", ""),
        ("sips", "skip", "merged"),
        ("sit", "skip", "merged"),
        ("sip", "ended", "completed"),
    ]


def test_an_announcement_is_made_ready_with_all_its_titles(stage_of):
    """What was held is what is said, on its instant; it begins with everything."""
    stage = stage_of(at(9, 10, begin="ask"), at(9, 10, id="sit", routine="sit"))

    async def life(keeper):
        await stage.until(9, 10, 30)
        assert keeper.status()["announced"]["title"] == "A sip, Sitting"
        keeper._running.begin()
        await stage.until(9, 11)

    stage.live(life)
    what = "A sip, Sitting, one minute."
    assert stage.happened[0] == ("begin", what, time(9, 10))
    assert [row[1] for row in stage.happened] == [what, "sip.yaml", "sit.yaml"]
    assert [speaker.what for speaker in stage.started].count(what) == 1


def test_a_session_that_cannot_be_followed_does_not_end_the_day(stage_of):
    """Whatever goes wrong with it: it is killed, noted as failed, and the next reminder is led."""
    stage = stage_of(at(9, 10), at(9, 20, id="later"))

    async def breaks(_speaker):
        stage.ends = None
        raise ValueError("Separator is found, but chunk is longer than limit")

    stage.ends = breaks

    async def life(_keeper):
        await stage.until(9, 21)

    stage.live(life)
    assert [row[:2] for row in stage.happened] == [
        ("begin", "sip.yaml"),
        ("kill", "sip.yaml"),
        ("begin", "sip.yaml"),
    ]
    assert rulings(stage) == [
        ("sip", "speak", ""),
        ("sip", "failed", "failed"),
        ("later", "speak", ""),
        ("later", "ended", "completed"),
    ]


def test_a_session_that_was_paused_and_forgotten_is_ended(stage_of):
    """After half an hour; the reminders of the afternoon are not silent for it."""
    stage = stage_of(at(9, 10), at(11, 0, id="later"))

    async def is_paused(speaker):
        stage.ends = None
        speaker.tell(event="session-started", session="s")
        speaker.tell(event="paused", session="s")
        await speaker._over.wait()
        speaker.tell(event="session-ended", session="s", outcome="stopped")
        return 0

    stage.ends = is_paused

    async def life(keeper):
        await stage.until(9, 12)
        assert keeper.status()["session"]["paused"]
        await asyncio.sleep(LONGEST_PAUSE - 180.0)
        assert keeper.status()["session"]["paused"]
        await asyncio.sleep(180.0)
        assert keeper.status()["session"] is None
        await stage.until(11, 1)

    stage.live(life)
    assert [row[1] for row in rulings(stage)] == ["speak", "ended", "speak", "ended"]
    assert ("end", "sip.yaml") in stage.happened


def test_what_is_said_before_a_session_hears_is_told_once_it_does(stage_of):
    """Between `begin` and its first event a process only makes itself ready, and passes commands over."""
    stage = stage_of(at(9, 10, routine="neck"))

    async def heard(speaker):
        for command in ("pause", "resume"):
            await keeper_of(stage).act(Action("session", session=command))
        assert [row for row in stage.happened if row[0] == "send"] == []
        speaker.tell(event="session-started", session="s")
        await keeper_of(stage).act(Action("session", session="stop"))
        speaker.tell(event="session-ended", session="s", outcome="stopped")
        return 0

    stage.ends = heard

    async def life(keeper):
        stage.keeper = keeper
        await stage.until(9, 10, 30)
        await keeper.act(Action("begin"))
        await stage.until(9, 11)

    stage.live(life)
    assert [row[2] for row in stage.happened if row[0] == "send"] == ["pause", "resume", "stop"]


def keeper_of(stage):
    """The keeper that lives on it."""
    return stage.keeper


def test_who_is_led_by_another_process_can_be_stopped_from_here(stage_of, monkeypatch):
    """By a signal to it; everything else is steered where it was begun. Nobody led: it says so."""
    stage = stage_of(at(11, 0))
    killed, others = [], [Running("s", "Desk neck", 4711)]
    monkeypatch.setattr(elsewhere.os, "kill", lambda pid, number: killed.append((pid, number)))
    monkeypatch.setattr(elsewhere, "running_sessions", lambda _journal, _processes: others)

    async def life(keeper):
        answers = [await keeper.act(Action("session", session=each)) for each in ("pause", "stop")]
        others.clear()
        answers.append(await keeper.act(Action("session", session="stop")))
        assert [(each.ok, each.sentence) for each in answers] == [
            (False, "Desk neck is led by another process: only stop reaches it."),
            (True, "Told."),
            (False, "No routine is being led."),
        ]

    stage.live(life)
    assert killed == [(4711, signal.SIGTERM)]


def test_what_is_shown_says_nothing_of_pain(stage_of):
    """It ends in the system's log: steps and outcomes, and nobody's answers."""
    stage = stage_of(at(9, 10, routine="sip"))

    async def ends(speaker):
        speaker.tell(event="step-started", at="2026-11-02T09:10:00+00:00", session="s", step=0, name="Sip")
        speaker.tell(event="answered", session="s", question="pain", pain=7, hurts=True)
        speaker.tell(event="session-ended", session="s", outcome="stopped")
        return 0

    stage.ends = ends

    async def life(_keeper):
        await stage.until(9, 11)

    stage.live(life)
    assert [line.rpartition("  ")[2] for line in stage.shown[1:5]] == [
        "step-started 1", "answered", "session-ended: stopped", "sip: ended",
    ]  # fmt: skip
    assert not any("7" in line for line in stage.shown if "answered" in line)
