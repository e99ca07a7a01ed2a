"""An announcement: a chime and a sentence, such as "Desk neck and shoulders, six minutes", at its time."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from coach.session.control import hold_until_begin, monotonic_at
from coach.session.player import EventReached, Finished, Player
from coach.session.timeline_events import TimelineEnds
from coach.session.transport import DRAIN_SECONDS, FADED_SECONDS
from coach.timeline.model import TONE_SECONDS, Cue, Timeline

if TYPE_CHECKING:
    from coach.clock import Clock
    from coach.session.control import ControlLines
    from coach.session.interface import Command
    from coach.sound.output import Output
    from coach.timeline.model import ToneSet
    from coach.voice.voice import Clip

OUTPUT_PATIENCE = 5.0
"""Seconds after its end that the sentence may still take: an output that pulls nothing is given up then."""
BEFORE_WORDS = 0.3
"""Seconds of silence between the chime and the words."""


def timeline_of(text: str, clip: Clip, chime: ToneSet | None) -> Timeline:
    """The sentence laid out in time, behind the announcement's chime of that set of tones if there is one."""
    seconds = round(clip.seconds + 0.0005, 3)
    if chime is None:
        cue = Cue(at=0.0, seconds=seconds, kind="say", text=text)
        return Timeline(routine="", title=text, language="", seconds=seconds, cues=(cue,))
    first = Cue(at=0.0, seconds=TONE_SECONDS["announcement"], kind="tone", text="announcement")
    cue = Cue(at=first.end + BEFORE_WORDS, seconds=seconds, kind="say", text=text)
    return Timeline(routine="", title=text, language="", seconds=cue.end, cues=(first, cue), tones=chime)


def speak(
    timeline: Timeline,
    clip: Clip,
    output: Output,
    lines: ControlLines,
    clock: Clock,
    *,
    volume: float,
    hold: bool,
) -> None:
    """Play what `timeline_of` laid out, and return when it was heard; with `hold` wait for `begin` first.

    With `hold` it can also be cut short by `stop`.
    """
    heard = threading.Event()

    def on_report(report: EventReached | Finished) -> None:
        if isinstance(report, Finished):
            heard.set()
        elif isinstance(report.event, TimelineEnds):
            player.set_timer("heard", DRAIN_SECONDS)

    def on_command(command: Command) -> None:
        if command.name == "stop":
            player.pause()
            player.set_timer("heard", FADED_SECONDS)

    player = Player(timeline, {timeline.title: clip}, on_report, volume=volume)
    at = None
    if hold:
        begin = hold_until_begin(
            output, player, lines.remark, lines, clock, on_command=on_command, volume=volume
        )
        if begin is None:
            return
        at = monotonic_at(begin, clock)
    else:
        output.start(player, lines.remark)
    player.play(at)
    waiting = 0.0 if at is None else max(0.0, at - clock.monotonic())
    heard.wait(timeout=waiting + timeline.seconds + OUTPUT_PATIENCE)
    output.close()
