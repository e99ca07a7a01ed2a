"""The questions of the set-up, from which the starter plan is made.

Each has a default, which Enter accepts. What was understood is shown when it was written in another way, and
`back` goes to the question before.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, get_args

import click

from coach.clock_times import Window, format_weekdays, understand_weekdays, understand_window
from coach.errors import CoachError
from coach.plan.model import How
from coach.plan.starter_plan import NIGHT, PlanAnswers, Sheet
from coach.problems import printable
from coach.scales import PACES
from coach.units import ParseError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import time

    Answers = Mapping[str, Any]
    """What was answered so far, by the keys of the questions."""

DESK_DAY, LEGS, SHEET = 1, 2, 3
HOWS: Final[tuple[How, ...]] = get_args(How)
_PACES: Final = tuple(PACES)
_BACK: Final = "back"
_NONE: Final = frozenset({"none", "no", "-", "0"})
_YES, _NO = frozenset({"yes", "y"}), frozenset({"no", "n"})
_MOST_PER_DAY: Final = 12


@dataclass(frozen=True, slots=True)
class Question:
    """`read` makes the value from what was typed, or raises `ParseError`; `show` writes that value."""

    key: str
    text: str
    default: Callable[[Answers], str]
    read: Callable[[str, Answers], Any]
    show: Callable[[Any], str]
    applies: Callable[[Answers], bool] = lambda _given: True


def ask_all(given: Answers) -> dict[str, Any]:
    """The answers to all questions that apply; those in `given` are the defaults.

    Raises `click.Abort` at Ctrl-C, and `click.UsageError` where there is nobody to answer.
    """
    answers = dict(given)
    asked: list[Question] = []
    waiting = list(QUESTIONS)
    while waiting:
        question = waiting.pop(0)
        if not question.applies(answers):
            answers.pop(question.key, None)
            continue
        value = _ask_question(question, answers)
        if value == _BACK:
            waiting.insert(0, question)
            if asked:
                waiting.insert(0, asked.pop())
                waiting = list(QUESTIONS[QUESTIONS.index(waiting[0]) :])
            continue
        answers[question.key] = value
        asked.append(question)
    return answers


def _ask_question(question: Question, answers: Answers) -> Any:  # noqa: ANN401 — whatever is read
    """The value of the answer; `_BACK` if that was typed."""
    typed = ""

    def value(text: str) -> Any:  # noqa: ANN401 — as above
        nonlocal typed
        typed = text.strip()
        if typed.lower() in {_BACK, "b"}:
            return _BACK
        try:
            return question.read(typed, answers)
        except ParseError as error:
            raise click.UsageError(printable(str(error))) from None

    default = question.show(answers[question.key]) if question.key in answers else question.default(answers)
    try:
        answer = click.prompt(question.text, default=default, value_proc=value)
    except click.Abort:
        if sys.stdin.isatty():
            raise
        click.echo(err=True)  # ends the line of the question
        raise click.UsageError("No terminal to ask in; use --defaults. Nothing was written.") from None
    if answer != _BACK and question.show(answer) != typed:
        click.echo(f"  {question.show(answer)}")
    return answer


def answers_of(given: Answers) -> PlanAnswers:
    """The starter plan's answers from those to the questions."""
    return PlanAnswers(
        desk=given.get("desk"),
        on=given.get("on", ()),
        breaks=given.get("breaks", ()),
        night=given["night"],
        breath_holds=not given["avoids_holds"],
        how=given["how"],
        pace=given["pace"],
        legs=LEGS in given["purposes"],
        sheet=_sheet(given),
    )


def _sheet(given: Answers) -> Sheet | None:
    from coach.routine.reading import read_routine

    if "file" not in given:
        return None
    routine = read_routine(given["file"])
    return Sheet(routine.id, routine.title, given.get("per_day"))


def _purposes(text: str, _given: Answers) -> tuple[int, ...]:
    words = text.replace(",", " ").replace("and", " ").split()
    if not words or any(word not in {"1", "2", "3"} for word in words):
        raise ParseError(f"'{text[:40]}' is not one of the three", "write 1, 2 or 3, or several of them: 1 2")
    return tuple(sorted({int(word) for word in words}))


def _window(text: str, _given: Answers) -> Window:
    return understand_window(text)


def _breaks(text: str, given: Answers) -> tuple[Window, ...]:
    if text.lower() in _NONE:
        return ()
    parts = text.replace(";", ",").replace(" and ", ",").split(",")
    breaks = tuple(_at_the_desk(understand_window(part), given["desk"]) for part in parts)
    _demand_room(replace(PlanAnswers(), desk=given["desk"], breaks=breaks, night=None), "these breaks")
    return breaks


def _at_the_desk(pause: Window, desk: Window) -> Window:
    """The break, 12 hours later if it is at the desk only then: 1-2 is 13:00-14:00 of a day from 9 to 5."""
    later = Window(_half_a_day_after(pause.start), _half_a_day_after(pause.end))
    return later if _is_within(later.start, desk) and not _is_within(pause.start, desk) else pause


def _half_a_day_after(clock: time) -> time:
    return clock.replace(hour=(clock.hour + 12) % 24)


def _is_within(clock: time, window: Window) -> bool:
    if window.ends_next_day:
        return clock >= window.start or clock < window.end
    return window.start <= clock < window.end


