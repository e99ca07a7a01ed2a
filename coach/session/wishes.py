"""What the person may wish for in a session, and what each wish does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.timeline.playhead import (
    extended,
    next_start,
    notice_at,
    previous_start,
    repeat_start,
    span_at,
    step_at,
)

if TYPE_CHECKING:
    from coach.session.interface import Command
    from coach.session.performance import Performance

MORE_SECONDS = 10.0


def obey(performance: Performance, command: Command) -> None:
    """Do what the command says; what makes no sense now is ignored."""
    if command.name == "stop":
        performance.close("stopped")
    elif command.name == "answer":
        performance.asking.answer(command.pain)
    elif performance.asking.is_ending:
        return
    elif command.name == "hurts":
        _hurts(performance, command.pain)
    elif command.name in _ACTS and (command.name in _AT_ANY_TIME or not performance.asking.holds_up):
        _ACTS[command.name](performance)


def _pause(performance: Performance) -> None:
    if performance.state == "performing":
        performance.player.pause()
        performance.asking.hold()
        performance.state = "paused"
        performance.record("paused", step=performance.step())


def _resume(performance: Performance) -> None:
    if performance.state == "paused":
        _end_pause(performance)
        if not performance.asking.go_on():
            performance.go_on(anew=True)


def _next(performance: Performance) -> None:
    timeline, position = performance.player.timeline, performance.player.position
    notice = notice_at(timeline, position)
    if notice is not None:
        performance.go_to(notice.end)
        performance.notice_given(notice, heard=False)
        return
    step, span = step_at(timeline, position), span_at(timeline, position)
    if step is not None and step.own_pace and span is not None and span.kind == "move":
        performance.go_to(span.end)  # the person is done with it: that is how one's own pace ends
        return
    performance.go_to(next_start(timeline, position))
    if step is not None and performance.progress.skip(step.index):
        performance.record("step-skipped", step=step.index, name=step.name)


def _previous(performance: Performance) -> None:
    performance.go_to(previous_start(performance.player.timeline, performance.player.position))


def _repeat(performance: Performance) -> None:
    performance.go_to(repeat_start(performance.player.timeline, performance.player.position))


def _extend(performance: Performance) -> None:
    performance.player.revise(lambda timeline, at: extended(timeline, at, MORE_SECONDS))


def _hurts(performance: Performance, pain: int | None) -> None:
    """Stop the count at once; everything else is the question's."""
    if performance.asking.asks_for_pain:
        if pain is not None:
            performance.asking.answer(pain)
        return
    performance.player.pause()
    if performance.state == "paused":
        _end_pause(performance)
    performance.asking.ask_for_pain(performance.step(), pain)


def _end_pause(performance: Performance) -> None:
    performance.record("resumed", step=performance.step())
    performance.state = "performing"


_ACTS = {
    "pause": _pause,
    "resume": _resume,
    "next": _next,
    "previous": _previous,
    "repeat": _repeat,
    "extend": _extend,
}
_AT_ANY_TIME = ("pause", "resume")
