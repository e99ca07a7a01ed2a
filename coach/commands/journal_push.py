"""`coach journal push`: send events to a clinic's database, after saying which and asking."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from coach.clock import SystemClock
from coach.commands import options
from coach.commands.dates import instant_meant
from coach.commands.printing import agrees, warn
from coach.errors import ClinicError
from coach.home import PACKAGE, find_home
from coach.problems import count_of, printable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from uuid import UUID

    import psycopg

    from coach.clinic.address import Address
    from coach.clinic.consent import Consent, Pseudonym, PushSelection
    from coach.home import Home
    from coach.journal.store import Journal

_SUBJECTS = ("notes", "reminders", "sessions")
_MOST_NAMES = 30


@click.command(name="push")
@click.option("--to", "url", metavar="URL", help="The database: postgresql://LOGIN@HOST/DATABASE.")
@click.option(
    "--kind",
    "kinds",
    type=click.Choice(_SUBJECTS),
    multiple=True,
    help="Only what you noted, what became of reminders, or sessions; can be repeated.",
)
@click.option(
    "--since", metavar="DATE|7d", help="Only what was written down from then on, such as 2026-11-01."
)
@click.option("--as", "patient", metavar="ID", type=click.UUID, help="Your id, made on another machine.")
@click.option("--id", "shows_id", is_flag=True, help="Show your id, and send nothing.")
@click.option("--withdraw", is_flag=True, help="Withdraw your consent; what was sent can be deleted.")
@click.option("--schema", is_flag=True, help="Print the tables, as SQL, for the clinic's administrator.")
@options.as_json
def command(
    *,
    url: str | None,
    kinds: tuple[str, ...],
    since: str | None,
    patient: UUID | None,
    shows_id: bool,
    withdraw: bool,
    schema: bool,
    as_json: bool,
) -> int:
    """Send events of the journal to your clinic's database.

    The first time it says what would be sent, and asks; nothing is sent without your consent. Later it sends
    what is new and deletes there what was erased here. You are known there by a random id; titles, texts and
    file names stay here. A cut connection loses nothing: push again. The password comes from ~/.pgpass or
    PGPASSWORD, or is asked for. The exit code is 1 when nothing was sent.
    """
    if schema:
        click.echo((PACKAGE / "clinic" / "schema.sql").read_text("utf-8"), nl=False)
        return 0
    home = find_home()
    if shows_id:
        return _show_id(home)
    if url is None:
        raise click.UsageError("Say where: --to postgresql://LOGIN@HOST/DATABASE")
    from coach.clinic.connection import address_from, has_password

    address = address_from(url)
    if has_password(url):
        warn(
            "While this runs, others on this machine can read a password in a command line;"
            " keep it in ~/.pgpass instead."
        )
    with _connected(address) as connection:
        if withdraw:
            return _withdraw(connection, home)
        return _push(connection, home, patient, _selection(kinds, since), as_json=as_json)


def _show_id(home: Home) -> int:
    from coach.clinic.consent import read_pseudonym

    names = read_pseudonym(home)
    if names is None:
        warn("You have no id yet; the first push makes one.")
        return 1
    click.echo(str(names.patient))
    return 0


def _connected(address: Address) -> AbstractContextManager[psycopg.Connection]:
    """A connection; asks for the password if it is needed and there is a terminal."""
    from coach.clinic.connection import NeedsPassword, connected

    @contextmanager
    def asking() -> Iterator[psycopg.Connection]:
        password = None
        while True:
            try:
                with connected(address, password=password) as connection:
                    yield connection
                    return
            except NeedsPassword:
                if not sys.stdin.isatty():
                    raise
                password = click.prompt("Password", hide_input=True, err=True)

    return asking()


def _selection(kinds: tuple[str, ...], since: str | None) -> PushSelection | None:
    """What the options choose; None if they choose nothing."""
    if not kinds and since is None:
        return None
    from coach.clinic.consent import PushSelection

    begin = None if since is None else instant_meant(since, SystemClock().now(), options.zone_of_days)
    return PushSelection(tuple(sorted(set(kinds or _SUBJECTS))), begin)


def _push(
    connection: psycopg.Connection,
    home: Home,
    patient: UUID | None,
    selection: PushSelection | None,
    *,
    as_json: bool,
) -> int:
    from coach.clinic.connection import place_of
    from coach.clinic.consent import make_pseudonym
    from coach.clinic.push import Push, register
    from coach.journal.store import read_journal

    place = place_of(connection)
    with read_journal(home, SystemClock()) as journal:
        if journal is None:
            warn("There is no journal yet.")
            return 1
        names = _names(connection, home, patient)
        consent = _agreed(connection, journal, place, selection)
        if consent is None:
            consent = _ask_consent(connection, home, journal, names, selection)
            if consent is None:
                warn("Nothing was sent.")
                return 1
        names = names or make_pseudonym(home, patient)
        register(connection, names.patient, consent)
        push = Push(connection, journal, names, consent.selection)
        click.echo(f"Sending {count_of(push.waiting(), 'event')} to {place}.", err=as_json)
        result = push.send()
    if as_json:
        tree = {"patient": str(names.patient), "to": place, **asdict(result)}
        click.echo(json.dumps(tree, indent=2))
    else:
        click.echo(f"{count_of(result.sent, 'event')} sent; {result.there:,} of yours are there now.")
        if result.deleted:
            click.echo(f"{count_of(result.deleted, 'event')} deleted there, because they were erased here.")
    if result.left_out:
        warn(
            f"{count_of(result.left_out, 'event')} left out, as they are damaged: see `coach journal verify`."
        )
    return 0


def _names(connection: psycopg.Connection, home: Home, patient: UUID | None) -> Pseudonym | None:
    """The ids of this machine, if it has any; raises `ClinicError` if they are not those of the login."""
    from coach.clinic.consent import read_pseudonym
    from coach.clinic.push import patient_of

    names = read_pseudonym(home)
    known = patient_of(connection)
    if names is not None and patient not in (None, names.patient):
        raise ClinicError(f"This machine already pushes as {names.patient}.", hint="Leave --as out.")
    own = patient if names is None else names.patient
    if known not in (None, own):
        raise ClinicError(
            f"This login writes for the patient {known}"
            + (", and this machine has no id yet." if own is None else f", not for {own}."),
            hint=f"If that is you, from another machine: --as {known}"
            if names is None
            else "Ask the clinic for a login of your own.",
        )
    return names


def _agreed(
    connection: psycopg.Connection, journal: Journal, place: str, selection: PushSelection | None
) -> Consent | None:
    """The agreement that covers this push, if there is one."""
    from coach.clinic.consent import TEXT_VERSION, last_consent
    from coach.clinic.push import withdrawn_at

    consent = last_consent(journal, place)
    if consent is None or not consent.given or consent.text_version != TEXT_VERSION:
        return None
    if selection not in (None, consent.selection) or withdrawn_at(connection, consent) is not None:
        return None
    return consent


def _ask_consent(
    connection: psycopg.Connection,
    home: Home,
    journal: Journal,
    names: Pseudonym | None,
    selection: PushSelection | None,
) -> Consent | None:
    """Say what would be sent, and ask; an agreement is in the journal when this returns."""
    from coach.clinic.connection import login_of, place_of
    from coach.clinic.consent import TEXT, PushSelection, consent_event, last_consent, preview
    from coach.journal.store import open_journal

    place, clock = place_of(connection), SystemClock()
    chosen = selection or PushSelection()
    meant = preview(journal, chosen)
    since = "" if chosen.since is None else f", written down since {chosen.since:%Y-%m-%d %H:%M} UTC"
    counts = ", ".join(f"{number:,} of {subject}" for subject, number in meant.counts.items())
    click.echo(f"To: {place}, with the login {login_of(connection)}.")
    click.echo(f"As: {names.patient if names else 'a random id'}, which is derived from nothing about you.")
    click.echo(
        f"What: {count_of(sum(meant.counts.values()), 'event')}{since}: {counts}; from then on, what is new."
    )
    if meant.names:
        shown = ", ".join(meant.names[:_MOST_NAMES])
        more = len(meant.names) - _MOST_NAMES
        click.echo(printable(f"Names that are sent, too: {shown}{f' and {more} more' if more > 0 else ''}."))
    click.echo("Titles, texts and file names stay here.")
    click.echo(TEXT)
    if not agrees("Do you agree to that?"):
        return None
    with open_journal(home, clock) as own:
        own.append(consent_event(place, chosen, clock))
    return last_consent(journal, place)


def _withdraw(connection: psycopg.Connection, home: Home) -> int:
    from coach.clinic.connection import place_of
    from coach.clinic.consent import consent_event
    from coach.clinic.push import patient_of, withdraw
    from coach.journal.store import open_journal

    place, clock = place_of(connection), SystemClock()
    known = patient_of(connection)
    if known is None:
        warn(f"Nothing was ever sent to {place} with this login.")
        return 1
    deletes = agrees("Delete what was sent, too?")
    deleted = withdraw(connection, known, delete=deletes)
    with open_journal(home, clock) as journal:
        journal.append(consent_event(place, None, clock))
    what = f"{count_of(deleted, 'event')} deleted there" if deletes else "What was sent is still there"
    click.echo(f"You have withdrawn your consent. {what}.")
    return 0
