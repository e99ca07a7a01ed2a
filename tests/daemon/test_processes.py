"""Processes that speak: ended however early, none is left behind."""

from __future__ import annotations

import asyncio
import sys
from functools import partial
from pathlib import Path

import pytest

from coach.daemon import processes
from coach.daemon.call_texts import Sentence
from coach.daemon.processes import SpeakingProcess, SpeakingTask
from coach.daemon.speakers import sentence, session
from coach.plan.model import VoiceSettings

VOICE = VoiceSettings(language="en", rate=150)
ONE_LINE = "#!/bin/sh\nread routine\nread line\n"


DEAF = "#!/bin/sh\ntrap 'exit 7' TERM\necho '{\"event\": \"ready\"}'\nwhile :; do sleep 0.01; done\n"
HUNG = DEAF.replace("exit 7", "")


@pytest.fixture
def speaking(tmp_path, monkeypatch):
    """A speaker whose program is that script."""
    monkeypatch.setattr(processes, "PATIENCE", 0.05)
    monkeypatch.setattr(processes, "LAST_PATIENCE", 0.2)

    def of(script):
        program = tmp_path / "program"
        program.write_text(script, encoding="ascii")
        program.chmod(0o700)
        monkeypatch.setattr(sys, "executable", str(program))
        return SpeakingProcess(
            SpeakingTask(("do", "-"), {"routine": "short"}),
            tmp_path / "logs" / "sessions.log",
            lambda _tree: None,
        )

    return of


@pytest.fixture
def speaker(speaking, monkeypatch):
    """A speaker whose program ends after one line of input."""
    monkeypatch.setattr(processes, "PATIENCE", 5.0)
    return speaking(ONE_LINE)


@pytest.mark.real
def test_what_libraries_print_in_it_is_kept_for_the_person_alone(speaker, tmp_path):
    """The log of a session's process, and its folder, are closed to other users."""

    async def live():
        await speaker.start()
        await speaker.end()

    asyncio.run(live())
    log = tmp_path / "logs" / "sessions.log"
    assert [f"{path.stat().st_mode & 0o777:o}" for path in (log, log.parent)] == ["600", "700"]


@pytest.mark.real
@pytest.mark.parametrize(("script", "code"), [(DEAF, 7), (HUNG, -9)], ids=["deaf", "hung"])
def test_one_that_does_not_hear_is_signalled_and_then_killed(speaking, script, code):
    """A process that ignores its commands gets a signal, and is killed if it ignores that too."""

    async def end():
        speaker = speaking(script)
        await speaker.ready()
        assert not speaker.has_ended
        await speaker.end()
        ended = await asyncio.wait_for(speaker.finished(), 5.0)
        assert speaker.has_ended
        return ended

    assert asyncio.run(end()) == code


@pytest.mark.real
def test_one_ended_while_it_starts_is_not_left_behind(speaker):
    """A process that is ended while it starts is asked to end once it has started."""

    async def both():
        starting = asyncio.create_task(speaker.start())
        await asyncio.sleep(0)
        await speaker.end()
        await starting
        return await asyncio.wait_for(speaker.finished(), 5.0)

    assert asyncio.run(both()) == 0


def test_one_ended_before_its_start_is_never_started(speaker):
    """A process that is ended before its start is never started."""

    async def late():
        await speaker.end()
        await speaker.start()

    with pytest.raises(OSError, match="ended before it was started"):
        asyncio.run(late())


@pytest.mark.parametrize(
    "task", [sentence(Sentence("Desk neck, six minutes."), VOICE), session(Path("/a/neck.yaml"), VOICE)]
)
def test_no_title_and_no_file_name_is_an_argument(task):
    """Routines and titles are passed on stdin, as other users can read the arguments of a process."""
    assert [word for word in task.arguments if "neck" in word.lower()] == []
    assert "neck" in str(task.request).lower()


@pytest.mark.parametrize(
    "task_for", [partial(sentence, Sentence("Neck.")), partial(session, Path("neck.yaml"))]
)
def test_announcements_and_sessions_use_the_voice_of_the_plan(task_for):
    """The plan's language, rate and volume are passed to each process."""
    task = task_for(VoiceSettings(language="en-US", rate=120, volume=0.5))
    start = task.arguments.index("--no-plan")
    assert task.arguments[start : start + 5] == ("--no-plan", "--rate", "120", "--volume", "0.5")
    assert "en-US" in (*task.arguments[start + 5 :], task.request.get("language"))


@pytest.mark.parametrize(
    ("planned", "said", "spoken"),
    [("en-GB", "en", "en-GB"), ("de", "en", "en"), ("de-AT", "de", "de-AT"), (None, "fr", "fr")],
)
def test_a_sentence_is_spoken_in_its_own_language(planned, said, spoken):
    """The plan's region counts where its language is the sentence's; no voice of another one says it."""
    task = sentence(Sentence("Time.", said), VoiceSettings(language=planned))
    assert task.request == {"text": "Time.", "language": spoken}


@pytest.mark.real
def test_the_task_is_the_first_line_on_its_stdin(speaking, tmp_path):
    """The task is the first line on a process's stdin, and commands are the lines after it."""
    script = (
        f"#!/bin/sh\nread line\necho $line > {tmp_path}/first\nread line\necho $line > {tmp_path}/second\n"
    )

    async def live():
        speaker = speaking(script)
        await speaker.start()
        speaker.begin()
        return await asyncio.wait_for(speaker.finished(), 5.0)

    assert asyncio.run(live()) == 0
    assert [(tmp_path / name).read_text() for name in ("first", "second")] == [
        '{"routine": "short"}\n',
        '{"command": "begin"}\n',
    ]
