"""`coach voices`: the installed voices and which one the coach uses; tries, adds and removes them."""

from __future__ import annotations

import json
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import click

from coach.commands import options
from coach.commands.printing import aligned, progress, warn
from coach.errors import SpeechError
from coach.home import find_home
from coach.problems import count_of, printable, quoted
from coach.spelling import nearest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from coach.home import Home
    from coach.voice.choose import EngineVoice
    from coach.voice.fallback import FallbackVoice
    from coach.voice.natural import NaturalVoice
    from coach.voice.process import EngineFacts

_HEADINGS: Final = ("language", "id", "name", "engine", "quality", "size", "licence")
_LICENCE: Final = (
    "A licence is that of the recordings; what the voice was made from: `coach voices card NAME`."
)
_MEGABYTE: Final = 1_000_000
_LINES: Final = {
    "de": "So klingt diese Stimme.", "en": "This is how this voice sounds.", "es": "Así suena esta voz.",
    "fr": "Voici comment sonne cette voix.", "it": "Ecco come suona questa voce.",
    "nl": "Zo klinkt deze stem.", "pt": "É assim que soa esta voz.",
}  # fmt: skip
_ANY_LANGUAGE: Final = "1, 2, 3."
"""What is said in any other language: numbers are read in every one."""


@dataclass(frozen=True, slots=True)
class _Listed:
    """A voice of the table: of the system's engine, or a natural one."""

    voice: EngineVoice
    engine: str
    natural: NaturalVoice | None = None


@click.group(name="voices", invoke_without_command=True)
@click.option("--language", metavar="LANG", help="Only voices for that language: en, pt-br, …")
@options.as_json
@click.pass_context
def command(context: click.Context, *, language: str | None, as_json: bool) -> None:
    """List the installed voices by language; a star marks the one the coach uses for a language.

    Use its id or name with --voice, or as `voice: {name: …}` in your plan. The exit code is 1
    when there is no voice for --language, and 4 when there is no voice at all.
    """
    if context.invoked_subcommand is not None:
        return
    from coach.voice.choose import NoSuchVoice, choose_voice, primary_language

    home = find_home()
    listed, facts = _installed(home)
    shown = [
        one
        for one in listed
        if language is None or primary_language(one.voice.language) == primary_language(language)
    ]
    used = _used(home, shown, language, facts)
    click.echo(_json(facts, shown, used) if as_json else "\n".join(_table(facts, shown, used)))
    _warn_of_problems(home)
    if language is not None and not shown:
        try:
            choose_voice([one.voice for one in listed], language)
        except NoSuchVoice as fault:
            warn(fault.message)
        context.exit(1)


def _installed(home: Home) -> tuple[list[_Listed], EngineFacts | None]:
    """All voices by language, natural ones first, and the system's engine if it works."""
    from coach.voice.choose import EngineVoice
    from coach.voice.natural import natural_voices
    from coach.voice.open import LOG_NAME
    from coach.voice.process import VoiceProcess
    from coach.voice.saved_choices import SavedChoices
    from coach.voice.voice import VoiceFault

    # A person who lists the voices may have just installed one: the next session chooses again.
    SavedChoices(home.clips).clear()
    listed = [
        _Listed(EngineVoice(one.name, one.name, one.language), "piper", one) for one in natural_voices(home)
    ]
    facts: EngineFacts | None = None
    with closing(VoiceProcess(home.logs / LOG_NAME)) as process:
        try:
            facts = process.facts()
            listed += [_Listed(voice, facts.engine) for voice in process.voices()]
        except VoiceFault as fault:
            if not listed:
                raise
            warn(fault)
    listed.sort(key=lambda one: (one.voice.language, one.natural is None, one.voice.name))
    return listed, facts


