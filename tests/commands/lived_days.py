"""A person who lives days with the coach, and a list of what happened that the coach does not write.

The commands and the reminder engine are the real ones, in virtual time. What the person begins is performed
sample by sample; what led sessions write is written as `coach do` writes it, and nothing is spoken.
"""

import json
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner

from coach.commands import done, note, note_recording, report, stats, today, upcoming
from coach.commands import done as did
from coach.commands.group import coach
from coach.commands.upcoming import load_resolved_plan
from coach.daemon.day_record import DayRecord, JournalQueue
from coach.day.engine import ReminderEngine
from coach.day.model import Announce, Lead, ReminderEvent
from coach.home import find_home
from coach.journal.events import new_event
from coach.journal.store import Journal
from coach.routine.reading import read_routine
from coach.session.interface import Command
from coach.session.performance import Performance
from coach.session.prepare import prepare
from coach.session.recording import Recorder
from coach.situation import AT_THE_DESK
from coach.testing import FakeClock, FakeOutput, FakeVoice
from coach.timeline.model import Delivery
from commands.noting import FakeSpeech

BERLIN, TOKYO = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Tokyo")
FIRST, DAYS = date(2026, 10, 5), 50
"""The clocks change in the night of the 25th."""
AWAY = range(30, 35)
"""The days in Tokyo; from the 38th to the 40th the person has days off."""
PLAN = """
zone: {zone}
day_ends: "03:00"
reminders:
  eyes: {{routine: eyes-far, every: 2 h, between: "09:00-17:00"}}
  neck: {{routine: desk-neck, at: "10:30", begin: ask}}
"""
ROUTINE = """
title: Evening
language: en
position: seated
steps:
  - ask: pain
  - hold: 20 s
    name: Calf stretch
  - ask: pain
"""
HOLIDAY = 38
SIGN = 20
"""The day on which a sign is chosen."""
PAIN = {
    "evening": {"before": 4, "after": 1},
    "desk-neck": {"before": 6, "after": 3},
    "eyes-far": {"before": 6, "after": 3},
}
RESULTS = {"skip": "left-out", "skipped": "skipped", "unanswered": "unanswered"}


