"""The table of a reminder's fields, in a plan file."""

from __future__ import annotations

from typing import get_args

from coach.clock_times import parse_clock, parse_date, parse_dates, parse_weekdays, parse_window
from coach.fields.scalar_types import Choices, Duration, ParsedText, WholeNumber
from coach.fields.structured_types import ListOf, Nested
from coach.fields.table import Field, Table
from coach.plan.model import Begin, Choose, Counting, How, Missed, PutOff
from coach.plan.values import parse_routine_id, parse_sound, parse_times, parse_volume
from coach.routine.course import parse_level
from coach.units import format_duration

_MINUTE, _HOUR = 60.0, 3600.0
WINDOW = ParsedText(parse_window, "window", 'a time range such as "09:00-17:30"')
VOLUME = ParsedText(parse_volume, "number", "a number from 0 to 1", is_number=True)
HOW = Choices(get_args(How))
SOUND = ParsedText(parse_sound, "sound", "`bell`, `bowl`, `doorbell`, or a sound file of up to ten seconds")
DAYS_OFF = ListOf(
    ParsedText(parse_dates, "date", "a date, or a first and a last one"),
    most=100,
    least=1,
    meaning='dates such as `2026-12-24`, or `"2026-12-24 to 2027-01-02"`, in brackets',
)
NOTICE = Duration(15.0, 5 * _MINUTE)
_DATE = ParsedText(parse_date, "date", "a date such as 2026-11-01")

PUT_OFF = Table(
    "the postponement",
    (
        Field(
            "for",
            Duration(_MINUTE, 24 * _HOUR),
            "For how long, unless you say how long.",
            "5 min",
            attribute="seconds",
            default=format_duration(PutOff().seconds),
        ),
        Field(
            "at_most",
            WholeNumber(0, 20, unit="times"),
            "How often the same announcement can be put off; then it can be begun or skipped.",
            "3",
            without="as often as you like",
        ),
    ),
)

REMINDER = Table(
    "a reminder",
    (
        Field(
            "routine",
            ListOf(
                ParsedText(parse_routine_id, "routine", "the id of a routine"),
                most=20,
                least=1,
                meaning="the id of a routine, or several in brackets",
            ),
            "The routine it calls for, as `coach routines` lists them; of several, one each time.",
            "sip-water",
            is_required=True,
        ),
        Field(
            "choose",
            Choices(get_args(Choose)),
            "Which of several routines: each in its turn, or the one that you did least in the last four"
            " weeks.",
            "least done",
            default="in turn",
        ),
        Field(
            "every",
            Duration(_MINUTE, 24 * _HOUR),
            "How often within the time range of `between`.",
            "90 min",
        ),
        Field(
            "at",
            ListOf(
                ParsedText(parse_clock, "clock", "a time of day"),
                most=48,
                least=1,
                meaning="a time of day, or several in brackets",
            ),
            "At this time of day, or at several.",
            '["10:30", "15:00"]',
        ),
        Field(
            "times",
            ParsedText(parse_times, "number", "a whole number from 1 to 48, or `dose`", is_number=True),
            "How many times a day, spread evenly over `between`; or as the routine's `dose` says.",
            "3",
        ),
        Field(
            "between",
            WINDOW,
            "The time range for `every` and `times`.",
            '"09:00-17:30"',
            without="needed with these two",
        ),
        Field(
            "on",
            ListOf(
                ParsedText(parse_weekdays, "weekday", "a day of the week"),
                most=7,
                least=1,
                meaning="`daily`, `weekdays`, `weekends`, or days: `mon`, `[mon, wed, fri]`",
            ),
            "The days it is due on.",
            "weekdays",
            default="daily",
        ),
        Field(
            "from",
            _DATE,
            "The first day, included.",
            "2026-11-01",
            attribute="first_day",
            without="from the start",
        ),
        Field(
            "until",
            _DATE,
            "The last day, included.",
            "2026-12-31",
            attribute="last_day",
            without="without end",
        ),
        Field(
            "except",
            DAYS_OFF,
            "Days on which it is not due.",
            '["2026-12-24 to 2027-01-02"]',
            attribute="days_off",
            without="none",
        ),
        Field(
            "missed",
            Choices(get_args(Missed)),
            "What happens to a missed one: `skip` leaves it out, `once` makes up for it before your day ends;"
            " an announcement that is not answered is said again after an hour.",
            "once",
            default="skip",
        ),
        Field(
            "begin",
            Choices(get_args(Begin)),
            "`now` begins at once; `ask` announces the routine and waits for you to begin it.",
            "ask",
            without="`now` for routines of up to 90 s, `ask` for longer ones",
        ),
        Field(
            "how",
            HOW,
            "How it calls you: `voice`; `chime`, a sound and a notification; `notify`, a notification alone.",
            "chime",
            without="as the plan says",
        ),
        Field("volume", VOLUME, "How loud it is.", "0.5", without="as the plan's `voice` says"),
        Field("sound", SOUND, "What sounds with `how: chime`.", "bowl", without="as the plan says"),
        Field(
            "notice",
            NOTICE,
            "How long beforehand a chime gives notice of it, if it begins by itself.",
            "1 min",
            without="as the plan says",
        ),
        Field(
            "put_off",
            Nested(PUT_OFF, PutOff),
            "How `later` puts it off, in place of what the plan says.",
            "{at_most: 1}",
            without="as the plan says",
        ),
        Field(
            "counting",
            Choices(get_args(Counting)),
            "What `every` counts: all minutes (`clock`), or those at the machine since a break (`use`).",
            "use",
            default="clock",
        ),
        Field(
            "jitter",
            Duration(1.0, 2 * _HOUR),
            "By how much it may come later; the amount changes from day to day.",
            "5 min",
            without="on the minute",
        ),
        Field(
            "level",
            ParsedText(parse_level, "level", "the name of a level"),
            "Your level, in a routine whose course has levels.",
            "B",
            without="that of your last session, at first the first",
        ),
        Field(
            "course_began",
            _DATE,
            "The first day of the routine's course of weeks.",
            "2026-11-02",
            without="the day of your first session",
        ),
    ),
)
