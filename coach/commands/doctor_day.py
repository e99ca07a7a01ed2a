"""What `coach doctor` looks at for the day: plan, the coach that runs, start at login, the surroundings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from coach.commands.doctor_checks import Finding
from coach.errors import CoachError, DaemonError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coach.activity.situation import Part
    from coach.home import Home
    from coach.plan.model import Plan

SURROUNDINGS_SECONDS: Final = 10.0
"""All sources are asked at once, for two seconds; this is for whatever keeps no deadline."""
WITHOUT: Final[dict[Part, str]] = {
    "idle time": "While it is unknown, reminders also speak when you are away.",
    "lock": "While it is unknown, reminders also speak to a locked screen.",
    "microphone": "While it is unknown, reminders also speak during a call: `coach pause 1h` before one.",
    "do-not-disturb": "While it is unknown, it is not heeded: `coach pause 1h` does the same.",
}
VOICE_ALONE: Final = "Without it the voice does it alone."


def running_coach(home: Home) -> Finding:
    """Whether a coach keeps the day, and as which process; raises `DaemonError` when one does not answer."""
    from coach.api.client import running_coach as reach
    from coach.commands.steering import now, shown_moment
    from coach.plan.local_time import machine_zone

    try:
        client = reach(home)
    except DaemonError as error:
        return Finding("coach", is_ok=False, found=error.message, todo=error.hint, is_needed=False)
    status = client.status()
    since = shown_moment(str(status.get("since")), now(), machine_zone())
    found = f"process {client.address.owner.pid}, {status.get('state')}, since {since}"
    return Finding("coach", is_ok=True, found=found, is_needed=False)


def plan(home: Home) -> Finding:
    """Whether the plan and every routine that it calls for can be read; nothing is written."""
    from coach.plan.reading import examine_plan
    from coach.routine.library import entries

    if not home.plan.exists():
        todo = "`coach init` writes one; without it you are reminded of nothing."
        return Finding(
            "plan", is_ok=False, found=f"none yet; it will be {home.plan}", todo=todo, is_needed=False
        )
    examined = examine_plan(home.plan, [entry.id for entry in entries(home)])
    problems = [str(problem) for problem in examined.problems]
    if examined.plan is None:
        return Finding("plan", is_ok=False, found=f"{home.plan} does not read", todo="\n".join(problems))
    broken = list(_unreadable(examined.plan, home))
    count = len(examined.plan.reminders)
    found = f"{home.plan}, reminders: {count}"
    return Finding("plan", is_ok=not broken, found=found, todo="\n".join((*problems, *broken)))


def _unreadable(plan: Plan, home: Home) -> Iterable[str]:
    """What is wrong with the routines that it calls for."""
    from coach.routine.library import find
    from coach.routine.reading import read_routine

    for id_ in dict.fromkeys(reminder.routine for reminder in plan.reminders):
        try:
            read_routine(find(id_, home))
        except CoachError as error:
            yield "\n".join(filter(None, (error.message, error.hint)))


def autostart() -> Finding:
    """Whether a coach begins its day at every login."""
    from coach.autostart.select import this_system

    try:
        standing = this_system().standing()
    except CoachError as error:
        return Finding("autostart", is_ok=False, found=error.message, todo=error.hint, is_needed=False)
    if not standing.is_on:
        todo = "`coach autostart on` begins your day at every login."
        told = "\n".join(filter(None, (standing.note, todo)))
        return Finding("autostart", is_ok=True, found="off", todo=told, is_needed=False)
    if not standing.is_current:
        todo = "It is not what this coach would write; `coach autostart on` writes it anew."
        return Finding("autostart", is_ok=False, found=f"on: {standing.entry}", todo=todo, is_needed=False)
    found = f"on: {standing.entry}"
    return Finding("autostart", is_ok=not standing.note, found=found, todo=standing.note, is_needed=False)


def surroundings() -> tuple[Finding, ...]:
    """What is known of the person's moment, each part: works or unknown, and what to do about it."""
    from coach.activity.poll import parts_here

    return tuple(
        _known_or_not(one.part, one.detail, (one.todo, WITHOUT[one.part]), works=one.works)
        for one in parts_here()
    )


def notifications() -> Finding:
    """Whether the desktop would show one; none is shown."""
    import asyncio

    from coach.daemon.notifications import notifications_here

    told = asyncio.run(notifications_here())
    return _known_or_not("notifications", told.detail, (told.todo, VOICE_ALONE), works=told.works is True)


def _known_or_not(what: str, detail: str, todo: tuple[str, ...], *, works: bool) -> Finding:
    if works:
        return Finding(what, is_ok=True, found=detail, is_needed=False)
    told = "\n".join(filter(None, todo))
    return Finding(what, is_ok=False, found=detail, todo=told, is_needed=False, is_unknown=True)
