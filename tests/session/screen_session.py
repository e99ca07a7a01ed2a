"""A session on the screen of a terminal, as its tests lead it."""

from __future__ import annotations

import asyncio

from coach.routine.model import Ask, Hold, Move, Phase, Routine, Say
from coach.session.large_text import large_words
from coach.session.screen import Pane, SessionScreen
from coach.testing import FakeClock, FakeSession
from coach.timeline.compose import compose, utterances
from coach.timeline.model import Delivery

ROUTINE = Routine(
    id="neck",
    title="Neck",
    steps=(
        Say(text="Sit tall."),
        Hold(name="Side bend", cue="{side} ear down.", seconds=20.0, side="each", rest=5.0),
        Move(name="Rolls", reps=3, tempo=(Phase("back", 2.0), Phase("forward", 2.0))),
        Ask(question="pain"),
    ),
)


def timeline(routine=ROUTINE, notices=frozenset()):
    """The routine's timeline, in which every text lasts half a second."""
    delivery = Delivery(notices=notices)
    return compose(routine, delivery, dict.fromkeys(utterances(routine, delivery), 0.5))


def within(laid_out, kind):
    """The instant three seconds into the first cue of that kind."""
    return next(cue.at for cue in laid_out.cues if cue.kind == kind) + 3.0


SIDE_BEND = large_words("Side bend, LEFT", 78, 3)
"""The name and side in large letters, as they are from 15 lines on."""
QUESTION = large_words("How much pain is there, from zero to ten?", 78, 18)


class Session:
    """The screen of a performance on a stopped clock; `look` is what its timer does."""

    def __init__(self, laid_out=None, at=0.0, size=(80, 24), title="Neck", **named):
        self.clock = FakeClock()
        self.live = FakeSession(laid_out or timeline(), self.clock.monotonic)
        self.interruptions = []
        self.screen = SessionScreen(
            self.live,
            title,
            lambda: self.interruptions.append(list(self.commands)),
            self.clock.monotonic,
            **named,
        )
        self.clock.advance(at)
        self._size = size

    def run(self, script):
        """Run the screen, and that coroutine function over the session and its pilot."""

        async def running():
            async with self.screen.run_test(size=self._size) as pilot:
                await pilot.pause()
                self.screen.show_now()
                await script(self, pilot)

        asyncio.run(running())

    def look(self, after=0.0):
        """Let time pass, and look again."""
        self.clock.advance(after)
        self.screen.show_now()

    def text(self, name):
        """What one part of the screen says."""
        return self.screen.query_one(f"#{name}", Pane).render().plain

    @property
    def commands(self):
        return self.live.commands
