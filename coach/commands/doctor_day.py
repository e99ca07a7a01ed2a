"""The checks of `coach doctor` for the reminders: plan, daemon, autostart, detection, notifications."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from coach.clock import SystemClock
from coach.commands.doctor_checks import Finding
from coach.errors import BadFile, CoachError, DaemonError, FileError
from coach.problems import count_of
from coach.situation import BUSY_SIGNS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from coach.activity.source import Part
    from coach.home import Home
    from coach.plan.model import Plan
    from coach.problems import Problem

DETECTION_SECONDS: Final = 10.0
"""All sources are asked at once, for two seconds; this is for one that ignores its deadline."""
IF_UNKNOWN: Final[dict[Part, str]] = {
    "idle time": "Without it, reminders are also spoken while you are away.",
    "lock": "Without it, reminders are also spoken while the screen is locked.",
    **{sign.part: sign.if_unknown for sign in BUSY_SIGNS},
    "media player": "Without it, you count as away when you only listen or watch for five minutes.",
}
VOICE_ONLY: Final = "Without them, announcements are only spoken."


def running_coach(home: Home) -> Finding:
    """Check whether the coach is running, as which process; raises `DaemonError` if it does not answer."""
    from coach.api.client import running_coach as connect
    from coach.commands.daemon_control import zone_in
    from coach.plan.local_time import local_moment

    try:
        client = connect(home)
    except DaemonError as error:
        return Finding("coach", is_ok=False, found=error.message, todo=error.hint, is_needed=False)
    status = client.status()
    since = datetime.fromisoformat(str(status["since"]))
    when = local_moment(since, SystemClock().now(), zone_in(status))
    found = f"process {client.address.owner.pid}, {status.get('state')}, since {when}"
    return Finding("coach", is_ok=True, found=found, is_needed=False)


def plan(home: Home) -> Finding:
    """Check that the plan and each of its routines can be read; nothing is written."""
    from coach.plan.reading import examine_plan
    from coach.routine.library import entries

    if not os.path.lexists(home.plan):
        todo = "`coach init` creates one; without a plan there are no reminders."
        return Finding(
            "plan", is_ok=False, found=f"none yet; it will be {home.plan}", todo=todo, is_needed=False
        )
    try:
        examined = examine_plan(home.plan, [entry.id for entry in entries(home)])
    except FileError as error:  # a broken link, or deleted at this moment
        return Finding("plan", is_ok=False, found=error.message, todo=error.hint)
    problems = [str(problem) for problem in examined.problems]
    if examined.plan is None:
        return Finding("plan", is_ok=False, found=f"{home.plan} has mistakes", todo="\n".join(problems))
    broken = list(_unreadable(examined.plan, home))
    found = f"{home.plan}, {count_of(len(examined.plan.reminders), 'reminder')}"
    return Finding("plan", is_ok=not broken, found=found, todo="\n".join((*problems, *broken)))


def profile(home: Home) -> tuple[Finding, ...]:
    """Check the person's profile, if there is one; nothing of it is shown but its mistakes."""
    from coach.care.profile import examine_profile
    from coach.care.reading import sign_rules

    if not home.profile.exists():
        return ()
    _, problems = examine_profile(home.profile, sign_rules())
    return (_own_file("profile", home.profile, problems),)


def lexicon(home: Home) -> tuple[Finding, ...]:
    """Check the person's own lexicon, if there is one."""
    from coach.voice.lexicon import read_lexicon

    if not home.lexicon.exists():
        return ()
    try:
        read_lexicon(home.lexicon)
    except BadFile as error:
        return (_own_file("lexicon", home.lexicon, error.problems),)
    except FileError as error:  # deleted at this moment
        return (Finding("lexicon", is_ok=False, found=error.message, todo=error.hint),)
    return (_own_file("lexicon", home.lexicon, ()),)


def _own_file(subject: str, path: Path, problems: Iterable[Problem]) -> Finding:
    """What is said of a file of the person's own with these mistakes."""
    todo = "\n".join(map(str, problems))
    return Finding(subject, is_ok=not todo, found=f"{path} has mistakes" if todo else str(path), todo=todo)