def _used(
    home: Home, shown: Sequence[_Listed], language: str | None, facts: EngineFacts | None
) -> frozenset[str]:
    """Ids of the voices that the coach uses, for that language or else for each installed one."""
    from coach.voice.choose import NoSuchVoice, choose_voice, primary_language
    from coach.voice.natural import candidates

    if language is None:
        languages = {primary_language(one.voice.language) for one in shown if one.voice.language}
    else:
        languages = {language} if shown else set()
    system = [one.voice for one in shown if one.natural is None]
    used = set()
    plan = options.planned(home, "the voice that it names is not marked")
    if plan is not None and plan.voice.name is not None:
        with suppress(NoSuchVoice):
            named = choose_voice([one.voice for one in shown], "", plan.voice.name)
            used.add(named.id)
            languages = {
                wanted for wanted in languages if primary_language(wanted) != primary_language(named.language)
            }
    for wanted in languages:
        if natural := candidates(home, wanted):
            used.add(natural[0].name)
        elif any(primary_language(voice.language) == primary_language(wanted) for voice in system):
            used.add(choose_voice(system, wanted, default=facts.default if facts else "").id)
    return frozenset(used)


def _warn_of_problems(home: Home) -> None:
    from coach.voice.natural import EXTRA, natural_voices, piper_is_installed

    natural = natural_voices(home)
    for voice in natural:
        if voice.problem:
            warn(printable(f"{voice.name} cannot be used: {voice.problem}."))
    if natural and not piper_is_installed():
        warn(f"Natural voices need Piper: {EXTRA}")


def _json(facts: EngineFacts | None, shown: Sequence[_Listed], used: frozenset[str]) -> str:
    engine = {"engine": facts.engine, "version": facts.version} if facts else {}
    listed = [_to_dict(one, chosen=one.voice.id in used) for one in shown]
    return json.dumps({**engine, "voices": listed}, indent=2)


def _to_dict(one: _Listed, *, chosen: bool) -> dict[str, Any]:
    """A voice as plain values; what is not known is left out."""
    tree = {
        "id": one.voice.id,
        "name": one.voice.name,
        "language": one.voice.language,
        "engine": one.engine,
        "gender": one.voice.gender,
    }
    if one.natural is not None:
        tree |= {
            "quality": one.natural.quality,
            "licence": one.natural.licence,
            "problem": one.natural.problem,
        }
        return {**_known(tree), "bytes": one.natural.size, "chosen": chosen}
    return {**_known(tree), "chosen": chosen}


def _known(tree: dict[str, str]) -> dict[str, Any]:
    return {name: value for name, value in tree.items() if value or name in {"id", "name", "language"}}


def _table(facts: EngineFacts | None, shown: Sequence[_Listed], used: frozenset[str]) -> list[str]:
    natural = sum(one.natural is not None for one in shown)
    counts = [f"piper: {count_of(natural, 'voice')}"] if natural else []
    if facts is not None:
        others = len(shown) - natural
        counts.append(
            printable(
                f"{facts.engine} {facts.version}: {count_of(others, 'voice') if others else 'no voices'}"
            )
        )
    if not shown:
        return counts
    rows = [(" ", *_HEADINGS), *(_row(one, chosen=one.voice.id in used) for one in shown)]
    return [
        f"{', '.join(counts)}; * is used for its language",
        *aligned(rows),
        *([_LICENCE] if natural else []),
    ]


def _row(one: _Listed, *, chosen: bool) -> tuple[str, ...]:
    facts = ("", "", "")
    if one.natural is not None:
        facts = (one.natural.quality, f"{one.natural.size / _MEGABYTE:.0f} MB", one.natural.licence)
    cells = (one.voice.language, one.voice.id, one.voice.name, one.engine, *facts)
    return ("*" if chosen else " ", *map(printable, cells))


@command.command(name="try")
@click.argument("name", required=False)
@options.pace
def try_(name: str | None, *, pace: str | None) -> None:
    """Speak a line with the voice NAME; without it, with each natural voice and the system's best.

    The exit code is 4 when one cannot speak, or no device plays.
    """
    from coach.voice.natural import natural_voices
    from coach.voice.open import open_system_voice, open_voice
    from coach.voice.voice import VoiceFault

    home = find_home()
    settings = options.settings_for(home, {"pace": pace})
    language = settings.language or "en"
    names = [*(one.name for one in natural_voices(home)), None] if name is None else [name]
    failed = False
    for wanted in names:
        said: list[str] = []
        opening = open_system_voice if wanted is None else open_voice
        try:
            voice = opening(home, language, wanted, settings.rate, said.append)
        except VoiceFault as fault:
            said.append(str(fault))
        else:
            _speak_line(home, settings, voice)
        for sentence in said:  # what is wrong, and that another one has spoken in its place
            warn(sentence)
        failed = failed or bool(said)
    if failed:
        raise click.exceptions.Exit(SpeechError.exit_code)


