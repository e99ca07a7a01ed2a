"""`coach press`: notes what a key or the local API asks for on stdin, as one JSON line, and answers with one.

Not listed: a sign comes this way, as other users can read the arguments of a process.
"""

from __future__ import annotations

import sys

import click

from coach.care.model import HELPED, Fact
from coach.commands.helped import NO_EPISODE, note_what_helped
from coach.commands.note_recording import recorder
from coach.json_lines import json_line, read_json_line
from coach.units import ParseError

CRAMP = "cramp"
NOTED_ALREADY = "Noted already."


@click.command(name="press")
def command() -> None:
    """Read {"kind": "cramp"}, or {"sign": NAME, "amount": NUMBER}; print {"ok", "sentence"}.

    NAME: of a sign of the list, or of what helped with the latest cramp or twitch.
    """
    from coach.care.words import read_words

    asked = read_json_line(sys.stdin.buffer.readline()) or {}
    sign = asked.get("sign")
    to = recorder(may_speak=sign is not None)
    if sign is None:
        if to.pressed_already(CRAMP):
            _answer(NOTED_ALREADY)
            return
        to.note([Fact(CRAMP)], began=to.now, as_json=False, show=_answer)
        return
    try:
        names = read_words(to.rules, [str(sign)]).names
    except ParseError:
        names = []
    if names and all(name.startswith(HELPED) for name in names):
        to.speech.leave()
        if not note_what_helped(to, [str(sign)], show=_answer):
            _answer(NO_EPISODE, ok=False)
        return
    if not set(names) & {option.id for option in to.rules.signs}:
        to.speech.leave()
        _answer("That is not a sign on the list; `coach sign` shows it.", ok=False)
        return
    amount = asked.get("amount")
    facts = [Fact(name, float(amount) if isinstance(amount, int) else None) for name in names]
    to.note(facts, began=to.now, as_json=False, show=_answer)


def _answer(sentence: str, *, ok: bool = True) -> None:
    sys.stdout.buffer.write(json_line({"ok": ok, "sentence": sentence}))
    sys.stdout.buffer.flush()
