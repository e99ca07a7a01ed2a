"""Lives of a daemon whose wall clock is set, or whose machine moves to another zone."""

from __future__ import annotations

import shutil
import signal
import subprocess
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from coach_process import PROGRAM
from daemon_process import (
    at,
    begun,
    daemon,
    none_left,
    outcomes,
    reminder_entries,
    rows,
    settle,
    status,
    to_the_second,
    until,
    write_routine,
)

HOUR = timedelta(hours=1)
ZONES = Path("/usr/share/zoneinfo")
LED_SECONDS = 12
SOON = 120.0
"""Seconds within which anything has come that a life of about a minute waits for, on a busy machine too."""


def set_by_an_hour(place, step, *, clock_time, more):
    """The clock is set soon after the start; a reminder is due soon by the clock as it is then."""
    name, cadence = to_the_second(clock_time)
    settle(place, {name: cadence, **more}, seconds=1)
    with daemon(place) as running:
        place.clock.step(step)
        noticed = until(lambda: "clock stepped" in str(running.said), SOON)
        running.wait_for(f"{name}: ended", SOON)
        following = status(place)["next"][0]
        running.signal(signal.SIGTERM)
        code = running.finish()
    return {
        "noticed": noticed,
        "decided": decided(place, name),
        "others": [
            (entry["ruling"], entry.get("reason"))
            for entry in reminder_entries(place)
            if entry["reminder"] != name
        ],
        "begun": begun(place)[-1][0],
        "following": (following["reminder"], following["at"]),
        "outcomes": outcomes(place),
        "code": code,
        "none left": none_left(place),
    }


def forward(place):
    """An hour on, past sixty occurrences of one reminder; the next is due well after one of them was led."""
    more = {"often": 'every: 1 min, between: "11:00-11:59"'}
    return set_by_an_hour(place, HOUR, clock_time="12:00:50", more=more)


def back(place):
    """An hour back."""
    more = {"rest": at("11:00")}
    return set_by_an_hour(place, -HOUR, clock_time="10:00:24", more=more)


def set_while_led(place, step, *, more, clock_time):
    """The clock is set while a routine of some seconds is led; others are due afterwards."""
    name, cadence = to_the_second(clock_time, "routine: brief")
    settle(place, {"rest": at("11:00"), name: cadence, **more}, seconds=LED_SECONDS)
    write_routine(place, "brief", "  - rest: 1 s\n")
    with daemon(place) as running:
        began = running.wait_for("step-started", SOON)
        time.sleep(3.0)
        place.clock.step(step)
        took = running.wait_for("step-done", SOON) - began
        running.wait_for(f"{name}: ended", SOON)
        following = status(place)["next"][0]
        running.signal(signal.SIGTERM)
        code = running.finish()
    spoken = [entry["reminder"] for entry in reminder_entries(place) if entry["ruling"] == "speak"]
    return {
        "took": took,
        "spoken": ["next" if each == name else each for each in spoken],
        "decided": decided(place, name),
        "begun": begun(place)[-1][0],
        "following": (following["reminder"], following["at"]),
        "outcomes": outcomes(place),
        "code": code,
        "none left": none_left(place),
    }


def forward_while_led(place):
    """Five minutes on, past another reminder; the next is due well after that one was led."""
    more = {"passed": at("11:02") + ", routine: brief"}
    return set_while_led(place, timedelta(minutes=5), more=more, clock_time="11:05:56")


def back_while_led(place):
    """Five minutes back."""
    return set_while_led(place, timedelta(minutes=-5), more={}, clock_time="10:55:26")


def decided(place, name):
    """When it was said that this reminder is spoken, by the clock as it was then."""
    query = "SELECT at FROM events WHERE kind = 'reminder' AND json_extract(data, '$.ruling') = 'speak'"
    found = rows(place, f"{query} AND json_extract(data, '$.reminder') = '{name}'")
    return [datetime.fromtimestamp(moment / 1e6, UTC) for (moment,) in found]


def moved(place):
    """The machine's zone goes from Berlin to New York, where the plan's times are others."""
    settings = machine_settings(place.folder.with_name(place.folder.name + "-etc"))
    set_zone(settings, "Europe/Berlin")
    there, cadence = to_the_second("07:00:36")
    here, passed = to_the_second("12:00:30")
    settle(place, {there: cadence, here: passed}, seconds=1)
    with daemon(place, program=in_a_machine_of(settings)) as running:
        before = status(place)["next"][0]
        set_zone(settings, "America/New_York")
        noticed = until(lambda: "clock zone" in str(running.said), SOON)
        running.wait_for(f"{there}: ended", SOON)
        after = status(place)["next"][0]
        running.signal(signal.SIGTERM)
        code = running.finish()
    return {
        "before": before["at"],
        "noticed": noticed,
        "after": after["at"],
        "decided": decided(place, there),
        "offsets": {offset for (offset,) in rows(place, "SELECT offset_minutes FROM events")},
        "shown": any(line.startswith("07:00:") for line in running.said),
        "code": code,
        "none left": none_left(place),
    }


def machine_settings(folder):
    """A copy of /etc, for one process and its children to live on; skips where that cannot be."""
    probe = subprocess.run(["unshare", "--mount", "true"], check=False, capture_output=True)
    if probe.returncode or not ZONES.is_dir():
        pytest.skip("a process can be given another zone by root only, and zones of the system")
    shutil.copytree("/etc", folder, symlinks=True)
    return folder


def set_zone(settings, name):
    """As the system does it."""
    (settings / "timezone").write_text(f"{name}\n", encoding="ascii")
    link = settings / "localtime.new"
    link.symlink_to(ZONES / name)
    link.replace(settings / "localtime")


def in_a_machine_of(settings):
    """What runs the coach where those are the settings of the machine."""
    script = 'unset TZ; mount --bind "$0" /etc && exec "$@"'
    return ("unshare", "--mount", "sh", "-c", script, str(settings), *PROGRAM)
