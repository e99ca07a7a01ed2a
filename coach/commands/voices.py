"""`coach voices`: the installed voices by language, and which one the coach uses."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from coach.commands import options
from coach.commands.printing import aligned, warn
from coach.problems import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.voice.choose import EngineVoice
    from coach.voice.process import EngineFacts

_HEADINGS = ("language", "id", "name", "gender")


@click.command(name="voices")
@click.option("--language", metavar="LANG", help="Only voices for that language: en, pt-br, …")
@options.as_json
@click.pass_context
def command(context: click.Context, *, language: str | None, as_json: bool) -> None:
    """List the installed voices by language; a star marks the one the coach uses for a language.

    Use its id or name with --voice. The exit code is 1 when there is no voice for
    --language, and 4 when there is no speech engine.
    """
    from coach.voice.choose import NoSuchVoice, choose_voice

    facts, voices = _installed()
    shown = voices if language is None else _of_language(voices, language)
    chosen = _chosen(shown, language, facts.default)
    click.echo(_json(facts, shown, chosen) if as_json else "\n".join(_table(facts, shown, chosen)))
    if language is not None and not shown:
        try:
            choose_voice(voices, language)
        except NoSuchVoice as fault:
            warn(fault.message)
        context.exit(1)


def _installed() -> tuple[EngineFacts, tuple[EngineVoice, ...]]:
    """The speech engine and its voices, sorted by language."""
    from coach.home import find_home
    from coach.voice.open import LOG_NAME
    from coach.voice.process import VoiceProcess
    from coach.voice.saved_choices import SavedChoices

    home = find_home()
    # A person who lists the voices may have just installed one: the next session chooses again.
    SavedChoices(home.clips).clear()
    process = VoiceProcess(home.logs / LOG_NAME)
    try:
        facts, voices = process.facts(), process.voices()
    finally:
        process.close()
    return facts, tuple(sorted(voices, key=lambda voice: (voice.language, voice.name)))


def _of_language(voices: Sequence[EngineVoice], language: str) -> tuple[EngineVoice, ...]:
    from coach.voice.choose import primary_language

    return tuple(voice for voice in voices if primary_language(voice.language) == primary_language(language))


def _chosen(voices: Sequence[EngineVoice], language: str | None, default: str) -> frozenset[str]:
    """Ids of the voices that the coach uses, for that language or else for each installed one."""
    from coach.voice.choose import choose_voice, primary_language

    if language is None:
        languages = {primary_language(voice.language) for voice in voices if voice.language}
    else:
        languages = {language} if voices else set()
    return frozenset(choose_voice(voices, wanted, default=default).id for wanted in languages)


def _json(facts: EngineFacts, voices: Sequence[EngineVoice], chosen: frozenset[str]) -> str:
    listed = [_to_dict(voice, chosen=voice.id in chosen) for voice in voices]
    return json.dumps({"engine": facts.engine, "version": facts.version, "voices": listed}, indent=2)


def _to_dict(voice: EngineVoice, *, chosen: bool) -> dict[str, Any]:
    """A voice as plain values; an unknown gender is left out."""
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
        return [f"{engine}: no voices"]
    rows = [(" ", *_HEADINGS), *(_row(voice, chosen=voice.id in chosen) for voice in voices)]
    count = f"{len(voices)} voice" if len(voices) == 1 else f"{len(voices)} voices"
    return [f"{engine}: {count}; * is used for its language", *aligned(rows)]


def _row(voice: EngineVoice, *, chosen: bool) -> tuple[str, ...]:
    cells = (voice.language, voice.id, voice.name, voice.gender)
    return ("*" if chosen else " ", *map(printable, cells))
