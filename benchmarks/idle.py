"""What it costs to do nothing: `python benchmarks/idle.py [--minutes 10] [--json FILE]`.

The coach that runs all day, its API open, with the plan of `coach init --defaults` and nothing due; in the
same minutes Safe Eyes, Workrave and the ten-line loop. The two with windows get an X server, a session bus
and a home of their own each. The exit code is 1 when a target is missed, or a peer did not run.

Needs, on Debian: safeeyes, workrave, xprintidle, xvfb, x11-utils and dbus-daemon.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from idle_day import LOOP, MOST_CPU, MOST_PSS, MOST_WAKE_UPS, Cost, costs, family
from measure import ROOT, run, times
from started import end_in_order, started

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

SETTLED_AFTER = 30.0
"""Seconds after which all of them have started, and do only what they do all day."""
PATIENCE = 15.0
PROGRAMS = ("safeeyes", "workrave", "xprintidle", "Xvfb", "xwininfo", "dbus-daemon")
OURS = "coach"
PEERS = {"Safe Eyes": "safeeyes", "Workrave": "workrave"}
ASKED = "safeeyes"
"""It has no window of its own before a break, and tells when asked."""
RUNS = ("Next break", "Disabled until restart")
"""What it says then; the second too, because nobody touches this screen, and it pauses by itself."""
LONGEST = 12.0
"""Minutes: Safe Eyes calls for a break after 15."""
FIGURES: dict[str, tuple[Callable[[Cost], float], float]] = {
    "wake-ups a minute": (lambda cost: cost.wake_ups, MOST_WAKE_UPS),
    "CPU seconds an hour": (lambda cost: cost.cpu, MOST_CPU),
    "PSS, MB": (lambda cost: cost.pss, MOST_PSS),
}


def main() -> int:
    """Measure them all, print the table, keep the raw values."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--json", type=Path, help="a file for the raw values")
    parser.add_argument("--screenshot", type=Path, help="a PNG of the screen (Debian: imagemagick)")
    chosen = parser.parse_args()
    if not 0 < chosen.minutes <= LONGEST:
        parser.error(f"--minutes: at most {LONGEST:g}, then Safe Eyes calls for a break")
    missing = [program for program in PROGRAMS if shutil.which(program) is None]
    if missing:
        parser.error(f"not found: {', '.join(missing)}")
    end_in_order()
    with tempfile.TemporaryDirectory(prefix="coach-idle-") as folder:
        found, faults = measured(Path(folder), 60.0 * chosen.minutes, chosen.screenshot)
    if chosen.json:
        raw = {"minutes": chosen.minutes, "faults": faults}
        raw |= {name: asdict(cost) for name, cost in found.items()}
        chosen.json.write_text(json.dumps(raw, indent=1), encoding="utf-8")
    for fault in faults:
        print("FAULT:", fault)
    return 0 if OURS in found and report(found) and not faults else 1


def measured(folder: Path, seconds: float, screenshot: Path | None) -> tuple[dict[str, Cost], list[str]]:
    """What each costs within that time, and what is wrong with the measurement."""
    home = folder / OURS
    write_plan(home)
    with ExitStack() as running:
        display = a_display(running, folder)
        around = asked = {**os.environ, "DISPLAY": display, "WAYLAND_DISPLAY": ""}
        processes = {
            OURS: running.enter_context(
                started(
                    [sys.executable, ROOT / "cli.py", "start"],
                    around | {"COACH_HOME": str(home)} | a_bus(running, folder, OURS),
                    folder / f"{OURS}.log",
                )
            ),
            "ten-line loop": running.enter_context(
                started([sys.executable, "-c", LOOP], around, folder / "loop.log")
            ),
        }
        for name, program in PEERS.items():
            own = around | a_bus(running, folder, program)
            processes[name] = running.enter_context(started([program], own, folder / f"{program}.log"))
            if program == ASKED:
                asked = own
        time.sleep(SETTLED_AFTER)
        if screenshot:
            subprocess.run(["import", "-window", "root", screenshot], env=around, check=True)
        faults = faults_of(processes, folder, asked)
        alive = {name: process.pid for name, process in processes.items() if process.poll() is None}
        ended = {name: cpu_of_ended(pid) for name, pid in alive.items()}
        taken = dict(zip(alive, costs(tuple(alive.values()), seconds), strict=True))
        for name, pid in alive.items():
            more = (cpu_of_ended(pid) - ended[name]) * 3600 / seconds
            cost = taken[name]
            taken[name] = Cost(wake_ups=cost.wake_ups, cpu=cost.cpu + more, pss=cost.pss)
        return taken, list(dict.fromkeys([*faults, *faults_of(processes, folder, asked)]))


