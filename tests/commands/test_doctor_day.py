"""`coach doctor` for the reminders: plan, daemon, autostart, detection and notifications."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest

from coach.activity import poll as system
from coach.activity.idle_events import IdleEvents
from coach.activity.source import PARTS, UNAVAILABLE, SourceFault
from coach.api import client
from coach.api.address import Address
from coach.autostart.entry import AutostartStatus
from coach.commands import doctor
from coach.commands import doctor_day as day
from coach.commands.doctor_checks import Finding
from coach.daemon.notifications import INSTALL, NO_LIBRARY
from coach.errors import CoachError, DaemonError
from coach.journal.owner import Owner
from coach.situation import BUSY_SIGNS, Situation

SIGNS = tuple(sign.part for sign in BUSY_SIGNS)
PLAN = "format: 1\nreminders:\n  water: {routine: sip-water, at: ['10:30']}\n"


@pytest.mark.real
def test_calendars(home):
    """For calendars the doctor says how many files and busy hours there are, and which cannot be read."""
    home.plan.write_text(PLAN, encoding="utf-8")
    assert day.calendars(home) == ()
    home.plan.write_text(PLAN + "calendar: [work.ics, none.ics]\n", encoding="utf-8")
    begins = datetime.now(UTC) + timedelta(hours=1)
    lines = ("UID:1", f"DTSTART:{begins:%Y%m%dT%H%M%SZ}", "DURATION:PT1H")
    text = "\n".join(["BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR", ""])
    (home.config / "work.ics").write_text(text, encoding="utf-8")
    problem = f"The calendar {home.config / 'none.ics'} is left out: There is no such file or folder."
    found = "1 file, busy 1 time in the next seven days"
    assert day.calendars(home) == (Finding("calendar", is_ok=False, found=found, todo=problem),)


@pytest.fixture(autouse=True)
def _no_events(monkeypatch):
    """Nothing of this machine's own reports the idle time."""
    monkeypatch.setattr(system, "idle_events_here", lambda: IdleEvents(()))


class Fixed:
    """A source that answers, fails, or never comes back."""

    def __init__(self, name, parts, answer):
        self.name = name
        self.parts = parts
        self.answer = answer

    def ask(self, _):
        """The given answer."""
        if isinstance(self.answer, threading.Event):
            self.answer.wait()
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def test_a_plan_that_reads(home):
    """For a readable plan the doctor says where it is and how many reminders it has."""
    home.plan.write_text(PLAN, encoding="utf-8")
    before = sorted(home.config.iterdir())
    assert day.plan(home) == Finding("plan", is_ok=True, found=f"{home.plan}, 1 reminder")
    assert sorted(home.config.iterdir()) == before


def test_a_plan_that_does_not_read_is_a_failure(home):
    """An unreadable plan is a failure that lists every problem, line by line."""
    home.plan.write_text(PLAN.replace("at:", "att:").replace("format: 1", "format: 9"), encoding="utf-8")
    finding = day.plan(home)
    assert (finding.is_ok, finding.is_needed, finding.found) == (False, True, f"{home.plan} has mistakes")
    assert [line.partition(" error[")[0] for line in finding.todo.splitlines()] == [
        f"{home.plan}:1:1:", f"{home.plan}:3:31:",
    ]  # fmt: skip


def test_a_routine_of_the_plan_that_does_not_read_is_a_failure(home):
    """An unreadable routine of the plan is a failure, though the plan itself is fine."""
    home.plan.write_text(PLAN, encoding="utf-8")
    home.routines.mkdir()
    routine = home.routines / "sip-water.yaml"
    routine.write_text("title: Mine\nsteps: [{hlod: 3 s}]\n", encoding="utf-8")
    finding = day.plan(home)
    assert (finding.is_ok, finding.is_needed) == (False, True)
    assert finding.todo.startswith(f"{routine}:2:10: error[unknown-field]:")


def test_a_routine_that_is_not_there_is_a_failure(home):
    """A missing routine of the plan is a failure, in the words of the plan's own message."""
    home.plan.write_text(PLAN.replace("sip-water", "sip-watr"), encoding="utf-8")
    finding = day.plan(home)
    assert (finding.is_ok, finding.is_needed) == (False, True)
    assert "sip-water" in finding.todo


@pytest.mark.parametrize(
    ("check", "good", "bad", "mistakes"),
    [
        (day.profile, "leave_out: [calf]", "leave_out: [calff]\n- x", ["3:1"]),
        (day.profile, "", "entries: [no]\nprivate_voice: so", ["2:11", "3:16"]),
        (day.lexicon, "en: {soleus: {respell: soh-lee-us}}", "en: {soleus: {respel: 7}}", ["2:15"]),
    ],
)
def test_mistakes_in_a_file_of_your_own(home, check, good, bad, mistakes):
    """Without the file nothing is said; one that reads is named, and one with mistakes with all of them."""
    name = check.__name__
    path = getattr(home, name)
    heading = "format: 1" if name == "profile" else ""
    assert check(home) == ()
    path.write_text(f"{heading}\n{good}\n", encoding="utf-8")
    assert check(home) == (Finding(name, is_ok=True, found=str(path)),)
    path.write_text(f"{heading}\n{bad}\n", encoding="utf-8")
    (finding,) = check(home)
    assert (finding.is_ok, finding.found) == (False, f"{path} has mistakes")
    assert [line.partition(": error[")[0] for line in finding.todo.splitlines()] == [
        f"{path}:{place}" for place in mistakes
    ]


