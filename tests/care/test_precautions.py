"""What a profile asks of the plan."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coach.care.model import LeftOutPart, Profile
from coach.care.precautions import _planned, parts_moved
from coach.care.reading import sign_rules
from coach.home import find_home
from coach.plan.model import Plan, Reminder
from coach.routine.library import find_routine
from coach.routine.reading import read_routine

RULES = sign_rules()


@pytest.mark.parametrize(
    ("routine", "part", "is_moved"),
    [
        ("calves-before-bed", "calf", True),
        ("calves-before-bed", "leg", True),
        ("calves-before-bed", "neck", False),
        ("muscle-relaxation", "neck", True),
        ("posture-sitting", "neck", False),
        ("low-back-gentle", "lower_back", True),
        ("breathing-box", "chest", False),
    ],
)
def test_a_routine_moves_its_areas(routine, part, is_moved):
    """A part is moved by its own name, as part of a whole or as the whole; words on posture move none."""
    left_out = (LeftOutPart(part),)
    moved = parts_moved(read_routine(find_routine(routine, find_home())), left_out, RULES)
    assert moved == (left_out if is_moved else ())


@pytest.mark.parametrize(
    ("areas", "part", "is_moved"),
    [
        (("leg",), "calf", True),
        (("leg",), "leg", True),
        (("leg",), "neck", False),
        (("neck", "back"), "lower_back", True),
        (("calf",), "ankle", False),
        (("calf",), "leg", True),
        (("an area of nobody",), "calf", False),
        (("whole body",), "calf", True),
    ],
)
def test_a_whole_that_is_moved_moves_its_parts(areas, part, is_moved):
    """A routine for the leg moves the calf that is left out; one for the calf the leg, not the ankle."""
    left_out = (LeftOutPart(part),)
    routine = replace(read_routine(find_routine("calves-before-bed", find_home())), areas=areas)
    assert parts_moved(routine, left_out, RULES) == (left_out if is_moved else ())


@pytest.mark.parametrize(
    ("profile", "begin"),
    [
        (Profile(), "lead"),
        (Profile(private_voice=True), "ask"),
        (Profile(shown_as_text=True), "ask"),
    ],
)
def test_what_is_not_to_be_heard_waits_until_the_person_begins_it(profile, begin):
    """With a private voice, and for a person who does not hear, an announcement stands until then."""
    plan = Plan(reminders=(Reminder(id="neck", routine="desk-neck", cadence=None, begin="lead"),))
    planned = _planned(plan, profile)
    assert [each.begin for each in planned.reminders] == [begin]
    assert (planned.private_voice, planned.shown_as_text) == (profile.private_voice, profile.shown_as_text)
