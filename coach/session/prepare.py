"""From a routine to something that can be performed, rendered or listened to: the only way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from coach.journal.statistics import completed_count, notice_given
from coach.timeline.compose import compose, utterances
from coach.timeline.languages import words_for
from coach.timeline.model import Delivery
from coach.timeline.notices import notice_texts, notice_version
from coach.timeline.words import aside_utterances
from coach.voice.estimate import estimate
from coach.voice.voice import make_clips

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from coach.journal.store import Journal
    from coach.plan.model import DetailSetting
    from coach.routine.model import Routine
    from coach.timeline.model import Detail, NoticeKind, Timeline
    from coach.voice.voice import Clip, Voice

KNOWN_AFTER = 5
"""Completed sessions of a routine after which its explanations are left out (docs/routine-format.md)."""


def detail_for(setting: DetailSetting, completed: int) -> Detail:
    """`full` becomes `brief` by itself once the routine is known; `always-full` never does."""
    if setting == "full":
        return "brief" if completed >= KNOWN_AFTER else "full"
    return "full" if setting == "always-full" else setting


def notices_due(routine: Routine, journal: Journal, language: str) -> frozenset[NoticeKind]:
    """The safety notices that this person has not been given in these words."""
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
    )


TONES = "tones"
"""The voice of a session in which nothing could be spoken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A routine with all its sound ready. `missing`: texts without a clip, for which a tone stands in."""

    routine: Routine
    delivery: Delivery
    timeline: Timeline
    clips: Mapping[str, Clip]
    missing: tuple[str, ...]
    voice: str


def prepare(
    routine: Routine,
    delivery: Delivery,
    voice: Voice | None,
    *,
    rate: int = 150,
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> Prepared:
    """The routine laid out with the real length of every clip; words without a clip take an estimated time.

    `rate`: words a minute, for the estimate. `voice` None: nothing is spoken at all. A failing voice
    never raises: what it could not say is in `missing`.
    """
    words = words_for(delivery.language)
    texts = tuple(dict.fromkeys((*utterances(routine, delivery), *aside_utterances(words))))
    clips: dict[str, Clip] = {}
    missing = texts
    if voice is not None:
        clips, missing = make_clips(voice, texts, progress)
    times = {text: clip.seconds for text, clip in clips.items()}
    times |= {text: estimate(text, routine.language, rate) for text in missing}
    return Prepared(
        routine=routine,
        delivery=delivery,
        timeline=compose(routine, delivery, times),
        clips=clips,
        missing=missing,
        voice=_label(voice, len(clips), len(texts)),
    )


def _label(voice: Voice | None, made: int, wanted: int) -> str:
    """What it really was, for the journal."""
    if voice is None or made == 0:
        return TONES
    return voice.label if made == wanted else f"{voice.label}, {wanted - made} of {wanted} by {TONES}"
