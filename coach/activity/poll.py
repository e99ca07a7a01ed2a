"""The activity sources of this system, polled at the same time, each with a deadline."""

from __future__ import annotations

import math
import sys
import time
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING

from coach.activity.idle_events import IdleEvents
from coach.activity.source import (
    LATE,
    ActivityReport,
    SourceFault,
    SourceStatus,
    by_part,
    combine,
    idle_by_events,
    situation_in_words,
)
from coach.situation import Situation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.activity.source import ActivitySource, PartStatus

    PlanAnswers = SimpleQueue[tuple[int, Situation | SourceStatus]]

DEADLINE = 0.5
"""Seconds that one source may take; all are asked at the same time, and answer within 0.05."""
GRACE = 0.1
"""Seconds more until a source is left behind that does not keep its own deadline."""


class Activity:
    """The sources of this system, polled when something is due and never in between.

    Nothing is kept open and no thread stays. `ask` blocks for at most `DEADLINE` and `GRACE`: less than the
    0.7 s by which the daemon decides ahead of time, so that the first word is still punctual.
    """

    def __init__(self, sources: Sequence[ActivitySource], seconds: float = DEADLINE) -> None:
        self._sources = tuple(sources)
        self._seconds = seconds
        self._stuck: dict[int, Thread] = {}
        self._idle_source: ActivitySource | None = None

    def ask(self) -> ActivityReport:
        """The situation now; a source that fails leaves its parts unknown."""
        answers: PlanAnswers = SimpleQueue()
        self._stuck = {index: thread for index, thread in self._stuck.items() if thread.is_alive()}
        asked = {
            index: Thread(target=self._ask_source, args=(index, answers), daemon=True)
            for index in range(len(self._sources))
            if index not in self._stuck
        }
        started = {index: thread for index, thread in asked.items() if _starts(thread)}
        collected = _collected(answers, len(started), self._seconds + GRACE)
        self._stuck |= {index: thread for index, thread in started.items() if index not in collected}
        return self._report(collected)

    def idle_seconds(self) -> float | None:
        """The idle time from the source that knew it best when all were asked; None if it fails."""
        source = self._idle_source
        try:
            return None if source is None else source.ask(self._seconds).idle_seconds
        except Exception:  # noqa: BLE001 — whatever it is, it must cost no reminder
            return None

    def _ask_source(self, index: int, answers: PlanAnswers) -> None:
        source = self._sources[index]
        try:
            answers.put((index, source.ask(self._seconds)))
        except SourceFault as fault:
            answers.put((index, _unknown(source, str(fault), fault.todo)))
        except Exception as error:  # noqa: BLE001 — whatever it is, it must cost no reminder
            answers.put((index, _unknown(source, f"{type(error).__name__}: {error}")))

    def _report(self, collected: dict[int, Situation | SourceStatus]) -> ActivityReport:
        statuses = []
        situations = []
        self._idle_source = None
        shortest = math.inf
        for index, source in enumerate(self._sources):
            answer = collected.get(index)
            if isinstance(answer, Situation):
                situations.append(answer)
                if answer.idle_seconds is not None and answer.idle_seconds < shortest:
                    self._idle_source, shortest = source, answer.idle_seconds
                statuses.append(_known(source, answer))
            else:
                statuses.append(answer or _unknown(source, f"no answer within {self._seconds:g} s", LATE))
        return ActivityReport(combine(situations), tuple(statuses))


def _starts(thread: Thread) -> bool:
    """Start the thread and return whether that worked; without a free thread the source is unknown."""
    try:
        thread.start()
    except RuntimeError:
        return False
    return True


def _known(source: ActivitySource, situation: Situation) -> SourceStatus:
    detail = situation_in_words(situation)
    return SourceStatus(source.name, works=True, detail=detail, parts=source.parts, situation=situation)


def _unknown(source: ActivitySource, why: str, todo: str = "") -> SourceStatus:
    return SourceStatus(source.name, works=False, detail=why, parts=source.parts, todo=todo)


def _collected(answers: PlanAnswers, expected: int, seconds: float) -> dict[int, Situation | SourceStatus]:
    """The answers that arrive within that many seconds."""
    until = time.monotonic() + seconds
    collected: dict[int, Situation | SourceStatus] = {}
    while len(collected) < expected:
        try:
            index, answer = answers.get(timeout=max(0.0, until - time.monotonic()))
        except Empty:
            break
        collected[index] = answer
    return collected


PATIENT = 2.0
"""Seconds that a source may take when a person asks whether it works."""


def sources_here(platform: str = sys.platform) -> tuple[ActivitySource, ...]:
    """Every source that this platform may have, whether it works or not."""
    if platform == "win32":
        from coach.activity.windows import windows_sources  # noqa: PLC0415 — one system each

        return windows_sources()
    if platform == "darwin":
        from coach.activity.macos import macos_sources  # noqa: PLC0415 — one system each

        return macos_sources()
    from coach.activity.linux import linux_sources  # noqa: PLC0415 — one system each

    return linux_sources()


def idle_events_here(platform: str = sys.platform) -> IdleEvents:
    """The events of this system that report the idle time, if it has any."""
    if platform in ("win32", "darwin"):
        return IdleEvents(())
    from coach.activity.linux import linux_idle_connections  # noqa: PLC0415 — one system each

    return IdleEvents(linux_idle_connections())


def open_activity() -> Activity:
    """The sources of this system, for the daemon."""
    return Activity(sources_here())


def parts_here() -> tuple[PartStatus, ...]:
    """The status of each part, for `coach doctor`, with a longer deadline."""
    parts = by_part(Activity(sources_here(), PATIENT).ask().sources)
    return tuple(
        _known_by_events(each) if each.part == "idle time" and not each.works else each for each in parts
    )


def _known_by_events(part: PartStatus) -> PartStatus:
    """The status of the idle time where no source can be asked for it, but events may report it."""
    idle = idle_events_here().connect(PATIENT)
    return part if idle is None else idle_by_events(idle)
