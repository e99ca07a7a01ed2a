"""The guess at the emergency number, which the person confirms.

A change that mutation tests find unnoticed and that changes nothing: another word for no country.
"""

from __future__ import annotations

import pytest

from coach.care.profile import NUMBERS, guessed_number, parse_number


@pytest.mark.parametrize(
    ("locales", "zone", "expected"),
    [
        (["", "en_GB.UTF-8"], "Etc/UTC", "999"),
        (["en_US.UTF-8"], "Europe/Berlin", "112"),
        (["C.UTF-8", "de_AT"], "", "112"),
        ([], "Australia/Perth", "000"),
        (["C.UTF-8", "eo"], "Etc/UTC", ""),
    ],
)
def test_the_region_gives_the_number(locales, zone, expected):
    """The zone says where somebody is, the locale where they may be from; else nothing is guessed."""
    assert guessed_number(locales, zone) == expected


@pytest.mark.parametrize("number", sorted(set(NUMBERS.values())))
def test_each_number_can_be_entered(number):
    """The profile takes it as it is."""
    assert parse_number(number) == number
