"""A session controlled by another program: one JSON command a line in, one JSON event a line out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, TextIO, get_args

from coach.scales import HIGHEST_ANSWER, HIGHEST_NUMBER
from coach.session.interface import Command, CommandName
from coach.session.line_writer import LineWriter

if TYPE_CHECKING:
    from coach.clock import Clock
    from coach.journal.confirmation import Heard
    from coach.journal.events import Event
    from coach.timeline.model import Cue


@dataclass(frozen=True, slots=True)
class Begin:
    """The command to begin a prepared session at that instant; None: at once."""

    at: datetime | None


def read_command(line: str) -> Command | Begin:
    """The command in a line; raises `ValueError` with a sentence about what is wrong."""
    try:
        tree = json.loads(line)
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON: {error.msg}") from None
    except RecursionError:
        raise ValueError("not readable JSON: nested too deeply") from None
    if not isinstance(tree, dict) or tree.get("command") not in get_args(CommandName):
        raise ValueError(f'write {{"command": "…"}} with one of: {", ".join(get_args(CommandName))}')
    name: CommandName = tree["command"]
    if name == "begin":
        return Begin(_instant(tree.get("at")))
    return Command(name, _pain(tree.get("pain"), name))


def event_line(event: Event) -> str:
    """An event as one line of JSON; `at` is local time with its offset."""
    tree = {
        "event": event.kind,
        "at": event.at.astimezone(timezone(timedelta(minutes=event.offset_minutes))).isoformat(),
        "session": event.session,
        "routine": event.routine,
        **event.data,
    }
    return json.dumps(tree)  # ASCII: a stream of any encoding takes it whole


class ControlLines:
    """Writes each event once the journal has it; sentences for a person go to the other stream.

    Implements `SessionListener`. If the controlling program reads slowly or is gone, the person is still
    exercising, so the session goes on to its end. The journal has what could not be delivered.
    """

    def __init__(self, events: TextIO | None, remarks: TextIO | None) -> None:
        self._events = LineWriter(events)
        self._remarks = LineWriter(remarks)

    def ready(self, session: str, clock: Clock, audible: Heard = "unknown") -> None:
        """Write that all clips and the device are ready, so that only `begin` is missing.

        `audible`: whether the device could be heard now.
        """
        at = clock.now().astimezone().isoformat()
        self._events.put(json.dumps({"event": "ready", "at": at, "session": session, "audible": audible}))

    def put(self, line: str) -> None:
        """Write that line."""
        self._events.put(line)

    def cue(self, cue: Cue) -> None:
        """Write nothing, as `coach preview --json` gives the controlling program the timeline."""

    def aside(self, text: str) -> None:
        """Write nothing, as the events `asked` and `answered` report it."""

    def to_read(self, texts: tuple[str, ...]) -> None:
        """Write the safety texts to be shown until `resume`; an empty list when they were read."""
        self.put(json.dumps({"event": "to-read", "texts": texts}))

    def remark(self, text: str) -> None:
        """Write a sentence for a person."""
        self._remarks.put(text)

    def committed(self, event: Event) -> None:
        """Write an event: the journal has it."""
        self._events.put(event_line(event))

    def close(self) -> None:
        """Write what is left; a reader that accepts nothing is given up after a few seconds."""
        unread = self._events.close()
        if unread:
            self.remark(f"The last {unread} events of this session were not read; the journal has them.")
        self._remarks.close()


def _instant(text: object) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        raise ValueError(f"'at' is not an ISO 8601 time: {text}") from None
    if moment.tzinfo is None:
        raise ValueError(f"'at' needs an offset from UTC, as in {text}+00:00")
    return moment


def _pain(value: object, name: str) -> int | None:
    if value is None:
        return None
    highest = HIGHEST_NUMBER if name == "answer" else HIGHEST_ANSWER
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= highest:
        raise ValueError(f"'pain' of {name} must be a whole number from 0 to {highest}")
    return value
