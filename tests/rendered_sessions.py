"""A rendered session whose samples the test pulls, and routines of words to render."""

from __future__ import annotations

from dataclasses import replace

from coach.routine.model import Rest, Routine, Say
from coach.session.interface import Command
from coach.session.rendered_session import RenderedSession
from coach.testing import FakeClock, FakeOutput

SIP = Routine(
    id="sip",
    title="A sip",
    kind="hydration",
    digest="d",
    steps=(Say(text="Water."), Rest(seconds=2.0), Say(text="Sip.")),
)

TWO_RESTS = replace(SIP, steps=(Rest(seconds=1.0), Say(text="Water."), Rest(seconds=2.0), Say(text="Sip.")))


class RenderedHarness:
    """A rendered session whose samples the test pulls."""

    def __init__(self, file):
        self.file = file
        self.clock = FakeClock()
        self.events = []
        self.output = FakeOutput(block_frames=480)
        self.session = RenderedSession(
            file, lambda kind, data: self.events.append((kind, data)), self.clock.monotonic
        )
        self.output.start(self.session.player, print)

    def pull(self, seconds):
        """Play that much, and handle what it reached."""
        samples = self.output.play(seconds)
        while not self.session._inbox.empty():
            self.session._handle(self.session._inbox.get())
        return samples

    def send(self, name, **fields):
        """Give a command."""
        self.session.command(Command(name, **fields))
        self.pull(0.01)

    def end(self):
        """Play to the end of what is left."""
        self.clock.advance(1.0)
        self.session.run(self.output)

    @property
    def kinds(self):
        """The kind of each event, and its step if it has one."""
        return [(kind, data["step"]) if "step" in data else kind for kind, data in self.events]
