"""Processes that speak: ended however early, none is left behind."""

from __future__ import annotations

import asyncio

import pytest

from coach.daemon import processes
from coach.daemon.processes import Speaker

ONE_LINE = "#!/bin/sh\nread line\n"


@pytest.fixture
def speaker(tmp_path, monkeypatch):
    """A speaker whose program ends when it was told one line."""
    program = tmp_path / "program"
    program.write_text(ONE_LINE, encoding="ascii")
    program.chmod(0o700)
    monkeypatch.setattr(processes.sys, "executable", str(program))
    return Speaker(("do", "short"), str(tmp_path / "logs" / "sessions.log"), lambda _tree: None)


def test_one_ended_while_it_starts_is_not_left_behind(speaker):
    """The end waits for the start, and tells the process."""

    async def both():
        starting = asyncio.create_task(speaker.start())
        await asyncio.sleep(0)
        await speaker.end()
        await starting
        return await asyncio.wait_for(speaker.over(), 5.0)

    assert asyncio.run(both()) == 0


def test_one_ended_before_its_start_is_never_started(speaker):
    """A start that comes too late is refused."""

    async def late():
        await speaker.end()
        await speaker.start()

    with pytest.raises(OSError, match="ended before it was started"):
        asyncio.run(late())
