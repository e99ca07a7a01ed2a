"""`coach learn`: short texts about spasms, cramps and twitches, to be read or heard, with their sources."""

from __future__ import annotations

import json
import subprocess
import textwrap
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from coach.commands import options
from coach.commands.printing import aligned, hanging, terminal_size
from coach.errors import SpeechError, UnknownName
from coach.json_lines import json_line
from coach.problems import quoted
from coach.spelling import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coach.care.learning import LearnText

WIDEST = 76
"""Characters of a line: longer ones are hard to read."""
_BULLET = "  - "


@click.command(name="learn")
@click.argument("topic", required=False)
@click.option("--aloud", is_flag=True, help="Speak the text, in the plan's voice; Ctrl-C stops it.")
@options.as_json
def command(*, topic: str | None, aloud: bool, as_json: bool) -> None:
    """List short texts about spasms, cramps and twitches, or show the text on TOPIC with its sources.

    They say what is known and in whom it was found, and end with whom to ask. No clinician has reviewed
    them yet.
    """
    texts = _texts()
    if topic is None:
        if aloud:
            raise click.UsageError("Say which text: `coach learn` lists them.")
        _list(texts, as_json=as_json)
        return
    text = _found(texts, topic)
    if as_json:
        click.echo(json.dumps(_document(text), indent=2))
    elif not aloud:
        click.echo("\n".join(_lines(text)))
    if aloud:
        _speak(text.spoken)


def _texts() -> tuple[LearnText, ...]:
    from coach.care.learning import learn_texts, printed_list
    from coach.care.reading import sign_rules

    return (*learn_texts(), printed_list(sign_rules()))


def _found(texts: Sequence[LearnText], topic: str) -> LearnText:
    name = "-".join(topic.lower().replace("_", " ").split())
    names = [text.id for text in texts]
    if name in names:
        return texts[names.index(name)]
    meant = nearest(name, names)
    hint = f"Did you mean '{meant}'?" if meant else "`coach learn` lists them."
    raise UnknownName(f"There is no text about {quoted(topic)}.", hint=hint)


def _list(texts: Sequence[LearnText], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"texts": [_document(text) for text in texts]}, indent=2))
        return
    for line in aligned([(text.id, text.title) for text in texts]):
        click.echo(line)
    click.echo("\n`coach learn TOPIC` shows one, with --aloud it is spoken.")


def _document(text: LearnText) -> dict[str, Any]:
    """A text as documented for `--json`."""
    return {**asdict(text), "reviewed": text.reviewed or None, "seconds": text.seconds}


def _lines(text: LearnText) -> Iterator[str]:
    width = min(terminal_size()[0], WIDEST)
    yield text.title
    for paragraph in text.paragraphs:
        yield ""
        yield from textwrap.wrap(paragraph, width)
    if text.differences:
        yield ""
        yield from aligned(
            [
                ("", "spasm or cramp", "twitch"),
                *((row.what, row.spasm, row.twitch) for row in text.differences),
            ]
        )
    for paragraph in text.closing:
        yield ""
        yield from textwrap.wrap(paragraph, width)
    yield ""
    yield "Sources"
    for source in text.sources:
        yield from hanging(_BULLET, source)
    reviewed = f"Reviewed by {text.reviewed}." if text.reviewed else "No clinician has reviewed this text."
    yield f"{reviewed} Version {text.version}."


def _speak(paragraphs: Sequence[str]) -> None:
    """Speak them one after another, each by a process of its own. Raises `SpeechError`."""
    from coach.child_process import child_environment, coach_command

    for paragraph in paragraphs:
        done = subprocess.run(
            coach_command("announce"),
            input=json_line({"text": paragraph, "language": "en"}),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=child_environment(),
            check=False,
        )
        if done.returncode:
            raise SpeechError("The text could not be spoken.", hint="`coach doctor` says why.")
