"""The speech of `coach do`: some clips are made before the session begins, the rest while it is led."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coach.clock import SystemClock
from coach.commands.printing import progress
from coach.session.interface import ANSWER_SECONDS
from coach.session.late_clips import ClipMaker
from coach.session.prepare import delivery_for, not_spoken, prepare
from coach.voice.choose import NoSuchVoice
from coach.voice.voice import VoiceFault

if TYPE_CHECKING:
    from coach.commands.options import Settings
    from coach.commands.routine_voice import RoutineVoice, VoiceAhead
    from coach.journal.store import Journal
    from coach.routine.model import Routine
    from coach.session.performance import Performance
    from coach.session.prepare import PreparedRoutine


def prepare_session(
    journal: Journal,
    routine: Routine,
    settings: Settings,
    chosen: dict[str, Any],
    *,
    ahead: VoiceAhead | None,
) -> tuple[PreparedRoutine, RoutineVoice | None, list[str]]:
    """The routine with its speech, the voice if it has more to speak later, and remarks for the person.

    Without a voice there are tones; only a person's own --voice that does not exist raises `NoSuchVoice`.
    `ahead`: None with a private voice.
    """
    delivery = delivery_for(
        routine,
        journal,
        settings.detail,
        language=routine.language,
        breath_holds=settings.breath_holds,
        ask_seconds=0.0 if chosen["fast"] else ANSWER_SECONDS,
        tones=settings.tones,
        now=None if chosen["fast"] or chosen["rehearse"] else SystemClock().now(),
    )
    if ahead is None:
        remark = "Your voice is private: tones, and the words on the screen."
        return prepare(routine, delivery, None, rate=settings.rate), None, [remark]
    remarks = ahead.remarks
    try:
        voice = ahead.voice()
    except VoiceFault as fault:
        if isinstance(fault, NoSuchVoice) and ahead.is_asked:
            raise
        remarks.append(f"{fault.message} The session continues with tones and text.")
        return prepare(routine, delivery, None, rate=settings.rate), None, remarks
    # Flat out nothing is waited for, so everything is made first.
    ready_from = None if chosen["fast"] else chosen["first_step"] - 1
    try:
        with progress("Preparing the voice") as update:
            prepared = prepare(
                routine, delivery, voice, rate=settings.rate, progress=update, ready_from=ready_from
            )
    except BaseException:
        voice.close()
        raise
    if prepared.later:
        return prepared, voice, remarks
    voice.close()
    if prepared.missing:
        remarks.append(not_spoken(prepared))
    return prepared, None, remarks


def make_rest(
    voice: RoutineVoice | None, prepared: PreparedRoutine, performance: Performance
) -> ClipMaker | None:
    """Begin to make the rest of the clips; what the voice has to say about itself is a remark from now on."""
    if voice is None:
        return None
    voice.log = performance.remark
    return ClipMaker(voice, prepared.later, performance.clips_made)
