"""Two machines whose coaches both run, and a file synchroniser between their journals."""

from __future__ import annotations

import signal
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import pytest

from coach.clock import SystemClock
from coach.journal.events import COLUMNS
from coach.journal.store import Journal
from daemon_process import (
    ELEVEN,
    DaemonHome,
    daemon,
    end_all,
    rulings,
    run_command,
    settle,
    status,
    until,
    until_it_is,
)
from wall_clock import MISSING, WallClock, compiled

pytestmark = pytest.mark.skipif(bool(MISSING), reason=MISSING)

EVERY = timedelta(minutes=20)
MINUTE = timedelta(minutes=1)
MACHINES = ("laptop", "desk", "alone")


def synchronise(places, shared):
    """What a timer does on each of these machines; the folder is the same on all."""
    for name, place in places.items():
        assert run_command(place, "journal", "backup", "--replace", str(shared / f"{name}.sqlite3"))[0] == 0
    for place in places.values():
        assert run_command(place, "journal", "merge", str(shared))[0] == 0


def events(place):
    """All events of a journal, whatever their order."""
    with Journal.open_to_read(place.home.journal, SystemClock()) as journal:
        return set(journal.rows(f"SELECT {COLUMNS} FROM events"))  # noqa: S608 — our own names


@pytest.fixture
def places(tmp_path, no_sound):
    """Three machines with one plan and one time of day: a minute before a reminder is due."""
    clock = WallClock(compiled(tmp_path), tmp_path / "clock")
    found = {}
    for name in MACHINES:
        folder = tmp_path / name
        folder.mkdir()
        found[name] = DaemonHome(folder, {**no_sound, **clock.surroundings, "TZ": "Etc/UTC"}, clock)
        settle(found[name], {"sip": 'every: 20 min, between: "09:00-17:00"'}, seconds=1)
    clock.stand(ELEVEN - MINUTE)
    yield found
    for place in found.values():
        end_all(place)


def next_at(place):
    """When the reminder is due next, as the running coach says."""
    return status(place)["next"][0]["at"]


def test_what_was_just_done_at_one_machine_is_not_called_for_at_the_other(places, tmp_path):
    """The desk, whose journal has it by the synchroniser, is silent at eleven; one without it calls."""
    shared = tmp_path / "shared"
    shared.mkdir()
    both = {name: places[name] for name in ("laptop", "desk")}
    with ExitStack() as stack:
        running = [stack.enter_context(daemon(place)) for place in places.values()]
        before = {name: next_at(place) for name, place in places.items()}
        assert run_command(places["laptop"], "done", "sip")[0] == 0
        synchronise(both, shared)
        until(lambda: next_at(places["desk"]) != before["desk"], 25.0)
        apart = in_utc(next_at(places["laptop"])) - in_utc(next_at(places["desk"]))
        assert abs(apart) < timedelta(seconds=1)
        assert ELEVEN - timedelta(minutes=1) + EVERY <= in_utc(next_at(places["desk"])) < ELEVEN + EVERY
        until_it_is(places["alone"], 15)
        assert {name: [ruling for _, ruling in rulings(place)][:1] for name, place in places.items()} == {
            "laptop": [], "desk": [], "alone": ["speak"],
        }  # fmt: skip
        synchronise(both, shared)
        synchronise(both, shared)
        assert events(places["laptop"]) == events(places["desk"])
        for place in both.values():
            assert run_command(place, "journal", "verify")[0] == 0
        for process in running:
            process.signal(signal.SIGTERM)
            assert process.finish() == 0


def in_utc(instant):
    """That instant in UTC."""
    return datetime.fromisoformat(instant).astimezone(UTC)
