"""`coach doctor`: runs every check, however broken the machine is, and prints the findings."""

from __future__ import annotations

import json
from dataclasses import replace
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Final

import click

from coach.commands import doctor_checks, doctor_day, options
from coach.commands.doctor_checks import Finding
from coach.commands.printing import hanging
from coach.errors import MORE_MEMORY, CoachError, SpeechError, is_out_of_memory
from coach.home import find_home
from coach.problems import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from coach.home import Home

CHECK_SECONDS: Final = 60.0
"""How long one check may take; a speech engine that hangs is given up after 20."""
UNEXPECTED: Final = "If what it names is in order, this is a bug in the coach."
_WIDTH = len("do-not-disturb")
_STATE_WIDTH = len("unknown")


@click.command(name="doctor")
@click.option("--sound", is_flag=True, help="Also play one spoken line; the exit code is 4 if that fails.")
@options.as_json
@click.pass_context
def command(context: click.Context, *, sound: bool, as_json: bool) -> None:
    """Check Python, voice, audio device, journal, folders and plan, and say what to do about problems.

    For the reminders it also checks whether the coach is running, whether it starts at login, and what
    can be detected: idle time, a locked screen, microphone, camera, screen sharing, a full-screen window,
    a program that keeps the screen on, do-not-disturb, a playing media player, notifications. It says
    which of these signs keep the coach quiet, and which your plan ignores. Whatever is unknown never
    keeps the coach quiet.

    The exit code is 0 when everything necessary works. An audio device is not necessary: without one, a
    session runs at the right pace as text.
    """
    findings: list[Finding] = []
    for finding in _findings(sound=sound):
        findings.append(finding)
        if not as_json:
            click.echo("\n".join(_lines(finding)))
    if as_json:
        click.echo(_json(findings))
    context.exit(_exit_code(findings))


def run_check(what: str, check: Callable[[], Finding], seconds: float = CHECK_SECONDS) -> Finding:
    """The finding of a check; an exception or a missed deadline is a finding too."""
    [finding] = run_checks(what, lambda: (check(),), seconds)
    return finding


def run_checks(
    what: str, check: Callable[[], tuple[Finding, ...]], seconds: float = CHECK_SECONDS
) -> tuple[Finding, ...]:
    """The findings of a check of several things; an exception or a missed deadline is a single finding."""
    results: SimpleQueue[tuple[Finding, ...]] = SimpleQueue()
    Thread(target=lambda: results.put(_caught(what, check)), name=f"doctor {what}", daemon=True).start()
    try:
        return results.get(timeout=seconds)
    except Empty:
        late = f"no answer within {seconds:g} s"
        return (Finding(what, is_ok=False, found=late, todo="Try again later."),)


def _caught(what: str, check: Callable[[], tuple[Finding, ...]]) -> tuple[Finding, ...]:
    try:
        return check()
    except CoachError as error:
        return (Finding(what, is_ok=False, found=error.message, todo=error.hint),)
    except Exception as error:  # noqa: BLE001 — whatever is broken, the other checks still run
        if is_out_of_memory(error):
            return (Finding(what, is_ok=False, found="not enough memory", todo=MORE_MEMORY),)
        return (Finding(what, is_ok=False, found=f"{type(error).__name__}: {error}", todo=UNEXPECTED),)


def _findings(*, sound: bool) -> Iterator[Finding]:
    """The findings, each as soon as it is known, as some take seconds."""
    yield run_check("Python", doctor_checks.python)
    yield run_check("voice", lambda: doctor_checks.voice(find_home()))
    yield run_check("audio device", lambda: doctor_checks.audio_device(find_home()))
    yield run_check("journal", lambda: doctor_checks.journal(find_home()))
    try:
        folders = doctor_checks.folders(find_home())
    except CoachError as error:
        yield Finding("folders", is_ok=False, found=error.message, todo=error.hint)
        folders = ()
    except OSError as error:
        yield Finding("folders", is_ok=False, found=str(error), todo="Set COACH_HOME to a folder.")
        folders = ()
    for folder in folders:
        yield run_check("folder", folder.check)
    yield from _day_findings(find_home)
    if sound:
        yield run_check("sound", lambda: doctor_checks.sound(find_home()))


def _day_findings(home: Callable[[], Home]) -> Iterator[Finding]:
    """The findings about the reminders."""
    yield run_check("plan", lambda: doctor_day.plan(home()))
    yield from run_checks("profile", lambda: doctor_day.profile(home()))
    yield run_check("coach", lambda: doctor_day.running_coach(home()))
    for finding in (
        *run_checks("lexicon", lambda: doctor_day.lexicon(home())),
        *run_checks("calendar", lambda: doctor_day.calendars(home())),
        run_check("autostart", doctor_day.autostart),
        *run_checks("detection", lambda: doctor_day.detection(home), doctor_day.DETECTION_SECONDS),
        run_check("notifications", doctor_day.notifications, doctor_day.DETECTION_SECONDS),
    ):
        yield replace(finding, is_needed=False)  # also when the check failed: reminders work without it


def _exit_code(findings: Sequence[Finding]) -> int:
    """4 if sound was requested and failed, 1 if anything else that is necessary does not work, else 0."""
    failed = [finding.what for finding in findings if finding.is_needed and not finding.is_ok]
    if "sound" in failed:
        return SpeechError.exit_code
    return 1 if failed else 0


def _lines(finding: Finding) -> list[str]:
    margin = f"{finding.what:<{_WIDTH}}  {finding.state:<{_STATE_WIDTH}}  "
    lines = hanging(margin, printable(finding.found))
    for line in finding.todo.splitlines():
        lines += hanging(" " * len(margin), printable(line))
    return lines


def _json(findings: Sequence[Finding]) -> str:
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
    is_ok = all(finding.is_ok for finding in findings if finding.is_needed)
    return json.dumps({"checks": checks, "ok": is_ok}, indent=2)
