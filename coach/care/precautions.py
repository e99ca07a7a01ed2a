"""What the profile asks of the plan: routines that are left out, no breath holds, and a private voice."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from coach.care.model import FLUID_LIMIT
from coach.care.profile import examine_profile
from coach.care.reading import sign_rules
from coach.care.words import area_of
from coach.errors import CoachError
from coach.plan.model import LeftOut
from coach.routine.library import find_routine
from coach.routine.reading import read_routine

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from coach.care.model import LeftOutPart, Profile, SignRules
    from coach.home import Home
    from coach.plan.model import Plan, ResolvedPlan
    from coach.problems import Problem
    from coach.routine.model import Routine

WHOLE_BODY = "whole body"
"""In a routine's `areas`."""
_FOR_WHICHEVER_PART = frozenset({"posture", "habit"})
"""Kinds of routine that move no part in particular where they name the whole body."""
HYDRATION = "hydration"
"""The kind of a routine that calls the person to drink."""
_MOVES_NOTHING = frozenset({*_FOR_WHICHEVER_PART, HYDRATION, "breathing"})
"""Kinds of routine of which nothing is assumed where their `areas` do not say what they move."""
_WITHOUT_A_PART = frozenset({WHOLE_BODY, "breath"})
"""What else a routine's `areas` may say."""
UNCLEAR = "The routine's `areas` do not say which parts of the body it moves."
LIMIT = "You have a limit for drinks."
LIMIT_IN_DOUBT = "Your profile has a mistake, so whether you have a limit for drinks is not known."
DOUBT = "Your profile has a mistake, so which parts you leave out is not known."


def with_precautions(plan: ResolvedPlan, home: Home) -> tuple[ResolvedPlan, list[Problem]]:
    """The plan as the person's profile wants it, and the mistakes in the profile.

    What can be read of a profile with mistakes counts.
    """
    if not home.profile.exists():
        return plan, []
    rules = sign_rules()
    profile, problems = examine_profile(home.profile, rules)
    left_out = {}
    if profile.left_out or profile.unread or not profile.is_called_to_drink:
        for id_ in plan.routines:
            try:
                routine = read_routine(find_routine(id_, home))
            except CoachError:  # it is reported where the plan is read
                continue
            left_out[id_] = reasons_to_leave_out(routine, profile, rules)
    return replace(plan, plan=_planned(plan.plan, profile), left_out=left_out), problems


def _planned(plan: Plan, profile: Profile) -> Plan:
    """The plan's own settings.

    With a private voice, or for a person who does not hear it, nothing is led before the person begins it:
    its announcement stays as a notification until then.
    """
    if not profile.breath_holds:
        plan = replace(plan, voice=replace(plan.voice, breath_holds=False))
    if not (profile.private_voice or profile.shown_as_text):
        return plan
    reminders = tuple(replace(reminder, begin="ask") for reminder in plan.reminders)
    return replace(
        plan,
        reminders=reminders,
        private_voice=profile.private_voice,
        shown_as_text=profile.shown_as_text,
    )


def reasons_to_leave_out(routine: Routine, profile: Profile, rules: SignRules) -> tuple[LeftOut, ...]:
    """Why no reminder calls for that routine."""
    drinks = routine.kind == HYDRATION and not profile.is_called_to_drink
    limit = LIMIT if FLUID_LIMIT in profile.entries else LIMIT_IN_DOUBT
    found = [LeftOut("fluid-limit", limit)] if drinks else []
    if is_in_doubt(routine, profile, rules):
        found.append(LeftOut("left-out", DOUBT))
    unclear = f" {UNCLEAR}" if is_unclear(routine, rules) else ""
    found += [
        LeftOut("left-out", f"You leave out: {part}.{unclear}", part.until)
        for part in parts_moved(routine, profile.left_out, rules)
    ]
    return tuple(found)


def is_unclear(routine: Routine, rules: SignRules) -> bool:
    """Whether the routine moves something that its `areas` do not name, so it may be any part."""
    known = (area_of(rules, area) or area in _WITHOUT_A_PART for area in routine.areas)
    return routine.kind not in _MOVES_NOTHING and not (routine.areas and all(known))


def is_in_doubt(routine: Routine, profile: Profile, rules: SignRules) -> bool:
    """Whether the routine moves a part, and the profile's parts to leave out cannot be read."""
    return "leave_out" in profile.unread and bool(_moved(routine, rules))


def moved_today(routine: Routine, profile: Profile, rules: SignRules, today: date) -> tuple[LeftOutPart, ...]:
    """The parts that are to be left out on that day, and that the routine moves."""
    moved = parts_moved(routine, profile.left_out, rules)
    return tuple(part for part in moved if part.until is None or today <= part.until)


def parts_moved(
    routine: Routine, left_out: Iterable[LeftOutPart], rules: SignRules
) -> tuple[LeftOutPart, ...]:
    """Those parts that the routine moves, by its `areas`."""
    moved = _moved(routine, rules)
    return tuple(part for part in left_out if WHOLE_BODY in moved or moved & _parts(part.area, rules))


def _moved(routine: Routine, rules: SignRules) -> frozenset[str]:
    """The parts that the routine moves, and `WHOLE_BODY` if it moves all, or may."""
    is_of_all = WHOLE_BODY in routine.areas and routine.kind not in _FOR_WHICHEVER_PART
    is_of_all = is_of_all or is_unclear(routine, rules)
    areas = (area_of(rules, area) for area in routine.areas)
    moved = {part for area in areas if area is not None for part in _parts(area, rules)}
    return frozenset(moved | {WHOLE_BODY} if is_of_all else moved)


def _parts(area: str, rules: SignRules) -> frozenset[str]:
    """The parts of that area, if it is a whole such as a leg or the back; else it alone."""
    return rules.areas.get(area, frozenset({area}))
