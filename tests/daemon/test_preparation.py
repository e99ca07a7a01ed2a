"""Which process is made ready when, on virtual time."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from coach.api.steering import Action
from coach.daemon import daemon as daemon_module
from coach.daemon.preparation import KEPT_READY
from coach.daemon.processes import SpeakingTask
from coach.daemon.speakers import SpeakingProcesses
from daemon_harness import DaemonHarness, at

NECK = at(9, 10, id="neck", routine="neck")
WORDS = "Neck, seven minutes. Press begin, or say later."


def processes(harness):
    """What was made ready or started, in order."""
    return [speaker.what for speaker in harness.started]


def test_the_session_of_an_announcement_is_ready_before_it_is_begun(harness_of):
    """An announcement's session is prepared after its first word, and leads when it is begun."""
    harness = harness_of(NECK)

    async def life(daemon):
        await harness.until(9, 10, 1)
        assert processes(harness) == [WORDS]
        await harness.until(9, 10, 5)
        assert processes(harness) == [WORDS, "neck.yaml"]
        await daemon.act(Action("begin"))
        await harness.until(9, 10, 20)

    harness.live(life)
    assert processes(harness) == [WORDS, "neck.yaml"]
    assert [row[:2] for row in harness.happened] == [("begin", WORDS), ("begin", "neck.yaml")]


def test_a_session_is_not_kept_ready_for_ever(harness_of):
    """After ten minutes a prepared session is ended, and `begin` starts another process."""
    harness = harness_of(NECK)

    async def life(daemon):
        await harness.until(9, 10, 5)
        await harness.until(9, 10 + KEPT_READY.seconds // 60, 5)
        assert harness.happened[-1] == ("end", "neck.yaml")
        await daemon.act(Action("begin"))
        await harness.until(9, 21)

    harness.live(life)
    assert processes(harness) == [WORDS, "neck.yaml", "neck.yaml"]


def test_what_is_due_soon_comes_before_what_waits(harness_of):
    """A prepared session gives way to what is due soon, and is prepared again afterwards."""
    harness = harness_of(NECK, at(9, 15))

    async def life(_daemon):
        await harness.until(9, 15, 30)

    harness.live(life)
    assert processes(harness) == [WORDS, "neck.yaml", "sip.yaml", "neck.yaml"]


@pytest.mark.parametrize("answer", ["begin", "later", "skip", "done"])
def test_an_answer_cuts_the_announcement_short(harness_of, answer):
    """A session that is begun ends its announcement at once."""
    harness = harness_of(NECK)
    harness.hangs = True  # the sentence ends when it is ended

    async def life(daemon):
        await harness.until(9, 10, 2)
        await daemon.act(Action(answer))
        await harness.until(9, 10, 3)

    harness.live(life)
    session = ("begin" if answer == "begin" else "end", "neck.yaml")
    assert [row[:2] for row in harness.happened][:3] == [("begin", WORDS), ("end", WORDS), session]


@pytest.mark.parametrize("is_skipped", [False, True])
def test_what_waits_is_ready_when_another_routine_ends(harness_of, is_skipped):
    """In the last minute of what is led what waits is made ready, and dropped if it is answered."""
    harness = harness_of(at(9, 9, id="first", routine="sit", begin="ask"), replace(NECK, missed="once"))
    led = []

    async def lasts(speaker):
        begun = harness.clock.now()
        while speaker.what == "sit.yaml" and (harness.clock.now() - begun).total_seconds() < 30.0:
            led.append(processes(harness).count("neck.yaml"))
            await asyncio.sleep(10.0)
        speaker.tell(event="session-ended", session=speaker.what, outcome="completed")
        return 0

    async def life(daemon):
        await harness.until(9, 15)
        assert [each["reminder"] for each in daemon.status()["waiting"]] == ["neck", "first"]
        harness.ends = lasts
        await daemon.act(Action("begin", reminder="first"))
        await harness.until(9, 15, 20)
        if is_skipped:
            await daemon.act(Action("skip"))
        await harness.until(9, 15, 32)
        before = processes(harness).count("neck.yaml")
        answer = await daemon.act(Action("begin", reminder="neck"))
        await harness.until(9, 15, 40)
        assert answer.ok is not is_skipped
        assert processes(harness).count("neck.yaml") == before

    harness.live(life)
    assert led[-1] == led[0] + 1
    assert (harness.happened.count(("end", "neck.yaml")) == 2) is is_skipped


def test_a_rendering_of_other_words_is_not_used(tmp_path):
    """A rendering that was made ready fits its own task alone."""
    ready = SpeakingTask(("do",), {"routine": "sip"}, tmp_path / "first")
    speakers = SpeakingProcesses(tmp_path / "log", None, lambda work: work.close())
    speakers.prepare(ready, dict)
    assert speakers.take(replace(ready, rendering=tmp_path / "second"), dict).task.rendering.name == "second"
    speakers.prepare(replace(ready, rendering=None), dict)
    assert speakers.take(ready, dict).task.rendering is None


def test_a_prepared_session_that_ended_by_itself_is_made_again(harness_of):
    """A process that crashed while it was kept ready does not cost the session."""
    harness = harness_of(NECK)

    async def life(daemon):
        await harness.until(9, 10, 5)
        harness.started[-1].has_ended = True
        await daemon.act(Action("begin"))
        await harness.until(9, 10, 20)

    harness.live(life)
    assert processes(harness) == [WORDS, "neck.yaml", "neck.yaml"]
    begun = [what for name, what, *_ in harness.happened if name == "begin"]
    assert begun == [WORDS, "neck.yaml"]


def test_what_is_due_soon_is_prepared_whatever_else_is_looked_at_before(monkeypatch):
    """A notice of another reminder, five seconds before, does not take away the time for it."""
    harness = DaemonHarness(monkeypatch, at(9, 10), at(9, 11, id="sit", routine="sit"), notice=65.0)
    monkeypatch.setattr(daemon_module, "file_stamp", lambda _path: harness.stamp)

    async def life(_daemon):
        await harness.until(9, 9, 50)
        assert processes(harness) == ["sip.yaml"]
        await harness.until(9, 9, 58)

    harness.live(life)
    assert processes(harness) == ["sip.yaml"]
