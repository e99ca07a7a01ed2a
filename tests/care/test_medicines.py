"""Medicines and conditions as they were entered: names, doses and dates, and nothing that the coach knows.

Changes that mutation tests find unnoticed and that change nothing: None for False, and what joins the
words of two names that are compared. How a file is read is in `test_profile.py`.
"""

from __future__ import annotations

from datetime import date

import pytest

from coach.care.medicines import end, enter, find, own_text, to_dict, written
from coach.care.model import Dose, Entered
from coach.units import ParseError

MONDAY, TUESDAY, TODAY = date(2026, 11, 2), date(2026, 11, 3), date(2026, 11, 9)
OTHER = Entered(name="Magnesium")


def pills(*doses: Dose, until=None) -> Entered:
    """A medicine with these doses."""
    return Entered(name="Amlodipine", doses=doses or (Dose(),), until=until)


@pytest.mark.parametrize(
    ("before", "dose", "since", "after"),
    [
        (None, "", None, pills()),
        (None, "5 mg", None, pills(Dose("5 mg"))),
        (None, "5 mg", MONDAY, pills(Dose("5 mg", MONDAY))),
        (pills(Dose("5 mg", MONDAY)), "", None, pills(Dose("5 mg", MONDAY))),
        (pills(Dose("5 mg", MONDAY)), "5 mg", None, pills(Dose("5 mg", MONDAY))),
        (pills(Dose("5 mg", MONDAY)), "5 mg", TUESDAY, pills(Dose("5 mg", TUESDAY))),
        (pills(Dose("5 mg", MONDAY)), "", TUESDAY, pills(Dose("5 mg", TUESDAY))),
        (pills(Dose("5 mg", MONDAY)), "10 mg", TUESDAY, pills(Dose("5 mg", MONDAY), Dose("10 mg", TUESDAY))),
        (pills(Dose("5 mg", MONDAY)), "10 mg", None, pills(Dose("5 mg", MONDAY), Dose("10 mg", TODAY))),
        (pills(Dose("", MONDAY)), "5 mg", None, pills(Dose("5 mg", MONDAY))),
        (pills(), "5 mg", TUESDAY, pills(Dose("5 mg", TUESDAY))),
        (
            pills(Dose("5 mg", MONDAY), Dose("10 mg")),
            "",
            TUESDAY,
            pills(Dose("5 mg", MONDAY), Dose("10 mg", TUESDAY)),
        ),
        (pills(Dose("5 mg", MONDAY), until=TUESDAY), "", None, pills(Dose("5 mg", MONDAY))),
    ],
)
def test_what_is_entered_is_added_to_what_is_known(before, dose, since, after):
    """A new dose follows the last one; the same dose or a day alone completes it; an ended one goes on."""
    known = (before, OTHER) if before else (OTHER,)
    expected = (after, OTHER) if before else (OTHER, after)
    name = " AMLODIPINE\n" if before else " Amlodipine\t"
    assert enter(known, name, dose=dose, since=since, today=TODAY) == expected


@pytest.mark.parametrize(
    ("name", "dose", "expected"),
    [
        ("", "5 mg", "a name is missing; write it as it is on the packet or in a letter"),
        (" \x1b\n", "", "a name is missing; write it as it is on the packet or in a letter"),
        ("x" * 81, "", f"'{'x' * 39}…' is too long; write 80 characters at most"),
        ("x", "y" * 81, f"'{'y' * 39}…' is too long; write 80 characters at most"),
    ],
)
def test_what_has_no_room_on_a_page_is_refused(name, dose, expected):
    """A name is needed, and neither name nor dose is longer than 80 characters."""
    with pytest.raises(ParseError) as refused:
        enter((), name, dose=dose, since=None, today=TODAY)
    assert str(refused.value) == expected


def test_the_longest_name_and_dose_are_kept():
    """Eighty characters have room; signs that cannot be printed become spaces."""
    entered = enter((), "x" * 80, dose=f"{'y' * 40}\x07  {'y' * 39}", since=None, today=TODAY)
    assert entered == (Entered(name="x" * 80, doses=(Dose(f"{'y' * 40} {'y' * 39}"),)),)


def test_one_ends_and_the_others_go_on():
    """The last day is that of the one that is named, however it is written."""
    known = (OTHER, pills(Dose("5 mg", MONDAY)))
    assert end(known, "amlodipine ", TUESDAY) == (OTHER, pills(Dose("5 mg", MONDAY), until=TUESDAY))
    assert end(known, "Aspirin", TUESDAY) == known


@pytest.mark.parametrize(
    ("name", "expected"),
    [("vitamin  b 12", "Vitamin B 12"), ("VITAMIN B\t12", "Vitamin B 12"), ("vitaminb12", None)],
)
def test_a_name_is_found_however_it_is_written(name, expected):
    """Capitals and the width of spaces make no difference."""
    found = find((OTHER, Entered(name="Vitamin B 12")), name)
    assert (found.name if found else None) == expected


@pytest.mark.parametrize(
    ("entered", "text", "as_json", "line"),
    [
        (
            pills(Dose("5 mg", MONDAY), Dose("10 mg", TUESDAY), until=TODAY),
            "Amlodipine: 5 mg since 2026-11-02, 10 mg since 2026-11-03, until 2026-11-09",
            {
                "name": "Amlodipine",
                "doses": [
                    {"text": "5 mg", "since": "2026-11-02"},
                    {"text": "10 mg", "since": "2026-11-03"},
                ],
                "until": "2026-11-09",
            },
            (
                '{"name": "Amlodipine", "doses": [{"text": "5 mg", "since": "2026-11-02"}, '
                '{"text": "10 mg", "since": "2026-11-03"}], "until": "2026-11-09"}'
            ),
        ),
        (
            pills(Dose("", MONDAY)),
            "Amlodipine: since 2026-11-02",
            {"name": "Amlodipine", "doses": [{"text": "", "since": "2026-11-02"}], "until": None},
            '{"name": "Amlodipine", "doses": [{"since": "2026-11-02"}]}',
        ),
        (
            Entered(name="Müsli", doses=(Dose("5 µg"),)),
            "Müsli: 5 µg, no first day entered",
            {"name": "Müsli", "doses": [{"text": "5 µg", "since": None}], "until": None},
            '{"name": "Müsli", "doses": [{"text": "5 µg"}]}',
        ),
        (
            pills(),
            "Amlodipine: no first day entered",
            {"name": "Amlodipine", "doses": [{"text": "", "since": None}], "until": None},
            '{"name": "Amlodipine", "doses": [{}]}',
        ),
    ],
)
def test_it_is_shown_and_written_as_it_was_entered(entered, text, as_json, line):
    """A text for people, plain values for programs, and a line of the profile without what is empty."""
    assert own_text(entered) == text
    assert to_dict(entered) == as_json
    assert written("medicines", (entered, OTHER)) == [
        "medicines:",
        f"  - {line}",
        '  - {"name": "Magnesium", "doses": [{}]}',
    ]


def test_days_are_shown_as_the_page_writes_them():
    """The caller says how a day is written."""
    entered = pills(Dose("5 mg", MONDAY), until=TUESDAY)
    assert own_text(entered, lambda day: f"{day:%d.%m.}") == "Amlodipine: 5 mg since 02.11., until 03.11."


def test_nothing_is_written_where_nothing_was_entered():
    """The profile has no empty field."""
    assert written("conditions", ()) == []
