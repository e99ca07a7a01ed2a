"""The starter plan of `coach init`: a commented file made from a few answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING

from coach.clock_times import Window, format_weekdays

if TYPE_CHECKING:
    from collections.abc import Mapping

SHORTEST = 120
"""Minutes: fewer hours at the desk have no room for the reminders."""

_DAY = 24 * 60
_ROUNDED = 5
_STRETCHES = (3 / 17, 12 / 17)
"""When the stretches are due, as parts of the hours at the desk: 10:30 and 15:00 of 09:00-17:30."""
_BREATHING = 11 / 17

_DESK = Window(time(9), time(17, 30))
_LUNCH = Window(time(12, 30), time(13, 15))
_NIGHT = Window(time(22), time(7))

_TEXT = """\
# Your plan: when the coach reminds you, and when it is silent.
#
# Change it as you like. `coach plan` shows a day of it, `coach next` the next reminders; both name every
# mistake with its line. `coach routines` lists the routines that a reminder can have. Your editor can
# complete and check this file as you type: `coach schema --help` says how.
format: 1

# Only if your time zone is not that of this machine:
# zone: Europe/Berlin

voice:
  language: en
  rate: 150             # words a minute, from 80 to 400
  volume: 0.8           # from 0 to 1
  detail: full          # full, always-full, brief or tones; full explains less once you know a routine
  breath_holds: {breath_holds}     # no: without them, where the routine has such a pattern

# Times of day without reminders. They may go past midnight.
{quiet}

# Two reminders are never closer than this: short ones are spoken together, others are moved.
spacing: 5 min

# Each reminder has a name that you choose. One of these says when it is due:
#   every: 90 min, between: "09:00-17:30"       from the start of that time on
#   at: ["10:30", "15:00"]
#   times: 3, between: "08:00-20:00"            spread evenly
#   times: dose, between: "08:00-20:00"         as the routine prescribes
# Optional: on (daily, weekdays, weekends, or days such as [mon, wed]), from and until (dates such as
# 2026-12-31), missed (skip, or once: made up for on the same day), begin (now, or ask: announced first;
# without it, short routines are simply spoken), jitter (later by up to this much, varying by day).
reminders:
  # A few sips if you are thirsty. There is no target, and a fluid limit always comes first.
  water:
    routine: sip-water
    every: 90 min
    between: "{water}"
    on: {on}

  # No posture is right for long: this reminder asks you to change it.
  posture:
    routine: posture-sitting
    every: 45 min
    between: "{posture}"
    on: {on}

  # Looking into the distance. The usual advice is every 20 min; whether it helps is not settled.
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

  # A few minutes for the legs before bed; remove the # to be reminded of it.
  # legs:
  #   routine: calves-before-bed
  #   at: "21:45"
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanAnswers:
    """What a starter plan is made from; the defaults are those of `coach init --defaults`.

    `desk`: the hours at the desk, within one day and at least `SHORTEST` minutes. `lunch` and `night`:
    times without reminders.
    """

    desk: Window = _DESK
    on: tuple[int, ...] = (0, 1, 2, 3, 4)
    lunch: Window | None = _LUNCH
    night: Window | None = _NIGHT
    breath_holds: bool = True


def first_plan(answers: PlanAnswers) -> str:
    """The plan's text. Raises `ValueError` when the desk hours are too short or go past midnight."""
    if desk_minutes(answers.desk) < SHORTEST:
        raise ValueError("must be two hours or more, and end before midnight")
    return _TEXT.format(**_values(answers))


def desk_minutes(desk: Window) -> int:
    """The length of the desk hours in minutes; 0 when they go past midnight."""
    end = _minutes(desk.end) or _DAY
    return max(0, end - _minutes(desk.start))


def _values(answers: PlanAnswers) -> Mapping[str, str]:
    desk = answers.desk
    quiet = [window for window in (answers.lunch, answers.night) if window is not None]
    stretches = ", ".join(f'"{_within(desk, part)}"' for part in _STRETCHES)
    return {
        "breath_holds": "yes" if answers.breath_holds else "no ",
        "quiet": "\n".join(["quiet:", *(f'  - "{window}"' for window in quiet)])
        if quiet
        else '# quiet: ["12:30-13:15", "22:00-07:00"]',
        "on": format_weekdays(answers.on),
        # They start at different minutes, so that not all of them are due at once.
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
