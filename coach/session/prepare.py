"""From a routine to something that can be performed, rendered or listened to: the only way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from coach.timeline.compose import compose, utterances
from coach.timeline.words import aside_utterances, words_for
from coach.voice.estimate import estimate
from coach.voice.prepare import make_clips

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from coach.routine.model import Routine
    from coach.timeline.model import Manner, Timeline
    from coach.voice.port import Clip, Voice

TONES = "tones"
"""The voice of a session in which nothing could be spoken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A routine with all its sound ready. `missing`: texts without a clip, for which a tone stands in."""

    routine: Routine
    manner: Manner
    timeline: Timeline
    clips: Mapping[str, Clip]
    missing: tuple[str, ...]
    voice: str


def prepare(
    routine: Routine,
    manner: Manner,
    voice: Voice | None,
    *,
    rate: int = 150,
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> Prepared:
    """The routine laid out with the real length of every clip; words without a clip take an estimated time.

    `rate`: words a minute, for the estimate. `voice` None: nothing is spoken at all. A failing voice
    never raises: what it could not say is in `missing`.
    """
    words = words_for(manner.language)
    texts = tuple(dict.fromkeys((*utterances(routine, manner), *aside_utterances(words))))
    clips: dict[str, Clip] = {}
    missing = texts
    if voice is not None:
        clips, missing = make_clips(voice, texts, progress)
    times = {text: clip.seconds for text, clip in clips.items()}
    times |= {text: estimate(text, routine.language, rate) for text in missing}
    return Prepared(
        routine=routine,
        manner=manner,
        timeline=compose(routine, manner, times),
        clips=clips,
        missing=missing,
        voice=_label(voice, len(clips), len(texts)),
    )


def _label(voice: Voice | None, made: int, wanted: int) -> str:
    """What it really was, for the journal."""
    if voice is None or made == 0:
        return TONES
    return voice.label if made == wanted else f"{voice.label}, {wanted - made} of {wanted} by {TONES}"
