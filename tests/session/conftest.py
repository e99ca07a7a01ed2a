"""A performance on virtual time: the test pulls the samples, and handles what they passed."""

from __future__ import annotations

from contextlib import contextmanager

import numpy as np
import pytest

from coach.errors import JournalError
from coach.home import find_home
from coach.journal.sessions import sessions
from coach.journal.store import Journal, open_journal
from coach.routine.model import Routine
from coach.session import rendering as rendering_module
from coach.session.interface import Command
from coach.session.performance import Performance
from coach.session.prepare import prepare
from coach.session.recording import Recorder
from coach.session.rendering import Renderer, RenderingSettings
from coach.session.rendering_file import RenderingFile
from coach.testing import FakeClock, FakeOutput, FakeVoice
from coach.timeline.model import Delivery


class Heard:
    """A listener that keeps everything it is notified of."""

    def __init__(self):
        self.cues, self.remarks, self.asides, self.events, self.to_be_read = [], [], [], [], []

    def cue(self, cue):
        """Keep the cue."""
        self.cues.append(cue)

    def remark(self, text):
        """Keep the text."""
        self.remarks.append(text)

    def aside(self, text):
        """Keep the text."""
        self.asides.append(text)

    def to_read(self, texts):
        """Keep the texts."""
        self.to_be_read.append(texts)

    def committed(self, event):
        """Keep its kind and its data."""
        self.events.append((event.kind, dict(event.data)))


class PerformanceHarness:
    """One performance of these steps, controlled by the test."""

    def __init__(self, journal, steps, *, delivery=None, voice=None, ready_from=None, **fields):
        given = {
            name: fields.pop(name) for name in ("first_step", "volume", "acknowledged") if name in fields
        }
        self.clock = FakeClock()
        self.journal = journal
        self.routine = Routine(**{"id": "x", "title": "X", "position": "seated", "steps": steps, **fields})
        self.voice = voice or FakeVoice()
        self.prepared = prepare(self.routine, delivery or Delivery(), self.voice, ready_from=ready_from)
        self.timeline = self.prepared.timeline
        self.heard = Heard()
        self.output = FakeOutput()
        self.performance = Performance(
            self.prepared,
            lambda on_result: Recorder(journal, self.routine, self.clock, on_result),
            (self.heard,),
            facts={"pid": 1, "process_started": None, "boot": None},
            **given,
        )
        self.output.start(self.performance.player, self.performance.remark)

    def begin(self):
        """Begin the performance."""
        self.performance.begin()
        self.settle()

    def play(self, seconds):
        """Play that many seconds in blocks of 20 ms, and handle each at once; returns the samples."""
        played = []
        for _ in range(round(seconds / 0.02)):
            played.append(self.output.play(0.02))
            self.performance.handle_waiting()
        self.settle()
        return np.concatenate(played) if played else np.zeros(0, np.float32)

    def play_to(self, position):
        """Play on to that second of the timeline."""
        self.play(position - self.snapshot.position)

    def finish(self):
        """Play it to its end; fails if that does not come within ten minutes."""
        for _ in range(1200):
            if self.snapshot.state == "ended":
                break
            self.play(0.5)
        assert self.snapshot.state == "ended", "it never ends"
        self.output.close()

    def command(self, name, pain=None):
        """Give a command and handle it."""
        self.performance.command(Command(name, pain))
        self.settle()

    def settle(self):
        """Handle all waiting items, and what the journal reports of them."""
        self.performance.handle_waiting()
        self.performance._recorder.flush()
        self.performance.handle_waiting()

    @property
    def snapshot(self):
        """The performance's snapshot."""
        return self.performance.snapshot()

    @property
    def kinds(self):
        """The kinds of events that the journal has."""
        return [kind for kind, _ in self.heard.events]

    def logged(self):
        """The session as the journal's readers see it."""
        return sessions(self.journal)[-1]


class BrokenJournal:
    """A journal whose disk is full from the given event on."""

    def __init__(self, journal, after):
        self._journal = journal
        self._left = after

    def append(self, event):
        """Store it, or fail."""
        self._left -= 1
        if self._left < 0:
            raise JournalError("The disk is full.")
        self._journal.append(event)


@pytest.fixture
def journal(tmp_path):
    """An empty journal."""
    with Journal.open(tmp_path / "journal.sqlite3", FakeClock()) as opened:
        yield opened


@pytest.fixture
def make_performance(journal):
    """Makes performances of steps."""
    made = []

    def make(*steps, **fields):
        made.append(PerformanceHarness(fields.pop("journal", journal), steps, **fields))
        return made[-1]

    yield make
    for each in made:
        each.performance._recorder.close()


@pytest.fixture(scope="session")
def performed():
    """Makes performances for one example of many: each is closed and forgotten, with all its samples."""

    @contextmanager
    def make(journal, *steps, **fields):
        it = PerformanceHarness(journal, steps, **fields)
        try:
            yield it
        finally:
            it.performance._recorder.close()

    return make


@pytest.fixture
def broken(journal):
    """Makes journals that fail after so many events."""
    return lambda after: BrokenJournal(journal, after)


@pytest.fixture
def renderer(monkeypatch):
    """A renderer with a voice that always works, in the home of the test."""
    monkeypatch.setattr(rendering_module, "open_preferred_voice", lambda *_, **_options: FakeVoice())
    return Renderer(find_home(), FakeClock(), RenderingSettings())


@pytest.fixture
def rendered(renderer):
    """The file in which a sentence or a routine was rendered, open."""

    @contextmanager
    def of(what):
        if isinstance(what, Routine):
            open_journal(find_home(), FakeClock()).close()
            name = renderer.routine(what)["files"]["full/0"]
        else:
            name = renderer.sentence(what, "en")
        with RenderingFile(find_home().clips / name) as file:
            yield file

    return of
