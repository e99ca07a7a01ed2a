"""`coach new`: begins a routine file from a few answers, another routine, or the text of a leaflet."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, get_args

import click

from coach.atomic_write import write_atomically, writing
from coach.errors import FileError
from coach.home import find_home
from coach.problems import printable
from coach.routine.model import RoutineKind
from coach.units import ParseError, parse_count, parse_duration

if TYPE_CHECKING:
    from collections.abc import Callable

    from coach.routine.draft import Draft, DraftExercise
    from coach.routine.model import SideRule

_Value = TypeVar("_Value")
_KINDS = f"What kind of routine it is: {', '.join(get_args(RoutineKind))}."
_EXAMPLE = "an example; write what you prescribe"
_SIDES: dict[str, SideRule] = {"left": "left", "right": "right", "each": "each", "both": "both"}


@click.command(name="new")
@click.argument("name")
@click.option("--kind", type=click.Choice(get_args(RoutineKind)), metavar="KIND", help=_KINDS)
@click.option(
    "--from", "origin", metavar="ROUTINE|FILE", help="A routine to change, or a leaflet's plain text."
)
def command(name: str, *, kind: str | None, origin: str | None) -> None:
    """Begin a routine: write NAME.yaml, with comments, for you to go through.

    On a terminal a few questions are asked: exercise, side, sets, repetitions, hold, how often. With --from a
    routine is copied, or a draft is made of the text of a leaflet; what is not certain there is marked as a
    guess, and no dose is made up.
    """
    path = _path(name)
    text = _routine_text(path, kind, origin)
    with writing(path):
        write_atomically(path, text, durable=True, mode=0o644, overwrite=False)
    guesses = text.count("# guess")
    certain = (
        "nothing in it was guessed"
        if not guesses
        else f"{guesses} {'guess' if guesses == 1 else 'guesses'} to confirm"
    )
    click.echo(f"{printable(str(path))} is written; {certain}.")
    shown = f"./{path}" if not path.is_absolute() and path.parent == Path() else str(path)
    click.echo(
        f"Next: `coach check {printable(shown)}`, `coach preview {printable(shown)}`, then try it with "
        f"`coach do {printable(shown)} --rehearse`."
    )


def _path(name: str) -> Path:
    """The file to write: in the current folder unless the name has one."""
    path = Path(name)
    if path.suffix.lower() not in {".yaml", ".yml"}:
        path = path.with_name(f"{path.name}.yaml")
    if not re.fullmatch(r"[^\W_][\w-]{0,79}", path.stem):
        raise click.UsageError("A routine's name has letters, digits and hyphens, such as knee-week-2.")
    if path.exists() or path.is_symlink():
        raise FileError(f"{printable(str(path))} exists already.", hint="Choose another name.")
    return path


def _routine_text(path: Path, kind: str | None, origin: str | None) -> str:
    from coach.routine.draft import written
    from coach.routine.leaflet import draft_of

    title = path.stem.replace("-", " ").capitalize()
    if origin is None:
        draft = _asked(title, kind) if _is_answered() else _example(title, kind)
        return written(draft)
    if _is_a_leaflet(origin):
        from coach.files import read_source, refuse_hidden

        source = read_source(Path(origin))
        refuse_hidden(source, source.text)
        return written(draft_of(source.text, title))
    return _copied(origin)


def _is_answered() -> bool:
    """Whether there is somebody to ask."""
    return sys.stdin.isatty()


def _is_a_leaflet(origin: str) -> bool:
    from coach.routine.library import is_routine_file

    return Path(origin).suffix != "" and not is_routine_file(Path(origin).name)


def _copied(origin: str) -> str:
    """The text of a routine, without the date of a review that does not hold for what is changed."""
    from coach.files import read_source
    from coach.routine.library import find_routine
    from coach.routine.reading import read_routine

    file = find_routine(origin, find_home())
    routine = read_routine(file)
    text = re.sub(r"^reviewed:", "# reviewed:", read_source(file).text, flags=re.MULTILINE)
    return (
        f"# Begun from {printable(routine.id)}: change the title, the author and what you prescribe.\n{text}"
    )


def _example(title: str, kind: str | None) -> Draft:
    """A routine of that kind with one exercise, which is only an example."""
    from coach.routine.draft import Draft, DraftExercise

    guesses = dict.fromkeys(("say", "hold", "move", "reps", "sets", "breathe"), _EXAMPLE)
    steps = {
        "strength": DraftExercise(
            name="Heel raises", cue="Rise onto your toes.", reps=10, sets=2, set_rest=60.0
        ),
        "movement": DraftExercise(name="Shoulder rolls", cue="Roll your shoulders back and down.", reps=8),
        "breathing": DraftExercise(name="Easy breathing", breathe="{in: 4 s, out: 6 s}", seconds=120.0),
        "balance": DraftExercise(
            name="One leg", cue="Hold on to something. Lift the other foot.", hold=20.0, side="each"
        ),
    }
    said = DraftExercise(name="Let your shoulders sink, and look into the distance")
    stretch = DraftExercise(
        name="Calf stretch",
        cue="That heel down and back, knee straight.",
        hold=20.0,
        side="each",
        reps=2,
        rest=9.0,
    )
    words_only = {"posture", "hydration", "eyes", "habit"}
    step = steps.get(kind or "", said if kind in words_only else stretch)
    return Draft(
        title=title,
        kind=kind or "stretch",
        exercises=(replace(step, guesses=guesses),),
        dose={"per_day": "1"},
        cautions=("Go only as far as feels easy, and breathe normally.",),
        guesses={"dose": _EXAMPLE, "cautions": _EXAMPLE},
    )


def _asked(title: str, kind: str | None) -> Draft:
    """The draft from the answers to a few questions."""
    from coach.routine.draft import Draft

    click.echo("Enter leaves a question out. Ctrl-C ends without writing anything.")
    title = click.prompt("Title", default=title)
    exercises: list[DraftExercise] = []
    while True:
        name = click.prompt(
            "Exercise (Enter: no more)" if exercises else "Exercise", default="", show_default=False
        )
        if not name and exercises:
            break
        if name:
            exercises.append(_exercise(name))
    dose = {
        field: str(value)
        for field, question in (
            ("per_day", "How many times a day"),
            ("days_per_week", "On how many days a week"),
            ("weeks", "For how many weeks"),
        )
        if (value := _answer(question, parse_count)) is not None
    }
    caution = click.prompt("A caution, as a sentence", default="", show_default=False)
    guesses = {} if caution else {"cautions": "none was given"}
    return Draft(
        title=title,
        kind=kind or "",
        exercises=tuple(exercises),
        dose=dose,
        cautions=(caution or "Go only as far as feels easy, and breathe normally.",),
        guesses=guesses,
    )


def _exercise(name: str) -> DraftExercise:
    from coach.routine.draft import DraftExercise

    cue = click.prompt("  What the person does, in a sentence", default="", show_default=False)
    hold = _answer("  Hold, such as 20 s (Enter: a movement)", parse_duration)
    side = click.prompt("  Side", type=click.Choice(["none", *_SIDES]), default="none")
    return DraftExercise(
        name=name,
        cue=cue,
        hold=hold,
        side=_SIDES.get(side),
        sets=_answer("  Sets", parse_count),
        reps=_answer("  Repetitions", parse_count),
        rest=_answer("  Rest between repetitions, such as 5 s", parse_duration),
    )


def _answer(question: str, parse: Callable[[str], _Value]) -> _Value | None:
    """The answer, asked again until it can be read; None if there is none."""
    while True:
        text = click.prompt(question, default="", show_default=False)
        if not text.strip():
            return None
        try:
            return parse(text)
        except ParseError as error:
            click.echo(f"  {error}.")
