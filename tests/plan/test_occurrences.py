"""When reminders are due: compared with another computation, around each clock change, and by law."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby, pairwise, takewhile
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.clock_times import parse_window
from coach.plan.local_time import window_on
from coach.plan.model import AtIntervals, AtTimes, Occurrence, Plan, Prescription, Reminder, TimesPerDay
from coach.plan.occurrences import Trigger, occurrences
from coach.routine.model import Dose
from strategies import CLOCK_CHANGES, examples, reminders, starts, zones

MINUTE = timedelta(minutes=1)
STEP = 15 * MINUTE
"""Every time in the table and every offset of a zone is a multiple of it."""
BERLIN = ZoneInfo("Europe/Berlin")

REMINDERS = {
    "desk": ("every", 45, "09:00-17:30"),
    "night": ("every", 45, "22:00-06:00"),
    "always": ("every", 20, "00:00-24:00"),
    "in-the-change": ("every", 10, "02:15-03:15"),
    "at": ("at", ("00:00", "01:45", "02:15", "02:30", "03:15", "15:00"), ""),
    "spread": ("times", 3, "08:00-20:00"),
    "spread-over-the-change": ("times", 7, "00:30-04:30"),
    "hourly": ("times", 24, "00:00-24:00"),
}


def clock(text: str) -> time:
    """That time of day."""
    return time.fromisoformat(text)


def reminder(name: str) -> Reminder:
    """That reminder of the table as the plan has it."""
    kind, amount, window = REMINDERS[name]
    cadence = {
        "every": lambda: AtIntervals(amount * 60.0, parse_window(window)),
        "at": lambda: AtTimes(tuple(clock(each) for each in amount)),
        "times": lambda: TimesPerDay(amount, parse_window(window)),
    }[kind]()
    return Reminder(id=name, routine="eyes-far", cadence=cadence)


def first_and_last_minutes(
    zone: ZoneInfo, targets: list[datetime]
) -> tuple[dict[datetime, datetime], dict[datetime, datetime]]:
    """By scanning all of time: the first and the last step at which the local time is each target.

    `targets`: naive, in their order. For a time that never comes both are the first step later than it.
    """
    minute = datetime(2025, 12, 28, tzinfo=UTC)
    waiting = iter(targets)
    target = next(waiting, None)
    first: dict[datetime, datetime] = {}
    last: dict[datetime, datetime] = {}
    while target is not None or minute < first[targets[-1]] + timedelta(hours=3):
        local = minute.astimezone(zone).replace(tzinfo=None)
        while target is not None and local >= target:
            first[target] = last[target] = minute
            target = next(waiting, None)
        if local in last:
            last[local] = minute
        minute += STEP
    return first, last


def computed(
    name: str, day: date, first: dict[datetime, datetime], last: dict[datetime, datetime]
) -> list[datetime]:
    """The instants of that reminder which belong to that day, from the scanned minutes."""
    kind, amount, window = REMINDERS[name]
    if kind == "at":
        return sorted({first[datetime.combine(day, clock(each))] for each in amount})
    start_text, end_text = window.split("-")
    start = datetime.combine(day, clock(start_text))
    is_later = end_text > start_text and end_text != "24:00"
    end = datetime.combine(day if is_later else day + timedelta(1), clock(end_text.replace("24", "00")))
    begins, ends = first[start], (first if end_text == "24:00" else last)[end]
    if kind == "every":
        found = []
        while begins <= ends:
            found.append(begins)
            begins += amount * MINUTE
        return found
    gaps = amount if window == "00:00-24:00" else amount - 1
    seconds = int((ends - begins).total_seconds())
    return sorted({begins + timedelta(seconds=seconds * number // gaps) for number in range(amount)})


def targets_of_a_year() -> list[datetime]:
    """Every local time that the table names, on each day around 2026."""
    texts = {text for kind, amount, _ in REMINDERS.values() if kind == "at" for text in amount}
    for _, _, window in REMINDERS.values():
        texts |= set(window.replace("24:00", "00:00").split("-")) - {""}
    days = [date(2025, 12, 29) + timedelta(days=number) for number in range(371)]
    return [datetime.combine(day, clock(text)) for day in days for text in sorted(texts)]


@pytest.mark.parametrize("zone", CLOCK_CHANGES)
def test_a_year_is_as_another_computation_has_it(zone):
    """Every occurrence of every kind in 2026 is the same, and first those of the days of a clock change."""
    first, last = first_and_last_minutes(ZoneInfo(zone), targets_of_a_year())
    begin, end = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
    days = [date(2025, 12, 30) + timedelta(days=number) for number in range(369)]
    for name in REMINDERS:
        plan = Plan(reminders=(reminder(name),))
        got = [one.at for one in occurrences(plan, {}, begin, end, ZoneInfo(zone))]
        belonging = {day: computed(name, day, first, last) for day in days}
        for change in CLOCK_CHANGES[zone]:
            day = date.fromisoformat(change)
            for near in (day - timedelta(1), day, day + timedelta(1)):
                instants = set(belonging[near])
                assert [at for at in got if at in instants] == belonging[near], (name, near)
        expected = [at for at, _ in groupby(at for each in belonging.values() for at in each)]
        assert got == [at for at in expected if begin <= at < end], name


def on_day(fields: Reminder, day: str, zone: ZoneInfo = BERLIN) -> list[str]:
    """The local times of that reminder on a day, with the offset in hours."""
    start = datetime.combine(date.fromisoformat(day), time(0), zone)
    end = datetime.combine(date.fromisoformat(day) + timedelta(1), time(0), zone)
    found = occurrences(Plan(reminders=(fields,)), {}, start.astimezone(UTC), end.astimezone(UTC), zone)
    local = (one.at.astimezone(zone) for one in found)
    return [f"{at:%H:%M}+{int(at.utcoffset().total_seconds() / 3600)}" for at in local]


def test_a_time_in_the_spring_gap_is_the_end_of_the_gap(reminder_of):
    """On that day 02:30 becomes 03:00, and on the next day it is 02:30 again."""
    it = reminder_of('at: "02:30"')
    assert on_day(it, "2026-03-28") == ["02:30+1"]
    assert on_day(it, "2026-03-29") == ["03:00+2"]
    assert on_day(it, "2026-03-30") == ["02:30+2"]


def test_a_time_that_comes_twice_means_the_first(reminder_of):
    """The 02:30 before the clocks are set back counts, and it does not come again afterwards."""
    it = reminder_of('at: "02:30"')
    assert on_day(it, "2026-10-25") == ["02:30+2"]
    assert on_day(it, "2026-10-26") == ["02:30+1"]


def test_two_times_that_fall_on_one_instant_are_one_occurrence(reminder_of):
    """Both 02:15 and 02:45 are skipped, and 03:00 is in the list already."""
    it = reminder_of('at: ["02:15", "02:45", "03:00", "03:30"]')
    assert on_day(it, "2026-03-29") == ["03:00+2", "03:30+2"]


def test_steps_are_real_time_across_the_spring_change(reminder_of):
    """Each step takes 45 real minutes, and there are fewer of them, as an hour is left out."""
    it = reminder_of('every: 45 min, between: "00:30-05:00"')
    assert on_day(it, "2026-03-29") == ["00:30+1", "01:15+1", "03:00+2", "03:45+2", "04:30+2"]


def test_steps_are_real_time_across_the_autumn_change(reminder_of):
    """Each step takes 45 real minutes, and there are more of them, as an hour comes twice."""
    it = reminder_of('every: 45 min, between: "00:30-05:00"')
    assert on_day(it, "2026-10-25") == [
        "00:30+2", "01:15+2", "02:00+2", "02:45+2", "02:30+1", "03:15+1", "04:00+1", "04:45+1",
    ]  # fmt: skip


def test_both_ends_of_a_window_count(reminder_of):
    """The start of a window always counts, and its end if a step falls on it."""
    assert on_day(reminder_of('every: 2 h, between: "09:00-15:00"'), "2026-06-01") == [
        "09:00+2", "11:00+2", "13:00+2", "15:00+2",
    ]  # fmt: skip
    assert on_day(reminder_of('every: 4 h, between: "09:00-15:00"'), "2026-06-01") == ["09:00+2", "13:00+2"]


def test_a_window_over_midnight_belongs_to_the_day_it_starts_on(reminder_of):
    """Friday's night goes on into Saturday, and Sunday's never begins."""
    it = reminder_of('every: 3 h, between: "22:00-06:00", on: [fri]')
    assert on_day(it, "2026-06-05") == ["22:00+2"]
    assert on_day(it, "2026-06-06") == ["01:00+2", "04:00+2"]
    assert on_day(it, "2026-06-07") == []


def test_the_end_of_a_whole_day_is_the_beginning_of_the_next(reminder_of):
    """Midnight has one occurrence, and not two."""
    it = reminder_of('every: 8 h, between: "00:00-24:00"')
    assert on_day(it, "2026-06-01") == ["00:00+2", "08:00+2", "16:00+2"]


def test_times_are_spread_from_the_start_to_the_end(reminder_of):
    """Both ends count, a single time is at the start, and a whole day ends with the next one's start."""
    assert on_day(reminder_of('times: 3, between: "08:00-20:00"'), "2026-06-01") == [
        "08:00+2", "14:00+2", "20:00+2",
    ]  # fmt: skip
    assert on_day(reminder_of('times: 1, between: "08:00-20:00"'), "2026-06-01") == ["08:00+2"]
    assert on_day(reminder_of('times: 4, between: "00:00-24:00"'), "2026-06-01") == [
        "00:00+2", "06:00+2", "12:00+2", "18:00+2",
    ]  # fmt: skip


