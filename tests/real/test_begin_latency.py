"""From the request to begin what was announced to its first sample, on a null sink, with real processes."""

from __future__ import annotations

import os
import time
from datetime import datetime, timedelta

import numpy as np
import pytest

import pulse_server
from coach.api.client import running_coach
from coach.home import Home
from coach_process import CoachProcess
from daemon_process import ALONE, OPEN, until

pytestmark = pytest.mark.skipif(not pulse_server.is_here(), reason=pulse_server.MISSING)
LOUD = 1e-3
AT_MOST = 0.5
"""Seconds, on a machine that has nothing else to do; the test allows for one that has."""
ALLOWED = 3 * AT_MOST
STEPS = "steps:\n  - say: Sit tall, and let your shoulders drop.\n  - rest: 20 s\n"


def announced(folder):
    """A plan that announces a routine within a minute, and the wall-clock second at which it will."""
    (folder / "routines").mkdir(parents=True)
    (folder / "routines" / "tall.yaml").write_text(f"title: Tall\nkind: habit\n{STEPS}", encoding="utf-8")
    soon = datetime.now().astimezone() + timedelta(seconds=20)
    due = soon.replace(second=0, microsecond=0) + timedelta(minutes=1)
    plan = f'reminders: {{tall: {{routine: tall, at: "{due:%H:%M}", begin: ask}}}}\n'
    (folder / "plan.yaml").write_text(plan, encoding="utf-8")
    return due.timestamp()


def first_sample_after(folder, seconds):
    """Seconds from the request, so long after the announcement is due, to the first sample of the session.

    Second, for how long it was silent before that sample.
    """
    due = announced(folder)
    home = Home(config=folder, data=folder, cache=folder, state=folder / "state")
    with (
        pulse_server.PulseServer(("heard",)) as server,
        CoachProcess(folder, "start", **{**ALONE, **server.environment}) as running,
    ):
        running.wait_for(OPEN)
        until(lambda: running_coach(home).status()["waiting"], 90.0)
        time.sleep(max(0.0, due + seconds - 1.0 - time.time()))
        recording = server.record("heard", 10)
        recording.wait_until_running()
        time.sleep(max(0.0, due + seconds - time.time()))
        asked = time.time()
        running_coach(home).act("begin")
        time.sleep(3.0)
        samples, began = recording.finish()
    loud = began + np.flatnonzero(np.abs(samples) > LOUD) / pulse_server.RATE
    gaps = np.flatnonzero(np.diff(loud, prepend=asked - 1.0) > 0.1)
    first = next(loud[gap] for gap in gaps if loud[gap] > asked)
    before = loud[loud < first]
    return first - asked, first - max(before, default=0.0)


def test_what_waits_begins_within_half_a_second(tmp_path):
    """Its session was made ready while it waited."""
    took, _ = first_sample_after(tmp_path, 15.0)
    assert took <= ALLOWED, os.getloadavg()


def test_a_session_does_not_talk_over_its_announcement(tmp_path):
    """It is begun while the announcement is being said, and there is silence between the two."""
    took, silent = first_sample_after(tmp_path, 3.5)
    assert took <= ALLOWED, os.getloadavg()
    assert silent >= 0.1
