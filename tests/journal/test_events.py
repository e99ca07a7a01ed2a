"""Events: their instants, their data and their ids."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.clock import local_offset_minutes
from coach.journal.events import (
    EPOCH,
    MICROSECOND,
    Event,
    EventKind,
    new_event,
    to_json,
    to_local,
    to_microseconds,
    to_utf8,
)
from coach.testing import FakeClock

MOMENT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
FIELDS = {
    "id": "0" * 32,
    "kind": "step-done",
    "at": MOMENT,
    "offset_minutes": 60,
    "session": "s",
    "routine": "desk-neck",
    "digest": "d",
}


def test_new_event_happens_now_under_an_id_of_its_own() -> None:
    """Two events of one instant differ in nothing but their ids, which are UUIDs in hex."""
    clock = FakeClock(MOMENT)
    one, two = (
        new_event("paused", clock, session="s", routine="r", digest="d", data={"step": 1}) for _ in range(2)
    )
    expected = Event(
        id=one.id,
        kind="paused",
        at=MOMENT,
        offset_minutes=local_offset_minutes(MOMENT),
        session="s",
        routine="r",
        digest="d",
        data={"step": 1},
    )
    assert one == expected
    assert one == dataclasses.replace(two, id=one.id)
    assert one.id != two.id
    assert int(one.id, 16).bit_length() <= 128
    assert len(one.id) == 32


@pytest.mark.parametrize(
    "at",
    [MOMENT.replace(tzinfo=None), MOMENT.astimezone(timezone(timedelta(hours=1)))],
    ids=["naive", "local"],
)
def test_time_is_aware_and_in_utc(at: datetime) -> None:
    """A naive time, or one in another zone, is refused where the event is made."""
    with pytest.raises(ValueError, match="must be aware and in UTC"):
        Event(**{**FIELDS, "at": at})


@pytest.mark.parametrize(("data", "error"), [({"x": float("nan")}, ValueError), ({"x": object()}, TypeError)])
def test_data_is_what_json_can_hold(data: dict[str, object], error: type[Exception]) -> None:
    """Other data is refused where the event is made, and not later in the writer's thread."""
    with pytest.raises(error):
        Event(**FIELDS, data=data)


def test_event_can_be_a_key() -> None:
    """An event can be hashed, so that it can be a member of a set."""
    event = Event(**FIELDS, data={"step": 1})
    assert {event, Event(**FIELDS, data={"step": 1})} == {event}


def test_data_is_written_small_and_in_ascii() -> None:
    """Data has no blanks, and nothing that an encoding could damage, not even half a character."""
    assert to_json({"name": "Über\udc80", "step": 1}) == '{"name":"\\u00dcber\\udc80","step":1}'


OFFSETS = st.integers(min_value=-14 * 60, max_value=14 * 60)
MOMENTS = st.integers(min_value=0, max_value=int(2e17)).map(lambda number: EPOCH + number * MICROSECOND)


@given(MOMENTS, OFFSETS)
def test_a_time_comes_back_as_it_went(moment: datetime, offset: int) -> None:
    """A time comes back the same to the microsecond, with the offset that the person's clock showed."""
    back = to_local(to_microseconds(moment), offset)
    assert back == moment
    assert back.utcoffset() == timedelta(minutes=offset)


@given(MOMENTS, MOMENTS)
def test_numbers_are_in_the_order_of_the_times(one: datetime, two: datetime) -> None:
    """Events that are sorted by the number are sorted by time."""
    assert (to_microseconds(one) < to_microseconds(two)) == (one < two)


def test_a_time_from_another_zone_is_the_same_instant() -> None:
    """A query in local time finds what was written in UTC."""
    noon = datetime(2026, 11, 2, 12, 0, tzinfo=timezone(timedelta(hours=3)))
    assert to_microseconds(noon) == to_microseconds(datetime(2026, 11, 2, 9, 0, tzinfo=UTC))


def test_bytes_that_are_no_letters_are_spelled_out() -> None:
    """A file's name that is not UTF-8 can still be a routine's id."""
    assert to_utf8("näck-\udcff") == "näck-\\udcff"


def test_every_kind_of_event_is_documented():
    """The page about the journal describes the data of every kind of event."""
    page = (Path(__file__).parents[2] / "docs" / "journal.md").read_text("utf-8")
    section = page.partition("| kind | data |")[2].partition("\n\n")[0]
    rows = [line.split(" | ")[0].strip("| ") for line in section.splitlines()]
    kinds = [kind for row in rows for kind in row.split(", ") if kind]
    assert sorted(kinds) == sorted([*get_args(EventKind), "---"])
