"""A chime and a notification in place of the voice, on a null sink and a notification server."""

from __future__ import annotations

import json
from contextlib import ExitStack

import numpy as np
import pytest

import pulse_server
import session_bus
import wall_clock
from coach_process import CoachProcess
from daemon_process import (
    ALONE,
    OPEN,
    home_with_a_clock,
    outcomes,
    rows,
    run_command,
    settle,
    to_the_second,
    until,
)
from pulse_server import RATE, PulseServer

pytestmark = [
    pytest.mark.skipif(bool(wall_clock.MISSING), reason=wall_clock.MISSING),
    pytest.mark.skipif(not session_bus.is_here(), reason=session_bus.MISSING),
    pytest.mark.skipif(not pulse_server.is_here(), reason=pulse_server.MISSING),
]
SOON = 40.0
"""Seconds within which a thing is seen to happen, on a machine that does much else."""
REMINDERS = "SELECT data FROM events WHERE kind = 'reminder'"
NAME, CADENCE = to_the_second("11:00:00", "begin: ask")


def counts(place):
    """What `coach today` counts."""
    return json.loads(run_command(place, "today", "--json")[1])["counts"]


@pytest.fixture
def day(tmp_path):
    """Live a day with that `how`: the notification, what was heard, and the record once Done is pressed."""

    def live(how):
        with ExitStack() as stack:
            place = stack.enter_context(home_with_a_clock(tmp_path / "home", wall_clock.compiled(tmp_path)))
            settle(place, {NAME: CADENCE}, more=f"how: {how}\nvoice: {{volume: 0.5}}")
            pulse = stack.enter_context(PulseServer())
            bus = stack.enter_context(session_bus.session_bus())
            server = session_bus.started(bus)
            stack.callback(server.end)
            surroundings = {**place.surroundings, **ALONE, **pulse.environment, **bus}
            running = stack.enter_context(CoachProcess(place.folder, "start", "--verbose", **surroundings))
            recording = pulse.record()
            running.wait_for(OPEN)
            place.clock.go_on()
            shown = server.hear()
            running.wait_for("called", SOON)
            server.tell("press 1 done")
            until(lambda: counts(place)["confirmed"], SOON)
            samples, _ = recording.finish()
            entries = [json.loads(data) for (data,) in rows(place, REMINDERS)]
            called = [each for each in entries if each["ruling"] == "called"]
            today = counts(place)
            run_command(place, "stop")
            running.finish()
            return shown, samples, called, today, outcomes(place)

    return live


def test_a_chime_is_heard_and_done_confirms_it(day):
    """The bell sounds at half the volume, nothing is led, and the button says that it was done."""
    shown, samples, called, today, led = day("chime")
    assert (shown["summary"], shown["body"]) == ("Short rest", "Less than a minute.")
    assert shown["actions"][2::2] == ["done", "begin", "later", "skip"]
    assert [(each["how"], each["heard"]) for each in called] == [("chime", "yes")]
    assert (today, led) == ({"due": 1, "called": 1, "led": 0, "confirmed": 1}, [])
    assert 0.08 < np.abs(samples).max() < 0.11
    loudest = np.abs(np.fft.rfft(samples)).argmax() * RATE / len(samples)
    assert loudest == pytest.approx(880.0, abs=2.0)


def test_a_notification_alone_makes_no_sound(day):
    """A notification alone is a silent call, and Done confirms it as anything else."""
    shown, samples, called, today, led = day("notify")
    assert shown["actions"][2::2] == ["done", "begin", "later", "skip"]
    assert [(each["how"], each["heard"]) for each in called] == [("notify", "unknown")]
    assert (today, led) == ({"due": 1, "called": 1, "led": 0, "confirmed": 1}, [])
    assert not samples.any()
