"""Notes what the local API asks for, in a process that also shows and speaks what answers it.

For a cramp, the help is also led at once.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from coach.api.steering import Answer
from coach.care.episodes import HELP_ROUTINE
from coach.child_process import coach_command, json_lines, kill_child, start_child
from coach.daemon.call_texts import Sentence
from coach.daemon.until_read import SafetyText
from coach.json_lines import json_line

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
    from pathlib import Path

    from coach.daemon.actions import DayActions
    from coach.journal.events import JSON

ANSWER_SECONDS = 20.0
"""In which it is noted; the words of a text are spoken after that."""
BEGUN = "The help for a cramp begins."
BEGIN_SECONDS = 10.0
"""In which the help has begun, or never will; it takes one or two."""
NOT_NOTED = "It could not be noted; `coach doctor` may say why."


async def note_in_process(actions: DayActions, asked: Mapping[str, JSON], log: Path) -> Answer:
    """Note that, and return the sentences that answer it; they are spoken meanwhile, where they are to be.

    Where they were to be and nobody has heard them, they are shown until they were read.
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
        lines = json_lines(child)
        async with asyncio.timeout(ANSWER_SECONDS):
            answer = await anext(lines, {})
    except (OSError, TimeoutError):
        kill_child(child)
        actions.start(child.communicate())
    else:
        actions.start(_show_unheard(actions, child, lines, str(answer.get("sentence")), log))
    return Answer(ok=bool(answer.get("ok")), sentence=str(answer.get("sentence", NOT_NOTED)))


async def _show_unheard(
    actions: DayActions, child: Process, lines: AsyncIterator[Mapping[str, JSON]], sentence: str, log: Path
) -> None:
    """Wait until the words were spoken; show them until they were read, if they were not heard."""
    spoken: Mapping[str, JSON] = await anext(lines, {})
    await child.communicate()
    if spoken.get("heard") is False:
        note = {"read": spoken.get("note")}
        said = Sentence(str(spoken.get("said")), str(spoken.get("language")))
        shown = SafetyText(sentence, lambda: actions.start(note_in_process(actions, note, log)), said)
        actions.until_read.show(f"note: {note['read']}", "Coach", shown, is_said=True)


async def help_with_cramp(actions: DayActions, log: Path) -> Answer:
    """Note a cramp and lead the help for it, in processes of their own; whatever else is led ends.

    Where the help is what is led, the cramp is only noted.
    """
    led = actions.routines_led()
    noting = note_in_process(actions, {"kind": "cramp"}, log)
    if HELP_ROUTINE in led:
        return await noting
    if led:
        actions.command({"command": "stop"})
    has_begun, noted = await asyncio.gather(_lead_help(log, actions.start), noting)
    return replace(noted, sentence=f"{noted.sentence} {BEGUN}") if has_begun else noted


async def _lead_help(log: Path, start_task: Callable[[Coroutine[None, None, object]], None]) -> bool:
    """Lead it in a process of its own, which writes its own journal entries; returns whether it has begun.

    The routine goes to its stdin, as other users can read the arguments of a process.
    """
    try:
        child = await start_child(coach_command("do", "-", "--control"), log)
    except OSError:
        return False
    assert child.stdin is not None
    has_begun = False
    try:
        child.stdin.write(json_line({"routine": HELP_ROUTINE}))
        child.stdin.close()
        async with asyncio.timeout(BEGIN_SECONDS):
            async for event in json_lines(child):
                if event.get("event") == "session-started":
                    has_begun = True
                    break
    except (OSError, TimeoutError):
        kill_child(child)
    start_task(child.communicate())
    return has_begun
