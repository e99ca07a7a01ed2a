"""Measures from the request to begin what was announced to its first sample, on a null sink."""

from __future__ import annotations

import time

import numpy as np

import pulse_server
from coach.api.client import running_coach
from daemon_process import daemon, settle, status, to_the_second, until, write_routine

LOUD = 1e-3
SILENT = 0.1
"""Seconds: two sounds with less silence between them are one."""
LONGEST = 6.0
"""Seconds after the request for which is recorded."""
NAME, CADENCE = to_the_second("11:00:00", "begin: ask")


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
        time.sleep(LONGEST)
        samples, began = recording.finish()
        running_coach(place.home).act("stop")
    loud = began + np.flatnonzero(np.abs(samples) > LOUD) / pulse_server.RATE
    silences = np.diff(loud, prepend=began)
    first = next(at for at, silent in zip(loud, silences, strict=True) if silent > SILENT and at > asked)
    before = loud[loud < first]
    return first - asked, first - (before[-1] if len(before) else began)
