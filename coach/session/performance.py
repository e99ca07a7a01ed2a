"""A performance: turns what the samples reach and what the person commands into actions and events.

Everything arrives in one inbox and is handled in one thread, one item after another. The player makes the
sound, pulled by the output; the recorder writes the journal; `Questions` asks and acts on answers;
`Navigation` knows the steps.
"""

from __future__ import annotations

from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from coach.journal.confirmation import heard_by, heard_from_now
from coach.routine.variants import wordings
from coach.session.interface import ANSWER_SECONDS, Command, SessionListeners, Snapshot
from coach.session.late_clips import LATE, ClipsMade, LateClips
from coach.session.navigation import Navigation, starting_point
from coach.session.player import EventReached, Finished, Player
from coach.session.questions import Questions, begins_question
from coach.session.recording import EventNotStored, EventStored
from coach.session.timeline_events import AskEnds, CueBegins, NoticeEnds, StepBegins, StepEnds, TimelineEnds
from coach.session.transport import DRAIN_SECONDS
from coach.session.unspoken_notices import CHIME, UnspokenNotices
from coach.timeline.model import counted_steps
from coach.timeline.playhead import resumed
from coach.timeline.words import words_for

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from coach.journal.confirmation import Heard
    from coach.journal.events import JSON, EventKind
    from coach.session.interface import Outcome, SessionListener, State
    from coach.session.prepare import PreparedRoutine
    from coach.session.recording import Recorder
    from coach.session.timeline_events import TimelineEvent
    from coach.session.unspoken_notices import Acknowledged
    from coach.sound.output import Output
    from coach.timeline.model import Cue

    Item = EventReached | Finished | EventStored | EventNotStored | Command | ClipsMade | str
    """What the inbox takes; a string is a remark for the person, from the output's thread."""

OUTPUT_TIMEOUT = 3.0
"""Seconds without anything happening after which the end no longer waits for an output that pulls nothing."""
CLOSING = "closing"
"""The timer that ends the session, or the last words of it."""
_MOVES = {name: getattr(Navigation, name) for name in ("next", "previous", "repeat", "go")}
"""The commands that leave the place under way, and with it a question that is asked there."""


