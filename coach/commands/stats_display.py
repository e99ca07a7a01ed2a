"""The lines of `coach stats`: bars by week, tables, a line of hours, and a calendar of twelve weeks.

Everything can be read without colour, and in 40 columns; where the terminal has plain letters only, bars are
made of those.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from coach.commands.printing import aligned, shows_blocks
from coach.commands.today import RESULT_WORDS
from coach.journal.period_counts import amounts
from coach.journal.period_summary import OF_A_ROUTINE, document, habit_strength, minutes, of_routine, weeks
from coach.problems import count_of, printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from coach.journal.counted_days import CountedDays
    from coach.journal.period_counts import Counts, PersonDays

_DAY = timedelta(days=1)
_WEEK = timedelta(weeks=1)
_WEEKS = 12
"""Weeks of the calendar, and of the bars."""
_FOUR_WEEKS = timedelta(weeks=4)
_HABIT_DAYS = 26 * 7
"""Days that a habit's strength is worked out from; what was before adds less than a thousandth."""
_BLOCKS, _LETTERS = "█░▒▁▂▃▄▅▆▇█", "#.+.:-=*%@#"
"""Full, empty and part of a bar; then the heights of a column, from the lowest to the highest."""
_BAR, _NARROW = 20, 60
NOT_CAUSES = "Counts are not causes."


class Period:
    """The time that is shown; `counted` None: there is no journal yet.

    `titles` gives those of routines by id.
    """

    def __init__(
        self,
        counted: CountedDays | None,
        days: PersonDays,
        first: date,
        last: date,
        routine: str | None,
        *,
        titles: Callable[[Iterable[str]], Mapping[str, str]],
    ) -> None:
        self.days, self.first, self.last, self.routine, self.titles = days, first, last, routine, titles
        self._counted = counted

    def total(self, first: date | None = None, last: date | None = None) -> Counts:
        """The counts of the whole period, or of other days, together."""
        if self._counted is None:
            return Counter()
        return self._of(self._counted.total(first or self.first, last or self.last))

    def by_day(self, first: date, last: date) -> dict[date, Counts]:
        """The counts of each of these days."""
        if self._counted is None:
            return {}
        return {day: self._of(counts) for day, counts in self._counted.between(first, last).items()}

    @property
    def has_routine(self) -> bool:
        """Whether anything counts for the routine that was asked for."""
        return any(key[0] in OF_A_ROUTINE for key in self.total())

    def _of(self, counts: Counts) -> Counts:
        return counts if self.routine is None else of_routine(counts, self.routine)


def lines_of(period: Period, columns: int) -> list[str]:
    """The lines for a terminal of that many columns."""
    total = period.total()
    tree = document(total, period.first, period.last, period.titles)
    marks = _marks()
    from_first = max(period.first, _monday(period.last) - (_WEEKS - 1) * _WEEK)
    by_day = period.by_day(from_first, period.last)
    sections = [
        _heading(tree, total, period),
        _weeks_lines(by_day, columns, marks),
        _routine_lines(period, tree, columns, marks),
        _reminder_lines(total),
        _pain_lines(tree),
    ]
    if period.routine is None:
        sections += [_episode_lines(tree, columns, marks), _drink_lines(tree)]
    sections += [_calendar_lines(period, marks), _comparison_lines(period)]
    lines = [line for section in sections if section for line in ("", *section)][1:]
    return [short for line in lines for short in _wrapped(line, columns)]


def _heading(tree: Mapping[str, Any], total: Counts, period: Period) -> list[str]:
    length = (period.last - period.first).days + 1
    sessions = tree["sessions"]
    name = period.routine and period.titles([period.routine])[period.routine]
    of = f", {printable(name)}" if name else ""
    part = f"{sessions['part']} in part, " if sessions["part"] else ""
    done = f"{sessions['confirmed']} done, {part}{sessions['led']} led to the end"
    return [
        f"{tree['since']} to {tree['until']}{of}",
        f"{tree['days']} of {length} days have entries.",
        f"{done}, {count_of(sessions['rehearsals'], 'rehearsal')}, {count_of(minutes(total), 'minute')}.",
    ]


def _weeks_lines(by_day: Mapping[date, Counts], columns: int, marks: str) -> list[str]:
    rows = [(week, *_done_of(counts), minutes(counts)) for week, counts in weeks(by_day).items()]
    most = max((max(prescribed, done) for _, done, prescribed, _ in rows), default=0)
    if not most:
        return []
    size = min(_BAR, max(5, columns - 32))
    lines = ["Done of prescribed, by week"]
    for week, done, prescribed, length in rows:
        full = round(size * min(done, prescribed or done) / most)
        empty = round(size * max(prescribed, done) / most) - full
        bar = marks[0] * full + marks[1] * empty
        lines.append(f"  {week:%m-%d}  {bar:<{size}}  {_done_text(done, prescribed):>9}  {length:>3} min")
    return lines


def _routine_lines(period: Period, tree: Mapping[str, Any], columns: int, marks: str) -> list[str]:
    if not tree["routines"]:
        return []
    days = period.by_day(period.last - (_HABIT_DAYS - 1) * _DAY, period.last)
    rows = []
    for each in tree["routines"]:
        strength = habit_strength(days, each["routine"])
        bar = "" if columns < _NARROW else f"  {marks[0] * round(10 * strength):<10}".rstrip()
        rows.append((
            f"  {printable(each['title'])}",
            _done_text(each["confirmed"], each["prescribed"]),
            f"{round(100 * strength):>3}{bar}",
        ))  # fmt: skip
    return ["Routines: done of prescribed, and the strength of the habit, of 100", *aligned(rows, right=(1,))]


