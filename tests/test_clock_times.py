"""Clock times, windows, weekdays and dates as people write them."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.clock_times import (
    Window,
    format_weekdays,
    parse_clock,
    parse_date,
    parse_weekdays,
    parse_window,
)
from coach.units import ParseError

clocks = st.builds(time, st.integers(0, 23), st.integers(0, 59))


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("09:00", time(9)),
        ("9:05", time(9, 5)),
        ("00:00", time(0)),
        ("23:59", time(23, 59)),
        (" 7:30\u00a0", time(7, 30)),
    ],
)
def test_a_time_of_day_has_hours_and_minutes(text, clock):
    """A time of day has hours and minutes, with or without a leading zero."""
    assert parse_clock(text) == clock


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("9", "write '09:00'"),
        ("9am", "write '09:00'"),
        ("9 PM", "write '21:00'"),
        ("9:30 p.m.", "write '21:30'"),
        ("12am", "write '00:00'"),
        ("12 pm", "write '12:00'"),
        ("9.30", "write '09:30'"),
        ("9h30", "write '09:30'"),
        ("18h", "write '18:00'"),
        ("0930", "write '09:30'"),
        ("9:00:00", "write '09:00'"),
        ("9 o'clock", "write '09:00'"),
        ("noon", "write '12:00'"),
        ("Midnight", "write '00:00'"),
        ("24:00", "write 00:00 for midnight"),
        ("25:00", "write hours and minutes, such as 09:00 or 17:30"),
        ("13 pm", "write hours and minutes, such as 09:00 or 17:30"),
        ("0am", "write hours and minutes, such as 09:00 or 17:30"),
        ("9:5", "write hours and minutes, such as 09:00 or 17:30"),
        ("9:75", "write hours and minutes, such as 09:00 or 17:30"),
        ("soon", "write hours and minutes, such as 09:00 or 17:30"),
        ("", "write hours and minutes, such as 09:00 or 17:30"),
        ("1" * 5000, "write hours and minutes, such as 09:00 or 17:30"),
    ],
)
def test_what_is_no_time_of_day_is_reported_with_the_right_form(text, hint):
    """A wrong time is refused with the corrected time, as far as it can be guessed."""
    with pytest.raises(ParseError) as caught:
        parse_clock(text)
    assert caught.value.hint == hint


@pytest.mark.parametrize(
    ("text", "window", "next_day", "whole"),
    [
        ("09:00-17:30", Window(time(9), time(17, 30)), False, False),
        ("9:00 \u2013 17:30", Window(time(9), time(17, 30)), False, False),
        ("22:00-07:00", Window(time(22), time(7)), True, False),
        ("08:00-24:00", Window(time(8), time(0)), True, False),
        ("22:00-00:00", Window(time(22), time(0)), True, False),
        ("00:00-24:00", Window(time(0), time(0)), True, True),
    ],
)
def test_a_window_goes_from_one_time_to_another(text, window, next_day, whole):
    """A time range goes over midnight if its end is no later than its start."""
    found = parse_window(text)
    assert (found, found.ends_next_day, found.is_whole_day) == (window, next_day, whole)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("9-17", "write '09:00-17:00'"),
        ("9-5", "write both times in 24 hours, such as 09:00-17:00"),
        ("10-7", "write both times in 24 hours, such as 09:00-17:00"),
        ("22-7", "write '22:00-07:00'"),
        ("9am-5pm", "write '09:00-17:00'"),
        ("9:00 to 17:30", "write '09:00-17:30'"),
        ("0900-1730", "write '09:00-17:30'"),
        ("22:00-midnight", "write '22:00-24:00'"),
        ("09:00-09:00", "for the whole day, write 00:00-24:00"),
        ("09:00", "write from when to when, such as 09:00-17:30"),
        ("09:00-", "write from when to when, such as 09:00-17:30"),
        ("09:00-25:00", "write from when to when, such as 09:00-17:30"),
        ("24:00-08:00", "write from when to when, such as 09:00-17:30"),
        ("9:00-12:00-15:00", "write from when to when, such as 09:00-17:30"),
        ("nights", "write from when to when, such as 09:00-17:30"),
        ("-" * 5000, "write from when to when, such as 09:00-17:30"),
        ("", "write from when to when, such as 09:00-17:30"),
    ],
)
def test_what_is_no_window_is_reported_with_the_right_form(text, hint):
    """A wrong time range is refused with the corrected one, as far as it can be guessed."""
    with pytest.raises(ParseError) as caught:
        parse_window(text)
    assert caught.value.hint == hint


@given(clocks, clocks)
def test_a_window_is_read_as_it_is_printed(start, end):
    """Every time range is read as it was printed, and one without length cannot be written."""
    window = Window(start, end)
    if start == end != time(0):
        with pytest.raises(ParseError):
            parse_window(str(window))
    else:
        assert parse_window(str(window)) == window


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("daily", (0, 1, 2, 3, 4, 5, 6)),
        ("Weekdays", (0, 1, 2, 3, 4)),
        ("weekends", (5, 6)),
        ("mon", (0,)),
        ("Sunday", (6,)),
    ],
)
def test_weekdays_have_names_alone_and_together(text, days):
    """Weekdays have short and long names and names together, in any case; 0 is Monday."""
    assert parse_weekdays(text) == days


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("mon-fri", "write [mon, tue, wed, thu, fri]"),
        ("saturday - monday", "write [sat, sun, mon]"),
        ("mon, wed and friday", "write [mon, wed, fri]"),
        ("weekday", "did you mean 'weekdays'?"),
        ("wendsday", "did you mean 'wednesday'?"),
        ("often", "write daily, weekdays, weekends or days such as [mon, wed, fri]"),
        ("", "write daily, weekdays, weekends or days such as [mon, wed, fri]"),
    ],
)
def test_what_is_no_weekday_is_reported_with_what_was_meant(text, hint):
    """A misspelt weekday is refused with the nearest; several need a list."""
    with pytest.raises(ParseError) as caught:
        parse_weekdays(text)
    assert caught.value.hint == hint


@pytest.mark.parametrize(
    ("names", "day"),
    [
        ("Montag Mo Mo. lunes lun lundi", 0),
        ("Dienstag martes mar mardi Tues", 1),
        ("Mittwoch mi miércoles miercoles mié mercredi mer", 2),
        ("Donnerstag jueves jue jeudi jeu Thurs", 3),
        ("Freitag Fr viernes vie vendredi ven", 4),
        ("Samstag Sonnabend Sa sábado sab samedi sam", 5),
        ("Sonntag So domingo dom dimanche dim", 6),
    ],
)
def test_weekdays_are_understood_in_four_languages(names, day):
    """Weekdays are understood in English, German, Spanish and French, if they mean one day only."""
    assert {parse_weekdays(name) for name in names.split()} == {(day,)}


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("di", "write tue or sun: it is another day in another language"),
        ("Do", "write thu or sun: it is another day in another language"),
        ("täglich", "write daily"),
        ("werktags", "write weekdays"),
        ("weekend", "write weekends"),
        ("Montag bis Freitag", "write daily, weekdays, weekends or days such as [mon, wed, fri]"),
        ("lun, mié y vie", "write [mon, wed, fri]"),
        ("mo-fr", "write [mon, tue, wed, thu, fri]"),
        ("mon or so", "write daily, weekdays, weekends or days such as [mon, wed, fri]"),
        ("sin", "did you mean 'sun'?"),
        ("lan", "write daily, weekdays, weekends or days such as [mon, wed, fri]"),
    ],
)
def test_a_weekday_of_another_language_is_never_taken_for_another_day(text, hint):
    """A name that could mean two days is refused with both, and never shortened to fit."""
    with pytest.raises(ParseError) as caught:
        parse_weekdays(text)
    assert caught.value.hint == hint


@given(st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days))))
def test_weekdays_are_read_as_they_are_printed(days):
    """Weekdays are read as they are printed: as one word, else as a list of short names."""
    printed = format_weekdays(days).strip("[]").split(", ")
    assert tuple(day for word in printed for day in parse_weekdays(word)) == days


def test_a_date_is_year_month_and_day():
    """A date is year, month and day, in this order only."""
    assert parse_date("2026-11-01") == date(2026, 11, 1)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1.11.2026", "'1.11.2026' is not a date; write 2026-11-01"),
        ("31. 12. 2026", "'31. 12. 2026' is not a date; write 2026-12-31"),
        ("31.2.2026", "'31.2.2026' is not a date; write year, month and day, such as 2026-11-01"),
        ("1/11/2026", "'1/11/2026' is not a date; write year, month and day, such as 2026-11-01"),
        ("2026-1-1", "'2026-1-1' is not a date; write 2026-01-01"),
        ("2026-02-30", "there is no '2026-02-30' in the calendar; check the month and the day"),
        ("0000-01-01", "there is no '0000-01-01' in the calendar; check the month and the day"),
    ],
)
def test_what_is_no_date_is_reported(text, message):
    """A date in another order, or one that does not exist, is refused."""
    with pytest.raises(ParseError) as caught:
        parse_date(text)
    assert str(caught.value) == message


@given(st.text(max_size=60))
def test_no_text_raises_anything_else(text):
    """Any text is read or refused with a message."""
    for parse in (parse_clock, parse_window, parse_weekdays, parse_date):
        with suppress(ParseError):
            parse(text)
