"""`coach preview`: what a routine will say, and when, as a table."""

from __future__ import annotations

import json
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from coach.commands import course_options, options
from coach.commands.printing import aligned, shows_blocks, warn
from coach.commands.usage import Number
from coach.home import find_home
from coach.problems import printable, shortened

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from coach.commands.options import Settings
    from coach.home import Home
    from coach.routine.model import Routine
    from coach.spoken_text.lexicon import Lexicon
    from coach.timeline.model import Cue, Delivery, Timeline

_LONGEST_NAME, _FEWEST_COLUMNS = 30, 10
"""Columns of a step's name, and of the chart on a narrow terminal."""
_HEADINGS = ("at", "seconds", "step", "kind", "side", "rep", "what")


@click.command(name="preview")
@options.routine
@course_options.one_hearing
@click.option("--chart", "as_chart", is_flag=True, help="Show the steps as blocks in time.")
@click.option("--listen", is_flag=True, help="Play it, without starting a session; Ctrl-C stops it.")
@click.option(
    "--from",
    "first_step",
    type=Number("--from", 1),
    metavar="STEP",
    help="With --listen: start at this step.",
)
@click.option(
    "--speed",
    type=click.FloatRange(1, 20),
    metavar="TIMES",
    help="With --listen: play silences this many times as fast.",
)
@options.file(
    "--sheet",
    metavar="FILE.html",
    help="Save it as a sheet to print instead: exercises, pictures, doses, and how the course goes on.",
)
@options.as_json
def command(routine: str, *, as_json: bool, as_chart: bool, listen: bool, **chosen: Any) -> None:
    """Show what ROUTINE, an id or a file, says and when; how long the words take is estimated.

    It shows what you hear the first time: everything explained, the safety notices first, and 15
    seconds for each answer; with --as known, what you hear once you know it. (A file from `coach render`
    waits for no answers.)
    """
    if not listen and (chosen["first_step"] or chosen["speed"]):
        raise click.UsageError("--from and --speed go with --listen.")
    if listen + as_chart + as_json > 1:
        raise click.UsageError("Use one of --chart, --listen and --json.")
    from coach.routine.library import find_routine
    from coach.routine.model import Breathe
    from coach.routine.reading import read_stages
    from coach.routine.unroll import unrolled
    from coach.spoken_text.lexicon import lexicon_of
    from coach.timeline.compose import compose
    from coach.timeline.export import to_dict
    from coach.timeline.whose_words import parts_by_author
    from coach.voice.estimate import EstimatedTimes
    from coach.voice.lexicon import entries_for, lexicon_for

    home = find_home()
    settings = options.settings_for(home, chosen)
    file = find_routine(routine, home, settings.language)
    stages = read_stages(file)
    place = course_options.chosen_place(chosen)
    read = course_options.at_place(stages, place, chosen)
    if chosen["sheet"] is not None:
        _save_sheet(chosen["sheet"], file, stages, read, home)
        return
    wording, known = chosen["wording"], chosen["known"]
    delivery = options.full_delivery(read, settings, wording, known)
    if listen:
        _listen(home, read, settings, delivery, chosen)
        return
    say_as = entries_for(home, read.language, read.say_as, warn)
    timeline = compose(read, delivery, EstimatedTimes(read.language, settings.rate, say_as))
    if as_json:
        tree = to_dict(timeline)
        _add_spoken_text(tree, lexicon_for(home, read.language, read.say_as, warn))
        click.echo(json.dumps(tree, ensure_ascii=False, indent=2))
        return
    addition = options.wording_of(read, wording)
    if not settings.breath_holds and any(isinstance(leaf.step, Breathe) for leaf in unrolled(read)):
        addition += ", without breath holds"
    if parts_by_author(read) is not None:
        addition += ", the coach's own sentences in English"
    shown = _chart_lines(timeline, addition) if as_chart else lines(timeline, addition, lexicon_of(say_as))
    if read.course is not None:
        shown[1:1] = [course_options.sentence(read, place)]
    click.echo("\n".join([*shown, "", *_lengths(stages, settings)]))


def _lengths(stages: Sequence[Routine], settings: Settings) -> list[str]:
    """A line for each stage with both lengths, by the estimate; a routine without a course is one."""
    from coach.timeline.compose import compose
    from coach.timeline.view import clock
    from coach.voice.estimate import EstimatedTimes

    times = EstimatedTimes(stages[0].language, settings.rate, stages[0].say_as)

    def length(routine: Routine, known: str) -> str:
        return clock(compose(routine, options.full_delivery(routine, settings, 1, known), times).seconds)

    return [
        f"{_named(stage)}{length(stage, 'first')} the first time, {length(stage, 'known')} once it is known."
        for stage in stages
    ]


