"""`coach render`: saves a routine as an audio file, with captions and its timeline."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from coach.commands import course_options, options
from coach.commands.printing import progress, warn
from coach.commands.render_targets import (
    TEXT_ENDINGS,
    check_different,
    check_name,
    check_replaceable,
    check_text_target,
)
from coach.home import find_home
from coach.problems import MOST_SHOWN, printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from coach.home import Home
    from coach.routine.model import Routine
    from coach.session.prepare import PreparedRoutine
    from coach.sound.mixer import Mixer
    from coach.timeline.model import Delivery


@click.command(name="render")
@options.routine
@options.file(
    "-o", "--output", required=True, metavar="FILE", help="The audio file: .wav, .flac, .ogg or .mp3."
)
@options.file("--captions", metavar="FILE.vtt", help="Also save WebVTT captions.")
@options.file(
    "--timeline",
    "timeline_file",
    metavar="FILE.json",
    help="Also save the timeline, with the real length of every clip.",
)
@course_options.one_hearing
def command(
    routine: str, output: Path, captions: Path | None, timeline_file: Path | None, wording: int, **chosen: Any
) -> None:
    """Save ROUTINE, an id or a file, as an audio file: everything explained, the safety notices first.

    With --as known, as it is heard once it is known: names, sides, cautions and counts.
    """
    from coach.routine.library import find_routine
    from coach.sound.mixer import Mixer
    from coach.sound.saving import FORMATS, check_target, save
    from coach.timeline.export import captions_of, dropped_to_list, to_dict

    home = find_home()
    targets = {"-o": output, "--captions": captions, "--timeline": timeline_file}
    check_different(targets)
    settings = options.settings_for(home, chosen)
    file = find_routine(routine, home, settings.language)
    check_different({"ROUTINE": file, **targets})
    for option, target in targets.items():
        if target is None:
            continue
        check_name(target)
        if option in TEXT_ENDINGS:
            check_text_target(target, TEXT_ENDINGS[option])
            check_replaceable(target, {TEXT_ENDINGS[option]}, home)
        else:
            check_target(target)
            check_replaceable(target, FORMATS, home)
    read = course_options.routine_at(file, chosen)
    delivery = options.full_delivery(read, settings, wording, chosen["known"])
    prepared = prepared_routine(home, read, settings, delivery, is_asked=chosen["voice"] is not None)
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
    title = printable(prepared.timeline.title)
    said = f"{prepared.voice}{options.wording_of(read, wording)}"
    click.echo(f"{printable(str(output))}: {title}, {minutes}:{seconds:02d}, {said}")


def prepared_routine(
    home: Home, routine: Routine, settings: options.Settings, delivery: Delivery, *, is_asked: bool
) -> PreparedRoutine:
    """The routine with its speech; raises `VoiceFault` when any text cannot be spoken.

    `is_asked`: the voice was asked for by --voice, and no other will do.
    """
    from coach.commands.routine_voice import open_routine_voice
    from coach.session.interface import RENDERED_ANSWER_SECONDS
    from coach.session.prepare import prepare
    from coach.voice.voice import VoiceFault

    delivery = replace(delivery, ask_seconds=RENDERED_ANSWER_SECONDS, speaks_rules=True)
    voice = open_routine_voice(home, routine, settings, warn, is_asked=is_asked)
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


def _unspoken(prepared: PreparedRoutine) -> list[str]:
    """A line for each text without a clip, with its steps, counted from 1 as in `preview`."""
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
    return f"step{'' if len(steps) == 1 else 's'} {', '.join(map(str, steps))}"


def _blocks(mixer: Mixer, update: Callable[[int, int], None]) -> Iterator[NDArray[np.float32]]:
    """All blocks of the sound, reporting the progress."""
    done = 0
    for block in mixer.blocks():
        yield block
        done += len(block)
        update(done, mixer.frames)
