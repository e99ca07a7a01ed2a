"""`coach press`: notes what a key or the local API asks for on stdin, as one JSON line, and answers with one.

Not listed: a sign comes this way, as other users can read the arguments of a process.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from coach.care.model import HELPED, Fact
from coach.commands import options
from coach.commands.note import NO_EPISODE, note_what_helped
from coach.commands.note_recording import recorder
from coach.json_lines import json_line, read_json_line
from coach.units import ParseError

if TYPE_CHECKING:
    from coach.care.model import Note
    from coach.commands.note_recording import Recorder

CRAMP = "cramp"
NOTED_ALREADY = "Noted already."


@click.command(name="press")
def command() -> None:
    """Read {"kind": "cramp"}, {"sign": NAME, "amount": NUMBER} or {"read": NOTE}; print {"ok", "sentence"}.

    NAME: of a sign of the list, or of what helped with the latest cramp or twitch.
    """
    from coach.care.words import read_words

    asked = read_json_line(sys.stdin.buffer.readline()) or {}
    if asked.get("read") is not None:
        recorder(may_speak=False).acknowledge(str(asked["read"]))
        _answer("Acknowledged.")
        return
    sign = asked.get("sign")
    to = recorder(may_speak=sign is not None)
    if sign is None:
        if to.pressed_already(CRAMP):
            _answer(NOTED_ALREADY)
            return
        _print_whether_heard(to, to.note([Fact(CRAMP)], began=to.now, as_json=False, show=_answer))
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
    _print_whether_heard(to, to.note(facts, began=to.now, as_json=False, show=_answer))


def _answer(sentence: str, *, ok: bool = True) -> None:
    sys.stdout.buffer.write(json_line({"ok": ok, "sentence": sentence}))
    sys.stdout.buffer.flush()


def _print_whether_heard(to: Recorder, note: Note) -> None:
    """Print whether the words that answer the note were heard, and which; null: there were none."""
    heard, (said, language) = to.speech.heard, to.speech.said
    if heard and options.profile_of(to.home).shown_as_text:
        heard = False
    sys.stdout.buffer.write(json_line({"heard": heard, "note": note.id, "said": said, "language": language}))
