"""One-line notes: `coach cramp`, `spasm`, `twitch` and `sign`, and `undo`, which takes the last one back."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import click

from coach.care.model import HELPED
from coach.clock import SystemClock
from coach.commands import options
from coach.commands.note_recording import HELPED_CHOICES, HISTORY, note_to_dict, recorder, said
from coach.commands.printing import has_terminal
from coach.commands.sign_menu import note_chosen_sign
from coach.commands.usage import as_usage_errors
from coach.errors import CoachError
from coach.units import ParseError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from coach.care.model import Fact, SignRules
    from coach.care.words import Said
    from coach.commands.note_recording import Recorder

_AT: Final = click.option(
    "--at", "at", metavar="TIME", help="When it began, such as 'last night at 3' or '20 minutes ago'."
)
_SIGN: Final = click.option(
    "--sign",
    "--with",
    "signs",
    multiple=True,
    metavar="SIGN",
    help="A sign on the list, also with its length, as in 'dizzy 10min'; can be repeated.",
)
_HELPED: Final = click.option("--helped", metavar="WORDS", help=f"What helped: {HELPED_CHOICES}.")
_PRESS: Final = click.option(
    "--press", "is_press", is_flag=True, hidden=True, help="By a key: once more within a minute is the same."
)
_TEXTS: Final = {
    "cramp": "Note a cramp in one line: coach cramp calf left 7 2min.",
    "spasm": "Note a spasm in one line: coach spasm lower back 5.",
    "twitch": "Note a twitch in one line: coach twitch eyelid.",
}
_WORDS: Final = """

    The words come in any order, and all can be left out: where and on which side, how strong from 0 to 10,
    how long, what you noticed (tight, weak, visible movement, still going 12min), when (at night, at rest, in
    exercise), what went before (overuse, heat, stress, little water, ...), what it cost (sleep lost, task not
    done) and what helped (helped stretching, heat; helped other: a warm bath). For a sign of the list choose
    it with --sign; the coach looks for signs nowhere else, and nobody reads what follows "other:".
