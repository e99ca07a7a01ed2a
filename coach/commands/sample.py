"""A sample of how the plan calls: a sentence, the chime, or a notification; for the set-up."""

from __future__ import annotations

import asyncio
import subprocess
from typing import TYPE_CHECKING, Final

from coach.child_process import child_environment, coach_command
from coach.home import find_home
from coach.json_lines import json_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from coach.home import Home
    from coach.plan.model import How

QUESTIONS: Final[Mapping[How, str]] = {
    "voice": "May I say a sentence, so that you can set the volume?",
    "chime": "May I play the chime and show a notification?",
    "notify": "May I show a notification?",
}
_SHOWN_SECONDS: Final = 4.0
"""A desktop may remove a notification when its sender has gone."""


def give(how: How) -> Iterator[str]:
    """Give the sample, by the plan that was just written; what could not be heard or seen, and what helps."""
    from coach.commands.options import language_for
    from coach.spoken_text.languages import FIRST_LANGUAGE
    from coach.timeline.words import words_for

    home = find_home()
    words = words_for(language_for(home, None) or FIRST_LANGUAGE)
    spoken = json_line({"text": words.calls.sample, "language": words.language})
    if how == "voice" and not _ran(coach_command("announce", "--chime"), spoken):
        yield "Nothing could be spoken. `coach doctor` says why."
    if how == "chime" and not _chimed(home):
        yield "The chime could not be played. `coach doctor` says why."
    if how != "voice":
        yield from asyncio.run(_shown(home, words.calls.shown_sample))


def _ran(command: Sequence[str], given: bytes) -> bool:
    """Whether that process did what it read on stdin."""
    done = subprocess.run(command, input=given, capture_output=True, env=child_environment(), check=False)
    return done.returncode == 0


def _chimed(home: Home) -> bool:
    """Play the plan's chime, in the process that will play it all day."""
    from coach.daemon.chimes import chime_task, make_chimes
    from coach.daemon.processes import PLAY_RENDERING
    from coach.plan.reading import read_plan

    plan = read_plan(home.plan)
    make_chimes(home, plan)
    task = chime_task(home, plan.call(plan.reminders[0].id))
    if task is None:
        return False
    begin = json_line({"rendering": str(task.rendering)}) + json_line({"command": "begin"})
    return _ran(PLAY_RENDERING, begin)


async def _shown(home: Home, text: str) -> list[str]:
    """Show a notification for some seconds."""
    from coach.daemon.notifications import Notifications
    from coach.daemon.notifier_process import NotifierProcess

    notifications = Notifications(
        asyncio.Queue(), lambda: NotifierProcess.open(home.logs / "notifications.log")
    )
    if not await notifications.notify("Coach", text):
        status = notifications.status()
        return [f"No notification could be shown: {status.detail}. {status.todo}".rstrip()]
    await asyncio.sleep(_SHOWN_SECONDS)
    await notifications.end()
    return []
