"""What the sources last reported: asked by the engine alone, and remembered with its time."""

from __future__ import annotations

from datetime import UTC, datetime

from coach.activity.source import NOTHING_NOW, PARTS, UNAVAILABLE, ActivityReport, SourceStatus
from coach.clock import VirtualClock
from coach.daemon.cached_activity import NOT_YET, CachedActivity
from coach.daemon.notifications import NotificationStatus
from coach.situation import Situation

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
REPORT = ActivityReport(
    Situation(idle_seconds=4.0),
    sources=(
        SourceStatus(
            "clock", works=True, detail="", parts=("idle time", "lock"), situation=Situation(idle_seconds=4.0)
        ),
        SourceStatus("ear", works=False, detail="no server", parts=("microphone",), todo="Start one."),
    ),
)


def row(what, works, detail, todo=""):
    """A row as programs get it."""
    return {"what": what, "works": works, "detail": detail, "todo": todo}


def test_before_anything_was_due_nothing_is_known_and_nobody_asked():
    """Reading the status never polls a source; a missing library is known anyway."""

    def ask():
        raise AssertionError("nobody may ask")

    sources = CachedActivity(
        ask,
        ask,
        lambda: NotificationStatus(False, "the extra is not installed", "Install it."),
        VirtualClock(NOON),
    )
    assert sources.to_dict() == {
        "asked": None,
        "each": [
            *(row(part, None, NOT_YET) for part in PARTS),
            row("notifications", False, "the extra is not installed", "Install it."),
        ],
    }


def test_the_last_answer_with_its_time():
    """Sources are polled once, and the status shows that answer with its time."""
    asked = []

    def ask():
        asked.append(1)
        return REPORT

    clock = VirtualClock(NOON)
    sources = CachedActivity(
        ask, lambda: None, lambda: NotificationStatus(None, "none has been shown yet"), clock
    )
    assert sources.ask() is REPORT.situation
    clock.advance(600)
    expected = {
        "asked": NOON.astimezone().isoformat(),
        "each": [
            row("idle time", True, "idle for 4 s (clock)"),
            row("lock", False, f"clock: {NOTHING_NOW}"),
            row("microphone", False, "ear: no server", "Start one."),
            *(row(part, False, UNAVAILABLE) for part in list(PARTS)[3:]),
            row("notifications", None, "none has been shown yet"),
        ],
    }
    assert [sources.to_dict(), sources.to_dict(), len(asked)] == [expected, expected, 1]


def test_while_the_person_types_only_the_idle_time_is_polled():
    """While the person types the other answers are kept for a while, but never for what is spoken."""
    asked, idle = [], [0.0]

    def ask():
        asked.append("all")
        return ActivityReport(Situation(idle_seconds=idle[0], camera=False))

    def ask_idle():
        asked.append("idle time")
        return idle[0]

    clock = VirtualClock(NOON)
    sources = CachedActivity(ask, ask_idle, lambda: NotificationStatus(None, ""), clock)
    typing = Situation(idle_seconds=0.0, camera=False)
    assert (sources.typing(), asked) == (None, [])
    assert [sources.ask(), sources.ask()] == [typing, typing]
    for _ in range(2):
        clock.advance(10)
        assert sources.typing() == typing
    assert asked == ["all", "all", "idle time", "idle time"]
    idle[0] = 12.0
    assert (sources.typing(), asked[4:]) == (None, ["idle time"])
    idle[0] = 0.0
    clock.advance(10)
    assert (sources.typing(), asked[5:]) == (None, [])


def test_events_give_the_idle_time_without_a_poll():
    """With idle events nothing is polled; without them, only the source that knew the idle time."""
    asked, by_events = [], [7.0]

    def ask():
        asked.append("all")
        return ActivityReport(Situation(idle_seconds=4.0))

    def ask_idle():
        asked.append("idle time")
        return 5.0

    sources = CachedActivity(
        ask, ask_idle, lambda: NotificationStatus(None, ""), VirtualClock(NOON), lambda: by_events[0]
    )
    assert (sources.idle_seconds(), asked) == (7.0, [])
    by_events[0] = None
    assert [sources.idle_seconds(), sources.idle_seconds(), asked] == [4.0, 5.0, ["all", "idle time"]]


def test_events_give_the_idle_time_where_no_source_does():
    """Events give the idle time where no source knows it, in the status too."""
    by_events, known = [3.0], [None]

    def ask():
        status = SourceStatus("X11", works=False, detail="Wayland", parts=("idle time",))
        return ActivityReport(Situation(idle_seconds=known[0], camera=False), (status,))

    clock = VirtualClock(NOON)
    sources = CachedActivity(
        ask, lambda: None, lambda: NotificationStatus(None, ""), clock, lambda: by_events[0]
    )
    assert sources.ask() == Situation(idle_seconds=3.0, camera=False)
    assert sources.to_dict()["each"][0] == row("idle time", True, "idle for 3 s (by events)")
    by_events[0] = 5.0
    assert sources.ask().idle_seconds == 5.0
    by_events[0] = None
    assert sources.to_dict()["each"][0] == row("idle time", False, "X11: Wayland")
    by_events[0], known[0] = 15.0, 12.0
    assert sources.ask().idle_seconds == 12.0
