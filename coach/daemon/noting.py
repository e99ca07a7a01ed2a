"""Notes what the local API asks for, in a process that also shows and speaks what answers it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from coach.api.steering import Answer
from coach.child_process import coach_command, json_lines, kill_child, start_child
from coach.json_lines import json_line

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping
    from pathlib import Path

    from coach.journal.events import JSON

ANSWER_SECONDS = 20.0
"""In which it is noted; the words of a text are spoken after that."""
NOT_NOTED = "It could not be noted; `coach doctor` may say why."


async def note_in_process(
    asked: Mapping[str, JSON], log: Path, start_task: Callable[[Coroutine[None, None, object]], None]
) -> Answer:
    """Note that, and return the sentences that answer it; they are spoken meanwhile, where they are to be.

    `start_task` runs a coroutine in the background.
    """
    try:
        child = await start_child(coach_command("press"), log)
    except OSError:
        return Answer(ok=False, sentence=NOT_NOTED)
    assert child.stdin is not None
    answer: Mapping[str, JSON] = {}
    try:
        child.stdin.write(json_line(asked))
        child.stdin.close()
        async with asyncio.timeout(ANSWER_SECONDS):
            async for each in json_lines(child):
                answer = each
                break
    except (OSError, TimeoutError):
        kill_child(child)
    start_task(child.communicate())
    return Answer(ok=bool(answer.get("ok")), sentence=str(answer.get("sentence", NOT_NOTED)))
