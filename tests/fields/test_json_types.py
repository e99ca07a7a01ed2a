"""The types of requests: what they accept is what their JSON Schema describes."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta, timezone

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.fields.json_types import Instant, Seconds
from coach.fields.scalar_types import Choices, WholeNumber

TYPES = (
    Seconds(1, 86_400),
    WholeNumber(0, 10),
    WholeNumber(0, 10, or_null=True),
    Choices(("pause", "resume")),
    Instant(),
)
NEAR = (None, True, False, 0, 1, 10, 11, -1, 1.0, 1.5, 0.5, 86_400, 86_400.5, "pause", "", "1", [], {}, [1])


@given(st.sampled_from(TYPES), st.integers() | st.floats(allow_nan=False) | st.text())
def test_what_is_read_is_what_the_schema_allows(type_, value):
    """The reader and the schema accept the same values; an infinite number is no JSON."""
    check_against_schema(type_, value)


@pytest.mark.parametrize("type_", TYPES)
@pytest.mark.parametrize("value", NEAR)
def test_what_is_read_at_the_limits_is_what_the_schema_allows(type_, value):
    """The limits are included, and true and false are no numbers."""
    check_against_schema(type_, value)


def check_against_schema(type_, value):
    """Whether the type reads the value is what the schema says."""
    if isinstance(value, float) and math.isinf(value):
        return
    allowed = jsonschema_rs.is_valid(type_.json_schema(), value)
    try:
        type_.accept(value)
    except ValueError:
        assert not allowed
    else:
        assert allowed


@given(
    st.datetimes(min_value=datetime(2, 1, 1), max_value=datetime(9998, 12, 31)),  # noqa: DTZ001 — an offset is added
    st.integers(-14 * 60, 14 * 60),
)
def test_an_instant_is_read_back(moment, minutes):
    """An instant with any offset is read as the same instant in UTC."""
    written = moment.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    read = Instant().accept(written.isoformat())
    assert (read, read.tzinfo) == (written, UTC)


@pytest.mark.parametrize(
    "text",
    ["2026-11-02", "2026-11-02T15:00:00", "15:00", "20261102T150000Z", "2026-11-02 15:00:00Z", "2026-W45-1",
     "2026-02-30T15:00:00Z", "2026-11-02T25:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00",
     "2026-11-02T15:00:00Z\n", "\uff12026-11-02T15:00:00Z", 1_790_000_000, None],
)  # fmt: skip
def test_what_is_no_instant_is_refused(text):
    """A date alone, a time without an offset, and one beyond the calendar are refused."""
    with pytest.raises(ValueError, match=r"^must be an instant"):
        Instant().accept(text)


def test_a_word_that_is_nearly_right_is_guessed():
    """A misspelt word is refused with the one that was meant."""
    with pytest.raises(ValueError, match=r"^must be one of pause, resume; did you mean 'pause'\?$"):
        Choices(("pause", "resume")).accept("paus")
