"""`coach profile`: what the list of signs, the reminders and the sessions take into account."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from coach.atomic_write import write_private_file, writing
from coach.clock import SystemClock
from coach.commands import dates, options
from coach.commands.usage import as_usage_errors
from coach.home import find_home
from coach.problems import printable, quoted
from coach.spelling import nearest
from coach.units import format_duration

if TYPE_CHECKING:
    from coach.care.model import LeftOutPart, Profile, SignRules

OWN = {"medicines": "medicine", "conditions": "condition"}
"""What is entered under its own name, and the option for it."""
ALOUD = "In an emergency I would speak aloud. Is that right?"
"""Asked with a private voice (docs/safety-signs.md)."""


@click.command(name="profile")
@click.option("--number", metavar="NUMBER", help="The emergency number where you live, such as 112.")
@click.option("--add", "added", multiple=True, metavar="ENTRY", help="Enter a condition or medicine.")
@click.option(
    "--remove", "removed", multiple=True, metavar="ENTRY", help="Remove a condition or medicine again."
)
@click.option("--medicine", metavar="NAME", help="Enter a medicine by its name, or its new --dose.")
@click.option("--condition", metavar="NAME", help="Enter a condition by its name.")
@click.option("--dose", metavar="TEXT", help="With --medicine: the dose, in your own words.")
@click.option(
    "--since", metavar="DATE", callback=dates.day, help="With --medicine or --condition: the first day."
)
@click.option("--ended", metavar="NAME", help="Mark a medicine or condition as ended; it stays on your page.")
@click.option(
    "--until", metavar="DATE", callback=dates.day, help="With --ended: the last day; today unless given."
)
@click.option(
    "--leave-out",
    "left_out",
    multiple=True,
    metavar="PART",
    help="Leave a part of the body out, such as 'calf' or 'calf until 2026-12-10'.",
)
@click.option("--allow", "allowed", multiple=True, metavar="PART", help="No longer leave it out.")
@click.option(
    "--drink-prompts/--no-drink-prompts", default=None, help="Reminders to drink in spite of a fluid limit."
)
@click.option("--holds/--no-holds", "breath_holds", default=None, help="Breathing with or without holds.")
@click.option(
    "--private-voice/--no-private-voice",
    default=None,
    help="Name no symptom, part of the body or routine aloud.",
)
@click.option(
    "--emergency-aloud/--no-emergency-aloud",
    default=None,
    help="With a private voice: speak emergency texts anyway, or not.",
)
@click.option(
    "--shown-as-text/--no-shown-as-text",
    default=None,
    help="For people who cannot hear: show what is spoken as text until it has been read.",
)
@click.option(
    "--plain-lines/--no-plain-lines", default=None, help="Lines only, for a screen reader; no redrawn screen."
)
@click.option(
    "--digit-wait", metavar="TIME", help="How long to wait for a 0 after a 1 is pressed, such as 3s."
)
@options.as_json
def command(*, as_json: bool, **wanted: Any) -> None:
    """Show what the coach takes into account for you, and change it.

    The emergency number stands below an emergency text and is spoken with it; nothing is ever dialled.
    Without one it says "your local emergency number". Some lines of the list of signs are for people with a
    condition or a medicine: enter only what you or your clinician know. No reminder asks for a routine that
    moves a part of the body which you leave out, or for a drink if you have a fluid limit. Medicines and
    conditions under their own names are for `coach report` alone. All of it is kept in profile.yaml beside
    the plan, and only you can read it.
    """
    from coach.care.profile import read_profile
    from coach.care.reading import sign_rules

    rules = sign_rules()
    path = find_home().profile
    profile = read_profile(path, rules)
    changed = _changed(profile, rules, wanted)
    if changed.private_voice and not profile.private_voice and wanted["emergency_aloud"] is None:
        changed = replace(changed, emergency_aloud=_is_spoken_in_an_emergency())
    if changed != profile:
        save(changed, rules)
    if as_json:
        click.echo(json.dumps(_to_dict(changed), indent=2))
    else:
        click.echo("\n".join(_lines(changed, rules)))


def save(profile: Profile, rules: SignRules) -> None:
    """Write the profile. Raises `FileError`."""
    from coach.care.profile import profile_text

    path = find_home().profile
    with writing(path):
        write_private_file(path, profile_text(profile, rules), durable=True)


def _is_spoken_in_an_emergency() -> bool:
    """Ask that on a terminal; elsewhere say it, and how to change it."""
    if sys.stdin is not None and sys.stdin.isatty():
        return click.confirm(ALOUD, default=True, err=True)
    click.echo(f"{ALOUD} If not: coach profile --no-emergency-aloud", err=True)
    return True


def _changed(profile: Profile, rules: SignRules, wanted: dict[str, Any]) -> Profile:
    from coach.care.medicines import find
    from coach.care.profile import YES_OR_NO, parse_digit_wait, parse_left_out, parse_number

    values: dict[str, Any] = _entered(profile, wanted)
    own = {each for kind in OWN for each in getattr(profile, kind)}
    forgotten = {each for name in wanted["removed"] if (each := find(tuple(own), name)) is not None}
    for kind in OWN:
        values[kind] = tuple(each for each in values[kind] if each not in forgotten)
    removed = {_entry(each, rules) for each in wanted["removed"] if find(tuple(own), each) is None}
    added = {_entry(each, rules) for each in wanted["added"]}
    values["entries"] = (profile.entries | added) - removed
    values |= {name: wanted[name] for name in YES_OR_NO if wanted[name] is not None}
    with as_usage_errors():
        if wanted["number"] is not None:
            values["emergency_number"] = parse_number(wanted["number"]) if wanted["number"] else ""
        if wanted["digit_wait"] is not None:
            values["digit_wait"] = parse_digit_wait(wanted["digit_wait"])
        left_out = [parse_left_out(rules, each) for each in wanted["left_out"]]
        allowed = {parse_left_out(rules, each).area for each in wanted["allowed"]}
    parts: dict[str, LeftOutPart] = {part.area: part for part in (*profile.left_out, *left_out)}
    values["left_out"] = tuple(part for area, part in parts.items() if area not in allowed)
    return replace(profile, **values)


def _entered(profile: Profile, wanted: dict[str, Any]) -> dict[str, Any]:
    """The medicines and conditions under their own names, as they are to be."""
    from coach.care.medicines import end, enter, find

    today = SystemClock().now().astimezone(options.zone_of_days()).date()
    name, dose, since = wanted["ended"], wanted["dose"], wanted["since"]
    if (dose is not None and wanted["medicine"] is None) or (wanted["until"] is not None and name is None):
        raise click.UsageError("--dose is for --medicine NAME, and --until for --ended NAME.")
    values = {kind: getattr(profile, kind) for kind in OWN}
    if name is not None and not any(find(known, name) for known in values.values()):
        raise click.UsageError(f"{quoted(name)} was not entered; `coach profile` shows what was.")
    with as_usage_errors():
        for kind, option in OWN.items():
            if name is not None:
                values[kind] = end(values[kind], name, wanted["until"] or today)
            if wanted[option] is not None:
                of_medicine = (dose or "") if option == "medicine" else ""
                values[kind] = enter(values[kind], wanted[option], dose=of_medicine, since=since, today=today)
    return values


def _entry(text: str, rules: SignRules) -> str:
    from coach.care.profile import entry_names

    names = entry_names(rules)
    name = "_".join(text.lower().replace("-", " ").split())
    if name in names:
        return name
    meant = nearest(name, names)
    hint = f"did you mean '{meant}'?" if meant else f"choose from {', '.join(names)}."
    raise click.UsageError(f"'{text}' is not a condition or medicine on the list; {hint}")


def _to_dict(profile: Profile) -> dict[str, Any]:
    """The profile as documented for `--json`."""
    from coach.care.medicines import to_dict

    return {
        "emergency_number": profile.emergency_number or None,
        "entries": sorted(profile.entries),
        **{kind: [to_dict(each) for each in getattr(profile, kind)] for kind in OWN},
        "leave_out": [
            {"part": part.area, "until": None if part.until is None else part.until.isoformat()}
            for part in profile.left_out
        ],
        "drink_prompts": profile.is_called_to_drink,
        "breath_holds": profile.breath_holds,
        "private_voice": profile.private_voice,
        "emergency_aloud": profile.emergency_aloud,
        "shown_as_text": profile.shown_as_text,
        "plain_lines": profile.plain_lines,
        "digit_wait": profile.digit_wait,
    }


def _lines(profile: Profile, rules: SignRules) -> list[str]:
    from coach.care.medicines import own_text
    from coach.care.model import FLUID_LIMIT
    from coach.care.profile import entry_names
    from coach.care.rules import HAS_FLUID_LIMIT

    labels = {entry.id: entry.label for entry in rules.profile}
    names = entry_names(rules)
    width = max(map(len, names))
    has_limit = FLUID_LIMIT in profile.entries
    parts = ", ".join(map(str, profile.left_out)) or "nothing (coach profile --leave-out 'calf until DATE')"
    voice = "private" if profile.private_voice else "not private (coach profile --private-voice)"
    if profile.private_voice:
        voice += "; an emergency text is " + ("spoken" if profile.emergency_aloud else "only shown")
    shown = ["What is spoken is shown as text until you have read it"] * profile.shown_as_text
    shown += ["Plain lines, for a screen reader"] * profile.plain_lines
    waits = "" if profile.digit_wait is None else f"A 1 waits for: {format_duration(profile.digit_wait)}"
    drinks = "on (coach profile --no-drink-prompts)" if profile.is_called_to_drink else "off"
    return [
        f"Emergency number: {profile.emergency_number or 'not entered (coach profile --number 112)'}",
        f"Breath holds: {'yes (coach profile --no-holds)' if profile.breath_holds else 'no'}",
        f"Left out: {parts}",
        f"Voice: {voice}",
        *shown,
        *([waits] if waits else []),
        *([f"Reminders to drink: {drinks}"] if has_limit else []),
        *([] if profile.is_called_to_drink else [rules.rule(HAS_FLUID_LIMIT).caution]),
        "",
        *(
            f"{kind.capitalize()}: {printable(own_text(each))}"
            for kind in OWN
            for each in getattr(profile, kind)
        ),
        "Entered (coach profile --add NAME, --remove NAME):",
        *(f"  {'x' if name in profile.entries else '-'} {name:<{width}}  {labels[name]}" for name in names),
    ]
