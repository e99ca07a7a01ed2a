"""A performance: what passes in the sound and what the person wants, turned into acts and events.

Everything arrives in one inbox and is handled in one thread, one item after another. Sound is made
elsewhere (the player, pulled by the output), and so is the journal written (the recorder).
"""

from __future__ import annotations

from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from coach.session.asking import Asking
from coach.session.marks import AskEnds, CueBegins, NoticeEnds, StepBegins, StepEnds, TimelineEnds
from coach.session.player import Passed, Player, Rang
from coach.session.port import Command, Moment
from coach.session.progress import Progress
from coach.session.recorder import Kept, NotKept
from coach.timeline.insert import span_at, step_at
from coach.timeline.playhead import (
    extended,
    next_start,
    notice_at,
    previous_start,
    repeat_start,
    resumed,
)
from coach.timeline.words import words_for

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from coach.journal.events import JSON, EventKind
    from coach.session.marks import Mark
    from coach.session.port import Listener, Outcome, State
    from coach.session.prepare import Prepared
    from coach.session.recorder import Recorder
    from coach.sound.port import Output
    from coach.timeline.model import StepSpan

    Item = Passed | Rang | Kept | NotKept | Command | str
    """What the inbox takes; a string is a remark for the person, from the output's thread."""

MORE_SECONDS = 10.0
ANSWER_SECONDS = 15.0
DRAIN_SECONDS = 0.3
"""Silence after the last sample, so that the device has played what it was given."""
GIVE_UP_SECONDS = 3.0
"""An output that pulls nothing for so long while we wait for the end does not delay it any further."""
CLOSING = "closing"


