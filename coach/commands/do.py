"""`coach do`: leads a person through a routine by voice."""

from __future__ import annotations

import sys
from contextlib import closing, suppress
from dataclasses import replace
from functools import partial
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

import click

from coach.clock import SystemClock
from coach.commands import course_options, options
from coach.commands.group import INTERRUPTED
from coach.commands.printing import erase_line, has_terminal, overwrites, preparing, warn
from coach.commands.usage import Number
from coach.errors import CoachError, JournalError
from coach.home import find_home
from coach.plan.local_time import local_day

if TYPE_CHECKING:
    from datetime import datetime

    from coach.home import Home
    from coach.journal.events import JSON
    from coach.journal.store import Journal
    from coach.routine.model import Routine
    from coach.session.control import ControlLines
    from coach.session.interface import ScreenLook
    from coach.session.performance import Performance
    from coach.session.plain import PlainLines
    from coach.session.prepare import PreparedRoutine
    from coach.session.signals import StopSignals
    from coach.session.unspoken_notices import Acknowledged
    from coach.sound.output import Output

WITHOUT_HOLDS = (
    "Without breath holds: --no-holds, or for good `breath_holds: no` under `voice:` in your plan."
)


NIGHT_BEGINS, NIGHT_ENDS = 22, 7
"""Hours between which help for a cramp comes with a dark screen and quietly (docs/safety-signs.md)."""
NIGHT_VOLUME = 0.35


@click.command(name="do")
@options.routine
@click.option("--plain", is_flag=True, help="Print lines instead of a screen.")
@click.option("--control", is_flag=True, help="Read JSON commands from stdin, write JSON events to stdout.")
@click.option("--hold", is_flag=True, help="With --control: get ready, and wait for 'begin'.")
@click.option("--mute", is_flag=True, help="Show text at the same pace, without sound.")
@click.option("--fast", is_flag=True, help="Do not wait: run as fast as possible, without sound.")
@click.option("--rehearse", is_flag=True, help="Try it out: the session is not counted, nor with --fast.")
@click.option(
    "--from",
    "first_step",
    type=Number("--from", 1),
    default=1,
    metavar="STEP",
    help="Start at this step, after the opening words; see `coach routines show`.",
)
@course_options.place
@options.detail
@options.how_it_is_heard
@click.option("--anyway", is_flag=True, help="Begin even if it moves a part that your profile leaves out.")
@options.latency
@options.wake
@options.no_plan
def command(routine: str, **chosen: Any) -> int:
    """Be led by voice, with exact timing, through ROUTINE: an id (see `coach routines`) or a file.

    Keys: space pauses, n and p go on and back, r repeats, + adds ten seconds, h means "this hurts", s stops,
    ! opens the list of signs, and c notes a cramp and leads the help for it while the routine waits. Stop
    whenever something hurts: one key is enough.

    With --control, ROUTINE may be -: its id or file is then in the first line of stdin, {"routine": "..."}.
    """
    from coach.routine.library import find_routine
    from coach.session.control import private_arguments
    from coach.sound.open import open_output

    if chosen["hold"] and not chosen["control"]:
        raise click.UsageError("--hold needs --control.")
    if routine == "-" and chosen["control"]:
        routine = private_arguments(sys.stdin).get("routine", "")
        if not routine:
            raise click.UsageError('Write {"routine": "..."} as the first line of stdin.')
    home = find_home()
    settings = options.settings_for(home, chosen)
    path = find_routine(routine, home, settings.language)
    read, stage, facts = course_options.routine_for_today(home, path, chosen)
    _check_first_step(read, chosen["first_step"])
    is_night = read.helps_a_cramp and is_at_night(SystemClock().now().astimezone(options.zone_of_days()))
    if is_night and chosen["volume"] is None:
        settings = replace(settings, volume=min(settings.volume, NIGHT_VOLUME))
    _heed_profile(home, read, chosen)
    with preparing(is_shown=not chosen["control"]):  # before the device, numpy and the voice
        output = open_output(
            home, mute=chosen["mute"], fast=chosen["fast"], clock=SystemClock(), latency=settings.latency,
            wake=settings.wake,
        )  # fmt: skip
        with closing(output):
            output.open_ahead()  # it takes as long as all that follows
            chosen |= {"night": is_night, "helps": read.helps_a_cramp, "stage": stage, "facts": facts}
            return _do(home, read, output, settings, chosen)


