"""Time zones by their names, and those to which a machine is set by rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.errors import CoachError
from coach.plan.model import Plan
from coach.plan.time_zones import machine_zone, parse_zone, zone_named, zone_of
from coach.units import ParseError


@pytest.mark.parametrize("name", ["Europe/Berlin", "Pacific/Chatham", "UTC"])
def test_a_zone_has_its_name_in_the_database(name):
    """A zone has its name in the database, and the same name always gives the same object."""
    assert parse_zone(name) is ZoneInfo(name)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("Europ/Berlin", "did you mean 'Europe/Berlin'?"),
        ("local", "for the time zone of this machine, leave the field out"),
        ("europe/berlin", "write 'Europe/Berlin'"),
        ("Berlin", "write 'Europe/Berlin'"),
        ("New York", "write 'America/New_York'"),
        ("Kathmandoo", "did you mean 'Asia/Kathmandu'?"),
        ("+02:00", "an offset has no summer time: write its name, such as Europe/Berlin"),
        ("GMT+1", "an offset has no summer time: write its name, such as Europe/Berlin"),
        ("UTC -0530", "an offset has no summer time: write its name, such as Europe/Berlin"),
        ("CEST", "write its name, such as Europe/Berlin"),
        ("../../etc/passwd", "write its name, such as Europe/Berlin"),
        ("/etc/localtime", "write its name, such as Europe/Berlin"),
        ("Europe", "write its name, such as Europe/Berlin"),
        ("", "write its name, such as Europe/Berlin"),
        ("x" * 100_000, "write its name, such as Europe/Berlin"),
        ("a\x00b", "write its name, such as Europe/Berlin"),
    ],
)
def test_what_is_no_zone_is_reported_with_the_nearest_name(text, hint):
    """A path, an offset and a folder of the database are no zones."""
    with pytest.raises(ParseError) as caught:
        parse_zone(text)
    assert caught.value.hint == hint


def test_the_plans_own_zone_comes_before_the_machines(monkeypatch):
    """Without one it is the machine's zone, as it is set at that time."""
    plan = Plan(reminders=())
    for name in ("Asia/Kathmandu", "America/St_Johns"):
        monkeypatch.setenv("TZ", name)
        assert zone_of(plan) == machine_zone() == ZoneInfo(name)
    assert zone_of(replace(plan, zone=ZoneInfo("Europe/Berlin"))) == ZoneInfo("Europe/Berlin")


def test_a_machine_without_a_zone_is_reported(monkeypatch):
    """The message says what to do, instead of days that are hours off."""
    monkeypatch.setenv("TZ", "Nowhere/Atlantis")
    with pytest.raises(CoachError) as caught:
        machine_zone()
    assert str(caught.value).startswith(
        "The time zone of this machine is not known: TZ is 'Nowhere/Atlantis', which is not a zone's name."
    )
    assert caught.value.hint == "Set it, or write a line such as 'zone: Europe/Berlin' into the plan."


@pytest.mark.parametrize(
    ("rules", "winter", "summer"),
    [
        ("UTC0", "2026-01-15T12:00:00+00:00", "2026-07-15T12:00:00+00:00"),
        (":UTC0", "2026-01-15T12:00:00+00:00", "2026-07-15T12:00:00+00:00"),
        ("<-03>3", "2026-01-15T09:00:00-03:00", "2026-07-15T09:00:00-03:00"),
        ("<+0545>-5:45", "2026-01-15T17:45:00+05:45", "2026-07-15T17:45:00+05:45"),
        ("CET-1CEST,M3.5.0,M10.5.0/3", "2026-01-15T13:00:00+01:00", "2026-07-15T14:00:00+02:00"),
        ("XST5XDT", "2026-01-15T07:00:00-05:00", "2026-07-15T08:00:00-04:00"),
    ],
)
def test_a_machine_may_be_set_to_the_rules_of_a_zone(monkeypatch, rules, winter, summer):
    """The rules are POSIX rules in TZ, by which another process of the coach knows the zone."""
    monkeypatch.setenv("TZ", rules)
    zone = machine_zone()
    shown = [datetime(2026, month, 15, 12, tzinfo=UTC).astimezone(zone).isoformat() for month in (1, 7)]
    assert shown == [winter, summer]
    assert zone_named(str(zone)) is machine_zone() is zone


@given(st.text(max_size=20))
def test_a_name_is_a_zone_or_an_error_in_words(name):
    """Whatever another process says or a person has set is a zone or an error in words."""
    try:
        zone = zone_named(name)
    except ValueError:
        return
    assert datetime(2026, 1, 1, tzinfo=UTC).astimezone(zone).utcoffset() is not None


def test_a_zone_in_a_file_of_its_own_is_known_by_its_name(monkeypatch, tmp_path):
    """TZ may name a file, and the reader of the plan passes on only its name."""
    import importlib.resources

    file = tmp_path / "office"
    file.write_bytes((importlib.resources.files("tzdata") / "zoneinfo/Europe/Berlin").read_bytes())
    monkeypatch.setenv("TZ", str(file))
    summer = datetime(2026, 7, 1, 12, tzinfo=UTC)
    assert summer.astimezone(zone_named("office")).isoformat() == "2026-07-01T14:00:00+02:00"
