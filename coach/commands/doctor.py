"""`coach doctor`: whether what the coach needs works here, what it knows of you, and what to do if not."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from coach.commands import options

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from coach.commands.doctor_checks import Finding
    from coach.home import Home

_WIDTH = len("do-not-disturb")
_STATE = len("unknown")


@click.command(name="doctor", short_help="See whether everything works here.")
@click.option("--sound", is_flag=True, help="Play one spoken line; without a sound, exit with 4.")
@options.as_json
@click.pass_context
def command(context: click.Context, *, sound: bool, as_json: bool) -> None:
    """See whether Python, voice, audio device, journal, folders and plan work here, and what to do if not.

    For the day it tells whether a coach runs, whether one starts at login, and what the system tells of
    your moment: idle time, lock, a microphone in use, do-not-disturb, notifications. What is unknown is
    never a reason to be quiet.

    The exit code is 0 when all that is needed works. An audio device is not: without one, a session goes
    on at the right pace as text.
    """
    findings: list[Finding] = []
    for finding in _findings(sound=sound):
        findings.append(finding)
        if not as_json:
            click.echo("\n".join(_lines(finding)))
    is_ok = all(finding.is_ok for finding in findings if finding.is_needed)
    if as_json:
        click.echo(_json(findings, is_ok=is_ok))
    context.exit(_exit_code(findings))


def _findings(*, sound: bool) -> Iterator[Finding]:
    """Each as soon as it is there, as some take seconds."""
    from coach.commands import doctor_checks as checks
    from coach.errors import CoachError
    from coach.home import find_home

    yield checks.look("Python", checks.python)
    yield checks.look("voice", lambda: checks.voice(find_home()))
    yield checks.look("audio device", lambda: checks.audio_device(find_home()))
    yield checks.look("journal", lambda: checks.journal(find_home()))
    try:
        folders = checks.folders(find_home())
    except CoachError as error:
        yield checks.Finding("folders", is_ok=False, found=error.message, todo=error.hint)
        folders = ()
    except OSError as error:
        yield checks.Finding("folders", is_ok=False, found=str(error), todo="Set COACH_HOME to a folder.")
        folders = ()
    for folder in folders:
        yield checks.look("folder", folder.check)
    yield from _day(find_home)
    if sound:
        from coach.commands.doctor_sound import play_line

        yield checks.look("sound", lambda: play_line(find_home()))


def _day(home: Callable[[], Home]) -> Iterator[Finding]:
    """What concerns the coach that runs all day."""
    from coach.commands import doctor_checks as checks
    from coach.commands import doctor_day as day

    yield checks.look("plan", lambda: day.plan(home()))
    yield checks.look("coach", lambda: day.running_coach(home()))
    for finding in (
        checks.look("autostart", day.autostart),
        *checks.look_at_all("surroundings", day.surroundings, day.SURROUNDINGS_SECONDS),
        checks.look("notifications", day.notifications, day.SURROUNDINGS_SECONDS),
    ):
        yield replace(finding, is_needed=False)  # also where it broke or hung: the day does without


def _exit_code(findings: Sequence[Finding]) -> int:
    """4 when sound was demanded and did not come, 1 when something else that is needed does not work."""
    from coach.errors import SpeechError

    failed = [finding.what for finding in findings if finding.is_needed and not finding.is_ok]
    if "sound" in failed:
        return SpeechError.exit_code
    return 1 if failed else 0


def _lines(finding: Finding) -> list[str]:
    from coach.problems import printable

    lines = [f"{finding.what:<{_WIDTH}}  {finding.state:<{_STATE}}  {printable(finding.found)}"]
    lines += [f"{'':<{_WIDTH}}  {'':<{_STATE}}  {printable(line)}" for line in finding.todo.splitlines()]
    return lines


def _json(findings: Sequence[Finding], *, is_ok: bool) -> str:
    checks = [
        {
            "what": finding.what,
            "ok": finding.is_ok,
            "state": finding.state,
            "needed": finding.is_needed,
            "found": finding.found,
            "todo": finding.todo,
        }
        for finding in findings
    ]
    return json.dumps({"checks": checks, "ok": is_ok}, indent=2)
