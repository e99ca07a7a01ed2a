"""A session as lines of text: for a pipe, a log, a screen reader; and the lines a person may type."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TextIO

from coach.session.interface import Command
from coach.session.line_writer import LineWriter
from coach.timeline.view import clock, totals

if TYPE_CHECKING:
    from coach.session.interface import CommandName, Outcome, State
    from coach.timeline.model import Cue, Timeline

WORST = 10
"""The highest answer on the scale from 0."""

TYPED: dict[str, CommandName] = {
    "n": "next",
    "p": "previous",
    "r": "repeat",
    "e": "extend",
    "+": "extend",
    "h": "hurts",
    "s": "stop",
    "q": "stop",
}
"""What a person may type on a line of its own; the commands' whole names are understood as well."""

HELP = (
    "Enter pauses and goes on, and skips a safety notice. Or type n next, p previous, r repeat, "
    "e ten seconds more, h this hurts, s stop, a number from 0 to 10 to answer; then Enter."
)

_INDENT = " " * 7
"""As wide as the time and the space behind it."""
BREATHS = {"in": "breathe in", "sip": "sip", "hold": "hold", "out": "breathe out", "pause": "pause"}
"""What a person does in each phase of a breath."""

_ESCAPES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # control sequences: colours, the cursor
    r"|\x1b[\]PX^_].*?(?:\x1b\\|\x07|$)"  # strings for the terminal: its title, links
    r"|\x1b.?",
    re.DOTALL,
)
_SPACES = re.compile(r"\s+")
_JOINERS = "\u200c\u200d"
"""Not printable, but Persian and Hindi are misspelt without them."""


def readable(text: str) -> str:
    """A text from a file as one line that a terminal may be given.

    Control sequences and control characters are taken out, and marks that turn the direction of
    writing: they can make a line read as another.
    """
    spaced = _SPACES.sub(" ", _ESCAPES.sub("", text))
    plain = "".join(sign for sign in spaced if sign.isprintable() or sign in _JOINERS)
    return _SPACES.sub(" ", plain).strip()  # what was taken out may have stood between two spaces


def line(cue: Cue, timeline: Timeline) -> str | None:
    """One cue as one line: when (`m:ss` from the start) and what; None where there is nothing to tell."""
    told = _told(cue, timeline)
    return f"{clock(cue.at):>5}  {told}" if told else None


def command_of(typed: str, state: State) -> Command | None:
    """What a typed line asks for in that state; None where it makes no sense."""
    word = typed.strip().lower()
    if not word:
        return {"performing": Command("pause"), "paused": Command("resume")}.get(state)
    if re.fullmatch("[0-9]{1,2}", word):
        number = int(word)
        return Command("answer", number) if state == "asking" and number <= WORST else None
    if word in ("pause", "resume"):
        return Command("pause" if word == "pause" else "resume")
    name = TYPED.get(word) or next((whole for whole in TYPED.values() if whole == word), None)
    return Command(name) if name else None


class PlainLines:
    """Writes what happens to a stream, a line each; a reader that stalls or goes away holds up nothing."""

    def __init__(self, timeline: Timeline, stream: TextIO | None) -> None:
        self._timeline = timeline
        self._lines = LineWriter(stream)

    def cue(self, cue: Cue) -> None:
        """A cue has begun."""
        if (text := line(cue, self._timeline)) is not None:
            self._lines.put(text)

    def remark(self, text: str) -> None:
        """Something about the session that the person should know."""
        self._lines.put(f"{_INDENT}note: {readable(text)}")

    def done(self, step: int) -> None:
        """That step, counted from 0, is done and in the journal."""
        name = readable(self._timeline.steps[step].name)
        number = f"step {step + 1} of {len(self._timeline.steps)}"
        self._lines.put(f"{_INDENT}done: {number}, {name}" if name else f"{_INDENT}done: {number}")

    def aside(self, text: str) -> None:
        """Words outside the timeline are spoken."""
        self._lines.put(f"{_INDENT}{readable(text)}")

    def ended(self, outcome: Outcome, done: int, of: int) -> None:
        """The session is over."""
        self._lines.put(f"{_INDENT}{outcome}: {done} of {of} steps done")

    def close(self) -> int:
        """Write what is left; gives how many lines a reader that has stalled did not take."""
        return self._lines.close()


def _told(cue: Cue, timeline: Timeline) -> str:
    if cue.kind in ("say", "count"):
        return readable(cue.text)
    if cue.kind == "tone":
        return f"· {cue.text}"
    seconds = f"{round(cue.seconds, 1):g} s"
    if cue.kind == "breathe":
        return f"{BREATHS[cue.phase or 'pause']} {seconds}"
    if cue.kind == "rest":
        return f"rest {seconds}"
    if cue.kind == "ask":
        return f"answer from 0 to {WORST} within {seconds}: {_step_name(cue, timeline)}"
    sets, reps = (None, None) if cue.step is None else totals(timeline, cue.step)
    parts = [
        readable(cue.text) or _step_name(cue, timeline),
        cue.side or "",
        f"{cue.rep} of {reps}" if reps else "",
        f"set {cue.set} of {sets}" if sets else "",
    ]
    return ": ".join(part for part in (f"{cue.kind} {seconds}", ", ".join(filter(None, parts))) if part)


def _step_name(cue: Cue, timeline: Timeline) -> str:
    return "" if cue.step is None else readable(timeline.steps[cue.step].name)
