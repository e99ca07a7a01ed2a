"""The list of signs by single keys: nine lines, danger first, and the signs behind each."""

from __future__ import annotations

import subprocess
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from coach.care.model import Fact
from coach.child_process import child_environment, coach_command
from coach.commands.flag_display import ESCAPE
from coach.commands.safety_list import read_key
from coach.json_lines import json_line
from coach.units import ParseError

if TYPE_CHECKING:
    from coach.care.model import Option, SignRules
    from coach.commands.note_recording import Recorder

KEYS = "123456789abcdefghijklmnopqrstvwxyz"
"""Of the signs of a line; u means "by mistake"."""
BACK = frozenset({"0", "\r", "\n", ESCAPE, " ", "q"})
NOT_A_SIGN = "0 or Enter: none of these."
MISTAKE = "U: pressed by mistake. Any other key: go back."


def open_in_session() -> None:
    """Let the person choose a sign, in a process of its own that has this terminal until it ends.

    It opens the journal beside the session, as any other process does.
    """
    subprocess.run(coach_command("sign"), env=child_environment(), check=False)


def note_cramp_now() -> None:
    """Note a cramp without waiting for it: the time first, details later by `coach episode`."""
    process = subprocess.Popen(
        coach_command("press"),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=child_environment(),
    )
    if process.stdin is not None:
        with suppress(OSError), process.stdin:
            process.stdin.write(json_line({"kind": "cramp"}))
    threading.Thread(target=process.wait, daemon=True).start()


def lead_help_now(*options: str) -> None:
    """Note a cramp and lead the help for it, in a process of its own that has this terminal until it ends.

    Where none can be started, the cramp is noted at least. `options`: further ones of `coach episode --now`.
    """
    try:
        subprocess.run(coach_command("episode", "--now", *options), env=child_environment(), check=False)
    except OSError:
        note_cramp_now()


def note_chosen_sign(to: Recorder) -> None:
    """Have a sign chosen by keys, and answer it as `coach sign` does; none is noted without a choice."""
    chosen = _choose(to.rules)
    if chosen is None:
        to.speech.leave()
        return
    note = to.note([Fact(chosen.id, _amount(chosen))], began=to.now, as_json=False)
    if not to.has_fired_emergency(note) and _key(MISTAKE) == "u":
        to.withdraw(note)
        click.echo("Taken back.")


def _choose(rules: SignRules) -> Option | None:
    while True:
        click.echo("\nAny of these?")
        for number, line in enumerate(rules.lines, 1):
            click.echo(f"  {number}  {line.title}")
        key = _key(NOT_A_SIGN)
        if key in BACK:
            return None
        if key.isdigit() and int(key) <= len(rules.lines):
            chosen = _choose_of(rules.lines[int(key) - 1].signs)
            if chosen is not None:
                return chosen


def _choose_of(signs: tuple[Option, ...]) -> Option | None:
    """The sign behind the next key; None: back to the lines."""
    by_key = dict(zip(KEYS, signs, strict=False))
    click.echo()
    for key, sign in by_key.items():
        click.echo(f"  {key}  {sign.label}")
    while True:
        key = _key(NOT_A_SIGN)
        if key in BACK or key in by_key:
            return by_key.get(key)


def _amount(sign: Option) -> float | None:
    """How long or how strong, where the list asks for it; None: no answer."""
    if sign.measured not in ("minutes", "strength"):
        return None
    from coach.commands.intake import minutes, strength

    is_long = sign.measured == "minutes"
    question = "For how many minutes?" if is_long else "How strong, from 0 to 10?"
    while True:
        text = str(click.prompt(f"{question} Enter: no answer", default="", show_default=False)).strip()
        if not text:
            return None
        try:
            return minutes(text) if is_long else strength(text)
        except ParseError as error:
            click.echo(f"{error}.")


def _key(prompt: str) -> str:
    """The first key that is pressed; an arrow or a function key, and the end of the input, count as back."""
    try:
        typed = read_key(prompt).lower()
    except EOFError:
        return ESCAPE
    return ESCAPE if typed.startswith(ESCAPE) else typed[:1]
