"""What an event is."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta, timezone

import pytest

from coach.clock import local_offset_minutes
from coach.journal.events import Event, encoded, new_event
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
    """What could not be written is refused where the event is made, not later in the writer's thread."""
    with pytest.raises(error):
        Event(**FIELDS, data=data)


def test_event_can_be_a_key() -> None:
    """An event can be hashed, so that it can be a member of a set."""
    event = Event(**FIELDS, data={"step": 1})
    assert {event, Event(**FIELDS, data={"step": 1})} == {event}


def test_data_is_written_small_and_in_ascii() -> None:
    """No blanks, and nothing that an encoding could damage, not even half a character of a file's name."""
    assert encoded({"name": "Über\udc80", "step": 1}) == '{"name":"\\u00dcber\\udc80","step":1}'
