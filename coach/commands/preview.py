"""`coach preview`: what a routine will say, and when, without any sound."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from coach.commands import options

if TYPE_CHECKING:
    from coach.timeline.model import Timeline


@click.command(name="preview", short_help="Show what a routine will say, and when.")
@options.routine
@options.rate
@options.language
@options.breath_holds
@options.as_json
def command(routine: str, *, as_json: bool, **chosen: Any) -> None:
    """Show the timeline of ROUTINE, an id or a file, as a table; how long words take is estimated.

    It is what a person gets the first time: everything explained, the safety notices first, and 15
    seconds for each answer. (In a file of `coach render` nobody is waited for.)
    """
    from coach.commands.settings import full_delivery, settings_for
    from coach.home import find_home
    from coach.routine.library import find
    from coach.routine.reading import read_routine
    from coach.timeline.compose import compose
    from coach.timeline.export import to_dict
    from coach.voice.estimate import EstimatedTimes

    home = find_home()
    read = read_routine(find(routine, home))
    settings = settings_for(home, chosen)
    delivery = full_delivery(read, settings)
    timeline = compose(read, delivery, EstimatedTimes(read.language, settings.rate))
    if as_json:
        click.echo(json.dumps(to_dict(timeline), ensure_ascii=False, indent=2))
        return
    for row in rows(timeline):
        click.echo(row)


def rows(timeline: Timeline) -> list[str]:
    """The table, a line a cue, and what was left out."""
    from coach.problems import printable
    from coach.session.plain import readable
    from coach.timeline.view import clock

    lines = [f"{readable(timeline.title)}, {clock(timeline.seconds)} (estimated)", ""]
    lines.append(f"{'at':>9}  {'seconds':>8}  {'step':>4}  {'kind':<7}  {'side':<5}  {'rep':>3}  what")
    for cue in timeline.cues:
        minutes, seconds = divmod(cue.at, 60)
        at = f"{int(minutes)}:{seconds:06.3f}"
        step = "" if cue.step is None else str(cue.step + 1)
        rep = "" if cue.rep is None else str(cue.rep)
        what = printable(cue.text) or cue.phase or ""
        columns = (f"{at:>9}", f"{cue.seconds:>8.3f}", f"{step:>4}", f"{cue.kind:<7}", f"{cue.side or '':<5}")
        lines.append("  ".join((*columns, f"{rep:>3}", what)).rstrip())
    if timeline.dropped:
        lines += ["", "Left out:"]
        lines += [f"{clock(item.at):>9}  {printable(item.text)}: {item.reason}" for item in timeline.dropped]
    return lines
