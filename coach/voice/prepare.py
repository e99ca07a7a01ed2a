"""All clips of a session, made before it begins."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from coach.voice.port import VoiceFault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from coach.voice.port import Clip, Voice


def make_clips(
    voice: Voice, texts: Iterable[str], progress: Callable[[int, int], None] | None = None
) -> tuple[dict[str, Clip], tuple[str, ...]]:
    """The clips by text, and the texts without one, in their order; a failing voice raises nothing.

    Every text is asked for even after the voice was given up: by then asking costs nothing, and
    what was kept on disk is still given. `progress` is told how many are done, of how many.
    """
    wanted = tuple(dict.fromkeys(texts))
    clips: dict[str, Clip] = {}
    for done, text in enumerate(wanted, start=1):
        with contextlib.suppress(VoiceFault):  # told by its absence from what is given back
            clips[text] = voice.clip(text)
        if progress is not None:
            progress(done, len(wanted))
    return clips, tuple(text for text in wanted if text not in clips)
