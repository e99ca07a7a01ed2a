"""The journal's daily check, as the daemon sees to it."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from coach.daemon import journal_care
from coach.daemon.journal_care import keep_journal_safe
from coach.errors import JournalError
from coach.home import find_home
from coach.journal.backup import check_and_back_up, is_due
from coach.journal.events import new_event
from coach.journal.high_water_mark import HighWaterMarkFile
from coach.journal.store import open_journal
from coach.testing import FakeClock


def care(monkeypatch, home, clock, journal, check):
    """Have the day begin, with that in place of the process."""
    shown = []
    monkeypatch.setattr(journal_care, "FIRST_SECONDS", 0.0)
    monkeypatch.setattr(journal_care, "INTERVAL_SECONDS", 0.0)

    async def run():
        return check()

    async def watch():
        task = asyncio.create_task(keep_journal_safe(home, clock, journal, shown.append))
        for _ in range(20):
            await asyncio.sleep(0)
        task.cancel()

    monkeypatch.setattr(journal_care, "_run_daily", run)
    asyncio.run(watch())
    return shown


def test_once_a_day_it_is_checked(monkeypatch):
    """The journal is checked once a day, when the day begins."""
    home, clock = find_home(), FakeClock()
    checks = []

    def check():
        checks.append(clock.now().date())
        check_and_back_up(home, clock)
        return ""

    with open_journal(home, clock) as journal:
        assert is_due(home, clock)
        assert care(monkeypatch, home, clock, journal, check) == []
        clock.advance(86_400)
        assert care(monkeypatch, home, clock, journal, check) == []
    assert len(checks) == 2


def test_damage_stops_the_writing(monkeypatch):
    """Damage is shown, and the next event is refused with a sentence."""
    home, clock = find_home(), FakeClock()
    marks = HighWaterMarkFile(home.state)

    def check():
        marks.write(
            replace(marks.read(), damage="Event 3 was changed.", checked=clock.now().date().isoformat())
        )
        return "The journal is damaged."

    with open_journal(home, clock) as journal:
        assert care(monkeypatch, home, clock, journal, check) == ["The journal is damaged."]
        event = new_event("paused", clock, session="s", routine="r", digest="d", data={})
        with pytest.raises(JournalError, match="Event 3 was changed"):
            journal.append(event)
