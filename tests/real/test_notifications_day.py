"""The buttons of a notification, from a desktop on a real bus to a real daemon."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta

import jsonschema_rs
import pytest

import session_bus
import wall_clock
from coach.activity.source import PARTS
from coach.api.openapi import document
from coach_process import CoachProcess
from daemon_process import (
    ALONE,
    ELEVEN,
    OPEN,
    home_with_a_clock,
    none_left,
    outcomes,
    reminder_entries,
    rulings,
    run_command,
    settle,
    status,
    to_the_second,
    until,
)  # fmt: skip

pytestmark = [
    pytest.mark.skipif(bool(wall_clock.MISSING), reason=wall_clock.MISSING),
    pytest.mark.skipif(not session_bus.is_here(), reason=session_bus.MISSING),
]
SOON = 40.0
"""Seconds within which a thing is seen to happen, on a machine that does much else."""
NAME, CADENCE = to_the_second("11:00:00", "begin: ask")


@contextmanager
def announced(place):
    """A daemon whose routine is announced on a desktop: the daemon, the desktop, and its notification."""
    settle(place, {NAME: CADENCE})
    with session_bus.session_bus() as bus:
        server = session_bus.started(bus)
        try:
            with CoachProcess(
                place.folder, "start", "--verbose", **{**place.surroundings, **ALONE, **bus}
            ) as running:
                running.wait_for(OPEN)
                place.clock.go_on()
                shown = server.hear()
                until(lambda: notifications(status(place))["works"], SOON)  # nobody presses at once
                yield running, server, shown
        finally:
            server.end()


def notifications(state):
    """The notifications part of the status."""
    return next(one for one in state["sources"]["each"] if one["what"] == "notifications")


def stopped(place, running):
    """Stop the daemon and return its exit code."""
    run_command(place, "stop")
    return running.finish()


def start(place):
    """Press Begin: the routine is led."""
    with announced(place) as (running, server, _):
        server.tell("press 1 begin")
        running.wait_for("step-started", SOON)
        running.wait_for("session-over", SOON)
        code = stopped(place, running)
    return code, rulings(place), outcomes(place), none_left(place)


def later(place):
    """Press Later: it is postponed by ten minutes."""
    with announced(place) as (running, server, _):
        server.tell("press 1 later")
        until(lambda: status(place)["announced"] is None, SOON)
        code = stopped(place, running)
    return code, reminder_entries(place), outcomes(place)


def skip(place):
    """Press Skip twice: it is skipped once."""
    with announced(place) as (running, server, _):
        server.tell("press 1 skip")
        server.tell("press 1 begin")
        until(lambda: status(place)["announced"] is None, SOON)
        code = stopped(place, running)
    return code, rulings(place), outcomes(place)


def ended(place):
    """Stop the coach while the notification is shown."""
    with announced(place) as (running, server, shown):
        state = status(place)
        code = stopped(place, running)
        taken_back = server.hear()
    return shown, state, code, taken_back


LIVES = {each.__name__: each for each in (start, later, skip, ended)}


@pytest.fixture(scope="module")
def results(tmp_path_factory, no_sound):
    """The result of each scenario; all run at once, and again in a rerun."""
    folder = tmp_path_factory.mktemp("days")
    library = wall_clock.compiled(folder)

    def live(name, number=0):
        with home_with_a_clock(folder / f"{number}-{name}", library, **no_sound) as place:
            return LIVES[name](place)

    with ThreadPoolExecutor(len(LIVES)) as pool:
        first = {name: pool.submit(live, name) for name in LIVES}
    numbers = iter(range(1, 1000))
    return lambda name: first.pop(name).result() if name in first else live(name, next(numbers))


def test_start_begins(results):
    """The session is led to its end, and no process is left."""
    assert results("start") == (
        0, [(NAME, "speak"), (NAME, "begun"), (NAME, "ended")], ["completed"], True,
    )  # fmt: skip


def test_later_puts_off(results):
    """Later puts it off by ten minutes from now, and nothing is led."""
    code, reported, led = results("later")
    assert (code, [entry["ruling"] for entry in reported], led) == (0, ["speak", "later"], [])
    off = datetime.fromisoformat(reported[1]["until"]) - ELEVEN
    assert timedelta(minutes=10) - timedelta(seconds=1) <= off <= timedelta(minutes=10, seconds=SOON)


def test_skip_skips(results):
    """Skip skips it once; a second press does nothing."""
    assert results("skip") == (0, [(NAME, "speak"), (NAME, "skipped")], [])


def test_what_stands_is_taken_back_when_the_coach_ends(results):
    """No dead buttons stay on the screen; until then the status says what the desktop shows."""
    shown, state, code, taken_back = results("ended")
    assert (shown["summary"], shown["actions"][2:]) == (
        "Short rest", ["begin", "Begin", "later", "Later", "skip", "Skip"],
    )  # fmt: skip
    assert (code, taken_back) == (0, {"closed": 1})
    assert notifications(state) == {"what": "notifications", "works": True, "detail": "shown", "todo": ""}
    assert [one["what"] for one in state["sources"]["each"]] == [*PARTS, "notifications"]
    asked = datetime.fromisoformat(state["sources"]["asked"])
    assert timedelta() <= asked - ELEVEN + timedelta(seconds=1) < timedelta(seconds=10)
    described = document(1)["components"]["schemas"]["Status"]
    assert list(jsonschema_rs.validator_for(described).iter_errors(state)) == []
