"""`coach episode`: a cramp or twitch by at most five questions, each of which can be declined."""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

import click

from coach.atomic_write import read_private_file, write_private_file
from coach.care.episodes import HELP_ROUTINE
from coach.commands import options
from coach.commands.note import signs_of_line
from coach.commands.note_recording import HELPED_CHOICES, KINDS, recorder
from coach.commands.usage import as_usage_errors
from coach.json_lines import MALFORMED

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from coach.care.model import Fact, Place, SignRules
    from coach.commands.note_recording import Recorder

QUESTIONS: Final = {
    "what": "What was it: cramp, spasm, twitch or unsure? Is it still going?",
    "where": "Where? Several parts are allowed, such as left calf, right foot.",
    "strength": "How strong from 0 to 10, for how long, and was it there at once or did it grow?",
    "noticed": "What did you notice: tight, movement limited, visible movement, weak? Any of these signs?",
    "before": "What went before, what did it cost, what helped? Such as stress, sleep lost, helped walking.",
}
_ANSWERS: Final = (*QUESTIONS, "helped")
"""What is an option: what helped is asked with the last question."""
_LATER: Final = "before"
"""What is asked after the rest was written down, so that a sign is answered at once."""
_SIGNS_HINT: Final = "  A digit from 1 to 9 shows the signs of a line, 0 is none of them."
_OWN_WORDS_HINT: Final = "  Nobody reads what follows 'other:'. To report a sign, choose it from the list."
_KEPT = timedelta(hours=24)
"""For how long an unfinished episode can be continued."""
_NAME: Final = "episode.json"


@click.command(name="episode")
@click.option("--what", metavar="WORDS", help="cramp, spasm, twitch or unsure; still going 5min.")
@click.option("--where", metavar="WORDS", help="Parts of the body with their sides.")
@click.option("--strength", metavar="WORDS", help="From 0 to 10, how long, 'at once' or 'grew'.")
@click.option("--noticed", metavar="WORDS", help="What you noticed, and signs of the list.")
@click.option("--before", metavar="WORDS", help="What went before, and what it cost you.")
@click.option("--helped", metavar="WORDS", help=f"What helped: {HELPED_CHOICES}.")
@click.option("--at", metavar="TIME", help="When it began, such as 'last night at 3'.")
@click.option(
    "--now", "is_now", is_flag=True, help="Note a cramp that you have now, and start the help for it at once."
)
@click.option("--rehearse", is_flag=True, help="With --now: try it out; nothing is noted.")
@click.option("--plain", is_flag=True, help="With --now: print lines instead of a screen.")
@click.option("--mute", is_flag=True, help="With --now: show text, without sound.")
@options.as_json
def command(
    *,
    at: str | None,
    is_now: bool,
    rehearse: bool,
    plain: bool,
    mute: bool,
    as_json: bool,
    **given: str | None,
) -> int | None:
    """Note a cramp or twitch by answering at most five questions; Enter skips one.

    Each answer is also an option. Within a day, the next `coach episode` continues one that you left
    unfinished. With --json, and without a terminal, nothing is asked. Nobody reads free text: to report a
    sign, choose it from the list. With --now it asks nothing: it notes the time and starts the help for a
    cramp at once.
    """
    if is_now or rehearse:
        return _help_now(rehearse=rehearse, plain=plain, mute=mute)
    to = recorder(may_speak=True)
    draft = _Draft(to)
    if at is not None or not draft.answers:
        draft.began = to.began(at)
    if at is None and not draft.answers and not as_json and sys.stdin.isatty():
        draft.began = _began_of_press(to) or draft.began
    for name, answer in given.items():
        if answer is not None:
            read_answer(to.rules, name, answer)
            draft.answers[name] = answer
    if not as_json and sys.stdin.isatty():
        _ask_questions(to, draft)
    elif not draft.answers:
        raise click.UsageError("Without a terminal, answer by options: --what cramp --where 'left calf'.")
    facts, places, own_words = draft.said(_ANSWERS)
    if facts or places:
        to.note(facts, places, began=draft.began, episode=draft.episode, own_words=own_words, as_json=as_json)
    draft.remove()
    return None


def _began_of_press(to: Recorder) -> datetime | None:
    """When a cramp was noted of which nothing more is known, if these are its details."""
    pressed = to.pressed_within(_KEPT)
    if pressed is None:
        return None
    question = f"You noted a cramp at {pressed.began:%H:%M}. Are these its details?"
    return pressed.began if click.confirm(question, default=True) else None


def _help_now(*, rehearse: bool, **look: bool) -> int:
    """Lead the help for a cramp at once, and note beside it that there is one: the details come later."""
    from coach.commands.do import command as do_command
    from coach.commands.sign_menu import note_cramp_now

    if not rehearse:
        note_cramp_now()
    code: int = click.get_current_context().invoke(
        do_command, routine=HELP_ROUTINE, rehearse=rehearse, **look
    )
    return code