def _night(text: str, given: Answers) -> Window | None:
    night = None if text.lower() in _NONE else understand_window(text, is_sleep=True)
    if "desk" in given:
        breaks = given.get("breaks", ())
        _demand_room(replace(PlanAnswers(), desk=given["desk"], breaks=breaks, night=night), "these hours")
    return night


def _demand_room(answers: PlanAnswers, what: str) -> None:
    from coach.plan.starter_plan import calls_in_a_day

    if not calls_in_a_day(answers):
        raise ParseError(
            f"{what} leave no time for a reminder at your desk", "write shorter ones, none, or back"
        )


def _usual_night(given: Answers) -> str:
    """Sleep as most people have it; after a night at the desk, from an hour and a half later on."""
    desk: Window | None = given.get("desk")
    if desk is None or not desk.ends_next_day or desk.end.hour == 0:
        return str(NIGHT)
    return f"{(desk.end.hour + 1) % 24:02}:30-{(desk.end.hour + 9) % 24:02}:00"


def _file(text: str, _given: Answers) -> Path:
    from coach.routine.reading import examine_routine

    path = Path(text).expanduser()
    try:
        examined = examine_routine(path)
    except CoachError as error:
        raise ParseError(error.message.rstrip("."), "write where the file is, or back") from None
    if examined.routine is None:
        raise ParseError(
            f"{path.name} has mistakes", f"`coach check {path}` shows them; write another, or back"
        )
    return path


def _per_day(text: str, _given: Answers) -> int:
    if not text.isdecimal() or not 0 < int(text) <= _MOST_PER_DAY:
        raise ParseError(f"'{text[:40]}' is not a number of times", f"write one from 1 to {_MOST_PER_DAY}")
    return int(text)


def _one_of(values: Sequence[str]) -> Callable[[str, Answers], str]:
    """Reads the number of one of these three."""

    def read(text: str, _given: Answers) -> str:
        if text not in {"1", "2", "3"}:
            raise ParseError(f"'{text[:40]}' is not one of the three", "write 1, 2 or 3")
        return values[int(text) - 1]

    return read


def _yes_or_no(text: str, _given: Answers) -> bool:
    if text.lower() not in _YES | _NO:
        raise ParseError(f"'{text[:40]}' is neither yes nor no", "write yes or no")
    return text.lower() in _YES


def has_no_dose(given: Answers) -> bool:
    """Whether a clinic's file is to be led that does not say how often."""
    from coach.routine.model import Dose
    from coach.routine.reading import read_routine

    return "file" in given and read_routine(given["file"]).dose in {Dose(), Dose(as_needed=True)}


def _is_desk_day(given: Answers) -> bool:
    return DESK_DAY in given["purposes"]


def _listed(windows: Sequence[Window]) -> str:
    return ", ".join(map(str, windows)) or "none"


QUESTIONS: Final = (
    Question(
        "purposes",
        "What is it for?\n"
        "  1  a day at a desk: drinking, posture, eyes, breathing, stretching\n"
        "  2  a few minutes for the legs before bed\n"
        "  3  exercises from a clinic, as a routine file\n"
        "One or more",
        lambda _given: "1",
        _purposes,
        lambda purposes: " ".join(map(str, purposes)),
    ),
    Question("desk", "When are you at your desk?", lambda _given: "09:00-17:30", _window, str, _is_desk_day),
    Question(
        "on", "On which days?", lambda _given: "weekdays", lambda text, _given: understand_weekdays(text),
        format_weekdays, _is_desk_day,
    ),
    Question(
        "breaks", "When are your breaks? (one or more, or none)",
        lambda given: "none" if given["desk"].ends_next_day else "12:30-13:15", _breaks, _listed,
        _is_desk_day,
    ),
    Question(
        "night", "When do you sleep? (or none)", _usual_night, _night,
        lambda night: "none" if night is None else str(night),
    ),
    Question(
        "file", "Where is the clinic's routine file?", lambda _given: "", _file, str,
        lambda given: SHEET in given["purposes"],
    ),
    Question(
        "per_day", "It does not say how often. How many times a day?", lambda _given: "2", _per_day, str,
        has_no_dose,
    ),
    Question(
        "avoids_holds",
        "Some people should not hold their breath: in pregnancy, with high blood pressure,\n"
        "with heart or lung disease. Should you avoid holding your breath?",
        lambda _given: "no", _yes_or_no, lambda avoids: "yes" if avoids else "no",
    ),
    Question(
        "how",
        "How may I call you?\n"
        "  1  by voice\n"
        "  2  by a chime and a notification\n"
        "  3  by notifications alone, as in an open-plan office\n"
        "One of them",
        lambda _given: "1", _one_of(HOWS), lambda how: str(HOWS.index(how) + 1),
    ),
    # Nobody is asked for their age: the exercise before bed was tried by people over 55 (docs/evidence.md).
    Question(
        "pace",
        "How fast should the voice speak?\n"
        "  1  calmly: fast speech is harder to follow in later life\n"
        "  2  normally\n"
        "  3  briskly\n"
        "One of them",
        lambda given: "1" if LEGS in given["purposes"] else "2", _one_of(_PACES),
        lambda pace: str(_PACES.index(pace) + 1),
    ),
)  # fmt: skip
"""In the order in which they are asked."""
