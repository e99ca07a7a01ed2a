"""Lives of a daemon that is ended by a signal, or whose session is. Each gives what came of it."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time

from coach_process import PROGRAM
from daemon_process import (
    at,
    begun,
    daemon,
    led,
    none_left,
    outcomes,
    processes,
    reminder_entries,
    rulings,
    run_command,
    sessions_of,
    settle,
    status,
    to_the_second,
    until,
    until_it_is,
    write_routine,
)

REST = {"rest": at("11:00")}
STARTED, OVER = "step-started", "session-over"
SOON = 60.0
"""Seconds within which anything has come that a life of half a minute waits for, however busy the machine."""


def terminated(place):
    """SIGTERM while a routine is led."""
    settle(place, REST, seconds=60)
    with daemon(place) as running:
        running.wait_for(STARTED, SOON)
        began = time.monotonic()
        running.signal(signal.SIGTERM)
        code = running.finish()
        took = time.monotonic() - began
    began = time.monotonic()
    subprocess.run([*PROGRAM, "--version"], capture_output=True, check=True)
    return code, took, time.monotonic() - began, outcomes(place), none_left(place)


def session_killed(place):
    """`kill -9` of a session; the next reminder after it."""
    name, cadence = to_the_second("11:00:16")
    settle(place, REST | {name: cadence}, seconds=4)
    with daemon(place) as running:
        running.wait_for(STARTED, SOON)
        os.kill(led(place), signal.SIGKILL)
        running.wait_for(OVER, SOON)
        after = outcomes(place)
        running.wait_for("session-ended: completed", SOON)
        running.wait_for(f"{name}: ended", SOON)
        running.signal(signal.SIGTERM)
        running.finish()
    return after, outcomes(place), [ruling for _, ruling in rulings(place)], none_left(place)


def daemon_killed(place):
    """`kill -9` of the daemon while a routine is led; a new one at once, and the next reminder after it."""
    name, cadence = to_the_second("11:00:22")
    settle(place, REST | {name: cadence}, seconds=8)
    with daemon(place) as running:
        running.wait_for(STARTED, SOON)
        session = led(place)
        running.signal(signal.SIGKILL)
        running.finish()
        gone, lives = run_command(place, "status")[0], session in processes(place)
        with daemon(place) as again:
            state = status(place)["state"]
            again.wait_for(f"{name}: ended", SOON)
            again.signal(signal.SIGTERM)
            code = again.finish()
    spoken = [reminder for reminder, ruling in rulings(place) if ruling == "speak"]
    return gone, state, lives, spoken == ["rest", name], outcomes(place), code, none_left(place)


def held_killed(place):
    """`kill -9` of the daemon while a session is held ready for what is near; a new one at once."""
    settle(place, REST, seconds=1)
    with daemon(place) as running:
        led(place)
        running.signal(signal.SIGKILL)
        running.finish()
    traceless = none_left(place, SOON)  # it listens once its clips are made
    with daemon(place) as again:
        again.wait_for(OVER, SOON)
        again.signal(signal.SIGTERM)
        again.finish()
    return traceless, rulings(place), outcomes(place), none_left(place)


def killed_at_random(place):
    """`kill -9` of the daemon at four instants drawn, a new one after each; five reminders are due."""
    seed = random.SystemRandom().randrange(10_000)
    draw = random.Random(seed)  # noqa: S311 — told when it fails, so that the same life can be lived again
    due = dict(to_the_second(f"11:00:{second:02}") for second in (0, 5, 10, 15, 20))
    settle(place, {name: f"{cadence}, routine: {name}" for name, cadence in due.items()})
    for name in due:
        write_routine(place, name, "  - rest: 1 s\n")
    naps = [draw.uniform(*span) for span in ((8.0, 14.5), (0.0, 7.0), (0.0, 7.0), (0.0, 7.0))]
    for nap in naps:
        with daemon(place) as running:
            time.sleep(nap)
            running.signal(signal.SIGKILL)
            running.finish()
    with daemon(place) as last:
        until_it_is(place, 25)
        until(lambda: not sessions_of(place), SOON)
        last.signal(signal.SIGTERM)
        code = last.finish()
    return {
        "seed": seed,
        "naps": naps,
        "due": list(due),
        "reminder_entries": reminder_entries(place),
        "begun": begun(place),
        "outcomes": outcomes(place),
        "code": code,
        "none left": none_left(place),
    }


def killed_at_random_again(place):
    """The same at other instants."""
    return killed_at_random(place)
