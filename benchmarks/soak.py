"""Reminders every few seconds for a quarter of an hour: `python benchmarks/soak.py [--minutes 15]`.

The real coach plays to a null sink of its own. Measured are its memory, descriptors and processes, what is
left after `coach stop`, whether every occurrence is in the journal, and how late the first sound is of what
was decided ahead; the journal is verified. The exit code is 1 when something grew, was lost, or was left.

Needs, on Debian: pulseaudio and pulseaudio-utils. Reads /proc.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hour_account import journal, seconds
from idle_day import cpu, family
from listening import SinkListener
from measure import NO_DESKTOP, ROOT, run
from started import end_in_order, started

if TYPE_CHECKING:
    from collections.abc import Mapping

SHORT = 12
"""Reminders of one sentence, each due every 60 to 71 s: one every five seconds or so."""
SETTLED_AFTER = 60.0
"""Seconds until everything that is loaded once has been loaded."""
LOOKED_EVERY = 5.0
MOST_GROWTH = 2.0
"""MB of its own that the coach may have gained; the collector's arenas come and go by one."""
MOST_LATE = 0.1
"""Seconds: the median of what was decided at its due time."""


@dataclass(frozen=True, slots=True)
class Look:
    """The coach at one moment: MB and descriptors of its own, and its child processes."""

    at: float
    memory: float
    descriptors: int
    children: int


def main() -> int:
    """Run it, print what was found, keep the raw values."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=15.0)
    parser.add_argument("--json", type=Path, help="a file for the raw values")
    chosen = parser.parse_args()
    sys.path.append(str(ROOT / "tests"))  # the private sound server is shared with the tests
    from pulse_server import MISSING, PulseServer, is_here  # noqa: PLC0415 — only there from here on

    if not is_here():
        parser.error(MISSING)
    end_in_order()
    with tempfile.TemporaryDirectory(prefix="coach-soak-") as folder, PulseServer(["soak"]) as server:
        found = soaked(
            Path(folder), 60.0 * chosen.minutes, {**os.environ, **server.environment, **NO_DESKTOP}
        )
    if chosen.json:
        chosen.json.write_text(json.dumps(found, indent=1), encoding="utf-8")
    return 0 if report(found) else 1


def soaked(folder: Path, length: float, environment: Mapping[str, str]) -> dict[str, Any]:
    """The raw values of that many seconds."""
    home = folder / "home"
    write_plan(home)
    around = {**environment, "COACH_HOME": str(home)}
    looks: list[Look] = []
    begun = time.time()
    ear = SinkListener("soak", environment)
    with started([sys.executable, ROOT / "cli.py", "start"], around, folder / "output") as coach:
        while time.time() < begun + length:
            time.sleep(LOOKED_EVERY)
            if coach.poll() is not None:
                raise RuntimeError(f"the coach has ended: {(folder / 'output').read_text()[-2000:]}")
            looks.append(look(coach.pid))
        spent = cpu(coach.pid)
        run(sys.executable, ROOT / "cli.py", "stop", home=home)
        code = coach.wait(30)
        time.sleep(2)
        left = processes_of(home)
    ear.close()
    run(sys.executable, ROOT / "cli.py", "journal", "verify", home=home)
    rulings, sessions = journal(home / "journal.sqlite3")
    return {
        "code": code,
        "left": left,
        "cpu": spent,
        "looks": [asdict(each) for each in looks],
        "rulings": rulings,
        "sessions": [asdict(each) for each in sessions],
        "onsets": ear.sounds()[:, 0].tolist(),
        "output": (folder / "output").read_text(encoding="utf-8").splitlines(),
        "files": sorted(path.name for path in home.rglob(".coach-*")),
    }


def write_plan(home: Path) -> None:
    """Reminders of a sentence, and one with a hold."""
    (home / "routines").mkdir(parents=True)
    steps = {
        "word": "  - say: Sit tall.\n",
        "hold": '  - hold: 5 s\n    name: Reach\n    cue: "Arms up."\n',
    }
    for name, text in steps.items():
        routine = f"title: {name.capitalize()}\nkind: posture\nsteps:\n{text}"
        (home / "routines" / f"{name}.yaml").write_text(routine, encoding="utf-8")
    cadences = {
        **{f"word-{number}": ("word", 60 + number) for number in range(SHORT)},
        "hold": ("hold", 90),
    }
    lines = [
        f'  {name}: {{routine: {routine}, every: {every} s, between: "00:00-24:00", begin: now}}'
        for name, (routine, every) in cadences.items()
    ]
    head = ["format: 1", "zone: UTC", "spacing: 1 s", "reminders:"]
    (home / "plan.yaml").write_text("\n".join([*head, *lines, ""]), encoding="utf-8")


def look(pid: int) -> Look:
    """The coach's process now, without its children's memory."""
    own = Path(f"/proc/{pid}")
    [kilobytes] = re.findall(
        r"^Pss:\s+(\d+)", (own / "smaps_rollup").read_text(encoding="ascii"), re.MULTILINE
    )
    try:
        children = len(family(pid)) - 1
    except OSError:  # one has just ended
        children = 0
    return Look(time.time(), int(kilobytes) / 1024, len(list((own / "fd").iterdir())), children)


def processes_of(home: Path) -> list[str]:
    """The command lines of this coach's processes that are still there."""
    mark, found = f"COACH_HOME={home}".encode(), []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (process / "environ").read_bytes().split(b"\0"):
                found.append((process / "cmdline").read_bytes().replace(b"\0", b" ").decode().strip())
        except OSError:
            continue
    return found


