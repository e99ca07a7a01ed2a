"""The starter plan of `coach init`: a commented file made from a few answers.

Its reminders have clock times that keep apart from one another, from the breaks and from sleep, so that none
is ever moved or skipped because of another; at most `MOST_CALLS` a day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from itertools import cycle
from typing import TYPE_CHECKING, Final

from coach.clock_times import EVERY_DAY, Window, format_weekdays
from coach.spoken_text.languages import FIRST_LANGUAGE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.plan.model import How

MOST_CALLS: Final = 12
"""Calls in a day. More are soon ignored: a prompt wears out (docs/evidence.md, "What keeps people at it")."""

_DAY = 24 * 60
_APART = 30
"""Minutes between two calls, at least."""
_ROUNDED = 5
_AFTER_START, _BEFORE_END = 20, 15
"""Minutes at the beginning and the end of the hours at the desk without a call."""
_BEFORE_PAUSE, _AFTER_PAUSE = 20, 5
"""Minutes before and after a pause without a call: the longest of these routines takes seven minutes."""
_BEFORE_SLEEP = 30

DESK: Final = Window(time(9), time(17, 30))
LUNCH: Final = Window(time(12, 30), time(13, 15))
NIGHT: Final = Window(time(22), time(7))

_ORDER = (
    "posture", "water", "stretch", "eyes", "water", "screen",
    "breathing", "water", "stretch", "eyes", "tension", "posture",
)  # fmt: skip
"""A day of calls: the same one never twice running, and of a shorter day the first of them."""

_REMINDERS = {
    "water": ("A few sips if you are thirsty. There is no target; a fluid limit comes first.", "sip-water"),
    "posture": ("No posture is right for long: this one asks you to change it.", "posture-sitting"),
    "screen": ("Height, reach and grip at the screen.", "posture-screen"),
    "eyes": (
        "Looking into the distance. The usual advice is every 20 min; whether it helps is not settled.",
        "eyes-far",
    ),
    "tension": ("Jaw, shoulders and hands, let go of for a moment.", "tension-scan"),
    "breathing": ("Two minutes of slow breathing, without holds.", "breathing-pursed-lips"),
    "stretch": (
        "Seven minutes. Announced first, and made up for on the same day if you were busy.",
        "desk-neck",
    ),
    "legs": ("A few minutes for the legs before bed.", "calves-before-bed"),
}
"""What each is for, and its routine."""
_ASKING = frozenset({"stretch", "legs"})

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
  language: {language}
  pace: {pace:<6}          # calm, normal or brisk; or `rate: 150`, words a minute from 80 to 400
  volume: 0.8           # from 0 to 1
  detail: full          # full, always-full, brief or tones; full explains less once you know a routine
  breath_holds: {breath_holds}     # no: without them, where the routine has such a pattern

# How reminders call you: voice; chime, a sound and a notification; or notify, a notification alone.
how: {how}

# Times of day without reminders. They may go past midnight.
{quiet}

# Two reminders are never closer than this: short ones are spoken together, others are moved.
spacing: 5 min

# Each reminder has a name that you choose. One of these says when it is due:
#   at: ["10:30", "15:00"]
#   every: 90 min, between: "09:00-17:30"       from the start of that time on
#   times: 3, between: "08:00-20:00"            spread evenly
#   times: dose, between: "08:00-20:00"         as the routine prescribes
# Optional: on (daily, weekdays, weekends, or days such as [mon, wed]), from and until (dates such as
# 2026-12-31), missed (skip, or once: made up for on the same day), begin (now, or ask: announced first;
# without it, short routines are simply spoken), jitter (later by up to this much, varying by day).
reminders:
{reminders}"""

_LEGS_OFFERED = """
  # A few minutes for the legs before bed; remove the # to be reminded of it.
  # legs:
  #   routine: calves-before-bed
  #   at: "{bedtime}"
"""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The exercises of a clinic: a routine's id and title, and how often a day if its file has no dose."""

    routine: str
    title: str
    per_day: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanAnswers:
    """What a starter plan is made from; the defaults are those of `coach init --defaults`.

    `desk`: the hours at the desk, also over midnight; None without a desk day. `breaks` and `night`: times
    without reminders. `pace`: of the voice, one of `PACES`. `legs`: remind of them before the night, or
    before 22:00.
    """

    desk: Window | None = DESK
    on: tuple[int, ...] = (0, 1, 2, 3, 4)
    breaks: tuple[Window, ...] = (LUNCH,)
    night: Window | None = NIGHT
    breath_holds: bool = True
    how: How = "voice"
    pace: str = "normal"
    language: str = FIRST_LANGUAGE
    legs: bool = False
    sheet: Sheet | None = None


def first_plan(answers: PlanAnswers, taken: Sequence[time] = (), most: int = MOST_CALLS) -> str:
    """The text of the plan, with at most so many calls a day.

    `taken`: the sheet's times of day, which the other reminders keep away from.

    Raises `ValueError` when there would be no reminder.
    """
    reminders = [*_desk_reminders(answers, taken, most), *_legs(answers), *_sheet(answers)]
    if not reminders:
        raise ValueError("There is no time left for a reminder.")
    quiet = [*answers.breaks, *([] if answers.night is None else [answers.night])]
    offered = "" if answers.legs else _LEGS_OFFERED.format(bedtime=f"{_bedtime(answers):%H:%M}")
    return _TEXT.format(
        language=answers.language,
        how=answers.how,
        pace=answers.pace,
        breath_holds="yes" if answers.breath_holds else "no ",
        quiet="\n".join(["quiet:", *(f'  - "{window}"' for window in quiet)])
        if quiet
        else '# quiet: ["12:30-13:15", "22:00-07:00"]',
        reminders="\n".join(reminders) + offered,
    )


