"""One sentence spoken outside any session, on the instant: "Desk neck and shoulders, six minutes"."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from coach.session.performance import DRAIN_SECONDS
from coach.session.player import Passed, Player, Rang
from coach.session.run import await_begin, monotonic_at
from coach.session.timeline_events import TimelineEnds
from coach.timeline.model import Cue, Timeline

if TYPE_CHECKING:
    from coach.clock import Clock
    from coach.session.control import ControlLines
    from coach.sound.output import Output
    from coach.voice.voice import Clip


def speak(
    text: str, clip: Clip, output: Output, lines: ControlLines, clock: Clock, *, volume: float, hold: bool
) -> None:
    """Play it through that output, and return when it was heard; with `hold` not before `begin`."""
    seconds = round(clip.seconds + 0.0005, 3)
    cues = (Cue(at=0.0, seconds=seconds, kind="say", text=text),)
    timeline = Timeline(routine="", title=text, language="", seconds=seconds, cues=cues)
    over = threading.Event()

    def passed(item: Passed | Rang) -> None:
        if isinstance(item, Rang):
            over.set()
        elif isinstance(item.mark, TimelineEnds):
            player.ring("over", DRAIN_SECONDS)

    player = Player(timeline, {text: clip}, passed, volume=volume)
    output.start(player.pull, lines.remark)
    at = None
    if hold:
        lines.ready("", clock)
        begin = await_begin(lines)
        if begin is None:
            output.close()
            return
        at = monotonic_at(begin, clock, output)
    player.play(at)
    waiting = 0.0 if at is None else max(0.0, at - clock.monotonic())
    over.wait(timeout=waiting + seconds + 5.0)
    output.close()
