"""Pending occurrences, and which of them are decided now."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from coach.day.state import Pending, due_at, shifted_pending, with_gate_asked_again
from coach.plan.model import Occurrence

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def due(minutes, reminder="water"):
    """That reminder, due so many minutes ago."""
    return Occurrence(NOW - minutes * MINUTE, reminder, reminder)


def test_what_is_pending_of_one_reminder_is_decided_on_together():
    """If an occurrence is due, what is pending until later of the same reminder is decided with it."""
    pending = {
        due(30): Pending(),
        due(20): Pending(NOW + MINUTE),
        due(-5): Pending(NOW + 5 * MINUTE),
        due(10, "eyes"): Pending(NOW + 1440 * MINUTE),
    }
    assert due_at(pending, NOW) == [due(30), due(20)]


def test_what_the_person_put_off_is_not_retried():
    """The gate's decision may be out of date, but the person's choice is kept."""
    pending = {due(30): Pending(NOW + MINUTE, (due(30, "eyes"),)), due(-5): Pending(NOW + 5 * MINUTE)}
    assert with_gate_asked_again(pending, NOW) == {
        due(30): Pending(None, (due(30, "eyes"),)),
        due(-5): Pending(NOW + 5 * MINUTE),
    }


def test_a_clock_set_back_leaves_out_what_is_due_again():
    """Ten minutes back: what was due since is due again, if planned."""
    jump = -10 * MINUTE
    pending = {
        due(-15): Pending(NOW + 15 * MINUTE),
        due(3): Pending(NOW + MINUTE),
        due(-5): Pending(NOW + 6 * MINUTE),
        due(-5, "snooze"): Pending(NOW + 6 * MINUTE),
    }
    found, again = shifted_pending(pending, jump, NOW, lambda occurrence: occurrence.reminder != "snooze")
    assert again == [due(-5)]
    assert found == {
        due(-5): Pending(NOW + 5 * MINUTE),
        due(3): Pending(),
        due(5, "snooze"): Pending(),
    }


def test_those_to_be_spoken_along_are_each_reminder_once():
    """What is due again, or named already, is left out."""
    pending = Pending(together=(due(5, "eyes"),))
    both = pending.joined_by([due(3, "eyes"), due(3, "sit")])
    assert both.together == (due(5, "eyes"), due(3, "sit"))
    assert both.without("eyes").together == (due(3, "sit"),)
    assert both.without("neck") is both
