"""A daemon on virtual time: its loop does not wait, its processes and its files are not real."""

from __future__ import annotations

import asyncio
import json
import selectors
from datetime import UTC, datetime, time, timedelta

from coach.activity.source import ActivityReport
from coach.daemon import daemon as daemon_module
from coach.daemon import renderings, speakers
from coach.daemon.cached_activity import CachedActivity
from coach.daemon.daemon import Daemon
from coach.daemon.notifications import NotificationStatus
from coach.daemon.plan_loader import LoadedPlan
from coach.home import find_home
from coach.journal.store import Journal
from coach.plan.model import AtTimes, Plan, Reminder, ResolvedPlan, RoutineSummary
from coach.situation import AT_THE_DESK
from coach.testing import FakeClock

NINE = datetime(2026, 11, 2, 9, tzinfo=UTC)
KNOWN = {
    "sip": RoutineSummary("A sip", 10.0),
    "sit": RoutineSummary("Sitting", 30.0),
    "neck": RoutineSummary("Neck", 400.0),
}


class VirtualSelector(selectors.DefaultSelector):
    """Instead of waiting it has the clock go on."""

    def __init__(self, clock):
        super().__init__()
        self._clock = clock

    def select(self, timeout=None):
        """What is ready; a loop that would wait for ever is at fault."""
        ready = super().select(0)
        if not ready and timeout is None:
            raise RuntimeError("Nothing will ever happen any more.")
        if not ready and timeout > 0:
            self._clock.advance(timeout)
        return ready


class VirtualLoop(asyncio.SelectorEventLoop):
    """An event loop that lives by that clock."""

    def __init__(self, clock):
        super().__init__(VirtualSelector(clock))
        self._clock_of_the_test = clock

    def time(self):
        """The clock's own seconds."""
        return self._clock_of_the_test.monotonic()


class FakeSpeaker:
    """A process that is ready at once and speaks for three seconds; `harness` is what tests change."""

    def __init__(self, harness, task, on_event):
        self.task = task
        self.pid = 0
        self.has_ended = False
        self.heard = 0
        self.audible = harness.audible
        self._stage = harness
        self._on_event = on_event
        self._over = asyncio.Event()
        harness.started.append(self)

    @property
    def what(self):
        """The sentence that it says, or the routine that it leads."""
        subject = next(iter(self.task.request.values()))
        return subject.rpartition("/")[2]

    def tell(self, **tree):
        """One of its events."""
        self.heard += 1
        self._on_event(tree)

    async def start(self):
        """There it is."""

    async def ready(self):
        """At once."""

    def begin(self, at=None):
        """Note it, and speak."""
        self._stage.say(self, at)

    def send(self, command):
        """Note it."""
        self._stage.happened.append(("send", self.what, command["command"]))

    async def finished(self):
        """As the test has it, or after three seconds."""
        if self._stage.ends is not None:
            return await self._stage.ends(self)
        await asyncio.wait_for(self._over.wait(), 3.0) if self._stage.hangs else await asyncio.sleep(3.0)
        self.tell(event="session-ended", session="s", outcome="completed")
        return 0

    async def end(self):
        """Note it; a session has been stopped then."""
        self._stage.happened.append(("end", self.what))
        self._over.set()

    def kill(self):
        """Note it."""
        self._stage.happened.append(("kill", self.what))
        self._over.set()