def calendars(home: Home) -> tuple[Finding, ...]:
    """Check that the plan's calendars can be read, if it has any; nothing of an event is shown."""
    import asyncio

    from coach.daemon.calendar_watch import busy_hours_of
    from coach.plan.model import ResolvedPlan
    from coach.plan.reading import read_plan
    from coach.plan.time_zones import zone_of

    try:
        own = read_plan(home.plan)
    except CoachError:
        return ()  # which the check of the plan reports
    if not own.calendars:
        return ()
    now, week = SystemClock().now(), timedelta(days=7)
    plan = ResolvedPlan(own, zone_of(own), {}, {})
    reading = asyncio.run(busy_hours_of(plan, home.plan.parent, now, now + week))
    times = count_of(len(reading.busy), "time")
    found = f"{count_of(reading.files, 'file')}, busy {times} in the next seven days"
    return (Finding("calendar", is_ok=not reading.problems, found=found, todo="\n".join(reading.problems)),)


def _unreadable(plan: Plan, home: Home) -> Iterable[str]:
    """What is wrong with the plan's routines, one text for each."""
    from coach.routine.library import find_routine
    from coach.routine.reading import read_routine

    for id_ in dict.fromkeys(id_ for each in plan.reminders for id_ in each.all_routines):
        try:
            read_routine(find_routine(id_, home, plan.voice.language))
        except CoachError as error:
            yield "\n".join(filter(None, (error.message, error.hint)))


def autostart() -> Finding:
    """Check whether the reminders start at every login."""
    from coach.autostart.select import this_system

    try:
        status = this_system().status()
    except CoachError as error:
        return Finding("autostart", is_ok=False, found=error.message, todo=error.hint, is_needed=False)
    if not status.is_on:
        todo = "`coach autostart on` starts the reminders at every login."
        hints = "\n".join(filter(None, (status.note, todo)))
        return Finding("autostart", is_ok=True, found="off", todo=hints, is_needed=False)
    if not status.is_current:
        todo = "It is not the entry that this version writes; `coach autostart on` replaces it."
        return Finding("autostart", is_ok=False, found=f"on: {status.entry}", todo=todo, is_needed=False)
    found = f"on: {status.entry}"
    return Finding("autostart", is_ok=not status.note, found=found, todo=status.note, is_needed=False)


def detection(home: Callable[[], Home]) -> tuple[Finding, ...]:
    """Check what can be detected about person and machine, and which of it keeps the coach quiet.

    Each part works or is unknown; the last finding sums up the signs by what happens to them here.
    """
    from coach.activity.poll import parts_here

    ignored, parts = _ignored_signs(home), parts_here()
    found = []
    for one in parts:
        if one.part in ignored:
            detail = f"{one.detail}; your plan ignores it"
            found.append(_known_or_not(one.part, detail, (), works=one.works))
        else:
            found.append(
                _known_or_not(one.part, one.detail, (one.todo, IF_UNKNOWN[one.part]), works=one.works)
            )
    signs = {sign.part for sign in BUSY_SIGNS}
    groups = {
        "quiet for": [one.part for one in parts if one.part in signs - ignored and one.works],
        "ignored by your plan": [one.part for one in parts if one.part in ignored],
        "unknown here, for the reasons above": [
            one.part for one in parts if one.part in signs - ignored and not one.works
        ],
    }
    summary = "; ".join(f"{name}: {', '.join(each)}" for name, each in groups.items() if each)
    return (*found, Finding("quiet signs", is_ok=True, found=summary, is_needed=False))


def _ignored_signs(home: Callable[[], Home]) -> set[Part]:
    """The signs, by part, that the plan has the coach speak in spite of; none if it cannot be read."""
    from coach.plan.reading import read_plan

    try:
        fields = read_plan(home().plan).ignored_signs
    except CoachError:
        return set()
    return {sign.part for sign in BUSY_SIGNS if sign.field in fields}


def notifications() -> Finding:
    """Check whether the desktop can show notifications; none is shown."""
    import asyncio

    from coach.daemon.desktop_notifier import notifications_here

    here = asyncio.run(notifications_here())
    return _known_or_not("notifications", here.detail, (here.todo, VOICE_ONLY), works=here.works is True)


def _known_or_not(what: str, detail: str, todo: tuple[str, ...], *, works: bool) -> Finding:
    if works:
        return Finding(what, is_ok=True, found=detail, is_needed=False)
    hints = "\n".join(filter(None, todo))
    return Finding(what, is_ok=False, found=detail, todo=hints, is_needed=False, is_unknown=True)
