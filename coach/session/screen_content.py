"""What the screen shows of a snapshot, as words and figures, independent of a terminal."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from coach.scales import HIGHEST_ANSWER
from coach.session.plain import BREATHS, readable
from coach.timeline.model import counted_steps
from coach.timeline.view import clock, countdown, view

if TYPE_CHECKING:
    from coach.session.interface import Snapshot
    from coach.timeline.model import NoticeKind
    from coach.timeline.view import View

PATIENCE = 1.5
"""Seconds that a `1` waits for a `0` (docs/routine-format.md)."""
MARGIN = 0.3
"""Seconds before the question closes at which a waiting `1` is given: late would be no answer."""


@dataclass(frozen=True, slots=True)
class DigitEntry:
    """The digit typed as an answer that a second one may follow: a `1` before a `0`, or any of a number.

    It is sent by itself at `until`. Times are seconds of any monotonic clock, given by the caller.
    """

    until: float | None = None
    digit: int = 1
    patience: float = PATIENCE
    """Seconds for which it waits for the second one."""

    def press(
        self, digit: int, now: float, within: float | None = None, highest: int = HIGHEST_ANSWER
    ) -> tuple[DigitEntry, int | None]:
        """The entry after that digit, and the answer if it is complete; no answer is above `highest`.

        `within`: seconds left to answer, if known. A digit that makes more than the highest answer is a
        correction, and counts alone.
        """
        if self.until is not None:
            if now >= self.until:
                return self._empty, self.digit
            both = 10 * self.digit + digit
            return self._empty, both if both <= highest else digit
        if digit == 0 or 10 * digit > highest:
            return self._empty, digit if digit <= highest else None
        patience = self.patience if within is None else min(self.patience, within - MARGIN)
        return (
            (replace(self, until=now + patience, digit=digit), None) if patience > 0 else (self._empty, digit)
        )

    def wait(self, now: float) -> tuple[DigitEntry, int | None]:
        """The entry after some time: the digit is the answer if no other followed for long enough."""
        if self.until is None or now < self.until:
            return self, None
        return self._empty, self.digit

    def confirm(self) -> tuple[DigitEntry, int | None]:
        """The entry after Enter: a waiting digit is the answer."""
        return self._empty, None if self.until is None else self.digit

    @property
    def _empty(self) -> DigitEntry:
        return replace(self, until=None)


Mood = Literal["listening", "working", "resting", "paused", "asking"]
Key = tuple[str, str]
"""A key's name, and what it does, in a word or two."""

NOTICES: dict[NoticeKind, str] = {"stop-rules": "When to stop", "routine": "Before you begin"}

REPETITIONS = {"hold": "Hold", "move": "Repetition", "breathe": "Breath"}
"""What the person does in a step, and what one of its repetitions is called."""
GET_READY = "Get ready"
COUNT_IN = 5.0
"""Seconds before the person begins from which the figures count down to it."""

KEYS: tuple[Key, ...] = (
    ("space", "pause"), ("s", "stop"), ("h", "hurts"), ("?", "keys"),
    ("!", "list"), ("n", "next"), ("p", "back"), ("r", "again"), ("+", "10 s"),
)  # fmt: skip
"""The most important first: a narrow screen shows only so many."""
HELP: tuple[Key, ...] = (
    ("s or q", "stop, at once"),
    ("space", "pause, and go on"),
    ("h", "this hurts"),
    ("!", "the list of signs"),
    ("n or right", "next exercise"),
    ("p or left", "previous exercise"),
    ("r", "this exercise again"),
    ("+ or e", "ten seconds more"),
    ("0 to 10", "answer a question"),
    ("Enter", "skip notice or wait"),
    ("c", "help for a cramp"),
    ("? or Esc", "back to the exercise"),
)
"""As above: a low screen shows only so many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenContent:
    """Everything that is shown, as plain text. `figures` are drawn large; without them `stage` is shown."""

    mood: Mood
    title: str
    place: str
    name: str
    side: str
    figures: str
    stage: str
    caption: str
    left: float
    """Of what is being done, 1 to 0: how far the bar under the figures is filled."""
    words: str
    next: str
    done: str
    progress: float
    remaining: str
    remarks: tuple[str, ...]
    keys: tuple[Key, ...]


def content_of(snapshot: Snapshot, title: str, entry: DigitEntry) -> ScreenContent:
    """The content for that snapshot; `title` is the routine's, `entry` the typed part of an answer."""
    seen = view(snapshot.timeline, snapshot.position)
    asking = snapshot.state == "asking"
    question = readable(snapshot.question or seen.name)
    return ScreenContent(
        mood=_mood(snapshot, seen),
        title=readable(title),
        place=f"Step {seen.step} of {seen.steps}" if seen.step else "",
        name=_name(seen) if not asking else question if entry.until is not None else "",
        side="" if asking or seen.side is None else seen.side.upper(),
        figures=_answer_so_far(entry) if asking else _figures(snapshot, seen),
        stage=question if asking else _stage(snapshot, seen),
        caption=_asking_caption(snapshot, entry) if asking else _caption(snapshot, seen),
        left=0.0 if snapshot.aside or (asking and seen.task != "ask") else _left(seen),
        words=_words(snapshot, seen),
        next=_next(seen),
        done=f"{len(snapshot.steps_done)} of {len(counted_steps(snapshot.timeline))} done",
        progress=seen.progress,
        remaining=f"{clock(seen.remaining)} left",
        remarks=tuple(readable(remark) for remark in (*snapshot.remarks, *_shown(snapshot, seen))),
        keys=_keys(snapshot, seen),
    )


