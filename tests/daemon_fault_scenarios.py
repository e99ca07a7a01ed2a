"""Lives of a daemon: steered, stopped, on broken plans and full disks. Each gives what came of it."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import time
from contextlib import ExitStack, contextmanager, suppress

import pytest

from coach.daemon.plan_loader import load
from coach_process import CoachProcess
from daemon_process import (
    ALONE,
    OPEN,
    at,
    daemon,
    led,
    none_left,
    outcomes,
    processes,
    reminder_entries,
    rulings,
    run_command,
    settle,
    status,
    to_the_second,
    until,
    until_it_is,
    write_plan,
    write_routine,
    written,
)

REST = {"rest": at("11:00")}
STARTED, OVER = "step-started", "session-over"
SOON = 60.0
"""Seconds within which anything has come that a life of half a minute waits for, however busy the machine."""


def commanded(place):
    """Every command that acts on the day or on what is led, by the command line."""
    settle(place, REST)
    write_routine(place, "short", "  - rest: 30 s\n" * 3)
    with daemon(place) as first:
        reported = {"second": run_command(place, "start"), "pid": first.pid}
        reported["nothing led"] = run_command(place, "session", "stop")[0]
        reported["pause"] = (
            run_command(place, "pause", "30m")[0],
            status(place)["state"],
            run_command(place, "status")[0],
        )
        reported["resume"] = run_command(place, "resume")[0], status(place)["state"]
        first.wait_for(STARTED, SOON)
        reported["led"] = status(place)["session"]["title"]
        commands = ("pause", "resume", "next", "previous", "repeat", "extend", "stop")
        reported["session"] = [run_command(place, "session", command)[0] for command in commands]
        first.wait_for(OVER, SOON)
        reported["led after"] = status(place)["session"]
        reported["stop"] = run_command(place, "stop")[0], first.finish()
    reported["status after"] = run_command(place, "status")[0]
    return reported | {
        "rulings": rulings(place),
        "written": written(place),
        "outcomes": outcomes(place),
        "none left": none_left(place),
    }


def announced(place):
    """Four routines that ask first: put off, left out, done without being led, begun.

    Two that fall due while one waits would be announced as one: so each command has 16 s. What is done
    settles its routine, also where another reminder calls for it: so the last has one of its own.
    """
    asks = {
        name: f"{cadence}, begin: ask"
        for name, cadence in (
            to_the_second(f"11:00:{second:02}", *(["routine: other"] if second == 24 else []))
            for second in (0, 8, 16, 24)
        )
    }
    settle(place, asks)
    write_routine(place, "other", "  - rest: 3 s\n")
    codes, row = [], []
    with daemon(place) as running:
        codes.append(run_command(place, "begin")[0])
        for command in (("later", "1h"), ("skip",), ("done",), ("begin",)):
            until(lambda: status(place)["announced"], SOON)
            row.append(status(place)["announced"]["reminder"])
            codes.append(run_command(place, *command)[0])
        running.wait_for("session-ended: completed", SOON)
        running.wait_for(OVER, SOON)
        run_command(place, "stop")
        running.finish()
    found = [ruling for _, ruling in rulings(place)]
    return codes, row == list(asks), found, outcomes(place), none_left(place)


def many(place):
    """Three of them at the same time."""
    settle(place, {"rest": at("17:00")})
    with ExitStack() as stack:
        three = [
            stack.enter_context(CoachProcess(place.folder, "start", **place.surroundings, **ALONE))
            for _ in range(3)
        ]
        until(
            lambda: sum(each.ended for each in three) == 2 and any(OPEN in str(each.said) for each in three),
            SOON,
        )
        codes = sorted(each.finish() for each in three if each.ended)
        answers = status(place)["state"]
        run_command(place, "stop")
        return codes, answers, sorted(each.finish() for each in three), none_left(place)


def broken(place):
    """The plan becomes broken while it runs, and is fixed; then again, each with `reload`."""
    later = {"rest": at("17:00")}
    settle(place, later)
    with daemon(place) as running:
        before = status(place)["next"]
        write_plan(place, {"rest": "evry: 5 min"})
        reading = seconds_to_read(place)
        noticed = until(lambda: status(place)["problems"], SOON)
        problem, kept = status(place)["problems"][0], status(place)["next"] == before
        write_plan(place, later | {"more": at("16:00")})
        reading = max(reading, seconds_to_read(place))
        corrected = until(lambda: not status(place)["problems"], SOON)
        taken_up = status(place)["next"][0]["reminder"]
        write_plan(place, {"rest": "evry: 5 min"})
        reloads = [run_command(place, "reload")]
        write_plan(place, later)
        reloads.append(run_command(place, "reload"))
        same = status(place)["next"] == before
        running.signal(signal.SIGTERM)
        running.finish()
    return {
        "within": max(noticed, corrected),
        "reading": reading,
        "problem": problem,
        "kept": kept,
        "taken up": taken_up,
        "reloads": [code for code, _ in reloads],
        "said": reloads[0][1],
        "same": same,
        "none left": none_left(place),
    }


def seconds_to_read(place):
    """How long it takes to read the plan again on this machine, as busy as it is."""
    began = time.monotonic()
    asyncio.run(load(place.home))
    return time.monotonic() - began


def stopped_and_continued(place):
    """Stopped by a signal while four are due, and continued a while after."""
    due = dict(to_the_second(f"11:00:{second:02}", "missed: once") for second in (0, 3, 6))
    due["often"] = 'every: 1 min, between: "11:00-11:20"'
    settle(place, {name: f"{cadence}, routine: {name}" for name, cadence in due.items()})
    for name in due:
        write_routine(place, name, "  - rest: 1 s\n")
    with daemon(place) as running:
        until_it_is(place, -2)
        running.signal(signal.SIGSTOP)
        until_it_is(place, 9)
        running.signal(signal.SIGCONT)
        running.wait_for(OVER, SOON)
        state = status(place)["state"]
        running.signal(signal.SIGTERM)
        code = running.finish()
    spoken = [entry["reminder"] for entry in reminder_entries(place) if entry["ruling"] == "speak"]
    accounted = {entry["reminder"] for entry in reminder_entries(place)}
    return spoken, accounted == set(due), outcomes(place), state, code, none_left(place)


def put_off(place):
    """A reminder in quiet hours, for which a session was made ready."""
    settle(place, REST, more='quiet: ["11:00-13:00"]')
    with daemon(place) as running:
        was_held = bool(led(place))
        running.wait_for("rest:", SOON)
        until(lambda: list(processes(place)) == [running.pid], SOON)
        running.signal(signal.SIGTERM)
        running.finish()
    return was_held, [ruling for _, ruling in rulings(place)], outcomes(place), none_left(place)


def on_a_full_disk(place):
    """Full while a routine is led and while the next is due; there is room again when the third is."""
    (first, *_), (second, *_), (third, *_) = due = [
        to_the_second(f"11:00:{second:02}") for second in (0, 14, 28)
    ]
    ballast = place.folder / "ballast"
    with small_disk(place.folder):
        settle(place, dict(due), seconds=4)
        with daemon(place) as running:
            before = status(place)["problems"]
            running.wait_for(STARTED, SOON)
            fill(ballast)
            running.wait_for(f"{first}: failed", SOON)
            running.wait_for(f"{second}: failed", SOON)
            meanwhile = status(place)["problems"]
            ballast.unlink()
            running.wait_for(f"{third}: ended", SOON)
            after = status(place)["problems"]
            running.signal(signal.SIGTERM)
            code = running.finish()
        fill(ballast)
        at_start = run_command(place, "start")
        ballast.unlink()
        return {
            "journal": place.home.journal,
            "before": before,
            "meanwhile": meanwhile,
            "after": after,
            "said": running.said,
            "errors": running.errors,
            "rulings": [ruling for _, ruling in rulings(place)],
            "outcomes": outcomes(place),
            "at start": at_start,
            "code": code,
            "none left": none_left(place),
        }


@contextmanager
def small_disk(folder):
    """A disk of eight megabytes there."""
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m,mode=0700", "coach-test", str(folder)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("a small disk can be mounted by root only")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(ballast):
    """Take all the room that is left."""
    with ballast.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(bytes(4096)):
            pass
