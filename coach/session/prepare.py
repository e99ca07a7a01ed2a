"""Prepares a routine with its sound, to be performed, rendered or listened to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from functools import partial
from typing import TYPE_CHECKING

from coach.clock import local_offset_minutes
from coach.journal.statistics import (
    confirmed_since,
    last_wording,
    latest_session,
    led_at_stage,
    led_count,
    notice_given,
)
from coach.routine.course import Weeks
from coach.routine.model import Ask, Breathe, Exercise
from coach.routine.unroll import unrolled
from coach.routine.variants import wordings
from coach.session.interface import TONES
from coach.session.navigation import starting_point
from coach.timeline.compose import compose, utterances
from coach.timeline.model import SPOKEN, Delivery, opening_end
from coach.timeline.notices import notice_texts, notice_version
from coach.timeline.words import aside_utterances, words_for
from coach.voice.estimate import EstimatedTimes
from coach.voice.voice import make_clips

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from coach.journal.store import Journal
    from coach.plan.model import DetailSetting
    from coach.routine.model import Routine
    from coach.timeline.model import Detail, NoticeKind, Timeline, ToneSet
    from coach.voice.voice import Clip, Voice

KNOWN_AFTER = 5
"""Sessions of a routine after which its explanations are left out (docs/routine-format.md)."""


AWAY = timedelta(days=14)
"""After this long without it, a routine is explained again as if it were new (docs/routine-format.md)."""
_OFTEN = 3600.0
"""A routine prescribed more than once in that many seconds does not say at its end how often it was done."""


def detail_for(setting: DetailSetting, led: int, *, was_away: bool = False) -> Detail:
    """How much is explained: `full` becomes `brief` once the routine is known, `always-full` never does.

    `was_away`: the last session was so long ago that it has to become known again.
    """
    if setting == "full":
        return "brief" if led >= KNOWN_AFTER and not was_away else "full"
    return "full" if setting == "always-full" else setting


def notices_due(
    routine: Routine, journal: Journal, language: str, again: frozenset[NoticeKind] = frozenset()
) -> frozenset[NoticeKind]:
    """The safety notices that this person has not been given in these words, and those to give `again`."""
    texts = notice_texts(routine, language)
    return frozenset(
        notice
        for notice, said in texts.items()
        if notice in again or not notice_given(journal, notice, notice_version(notice, routine, said))
    )


def delivery_for(
    routine: Routine,
    journal: Journal,
    setting: DetailSetting,
    *,
    language: str,
    breath_holds: bool,
    ask_seconds: float,
    tones: ToneSet = "soft",
    now: datetime | None = None,
) -> Delivery:
    """How the next session of this routine is delivered; `language`: of the coach's own words.

    `now`: when it is; without it nothing is said of how long ago the last one was, or how many there were.
    """
    back = now is not None and _is_long_ago(latest_session(journal), now)
    was_away = now is not None and _is_long_ago(latest_session(journal, routine.id), now)
    again: set[NoticeKind] = set()
    if back:
        again.add("stop-rules")
    if was_away:
        again.add("routine")
    return Delivery(
        language=language,
        detail=detail_for(setting, _times_led(routine, journal), was_away=was_away),
        notices=notices_due(routine, journal, language, frozenset(again)),
        welcomes_back=back,
        feedback="" if now is None or was_away else _feedback(routine, journal, setting, language, now),
        breath_holds=breath_holds,
        ask_seconds=ask_seconds,
        tones=tones,
        wording=_next_wording(routine, journal),
    )


def _times_led(routine: Routine, journal: Journal) -> int:
    """How often it was led as it is now: at a new stage of its course there may be new exercises."""
    course, stage = routine.course, routine.stage
    if course is None or stage is None:
        return led_count(journal, routine.id)
    if stage.weeks is not None and stage.weeks == course.weeks[-1]:
        stage = replace(stage, weeks=Weeks(stage.weeks.first))  # they go on after the course has ended
    return led_at_stage(journal, routine.id, stage)


def _is_long_ago(last: datetime | None, now: datetime) -> bool:
    return last is not None and now - last >= AWAY


def _feedback(
    routine: Routine, journal: Journal, setting: DetailSetting, language: str, now: datetime
) -> str:
    """How often an exercise was done this week with this time; never how often it was not."""
    is_often = routine.dose.every is not None and routine.dose.every < _OFTEN
    is_exercise = any(isinstance(placed.step, Exercise | Breathe) for placed in unrolled(routine))
    if setting == "tones" or routine.dose.as_needed or is_often or not is_exercise:
        return ""
    local = now.astimezone(timezone(timedelta(minutes=local_offset_minutes(now))))
    monday = (local - timedelta(days=local.weekday())).replace(hour=0, minute=0, second=0, microsecond=0)
    return words_for(language).this_week(confirmed_since(journal, routine.id, monday.astimezone(UTC)) + 1)


def _next_wording(routine: Routine, journal: Journal) -> int:
    """The wording after that of the last session; the first where nothing varies, or nothing was said yet."""
    if wordings(routine) == 1:
        return 0
    last = last_wording(journal, routine.id)
    return 0 if last is None else last + 1


READY_SECONDS = 2.0
"""The clips of that many seconds are made before a session begins, the rest while it is led: a natural voice
takes a twentieth of a sound's length to make it, and several times as long on a busy machine."""
SOON_SECONDS = 30.0
"""The clips of that many seconds come next, before those of what may be said at any moment."""
ROOM = 1.25
"""Words whose clip is yet to be made get so many times their estimated length: few take longer, as 95 of 100
are within 13 % of it with eSpeak NG, and shorter ones move nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedRoutine:
    """A routine with its sound ready.

    `missing`: texts without a clip, for which a tone is played. `later`: texts whose clips are yet to be
    made. `voice`: the voice as the journal records it; `label`: the voice itself, at `rate` words a minute.
    """

    routine: Routine
    delivery: Delivery
    timeline: Timeline
    clips: Mapping[str, Clip]
    missing: tuple[str, ...]
    voice: str
    later: tuple[str, ...] = ()
    label: str = ""
    rate: int = 150


def prepare(
    routine: Routine,
    delivery: Delivery,
    voice: Voice | None,
    *,
    rate: int = 150,
    progress: Callable[[int, int], None] = lambda _done, _of: None,
    ready_from: int | None = None,
) -> PreparedRoutine:
    """The routine laid out with the real length of every clip; words without a clip take an estimated time.

    `rate`: words a minute, for the estimate. `voice` None: nothing is spoken at all. A failing voice
    never raises: what it could not say is in `missing`. `ready_from`: the step (from 0) from which
    `READY_SECONDS` are made ready; the rest is `later`. None: all is.
    """
    asides = aside_utterances(words_for(delivery.language))
    asides = (*asides, *_said_after_answers(routine))
    if delivery.feedback:
        asides = (*asides, delivery.feedback)
    texts = tuple(dict.fromkeys((*utterances(routine, delivery), *asides)))
    laid_out = partial(_laid_out, routine, delivery, rate=rate)
    if voice is None:
        return laid_out(label="", clips={}, missing=texts)
    if ready_from is None:
        clips, missing = make_clips(voice, texts, progress)
        return laid_out(label=voice.label, clips=clips, missing=missing)
    texts = tuple(dict.fromkeys((*asides, *texts, *_of_other_wordings(routine, delivery, texts))))
    cached = {text: clip for text in texts if (clip := voice.cached(text)) is not None}
    prepared = laid_out(label=voice.label, clips=cached, missing=(), later=texts)
    while needed := _needed(prepared, ready_from, READY_SECONDS):
        prepared = with_clips(prepared, *make_clips(voice, needed, progress), voice.label)
    soon = _needed(prepared, ready_from, SOON_SECONDS)
    return replace(prepared, later=tuple(dict.fromkeys((*soon, *prepared.later))))


def _said_after_answers(routine: Routine) -> tuple[str, ...]:
    """What the author has the coach say after certain answers."""
    asked = (placed.step for placed in unrolled(routine) if isinstance(placed.step, Ask))
    return tuple(step.then.say for step in asked if step.then is not None and step.then.say)


def _of_other_wordings(routine: Routine, delivery: Delivery, texts: tuple[str, ...]) -> tuple[str, ...]:
    """What the next sessions will say: their clips are made too, as a short one has little time for it."""
    number = wordings(routine)
    others = (replace(delivery, wording=wording) for wording in (range(number) if number > 1 else ()))
    said = dict.fromkeys(text for other in others for text in utterances(routine, other))
    return tuple(text for text in said if text not in texts)


def with_clips(
    prepared: PreparedRoutine, clips: Mapping[str, Clip], missing: Iterable[str], label: str = ""
) -> PreparedRoutine:
    """A copy with these clips added, and no clips for the texts in `missing`; composed again.

    `label`: of the voice that spoke them; both are named where another one has taken over.
    """
    if not label or prepared.label.endswith(label):
        label = prepared.label
    elif prepared.clips:
        label = f"{prepared.label}, then {label}"
    return _laid_out(
        prepared.routine,
        prepared.delivery,
        label=label,
        rate=prepared.rate,
        clips={**prepared.clips, **clips},
        missing=(*prepared.missing, *missing),
        later=prepared.later,
    )


def _laid_out(
    routine: Routine,
    delivery: Delivery,
    *,
    label: str,
    rate: int,
    clips: Mapping[str, Clip],
    missing: tuple[str, ...],
    later: Iterable[str] = (),
) -> PreparedRoutine:
    later = tuple(text for text in later if text not in clips and text not in missing)
    times = {text: clip.seconds for text, clip in clips.items()}
    estimated = EstimatedTimes(routine.language, rate, routine.say_as)
    times |= {text: estimated[text] for text in missing}
    times |= {text: ROOM * estimated[text] for text in later}
    return PreparedRoutine(
        routine=routine,
        delivery=delivery,
        timeline=compose(routine, delivery, times),
        clips=clips,
        missing=missing,
        voice=_voice(label, len(missing), len(times)),
        later=later,
        label=label,
        rate=rate,
    )


def _voice(label: str, missing: int, wanted: int) -> str:
    """The voice that was actually used, as the journal records it."""
    if not label or missing == wanted:
        return TONES
    return f"{label}, {missing} of {wanted} by {TONES}" if missing else label


def _needed(prepared: PreparedRoutine, step: int, seconds: float) -> tuple[str, ...]:
    """The texts without a clip in the first `seconds` of a session that begins with that step, as spoken."""
    timeline = prepared.timeline
    begin, after_opening = starting_point(timeline, step)
    soon = [(begin, begin + seconds)]
    if after_opening:
        first = timeline.steps[after_opening].at
        opening = opening_end(timeline)
        soon = [(0.0, min(opening, seconds)), (first, first + seconds - opening)]
    texts = (
        cue.text
        for start, end in soon
        for cue in timeline.cues
        if cue.kind in SPOKEN and start <= cue.at < end
    )
    later = frozenset(prepared.later)
    return tuple(text for text in dict.fromkeys(texts) if text in later)


def not_spoken(prepared: PreparedRoutine) -> str:
    """A sentence for the person about texts that have no clip."""
    missing = len(prepared.missing)
    of = missing + len(prepared.clips)
    return f"The voice could not speak {missing} of {of} texts; tones and text replace them."
