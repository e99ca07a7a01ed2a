"""`coach preview`: what a routine will say, and when, as a table."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from coach.commands import course_options, options
from coach.commands.printing import aligned
from coach.problems import printable

if TYPE_CHECKING:
    from coach.timeline.model import Cue, Timeline

_HEADINGS = ("at", "seconds", "step", "kind", "side", "rep", "what")


@click.command(name="preview")
@options.routine
@options.rate
@options.language
@options.breath_holds
@options.wording
@course_options.place
@options.as_known
@options.as_json
def command(routine: str, *, as_json: bool, wording: int, known: str, **chosen: Any) -> None:
    """Show what ROUTINE, an id or a file, says and when; how long the words take is estimated.

    It shows what you hear the first time: everything explained, the safety notices first, and 15
    seconds for each answer; with --as known, what you hear once you know it. (A file from `coach render`
    waits for no answers.)
    """
    from coach.commands.lengths import lengths
    from coach.home import find_home
    from coach.routine.library import find_routine
    from coach.routine.model import Breathe
    from coach.routine.reading import read_stages
    from coach.routine.unroll import unrolled
    from coach.timeline.compose import compose
    from coach.timeline.export import to_dict
    from coach.voice.estimate import EstimatedTimes

    home = find_home()
    stages = read_stages(find_routine(routine, home))
    place = course_options.chosen_place(chosen)
    read = course_options.at_place(stages, place, chosen)
    settings = options.settings_for(home, chosen)
    delivery = options.full_delivery(read, settings, wording, known)
    timeline = compose(read, delivery, EstimatedTimes(read.language, settings.rate))
    if as_json:
        click.echo(json.dumps(to_dict(timeline), ensure_ascii=False, indent=2))
        return
    addition = options.wording_of(read, wording)
    if not settings.breath_holds and any(isinstance(leaf.step, Breathe) for leaf in unrolled(read)):
        addition += ", without breath holds"
    shown = lines(timeline, addition)
    if read.course is not None:
        shown[1:1] = [course_options.sentence(read, place)]
    click.echo("\n".join([*shown, "", *lengths(stages, settings)]))


def lines(timeline: Timeline, addition: str) -> list[str]:
    """The table, one line for each cue, and what was left out; `addition` goes into the title."""
    from coach.session.plain import readable
    from coach.timeline.view import clock

    title = f"{readable(timeline.title)}, {clock(timeline.seconds)} (estimated){addition}"
    table = aligned([_HEADINGS, *map(_row, timeline.cues)], right=(0, 1, 2, 5))
    dropped = [f"{clock(item.at):>9}  {printable(item.text)}: {item.reason}" for item in timeline.dropped]
    return [title, "", *table, *(["", "Left out:", *dropped] if dropped else [])]


def _row(cue: Cue) -> tuple[str, ...]:
    minutes, seconds = divmod(cue.at, 60)
    return (
        f"{int(minutes)}:{seconds:06.3f}",
        f"{cue.seconds:.3f}",
        "" if cue.step is None else str(cue.step + 1),
        cue.kind,
        cue.side or "",
        "" if cue.rep is None else str(cue.rep),
        printable(cue.text) or cue.phase or "",
    )