class FakeClient:
    """A coach that runs."""

    address = Address(40123, "token", Owner(4711, 1, "boot"))

    def status(self):
        """A running coach's status."""
        return {"state": "paused", "since": "2026-11-01T09:00:00+00:00", "zone": "UTC"}


def test_a_coach_that_runs(home, monkeypatch):
    """For a running coach the doctor gives its process, its state, and since when it has run."""
    monkeypatch.setattr(client, "running_coach", lambda _: FakeClient())
    finding = day.running_coach(home)
    assert (finding.is_ok, finding.found) == (True, "process 4711, paused, since 2026-11-01 09:00")


def test_a_coach_that_does_not_answer_is_a_failure(home, monkeypatch):
    """A coach that does not answer is a failure with what to do, as no other can start beside it."""

    def silent():
        raise DaemonError("The coach (process 4711) does not answer.", hint="End that process.")

    fake = FakeClient()
    fake.status = silent
    monkeypatch.setattr(client, "running_coach", lambda _: fake)
    assert doctor.run_check("coach", lambda: day.running_coach(home)) == Finding(
        "coach", is_ok=False, found="The coach (process 4711) does not answer.", todo="End that process."
    )


@pytest.mark.parametrize(
    ("standing", "ok", "found", "todo"),
    [
        (AutostartStatus(is_on=True, entry="/unit"), True, "on: /unit", ""),
        (AutostartStatus(is_on=True, entry="/unit", note="Not started."), False, "on: /unit", "Not started."),
        (AutostartStatus(is_on=True, entry="/unit", is_current=False), False, "on: /unit", "autostart on"),
        (AutostartStatus(is_on=False, entry="/unit"), True, "off", "autostart on"),
        (CoachError("No way.", hint="By hand."), False, "No way.", "By hand."),
    ],
)
def test_the_start_at_login(monkeypatch, standing, ok, found, todo):
    """The start at login is reported as on, off, outdated or unavailable, and is never a failure."""

    class System:
        def status(self):
            if isinstance(standing, Exception):
                raise standing
            return standing

    monkeypatch.setattr("coach.autostart.select.this_system", System)
    finding = day.autostart()
    assert (finding.is_ok, finding.found, finding.is_needed) == (ok, found, False)
    assert todo in finding.todo


def test_what_can_be_detected(home, monkeypatch):
    """Each detection works or is unknown, with the remedy and its consequence; a summary follows."""
    sources = (
        Fixed("clock", ("idle time",), Situation(idle_seconds=4.0)),
        Fixed("ear", ("microphone",), SourceFault("no sound server is running", "Start one.")),
    )
    monkeypatch.setattr(system, "sources_here", lambda: sources)
    found = day.detection(lambda: home)
    assert [(one.what, one.state, one.found) for one in found] == [
        ("idle time", "ok", "idle for 4 s (clock)"),
        ("lock", "unknown", UNAVAILABLE),
        ("microphone", "unknown", "ear: no sound server is running"),
        ("camera", "unknown", UNAVAILABLE),
        ("screen sharing", "unknown", UNAVAILABLE),
        ("full screen", "unknown", UNAVAILABLE),
        ("inhibitor", "unknown", UNAVAILABLE),
        ("do-not-disturb", "unknown", UNAVAILABLE),
        ("media player", "unknown", UNAVAILABLE),
        ("quiet signs", "ok", f"unknown here, for the reasons above: {', '.join(SIGNS)}"),
    ]
    assert set(day.IF_UNKNOWN) == set(PARTS)
    assert not found[0].todo
    assert found[2].todo.splitlines() == ["Start one.", day.IF_UNKNOWN["microphone"]]
    assert not any(one.is_needed for one in found)


def broken_home():
    """A home that is none."""
    raise CoachError("no home")


def test_which_signs_keep_it_quiet(home, monkeypatch):
    """The signs that keep the coach quiet are listed, without those that the plan ignores."""
    home.plan.write_text(PLAN + "busy: {microphone: speak, camera: speak}\n", encoding="utf-8")
    sources = (
        Fixed("X11", ("full screen",), Situation(full_screen=True)),
        Fixed("ear", ("microphone",), Situation(microphone=False)),
    )
    monkeypatch.setattr(system, "sources_here", lambda: sources)
    found = {one.what: one for one in day.detection(lambda: home)}
    assert found["microphone"].found == "microphone not in use (ear); your plan ignores it"
    assert (found["camera"].found, found["camera"].todo) == (f"{UNAVAILABLE}; your plan ignores it", "")
    assert found["quiet signs"].found == (
        "quiet for: full screen; ignored by your plan: microphone, camera; "
        "unknown here, for the reasons above: screen sharing, inhibitor, do-not-disturb"
    )


def test_a_source_that_hangs_holds_nobody_up(monkeypatch):
    """Every detection has a finding within its time, even if one source does not answer."""
    gate = threading.Event()
    monkeypatch.setattr(system, "sources_here", lambda: (Fixed("deaf", PARTS, gate),))
    monkeypatch.setattr(system, "PATIENT", 0.05)
    *found, _ = doctor.run_checks("detection", lambda: day.detection(broken_home), 60.0)
    gate.set()
    assert [(one.what, one.found) for one in found] == [
        (part, "deaf: no answer within 0.05 s") for part in PARTS
    ]


def test_notifications_without_the_extra(monkeypatch):
    """Without their library notifications are unknown, with the command that installs it."""
    monkeypatch.setattr("coach.daemon.desktop_notifier.is_installed", lambda: False)
    assert day.notifications() == Finding(
        "notifications",
        is_ok=False,
        found=NO_LIBRARY,
        todo=f"{INSTALL}\n{day.VOICE_ONLY}",
        is_needed=False,
        is_unknown=True,
    )
