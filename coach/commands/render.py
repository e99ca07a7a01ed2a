"""`coach render`: save a routine as an audio file, with captions and its timeline."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coach.commands import options
from coach.commands.printing import progress, warn
from coach.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from coach.home import Home
    from coach.routine.model import Routine
    from coach.session.prepare import Prepared
    from coach.sound.mixer import Mixer


@click.command(name="render")
@options.routine
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    metavar="FILE",
    help="The audio file: .wav, .flac, .ogg or .mp3.",
)
@click.option(
    "--captions",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE.vtt",
    help="Also save WebVTT captions.",
)
@click.option(
    "--timeline",
    "timeline_file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE.json",
    help="Also save the timeline, with the real length of every clip.",
)
@options.rate
@options.volume
@options.voice
@options.language
@options.breath_holds
def command(
    routine: str, output: Path, captions: Path | None, timeline_file: Path | None, **chosen: Any
) -> None:
    """Save ROUTINE, an id or a file, as an audio file: everything explained, the safety notices first."""
    from coach.home import find_home
    from coach.routine.library import find
    from coach.routine.reading import read_routine
    from coach.sound.mixer import Mixer
    from coach.sound.saving import check_target, save
    from coach.timeline.export import captions_of, dropped_to_list, to_dict

    home = find_home()
    targets = {"-o": output, "--captions": captions, "--timeline": timeline_file}
    check_different(targets)
    check_target(output)
    for text_file in (captions, timeline_file):
        if text_file is not None:
            check_text_target(text_file)
    file = find(routine, home)
    check_different({"ROUTINE": file, **targets})
    read = read_routine(file)
    settings = options.settings_for(home, chosen)
    prepared = _prepare(home, read, settings, chosen["voice"])
    mixer = Mixer(prepared.timeline, prepared.clips, settings.volume)
    texts = {}
    if captions is not None:
        texts[captions] = captions_of(prepared.timeline)
    if timeline_file is not None:
        tree = {**to_dict(prepared.timeline), "dropped": dropped_to_list(prepared.timeline)}
        texts[timeline_file] = json.dumps(tree, ensure_ascii=False, indent=2) + "\n"
    with progress("Writing the audio file") as update:
        save(_blocks(mixer, update), output, texts=texts)
    minutes, seconds = divmod(round(prepared.timeline.seconds), 60)
    click.echo(f"{output}: {prepared.timeline.title}, {minutes}:{seconds:02d}, {prepared.voice}")


def check_different(files: Mapping[str, Path | None]) -> None:
    """Refuse one file for two purposes, which are the keys; None is a file that is not wanted.

    Raises `click.UsageError`: one would overwrite the other.
    """
    seen: list[tuple[str, Path]] = []
    for purpose, path in files.items():
        if path is None:
            continue
        for other_purpose, other in seen:
            if _is_same(path, other):
                message = f"{other_purpose} and {purpose} are the same file, {path}; choose different names."
                raise click.UsageError(message)
        seen.append((purpose, path))


def check_text_target(path: Path) -> None:
    """Refuse a path at which no text file can be written; raises `FileError`."""
    folder = path.absolute().parent
    if not folder.is_dir():
        raise FileError(f"{path}: there is no folder {folder}.", hint="Create it first.")
    if path.exists() and not path.is_file():
        raise FileError(f"{path} exists and is not a regular file.", hint="Choose another name.")


def _is_same(one: Path, other: Path) -> bool:
    """Whether both names lead to one file, which may exist already (also as a hard link) or not."""
    if os.path.normcase(one.resolve()) == os.path.normcase(other.resolve()):
        return True
    try:
        return one.samefile(other)
    except OSError:  # one of them does not exist yet
        return False


def _prepare(home: Home, routine: Routine, settings: options.Settings, voice_name: str | None) -> Prepared:
    """The routine with its speech; raises `VoiceFault` when any of it cannot be spoken."""
    from coach.session.prepare import prepare
    from coach.voice.open import open_voice
    from coach.voice.voice import VoiceFault

    # Nobody is there to answer a question.
    delivery = replace(options.full_delivery(routine, settings), ask_seconds=0.0)
    voice = open_voice(home, routine.language, voice_name, settings.rate, warn)
    try:
        with progress("Preparing the voice") as update:
            prepared = prepare(routine, delivery, voice, rate=settings.rate, progress=update)
    finally:
        voice.close()
    if prepared.missing:
        count = len(prepared.missing)
        texts = "one text" if count == 1 else f"{count} texts"
        raise VoiceFault(
            "\n".join([f"The voice could not speak {texts}, so nothing was saved:", *_unspoken(prepared)]),
            hint="If these are words of the voice's language, `coach doctor` shows what is wrong with it.",
        )
    return prepared


def _unspoken(prepared: Prepared) -> list[str]:
    """A line for each text without a clip, with the steps that say it, counted from 1 as in `preview`."""
    from coach.problems import MOST_SHOWN

    timeline = prepared.timeline
    steps: dict[str, set[int]] = {}
    said = [(cue.text, cue.step) for cue in timeline.cues]
    for text, step in [*said, *((dropped.text, dropped.step) for dropped in timeline.dropped)]:
        if step is not None:
            steps.setdefault(text, set()).add(step + 1)
    lines = [f"  {_where(sorted(steps.get(text, ())))}: {text}" for text in prepared.missing[:MOST_SHOWN]]
    more = len(prepared.missing) - len(lines)
    return [*lines, f"  … and {more} more"] if more else lines


def _where(steps: list[int]) -> str:
    if not steps:
        return "the coach's own words or a notice"
    return f"{'step' if len(steps) == 1 else 'steps'} {', '.join(map(str, steps))}"


def _blocks(mixer: Mixer, update: Callable[[int, int], None]) -> Iterator[NDArray[np.float32]]:
    """All blocks of the sound, reporting the progress."""
    done = 0
    for block in mixer.blocks():
        yield block
        done += len(block)
        update(done, mixer.frames)