def _ask_questions(to: Recorder, draft: _Draft) -> None:
    """Ask whatever is not answered yet; before the last question, write down what was said until then."""
    from coach.commands.next_day import ask_about_the_day_before

    ask_about_the_day_before(to)
    if draft.answers and draft.is_resumed:
        click.echo(f"Going on with what began at {draft.began:%H:%M}.")
    for name, question in QUESTIONS.items():
        if name in draft.answers:
            continue
        if name == _LATER and not draft.episode:
            facts, places, _ = draft.said([each for each in QUESTIONS if each != _LATER])
            note = to.note(facts, places, began=draft.began, as_json=False)
            draft.episode = note.id
            draft.save()
        draft.answers[name] = _answer(to.rules, name, question)
        draft.save()


def _answer(rules: SignRules, name: str, question: str) -> str:
    """The person's answer, which can be read; empty: no answer."""
    click.echo(question)
    if name == "noticed":
        click.echo("\n".join(f"  {number}. {line.title}" for number, line in enumerate(rules.lines, 1)))
        click.echo(_SIGNS_HINT)
    if name == _LATER:
        click.echo(_OWN_WORDS_HINT)
    while True:
        text = str(click.prompt(">", default="", show_default=False, prompt_suffix=" ")).strip()
        if name == "noticed" and text in ("", "0"):
            return ""
        if name == "noticed" and text.isdigit():
            click.echo("\n".join(signs_of_line(rules, int(text))))
            continue
        try:
            read_answer(rules, name, text)
        except click.UsageError as error:
            click.echo(error.message)
            continue
        return text


def read_answer(rules: SignRules, name: str, text: str) -> tuple[tuple[Fact, ...], tuple[Place, ...], str]:
    """The facts and places of one answer, and its own words. Raises `UsageError`."""
    from coach.care.words import read_words

    with as_usage_errors():
        spoken = read_words(rules, ["helped", text] if name == "helped" else [text])
        kinds = KINDS & set(spoken.names)
        kind = next(iter(kinds)) if len(kinds) == 1 else "unsure" if name in ("what", "strength") else ""
        facts = spoken.facts(rules, kind)
    if name == "strength":
        facts = tuple(fact for fact in facts if fact.name != kind or fact.amount is not None)
    return facts, tuple(spoken.places), spoken.own_words


class _Draft:
    """The answers so far, in a private file until the episode is written down whole.

    `episode`: the id of the note that holds them already; empty: none does.
    """

    def __init__(self, to: Recorder) -> None:
        self._rules = to.rules
        self._path: Path = to.home.state / _NAME
        self.began = to.now
        self.answers: dict[str, str] = {}
        self.episode = ""
        with suppress(OSError, *MALFORMED):
            self._load(to.now)
        self.is_resumed = bool(self.answers)

    def _load(self, now: datetime) -> None:
        tree = json.loads(read_private_file(self._path))
        began = datetime.fromisoformat(tree["began"])
        answers = {name: str(tree["answers"][name]) for name in _ANSWERS if name in tree["answers"]}
        if now - began < _KEPT:
            for name, answer in answers.items():
                read_answer(self._rules, name, answer)
            self.began, self.answers, self.episode = began, answers, str(tree["episode"])

    def said(self, names: Iterable[str]) -> tuple[list[Fact], list[Place], str]:
        """The facts, places and own words of these answers; of what a note holds already, only the rest."""
        facts: dict[str, Fact] = {}
        places: list[Place] = []
        own_words = ""
        for name in names:
            if self.episode and name not in (_LATER, "helped"):
                continue
            answered, where, own = read_answer(self._rules, name, self.answers.get(name, ""))
            own_words = own or own_words
            for fact in answered:
                known = facts.get(fact.name)
                facts[fact.name] = fact if known is None or known.amount is None else known
            places += where
        return _with_one_kind(facts), places, own_words

    def save(self) -> None:
        """Keep the answers for a day, if the disk allows it."""
        tree = {"began": self.began.isoformat(), "answers": self.answers, "episode": self.episode}
        with suppress(OSError):
            write_private_file(self._path, json.dumps(tree), durable=False)

    def remove(self) -> None:
        """Delete the kept answers, once the episode is written down."""
        with suppress(OSError):
            self._path.unlink()


def _with_one_kind(facts: dict[str, Fact]) -> list[Fact]:
    """The facts with the kind that the person named, and its length, instead of `unsure`."""
    named = [name for name in facts if name in KINDS and name != "unsure"]
    unsure = facts.get("unsure")
    if named and unsure is not None:
        del facts["unsure"]
        if facts[named[0]].amount is None:
            facts[named[0]] = facts[named[0]]._replace(amount=unsure.amount)
    return list(facts.values())
