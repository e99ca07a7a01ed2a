"""Leads a rendered routine, or says a rendered sentence, in a small process: without numpy and asyncio.

It follows the same commands as any session and reports the same events by lines of JSON, with the device
opened ahead. The coach that started it writes them to the journal, as opening that costs a third as much as
all else here. The first line on stdin is `{"rendering": FILE, "latency": SECONDS, "wake": SECONDS}`. "This
hurts" asks how much, and ends the session whatever the answer is: a minute of words is not worth going on.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, Final

from coach.clock import SystemClock
from coach.home import find_home
from coach.journal.confirmation import heard_from_now
from coach.json_lines import read_json_line
from coach.scales import FRAME_BYTES, SAMPLE_RATE
from coach.session.control import SIGNAL_SECONDS, ControlLines, hold_until_begin, lines_in, monotonic_at
from coach.session.interface import ANSWER_SECONDS, Command
from coach.session.rendered_player import RenderedPlayer
from coach.session.rendering_file import RenderingFile
from coach.session.signals import StopSignals
from coach.session.transport import DRAIN_SECONDS, FADED_SECONDS
from coach.sound.open import open_output

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from coach.journal.events import JSON
    from coach.session.interface import Outcome
    from coach.sound.output import Output

PERIOD_SECONDS: Final = 0.2
"""Between two looks at the device, while nothing changes: ten times as long as in other sessions."""
UNREADABLE: Final = 3
"""The exit code for a rendering that cannot be read."""


class RenderedSession:
    """The session of a rendering; everything arrives in one inbox and is handled in one thread.

    `report` receives each event of a session: its kind and data. A sentence has none.
    """

    def __init__(
        self,
        file: RenderingFile,
        report: Callable[[str, Mapping[str, JSON]], None],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._inbox: SimpleQueue[int | Command] = SimpleQueue()
        self._rendering = file.rendering
        self._question = file.question
        self._answer_by: float | None = None
        self._report = report
        self._monotonic = monotonic
        self._next = 0
        self._performed: set[int] = set()
        self._skipped: set[int] = set()
        self._left: set[int] = set()
        """Steps that were skipped and not begun again: their ends, reached with the next, do not count."""
        self._is_paused = False
        self._ends_at: float | None = None
        self._outcome: Outcome = "stopped"
        self.player = RenderedPlayer(file, self._inbox.put, monotonic)

    @property
    def volume(self) -> float:
        """0 if it was rendered at volume 0, else 1."""
        return 0.0 if (self._rendering.ended or {}).get("heard") == "no" else 1.0

    def command(self, command: Command) -> None:
        """Carry out the command as soon as possible; one that makes no sense is ignored."""
        self._inbox.put(command)

    def begin(self, at: float | None = None) -> None:
        """Start now, or so that it is heard at that second of the monotonic clock."""
        self._record("session-started", self._rendering.started or {})
        self._reached(0)
        self.player.play(at)

    def run(self, output: Output) -> None:
        """Handle items until the session has ended."""
        rendered = self._rendering.ended or {}
        heard = heard_from_now(self.volume, lambda: output.is_audible)
        while self._ends_at is None or self._monotonic() < self._ends_at:
            until = self._answer_by if self._ends_at is None else self._ends_at
            left = SIGNAL_SECONDS if until is None else max(0.0, until - self._monotonic())
            try:
                self._handle(self._inbox.get(timeout=min(left, SIGNAL_SECONDS)))
            except Empty:
                if self._ends_at is not None:
                    break
                if until is not None and left <= SIGNAL_SECONDS:
                    self._answer(None)
        seconds = round(self.player.played / SAMPLE_RATE, 3)
        ended = {"outcome": self._outcome, "steps_done": len(self._performed), "seconds": seconds}
        self._record("session-ended", {**rendered, **ended, "heard": heard()})
        output.close()

    def _handle(self, item: int | Command) -> None:
        if self._ends_at is not None:
            return
        if isinstance(item, int):
            self._reached(item)
        else:
            self._apply(item)

    def _reached(self, position: int) -> None:
        """Record what happens up to that frame."""
        events = self._rendering.events
        while self._next < len(events) and events[self._next].frame <= position:
            event = events[self._next]
            self._next += 1
            step = event.data.get("step")
            if event.kind == "step-done" and isinstance(step, int):
                if step in self._performed or step in self._left:
                    continue
                self._performed.add(step)
            self._record(event.kind, event.data)
        self.player.notify_from = (
            events[self._next].frame if self._next < len(events) else self._rendering.frames
        )
        if position >= self._rendering.frames and self._answer_by is None:  # else it ends with the answer
            counted = {event.data["step"] for event in events if event.kind == "step-done"}
            self._end("completed" if counted <= self._performed else "partial")

    def _end(self, outcome: Outcome) -> None:
        self._outcome = outcome
        self.player.pause()
        self._ends_at = self._monotonic() + (FADED_SECONDS if outcome == "stopped" else DRAIN_SECONDS)

    def _apply(self, command: Command) -> None:
        if command.name == "stop":
            self._end("stopped")
        elif command.name in ("hurts", "answer"):
            self._hurts(command)
        elif self._answer_by is not None:
            return
        elif command.name == "pause" and not self._is_paused:
            self._is_paused = True
            self.player.pause()
            self._record("paused", {"step": self._step()})
        elif command.name == "resume" and self._is_paused:
            self._is_paused = False
            self._record("resumed", {"step": self._step()})
            self.player.play()
        elif command.name in ("next", "previous", "repeat"):
            self._navigate(command.name)

    def _hurts(self, command: Command) -> None:
        """Fall silent and ask how much it hurts, unless that is known, or take the answer."""
        if self._answer_by is None and command.name == "hurts":
            self.player.pause()
            self._record("asked", {"step": self._step(), "question": "pain", "hurts": True})
            question = self._question()
            self._answer_by = self._monotonic() + len(question) / FRAME_BYTES / SAMPLE_RATE + ANSWER_SECONDS
            if command.pain is None and question:
                self.player.speak_aside(question)
                return
        if command.name == "answer" or command.pain is not None:
            self._answer(command.pain)

    def _answer(self, pain: int | None) -> None:
        """Record the answer, if a question is open; None: there was none. Then end."""
        if self._ends_at is None and self._answer_by is not None:
            self._record("answered", {"step": self._step(), "question": "pain", "pain": pain, "hurts": True})
            self._end("stopped")

    def _navigate(self, where: str) -> None:
        """Go to the beginning of another step, or to the end behind the last."""
        steps, step = self._rendering.steps, self._step()
        if step is None:
            return
        if where == "next":
            if step not in self._performed | self._skipped:
                self._skipped.add(step)
                self._record("step-skipped", {"step": step, "name": steps[step].name})
            self._left.add(step)
            target = steps[step + 1].begin if step + 1 < len(steps) else self._rendering.frames
        else:
            first = max(0, step - (where == "previous"))
            target = steps[first].begin
            self._left -= {first, step}
        self.player.go_to(target)
        self._next = sum(event.frame < target for event in self._rendering.events)
        self._reached(target)

    def _step(self) -> int | None:
        """The step under way."""
        begun = [n for n, step in enumerate(self._rendering.steps) if step.begin <= self.player.position]
        return begun[-1] if begun else None

    def _record(self, kind: str, data: Mapping[str, JSON]) -> None:
        if self._rendering.started is not None:
            known = {key: value for key, value in data.items() if value is not None or key == "pain"}
            self._report(kind, known)


def main() -> int:
    """Run the session that stdin asks for; returns the exit code."""
    # Nothing here needs numpy, which miniaudio imports if it is there: half of all that this process costs.
    sys.modules.setdefault("numpy", None)  # type: ignore[arg-type]
    request = read_json_line(next(lines_in(sys.stdin), "")) or {}
    lines = ControlLines(sys.stdout, sys.stderr)
    try:
        with RenderingFile(Path(str(request.get("rendering"))), request.get("gain") or 1.0) as file:
            _lead(file, lines, request)
    except (OSError, ValueError) as error:
        lines.remark(f"The rendering cannot be used: {error}.")
        return UNREADABLE
    except KeyboardInterrupt:
        return 130
    finally:
        lines.close()
    return 0


def _lead(file: RenderingFile, lines: ControlLines, request: Mapping[str, Any]) -> None:
    """Get ready, wait for `begin`, and run; a cancelled one leaves no trace."""
    clock = SystemClock()
    output = open_output(
        find_home(), mute=False, fast=False, clock=clock, latency=request.get("latency"),
        wake=request.get("wake") or 0.0, period=PERIOD_SECONDS,
    )  # fmt: skip
    source = {"routine": file.rendering.id, "digest": file.rendering.digest}

    def report(kind: str, data: Mapping[str, JSON]) -> None:
        lines.put(json.dumps({"rendered": kind, **source, "data": data}))

    session = RenderedSession(file, report)
    with StopSignals(lambda: session.command(Command("stop"))):
        begin = hold_until_begin(
            output,
            session.player,
            lines.remark,
            lines,
            clock,
            on_command=session.command,
            volume=session.volume,
        )
        if begin is not None:
            session.begin(monotonic_at(begin, clock))
            session.run(output)


if __name__ == "__main__":
    sys.exit(main())