class Performance:
    """One performance of a prepared routine; implements `LiveSession`.

    `recorder_for` makes the recorder, given the function that it reports to. `first_step`: the step
    (from 0) to begin with, after the opening. `facts` go into `session-started`, and what `facts_at_end`
    returns then into `session-ended`, also in place of `heard`. `acknowledged`: the safety notices that
    are shown until the person goes on. Afterwards `journal_failed` says whether an
    event could not be stored.
    """

    def __init__(
        self,
        prepared: PreparedRoutine,
        recorder_for: Callable[[Callable[[EventStored | EventNotStored], None]], Recorder],
        listeners: Sequence[SessionListener] = (),
        *,
        volume: float = 0.8,
        first_step: int = 0,
        facts: Mapping[str, JSON] | None = None,
        acknowledged: Acknowledged = "none",
    ) -> None:
        self._inbox: SimpleQueue[Item] = SimpleQueue()
        self._words = words_for(prepared.delivery.language)
        self._recorder = recorder_for(self._inbox.put)
        self._facts = dict(facts or {})
        self._state: State = "ready"
        self._outcome: Outcome | None = None
        start, after_opening = starting_point(prepared.timeline, first_step)
        self.player = Player(prepared.timeline, prepared.clips, self._inbox.put, volume=volume, start=start)
        self.listeners = SessionListeners(listeners)
        self._clips = LateClips(prepared, self.player, self.listeners.remark)
        self.navigation = Navigation(self.player, self.record, after_opening)
        self.questions = Questions(self, prepared.routine, self._words, ANSWER_SECONDS)
        self.notices = UnspokenNotices(
            self, acknowledged, lambda: self._clips.prepared.clips, lambda: self._heard() == "no"
        )
        self.journal_failed = False
        self.facts_at_end: Callable[[], Mapping[str, JSON]] = dict
        self._heard: Callable[[], Heard] = lambda: heard_by(self.player.volume, ())

    @property
    def session(self) -> str:
        """The session's id."""
        return self._recorder.session

    def command(self, command: Command) -> None:
        """Carry out the command as soon as possible; one that makes no sense now is ignored."""
        self._inbox.put(command)

    def clips_made(self, made: ClipsMade) -> None:
        """Report clips of later words that are ready; may be called from any thread."""
        self._inbox.put(made)

    def remark(self, text: str) -> None:
        """Show the person a sentence; may be called from any thread."""
        self._inbox.put(text)

    def snapshot(self) -> Snapshot:
        """The session as it is now."""
        question, progress = self.questions.question, self.navigation.progress
        over = "" if self.listeners.is_to_read else self._words.calls.read_this
        is_asking = question is not None and self._state == "performing"
        return Snapshot(
            timeline=self.player.timeline,
            position=self.player.position,
            state="asking" if is_asking else self._state,
            steps_done=progress.stored,
            question=question.text if question else "",
            answer=question.answer if question else "0-10",
            answer_within=self.questions.answer_within,
            aside=self.listeners.current_aside,
            to_read=self.listeners.is_to_read,
            remarks=tuple(each for each in self.listeners.remarks if each != over),
            outcome=self._outcome if self._state == "ended" else None,
        )

    def perform(self, output: Output) -> Outcome:
        """Perform from beginning to end; returns the outcome once the journal has it, or has failed."""
        output.start(self.player, self.remark)
        self.begin()
        return self.run(output)

    def begin(self, at: float | None = None) -> None:
        """Start performing, now or at that instant of the player's monotonic clock."""
        prepared = self._clips.prepared
        self.record(
            "session-started",
            title=prepared.routine.title,
            language=prepared.routine.language,
            voice=prepared.voice,
            steps=len(counted_steps(prepared.timeline)),
            detail=prepared.delivery.detail,
            wording=prepared.delivery.wording if wordings(prepared.routine) > 1 else None,
            **self._facts,
        )
        self._state = "performing"
        self.player.play(at)
        self._clips.check()

    def run(self, output: Output) -> Outcome:
        """Handle items until the performance ends."""
        self._heard = heard_from_now(self.player.volume, lambda: output.is_audible)
        while self._state != "ended":
            try:
                self.handle(self._inbox.get(timeout=OUTPUT_TIMEOUT))
            except Empty:
                if self._outcome is not None:
                    self._end()
        output.close()
        self._recorder.close()
        self.handle_waiting()
        return self._outcome or "stopped"

    def fail(self) -> None:
        """Mark the performance as over because its thread failed, so that a screen does not wait for it."""
        self._state = "ended"

    def handle_waiting(self) -> None:
        """Handle all waiting items, and return."""
        while True:
            try:
                self.handle(self._inbox.get_nowait())
            except Empty:
                return

    def handle(self, item: Item) -> None:
        """Handle one item; after the outcome, only the journal, remarks and the last timer count."""
        if isinstance(item, EventStored):
            self._stored(item)
        elif isinstance(item, EventNotStored):
            self._not_stored()
        elif isinstance(item, str):
            self.listeners.remark(item)
        elif isinstance(item, Finished) and item.name == CLOSING:
            self._end()
        elif self._outcome is not None:
            return
        elif isinstance(item, Finished):
            self._finished(item.name)
        elif isinstance(item, Command | ClipsMade):
            self._steer(item)
        elif item.moves == self.player.moves:
            self._reached(item.event)
        elif isinstance(item.event, StepEnds):
            self.navigation.step_ended_before_moving(item.event.step)

    def _finished(self, name: str) -> None:
        if name == CHIME:
            self.notices.chime()
        elif name == LATE:
            self._clips.wait(is_performing=self._state == "performing" and not self.questions.is_blocking)
        else:
            self.questions.finished(name)

    def _steer(self, item: Command | ClipsMade) -> None:
        if isinstance(item, ClipsMade):
            self._clips.add(item)
        else:
            self._apply(item)
            self._clips.check()

    def _apply(self, command: Command) -> None:
        """Carry out a command, unless it makes no sense now."""
        if command.name == "stop":
            self.close("stopped")
        elif command.name == "answer":
            self.questions.answer(command.pain)
        elif self.questions.is_ending or self.notices.takes(command):
            return
        elif command.name == "hurts":
            self._hurts(command.pain)
        elif command.name == "pause":
            self._pause()
        elif command.name == "resume":
            self._resume()
        elif not self.questions.is_blocking:
            self._navigate(command)

    def _hurts(self, pain: int | None) -> None:
        """Stop the count at once and ask how much it hurts, unless `pain` says it."""
        if self.questions.asks_for_pain:
            if pain is not None:
                self.questions.answer(pain)
            return
        self.player.pause()
        self.notices.leave()
        self.end_pause()
        self.questions.ask_for_pain(self.navigation.step, pain)

    def _pause(self) -> None:
        if self._state == "performing":
            self.player.pause()
            self.questions.pause()
            self._begin_pause()

    def _resume(self) -> None:
        if self._state == "paused":
            self.end_pause()
            if not self.questions.resume():
                self.go_on()

    def _begin_pause(self) -> None:
        if self._state != "paused":
            self._state = "paused"
            self.record("paused", step=self.navigation.step)

    def end_pause(self) -> None:
        """Perform again, if it was paused."""
        if self._state == "paused":
            self._state = "performing"
            self.record("resumed", step=self.navigation.step)

    def _navigate(self, command: Command) -> None:
        if command.name == "extend":
            self.navigation.extend()
        elif command.name in _MOVES:
            self.questions.leave()
            _MOVES[command.name](self.navigation)

    def record(self, kind: EventKind, **data: JSON) -> None:
        """Record an event that happens now."""
        self._recorder.record(kind, **data)

    def go_on(self) -> None:
        """Continue, unless paused: from the start of the hold or repetition, as the person has let go."""
        if self._state != "paused":
            self.player.go_to(*resumed(self.player.timeline, self.player.position))
            self.player.play()

    def stay_paused(self, remark: str = "") -> None:
        """Wait for the person, and show them why; without a remark, as they have something to read."""
        self._begin_pause()
        self.listeners.remark(remark or self._words.calls.read_this)

    def close(self, outcome: Outcome) -> None:
        """End with that outcome, once the device has played what it was given."""
        self._outcome = outcome
        self.notices.leave()
        self.questions.close()
        self.player.pause()
        feedback = self._clips.prepared.delivery.feedback
        if outcome == "completed" and feedback in self._clips.prepared.clips:
            self.listeners.aside(feedback)
            self.player.speak_aside(CLOSING, (feedback,))
        else:
            self.player.set_timer(CLOSING, DRAIN_SECONDS)

    def _reached(self, event: TimelineEvent) -> None:
        if isinstance(event, CueBegins) and not self.notices.holds(event.cue):
            self._cue_begins(event.cue)
        elif isinstance(event, StepBegins):
            self.navigation.step_begins(event.step)
        elif isinstance(event, StepEnds):
            self.navigation.step_ends(event.step)
        elif isinstance(event, NoticeEnds):
            self.navigation.notice_ends(event.notice, is_spoken=self.notices.is_spoken(event.notice))
        elif isinstance(event, AskEnds):
            if not self.questions.is_blocking:
                self.questions.answer(None)
        elif isinstance(event, TimelineEnds):
            self.close("completed" if self.navigation.is_complete else "partial")

    def _cue_begins(self, cue: Cue) -> None:
        if cue.text != self._words.journal_failed:  # it has been shown already
            self.listeners.cue(cue)
        if cue.kind == "ask" or begins_question(cue, self.player.timeline):
            step = self.player.timeline.steps[cue.step or 0]
            self.questions.ask_step(step, waits=cue.kind == "ask")

    def _stored(self, item: EventStored) -> None:
        index = item.event.data.get("step")
        if item.event.kind == "step-done" and isinstance(index, int):
            self.navigation.progress.store(index)
        self.listeners.committed(item.event)

    def _not_stored(self) -> None:
        self.journal_failed = True
        text = self._words.journal_failed
        self.listeners.remark(text)
        if self._outcome is None:
            self._clips.interject(text)

    def _end(self) -> None:
        if self._state == "ended":
            return
        self.record(
            "session-ended",
            outcome=self._outcome,
            steps_done=self.navigation.steps_done,
            seconds=round(self.player.performed_seconds, 3),
            voice=self._clips.prepared.voice,
            **({"heard": self._heard()} | dict(self.facts_at_end())),
        )
        self._recorder.flush()
        self._state = "ended"
