"""What `coach stats` says of a time, from its counts: documents, medians, and the strength of a habit."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from statistics import median
from typing import TYPE_CHECKING, Any

from coach.journal.period_counts import amounts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from coach.journal.period_counts import Counts

KEPT_A_DAY = 0.05 ** (1 / 66)
"""The part of its strength that a habit keeps over a day without it: in 66 days of doing it all, it comes to
95 % (Lally et al. 2010, docs/evidence.md), so that a missed day costs a twentieth of it at most."""
OF_A_ROUTINE = frozenset({
    "confirmed", "led", "part", "rehearsal", "prescribed", "milliseconds", "reminder",
    "pain-before", "pain-after",
})  # fmt: skip
"""The counts that have a routine."""


def of_routine(counts: Counts, routine: str) -> Counts:
    """The counts of one routine; those that have none, such as episodes, stay as they are."""
    kept = (each for each in counts.items() if each[0][0] not in OF_A_ROUTINE or each[0][1] == routine)
    return Counter(dict(kept))


def document(
    counts: Counts, first: date, last: date, titles: Callable[[Iterable[str]], Mapping[str, str]]
) -> dict[str, Any]:
    """The documented JSON document of the time from `first` until `last`, both included.

    `titles` gives those of routines by id.
    """
    prescribed, confirmed = amounts(counts, "prescribed"), amounts(counts, "confirmed")
    reminders: Counter[str] = Counter()
    for key, number in counts.items():
        if key[0] == "reminder":
            reminders[key[2]] += number
    kinds, pains = amounts(counts, "episode"), pain(counts)
    title = titles({*prescribed, *confirmed, *pains})
    return {
        "since": first.isoformat(),
        "until": last.isoformat(),
        "days": counts["day",],
        "sessions": {
            "confirmed": sum(confirmed.values()),
            "led": sum(amounts(counts, "led").values()),
            "part": sum(amounts(counts, "part").values()),
            "rehearsals": sum(amounts(counts, "rehearsal").values()),
        },
        "routines": [
            {
                "routine": routine,
                "title": title[routine],
                "prescribed": prescribed.get(routine, 0),
                "confirmed": confirmed.get(routine, 0),
            }
            for routine in sorted(prescribed.keys() | confirmed.keys())
        ],
        "reminders": dict(sorted(reminders.items())),
        "episodes": {
            "count": sum(kinds.values()),
            "by_kind": dict(sorted(kinds.items())),
            "by_area": dict(sorted(amounts(counts, "area").items())),
            "by_hour": dict(sorted(amounts(counts, "hour").items())),
            "before": dict(sorted(amounts(counts, "before").items())),
            "helped": dict(sorted(amounts(counts, "helped").items())),
        },
        "pain": {routine: {"title": title[routine], **medians} for routine, medians in pains.items()},
        "water_ml": _plain(counts["drink",] / 1000),
        "caffeine_mg": _plain(counts["caffeine",] / 1000),
    }


def pain(counts: Counts) -> dict[str, dict[str, float | None]]:
    """The medians of the answers about pain before and after each routine; None if there is none."""
    answers = {name: answers_about_pain(counts, name) for name in ("pain-before", "pain-after")}
    return {
        routine: {
            "before": median_of(answers["pain-before"].get(routine)),
            "after": median_of(answers["pain-after"].get(routine)),
        }
        for routine in sorted(answers["pain-before"].keys() | answers["pain-after"].keys())
    }


def answers_about_pain(counts: Counts, name: str) -> dict[str, list[int]]:
    """The answers by routine, of `pain-before` or `pain-after`."""
    found: dict[str, list[int]] = {}
    for key, number in counts.items():
        if key[0] == name:
            found.setdefault(key[1], []).extend([int(key[2])] * number)
    return found


def median_of(answers: Iterable[int] | None) -> float | None:
    """The median, as a whole number where it is one; None of nothing."""
    values = list(answers or ())
    return _plain(median(values)) if values else None


def minutes(counts: Counts) -> int:
    """Whole minutes that were performed in confirmed sessions."""
    return round(sum(amounts(counts, "milliseconds").values()) / 60_000)


def habit_strength(by_day: Mapping[date, Counts], routine: str) -> float:
    """How strong the habit of that routine is after these days, from 0 to 1.

    s ← k·s + (1 - k)·x on each day on which it was prescribed or done, where k is `KEPT_A_DAY` and x the part
    of the prescribed that was done, 1 at most. Any other day, such as a day off, leaves it as it is.
    """
    strength = 0.0
    for day in sorted(by_day):
        prescribed, done = (by_day[day][name, routine] for name in ("prescribed", "confirmed"))
        if prescribed or done:
            part = min(1.0, done / prescribed) if prescribed else 1.0
            strength = KEPT_A_DAY * strength + (1 - KEPT_A_DAY) * part
    return strength


def weeks(by_day: Mapping[date, Counts]) -> dict[date, Counts]:
    """The counts of each week, by its Monday."""
    found: dict[date, Counts] = {}
    for day, counts in sorted(by_day.items()):
        found.setdefault(day - timedelta(days=day.weekday()), Counter()).update(counts)
    return found


def _plain(value: float) -> float:
    return int(value) if float(value).is_integer() else round(value, 3)