class DaemonHarness:
    """Everything around a daemon: the clock, the person, the files, the processes and what is shown."""

    def __init__(self, monkeypatch, *reminders, **plan):
        self.clock = FakeClock(NINE)
        self.present = AT_THE_DESK
        self.zone = "UTC"
        self.resolved = ResolvedPlan(Plan(reminders=reminders, **plan), UTC, KNOWN, {})
        self.problems = ()
        self.players = None
        self.loads = 0
        self.started = []
        self.happened = []
        self.shown = []
        self.ends = None
        self.hangs = False
        self.typing = None
        self.is_locked = False
        self.audible = "yes"
        self.notified = []
        self.rendered = {"routines": {}, "sentences": {}}
        self.asked = []
        monkeypatch.setattr(daemon_module, "load", self._load)
        monkeypatch.setattr(daemon_module, "file_stamp", lambda _path: self.stamp)

        def fake(task, _log, heard):
            return FakeSpeaker(self, task, heard)

        monkeypatch.setattr(speakers, "SpeakingProcess", fake)
        monkeypatch.setattr(renderings, "ask_child", self._render)
        self.home = find_home()
        self.home.plan.parent.mkdir(parents=True, exist_ok=True)
        self.home.plan.write_text("", encoding="utf-8")
        self.edit()

    def edit(self):
        """The plan's file is written: it is reloaded when that is noticed."""
        self.stamp = (self.stamp[0] + 1 if hasattr(self, "stamp") else 1, 0)

    def say(self, speaker, at):
        """A process begins to speak."""
        self.happened.append(("begin", speaker.what, (at or self.clock.now()).time()))

    def recorded(self, kind):
        """The events of that kind in the journal: session, routine and data."""
        with Journal.open_to_read(self.home.journal, self.clock) as journal:
            rows = journal.rows("SELECT session, routine, data FROM events WHERE kind = ? ORDER BY seq", kind)
            return [(session, routine, json.loads(data)) for session, routine, data in rows]

    def endings(self):
        """How each led reminder ended: ruling, reason, sentence."""
        trees = [data for _, _, data in self.recorded("reminder") if data["ruling"] in ("ended", "failed")]
        return [(tree["ruling"], tree["reason"], tree.get("sentence", "")) for tree in trees]

    def live(self, life):
        """Run the daemon while that coroutine function, given it, runs; then stop it."""
        with Journal.open(self.home.journal, self.clock) as journal:
            daemon = Daemon(
                self.home,
                self.clock,
                journal,
                activity=CachedActivity(
                    lambda: ActivityReport(self.present),
                    lambda: self.typing,
                    lambda: NotificationStatus(None, ""),
                    self.clock,
                ),
                is_locked=self.look_at_lock,
                zone_name=lambda: self.zone,
                notifications=SilentDesktop(self.notified),
                players=self.players,
                show=self.shown.append,
                is_verbose=True,
            )

            async def whole():
                await daemon.open()
                running = asyncio.create_task(daemon.run())
                await life(daemon)
                daemon.stop()
                await running

            with asyncio.Runner(loop_factory=lambda: VirtualLoop(self.clock)) as runner:
                return runner.run(whole())

    def live_until(self, *clock):
        """Run the daemon until the clock shows that; then stop it."""
        self.live(lambda _daemon: self.until(*clock))

    async def look_at_lock(self):
        """Whether the screen is locked."""
        return self.is_locked

    async def until(self, hour, minute=0, second=0):
        """Until the clock shows that."""
        then = datetime.combine(self.clock.now().date(), time(hour, minute, second), tzinfo=UTC)
        await asyncio.sleep(max(0.0, (then - self.clock.now()).total_seconds()) + 0.001)

    async def _render(self, _command, question, _log, _within):
        self.asked.append(question)
        return {"version": question["version"], **self.rendered}

    async def _load(self, home):
        self.loads += 1
        await asyncio.sleep(1.0)
        return LoadedPlan(self.resolved, self.problems, {home.plan: self.stamp})


class SilentDesktop:
    """A desktop without notifications; `notified` gets what it was to show, with the buttons' names."""

    def __init__(self, notified):
        self._notified = notified

    async def announce(self, reminder, title, message, buttons):
        """Nowhere."""
        self._notified.append((reminder, title, message, [name for name, _ in buttons]))
        return False

    async def notify(self, _title, message):
        """Nowhere."""
        self._notified.append(message)
        return False

    async def withdraw(self, _reminder):
        """Nothing is shown."""


def at(hour, minute, **fields):
    """A reminder of `sip` at that time."""
    return Reminder(**{"id": "sip", "routine": "sip", "cadence": AtTimes((time(hour, minute),)), **fields})


def later(seconds):
    """That long after nine."""
    return NINE + timedelta(seconds=seconds)