def test_from_and_until_both_count(reminder_of):
    """The first and the last day have their occurrences, and no day outside has."""
    it = reminder_of('at: "10:00", from: 2026-06-02, until: 2026-06-03')
    days = ["2026-06-01", "2026-06-02", "2026-06-03", "2026-06-04"]
    assert [on_day(it, day) for day in days] == [[], ["10:00+2"], ["10:00+2"], []]


def test_a_plan_is_the_reminders_together_in_their_order(examined):
    """Occurrences are sorted by instant, and then by the reminder's name."""
    plan = examined(
        'reminders: {b: {routine: sip-water, at: ["10:00", "11:00"]}, a: {routine: eyes-far, at: "10:00"}}'
    ).plan
    start = datetime(2026, 6, 1, 7, 30, tzinfo=UTC)
    assert list(occurrences(plan, {}, start, start + timedelta(hours=2), BERLIN)) == [
        Occurrence(datetime(2026, 6, 1, 8, tzinfo=UTC), "a", "eyes-far"),
        Occurrence(datetime(2026, 6, 1, 8, tzinfo=UTC), "b", "sip-water"),
        Occurrence(datetime(2026, 6, 1, 9, tzinfo=UTC), "b", "sip-water"),
    ]


def test_the_start_counts_and_the_end_does_not(reminder_of):
    """Consecutive ranges of time neither lose nor repeat an occurrence."""
    plan = Plan(reminders=(reminder_of('at: ["10:00", "11:00"]'),))
    start = datetime(2026, 6, 1, 8, tzinfo=UTC)
    found = [one.at for one in occurrences(plan, {}, start, start + timedelta(hours=1), BERLIN)]
    assert found == [start]


