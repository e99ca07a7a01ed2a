"""Zones by name, and the machine's own."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from coach.errors import CoachError
from coach.plan.model import Plan
from coach.plan.zones import machine_zone, parse_zone, zone_of
from coach.units import Misread


@pytest.mark.parametrize("name", ["Europe/Berlin", "Pacific/Chatham", "UTC"])
def test_a_zone_has_its_name_in_the_database(name):
    """As the zone itself, which is one and the same each time."""
    assert parse_zone(name) is ZoneInfo(name)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("Europ/Berlin", "did you mean 'Europe/Berlin'?"),
        ("europe/berlin", "write 'Europe/Berlin'"),
        ("Berlin", "write 'Europe/Berlin'"),
        ("New York", "write 'America/New_York'"),
        ("Kathmandoo", "did you mean 'Asia/Kathmandu'?"),
        ("+02:00", "an offset knows no summer time: write its name, such as Europe/Berlin"),
        ("GMT+1", "an offset knows no summer time: write its name, such as Europe/Berlin"),
        ("UTC -0530", "an offset knows no summer time: write its name, such as Europe/Berlin"),
        ("CEST", "write its name, such as Europe/Berlin"),
        ("../../etc/passwd", "write its name, such as Europe/Berlin"),
        ("/etc/localtime", "write its name, such as Europe/Berlin"),
        ("Europe", "write its name, such as Europe/Berlin"),
        ("", "write its name, such as Europe/Berlin"),
        ("x" * 100_000, "write its name, such as Europe/Berlin"),
        ("a\x00b", "write its name, such as Europe/Berlin"),
    ],
)
def test_what_is_no_zone_is_told_with_the_nearest_name(text, hint):
    """A path, an offset or a folder of the database is none."""
    with pytest.raises(Misread) as caught:
        parse_zone(text)
    assert caught.value.hint == hint


def test_the_plans_own_zone_comes_before_the_machines(monkeypatch):
    """Without one it is the machine's, as it is set at that time."""
    plan = Plan(reminders=())
    for name in ("Asia/Kathmandu", "America/St_Johns"):
        monkeypatch.setenv("TZ", name)
        assert zone_of(plan) == machine_zone() == ZoneInfo(name)
    assert zone_of(replace(plan, zone=ZoneInfo("Europe/Berlin"))) == ZoneInfo("Europe/Berlin")


def test_a_machine_without_a_zone_is_told(monkeypatch):
    """With what to do, instead of days that are hours off."""
    monkeypatch.setenv("TZ", "Nowhere/Atlantis")
    with pytest.raises(CoachError) as caught:
        machine_zone()
    assert str(caught.value).startswith(
        "The time zone of this machine cannot be told: TZ is 'Nowhere/Atlantis', which is not a zone's name."
    )
    assert caught.value.hint == "Set it, or write a line such as 'zone: Europe/Berlin' into the plan."
