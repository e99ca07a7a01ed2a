"""Days and the beginnings of periods, as they are written in options."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import click
import pytest

from coach.commands.dates import first_day, instant_meant
from coach.commands.options import zone_of_days

if TYPE_CHECKING:
    from coach.home import Home


@pytest.mark.parametrize(
    ("text", "back"), [("12h", timedelta(hours=12)), ("7d", timedelta(days=7)), (" 4 W ", timedelta(weeks=4))]
)
def test_a_span_reaches_back_from_now(text: str, back: timedelta) -> None:
    """`--since` takes hours, days and weeks before now, such as 7d."""
    now = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
    assert instant_meant(text, now, pytest.fail) == now - back


def test_a_date_is_the_midnight_of_the_plans_time_zone(home: Home) -> None:
    """A date is midnight in the plan's zone, or in the machine's without a plan; an offset comes first."""
    now = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
    local = instant_meant("2026-11-01", now, zone_of_days).astimezone()
    assert local.replace(tzinfo=None) == datetime(2026, 11, 1)  # noqa: DTZ001 — local, by intent
    home.plan.write_text("zone: Asia/Tokyo\nreminders: {a: {routine: eyes-far, at: '10:00'}}")
    assert instant_meant("2026-11-01", now, zone_of_days) == datetime(2026, 10, 31, 15, 0, tzinfo=UTC)
    assert instant_meant("2026-11-01T00:00+02:00", now, zone_of_days) == datetime(
        2026, 10, 31, 22, 0, tzinfo=UTC
    )


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("1d", date(2026, 11, 2)),
        ("12h", date(2026, 11, 2)),
        ("30 d", date(2026, 10, 4)),
        ("2W", date(2026, 10, 20)),
        ("2026-11-01", date(2026, 11, 1)),
        ("1969-12-31", date(1970, 1, 10)),
    ],
)
def test_so_many_days_up_to_today_have_a_first_one(text: str, first: date) -> None:
    """Today is one of them, and a date is itself; days before 1970 are those from its tenth day on."""
    today = date(2026, 11, 2)
    assert first_day(text, today, today) == first


@pytest.mark.parametrize("text", ["2026-11-03", "0d", "1.11.2026", "9999w", f"{10**30}d", "soon"])
def test_no_period_ends_before_it_begins(text: str) -> None:
    """A first day after the last one is refused, as is a hundred years and more, and what is no date."""
    today = date(2026, 11, 2)
    with pytest.raises(click.BadParameter, match="day"):
        first_day(text, today, today)
