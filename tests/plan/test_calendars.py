"""Busy hours in calendar files: which events make busy, when, and that nothing else is read."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Event

from coach.plan import calendars
from coach.plan.calendars import (
    CalendarReading,
    calendar_paths,
    is_busy,
    read_calendars,
    relevant_text,
    watched_paths,
)

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = datetime(2026, 11, 2, tzinfo=UTC)
WEEK = (MONDAY, MONDAY + timedelta(days=7))
ZONE = """\
BEGIN:VTIMEZONE
TZID:Office
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:-0300
TZOFFSETTO:-0300
END:STANDARD
END:VTIMEZONE
"""


def event(*lines, uid="1"):
    """An event with these lines."""
    return "\n".join(["BEGIN:VEVENT", f"UID:{uid}", "SUMMARY:Oncology", *lines, "END:VEVENT", ""])


def calendar(*events):
    """A calendar with these events."""
    return "".join(["BEGIN:VCALENDAR\nVERSION:2.0\n", ZONE, *events, "END:VCALENDAR\n"])


def busy(folder, *events, zone=BERLIN, span=WEEK):
    """The busy hours of a file with these events, as pairs of texts in UTC."""
    (folder / "work.ics").write_text(calendar(*events), encoding="utf-8")
    read = read_calendars([folder / "work.ics"], *span, zone)
    assert (read.problems, read.files) == ((), 1)
    return [(f"{start:%a %H:%M}", f"{end:%a %H:%M}") for start, end in read.busy]


ME = "ATTENDEE;CN=Me;PARTSTAT={}:mailto:Me@Example.org"
OTHER = "ATTENDEE;PARTSTAT=DECLINED:mailto:other@example.org"


@pytest.mark.parametrize(
    ("lines", "places", "addresses", "is_free"),
    [
        ([ME.format("DECLINED")], ("", "work"), ["me@example.org"], True),
        ([OTHER, ME.format("declined")], ("", "work"), ["a@b.c", "me@example.org"], True),
        ([ME.format("DECLINED")], ("X-WR-CALNAME:me@example.org\n", "work"), [], True),
        ([ME.format("DECLINED")], ("", "me@example.org"), [], True),
        ([OTHER, ME.format("ACCEPTED")], ("", "work"), ["me@example.org"], False),
        ([OTHER, ME.format("NEEDS-ACTION")], ("", "work"), ["me@example.org"], False),
        ([OTHER], ("", "work"), ["me@example.org"], False),
        ([ME.format("DECLINED")], ("X-WR-CALNAME:Work\n", "work"), [], False),
        (["ATTENDEE:mailto:me@example.org"], ("", "work"), ["me@example.org"], False),
    ],
)
def test_what_the_person_declined_does_not_keep_the_coach_quiet(tmp_path, lines, places, addresses, is_free):
    """An invitation that was declined from one of the person's own addresses leaves its hours free."""
    heading, folder = places
    file = tmp_path / folder / "1.ics"
    file.parent.mkdir()
    text = calendar(event("DTSTART:20261102T090000Z", "DTEND:20261102T100000Z", *lines))
    file.write_text(text.replace("VERSION:2.0\n", f"VERSION:2.0\n{heading}"), encoding="utf-8")
    read = read_calendars([tmp_path], *WEEK, BERLIN, addresses)
    assert (read.problems, len(read.busy)) == ((), 0 if is_free else 1)


