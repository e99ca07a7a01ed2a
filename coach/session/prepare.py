"""Prepares a routine with its sound, to be performed, rendered or listened to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from coach.journal.statistics import completed_count, last_wording, notice_given
from coach.routine.variants import wordings
from coach.session.navigation import starting_point
from coach.timeline.compose import compose, utterances
from coach.timeline.languages import words_for
from coach.timeline.model import SPOKEN, Delivery, opening_end
from coach.timeline.notices import notice_texts, notice_version
from coach.timeline.words import aside_utterances
from coach.voice.estimate import estimate
from coach.voice.voice import make_clips

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from coach.journal.store import Journal
    from coach.plan.model import DetailSetting
    from coach.routine.model import Routine
    from coach.timeline.model import Detail, NoticeKind, Timeline
    from coach.voice.voice import Clip, Voice

KNOWN_AFTER = 5
"""Completed sessions of a routine after which its explanations are left out (docs/routine-format.md)."""


def detail_for(setting: DetailSetting, completed: int) -> Detail:
    """How much is explained: `full` becomes `brief` once the routine is known, `always-full` never does."""
    if setting == "full":
        return "brief" if completed >= KNOWN_AFTER else "full"
    return "full" if setting == "always-full" else setting


def notices_due(routine: Routine, journal: Journal, language: str) -> frozenset[NoticeKind]:
    """The safety notices that this person has not yet been given in these words."""
    texts = notice_texts(routine, language)
    return frozenset(
        notice
        for notice, said in texts.items()
        if not notice_given(journal, notice, notice_version(notice, routine, said))
    )


def delivery_for(
    routine: Routine,
    journal: Journal,
    setting: DetailSetting,
    *,
    language: str,
    breath_holds: bool,
    ask_seconds: float,
) -> Delivery:
    """How the next session of this routine is delivered; `language`: of the coach's own words."""
    return Delivery(
        language=language,
        detail=detail_for(setting, completed_count(journal, routine.id)),
        notices=notices_due(routine, journal, language),
        breath_holds=breath_holds,
        ask_seconds=ask_seconds,
        wording=_next_wording(routine, journal),
    )


def _next_wording(routine: Routine, journal: Journal) -> int:
    """The wording after that of the last session; the first where nothing varies, or nothing was said yet."""
    if wordings(routine) == 1:
        return 0
    last = last_wording(journal, routine.id)
    return 0 if last is None else last + 1


TONES = "tones"
"""The voice of a session in which nothing could be spoken."""


READY_SECONDS = 30.0
"""The clips of so many seconds are made before a session begins, those of the rest while it is led."""
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
    `READY_SECONDS` are made ready, and what may be said at any moment; the rest is `later`. None: all is.
    """
    asides = aside_utterances(words_for(delivery.language))
    texts = tuple(dict.fromkeys((*utterances(routine, delivery), *asides)))
    laid_out = partial(_laid_out, routine, delivery, "" if voice is None else voice.label, rate)
    if voice is None:
        return laid_out(clips={}, missing=texts)
    if ready_from is None:
        clips, missing = make_clips(voice, texts, progress)
        return laid_out(clips=clips, missing=missing)
    texts = (*texts, *_of_other_wordings(routine, delivery, texts))
    cached = {text: clip for text in texts if (clip := voice.cached(text)) is not None}
    prepared = laid_out(clips=cached, missing=(), later=texts)
    while needed := _needed(prepared, asides, ready_from):
        prepared = with_clips(prepared, *make_clips(voice, needed, progress))
    return prepared


def _of_other_wordings(routine: Routine, delivery: Delivery, texts: tuple[str, ...]) -> tuple[str, ...]:
    """What the next sessions will say: their clips are made too, as a short one has little time for it."""
    number = wordings(routine)
    others = (replace(delivery, wording=wording) for wording in (range(number) if number > 1 else ()))
    said = dict.fromkeys(text for other in others for text in utterances(routine, other))
    return tuple(text for text in said if text not in texts)


def with_clips(
    prepared: PreparedRoutine, clips: Mapping[str, Clip], missing: Iterable[str]
) -> PreparedRoutine:
    """A copy with these clips added, and no clips for the texts in `missing`; composed again."""
    return _laid_out(
        prepared.routine,
        prepared.delivery,
        prepared.label,
        prepared.rate,
        clips={**prepared.clips, **clips},
        missing=(*prepared.missing, *missing),
        later=prepared.later,
    )


def _laid_out(
    routine: Routine,
    delivery: Delivery,
    label: str,
    rate: int,
    *,
    clips: Mapping[str, Clip],
    missing: tuple[str, ...],
    later: Iterable[str] = (),
) -> PreparedRoutine:
    later = tuple(text for text in later if text not in clips and text not in missing)
    times = {text: clip.seconds for text, clip in clips.items()}
    times |= {text: estimate(text, routine.language, rate) for text in missing}
    times |= {text: ROOM * estimate(text, routine.language, rate) for text in later}
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


def _needed(prepared: PreparedRoutine, asides: Iterable[str], step: int) -> tuple[str, ...]:
    """The texts that must be ready before the session begins with that step, in spoken order."""
    timeline = prepared.timeline
    begin, after_opening = starting_point(timeline, step)
    soon = [(begin, begin + READY_SECONDS)]
    if after_opening:
        first = timeline.steps[after_opening].at
        soon = [(0.0, opening_end(timeline)), (first, first + READY_SECONDS)]
    texts = (
        cue.text
        for start, end in soon
        for cue in timeline.cues
        if cue.kind in SPOKEN and start <= cue.at < end
    )
    later = frozenset(prepared.later)
    return tuple(text for text in dict.fromkeys((*texts, *asides)) if text in later)


def not_spoken(prepared: PreparedRoutine) -> str:
    """A sentence for the person about texts that have no clip."""
    missing = len(prepared.missing)
    of = missing + len(prepared.clips)
    return f"The voice could not speak {missing} of {of} texts; tones and text replace them."