class Life:
    """A person with a coach; `ledger` has what happened, and `occurrences` what became of the reminders."""

    def __init__(self, monkeypatch):
        self.clock = FakeClock(datetime.combine(FIRST, time(4), BERLIN).astimezone(UTC))
        for module in (did, done, note, note_recording, report, stats, today, upcoming):
            monkeypatch.setattr(module, "SystemClock", lambda: self.clock)
        monkeypatch.setattr(note_recording, "FlagSpeech", FakeSpeech)
        monkeypatch.setattr(note_recording, "end_led_session", lambda: None)
        self.home = find_home()
        self.home.plan.parent.mkdir(parents=True, exist_ok=True)
        self.home.routines.mkdir(parents=True)
        (self.home.routines / "evening.yaml").write_text(ROUTINE)
        self.journal = Journal.open(self.home.journal, self.clock)
        self.record = DayRecord(JournalQueue(self.journal, pytest.fail), self.clock, lambda _: None)
        self.zone = BERLIN
        self.ledger: list[tuple[datetime, tuple[str, ...], float]] = []
        self.occurrences: dict[tuple[str, datetime], list[str]] = {}
        self.led: tuple[Lead, str, datetime] | None = None
        self.is_announced = False
        self.write_plan()
        self.engine = ReminderEngine(load_resolved_plan(self.home), self.clock, lambda: AT_THE_DESK)

    def write_plan(self):
        """The plan in the zone where the person is."""
        self.home.plan.write_text(PLAN.format(zone=self.zone.key))

    def at(self, day, hour, minute=0):
        """That time of that day where the person is."""
        return datetime.combine(day, time(hour, minute), self.zone).astimezone(UTC)

    def run(self, *words):
        """Run that command."""
        result = CliRunner().invoke(coach, list(words))
        assert result.exit_code == 0, (words, result.output)
        return result.stdout

    def happened(self, what, *of, amount=1, at=None):
        """Put it on the list."""
        self.ledger.append((at or self.clock.now(), (what, *of), amount))

    def key(self, occurrence):
        """Which occurrence that is; there is one of the neck on a day, whenever it comes again."""
        if occurrence.reminder == "neck":
            return "neck", self.at(occurrence.at.astimezone(self.zone).date(), 10, 30)
        return occurrence.reminder, occurrence.at

    def perform(self, effects):
        """Carry out what the engine wants."""
        for effect in effects:
            if isinstance(effect, ReminderEvent):
                self.record.reminder(effect)
                result = RESULTS.get(effect.ruling)
                if result is not None:
                    key, routine = self.key(effect.occurrence), effect.occurrence.routine
                    self.occurrences[key] = [routine, result, effect.reason]
            elif isinstance(effect, Lead):
                self.lead(effect)
            elif isinstance(effect, Announce):
                self.is_announced = True

    def lead(self, lead):
        """A session of these routines begins; it takes two minutes."""
        [occurrence] = lead.occurrences
        session = self.write_session(occurrence.routine, lead.begun)
        event = ReminderEvent(self.clock.now(), occurrence, "led")
        self.record.reminder(event, session, begun=lead.begun)
        self.led = (lead, session, self.clock.now() + timedelta(minutes=2))

    def write(self, kind, session, routine, **data):
        """An event of a session."""
        self.journal.append(
            new_event(kind, self.clock, session=session, routine=routine, digest="", data=data)
        )

    def write_session(self, routine, begun, **more):
        """The beginning of a session."""
        session = uuid4().hex
        self.write("session-started", session, routine, title=routine, steps=2, begun=begun, **more)
        return session

    def end_session(self):
        """What is led is over: done, with answers about pain if the person began it."""
        lead, session, _ = self.led
        [occurrence] = lead.occurrences
        self.led = None
        routine, is_theirs = occurrence.routine, lead.begun == "person"
        self.finish(session, routine, is_theirs=is_theirs)
        old = self.occurrences.get(self.key(occurrence), ["", "", ""])
        result = "confirmed" if is_theirs or old[1] == "confirmed" else "led"
        self.occurrences[self.key(occurrence)] = [routine, result, ""]
        self.perform(self.engine.session_ended("completed"))

    def finish(self, session, routine, *, is_theirs):
        """The last events of a session, and the list of what happened."""
        for pain in (6, 3) if is_theirs else ():
            self.write("answered", session, routine, question="pain", pain=pain, step=0)
        end = {"outcome": "completed", "steps_done": 2, "seconds": 120.0, "heard": "yes"}
        self.write("session-ended", session, routine, **end)
        started = self.journal.rows("SELECT at FROM events WHERE session = ? ORDER BY seq LIMIT 1", session)
        began = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=started[0][0])
        self.happened("led", at=began)
        if is_theirs:
            self.happened("pain", routine, at=began)

    def until(self, instant):
        """Live until then."""
        while True:
            ends = self.led[2] if self.led else None
            coming = [each for each in (self.engine.next_instant, ends) if each is not None]
            following = min([instant, *coming])
            self.clock.advance(max(0.0, (following - self.clock.now()).total_seconds()))
            if ends is not None and ends <= self.clock.now():
                self.end_session()
            self.perform(self.engine.wake())
            if self.clock.now() >= instant:
                return

    def do(self, name, **more):
        """The person does a routine unprompted, or rehearses it: it is performed, with answers about pain."""
        began, answers = self.clock.now(), iter((4, 1))
        routine = read_routine(self.home.routines / f"{name}.yaml")
        performance = Performance(
            prepare(routine, Delivery(), FakeVoice()),
            lambda on_result: Recorder(self.journal, routine, self.clock, on_result),
            facts={"begun": "person", **more},
        )
        output = FakeOutput()
        output.start(performance.player, performance.remark)
        performance.begin()
        asked = False
        while performance.snapshot().state != "ended":
            output.play(0.1)
            self.clock.advance(0.1)
            performance.handle_waiting()
            is_asked = performance.snapshot().state == "asking"
            if is_asked and not asked:
                performance.command(Command("answer", next(answers)))
                performance.handle_waiting()
            asked = is_asked
        performance._recorder.close()
        self.until(self.clock.now())
        if more:
            self.happened("rehearsal", at=began)
            return
        for what in (("led",), ("confirmed", name), ("pain", name)):
            self.happened(*what, at=began)

    def answer(self, number):
        """What the person says to the announcement of the neck, each day something else."""
        if not self.is_announced:
            return
        self.is_announced = False
        if number % 5 == 0:
            self.perform(self.engine.skip())
        elif number % 5 == 1:
            self.perform(self.engine.later(1200.0))
            self.until(self.clock.now() + timedelta(minutes=25))
            self.perform(self.engine.begin())
        elif number % 5 != 2:
            self.perform(self.engine.begin())
        self.is_announced = False

    def live(self, number, day):
        """One day, from four in the morning."""
        self.until(self.at(day, 5))
        if number % 7 == 3:
            helped = ("rest", "nothing", "something_else")[number % 3]
            words = "other: a warm bath" if helped == "something_else" else helped
            self.run("cramp", "calf", "left", "7", "2min", "stress", "--at", "04:30", "--helped", words)
            self.happened("episode", "cramp", f"{4:02}", "calf", "stress", helped, at=self.at(day, 4, 30))
        if number == SIGN:
            self.run("sign", "worries_me")
            self.happened("sign", "worries_me")
        if number % 10 == 4:
            self.run("twitch", "eyelid")
            self.run("undo")
        if number == HOLIDAY:
            self.engine.pause(self.at(day + timedelta(days=3), 3), because="holiday")
        self.run("caffeine", "coffee")
        self.happened("caffeine", amount=90)
        self.until(self.at(day, 10, 32))
        self.answer(number)
        self.until(self.at(day, 12, 0))
        self.run("drink", "250ml")
        self.happened("water", amount=250)
        self.until(self.at(day, 13, 10))
        if number % 3 == 0 and not HOLIDAY <= number < HOLIDAY + 3:
            self.run("done", "eyes")
            self.occurrences["eyes", self.at(day, 13)] = ["eyes-far", "confirmed", ""]
            self.perform(self.engine.did("eyes-far", self.clock.now()))  # as a running coach notices it
        self.until(self.at(day, 19))
        if number % 6 == 0:
            self.do("evening")
        if number % 9 == 0:
            self.do("evening", rehearsal=True)
        if number % 11 == 2:
            self.run("did", "hips", "--steps", "1", "--at", "18:30")
            self.happened("part", "hips", at=self.at(day, 18, 30))
        self.until(self.at(day, 23, 45))
        self.check_today()
        if number % 8 == 5:
            self.until(self.at(day + timedelta(days=1), 0, 30))
            self.run("done", "office-3", "--at", "23:50")
            self.happened("confirmed", "office-3", at=self.at(day, 23, 50))
        self.until(self.at(day + timedelta(days=1), 4))

    def entries(self, zone):
        """Everything on the list, reminders too, each with the person's day, three hours back."""
        found = list(self.ledger)
        for (_, due), (routine, result, reason) in self.occurrences.items():
            found.append((due, ("reminder", routine, result, reason), 1))
            if result == "confirmed":
                found.append((due, ("confirmed", routine), 1))
        for at, what, amount in found:
            wall = at.astimezone(zone).replace(tzinfo=None)
            yield (wall - timedelta(hours=3)).date(), what, amount

    def check_today(self):
        """`coach today` says what the list says of this day."""
        tree = json.loads(self.run("today", "--json"))
        day = date.fromisoformat(tree["date"])
        counts = Counter(what[0] for when, what, _ in self.entries(self.zone) if when == day)
        mine = counts["confirmed"], counts["led"]
        assert (tree["counts"]["confirmed"], tree["counts"]["led"]) == mine, day
        # On the day of a flight, times of day have passed before the coach knew of the new zone.
        results = Counter(row["result"] for row in tree["reminders"] if row["reason"] != "not-running")
        mine = Counter(
            what[2] for when, what, _ in self.entries(self.zone) if when == day and what[0] == "reminder"
        )
        part = [each["part"] for each in tree["own"] if each["part"]]
        assert part == ["1 of 2 steps"] * counts["part"], day
        waiting = {"called", "put-off", "due"}  # the neck, until its day ends
        assert {k: n for k, n in results.items() if k not in waiting} == dict(mine), day
