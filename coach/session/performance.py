"""A performance: what passes in the sound and what the person wants, turned into acts and events.

Everything arrives in one inbox and is handled in one thread, one item after another. Sound is made
elsewhere (the player, pulled by the output), and so is the journal written (the recorder).
"""

from __future__ import annotations

from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from coach.session.audience import Audience
from coach.session.interface import Command, Moment
from coach.session.opening import Opening
from coach.session.player import Passed, Player, Rang
from coach.session.questions import Asking, asks
from coach.session.recording import Kept, NotKept, Progress
from coach.session.timeline_events import AskEnds, CueBegins, NoticeEnds, StepBegins, StepEnds, TimelineEnds
from coach.session.wishes import obey
from coach.timeline.model import TONE_SECONDS
from coach.timeline.playhead import interjected, resumed, step_at
from coach.timeline.words import words_for

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from coach.journal.events import JSON, EventKind
    from coach.session.interface import Listener, Outcome, State
    from coach.session.prepare import Prepared
    from coach.session.recording import Recorder
    from coach.session.timeline_events import TimelineEvent
    from coach.sound.output import Output
    from coach.timeline.model import NoticeSpan, StepSpan

    Item = Passed | Rang | Kept | NotKept | Command | str
    """What the inbox takes; a string is a remark for the person, from the output's thread."""