def calls_in_a_day(
    answers: PlanAnswers, taken: Sequence[time] = (), most: int = MOST_CALLS
) -> list[tuple[time, str]]:
    """When each call of a desk day comes, and which reminder it is; without the sheet's and the legs'."""
    if answers.desk is None:
        return []
    minutes = _spread(_free(answers, answers.desk, taken), most - len(taken) - answers.legs)
    start = _minutes(answers.desk.start)
    return [(_clock(start + minute), name) for minute, name in zip(minutes, cycle(_ORDER), strict=False)]


def _desk_reminders(answers: PlanAnswers, taken: Sequence[time], most: int) -> list[str]:
    """The reminders of the desk day, in the order in which they first come."""
    if answers.desk is None:
        return []
    calls = calls_in_a_day(answers, taken, most)
    names = list(dict.fromkeys(name for _, name in calls))
    texts = []
    for name in names:
        times = [clock for clock, each in calls if each == name]
        # A time after midnight belongs to the evening before: on weekdays, also to Saturday's morning.
        late = [clock for clock in times if clock < answers.desk.start] if answers.on != EVERY_DAY else []
        early = [clock for clock in times if clock not in late]
        following = tuple(sorted((day + 1) % 7 for day in answers.on))
        if early:
            texts.append(_reminder(name, name, early, answers.on))
        if late:
            texts.append(_reminder(f"{name}-after-midnight", name, late, following))
    return texts


def _legs(answers: PlanAnswers) -> list[str]:
    if not answers.legs:
        return []
    return [_reminder("legs", "legs", [_bedtime(answers)], EVERY_DAY)]


def _sheet(answers: PlanAnswers) -> list[str]:
    if answers.sheet is None:
        return []
    sheet = answers.sheet
    times = "dose" if sheet.per_day is None else f"{sheet.per_day}"
    lines = (
        f"  # {sheet.title}",
        f"  {sheet.routine}:",
        f"    routine: {sheet.routine}",
        f"    times: {times}",
        f'    between: "{_awake(answers)}"',
        "    begin: ask",
    )
    return ["\n".join(lines) + "\n"]


def _reminder(id_: str, name: str, times: Sequence[time], days: tuple[int, ...]) -> str:
    comment, routine = _REMINDERS[name]
    clocks = ", ".join(f'"{clock:%H:%M}"' for clock in times)
    lines = [
        f"  # {comment}",
        f"  {id_}:",
        f"    routine: {routine}",
        f"    at: {f'[{clocks}]' if len(times) > 1 else clocks}",
        f"    on: {format_weekdays(days)}",
    ]
    if name in _ASKING:
        lines += ["    missed: once", "    begin: ask"]
    return "\n".join(lines) + "\n"


def _free(answers: PlanAnswers, desk: Window, taken: Sequence[time]) -> list[tuple[int, int]]:
    """The minutes in which a call may come, as parts from when until when after the start at the desk."""
    length = _length(desk)
    blocked = [(-_DAY, _AFTER_START), (length - _BEFORE_END, _DAY * 2)]
    pauses = [*answers.breaks, *([] if answers.night is None else [answers.night])]
    for begin, minutes in [
        *((window.start, _length(window)) for window in pauses),
        *((clock, _APART - _AFTER_PAUSE) for clock in taken),
        *((clock, _APART - _AFTER_PAUSE) for clock in ([_bedtime(answers)] if answers.legs else [])),
    ]:
        after = (_minutes(begin) - _minutes(desk.start)) % _DAY
        blocked += [
            (first - _BEFORE_PAUSE, first + minutes + _AFTER_PAUSE) for first in (after - _DAY, after)
        ]
    free, begin_free = [], 0
    for first, last in sorted(blocked):
        if first > begin_free:
            free.append((begin_free, first))
        begin_free = max(begin_free, last)
    return free


def _spread(free: Sequence[tuple[int, int]], most: int) -> list[int]:
    """At most so many minutes, spread evenly over those parts, at least `_APART` from one another."""
    total = sum(last - first for first, last in free)
    number = min(most, max(1, total // _APART)) if total else 0
    minutes: list[int] = []
    for place in ((index + 0.5) * total / number for index in range(number)):
        before = 0.0
        for first, last in free:
            if place <= before + last - first:
                minute = round((first + place - before) / _ROUNDED) * _ROUNDED
                if not minutes or minute - minutes[-1] >= _APART - _ROUNDED:
                    minutes.append(minute)
                break
            before += last - first
    return minutes


def _bedtime(answers: PlanAnswers) -> time:
    """When the legs are due: half an hour before sleep."""
    night = answers.night or NIGHT
    return _clock(_minutes(night.start) - _BEFORE_SLEEP)


def _awake(answers: PlanAnswers) -> Window:
    """When a clinic's exercises may come: from an hour after waking until an hour before sleep."""
    night = answers.night or NIGHT
    return Window(_clock(_minutes(night.end) + 60), _clock(_minutes(night.start) - 60))


def _length(window: Window) -> int:
    return (_minutes(window.end) - _minutes(window.start)) % _DAY or _DAY


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _clock(minutes: int) -> time:
    return time(minutes % _DAY // 60, minutes % 60)
