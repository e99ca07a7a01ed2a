"""From the request to begin what was announced to its first sample, on a null sink, with real processes."""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

import pulse_server
import wall_clock
from coach.api.client import running_coach
from daemon_process import (
    DaemonHome,
    daemon,
    end_all,
    settle,
    status,
    to_the_second,
    until,
    write_routine,
)  # fmt: skip
from wall_clock import WallClock

pytestmark = [
    pytest.mark.skipif(bool(wall_clock.MISSING), reason=wall_clock.MISSING),
    pytest.mark.skipif(not pulse_server.is_here(), reason=pulse_server.MISSING),
]
LOUD = 1e-3
SILENT = 0.1
"""Seconds: two sounds with less silence between them are one."""
ALLOWED = 1.5
"""Seconds: three times what it takes at most on a machine that does nothing else."""
NAME, CADENCE = to_the_second("11:00:00", "begin: ask")
BEGUN = {"ready": 15.0, "in its announcement": 3.5}
"""Seconds after which the routine is begun, once it is announced 14 s after the start."""


def first_sample(place, seconds):
    """Seconds from the request, so long after the announcement is due, to the first sample of the session.

    Second, for how long it was silent before that sample.
    """
    settle(place, {NAME: CADENCE})
    write_routine(place, "short", "  - say: Sit tall, and let your shoulders drop.\n  - rest: 20 s\n")
    with (
        pulse_server.PulseServer(("heard",)) as server,
        daemon(place, PULSE_SERVER=server.environment["PULSE_SERVER"]),
    ):
        due = time.time() + 14.0
        until(lambda: status(place)["waiting"], 30.0)
        time.sleep(max(0.0, due + seconds - 1.0 - time.time()))
        recording = server.record("heard", 10)
        recording.wait_until_running()
        time.sleep(max(0.0, due + seconds - time.time()))
        asked = time.time()
        running_coach(place.home).act("begin")
        time.sleep(ALLOWED + 1.0)
        samples, began = recording.finish()
        running_coach(place.home).act("stop")
    loud = began + np.flatnonzero(np.abs(samples) > LOUD) / pulse_server.RATE
    silences = np.diff(loud, prepend=began)
    first = next(at for at, silent in zip(loud, silences, strict=True) if silent > SILENT and at > asked)
    before = loud[loud < first]
    return first - asked, first - (before[-1] if len(before) else began)


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """What came of each, by its name; they run beside each other."""
    folder = tmp_path_factory.mktemp("begun")
    library = wall_clock.compiled(folder)

    def live(name):
        own = folder / name.replace(" ", "-")
        own.mkdir()
        clock = WallClock(library, own / "clock")
        place = DaemonHome(own, {**clock.surroundings, "TZ": "Etc/UTC"}, clock)
        try:
            return first_sample(place, BEGUN[name])
        finally:
            end_all(place)

    with ThreadPoolExecutor(len(BEGUN)) as pool:
        return dict(zip(BEGUN, pool.map(live, BEGUN), strict=True))


def test_what_waits_is_begun_at_once(begun):
    """Its session was made ready while it waited, so that half a second is enough on an idle machine."""
    seconds, _ = begun["ready"]
    assert seconds <= ALLOWED, os.getloadavg()


def test_a_session_does_not_talk_over_its_announcement(begun):
    """The announcement is cut short, and there is silence before the session speaks."""
    seconds, silent = begun["in its announcement"]
    assert seconds <= ALLOWED, os.getloadavg()
    assert silent > SILENT