class Performance:
    """One performance of a prepared routine; implements `Performing`.

    `recorder_for` makes the recorder, given the inbox that it tells what is kept. `first_step`:
    where to begin, after the notices if there are any. `facts` go into `session-started`.
    Afterwards `journal_failed` says whether something could not be kept.
    """

    def __init__(
        self,
        prepared: Prepared,
        recorder_for: Callable[[Callable[[Kept | NotKept], None]], Recorder],
        listeners: Sequence[Listener] = (),
        *,
        volume: float = 0.8,
        first_step: int = 0,
        facts: Mapping[str, JSON] | None = None,
    ) -> None:
        self._inbox: SimpleQueue[Item] = SimpleQueue()
        self._prepared = prepared
        self._words = words_for(prepared.manner.language)
        self._recorder = recorder_for(self._inbox.put)
        self._listeners = tuple(listeners)
        self._facts = dict(facts or {})
        self._first_step = min(first_step, len(prepared.timeline.steps) - 1)
        """Where to go once the notices are over; 0 when that is done."""
        self.player = Player(
            prepared.timeline, prepared.clips, self._inbox.put, volume=volume, start=self._start()
        )
        self.journal_failed = False
        self._asking = Asking(self, prepared.routine, self._words, ANSWER_SECONDS)
        self._progress = Progress()
        self._state: State = "ready"
        self._aside = ""
        self._remarks: tuple[str, ...] = ()
        self._outcome: Outcome | None = None
        self._acts: dict[str, Callable[[], None]] = {
            "pause": self._pause,
            "resume": self._resume,
            "next": self._next,
            "previous": lambda: self._go_to(previous_start(self.player.timeline, self.player.position)),
            "repeat": lambda: self._go_to(repeat_start(self.player.timeline, self.player.position)),
            "extend": self._extend,
        }

    # What the outside sees

    @property
    def session(self) -> str:
        """The session's id."""
        return self._recorder.session

    def command(self, command: Command) -> None:
        """Do this as soon as possible; what makes no sense now is ignored."""
        self._inbox.put(command)

    def remark(self, text: str) -> None:
        """Tell the person a sentence; may be called from any thread."""
        self._inbox.put(text)

    def moment(self) -> Moment:
        """How it stands."""
        question = self._asking.question
        is_asking = question is not None and self._state == "performing"
        return Moment(
            timeline=self.player.timeline,
            position=self.player.position,
            state="asking" if is_asking else self._state,
            steps_done=self._progress.kept,
            steps_skipped=self._progress.skipped,
            question=question.text if question else "",
            answer_within=self._asking.answer_within,
            aside=self._aside,
            remarks=self._remarks,
            outcome=self._outcome if self._state == "ended" else None,
        )

    def perform(self, output: Output) -> Outcome:
        """Begin, and lead to the end; gives the outcome once the journal has it, or has failed."""
        output.start(self.player.pull, self.remark)
        self.begin()
        return self.lead(output)

    def begin(self, at: float | None = None) -> None:
        """Start performing, now or at that instant of the player's monotonic clock."""
        self.record(
            "session-started",
            title=self._prepared.routine.title,
            language=self._prepared.routine.language,
            voice=self._prepared.voice,
            steps=len(self._prepared.timeline.steps),
            detail=self._prepared.manner.detail,
            **self._facts,
        )
        self._state = "performing"
        self.player.play(at)

    def lead(self, output: Output) -> Outcome:
        """Handle what comes until the end."""
        while self._state != "ended":
            try:
                self.handle(self._inbox.get(timeout=GIVE_UP_SECONDS if self._outcome else None))
            except Empty:
                self._end()
        output.close()
        self._recorder.close()
        self.handle_waiting()
        return self._outcome or "stopped"

    def fail(self) -> None:
        """The thread that led it is gone: let whoever watches go."""
        self._state = "ended"

    def handle_waiting(self) -> None:
        """Handle all that waits, and return."""
        while True:
            try:
                self.handle(self._inbox.get_nowait())
            except Empty:
                return

    def handle(self, item: Item) -> None:
        """Handle one item; once an outcome stands, only the journal's news and the last bell count."""
        if isinstance(item, Kept):
            self._kept(item)
        elif isinstance(item, NotKept):
            self._not_kept()
        elif isinstance(item, str):
            self._show_remark(item)
        elif isinstance(item, Rang) and item.name == CLOSING:
            self._end()
        elif self._outcome is not None:
            return
        elif isinstance(item, Rang):
            self._asking.rang(item.name)
        elif isinstance(item, Command):
            self._obey(item)
        elif item.take == self.player.take:
            # What was passed before the playhead was put elsewhere is not where we are.
            self._reach(item.mark)

    # What a question needs of us

    def record(self, kind: EventKind, **data: JSON) -> None:
        """Write that down; what does not apply is left out, but for the answer that did not come."""
        known = {key: value for key, value in data.items() if value is not None or key == "pain"}
        self._recorder.record(kind, **known)

    def announce(self, text: str) -> None:
        """Show words that are spoken outside the timeline; none: they are over."""
        self._aside = text
        if text:
            for listener in self._listeners:
                listener.aside(text)

    def step_answered(self, step: int | None, until: float) -> None:
        """An `ask` step is over at once: early, or because its time is."""
        if self.player.position < until:
            self.player.go_to(self.player.timeline, until)
        if step is not None:
            self._step_done(self.player.timeline.steps[step])

    def go_on(self, *, anew: bool) -> None:
        """Play on; `anew`: the hold or repetition begins again, as the person has let go."""
        if anew:
            self.player.go_to(*resumed(self.player.timeline, self.player.position))
        self._state = "performing"
        self.player.play()

    def stay_paused(self, remark: str) -> None:
        """Wait for the person."""
        self._state = "paused"
        self.record("paused", step=self._step())
        self._show_remark(remark)

    def stop_for_pain(self) -> None:
        """End it: outcome stopped."""
        self._close("stopped")

    # What passes in the sound

    def _reach(self, mark: Mark) -> None:
        if isinstance(mark, CueBegins):
            self._cue_begins(mark)
        elif isinstance(mark, StepBegins):
            if mark.step.index >= self._first_step and self._progress.begin(mark.step.index):
                self.record("step-started", step=mark.step.index, name=mark.step.name)
        elif isinstance(mark, StepEnds):
            self._step_done(mark.step)
        elif isinstance(mark, NoticeEnds):
            notice = mark.notice
            self.record("notice-given", notice=notice.notice, version=notice.version, heard=True)
            self._after_notice(notice.end)
        elif isinstance(mark, AskEnds):
            if not self._asking.holds_up:
                self._asking.answer(None)
        elif isinstance(mark, TimelineEnds):
            everything = len(self._progress.performed) == len(self.player.timeline.steps)
            self._close("completed" if everything else "partial")

    def _cue_begins(self, mark: CueBegins) -> None:
        for listener in self._listeners:
            listener.cue(mark.cue)
        if mark.cue.kind == "ask":
            self._asking.ask_step(mark.cue, self.player.timeline.steps[mark.cue.step or 0])

    def _step_done(self, step: StepSpan) -> None:
        if self._progress.perform(step.index):
            self.record("step-done", step=step.index, name=step.name)

    # What the person wants

    def _obey(self, command: Command) -> None:
        if command.name == "stop":
            self._close("stopped")
        elif command.name == "answer":
            self._asking.answer(command.pain)
        elif self._asking.holds_up:
            return
        elif command.name == "hurts":
            self._hurts(command.pain)
        elif command.name in self._acts:
            self._acts[command.name]()

    def _pause(self) -> None:
        if self._state == "performing":
            self.player.pause()
            self._state = "paused"
            self.record("paused", step=self._step())

    def _resume(self) -> None:
        if self._state == "paused":
            self.record("resumed", step=self._step())
            self.go_on(anew=True)

    def _next(self) -> None:
        timeline, position = self.player.timeline, self.player.position
        notice = notice_at(timeline, position)
        if notice is not None:
            self.record("notice-given", notice=notice.notice, version=notice.version, heard=False)
            self._go_to(notice.end)
            self._after_notice(notice.end)
            return
        step, span = step_at(timeline, position), span_at(timeline, position)
        if step is not None and step.own_pace and span is not None and span.kind == "move":
            self._go_to(span.end)  # the person is done with it: that is how one's own pace ends
            return
        if step is not None and self._progress.skip(step.index):
            self.record("step-skipped", step=step.index, name=step.name)
        self._go_to(next_start(timeline, position))

    def _start(self) -> float:
        """Where to begin: with the first step that was asked for, but never without the notices before it."""
        timeline = self._prepared.timeline
        begin = timeline.steps[self._first_step].at
        if any(notice.end <= begin for notice in timeline.notices):
            return 0.0
        is_later, self._first_step = self._first_step > 0, 0
        return begin if is_later else 0.0

    def _after_notice(self, end: float) -> None:
        """The last notice is over: to the step that was asked for."""
        timeline = self.player.timeline
        is_last = all(notice.end <= end for notice in timeline.notices)
        begin = timeline.steps[self._first_step].at
        if self._first_step and is_last:
            self._first_step = 0
            self._go_to(begin)

    def _extend(self) -> None:
        self.player.swap(extended(self.player.timeline, self.player.position, MORE_SECONDS))

    def _go_to(self, position: float) -> None:
        if self._asking.question is not None:
            self._asking.answer(None)
        self.player.go_to(self.player.timeline, position)

    def _hurts(self, pain: int | None) -> None:
        """Stop the count at once; everything else is the question's."""
        self.player.pause()
        self._state = "performing"
        self._asking.ask_for_pain(self._step(), pain)

    # The journal, and the end

    def _kept(self, item: Kept) -> None:
        index = item.event.data.get("step")
        if item.event.kind == "step-done" and isinstance(index, int):
            self._progress.keep(index)
        for listener in self._listeners:
            listener.committed(item.event)

    def _not_kept(self) -> None:
        self.journal_failed = True
        self._show_remark(self._words.journal_failed)
        self.player.speak_aside("warning", (self._words.journal_failed,))

    def _show_remark(self, text: str) -> None:
        self._remarks = (*self._remarks, text)
        for listener in self._listeners:
            listener.remark(text)

    def _close(self, outcome: Outcome) -> None:
        """End it with that outcome, once what was given to the device has been heard."""
        self._outcome = outcome
        self._asking.give_up()
        self.player.pause()
        self.player.ring(CLOSING, DRAIN_SECONDS)

    def _end(self) -> None:
        if self._state == "ended":
            return
        self.record(
            "session-ended",
            outcome=self._outcome,
            steps_done=len(self._progress.performed),
            seconds=round(self.player.performed_seconds, 3),
            voice=self._prepared.voice,
        )
        self._recorder.flush()
        self._state = "ended"

    def _step(self) -> int | None:
        step = step_at(self.player.timeline, self.player.position)
        return None if step is None else step.index