def _reminder_lines(total: Counts) -> list[str]:
    results: dict[str, int] = {}
    reasons: dict[str, dict[str, int]] = {}
    for key, number in total.items():
        if key[0] == "reminder":
            _, _, result, reason = key
            results[result] = results.get(result, 0) + number
            if reason and reason not in (result, "completed"):
                found = reasons.setdefault(result, {})
                found[reason] = found.get(reason, 0) + number
    if not results:
        return []
    lines = ["Reminders"]
    for result, number in _largest(results):
        why = f": {_list(reasons[result])}" if result in reasons else ""
        lines.append(f"  {RESULT_WORDS.get(result, result)} {number}{why}")  # type: ignore[call-overload]
    return lines


def _pain_lines(tree: Mapping[str, Any]) -> list[str]:
    rows = [
        (
            f"  {printable(each['title'])}",
            "-" if each["before"] is None else f"{each['before']:g}",
            f"{each['after']:g}",
        )
        for each in tree["pain"].values()
    ]
    return ["Pain before and after, 0 to 10 (medians)", *aligned(rows, right=(1, 2))] if rows else []


def _episode_lines(tree: Mapping[str, Any], columns: int, marks: str) -> list[str]:
    episodes = tree["episodes"]
    if not episodes["count"]:
        return []
    lines = [f"Noted: {_list(episodes['by_kind'])}. {NOT_CAUSES}"]
    if episodes["by_area"]:
        lines.append(f"  Where: {_list(episodes['by_area'])}")
    hours_noted = ", ".join(f"{hour}:00 ({number})" for hour, number in episodes["by_hour"].items())
    lines.append(f"  In the hour from: {hours_noted}")
    if columns >= _NARROW:
        hours = [episodes["by_hour"].get(f"{hour:02}", 0) for hour in range(24)]
        lines.append(f"  0 h {_columns(hours, marks)} 24 h")
    if episodes["before"]:
        lines.append(f"  What went before: {_list(episodes['before'])}")
    if episodes["helped"]:
        lines.append(f"  What helped: {_list(episodes['helped'])}")
    return lines


def _drink_lines(tree: Mapping[str, Any]) -> list[str]:
    found = []
    if tree["water_ml"]:
        found.append(f"{tree['water_ml'] / 1000:g} l to drink")
    if tree["caffeine_mg"]:
        found.append(f"{tree['caffeine_mg']:g} mg of caffeine")
    return [f"Noted: {', '.join(found)}."] if found else []


def _calendar_lines(period: Period, marks: str) -> list[str]:
    first = _monday(period.last) - (_WEEKS - 1) * _WEEK
    by_day = period.by_day(first, period.last)
    if not any(by_day.values()):
        return []
    lines = ["Twelve weeks", "         M  T  W  T  F  S  S"]
    for number in range(_WEEKS):
        week = first + number * _WEEK
        days = (week + each * _DAY for each in range(7))
        lines.append(
            f"  {week:%m-%d}  " + "  ".join(_day_mark(by_day.get(day), marks) for day in days).rstrip()
        )
    return [*lines, f"  {marks[0]} all done  {marks[2]} some done  - day off"]


def _day_mark(counts: Counts | None, marks: str) -> str:
    if counts is None:
        return " "
    done, prescribed = _done_of(counts)
    if done:
        return marks[0] if done >= prescribed else marks[2]
    is_off = any(key[0] == "reminder" and key[3] in ("off", "day-off") for key in counts)
    return "-" if is_off and not prescribed else "·" if marks == _BLOCKS else "."


def _comparison_lines(period: Period) -> list[str]:
    """These four weeks beside the four before, with the days they rest on; nothing is concluded from it."""
    middle = period.last - _FOUR_WEEKS + _DAY
    earlier, later = (
        period.total(start, start + _FOUR_WEEKS - _DAY) for start in (middle - _FOUR_WEEKS, middle)
    )
    if not earlier or not later:
        return []
    rows = [("", "before", "these"), ("  days with entries", str(earlier["day",]), str(later["day",]))]
    names = {"  done": "confirmed"} | ({"  cramps, twitches": "episode"} if period.routine is None else {})
    for label, name in names.items():
        before, these = (sum(amounts(counts, name).values()) for counts in (earlier, later))
        rows.append((label, str(before), str(these)))
    rows.append(("  minutes", str(minutes(earlier)), str(minutes(later))))
    return ["These four weeks beside the four before", *aligned(rows, right=(1, 2))]


def _done_of(counts: Counts) -> tuple[int, int]:
    done, prescribed = (sum(amounts(counts, name).values()) for name in ("confirmed", "prescribed"))
    return done, prescribed


def _done_text(done: int, prescribed: int) -> str:
    return f"{done} of {prescribed}" if prescribed else str(done)


def _columns(numbers: list[int], marks: str) -> str:
    """A column for each number, the highest for the largest; a blank for none."""
    heights, most = marks[3:], max(numbers)
    return "".join(heights[(number * len(heights) - 1) // most] if number else " " for number in numbers)


def _list(counts: Mapping[str, int]) -> str:
    names = ((name.replace("_", " ").replace("-", " "), number) for name, number in _largest(counts))
    return ", ".join(f"{name} {number}" for name, number in names)


def _largest(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def _monday(day: date) -> date:
    return day - day.weekday() * _DAY


def _marks() -> str:
    """Blocks, or plain letters where the terminal may have no blocks."""
    return _BLOCKS if shows_blocks() else _LETTERS


def _wrapped(line: str, columns: int) -> list[str]:
    if len(line) <= columns:
        return [line]
    indent = " " * (len(line) - len(line.lstrip()) + 2)
    return textwrap.wrap(
        line, columns, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )
