"""The plan to begin with: a commented file from a few answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING

from coach.clock_times import Window, format_weekdays

if TYPE_CHECKING:
    from collections.abc import Mapping

SHORTEST = 120
"""Minutes at the desk below which there is nothing to spread over them."""

_DAY = 24 * 60
_ROUNDED = 5
_STRETCHES = (3 / 17, 12 / 17)
"""Where in the hours at the desk the stretches lie: 10:30 and 15:00 of 09:00-17:30."""
_BREATHING = 11 / 17

_DESK = Window(time(9), time(17, 30))
_LUNCH = Window(time(12, 30), time(13, 15))
_NIGHT = Window(time(22), time(7))

_TEXT = """\
# Your plan: when the coach calls you, and when it is silent.
#
# Change it as you like. `coach plan` shows the day that it makes, `coach next` what comes next; both name
# every mistake with its line. `coach routines` lists what can be called for.
format: 1

# Only if your days are lived elsewhere than this machine says:
# zone: Europe/Berlin

voice:
  language: en
  rate: 150             # words a minute, from 80 to 400
  volume: 0.8           # from 0 to 1
  detail: full          # full, always-full, brief or tones; full explains less once a routine is known
  breath_holds: {breath_holds}     # no: breathing without them, where the author wrote such a pattern

# Windows of the day in which nothing is said. One over midnight is fine.
{quiet}

# Two reminders never come closer than this: short ones are said together, others are moved.
spacing: 5 min

# Each reminder has a name of your own. When it is due is said in one of these ways:
#   every: 90 min, between: "09:00-17:30"       from the beginning of the window on
#   at: ["10:30", "15:00"]
#   times: 3, between: "08:00-20:00"            spread evenly
#   times: dose, between: "08:00-20:00"         as the routine prescribes
# Besides: on (daily, weekdays, weekends, or days such as [mon, wed]), from and until (dates such as
# 2026-12-31), missed (skip, or once: made up for on the same day), begin (now, or ask: announced first;
# without it short routines are simply spoken), jitter (up to so much later, another amount each day).
reminders:
  # A few sips if you are thirsty. There is no target; a fluid limit always comes first.
  water:
    routine: sip-water
    every: 90 min
    between: "{water}"
    on: {on}

  # No posture is the right one for long: this one asks you to change it.
  posture:
    routine: posture-sitting
    every: 45 min
    between: "{posture}"
    on: {on}

  # Far gaze. The usual advice is every 20 min; whether it helps is not settled.
  eyes:
    routine: eyes-far
    every: 1 h
    between: "{eyes}"
    on: {on}

  # Two minutes of slow breathing, without holds.
  breathing:
    routine: breathing-pursed-lips
    at: "{breathing}"
    on: {on}

  # Announced first, and made up for on the same day if you were busy.
  stretch:
    routine: desk-neck
    at: {stretches}
    on: {on}
    missed: once
    begin: ask

  # Stretching against cramps at night; take the # away to be called for it.
  # cramps:
  #   routine: calves-before-bed
  #   at: "21:45"
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What a first plan is made from; these are the answers of `--defaults`.

    `desk`: when the person sits there, within one day and at least `SHORTEST` minutes. `lunch` and
    `night`: when nothing may be said.
    """

    desk: Window = _DESK
    on: tuple[int, ...] = (0, 1, 2, 3, 4)
    lunch: Window | None = _LUNCH
    night: Window | None = _NIGHT
    breath_holds: bool = True


def first_plan(answers: Answers) -> str:
    """The text of the plan. Raises `ValueError` when the hours at the desk are too short or over midnight."""
    if desk_minutes(answers.desk) < SHORTEST:
        raise ValueError("must be two hours or more, and end before midnight")
    return _TEXT.format(**_values(answers))


def desk_minutes(desk: Window) -> int:
    """How long that is; 0 where it goes over midnight, as then it is no hours of one day."""
    end = _minutes(desk.end) or _DAY
    return max(0, end - _minutes(desk.start))


def _values(answers: Answers) -> Mapping[str, str]:
    desk = answers.desk
    quiet = [window for window in (answers.lunch, answers.night) if window is not None]
    stretches = ", ".join(f'"{_within(desk, part)}"' for part in _STRETCHES)
    return {
        "breath_holds": "yes" if answers.breath_holds else "no ",
        "quiet": "\n".join(["quiet:", *(f'  - "{window}"' for window in quiet)])
        if quiet
        else '# quiet: ["12:30-13:15", "22:00-07:00"]',
        "on": format_weekdays(answers.on),
        # Each begins at another minute, so that not all of them are due at once.
        "water": _from_later(desk, 30),
        "posture": _from_later(desk, 35),
        "eyes": _from_later(desk, 15),
        "breathing": _within(desk, _BREATHING),
        "stretches": f"[{stretches}]",
    }


def _from_later(desk: Window, minutes: int) -> str:
    return str(Window(_clock(_minutes(desk.start) + minutes), desk.end))


def _within(desk: Window, part: float) -> str:
    minutes = _minutes(desk.start) + part * desk_minutes(desk)
    return f"{_clock(round(minutes / _ROUNDED) * _ROUNDED):%H:%M}"


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _clock(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)