def next_after(it, instant, zone, prescription=None):
    """Its first occurrence later than the instant."""
    return Trigger(reminder=it, zone=zone, after=instant, prescription=prescription).next()


def test_the_next_one_is_strictly_later(reminder_of):
    """At an occurrence the next one is the one after it; if there are no more, there is none."""
    it = reminder_of('at: ["10:00", "11:00"], until: 2026-06-01')
    ten, eleven = (datetime(2026, 6, 1, hour, tzinfo=UTC) for hour in (8, 9))
    assert next_after(it, ten - MINUTE, BERLIN) == Occurrence(ten, "it", "eyes-far")
    assert next_after(it, ten, BERLIN) == Occurrence(eleven, "it", "eyes-far")
    assert next_after(it, eleven, BERLIN) is None


def test_a_reminder_that_begins_in_years_is_found_at_once(reminder_of):
    """A reminder whose days never come has none, instead of a search without end."""
    now = datetime(2026, 6, 1, tzinfo=UTC)
    later = reminder_of('at: "10:00", from: 2071-01-01')
    assert next_after(later, now, BERLIN).at == datetime(2071, 1, 1, 9, tzinfo=UTC)
    never = Reminder(id="it", routine="x", cadence=AtTimes((time(10),)), on=())
    assert next_after(never, now, BERLIN) is None


