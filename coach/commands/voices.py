"""`coach voices`: the voices there are, by language, and which one the coach would take."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from coach.commands import options
from coach.problems import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.voice.choose import EngineVoice
    from coach.voice.process import EngineFacts

_HEADINGS = ("language", "id", "name", "gender")


@click.command(name="voices", short_help="List the voices there are, by language.")
@click.option("--language", metavar="LANG", help="Only voices for that language: en, pt-br, …")
@options.as_json
@click.pass_context
def command(context: click.Context, *, language: str | None, as_json: bool) -> None:
    """List the voices there are, by language; a star marks the one the coach takes for a language.

    Any of them can be given to --voice by its id or name. The exit code is 1 when --language has no
    voice, with the nearest language that has one; 4 when there is no speech engine at all.
    """
    from coach.voice.choose import NoSuchVoice, choose

    facts, voices = _ask()
    shown = voices if language is None else _of_language(voices, language)
    chosen = _chosen(shown, language, facts.default)
    click.echo(_json(facts, shown, chosen) if as_json else "\n".join(_table(facts, shown, chosen)))
    if language is not None and not shown:
        try:
            choose(voices, language)
        except NoSuchVoice as fault:
            click.echo(printable(fault.message), err=True)
        context.exit(1)


def _ask() -> tuple[EngineFacts, tuple[EngineVoice, ...]]:
    """The engine and its voices as they are now, in the order of their languages."""
    from coach.home import find_home
    from coach.voice.open import LOG_NAME
    from coach.voice.process import VoiceProcess
    from coach.voice.remembered import VoiceMemory

    home = find_home()
    # Whoever looks at the voices may have installed one: the next session chooses anew.
    VoiceMemory(home.clips).forget()
    process = VoiceProcess(home.logs / LOG_NAME)
    try:
        facts, voices = process.facts(), process.voices()
    finally:
        process.close()
    return facts, tuple(sorted(voices, key=lambda voice: (voice.language, voice.name)))


def _of_language(voices: Sequence[EngineVoice], language: str) -> tuple[EngineVoice, ...]:
    from coach.voice.choose import primary

    return tuple(voice for voice in voices if primary(voice.language) == primary(language))


def _chosen(voices: Sequence[EngineVoice], language: str | None, default: str) -> frozenset[str]:
    """Ids of the voices that the coach takes: for the language asked for, else for each there is."""
    from coach.voice.choose import choose, primary

    if language is None:
        languages = {primary(voice.language) for voice in voices if voice.language}
    else:
        languages = {language} if voices else set()
    return frozenset(choose(voices, wanted, default=default).id for wanted in languages)


def _json(facts: EngineFacts, voices: Sequence[EngineVoice], chosen: frozenset[str]) -> str:
    listed = [_as_data(voice, chosen=voice.id in chosen) for voice in voices]
    return json.dumps({"engine": facts.engine, "version": facts.version, "voices": listed}, indent=2)


def _as_data(voice: EngineVoice, *, chosen: bool) -> dict[str, Any]:
    """One voice; a gender that the engine does not tell is left out."""
    gender = {"gender": voice.gender} if voice.gender else {}
    return {
        "id": voice.id,
        "name": voice.name,
        "language": voice.language,
        **gender,
        "chosen": chosen,
    }


def _table(facts: EngineFacts, voices: Sequence[EngineVoice], chosen: frozenset[str]) -> list[str]:
    engine = printable(f"{facts.engine} {facts.version}")
    if not voices:
        return [f"{engine}: no voice"]
    rows = [(" ", *_HEADINGS), *(_row(voice, chosen=voice.id in chosen) for voice in voices)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    count = f"{len(voices)} voice" if len(voices) == 1 else f"{len(voices)} voices"
    return [f"{engine}: {count}, * taken for its language", *(line.rstrip() for line in lines)]


def _row(voice: EngineVoice, *, chosen: bool) -> tuple[str, ...]:
    cells = (voice.language, voice.id, voice.name, voice.gender)
    return ("*" if chosen else " ", *map(printable, cells))