def _named(routine: Routine) -> str:
    name = str(routine.stage or "")
    return f"{name[:1].upper()}{name[1:]}: " if name else "It takes " if routine.course is None else "Else: "


def _add_spoken_text(tree: dict[str, Any], lexicon: Lexicon) -> None:
    """Add to each cue of words what would be spoken, as `coach say --show` prints it, if it differs."""
    from coach.timeline.model import SPOKEN
    from coach.voice.speakable import speakable
    from coach.voice.voice import Unspeakable

    for cue in tree["cues"]:
        if cue["kind"] in SPOKEN:
            with suppress(Unspeakable):
                said = speakable(cue["text"], tree["language"], lexicon)
                if said != cue["text"]:
                    cue["said"] = said


def _listen(
    home: Home, routine: Routine, settings: Settings, delivery: Delivery, chosen: Mapping[str, Any]
) -> None:
    """Play what is heard from a step on, at that speed."""
    from coach.commands.playing import no_device, output_for, plays_timeline
    from coach.commands.render import prepared_routine
    from coach.timeline.refit import with_shorter_silences

    prepared = prepared_routine(home, routine, settings, delivery, is_asked=chosen["voice"] is not None)
    steps = prepared.timeline.steps
    number = chosen["first_step"] or 0
    if number > len(steps):
        raise click.UsageError(f"There is no step {number}: the routine has {len(steps)}.")
    start = steps[number - 1].at if number else 0.0
    heard = with_shorter_silences(prepared.timeline, chosen["speed"] or 1.0, start)
    if not plays_timeline(output_for(home, settings), heard, prepared.clips, settings.volume):
        raise no_device()


def _chart_lines(timeline: Timeline, addition: str) -> list[str]:
    """The chart, one line for each step, and what its signs mean."""
    import shutil

    from coach.session.plain import readable
    from coach.timeline.chart import BLOCKS, LETTERS, chart, legend
    from coach.timeline.view import clock

    signs = BLOCKS if shows_blocks() else LETTERS
    names = max((len(step.name) for step in timeline.steps), default=0)
    names = min(names, _LONGEST_NAME)
    width = max(_FEWEST_COLUMNS, shutil.get_terminal_size().columns - names - len("00:00  100  00:00  ") - 1)
    title = f"{readable(timeline.title)}, {clock(timeline.seconds)} (estimated){addition}"
    rows = [
        f"{clock(row.at):>5}  {number:>3}  {shortened(printable(row.name), names):<{names}}  "
        f"{row.columns} {clock(row.seconds)}"
        for number, row in enumerate(chart(timeline, width, signs), 1)
    ]
    return [title, "", *(row.rstrip() for row in rows), "", legend(signs)]


def _save_sheet(target: Path, file: Path, stages: tuple[Routine, ...], routine: Routine, home: Home) -> None:
    from coach.commands.render_targets import check_page, save_page
    from coach.pages.sheet import sheet_page
    from coach.routine.images import image_bytes

    check_page(target, (".html",), home)
    save_page(target, sheet_page(stages, routine, partial(image_bytes, file.parent)))
    click.echo(f"{printable(str(target))}: {printable(routine.title)}. Print it from a browser.")


def lines(timeline: Timeline, addition: str, lexicon: Lexicon) -> list[str]:
    """The table, one line for each cue, and what was left out; `addition` goes into the title.

    After a word of the lexicon comes how it is said.
    """
    from coach.session.plain import readable
    from coach.timeline.view import clock

    title = f"{readable(timeline.title)}, {clock(timeline.seconds)} (estimated){addition}"
    table = aligned([_HEADINGS, *(_row(cue, lexicon) for cue in timeline.cues)], right=(0, 1, 2, 5))
    dropped = [f"{clock(item.at):>9}  {printable(item.text)}: {item.reason}" for item in timeline.dropped]
    shown = [
        f"{f'step {step.index + 1}':>9}  {printable(line)}" for step in timeline.steps for line in step.shown
    ]
    return [
        title,
        "",
        *table,
        *(["", "Shown, not spoken:", *shown] if shown else []),
        *(["", "Left out:", *dropped] if dropped else []),
    ]


def _row(cue: Cue, lexicon: Lexicon) -> tuple[str, ...]:
    minutes, seconds = divmod(cue.at, 60)
    return (
        f"{int(minutes)}:{seconds:06.3f}",
        f"{cue.seconds:.3f}",
        "" if cue.step is None else str(cue.step + 1),
        cue.kind,
        cue.side or "",
        "" if cue.rep is None else str(cue.rep),
        printable(lexicon.annotated(cue.text)) or cue.phase or "",
    )
