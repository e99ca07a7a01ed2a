"""What waits, and who is asked now."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from coach.daemon.waiting import Waits, asked, asked_anew, shifted
from coach.plan.model import Occurrence

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def due(minutes, reminder="water"):
    """That reminder, due so many minutes ago."""
    return Occurrence(NOW - minutes * MINUTE, reminder, reminder)


def test_those_that_wait_are_asked_together_with_their_reminder():
    """What waits of the same reminder is asked along, also where its own time has not come."""
    waiting = {
        due(30): Waits(),
        due(20): Waits(NOW + MINUTE),
        due(-5): Waits(NOW + 5 * MINUTE),
        due(10, "eyes"): Waits(NOW + 1440 * MINUTE),
    }
    assert asked(waiting, NOW) == [due(30), due(20)]


def test_what_the_person_put_off_is_not_asked_anew():
    """The gate's own word may be out of date, the person's is not."""
    waiting = {due(30): Waits(NOW + MINUTE, (due(30, "eyes"),), 1), due(-5): Waits(NOW + 5 * MINUTE)}
    assert asked_anew(waiting, NOW) == {
        due(30): Waits(None, (due(30, "eyes"),), 1),
        due(-5): Waits(NOW + 5 * MINUTE),
    }


def test_a_clock_set_back_leaves_out_what_is_due_again_but_not_what_was_announced():
    """Ten minutes back: what was due since is due again, if the plan calls for it and it was not said."""
    jump = -10 * MINUTE
    waiting = {
        due(-15): Waits(NOW + 15 * MINUTE),
        due(3): Waits(NOW + MINUTE),
        due(-5): Waits(NOW + 6 * MINUTE),
        due(-5, "eyes"): Waits(NOW + 6 * MINUTE, announced=1),
        due(-5, "snooze"): Waits(NOW + 6 * MINUTE),
    }
    found, again = shifted(waiting, jump, NOW, lambda occurrence: occurrence.reminder != "snooze")
    assert again == [due(-5)]
    assert found == {
        due(-5): Waits(NOW + 5 * MINUTE),
        due(3): Waits(),
        due(5, "eyes"): Waits(announced=1),
        due(5, "snooze"): Waits(),
    }


def test_those_to_be_spoken_along_are_each_reminder_once():
    """Whoever is due anew, or named already, is left out."""
    waits = Waits(together=(due(5, "eyes"),))
    both = waits.joined_by([due(3, "eyes"), due(3, "sit")])
    assert both.together == (due(5, "eyes"), due(3, "sit"))
    assert both.without("eyes").together == (due(3, "sit"),)
    assert both.without("neck") is both
