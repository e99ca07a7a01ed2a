"""What is said and shown to call a person, each text in a language: the routine's, else the plan's.

`preferred` is the plan's language, or None: it holds where routines of several languages are meant.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from coach.daemon.notifications import CALLED, SPOKEN, WAITING
from coach.plan.gate import SHORT_SECONDS
from coach.routine.variants import chosen
from coach.spoken_text.languages import FIRST_LANGUAGE
from coach.timeline.words import capitalized, words_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.daemon.notifications import Buttons, Choice
    from coach.day.model import Announce, Notice
    from coach.plan.model import Plan, RoutineSummary
    from coach.timeline.words import CallWords, CoachWords


@dataclass(frozen=True, slots=True)
class Sentence:
    """Something to be said by a voice of its language."""

    text: str
    language: str = FIRST_LANGUAGE


def call_words(routine: RoutineSummary | None, preferred: str | None) -> CallWords:
    """The words of that routine's language."""
    return _words(routine, preferred).calls


def _words(routine: RoutineSummary | None, preferred: str | None) -> CoachWords:
    own = "" if routine is None else routine.language
    return words_for(own or preferred or FIRST_LANGUAGE)


def announcement(routine: RoutineSummary, wording: int, preferred: str | None = None) -> Sentence:
    """The spoken announcement of a waiting routine; following numbers never give the same words."""
    if not routine.language:  # no voice says titles of several languages
        return private_announcement(routine, preferred)
    words = words_for(routine.language)
    length = words.calls.minutes(max(1, round(routine.seconds / 60)))
    text = _chosen(words.calls.announcements, wording, "announcement")
    return Sentence(text.format(what=routine.title, length=length), words.language)


def private_announcement(routine: RoutineSummary, preferred: str | None = None) -> Sentence:
    """What a private voice says of a waiting routine: not which it is."""
    words = _words(routine, preferred)
    return Sentence(words.calls.private_announcement, words.language)


def announcements(routine: RoutineSummary) -> list[Sentence]:
    """That routine's announcement in each of its wordings."""
    wordings = range(len(words_for(routine.language).calls.announcements))
    return list(dict.fromkeys(announcement(routine, wording) for wording in wordings))


def mistake(preferred: str | None) -> Sentence:
    """There is a mistake in the plan or in a routine."""
    words = _words(None, preferred)
    return Sentence(words.calls.mistake, words.language)


def length_of(routine: RoutineSummary, wording: int = 0, preferred: str | None = None) -> str:
    """How long a routine takes, as a notification says it; following numbers never give the same words."""
    calls = call_words(routine, preferred)
    length = calls.about(round(routine.seconds / 60))
    return capitalized(_chosen(calls.lengths, wording, "length").format(length=length))


def shown_announcement(effect: Announce, plan: Plan) -> str:
    """What a notification shows of that announcement: what is said or, where nothing is, the length."""
    summary, wording, preferred = effect.summary, effect.wording, plan.voice.language
    first = effect.occurrences[0]
    if plan.call(first.reminder).how == "voice":
        text = announcement(summary, wording, preferred).text
    else:
        text = length_of(summary, wording, preferred)
    if not plan.shown_as_text:
        return text
    return f"{text} {call_words(summary, preferred).as_text.format(routine=first.routine)}"


def shown_notice(effect: Notice, seconds: float, preferred: str | None) -> str:
    """What a notification shows that many seconds before something is led."""
    titles = ", ".join(each.title for each in effect.routines)
    languages = {each.language for each in effect.routines}
    one = effect.routines[0] if len(languages) == 1 else None
    return call_words(one, preferred).soon.format(seconds=int(seconds), what=titles)


def waiting_buttons(reminder: str, summary: RoutineSummary, plan: Plan) -> Buttons:
    """The buttons of a routine that waits."""
    is_spoken = plan.call(reminder).how == "voice"
    choices = WAITING if is_spoken or summary.seconds > SHORT_SECONDS else CALLED
    return _labelled(choices, call_words(summary, plan.voice.language))


def done_button(summary: RoutineSummary, preferred: str | None) -> Buttons:
    """The button of what was only spoken."""
    return _labelled(SPOKEN, call_words(summary, preferred))


def _labelled(choices: Sequence[Choice], calls: CallWords) -> Buttons:
    return tuple((choice, calls.buttons[choice]) for choice in choices)


def _chosen(texts: tuple[str, ...], wording: int, what: str) -> str:
    return texts[chosen(len(texts), wording, what)]
