"""`coach render`: save a routine as an audio file."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coach.commands import options
from coach.commands.progress import progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import numpy as np
    from numpy.typing import NDArray

    from coach.commands.settings import Settings
    from coach.home import Home
    from coach.routine.model import Routine
    from coach.session.prepare import Prepared
    from coach.sound.mixer import Mixer


@click.command(name="render", short_help="Save a routine as an audio file.")
@options.routine
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    metavar="FILE",
    help="Where to: .wav, .flac, .ogg or .mp3.",
)
@click.option(
    "--captions", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE.vtt", help="WebVTT captions."
)
@click.option(
    "--timeline",
    "timeline_file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE.json",
    help="The timeline, with the real length of every clip.",
)
@options.rate
@options.volume
@options.voice
@options.language
@options.breath_holds
def command(
    routine: str, output: Path, captions: Path | None, timeline_file: Path | None, **chosen: Any
) -> None:
    """Save ROUTINE, an id or a file, as sound: everything explained, the safety notices first."""
    from coach.commands.render_files import check_apart, check_beside
    from coach.commands.settings import settings_for
    from coach.home import find_home
    from coach.routine.library import find
    from coach.routine.reading import read_routine
    from coach.sound.mixer import Mixer
    from coach.sound.saving import check_target, save
    from coach.timeline.export import captions_of, dropped_tree, to_dict

    home = find_home()
    targets = {"-o": output, "--captions": captions, "--timeline": timeline_file}
    check_apart(targets)
    check_target(output)
    for beside in (captions, timeline_file):
        if beside is not None:
            check_beside(beside)
    file = find(routine, home)
    check_apart({"ROUTINE": file, **targets})
    read = read_routine(file)
    settings = settings_for(home, chosen)
    prepared = _prepared(home, read, settings, chosen["voice"])
    mixer = Mixer(prepared.timeline, prepared.clips, settings.volume)
    texts = {}
    if captions is not None:
        texts[captions] = captions_of(prepared.timeline)
    if timeline_file is not None:
        tree = {**to_dict(prepared.timeline), "dropped": dropped_tree(prepared.timeline)}
        texts[timeline_file] = json.dumps(tree, ensure_ascii=False, indent=2) + "\n"
    with progress("Writing the sound") as tell:
        save(_told(mixer, tell), output, texts=texts)
    minutes, seconds = divmod(round(prepared.timeline.seconds), 60)
    click.echo(f"{output}: {prepared.timeline.title}, {minutes}:{seconds:02d}, {prepared.voice}")


def _prepared(home: Home, routine: Routine, settings: Settings, wished_voice: str | None) -> Prepared:
    """The routine with its sound; a file without a voice is no use, so here the voice is demanded."""
    from coach.commands.settings import full_delivery
    from coach.session.prepare import prepare
    from coach.voice.open import open_voice
    from coach.voice.voice import VoiceFault

    delivery = replace(full_delivery(routine, settings), ask_seconds=0.0)  # nobody is there to answer
    voice = open_voice(
        home, routine.language, wished_voice, settings.rate, lambda text: click.echo(text, err=True)
    )
    try:
        with progress("Preparing the voice") as tell:
            prepared = prepare(routine, delivery, voice, rate=settings.rate, progress=tell)
    finally:
        voice.close()
    if prepared.missing:
        count = len(prepared.missing)
        texts = "one of its texts" if count == 1 else f"{count} of its texts"
        raise VoiceFault(
            "\n".join([f"The voice failed for {texts}, so nothing was saved:", *_unspoken(prepared)]),
            hint="If they are words of its language, `coach doctor` tells what is wrong with the voice.",
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
    lines = [f"  {_named(sorted(steps.get(text, ())))}: {text}" for text in prepared.missing[:MOST_SHOWN]]
    more = len(prepared.missing) - len(lines)
    return [*lines, f"  … and {more} more"] if more else lines


def _named(steps: list[int]) -> str:
    if not steps:
        return "the coach's own words or a notice"
    return f"{'step' if len(steps) == 1 else 'steps'} {', '.join(map(str, steps))}"


def _told(mixer: Mixer, tell: Callable[[int, int], None]) -> Iterator[NDArray[np.float32]]:
    """All its blocks, telling how much is done."""
    done = 0
    for block in mixer.blocks():
        yield block
        done += len(block)
        tell(done, mixer.frames)