def test_one_meeting_of_a_series_can_be_declined(tmp_path):
    """Of a weekly meeting only the one that was declined leaves its hour free."""
    series = event(
        "DTSTART:20261102T090000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=3", ME.format("ACCEPTED")
    )
    declined = event(
        "RECURRENCE-ID:20261103T090000Z", "DTSTART:20261103T090000Z", "DURATION:PT1H", ME.format("DECLINED")
    )
    (tmp_path / "a.ics").write_text(calendar(series, declined), encoding="utf-8")
    read = read_calendars([tmp_path], *WEEK, BERLIN, ["me@example.org"])
    assert [start.day for start, _ in read.busy] == [2, 4]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("DTSTART:20261102T090000Z", "DTEND:20261102T100000Z"), [("Mon 09:00", "Mon 10:00")]),
        (("DTSTART;TZID=Europe/Berlin:20261102T090000", "DURATION:PT90M"), [("Mon 08:00", "Mon 09:30")]),
        (("DTSTART;TZID=Office:20261102T090000", "DURATION:PT1H"), [("Mon 12:00", "Mon 13:00")]),
        (("DTSTART:20261102T090000", "DTEND:20261102T100000"), [("Mon 08:00", "Mon 09:00")]),
        (("DTSTART:20261102T090000Z",), []),
        (("DTSTART;VALUE=DATE:20261103",), []),
        (("DTSTART;VALUE=DATE:20261103", "TRANSP:OPAQUE"), [("Mon 23:00", "Tue 23:00")]),
        (("DTSTART:20261101T220000Z", "DTEND:20261102T003000Z"), [("Sun 22:00", "Mon 00:30")]),
        (("DTSTART:20261101T220000Z", "DTEND:20261102T000000Z"), []),
        (("DTSTART:20261109T000000Z", "DTEND:20261109T010000Z"), []),
        (("DTSTART:20260901T220000Z", "DTEND:20261102T003000Z"), [("Tue 22:00", "Mon 00:30")]),
        (
            ("DTSTART:20260105T090000Z", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;BYDAY=MO,WE"),
            [("Mon 09:00", "Mon 10:00"), ("Wed 09:00", "Wed 10:00")],
        ),
        (
            (
                "DTSTART:20260105T090000Z",
                "DURATION:PT1H",
                "RRULE:FREQ=WEEKLY;BYDAY=MO,WE",
                "EXDATE:20261102T090000Z",
            ),
            [("Wed 09:00", "Wed 10:00")],
        ),
        (("DTSTART:20260105T090000Z", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;UNTIL=20261031T000000Z"), []),
        (
            ("DTSTART:20260105T090000Z", "DURATION:PT1H", "RDATE:20261105T090000Z"),
            [("Thu 09:00", "Thu 10:00")],
        ),
        (("DTSTART:20261102T090000Z", "DURATION:PT1S", "RRULE:FREQ=SECONDLY"), []),
    ],
)  # fmt: skip
def test_when_an_event_makes_busy(tmp_path, lines, expected):
    """An event makes busy in its own zone or the plan's, over midnight, at each repetition, or all day."""
    assert busy(tmp_path, event(*lines)) == expected


def test_a_moved_and_a_cancelled_meeting_of_a_series(tmp_path):
    """Each exception replaces the meeting that it is of, wherever it was moved to."""
    series = event("DTSTART:20260105T090000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY")
    moved = event("RECURRENCE-ID:20261102T090000Z", "DTSTART:20261102T150000Z", "DURATION:PT1H")
    gone = event("RECURRENCE-ID:20261103T090000Z", "DTSTART:20270303T090000Z", "DURATION:PT1H")
    off = event(
        "RECURRENCE-ID:20261104T090000Z", "DTSTART:20261104T090000Z", "DURATION:PT1H", "STATUS:CANCELLED"
    )
    three_days = (MONDAY, MONDAY + timedelta(days=3))
    assert busy(tmp_path, series, moved, gone, off, span=three_days) == [("Mon 15:00", "Mon 16:00")]


def test_overlapping_and_adjoining_events_are_one(tmp_path):
    """No gap is left between the end of one event and the start of the next."""
    one = event("DTSTART:20261102T090000Z", "DURATION:PT2H", uid="1")
    inside = event("DTSTART:20261102T093000Z", "DURATION:PT1H", uid="2")
    after = event("DTSTART:20261102T110000Z", "DURATION:PT1H", uid="3")
    assert busy(tmp_path, after, one, inside) == [("Mon 09:00", "Mon 12:00")]


@pytest.mark.parametrize(
    ("properties", "timed", "whole_days"),
    [
        ({}, True, False),
        ({"TRANSP": "OPAQUE"}, True, True),
        ({"TRANSP": "TRANSPARENT"}, False, False),
        ({"STATUS": "CANCELLED", "TRANSP": "OPAQUE"}, False, False),
        ({"STATUS": "TENTATIVE"}, True, False),
        ({"X-MICROSOFT-CDO-BUSYSTATUS": "FREE", "TRANSP": "OPAQUE"}, False, False),
        ({"X-MICROSOFT-CDO-BUSYSTATUS": "WORKINGELSEWHERE"}, False, False),
        ({"X-MICROSOFT-CDO-BUSYSTATUS": "OOF"}, True, True),
        ({"X-MICROSOFT-CDO-BUSYSTATUS": "BUSY"}, True, True),
        ({"status": "cancelled"}, False, False),
    ],
)
def test_which_events_make_busy(properties, timed, whole_days):
    """An event of whole days does only if it says so, and any other unless it says that it does not."""
    found = Event()
    for name, value in properties.items():
        found.add(name, value)
    found.add("DTSTART", MONDAY)
    assert is_busy(found) == timed
    del found["DTSTART"]
    found.add("DTSTART", date(2026, 11, 2))
    assert is_busy(found) == whole_days


def test_a_folder_as_vdirsyncer_keeps_it(tmp_path):
    """The files of the folder and of its calendars are read, but nothing hidden or of another kind."""
    for number, name in enumerate(("a.ics", "work/b.ics", "work/c.txt", ".git/d.ics", "work/deep/e.ics")):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True, parents=True)
        lines = (f"DTSTART:202611{number + 2:02}T090000Z", "DURATION:PT1H")
        path.write_text(calendar(event(*lines)), encoding="utf-8")
    read = read_calendars([tmp_path], *WEEK, BERLIN)
    assert [start.day for start, _ in read.busy] == [2, 3]
    assert (read.files, list(watched_paths([tmp_path]))) == (2, [tmp_path, tmp_path / "work"])