def report(found: Mapping[str, Any]) -> bool:
    """Print it; returns whether all is as it should be."""
    looks = found["looks"]
    begun, ended = looks[0]["at"], looks[-1]["at"]
    memory, descriptors = (first_and_last(looks, key) for key in ("memory", "descriptors"))
    decided = {(each["reminder"], seconds(each["due"])) for each in found["rulings"]}
    late = lateness(found["rulings"], found["onsets"])
    children = max(each["children"] for each in looks)
    print(
        f"{(ended - begun) / 60:.1f} minutes, {len(decided)} occurrences, {len(found['sessions'])} sessions"
    )
    print(f"memory of its own: {memory[0]:.1f} MB at the beginning, {memory[1]:.1f} MB at the end")
    print(f"descriptors: {descriptors[0]:g}, {descriptors[1]:g}; child processes: at most {children}")
    print(f"CPU of the coach itself: {found['cpu']:.1f} s")
    if late:
        middle, worst = 1000 * statistics.median(late), 1000 * late[-1]
        print(f"{len(late)} first sounds after their due time: median {middle:.0f} ms, worst {worst:.0f} ms")
    faults = [
        *(f"not in the journal: {name} {due}" for name, due in expected(begun, ended) - decided),
        *(
            f"a session of {each['routine']}: {each['outcome']}"
            for each in found["sessions"]
            if each["outcome"] not in ("completed", "stopped")
        ),
        *(f"failed: {each['sentence']}" for each in found["rulings"] if each["ruling"] == "failed"),
        *(f"left running: {each}" for each in found["left"]),
        *(f"left on the disk: {each}" for each in found["files"]),
    ]
    if found["code"]:
        faults.append(f"the coach ended with {found['code']}")
    if memory[1] - memory[0] > MOST_GROWTH:
        faults.append("its memory grew")
    if descriptors[1] > descriptors[0] + 2:
        faults.append("its descriptors grew")
    if not late or statistics.median(late) > MOST_LATE:
        faults.append("its sessions were heard late")
    for fault in faults:
        print("FAULT:", fault)
    return not faults


def first_and_last(looks: list[dict[str, float]], key: str) -> tuple[float, float]:
    """The medians of the first and of the last fifth, once everything was loaded."""
    settled = [each[key] for each in looks if each["at"] - looks[0]["at"] >= SETTLED_AFTER]
    fifth = max(1, len(settled) // 5)
    return statistics.median(settled[:fifth]), statistics.median(settled[-fifth:])


def lateness(rulings: list[dict[str, Any]], onsets: list[float]) -> list[float]:
    """Seconds from the due time to the first sound of each session that was decided ahead."""
    due = [
        seconds(each["due"])
        for each in rulings
        if each["ruling"] == "speak" and each["noted"] < seconds(each["due"])
    ]
    return sorted(min((at - one for at in onsets if at > one - 0.3), default=60.0) for one in due)


def expected(begun: float, ended: float) -> set[tuple[str, float]]:
    """Reminder and due time of all occurrences between these instants, without the first and last seconds."""
    cadences = {f"word-{number}": 60 + number for number in range(SHORT)} | {"hold": 90}
    return {(name, due) for name, every in cadences.items() for due in occurrences(every, begun, ended)}


def occurrences(every: float, begun: float, ended: float) -> list[float]:
    """The due times between these instants, of a cadence from midnight in UTC; the borders are left out."""
    midnight = begun // 86_400 * 86_400
    number = int((begun + 10 - midnight) // every) + 1
    found = []
    while midnight + number * every < ended - 10:
        found.append(midnight + number * every)
        number += 1
    return found


if __name__ == "__main__":
    sys.exit(main())
