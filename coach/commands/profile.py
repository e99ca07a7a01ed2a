"""`coach profile`: what the list of signs takes into account."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from coach.commands import options
from coach.errors import FileError
from coach.units import ParseError

if TYPE_CHECKING:
    from coach.care.model import Profile, SignRules

NAME = "profile.yaml"


@click.command(name="profile")
@click.option("--number", metavar="NUMBER", help="The emergency number where you live, such as 112.")
@click.option("--add", "added", multiple=True, metavar="ENTRY", help="Enter a condition or medicine.")
@click.option("--remove", "removed", multiple=True, metavar="ENTRY", help="Take one out again.")
@options.as_json
def command(*, number: str | None, added: tuple[str, ...], removed: tuple[str, ...], as_json: bool) -> None:
    """Show what the list of signs takes into account, and change it.

    The emergency number stands below an emergency text and is spoken with it; nothing is ever dialled.
    Without one it says "your local emergency number". Some lines of the list are for people with a condition
    or a medicine: enter only what you or your clinician know. It is kept in profile.yaml beside the plan, and
    only you can read it.
    """
    from coach.atomic_write import write_private_file
    from coach.care.profile import profile_text, read_profile
    from coach.care.reading import sign_rules
    from coach.home import find_home

    rules = sign_rules()
    path = find_home().config / NAME
    profile = read_profile(path, rules)
    changed = _changed(profile, rules, number, added, removed)
    if changed != profile:
        try:
            write_private_file(path, profile_text(changed, rules), durable=True)
        except OSError as error:
            raise FileError(f"{path} could not be written: {error.strerror}.") from None
    if as_json:
        document = {"emergency_number": changed.emergency_number or None, "entries": sorted(changed.entries)}
        click.echo(json.dumps(document, indent=2))
    else:
        click.echo("\n".join(_lines(changed, rules)))


def _changed(
    profile: Profile, rules: SignRules, number: str | None, added: tuple[str, ...], removed: tuple[str, ...]
) -> Profile:
    from coach.care.profile import parse_number

    entries = profile.entries | {_entry(each, rules) for each in added}
    entries -= {_entry(each, rules) for each in removed}
    if number is None:
        return replace(profile, entries=entries)
    try:
        return replace(profile, entries=entries, emergency_number=parse_number(number) if number else "")
    except ParseError as error:
        raise click.UsageError(f"{error.what}; {error.hint}.") from None


def _entry(text: str, rules: SignRules) -> str:
    from coach.care.profile import entry_names
    from coach.spelling import nearest

    names = entry_names(rules)
    name = "_".join(text.lower().replace("-", " ").split())
    if name in names:
        return name
    meant = nearest(name, names)
    hint = f"did you mean '{meant}'?" if meant else f"choose from {', '.join(names)}."
    raise click.UsageError(f"'{text}' is nothing that the list asks for; {hint}")


def _lines(profile: Profile, rules: SignRules) -> list[str]:
    from coach.care.profile import entry_names

    labels = {entry.id: entry.label for entry in rules.profile}
    names = entry_names(rules)
    width = max(map(len, names))
    return [
        f"Emergency number: {profile.emergency_number or 'not entered (coach profile --number 112)'}",
        "",
        "Entered (coach profile --add NAME, --remove NAME):",
        *(f"  {'x' if name in profile.entries else '-'} {name:<{width}}  {labels[name]}" for name in names),
    ]