def test_what_cannot_be_read_is_named_and_the_rest_goes_on(tmp_path):
    """The message has no word of what the calendar contains."""
    good, broken, other = (tmp_path / name for name in ("good.ics", "broken.ics", "other.ics"))
    good.write_text(calendar(event("DTSTART:20261102T090000Z", "DURATION:PT1H")), encoding="utf-8")
    broken.write_text(
        calendar(event("DTSTART:20261102T090000Z")).replace("END:VCALENDAR", "Oncology"), encoding="utf-8"
    )
    other.write_bytes(b"\xff\x00PNG")
    read = read_calendars([tmp_path / "none.ics", broken, other, good], *WEEK, BERLIN)
    left_out = [
        (tmp_path / "none.ics", "There is no such file or folder."),
        (broken, "it is not a calendar that can be read."),
        (other, "it is not a calendar that can be read."),
    ]
    assert read == CalendarReading(
        ((MONDAY + timedelta(hours=9), MONDAY + timedelta(hours=10)),),
        tuple(f"The calendar {path} is left out: {why}" for path, why in left_out),
        3,
    )


def test_an_event_without_a_usable_start_leaves_the_others(tmp_path):
    """An event without a usable start is skipped, as are steps of a series that cannot be computed."""
    bad = event("DTSTART:yesterday", uid="1")
    endless = event("DTSTART:20261102T090000Z", "RRULE:FREQ=SOMETIMES", uid="2")
    good = event("DTSTART:20261102T090000Z", "DURATION:PT1H", uid="3")
    assert busy(tmp_path, bad, endless, good) == [("Mon 09:00", "Mon 10:00")]


def test_many_problems_are_summed_up(tmp_path):
    """Five problems are named, and the others counted."""
    read = read_calendars([tmp_path / f"{number}.ics" for number in range(9)], *WEEK, BERLIN)
    assert (len(read.problems), read.problems[-1]) == (6, "4 more calendars cannot be read.")


@pytest.mark.parametrize(("limit", "value"), [("MOST_FILES", 1), ("MOST_BYTES", 700)])
def test_what_is_too_much_is_left_out(tmp_path, monkeypatch, limit, value):
    """The first file is read, and the message names the limit."""
    monkeypatch.setattr(calendars, limit, value)
    for day in (2, 3):
        lines = (f"DTSTART:2026110{day}T090000Z", "DURATION:PT1H", f"DESCRIPTION:{'x' * 200}")
        (tmp_path / f"{day}.ics").write_text(calendar(event(*lines)), encoding="utf-8")
    read = read_calendars([tmp_path], *WEEK, BERLIN)
    assert [start.day for start, _ in read.busy] == [2]
    assert [problem.rpartition(";")[2] for problem in read.problems] == [" the rest is left out."]


def test_too_many_busy_hours_are_cut(tmp_path, monkeypatch):
    """Of too many busy hours the soonest ones are kept."""
    monkeypatch.setattr(calendars, "MOST_SPANS", 2)
    path = tmp_path / "work.ics"
    lines = ("DTSTART:20260105T090000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY")
    path.write_text(calendar(event(*lines)), encoding="utf-8")
    read = read_calendars([path], *WEEK, BERLIN)
    assert ([start.day for start, _ in read.busy], len(read.problems)) == ([2, 3], 1)


def test_only_what_may_matter_is_parsed():
    """Past and far events and tasks are not, but repeated ones and their exceptions are."""
    over = event("DTSTART:20250105T090000Z", "DURATION:PT1H")
    ahead = event("DTSTART:20270105T090000Z", "DURATION:PT1H")
    task = "BEGIN:VTODO\nUID:9\nDUE:20261102T090000Z\nEND:VTODO\n"
    series = event("DTSTART:20250105T090000Z", "RRULE:FREQ=DAILY")
    exception = event("RECURRENCE-ID:20261103T090000Z", "DTSTART:20280105T090000Z")
    now = event("DTSTART:20261103T090000Z")
    text = calendar(over, series, ahead, task, exception, now)
    assert relevant_text(text, *WEEK) == calendar(series, exception, now)


def test_the_paths_in_a_plan(tmp_path, monkeypatch):
    """Paths start from the plan's folder or the home or are absolute; an unknown user is a plain name."""
    monkeypatch.setenv("HOME", "/home/me")
    monkeypatch.setenv("USERPROFILE", "/home/me")
    written = ("work.ics", "~/.calendars", "/srv/c.ics", "~nobody-here/c.ics")
    expected = (
        tmp_path / "work.ics",
        type(tmp_path)("/home/me/.calendars"),
        type(tmp_path)("/srv/c.ics"),
        tmp_path / "~nobody-here/c.ics",
    )
    assert calendar_paths(written, tmp_path) == expected