def _check_first_step(routine: Routine, first_step: int) -> None:
    """Raise `UsageError` if the routine has no such step, counted from 1."""
    from coach.routine.unroll import unrolled

    steps = len(unrolled(routine))
    if first_step > steps:
        raise click.UsageError(f"This routine has {steps} steps; --from goes from 1 to {steps}.")


def is_at_night(at: datetime) -> bool:
    """Whether it is night at that instant in its own zone: as in the list of signs, which is slow to read."""
    return not NIGHT_ENDS <= at.hour < NIGHT_BEGINS


def _heed_profile(home: Home, routine: Routine, chosen: dict[str, Any]) -> None:
    """Say what the profile says against this routine; ask before one that moves a part to leave out.

    Raises `click.Abort` if the person then declines, and `CoachError` if nobody can be asked.
    """
    if not home.profile.exists():
        return
    from coach.care.model import FLUID_LIMIT
    from coach.care.precautions import DOUBT, HYDRATION, UNCLEAR, is_in_doubt, is_unclear, moved_today
    from coach.care.profile import examine_profile
    from coach.care.reading import sign_rules
    from coach.care.rules import HAS_FLUID_LIMIT

    rules = sign_rules()
    profile, _ = examine_profile(home.profile, rules)  # its mistakes were shown with the settings
    if routine.kind == HYDRATION and FLUID_LIMIT in profile.entries and not profile.drink_prompts:
        warn(rules.rule(HAS_FLUID_LIMIT).caution)
    today = local_day(SystemClock().now(), options.zone_of_days())
    parts = moved_today(routine, profile, rules, today)
    is_doubtful = is_in_doubt(routine, profile, rules)
    if chosen["anyway"] or not (parts or is_doubtful):
        return
    sentence = DOUBT
    if parts:
        left_out = ", ".join(map(str, parts))
        sentence = f"This routine moves what you leave out: {left_out}."
        if is_unclear(routine, rules):
            sentence = f"You leave out: {left_out}. {UNCLEAR}"
    is_asked = not chosen["control"] and sys.stdin is not None and sys.stdin.isatty()
    if not is_asked:
        raise CoachError(f"{sentence} Add --anyway to begin it.")
    warn(sentence)
    if not click.confirm("Begin it anyway?", default=False):
        raise click.Abort


def _do(
    home: Home,
    routine: Routine,
    output: Output,
    settings: options.Settings,
    chosen: dict[str, Any],
) -> int:
    """Lead the routine, and return the exit code."""
    from coach.commands.routine_voice import voice_ahead
    from coach.journal.store import open_journal

    clock = SystemClock()
    with (
        open_journal(home, clock) as journal,
        voice_ahead(
            home, routine, settings, is_asked=chosen["voice"] is not None and not chosen["control"]
        ) as ahead,
    ):
        # The voice starts while these are imported.
        from coach.activity.attendance import Attendance
        from coach.activity.poll import sources_here
        from coach.commands.safety_list import acknowledge_safety_list
        from coach.commands.session_voice import make_rest, prepare_session
        from coach.session.interface import Command, ScreenLook
        from coach.session.signals import StopSignals, interrupt
        from coach.standard_streams import open_terminals
        from coach.timeline.notices import begins_without_rules

        terminals = open_terminals()
        if not (chosen["control"] or chosen["fast"] or begins_without_rules(routine)):
            erase_line()
            acknowledge_safety_list(journal, clock, routine.language)
        with StopSignals(interrupt, terminals):
            prepared, voice, remarks = prepare_session(journal, routine, settings, chosen, ahead=ahead)
        erase_line()
        listener = _listener(prepared, chosen)
        performance = _performance(prepared, listener, journal, settings, chosen)
        for remark in (*filter(None, (chosen["stage"],)), *journal.warnings, *remarks):
            performance.remark(remark)
        if not chosen["control"] and any(cue.phase in ("hold", "pause") for cue in prepared.timeline.cues):
            performance.remark(WITHOUT_HOLDS)
        journal.on_warning = performance.remark
        later = make_rest(voice, prepared, performance)
        with StopSignals(lambda: performance.command(Command("stop")), terminals) as signals:
            look = ScreenLook(is_dark=chosen["night"], digit_wait=settings.digit_wait)
            over = Event()
            try:
                if not (chosen["hold"] or chosen["fast"]):
                    attendance = Attendance(sources_here())
                    performance.facts_at_end = lambda: attendance.facts() | _at_end(settings, chosen)
                    Thread(target=attendance.watch_lock, args=(over.wait,), daemon=True).start()
                _lead(performance, output, listener, chosen, signals, look=look)
            finally:
                over.set()
                if later is not None:
                    later.close()
                if listener is not None:
                    listener.close()
    if not chosen["control"]:
        from coach.journal.backup import after_session  # not before the first word

        if problem := after_session(home, clock):
            warn(problem)
    if performance.journal_failed:
        return JournalError.exit_code
    return INTERRUPTED if signals.received else 0


