"""An hour of reminders, heard: `python benchmarks/hour.py [--minutes 60] [--json FILE]`.

A PulseAudio server of its own, a null sink for the coach, one for the ten-line loop and one for a witness.
Every reminder of the plan is due at known instants; when its speech is heard is found in the recordings.
The exit code is 1 when a target is missed, or an occurrence is not accounted for.

The coach is as after its installation: no clip is made, no notice given. It plays to a sink that sleeps when
nothing is played for five seconds, and asks a desktop at which somebody moves the mouse.

Needs, on Debian: pulseaudio, pulseaudio-utils, xvfb, xdotool, dbus; for the loop also espeak-ng, alsa-utils
and libasound2-plugins, without which the coach is measured alone.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import desk
import hour_account
import hour_plan
from hour_report import report
from listening import SinkListener
from measure import ROOT, run
from started import end_in_order, started

if TYPE_CHECKING:
    from collections.abc import Mapping

SINKS = ("day", "loop", "witness")
PREPARED_WITHIN = 30.0
"""Seconds before the first minute in which everything starts."""
LONGEST_END = 240.0
"""Seconds after the last occurrence in which what was put off must be over."""
TO_PULSEAUDIO = "pcm.!default { type pulse }\nctl.!default { type pulse }\n"
"""So that pyttsx3's `aplay` reaches the sink."""
SLEEPING = {"day": "desk", "loop": "loop_desk"}
"""By what is recorded, which must not sleep: the sink in front of it, which does."""
SLEEPS_AFTER = 5
"""Seconds: PulseAudio's own default."""
SETTLED_SECONDS = 15.0
"""For how long nothing must be led and nothing wait: between merged reminders there are some seconds."""


