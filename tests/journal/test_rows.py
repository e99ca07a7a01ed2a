"""Times in and out of the database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from coach.journal.rows import EPOCH, MICROSECOND, plain, to_local, to_microseconds

OFFSETS = st.integers(min_value=-14 * 60, max_value=14 * 60)
MOMENTS = st.integers(min_value=0, max_value=int(2e17)).map(lambda number: EPOCH + number * MICROSECOND)


@given(MOMENTS, OFFSETS)
def test_a_time_comes_back_as_it_went(moment: datetime, offset: int) -> None:
    """To the microsecond, and as the person's clock showed it."""
    back = to_local(to_microseconds(moment), offset)
    assert back == moment
    assert back.utcoffset() == timedelta(minutes=offset)


@given(MOMENTS, MOMENTS)
def test_numbers_are_in_the_order_of_the_times(one: datetime, two: datetime) -> None:
    """Sorting by the number is sorting by the time."""
    assert (to_microseconds(one) < to_microseconds(two)) == (one < two)


def test_a_time_from_another_zone_is_the_same_instant() -> None:
    """What is asked for in local time finds what was written in UTC."""
    noon = datetime(2026, 11, 2, 12, 0, tzinfo=timezone(timedelta(hours=3)))
    assert to_microseconds(noon) == to_microseconds(datetime(2026, 11, 2, 9, 0, tzinfo=UTC))


def test_bytes_that_are_no_letters_are_spelled_out() -> None:
    """A file's name that is not UTF-8 can still be a routine's id."""
    assert plain("näck-\udcff") == "näck-\\udcff"
