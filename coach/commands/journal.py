"""`coach journal`: check, back up, restore, repair, merge, erase, push or move what was written down."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coach.clock import SystemClock
from coach.commands import options
from coach.commands.journal_erase import command as erase
from coach.commands.journal_push import command as push
from coach.errors import FileError, JournalError
from coach.home import find_home
from coach.problems import count_of, printable

if TYPE_CHECKING:
    from coach.journal.verify import VerificationReport

_FILE = click.Path(path_type=Path, dir_okay=False)
_SHOWN = 20


@click.group(name="journal")
def command() -> None:
    """Check, back up, restore, repair, merge, erase, push or move the journal.

    The journal is one file that holds what was done; `coach log` shows it. A backup is made automatically
    once a day; those of the last seven days are kept, and one of each of the four weeks before.
    """


@command.command()
@click.argument("file", type=_FILE, required=False)
@options.as_json
def verify(*, file: Path | None, as_json: bool) -> int:
    """Check every event of the journal, or of FILE, for damage and loss.

    The exit code is 5 when something is wrong with it.
    """
    path = file or find_home().journal
    report = _report(path, is_ours=file is None)
    if report is None:
        if as_json:
            click.echo(json.dumps(_tree(path, None)))
        click.echo("There is no journal yet.", err=True)
        return 0
    if as_json:
        click.echo(json.dumps(_tree(path, report), indent=2))
    elif not report.faults:
        click.echo(f"{path}: {count_of(report.events, 'event')}, no damage found.")
    if not report.faults:
        return 0
    click.echo(f"The journal {path} is damaged.", err=True)
    for fault in report.faults[:_SHOWN]:
        click.echo(printable(f"  {fault}"), err=True)
    if len(report.faults) > _SHOWN:
        click.echo(f"  ... and {len(report.faults) - _SHOWN} more.", err=True)
    click.echo("`coach journal repair` brings back every event that can be read.", err=True)
    return JournalError.exit_code


@command.command()
@click.argument("file", type=_FILE)
@click.option("--replace", "replaces", is_flag=True, help="Replace FILE if it is an older copy of a journal.")
def backup(*, file: Path, replaces: bool) -> None:
    """Copy the journal to FILE, a new file, even while it is being written to."""
    from coach.journal.backup import back_up

    back_up(find_home().journal, file, replaces=replaces)
    click.echo(f"Backed up to {file}.")


@command.command()
@click.argument("file", type=_FILE)
def restore(*, file: Path) -> None:
    """Put a copy of the backup FILE in the journal's place.

    The journal that was there is kept beside it. `coach journal repair FILE` adds the events of FILE to it
    instead.
    """
    from coach.journal.replace import restore_journal as restore_backup

    restored = restore_backup(find_home(), file, SystemClock())
    click.echo(f"Restored: the journal has {count_of(restored.events, 'event')} now.")
    if restored.kept is not None:
        click.echo(f"The journal that was there is kept as {restored.kept}.")


@command.command()
@click.argument("files", type=_FILE, nargs=-1)
def repair(*, files: tuple[Path, ...]) -> None:
    """Rebuild the journal from every event that can be read.

    Events that are damaged or missing come from the daily backups, and from FILES, such as a journal that was
    moved away. The journal that was there is kept beside the new one.
    """
    from coach.journal.repair import repair_journal

    repaired = repair_journal(find_home(), files, SystemClock())
    if not repaired.changed:
        click.echo(f"Nothing to repair: {count_of(repaired.events, 'event')}, no damage found.")
        return
    click.echo(f"Repaired: the journal has {count_of(repaired.events, 'event')} now.")
    if repaired.added > 0:
        click.echo(f"  {count_of(repaired.added, 'event')} came from backups or other files.")
    if repaired.damaged:
        click.echo(f"  {count_of(repaired.damaged, 'event')} may differ from what was written.")
    if repaired.lost:
        click.echo(f"  {count_of(repaired.lost, 'event')} could not be found anywhere.")
    if repaired.kept is not None:
        click.echo(f"The journal that was there is kept as {repaired.kept}.")


@command.command()
@click.argument("other", type=click.Path(path_type=Path))
@options.as_json
def merge(*, other: Path, as_json: bool) -> int:
    """Add the events of OTHER: a journal, a backup, JSON of `coach export`, another COACH_HOME, or a folder.

    Each event is added once, however often and in whichever order journals are merged. What was erased in one
    of them is erased. Nothing is spoken. The exit code is 3 when some events of OTHER are damaged; all others
    are added.
    """
    from coach.journal.merge import merge_journal

    merged = merge_journal(find_home(), other.expanduser(), SystemClock())
    for warning in merged.warnings:
        click.echo(printable(warning), err=True)
    if as_json:
        tree = {"added": merged.added, "erased": merged.erased, "damaged": merged.damaged}
        click.echo(json.dumps({**tree, "files": [str(file) for file in merged.files]}, indent=2))
    else:
        click.echo(f"{count_of(merged.added, 'event')} added." if merged.added else "Nothing new.")
        if merged.erased:
            click.echo(f"{count_of(merged.erased, 'event')} erased, because they were erased there.")
    if not merged.damaged:
        return 0
    damaged = count_of(merged.damaged, "event")
    what = f"{damaged} of {other} could not be read or were changed, and were left out."
    click.echo(printable(what), err=True)
    return FileError.exit_code


command.add_command(erase)
command.add_command(push)


@command.command()
@click.argument("folder", type=click.Path(path_type=Path))
def move(*, folder: Path) -> None:
    """Move the journal into FOLDER, and leave a link to it in its place."""
    from coach.journal.replace import move_journal

    target = move_journal(find_home(), folder.expanduser())
    click.echo(f"The journal is now {target}.")


@command.command(hidden=True)
def daily() -> None:
    """Do what is done once a day: a backup, a check of all events, and the counts for `coach stats`."""
    from coach.commands.today import plan_or_empty
    from coach.journal.backup import check_and_back_up
    from coach.journal.counted_days import count_all_days
    from coach.journal.period_counts import PersonDays
    from coach.journal.store import read_journal

    if hasattr(os, "nice"):
        os.nice(10)
    home, clock = find_home(), SystemClock()
    check_and_back_up(home, clock)
    with read_journal(home, clock) as journal:
        if journal is not None:
            plan = plan_or_empty(home)
            count_all_days(home, journal, PersonDays(plan.zone, plan.plan.day_ends), clock.now())


def _report(path: Path, *, is_ours: bool) -> VerificationReport | None:
    """The result of the check; None if there never was a journal."""
    from coach.journal.backup import snapshot
    from coach.journal.connection import as_journal_errors
    from coach.journal.high_water_mark import HighWaterMarkFile
    from coach.journal.journal_file import check_file
    from coach.journal.opening import missing_journal
    from coach.journal.verify import is_up_to_date, verify

    mark = HighWaterMarkFile(find_home().state).read() if is_ours else None
    with as_journal_errors(path):
        if not path.exists() and not path.is_symlink():
            if mark is not None and mark.events:
                raise JournalError(
                    missing_journal(path, mark), hint="`coach journal repair` brings back its backups."
                )
            if is_ours:
                return None
        check_file(path)
        with snapshot(path) as connection:
            if not is_up_to_date(connection):
                raise JournalError(
                    f"The journal {path} was written by an older version of the coach.",
                    hint="The next session brings it up to date; then it can be checked.",
                )
            return verify(connection, mark)


def _tree(path: Path, report: VerificationReport | None) -> dict[str, object]:
    return {
        "journal": str(path),
        "events": 0 if report is None else report.events,
        "erased": 0 if report is None else report.erased,
        "chains": 0 if report is None else report.chains,
        "faults": [] if report is None else list(report.faults),
    }
