"""From the request to begin what was announced to its first sample, on a null sink, with real processes."""

from __future__ import annotations

import os
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

import pulse_server
import wall_clock
from begin_latency import SILENT, first_sample
from coach_process import PROGRAM
from daemon_process import home_with_a_clock

pytestmark = [
    pytest.mark.skipif(bool(wall_clock.MISSING), reason=wall_clock.MISSING),
    pytest.mark.skipif(not pulse_server.is_here(), reason=pulse_server.MISSING),
]
ALLOWED = 15
"""Starts of `coach --version` in the same run; it takes five where nothing else runs."""
BEGUN = {"ready": 15.0, "in its announcement": 3.5}
"""Seconds after which the routine is begun, once it is announced 14 s after the start."""


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """What came of each, by its name; they run beside each other."""
    folder = tmp_path_factory.mktemp("begun")
    library = wall_clock.compiled(folder)

    def live(name):
        with home_with_a_clock(folder / name.replace(" ", "-"), library) as place:
            return first_sample(place, BEGUN[name])

    with ThreadPoolExecutor(len(BEGUN)) as pool:
        return dict(zip(BEGUN, pool.map(live, BEGUN), strict=True))


@pytest.fixture(scope="module")
def allowed():
    """Seconds."""
    before = time.monotonic()
    subprocess.run([*PROGRAM, "--version"], capture_output=True, check=True)
    return max(1.5, ALLOWED * (time.monotonic() - before))


def test_what_waits_is_begun_at_once(begun, allowed):
    """What waits was made ready meanwhile, so that half a second is enough on an idle machine."""
    seconds, _ = begun["ready"]
    assert seconds <= allowed, os.getloadavg()


def test_a_session_does_not_talk_over_its_announcement(begun, allowed):
    """The announcement is cut short, and there is silence before the session speaks."""
    seconds, silent = begun["in its announcement"]
    assert seconds <= allowed, os.getloadavg()
    assert silent > SILENT