def _speak_line(home: Home, settings: options.Settings, voice: FallbackVoice) -> None:
    """Say which voice it is and have it speak; raises `SpeechError`."""
    from coach.commands.playing import play
    from coach.voice.choose import primary_language

    with closing(voice):
        identity = voice.identify()
        line = _LINES.get(primary_language(identity.voice.language), _ANY_LANGUAGE)
        clip = voice.clip(line)
    click.echo(printable(f"{identity.voice.name} ({identity.engine}): {line}"))
    play(home, settings, clip)


@command.command(name="card")
@click.argument("name")
def card(name: str) -> None:
    """Print the model card of the natural voice NAME: where it comes from, and its licence."""
    voice = _natural(find_home(), name)
    click.echo(_printable_lines(voice.card) if voice.card else f"{printable(name)} has no model card.")


@command.command(name="add")
@click.argument("name", metavar="NAME|FILE.onnx")
@click.option("--yes", is_flag=True, help="Download without asking.")
def add(name: str, *, yes: bool) -> None:
    """Add a natural voice: NAME from Piper's public catalogue, or a file with its .onnx.json beside it.

    It asks before it downloads. Besides it, only `coach journal push` uses a network. Listen to the voices at
    https://rhasspy.github.io/piper-samples, which also lists their names.
    """
    from pathlib import Path

    from coach.voice import catalogue
    from coach.voice.natural import EXTRA, piper_is_installed, read_natural_voice
    from coach.voice.open import LOG_NAME
    from coach.voice.process import VoiceProcess
    from coach.voice.saved_choices import SavedChoices

    if not piper_is_installed():
        raise SpeechError("Natural voices need Piper, which is not installed.", hint=EXTRA)
    home = find_home()

    def check(model: Path) -> None:
        with closing(VoiceProcess(home.logs / LOG_NAME, model=model)) as process:
            process.facts()

    if name.endswith(".onnx"):
        folder = catalogue.add_file(home, Path(name), check)
    else:
        voice = catalogue.find_remote(name)
        size = f"{voice.size / _MEGABYTE:.0f} MB"
        click.echo(printable(f"{voice.name}: {voice.language}, {voice.quality}, {size}, from"))
        click.echo(printable(next(iter(voice.files.values())).address.rsplit("/", 1)[0]))
        if not yes:
            click.confirm("Download it?", abort=True)
        with progress("Downloading the voice") as update:
            folder = catalogue.download(home, voice, check, update)
    SavedChoices(home.clips).clear()
    added = read_natural_voice(folder / f"{folder.name}.onnx", is_own=True)
    if added.card:
        click.echo(_printable_lines(added.card))
    click.echo(printable(f"Added {added.name}. `coach voices try {added.name}` speaks with it."))


@command.command(name="remove")
@click.argument("name")
def remove(name: str) -> None:
    """Remove the natural voice NAME, which you added."""
    from coach.voice import catalogue
    from coach.voice.saved_choices import SavedChoices

    home = find_home()
    try:
        if not catalogue.remove(home, name):
            package = _natural(home, name).model.parents[1].name
            raise click.UsageError(f"'{name}' came as a package: pip uninstall {package}")
    except OSError as error:
        raise SpeechError(f"{printable(name)} cannot be removed: {error.strerror}.") from None
    SavedChoices(home.clips).clear()
    click.echo(f"Removed {printable(name)}.")


def _natural(home: Home, name: str) -> NaturalVoice:
    """The natural voice of that name; raises `UsageError`."""
    from coach.voice.natural import natural_voices

    voices = {one.name: one for one in natural_voices(home)}
    if name not in voices:
        close = nearest(name, voices)
        meant = f" Did you mean '{close}'?" if close else ""
        raise click.UsageError(f"There is no natural voice {quoted(name)} here.{meant}")
    return voices[name]


def _printable_lines(text: str) -> str:
    return "\n".join(map(printable, text.rstrip().splitlines()))
