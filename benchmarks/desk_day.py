"""Calls that fall into what must not be disturbed, on one desk day: `python benchmarks/desk_day.py`.

The coach is its own engine in virtual time (`tests/desk_day.py` has the person's day). The peers are modelled
by what they document or do in their source, with a break every 45 minutes.

Workrave counts the time in which keyboard or mouse are used and begins anew after an idle time as long as
the break (https://workrave.org/docs/settings/timers; defaults of 45 and 10 minutes); its quiet mode is set
by hand (https://workrave.org/faq/operation_mode). Safe Eyes (github.com/slgobinath/SafeEyes,
safeeyes/plugins): its timer holds while the system is idle, from 5 s on, and begins anew after an idle time
longer than the interval (smartpause/plugin.py, config.json; waiting for an idle moment before a break,
`postpone_if_active`, is off unless it is chosen); a break is left out while the active window is in full
screen (donotdisturb/plugin.py) or the screen is shared, by PipeWire (screenshare/plugin.py, since 2025).
Neither has camera, microphone or a film in a window. It is a model, not a measurement of programs.
"""

from __future__ import annotations

import statistics
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / folder) for folder in ("", "tests")]

from desk_day import (  # noqa: E402 — after the path
    ACTIVITIES,
    MINUTES,
    DeskDay,
    activity_at,
    idle_seconds,
    situation,
)

INTERVAL = 45.0
"""Minutes between two breaks."""
REST = 10.0
"""Minutes: Workrave's default for a rest break, and so for a natural one."""
IDLE = 5.0
"""Seconds after which Workrave and Safe Eyes take the person as idle."""
STEP = 1 / 60
"""Minutes: the peers look once a second."""


def workrave() -> list[float]:
    """The minutes at which Workrave would prompt."""
    used, calls = 0.0, []
    for second in range(MINUTES * 60):
        minute = second * STEP
        idle = idle_seconds(minute)
        if idle >= REST * 60:
            used = 0.0
        elif idle < IDLE:
            used += STEP
        if used >= INTERVAL:
            calls.append(minute)
            used = 0.0
    return calls


def safe_eyes() -> list[float]:
    """The minutes at which Safe Eyes would show a break."""
    passed, calls = 0.0, []
    for second in range(MINUTES * 60):
        minute = second * STEP
        idle = idle_seconds(minute)
        if idle >= INTERVAL * 60:
            passed = 0.0
        elif idle < IDLE:
            passed += STEP
        if passed >= INTERVAL:
            passed = 0.0
            now = situation(minute)
            if not (now.full_screen or now.sharing):
                calls.append(minute)
    return calls


def main() -> None:
    """Print the table."""
    day = DeskDay()
    day.live()
    columns = {
        "coach": [call.minute for call in day.calls],
        "Workrave": workrave(),
        "Safe Eyes": safe_eyes(),
    }
    print(f"{'calls in':<16}" + "".join(f"{name:>11}" for name in columns))
    for activity in (*ACTIVITIES, "work"):
        counts = [sum(activity_at(minute) == activity for minute in minutes) for minutes in columns.values()]
        print(f"{activity:<16}" + "".join(f"{count:>11}" for count in counts))
    mid_burst = [
        sum(activity_at(minute) == "work" and idle_seconds(minute) < IDLE for minute in minutes)
        for minutes in columns.values()
    ]
    print(f"{'while typing':<16}" + "".join(f"{count:>11}" for count in mid_burst))
    at_the_end = sum(
        call.activity == "work" and idle_seconds(call.minute) < IDLE and not call.waited for call in day.calls
    )
    print(
        f"Of the coach's, {at_the_end} came when a call, a presentation or the like was seen to be over: that"
        " is a breakpoint too, and is not waited after."
    )
    waits = [call.waited for call in day.calls if call.waited]
    median, longest = statistics.median(waits), max(waits)
    print(f"The coach waited for a pause {len(waits)} times, median {median:.0f} s, longest {longest:.0f} s.")
    for call in day.calls:
        hour, minute = divmod(int(call.minute), 60)
        print(f"  {9 + hour:02}:{minute:02}  {call.reminder:<8} {call.late:5.0f} s after due")


if __name__ == "__main__":
    main()