def _performance(
    prepared: PreparedRoutine,
    listener: ControlLines | PlainLines | None,
    journal: Journal,
    settings: options.Settings,
    chosen: dict[str, Any],
) -> Performance:
    from coach.journal.owner import system_processes, this_process
    from coach.session.performance import Performance
    from coach.session.recording import Recorder

    routine = prepared.routine
    performance = Performance(
        prepared,
        lambda on_event: Recorder(journal, routine, SystemClock(), on_event),
        () if listener is None else (listener,),
        volume=settings.volume,
        first_step=chosen["first_step"] - 1,
        facts=this_process(system_processes()).to_dict() | chosen["facts"] | _session_facts(chosen),
        acknowledged=_acknowledged(routine, settings, chosen),
    )
    performance.facts_at_end = lambda: _at_end(settings, chosen)
    return performance


def _acknowledged(routine: Routine, settings: options.Settings, chosen: dict[str, Any]) -> Acknowledged:
    """The safety notices that wait for the person: none if help begins at once, or nobody can answer."""
    if chosen["fast"] or routine.dose.as_needed or not (chosen["control"] or has_terminal()):
        return "none"
    return "all" if settings.shown_as_text else "unspoken"


def _session_facts(chosen: dict[str, Any]) -> dict[str, JSON]:
    """Whether the session counts, and who began it: for a held one that is known only at its `begin`."""
    return _rehearsal(chosen) | ({} if chosen["hold"] else {"begun": "person"})


def _at_end(settings: options.Settings, chosen: dict[str, Any]) -> dict[str, JSON]:
    """What is known at the end: a person who reads the words has not missed them if nothing sounded."""
    is_read = settings.shown_as_text and not chosen["control"]
    return _rehearsal(chosen) | ({"heard": "unknown"} if is_read else {})


def _rehearsal(chosen: dict[str, Any]) -> dict[str, JSON]:
    return {"rehearsal": True} if chosen["fast"] or chosen["rehearse"] else {}


def _listener(prepared: PreparedRoutine, chosen: dict[str, Any]) -> ControlLines | PlainLines | None:
    """The listener that prints the session's events; None for the screen, which reads the state itself."""
    from coach.session.control import ControlLines
    from coach.session.plain import PlainLines

    if chosen["control"]:
        return ControlLines(sys.stdout, sys.stderr)
    on_terminal = sys.stdin is not None and sys.stdin.isatty() and overwrites(sys.stdout)
    if chosen["plain"] or chosen["fast"] or not on_terminal:
        return PlainLines(prepared.timeline, sys.stdout)
    return None


def _lead(
    performance: Performance,
    output: Output,
    listener: ControlLines | PlainLines | None,
    chosen: dict[str, Any],
    signals: StopSignals,
    *,
    look: ScreenLook,
) -> None:
    from coach.commands.sign_menu import lead_help_now, note_cramp_now, open_in_session
    from coach.session import run
    from coach.session.control import ControlLines
    from coach.session.interface import NoteKeys

    same = [f"--{name}" for name in ("plain", "mute") if chosen[name]]
    helping = None if chosen["helps"] else partial(lead_help_now, *same)
    keys = NoteKeys(open_in_session, note_cramp_now, helping)
    if listener is None:
        run.run_on_screen(performance, output, signals.mark_received, keys, look)
        with suppress(OSError):  # the terminal may have ended
            click.echo(run.summary(performance))
    elif not isinstance(listener, ControlLines):
        run.run_in_lines(performance, output, keys)
    elif chosen["hold"]:
        run.run_held(performance, output, listener, SystemClock())
    else:
        run.run_controlled(performance, output, listener)