"""


def _noting(kind: str) -> click.Command:
    def command(
        *,
        words: tuple[str, ...],
        signs: tuple[str, ...],
        helped: str | None,
        at: str | None,
        is_press: bool,
        as_json: bool,
    ) -> None:
        to = recorder(may_speak=bool(signs))
        if is_press and (noted := to.pressed_already(kind)):
            click.echo(f"Noted already, {noted.began:%H:%M}.")
            return
        spoken = _read(to.rules, words if helped is None else [*words, "helped", helped])
        facts = [*_facts(to.rules, spoken, kind), *_signs(to.rules, signs)]
        to.note(facts, spoken.places, began=to.began(at), own_words=spoken.own_words, as_json=as_json)

    decorated = click.argument("words", nargs=-1, metavar="[WORDS]...")(command)
    for option in (_SIGN, _HELPED, _AT, _PRESS, options.as_json):
        decorated = option(decorated)
    return click.command(name=kind, help=_TEXTS[kind] + _WORDS)(decorated)


@click.command(name="sign")
@click.argument("words", nargs=-1, metavar="[SIGN]")
@_AT
@options.as_json
def sign(*, words: tuple[str, ...], at: str | None, as_json: bool) -> None:
    """Choose a sign on the list, and see what it says; without SIGN, choose by keys.

    The list is the same for everybody: nothing is weighed up, and where it shows nothing, all may still not
    be well. No clinician has reviewed it yet. A sign can be followed by how long it has lasted, or how strong
    it is: dizzy 10min.
    """
    to = recorder(may_speak=bool(words) or has_terminal())
    if not words and not as_json and at is None and has_terminal():
        note_chosen_sign(to)
        return
    if not words:
        click.echo("\n".join(list_lines(to.rules)))
        return
    spoken = _read(to.rules, words)
    facts = _facts(to.rules, spoken)
    chosen = {option.id for option in to.rules.signs}
    if not chosen & {fact.name for fact in facts}:
        raise click.UsageError("That is not a sign on the list; `coach sign` shows it.")
    to.note(facts, spoken.places, began=to.began(at), as_json=as_json)


@click.command(name="undo")
@options.as_json
def undo(*, as_json: bool) -> None:
    """Take back the last thing you noted down, and what the list of signs answered to it.

    That is a note, or what you said that you did (`coach did`, `coach done`, a button). The journal keeps it,
    and that it was taken back. The exit code is 1 when there is nothing to undo.
    """
    from coach.commands.upcoming import titles_of
    from coach.journal.notes import read_notes, row_of, withdraw_note
    from coach.journal.said_done import last_said_done
    from coach.journal.store import open_journal

    to = recorder()
    clock = SystemClock()
    with open_journal(to.home, clock) as journal:
        notes = read_notes(journal, to.zone, to.now - HISTORY).notes
        last = notes[-1] if notes else None
        said_done = last_said_done(journal, clock)
        if said_done is not None and (last is None or said_done.seq > row_of(journal, last)):
            for correction in said_done.corrections:
                journal.append(correction)
            done = said_done.done.astimezone(to.zone)
            title = titles_of([said_done.routine], to.home)[said_done.routine]
            withdrawn = {
                "routine": said_done.routine,
                "title": title,
                "done": done.isoformat(),
                "part": said_done.part,
            }
            part = f"{said_done.part} of " if said_done.part else ""
            text = f"you did {part}{title}, {done:%Y-%m-%d %H:%M}"
        elif last is not None:
            withdraw_note(journal, last.id, clock)
            withdrawn, text = note_to_dict(last), f"{said(to.rules, last)}, {last.began:%Y-%m-%d %H:%M}"
        else:
            raise CoachError("There is nothing to undo.")
    click.echo(json.dumps({"withdrawn": withdrawn}, indent=2) if as_json else f"Taken back: {text}.")


def _read(rules: SignRules, words: Sequence[str]) -> Said:
    from coach.care.words import read_words

    with as_usage_errors():
        return read_words(rules, words)


def _facts(rules: SignRules, spoken: Said, kind: str = "") -> tuple[Fact, ...]:
    with as_usage_errors():
        return spoken.facts(rules, kind)


def _signs(rules: SignRules, chosen: Sequence[str]) -> list[Fact]:
    return [fact for text in chosen for fact in _facts(rules, _read(rules, [text]))]


def list_lines(rules: SignRules) -> list[str]:
    """The nine lines with their signs, and how one is chosen."""
    lines = ["Any of these? Choose one by its name: coach sign NAME", ""]
    for number in range(1, len(rules.lines) + 1):
        lines += signs_of_line(rules, number)
    return lines


def signs_of_line(rules: SignRules, number: int) -> list[str]:
    """A line, counted from 1, with the signs behind it; nothing for another number."""
    if not 1 <= number <= len(rules.lines):
        return []
    width = max(len(option.id) for option in rules.signs)
    line = rules.lines[number - 1]
    return [f"{number}. {line.title}", *(f"   {each.id:<{width}}  {each.label}" for each in line.signs)]


NO_EPISODE: Final = "No cramp or twitch of the last 24 hours is noted."
_RECENT: Final = timedelta(hours=24)


@click.command(name="helped")
@click.argument("words", nargs=-1, required=True, metavar="WORDS...")
@options.as_json
def helped_command(*, words: tuple[str, ...], as_json: bool) -> None:
    """Note what you think helped with your latest cramp or twitch: coach helped stretching, heat.

    Choose from stretching, heat, cold, walking, massage, drinking, rest, nothing, or write "other: a bath".
    Nobody reads what follows "other:"; to report a sign, use `coach sign`.
    """
    to = recorder()
    with as_usage_errors():
        is_noted = note_what_helped(to, words, as_json=as_json)
    if not is_noted:
        raise CoachError(
            NO_EPISODE, hint="`coach cramp calf --at '3 days ago' --helped heat` notes an older one."
        )


def note_what_helped(
    to: Recorder, words: Iterable[str], *, as_json: bool = False, show: Callable[[str], None] | None = None
) -> bool:
    """Note it with the latest episode; False: there is none. Raises `ParseError` for what is no choice."""
    from coach.care.words import read_words

    said = read_words(to.rules, ["helped", *words])
    facts = said.facts(to.rules)
    if said.places or not facts or not all(fact.name.startswith(HELPED) for fact in facts):
        raise ParseError("that is not one of the choices", f"choose from {HELPED_CHOICES}")
    episode = to.latest_episode(_RECENT)
    if episode is None:
        return False
    to.note(
        facts,
        began=episode.began,
        episode=episode.in_episode,
        own_words=said.own_words,
        as_json=as_json,
        show=show,
    )
    return True


COMMANDS: Final = {
    **{kind: _noting(kind) for kind in _TEXTS},
    "sign": sign,
    "undo": undo,
    "helped": helped_command,
}
"""The commands of this module by name."""
