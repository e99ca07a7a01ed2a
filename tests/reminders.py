"""What hypothesis draws reminders, and the days around which they are looked at, from."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from coach.clock_times import Window
from coach.plan.model import At, Every, Reminder, Times

CHANGES = {
    "Europe/Berlin": ("2026-03-29", "2026-10-25"),
    "America/New_York": ("2026-03-08", "2026-11-01"),
    "Australia/Lord_Howe": ("2026-10-04", "2026-04-05"),
    "Pacific/Chatham": ("2026-09-27", "2026-04-05"),
    "Asia/Kathmandu": ("2026-03-29", "2026-10-25"),  # no change: those of its neighbours will do
    "America/St_Johns": ("2026-03-08", "2026-11-01"),
}
"""The days on which the clocks of a zone change."""

hours = st.builds(time, st.integers(0, 23), st.sampled_from((0, 10, 30, 45)))
windows = st.builds(Window, hours, hours).filter(
    lambda window: not window.is_whole_day or window.start == time(0)
)
cadences = st.one_of(
    st.builds(Every, st.integers(5, 300).map(lambda minutes: minutes * 60.0), windows),
    st.builds(At, st.sets(hours, min_size=1, max_size=5).map(lambda times: tuple(sorted(times)))),
    st.builds(Times, st.integers(1, 12), windows),
)
reminders = st.builds(
    Reminder,
    id=st.sampled_from(("water", "posture")),
    routine=st.just("eyes-far"),
    cadence=cadences,
    on=st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days))),
    jitter=st.sampled_from((0.0, 0.0, 300.0, 3600.0)),
)
zones = st.sampled_from(sorted(CHANGES)).map(ZoneInfo)
starts = st.one_of(
    st.sampled_from([change for pair in CHANGES.values() for change in pair]).map(
        lambda text: datetime.fromisoformat(text).replace(tzinfo=UTC) - timedelta(days=2)
    ),
    st.integers(0, 365 * 24 * 60).map(
        lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    ),
)
