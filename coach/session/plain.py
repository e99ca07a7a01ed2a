"""`--plain`: a session as lines of text for a pipe, a log or a screen reader, and typed commands."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, TextIO

from coach.session.interface import Command
from coach.session.line_writer import LineWriter
from coach.session.questions import HIGHEST
from coach.timeline.model import counted_steps
from coach.timeline.playhead import notice_at, wait_at
from coach.timeline.view import clock, totals

if TYPE_CHECKING:
    from coach.journal.events import Event
    from coach.routine.model import AnswerKind
    from coach.session.interface import CommandName, Snapshot, State
    from coach.timeline.model import Cue, Timeline

TYPED: dict[str, CommandName] = {
    "n": "next",
    "p": "previous",
    "r": "repeat",
    "e": "extend",
    "g": "go",
    "+": "extend",
    "h": "hurts",
    "s": "stop",
    "q": "stop",
}
"""What a person may type on a line of its own; the full names of the commands work as well."""

YES_OR_NO = {"yes": 1, "y": 1, "no": 0, "n": 0}
"""The answers to a yes-or-no question, and the numbers that they are recorded as."""
HELP = (
    "Press Enter to pause, to go on, or to skip a safety notice or a wait. Or type a letter and press Enter: "
    "n next, p previous, r repeat, e ten more seconds, g go on, h this hurts, s stop, "
    "! the list of signs, c a cramp now: the routine waits, and the help for it is led; "
    "to answer, a number from 0 to 10."
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
    """A text from a file as one line that is safe to write to a terminal.

    Control sequences and control characters are removed, as are characters that change the direction of
    writing: they can make a line read as something else.
    """
    spaced = _SPACES.sub(" ", _ESCAPES.sub("", text))
    plain = "".join(sign for sign in spaced if sign.isprintable() or sign in _JOINERS)
    return _SPACES.sub(" ", plain).strip()  # removing a character may leave two spaces


def line(cue: Cue, timeline: Timeline) -> str | None:
    """A cue as a line: its time (`m:ss` from the start) and text; None if there is nothing to read."""
    text = _description(cue, timeline)
    return f"{clock(cue.at):>5}  {text}" if text else None


def command_of(typed: str, state: State, answer: AnswerKind = "0-10") -> Command | None:
    """The command for a typed line in that state, or None; `answer` is how a question is answered."""
    word = typed.strip().lower()
    if not word:
        return {"performing": Command("pause"), "paused": Command("resume")}.get(state)
    if re.fullmatch("[0-9]{1,2}", word):
        number = int(word)
        return Command("answer", number) if state == "asking" and number <= HIGHEST[answer] else None
    if state == "asking" and answer == "yes-or-no" and word in YES_OR_NO:
        return Command("answer", YES_OR_NO[word])
    if word in ("pause", "resume"):
        return Command("pause" if word == "pause" else "resume")
    name = TYPED.get(word) or next((whole for whole in TYPED.values() if whole == word), None)
    return Command(name) if name else None


def skip_of(snapshot: Snapshot) -> Command | None:
    """What Enter skips now: a safety notice, or a wait for the person."""
    if notice_at(snapshot.timeline, snapshot.position) is not None:
        return Command("next")
    return Command("go") if wait_at(snapshot.timeline, snapshot.position) is not None else None


class PlainLines:
    """Writes what happens to a stream, one line each; a reader that stalls or goes away delays nothing.

    Implements `SessionListener`.
    """

    def __init__(self, timeline: Timeline, stream: TextIO | None) -> None:
        self._timeline = timeline
        self._lines = LineWriter(stream)
        self._step: int | None = None

    def cue(self, cue: Cue) -> None:
        """A cue begins; with the first of a step comes what is shown beside it."""
        if cue.step is not None and cue.step != self._step:
            self._step = cue.step
            for shown in self._timeline.steps[cue.step].shown:
                self.remark(shown)
        if (text := line(cue, self._timeline)) is not None:
            self._lines.put(text)

    def remark(self, text: str) -> None:
        """A sentence about the session for the person."""
        self._lines.put(f"{_INDENT}note: {readable(text)}")

    def aside(self, text: str) -> None:
        """Words outside the timeline are being spoken."""
        self._lines.put(f"{_INDENT}{readable(text)}")

    def to_read(self, texts: tuple[str, ...]) -> None:
        """Safety texts to be read."""
        for text in texts:
            self.aside(text)
        if texts:
            self.remark("The routine waits: press Enter when you have read this.")

    def committed(self, event: Event) -> None:
        """The journal has this event: only now a step is called done, or the session over."""
        steps = self._timeline.steps
        if event.kind == "step-done":
            index = int(str(event.data["step"]))
            name = readable(steps[index].name)
            self._lines.put(f"{_INDENT}done: step {index + 1} of {len(steps)}{name and f', {name}'}")
        elif event.kind == "session-ended":
            done, of = event.data["steps_done"], len(counted_steps(self._timeline))
            self._lines.put(f"{_INDENT}{event.data['outcome']}: {done} of {of} steps done")

    def close(self) -> None:
        """Write what is left; a reader that accepts nothing is given up, and stderr says so."""
        unread = self._lines.close()
        if unread:
            note = LineWriter(sys.stderr)  # it may lead to the same reader
            note.put(f"The last {unread} lines were not read; the journal has everything that was done.")
            note.close()


def _description(cue: Cue, timeline: Timeline) -> str:
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
        kind = "0-10" if cue.step is None else timeline.steps[cue.step].answer
        how = "yes or no" if kind == "yes-or-no" else f"from 0 to {HIGHEST[kind]}"
        return f"answer {how} within {seconds}: {_step_name(cue, timeline)}"
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