ANSWER_SECONDS = 15.0
DRAIN_SECONDS = 0.3
"""Silence after the last sample, so that the device has played what it was given."""
GIVE_UP_SECONDS = 3.0
"""An output that pulls nothing for so long while we wait for the end does not delay it any further."""
SOON = 0.5
"""Seconds ahead of the playhead at which words that nobody planned may begin at the earliest."""
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
        self._words = words_for(prepared.delivery.language)
        self._recorder = recorder_for(self._inbox.put)
        self._audience = Audience(listeners)
        self._facts = dict(facts or {})
        self._opening = Opening(prepared.timeline, first_step)
        self.player = Player(
            prepared.timeline,
            prepared.clips,
            self._inbox.put,
            volume=volume,
            start=self._opening.start,
        )
        self.journal_failed = False
        self.asking = Asking(self, prepared.routine, self._words, ANSWER_SECONDS)
        self.progress = Progress()
        self.state: State = "ready"
        self._outcome: Outcome | None = None

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
        question = self.asking.question
        is_asking = question is not None and self.state == "performing"
        return Moment(
            timeline=self.player.timeline,
            position=self.player.position,
            state="asking" if is_asking else self.state,
            steps_done=self.progress.kept,
            steps_skipped=self.progress.skipped,
            question=question.text if question else "",
            answer_within=self.asking.answer_within,
            aside=self._audience.spoken,
            remarks=self._audience.remarks,
            outcome=self._outcome if self.state == "ended" else None,
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
            detail=self._prepared.delivery.detail,
            **self._facts,
        )
        self.state = "performing"
        self.player.play(at)

    def lead(self, output: Output) -> Outcome:
        """Handle what comes until the end."""
        while self.state != "ended":
            try:
                self.handle(self._inbox.get(timeout=GIVE_UP_SECONDS))
            except Empty:
                if self._outcome is not None:
                    self._end()
        output.close()
        self._recorder.close()
        self.handle_waiting()
        return self._outcome or "stopped"

    def fail(self) -> None:
        """The thread that led it is gone: let whoever watches go."""
        self.state = "ended"

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
            self._audience.remark(item)
        elif isinstance(item, Rang) and item.name == CLOSING:
            self._end()
        elif self._outcome is not None:
            return
        elif isinstance(item, Rang):
            self.asking.rang(item.name)
        elif isinstance(item, Command):
            obey(self, item)
        elif item.take == self.player.take:
            self._reach(item.mark)
        elif isinstance(item.mark, StepEnds) and not self.progress.was_left(item.mark.step.index):
            # The playhead has been put elsewhere since: that is not where we are, but it was performed.
            self._step_done(item.mark.step)

    # What a question needs of us

    def record(self, kind: EventKind, **data: JSON) -> None:
        """Write that down."""
        self._recorder.record(kind, **data)

    def announce(self, text: str) -> None:
        """Show words that are spoken outside the timeline; none: they are over."""
        self._audience.aside(text)

    def step_answered(self, step: int) -> None:
        """An `ask` step is over at once: early, or because its time is."""
        span = self.player.timeline.steps[step]
        if self.player.position < span.end:
            self.player.go_to(self.player.timeline, span.end)
        self._step_done(span)

    def go_on(self, *, anew: bool) -> None:
        """Play on, unless paused; `anew`: the hold or repetition begins again, as the person has let go."""
        if self.state == "paused":
            return
        if anew:
            self.player.go_to(*resumed(self.player.timeline, self.player.position))
        self.player.play()

    def stay_paused(self, remark: str) -> None:
        """Wait for the person."""
        if self.state != "paused":
            self.state = "paused"
            self.record("paused", step=self.step())
        self._audience.remark(remark)

    # What passes in the sound

    def _reach(self, mark: TimelineEvent) -> None:
        if isinstance(mark, CueBegins):
            self._cue_begins(mark)
        elif isinstance(mark, StepBegins):
            if not self._opening.leaves_out(mark.step) and self.progress.begin(mark.step.index):
                self.record("step-started", step=mark.step.index, name=mark.step.name)
        elif isinstance(mark, StepEnds):
            self._step_done(mark.step)
        elif isinstance(mark, NoticeEnds):
            self.notice_given(mark.notice, heard=True)
        elif isinstance(mark, AskEnds):
            if not self.asking.holds_up:
                self.asking.answer(None)
        elif isinstance(mark, TimelineEnds):
            everything = len(self.progress.performed) == len(self.player.timeline.steps)
            self.close("completed" if everything else "partial")

    def _cue_begins(self, mark: CueBegins) -> None:
        if mark.cue.text != self._words.journal_failed:  # it has been shown already
            self._audience.cue(mark.cue)
        if mark.cue.kind == "ask" or asks(mark.cue, self.player.timeline):
            step = self.player.timeline.steps[mark.cue.step or 0]
            self.asking.ask_step(step, waits=mark.cue.kind == "ask")

    def _step_done(self, step: StepSpan) -> None:
        if self.progress.perform(step.index):
            self.record("step-done", step=step.index, name=step.name)

    def notice_given(self, notice: NoticeSpan, *, heard: bool) -> None:
        """Write down that it was given, heard to its end or skipped."""
        self.record("notice-given", notice=notice.notice, version=notice.version, heard=heard)
        begin = self._opening.after_notice(self.player.timeline, notice.end)
        if begin is not None:
            self.go_to(begin)

    def go_to(self, position: float) -> None:
        """Put the playhead elsewhere; a question that stands there is left without an answer."""
        self.asking.leave()
        timeline = self.player.timeline
        step = step_at(timeline, position)
        if step is None or step.at >= position:
            self.progress.go_elsewhere()
        self.player.go_to(timeline, position)

    # The journal, and the end

    def _kept(self, item: Kept) -> None:
        index = item.event.data.get("step")
        if item.event.kind == "step-done" and isinstance(index, int):
            self.progress.keep(index)
        self._audience.committed(item.event)

    def _not_kept(self) -> None:
        self.journal_failed = True
        text = self._words.journal_failed
        self._audience.remark(text)
        if self._outcome is None:
            clip = self._prepared.clips.get(text)
            seconds = TONE_SECONDS["attention"] if clip is None else clip.seconds
            self.player.revise(lambda timeline, at: interjected(timeline, text, seconds, at + SOON))

    def close(self, outcome: Outcome) -> None:
        """End it with that outcome, once what was given to the device has been heard."""
        self._outcome = outcome
        self.asking.give_up()
        self.player.pause()
        self.player.ring(CLOSING, DRAIN_SECONDS)

    def _end(self) -> None:
        if self.state == "ended":
            return
        self.record(
            "session-ended",
            outcome=self._outcome,
            steps_done=len(self.progress.performed),
            seconds=round(self.player.performed_seconds, 3),
            voice=self._prepared.voice,
        )
        self._recorder.flush()
        self.state = "ended"

    def step(self) -> int | None:
        """The step under way."""
        step = step_at(self.player.timeline, self.player.position)
        return None if step is None else step.index
