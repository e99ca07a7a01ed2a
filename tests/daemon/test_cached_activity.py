"""What the surroundings told last: asked by the day alone, and kept with its time."""

from __future__ import annotations

from datetime import UTC, datetime

from coach.activity.situation import PARTS, Reading, Situation, SourceStatus
from coach.clock import VirtualClock
from coach.daemon.cached_activity import NOT_YET, CachedActivity
from coach.daemon.notifications import Standing
from coach.daemon.status import local

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
SITUATION = Situation(
    idle_seconds=4.0,
    sources=(
        SourceStatus(
            "clock", works=True, detail="", tells=("idle time", "lock"), reading=Reading(idle_seconds=4.0)
        ),
        SourceStatus("ear", works=False, detail="no server", tells=("microphone",), todo="Start one."),
    ),
)


def row(what, works, detail, todo=""):
    """A row as programs get it."""
    return {"what": what, "works": works, "detail": detail, "todo": todo}


def test_before_anything_was_due_nothing_is_known_and_nobody_asked():
    """Whoever looks at the state does not ask the surroundings; a missing extra is known without."""

    def ask():
        raise AssertionError("nobody may ask")

    sources = CachedActivity(
        ask, lambda: Standing(False, "the extra is not installed", "Install it."), VirtualClock(NOON)
    )
    assert sources.tree() == {
        "asked": None,
        "each": [
            *(row(part, None, NOT_YET) for part in PARTS),
            row("notifications", False, "the extra is not installed", "Install it."),
        ],
    }


def test_the_last_answer_with_its_time():
    """Asked once, told as often as anybody looks."""
    asked = []

    def ask():
        asked.append(1)
        return SITUATION

    clock = VirtualClock(NOON)
    sources = CachedActivity(ask, lambda: Standing(None, "none was shown yet"), clock)
    assert sources.ask() is SITUATION
    clock.advance(600)
    expected = {
        "asked": local(NOON),
        "each": [
            row("idle time", True, "idle for 4 s (clock)"),
            row("lock", False, "clock: tells nothing now"),
            row("microphone", False, "ear: no server", "Start one."),
            row("do-not-disturb", False, "no source of it is known on this system"),
            row("notifications", None, "none was shown yet"),
        ],
    }
    assert [sources.tree(), sources.tree(), len(asked)] == [expected, expected, 1]
