"""`coach journal erase`: erase events for good, after saying which."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from coach.clock import SystemClock
from coach.commands import options
from coach.commands.dates import instant_meant
from coach.commands.printing import agrees
from coach.errors import FileError
from coach.home import find_home
from coach.problems import count_of, printable

if TYPE_CHECKING:
    from pathlib import Path

    from coach.journal.erase import Found


@click.command(name="erase")
@click.option(
    "--kind",
    type=click.Choice(["notes", "reminders", "sessions"]),
    help="Only what you noted, what became of reminders, or sessions and what you said you had done.",
)
@click.option("--since", metavar="DATE|7d", help="Only what happened from then on, such as 2026-11-01.")
@click.option("--until", metavar="DATE|7d", help="Only what happened before then.")
@click.option("--last", metavar="2h", help="Only the last hours, days or weeks: 2h, 3d, 4w.")
@click.option("--yes", is_flag=True, help="Do not ask; erase it from the backups too.")
def command(*, kind: str | None, since: str | None, until: str | None, last: str | None, yes: bool) -> int:
    """Erase events from the journal for good; without options, all of them.

    A session is erased whole, and a note with the lines of the list of signs that it showed. It shows
    what would be erased, and asks. The exit code is 1 when nothing matches, or you say no.
    """
    from coach.journal.erase import EraseSelection, copies_of, erase, find

    if last is not None and since is not None:
        raise click.UsageError("Use either --last or --since.")
    clock, home = SystemClock(), find_home()
    now = clock.now()
    begin, option = (since, "--since") if last is None else (last, "--last")
    selection = EraseSelection(
        subject=kind,  # type: ignore[arg-type]  # one of the choices
        since=None if begin is None else instant_meant(begin, now, options.zone_of_days, option),
        until=None if until is None else instant_meant(until, now, options.zone_of_days, "--until"),
    )
    if not home.journal.exists():
        click.echo("There is no journal yet.", err=True)
        return 1
    found = find(home, selection)
    copies = copies_of(home)
    if found.events:
        click.echo(_said(found))
    else:
        click.echo("Nothing in the journal matches; copies of it may still have such events.")
    if not (yes or (found.events and agrees("Erase this for good?")) or (not found.events and copies)):
        click.echo("Nothing was erased.", err=True)
        return 1
    chosen: tuple[Path, ...] = copies
    if copies:
        click.echo("Copies of the journal:")
        for copy in copies:
            click.echo(printable(f"  {copy}"))
        if not (yes or agrees("Erase it from these too?")):
            chosen = ()
    erased = erase(home, selection, clock, copies=chosen)
    click.echo(
        f"Erased {count_of(erased.events, 'event')} from the journal{_from_copies(len(erased.cleaned))}."
    )
    for copy, problem in erased.left:
        click.echo(printable(f"{copy} still has it: {problem} Delete it yourself."), err=True)
    if copies and not chosen:
        click.echo("The copies still have it.", err=True)
    click.echo(
        "Not erased: copies elsewhere and on other machines, and what the disk keeps of deleted files."
    )
    return FileError.exit_code if erased.left else 0 if erased.events or erased.cleaned else 1


def _said(found: Found) -> str:
    """What would be erased, by kind, such as "412 events: 3 sessions, 380 step-done, …"."""
    kinds = sorted(found.kinds.items(), key=lambda each: -each[1])
    sessions = f", of {count_of(found.sessions, 'session')}" if found.sessions else ""
    lines = [f"This would be erased: {count_of(found.events, 'event')}{sessions}."]
    return "\n".join([*lines, *(f"  {number:,} {kind}" for kind, number in kinds)])


def _from_copies(number: int) -> str:
    return "" if not number else " and 1 copy" if number == 1 else f" and {number} copies"