def write_plan(home: Path) -> None:
    """The plan that everybody begins with, lived where it is night now: nothing is due for hours."""
    run(sys.executable, ROOT / "cli.py", "init", "--defaults", home=home)
    east = (1 - datetime.now(UTC).hour) % 24
    east = east if east <= 12 else east - 24
    plan = home / "plan.yaml"
    text = plan.read_text(encoding="utf-8")
    plan.write_text(f"zone: Etc/GMT{-east:+d}\n{text}", encoding="utf-8")  # its sign is the other way round


def a_display(running: ExitStack, folder: Path) -> str:
    """An X server of its own; raises `RuntimeError` when it does not start."""
    log = folder / "display.log"
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1024x768x24", "-nolisten", "tcp"]
    running.enter_context(started(command, os.environ, log))
    return ":" + first_line(log, lambda line: line.isdigit())


def a_bus(running: ExitStack, folder: Path, name: str) -> dict[str, str]:
    """A home with a session bus, which stands in for the system's: without one Safe Eyes ends half-way."""
    home, log = folder / f"{name}.home", folder / f"{name}.bus.log"
    home.mkdir(mode=0o700)
    own = {"HOME": str(home), "XDG_RUNTIME_DIR": str(home)}
    command = ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=1"]
    running.enter_context(started(command, {**os.environ, **own}, log))
    address = first_line(log, lambda line: line.startswith("unix:"))
    return own | {"DBUS_SESSION_BUS_ADDRESS": address, "DBUS_SYSTEM_BUS_ADDRESS": address}


def first_line(log: Path, fits: Callable[[str], bool]) -> str:
    """The first line of that kind, once it is there; raises `RuntimeError` when none comes."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
            if fits(line):
                return line
        time.sleep(0.1)
    raise RuntimeError(f"not started within {PATIENCE:.0f} s: {log.read_text(errors='replace')}")


def faults_of(
    processes: Mapping[str, subprocess.Popen[bytes]], folder: Path, around: Mapping[str, str]
) -> list[str]:
    """The peers that failed: ended, showed a traceback, have no window or give no answer."""
    tree = printed(["xwininfo", "-root", "-tree"], around)
    faults = [
        f"{name} has ended with code {process.returncode}"
        for name, process in processes.items()
        if process.poll() is not None
    ]
    for name, program in PEERS.items():
        log = (folder / f"{program}.log").read_text(encoding="utf-8", errors="replace")
        if "Traceback" in log:
            faults.append(f"{name} has failed: {log.strip().splitlines()[-1]}")
        if f'"{program}"' not in tree:
            faults.append(f"{name} has no window")
    said = printed([ASKED, "--status"], around)
    if not said.startswith(RUNS):
        faults.append(f"{ASKED} does not run, but says: {said}")
    return faults


def printed(command: Sequence[str], environment: Mapping[str, str]) -> str:
    """What that command prints, within a few seconds; what is wrong with it counts as printed."""
    try:
        done = subprocess.run(
            command, env=dict(environment), capture_output=True, text=True, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired as error:
        return str(error)
    return done.stdout + done.stderr


def cpu_of_ended(pid: int) -> float:
    """CPU seconds of the children that have ended, in hundredths: programs that are asked now and then."""
    texts = [(each / "stat").read_text(encoding="utf-8", errors="replace") for each in family(pid)]
    fields = [text.rpartition(")")[2].split() for text in texts]
    # From proc(5): cutime and cstime are the fields 16 and 17; the state, 3, comes first behind the name.
    return sum(int(each[13]) + int(each[14]) for each in fields) / os.sysconf("SC_CLK_TCK")


def report(found: Mapping[str, Cost]) -> bool:
    """The table; whether the targets are met."""
    print(columns(["", *found, "target", ""]))
    all_met = True
    for what, (figure, most) in FIGURES.items():
        ours = figure(found[OURS])
        cells = [f"{figure(cost):.3g}" for cost in found.values()]
        all_met &= ours <= most
        print(columns([what, *cells, f"at most {most:g}", "met" if ours <= most else "MISSED"]))
        ratios = ["" if name == OURS else ratio(ours, figure(cost)) for name, cost in found.items()]
        print(columns(["  ours, of theirs", *ratios, "", ""]))
    return all_met


def ratio(ours: float, theirs: float) -> str:
    """How many times theirs."""
    return times(ours / theirs) if theirs else "-"


def columns(cells: Sequence[str]) -> str:
    """One line of the table."""
    return (f"{cells[0]:<22}" + "".join(f"{cell:>15}" for cell in cells[1:])).rstrip()


if __name__ == "__main__":
    sys.exit(main())
