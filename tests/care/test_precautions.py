"""What a profile asks of the plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, timedelta

import pytest

from coach.care.model import LeftOutPart, Profile
from coach.care.precautions import (
    WHOLE_BODY,
    _planned,
    moved_today,
    parts_moved,
    reasons_to_leave_out,
    with_precautions,
)
from coach.care.reading import sign_rules
from coach.care.words import area_of
from coach.home import find_home
from coach.plan.model import LeftOut, Plan, Reminder, ResolvedPlan, RoutineSummary
from coach.routine.library import find_routine, translations
from coach.routine.reading import read_routine

RULES = sign_rules()
WHOLES = {WHOLE_BODY, "breath"}


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
        (("an area of nobody",), "calf", True),
        (("neck", "an area of nobody"), "calf", True),
        ((), "calf", True),
        (("breath",), "calf", False),
        (("whole body",), "calf", True),
    ],
)
def test_a_whole_that_is_moved_moves_its_parts(areas, part, is_moved):
    """A routine for the leg moves the calf that is left out; one for the calf the leg, not the ankle."""
    left_out = (LeftOutPart(part),)
    routine = replace(read_routine(find_routine("calves-before-bed", find_home())), areas=areas)
    assert parts_moved(routine, left_out, RULES) == (left_out if is_moved else ())


@pytest.mark.parametrize("routine", sorted(translations("en")))
def test_every_area_of_a_bundled_routine_can_be_left_out(routine):
    """Areas of bundled routines have their part in the list, or name the whole body or the breath."""
    areas = read_routine(find_routine(routine, find_home())).areas
    assert [area for area in areas if area_of(RULES, area) is None and area not in WHOLES] == []


PLAN = Plan(
    reminders=(
        Reminder(id="neck", routine="desk-neck", cadence=None, begin="lead"),
        Reminder(id="water", routine="sip-water", cadence=None, begin="ask"),
    ),
)
ASKED = replace(PLAN, reminders=tuple(replace(each, begin="ask") for each in PLAN.reminders))


@pytest.mark.parametrize(
    ("profile", "planned"),
    [
        (Profile(), PLAN),
        (Profile(private_voice=True), replace(ASKED, private_voice=True)),
        (Profile(shown_as_text=True), replace(ASKED, shown_as_text=True)),
        (Profile(breath_holds=False), replace(PLAN, voice=replace(PLAN.voice, breath_holds=False))),
        (
            Profile(breath_holds=False, private_voice=True, shown_as_text=True),
            replace(
                ASKED,
                voice=replace(PLAN.voice, breath_holds=False),
                private_voice=True,
                shown_as_text=True,
            ),
        ),
    ],
)
def test_what_is_not_to_be_heard_waits_until_the_person_begins_it(profile, planned):
    """With a private voice, and for a person who does not hear, an announcement stays until then."""
    assert _planned(PLAN, profile) == planned


MONDAY = date(2026, 11, 2)
LIMIT = LeftOut("fluid-limit", "You have a limit for drinks.")
NECK = LeftOut("left-out", "You leave out: neck until 2026-11-02.", MONDAY)
CHEST = LeftOut("left-out", "You leave out: chest.")


@pytest.mark.parametrize(
    ("written", "left_out"),
    [
        ("entries: [pregnant]", {}),
        ("entries: [fluid_limit]", {"desk-neck": (), "sip-water": (LIMIT,)}),
        ("entries: [fluid_limit]\ndrink_prompts: yes", {}),
        (
            'leave_out: ["neck until 2026-11-02", calf, chest]',
            {"desk-neck": (NECK, CHEST), "sip-water": ()},
        ),
        (
            "entries: [fluid_limit]\nleave_out: [chest]\nbreath_holds: no",
            {"desk-neck": (CHEST,), "sip-water": (LIMIT,)},
        ),
    ],
)
def test_the_plan_takes_the_profile_into_account(written, left_out):
    """Each routine of the plan has the reasons for which it is left out; one that cannot be read has none."""
    home = find_home()
    summaries = {each: RoutineSummary(each, 60.0) for each in ("unreadable", "desk-neck", "sip-water")}
    plan = ResolvedPlan(PLAN, UTC, summaries, {})
    assert with_precautions(plan, home) == (plan, [])
    home.profile.parent.mkdir(parents=True, exist_ok=True)
    home.profile.write_text(f"format: 1\n{written}\n", encoding="utf-8")
    voice = replace(PLAN.voice, breath_holds=False) if "breath_holds" in written else PLAN.voice
    expected = replace(plan, plan=replace(PLAN, voice=voice), left_out=left_out)
    assert with_precautions(plan, home) == (expected, [])


def test_mistakes_in_the_profile_are_returned():
    """What can be read of it still counts."""
    home = find_home()
    home.profile.parent.mkdir(parents=True, exist_ok=True)
    home.profile.write_text("format: 1\nemergency_number: help\nentries: [fluid_limit]\n", encoding="utf-8")
    plan = ResolvedPlan(PLAN, UTC, {"sip-water": RoutineSummary("Water", 20.0)}, {})
    changed, problems = with_precautions(plan, home)
    assert changed == replace(plan, left_out={"sip-water": (LIMIT,)})
    assert [problem.message for problem in problems] == ["'help' is not a telephone number"]


def test_a_routine_that_does_not_say_what_it_moves_is_left_out():
    """A routine that may move the part in question is left out, with what to write; breathing moves none."""
    routine = replace(read_routine(find_routine("desk-neck", find_home())), areas=("Nacken",))
    profile = Profile(left_out=(LeftOutPart("calf"),))
    unclear = "You leave out: calf. The routine's `areas` do not say which parts of the body it moves."
    assert reasons_to_leave_out(routine, profile, RULES) == (LeftOut("left-out", unclear),)
    assert reasons_to_leave_out(replace(routine, kind="breathing"), profile, RULES) == ()
    assert reasons_to_leave_out(routine, Profile(), RULES) == ()


IN_DOUBT = LeftOut("left-out", "Your profile has a mistake, so which parts you leave out is not known.")
LIMIT_IN_DOUBT = LeftOut(
    "fluid-limit", "Your profile has a mistake, so whether you have a limit for drinks is not known."
)


@pytest.mark.parametrize(
    ("written", "planned", "left_out"),
    [
        ("leave_out: [calff]", PLAN, {"desk-neck": (IN_DOUBT,), "breathing-box": (), "sip-water": ()}),
        (
            "entries: [fluid_limt]",
            PLAN,
            {"desk-neck": (), "breathing-box": (), "sip-water": (LIMIT_IN_DOUBT,)},
        ),
        (
            "entries: [fluid_limit]\n- what is this",
            replace(ASKED, private_voice=True, voice=replace(PLAN.voice, breath_holds=False)),
            {"desk-neck": (IN_DOUBT,), "breathing-box": (), "sip-water": (LIMIT_IN_DOUBT,)},
        ),
    ],
)
def test_a_mistake_in_the_profile_lifts_no_precaution(written, planned, left_out):
    """Until it is fixed, no reminder calls for what the profile may forbid, and the reason says so."""
    home = find_home()
    summaries = {each: RoutineSummary(each, 60.0) for each in ("desk-neck", "breathing-box", "sip-water")}
    plan = ResolvedPlan(PLAN, UTC, summaries, {})
    home.profile.parent.mkdir(parents=True, exist_ok=True)
    home.profile.write_text(f"format: 1\n{written}\n", encoding="utf-8")
    assert with_precautions(plan, home)[0] == replace(plan, plan=planned, left_out=left_out)


@pytest.mark.parametrize(("days", "is_moved"), [(0, True), (1, False), (-1, True)])
def test_a_part_is_left_out_up_to_and_including_its_day(days, is_moved):
    """The day after that it may be moved again; a part without a day is left out on each."""
    routine = read_routine(find_routine("desk-neck", find_home()))
    parts = (LeftOutPart("neck", MONDAY), LeftOutPart("calf"), LeftOutPart("chest"))
    moved = moved_today(routine, Profile(left_out=parts), RULES, MONDAY + timedelta(days=days))
    assert moved == (parts[::2] if is_moved else parts[2:])
