"""Everybody who watches a performance, told together; and what a late-comer must still be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.journal.events import Event
    from coach.session.interface import Listener
    from coach.timeline.model import Cue


class Audience:
    """The listeners of one performance. `remarks`: what was said so far; `spoken`: the aside under way."""

    def __init__(self, listeners: Sequence[Listener]) -> None:
        self._listeners = tuple(listeners)
        self.remarks: tuple[str, ...] = ()
        self.spoken = ""

    def cue(self, cue: Cue) -> None:
        """A cue begins."""
        for listener in self._listeners:
            listener.cue(cue)

    def remark(self, text: str) -> None:
        """A sentence for the person."""
        self.remarks = (*self.remarks, text)
        for listener in self._listeners:
            listener.remark(text)

    def aside(self, text: str) -> None:
        """Words outside the timeline are being spoken; none: they are over."""
        self.spoken = text
        if text:
            for listener in self._listeners:
                listener.aside(text)

    def committed(self, event: Event) -> None:
        """The journal has it."""
        for listener in self._listeners:
            listener.committed(event)