def test_the_end_of_the_calendar_is_no_fault(reminder_of):
    """In the last years that there are, nothing more is due."""
    it = reminder_of('at: "10:00"')
    assert next_after(it, datetime(9998, 12, 31, 12, tzinfo=UTC), BERLIN) is None


def test_what_a_routine_prescribes_needs_the_prescription(reminder_of):
    """Such a reminder is due only if the prescription is given."""
    it = reminder_of('times: dose, between: "08:00-20:00"')
    now = datetime(2026, 6, 1, tzinfo=UTC)
    plan = Plan(reminders=(it,))
    assert next_after(it, now, BERLIN) is None
    assert list(occurrences(plan, {}, now, now + timedelta(days=9), BERLIN)) == []
    prescription = Prescription(Dose(per_day=2))
    found = list(occurrences(plan, {"eyes-far": prescription}, now, now + timedelta(days=1), BERLIN))
    assert [one.at.hour for one in found] == [6, 18]
    assert next_after(it, now, BERLIN, prescription) == found[0]


def listed(it: Reminder, start: datetime, zone: ZoneInfo, days: int = 5) -> list[datetime]:
    """The instants of some days."""
    found = occurrences(Plan(reminders=(it,)), {}, start, start + timedelta(days=days), zone)
    return [one.at for one in found]


@given(reminders, starts, zones)
@examples(150)
def test_occurrences_strictly_increase(it, start, zone):
    """No occurrence comes twice, or before another that was given already."""
    found = listed(it, start, zone)
    assert all(earlier < later for earlier, later in pairwise(found))
    assert all(start <= at < start + timedelta(days=5) for at in found)


@given(reminders, starts, zones)
@examples(150)
def test_every_occurrence_lies_in_its_window_or_day(it, start, zone):
    """An occurrence lies in the window of a day on which the reminder holds, maybe the day before."""
    for at in listed(it, start, zone):
        today = at.astimezone(zone).date()
        days = [day for day in (today - timedelta(1), today) if day.weekday() in it.on]
        if isinstance(it.cadence, AtTimes):
            assert today in days
        else:
            spans = [window_on(day, it.cadence.between, zone) for day in days]
            assert any(begin <= at <= end for begin, end in spans)


MOST_WALKED = 40


@given(reminders, starts, zones, st.data())
@examples(150)
def test_looking_on_from_the_middle_gives_the_same_rest(it, start, zone, data):
    """The rest is the same from any occurrence on, and by the trigger, in one call or one by one."""
    found = listed(it, start, zone)
    if not found:
        return
    middle = data.draw(st.integers(0, len(found) - 1))
    end = start + timedelta(days=5)
    again = [one.at for one in occurrences(Plan(reminders=(it,)), {}, found[middle], end, zone)]
    assert again == found[middle:]
    trigger = Trigger(reminder=it, zone=zone, after=start - timedelta(microseconds=1))
    assert [one.at for one in takewhile(lambda one: one.at < end, trigger.following())] == found
    walked = []
    # One by one it looks at whole days each time: a few dozen of a cadence of minutes are enough.
    while len(walked) < MOST_WALKED and (one := trigger.next()) is not None and one.at < end:
        walked.append(one.at)
        trigger = trigger.moved(one.at)
    assert walked == found[:MOST_WALKED]


def test_time_in_use_is_first_due_after_its_first_interval():
    """Time in use is computed as if the machine was used from the start of the window on."""
    found = {}
    for counting in ("clock", "use"):
        desk = Reminder(
            id="desk",
            routine="eyes-far",
            cadence=AtIntervals(5400.0, parse_window("09:00-13:00")),
            counting=counting,
        )
        start = datetime(2026, 6, 1, tzinfo=UTC)
        every = occurrences(Plan(reminders=(desk,)), {}, start, start + timedelta(days=1), UTC)
        found[counting] = [f"{each.at:%H:%M}" for each in every]
    assert found == {"clock": ["09:00", "10:30", "12:00"], "use": ["10:30", "12:00"]}