def main() -> int:
    """Run it, print what was found, keep the raw values."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=int, default=60)
    parser.add_argument(
        "--long-every", type=int, default=10, help="minutes from one long routine to the next"
    )
    parser.add_argument("--json", type=Path, help="a file for the raw values")
    chosen = parser.parse_args()
    sys.path.append(str(ROOT / "tests"))  # the private sound server is shared with the tests
    from pulse_server import MISSING, PulseServer, is_here  # noqa: PLC0415 — only there from here on

    if not is_here():
        parser.error(MISSING)
    if not desk.is_here():
        parser.error(desk.MISSING)
    has_loop = shutil.which("aplay") is not None and shutil.which("espeak-ng") is not None
    if not has_loop:
        print("Without the loop: it needs aplay and espeak-ng.")
    end_in_order()
    with tempfile.TemporaryDirectory(prefix="coach-hour-") as folder:
        found = measured(PulseServer, Path(folder), chosen.minutes, chosen.long_every, has_loop=has_loop)
    if chosen.json:
        chosen.json.write_text(json.dumps(found, indent=1), encoding="utf-8")
    return 0 if report(found) else 1


def measured(
    server_of: Any,  # noqa: ANN401 — the tests have no types
    folder: Path,
    minutes: int,
    long_every: int,
    *,
    has_loop: bool,
) -> dict[str, Any]:
    """The raw values of that many minutes on such a server, all instants in seconds since 1970."""
    begin = (time.time() + PREPARED_WITHIN) // 60 * 60 + 60
    row = hour_plan.reminders(long_every)
    home, loop_home = folder / "coach", folder / "loop"
    hour_plan.write(home, row, datetime.fromtimestamp(begin, UTC), minutes)
    loop_home.mkdir()
    (loop_home / ".asoundrc").write_text(TO_PULSEAUDIO, encoding="utf-8")
    lines = [{"reminder": each.name, "minutes": each.minutes, "lines": each.lines} for each in row]
    print(
        f"until {datetime.fromtimestamp(begin + 60 * minutes, UTC):%H:%M} UTC and a little longer", flush=True
    )
    with ExitStack() as running:
        server = running.enter_context(server_of(SINKS))
        server.load_sleeping(SLEEPING, SLEEPS_AFTER)
        around = {**os.environ, **server.environment, **running.enter_context(desk.desk(folder))}
        ears = {sink: SinkListener(sink, around) for sink in SINKS}
        for ear in ears.values():
            running.callback(ear.close)
        python, here = sys.executable, Path(__file__).parent
        day = {**around, "COACH_HOME": str(home), "PULSE_SINK": SLEEPING["day"]}
        alone = {**around, "HOME": str(loop_home), "PULSE_SINK": SLEEPING["loop"]}
        commands = {
            "day": ([python, ROOT / "cli.py", "start"], day),
            "clicks": ([python, here / "clicks.py", "witness"], around),
        }
        if has_loop:
            commands["calls"] = ([python, here / "ten_lines.py", str(begin), json.dumps(lines)], alone)
        programs = tuple(
            running.enter_context(started(command, environment, folder / name))
            for name, (command, environment) in commands.items()
        )
        wait_until(begin + 60 * minutes + 20, programs, folder)
        settle(home, begin + 60 * minutes + LONGEST_END)
        run(python, ROOT / "cli.py", "stop", home=home)
        programs[0].wait(20)
        time.sleep(1)  # what was said last is in the recordings
    sounds = {sink: ear.sounds() for sink, ear in ears.items()}
    dues = hour_account.expected({each.name: each.minutes for each in row}, begin, minutes)
    rulings, sessions = hour_account.journal(home / "journal.sqlite3")
    said = trees(folder / "calls") if has_loop else []
    calls = [tree for tree in said if tree["due"] <= begin + 60 * minutes + 1]
    return {
        "begin": begin,
        "minutes": minutes,
        "coach": [
            asdict(fate) | {"late": fate.late}
            for fate in hour_account.account(dues, rulings, sessions, sounds["day"])
        ],
        "loop": [
            asdict(fate) | {"late": fate.late}
            for fate in hour_account.peer_account(dues, calls, sounds["loop"])
        ]
        if has_loop
        else [],
        "rulings": rulings,
        "sessions": [asdict(session) for session in sessions],
        "calls": calls,
        "sounds": {sink: each.tolist() for sink, each in sounds.items()},
        "witness": list(trees(folder / "clicks")),
        "click_places": ears["witness"].places()[:, 0].tolist(),
        "pace": {sink: ear.pace() for sink, ear in ears.items()},
    }


def wait_until(instant: float, programs: tuple[Any, ...], folder: Path) -> None:
    """Sleep; raises `RuntimeError` when one of them has ended meanwhile."""
    while time.time() < instant:
        time.sleep(min(5.0, max(0.0, instant - time.time())))
        for program in programs:
            if program.poll() is not None:
                told = "\n".join(
                    f"{log.name}: {log.read_text()[-600:]}" for log in folder.glob("[!.]*") if log.is_file()
                )
                raise RuntimeError(f"{program.args} has ended with code {program.returncode}\n{told}")


def settle(home: Path, latest: float) -> None:
    """Wait until nothing was led and nothing has waited for a while, or until then."""
    settled_since = None
    while time.time() < latest:
        settled_since = (settled_since or time.time()) if is_settled(home) else None
        if settled_since is not None and time.time() - settled_since >= SETTLED_SECONDS:
            return
        time.sleep(2)


def is_settled(home: Path) -> bool:
    """Whether every session has its end, and nothing is put off."""
    _, sessions = hour_account.journal(home / "journal.sqlite3")
    day: Mapping[str, Any] = json.loads((home / "state" / "day.json").read_text(encoding="utf-8"))
    return not day["waiting"] and all(each.outcome != "without an end" for each in sessions)


def trees(path: Path) -> list[dict[str, Any]]:
    """Its lines of JSON; what else was printed is left out."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.startswith("{") and line.endswith("}")]


if __name__ == "__main__":
    sys.exit(main())