def _shown(snapshot: Snapshot, seen: View) -> tuple[str, ...]:
    """What the author shows beside this step, on one line: the latest remark is the first to have room."""
    lines = snapshot.timeline.steps[seen.step - 1].shown if seen.step else ()
    return (" · ".join(lines),) if lines else ()


def _mood(snapshot: Snapshot, seen: View) -> Mood:
    if snapshot.state == "asking":
        return "asking"
    if snapshot.state == "paused":
        return "paused"
    if seen.task in REPETITIONS and not snapshot.aside:
        return "working"
    return "resting" if seen.task == "rest" else "listening"


def _name(seen: View) -> str:
    if seen.notice is not None:
        return NOTICES[seen.notice]
    if seen.task == "rest":
        return "Rest"
    if seen.phase is not None:
        return BREATHS[seen.phase].capitalize()
    return "" if seen.kind == "say" or seen.next_task == "ask" else readable(seen.name)


def _counts_reps(seen: View) -> bool:
    """Whether the voice counts repetitions, which a countdown of their seconds would contradict."""
    return seen.task == "move" and seen.rep is not None


def _counts_down_to_start(seen: View) -> bool:
    """Whether a countdown to the start is shown; the words are over by then."""
    return seen.next_task in REPETITIONS and seen.left <= COUNT_IN


def _at_own_pace(seen: View) -> bool:
    return seen.own_pace and seen.task == "move"


def _figures(snapshot: Snapshot, seen: View) -> str:
    if snapshot.aside:  # "Let go gently": a countdown beside it would say the contrary
        return ""
    if (seen.task == "listen" and not _counts_down_to_start(seen)) or _at_own_pace(seen):
        return ""
    return str(seen.rep) if _counts_reps(seen) else countdown(seen.left)


def _stage(snapshot: Snapshot, seen: View) -> str:
    """The text that is shown when there are no figures."""
    if snapshot.aside:
        return readable(snapshot.aside)
    if _at_own_pace(seen):
        return "At your own pace"
    return readable(seen.words) or (GET_READY if seen.next_task in REPETITIONS else "")


def _caption(snapshot: Snapshot, seen: View) -> str:
    if snapshot.state == "paused":
        return "Space when you have read it" if snapshot.to_read else "Paused · space to resume"
    if snapshot.aside:
        return ""
    if seen.notice is not None or seen.is_waiting:
        return "Enter skips this" if seen.notice else "Enter when you are ready"
    if _at_own_pace(seen):
        return f"n when you are done · {countdown(seen.left)} s left"
    if seen.next_task in REPETITIONS:
        return GET_READY if _counts_down_to_start(seen) else f"Begins in {countdown(seen.left)} s"
    return " · ".join(
        part for part in (_numbers(seen), "n when you are done" if seen.can_end else "") if part
    )


def _numbers(seen: View) -> str:
    """Which repetition of how many, and which set of how many."""
    unit = REPETITIONS.get(seen.task, "")
    parts = [
        f"{unit} {seen.rep} of {seen.reps}" if unit and seen.rep and seen.reps else "",
        f"Set {seen.set} of {seen.sets}" if seen.set and seen.sets else "",
    ]
    return " · ".join(part for part in parts if part) or (unit if seen.task == "hold" else "")


def _left(seen: View) -> float:
    """How far the bar is filled: a breath fills and empties it, anything else only empties it."""
    share = seen.left / seen.span if seen.span else 0.0
    breaths = {"in": 1.0 - share, "sip": 1.0, "hold": 1.0, "out": share, "pause": 0.0}
    return breaths[seen.phase] if seen.phase else share


def _words(snapshot: Snapshot, seen: View) -> str:
    """The words under the figures; without figures they are on the stage already."""
    if snapshot.state == "asking":
        return readable(snapshot.aside.removesuffix(snapshot.question))  # the question is shown above
    in_view = _figures(snapshot, seen) or (_at_own_pace(seen) and not snapshot.aside)
    return readable(seen.words) if in_view else ""


def _next(seen: View) -> str:
    if seen.next is None:
        return "the end"
    name = readable(seen.next.name)
    return f"{name}, {seen.next.side}" if seen.next.side else name


def _answer_so_far(entry: DigitEntry) -> str:
    return "" if entry.until is None else str(entry.digit)


def _asking_caption(snapshot: Snapshot, entry: DigitEntry) -> str:
    within = "" if snapshot.answer_within is None else f" · {countdown(snapshot.answer_within)} s left"
    if snapshot.answer == "yes-or-no":
        return "Press y for yes, n for no" + within
    if snapshot.answer == "number":
        return ("Press another digit, or Enter" if entry.until else "Press a number, 0 to 99") + within
    return ("Press 0 for 10" if entry.until is not None else "Press a number, 0 to 10") + within


def _keys(snapshot: Snapshot, seen: View) -> tuple[Key, ...]:
    if snapshot.state == "asking":
        keys = {"0-10": "0 to 10", "number": "0 to 99", "yes-or-no": "y or n"}[snapshot.answer]
        return ((keys, "answer"), ("s", "stop"), ("?", "keys"))
    if snapshot.state == "paused":
        return (("space", "go on" if snapshot.to_read else "resume"), *KEYS[1:])
    if seen.notice is not None:
        return (("Enter", "skip"), *KEYS[:4])
    if seen.is_waiting:
        return (("Enter", "ready"), *KEYS[:4])
    return KEYS
