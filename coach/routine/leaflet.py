"""Reads exercises from the plain text of a leaflet, by rule; what is not certain is marked as a guess.

No dose is invented: where none is found, the exercise is only spoken. Every line of the sheet is kept, as the
comment above its step or among the lines that were not used.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from coach.routine.draft import Draft, DraftExercise

if TYPE_CHECKING:
    from coach.routine.model import SideRule

_WORDS = {
    "once": 1, "twice": 2, "thrice": 3, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30,
}  # fmt: skip
_PLAIN = str.maketrans({
    "\u00d7": "x", "\u2013": "-", "\u2014": "-", "\u2212": "-", "\u00a0": " ", "\u202f": " ", "\u2019": "'",
    "\u2032": "'", "\u2033": '"', "\u201d": '"', "\u201c": '"', "\t": " ", "{": "(", "}": ")",
})  # fmt: skip
_N = r"([0-9]+(?:\.[0-9]+)?)"
_TO = rf"(?:{_N}(?: *(?:-|to|or) *{_N})?)"
_SECONDS = r"(?:s|sec|secs|seconds?|\")(?![a-z])"
_MINUTES = r"(?:min|mins|minutes?)(?![a-z])"
_TIMES_A = r"(?:x|times?)? *(?:a|per|each|every|/) *"
_REPS = r"(?:x|times|reps?|repetitions?)"

_HOLD = re.compile(
    rf"(?:hold|held|keep)[a-z ,]*? (?:for )?(?:about )?(?P<up>up to )?{_TO} *({_SECONDS}|{_MINUTES})"
)
_BY_TIME = re.compile(
    rf"\b{_N} *(?:x|times|sets? of|reps? of|repetitions? of) *{_TO} *-?({_SECONDS}|{_MINUTES})"
)
_TIMED_FIRST = re.compile(rf"\b{_TO} *({_SECONDS}|{_MINUTES}) *x *{_N}")
_TIMES_LAST = re.compile(rf"\bx *{_TO}(?! *(?:{_SECONDS}|{_MINUTES}|kg|lb))\b")
_BY_NUMBER = re.compile(
    rf"\b{_N} *(?:sets?)? *(?:x|of) *{_TO} *(?:{_REPS}\b)?(?! *(?:{_SECONDS}|{_MINUTES}|kg|lb))"
)
_SETS = re.compile(rf"\b{_N} *sets?\b")
_REPEAT = re.compile(rf"(?:repeat|do|perform)[a-z ]*? {_TO} *(?:x|times|reps?|repetitions?)?\b")
_NUMBER = re.compile(rf"\b{_TO} *{_REPS}\b")
_FOR = re.compile(
    rf"\bfor (?:about )?{_TO} *({_SECONDS}|{_MINUTES})|^[^,.:]*[,:] *{_TO} *({_SECONDS}|{_MINUTES})"
)
_REST = re.compile(
    rf"\b(?:rest|relax)(?:ing)?(?: for)? {_N} *({_SECONDS}|{_MINUTES})(?P<sets>[a-z ]*between sets)?"
)
_LOAD = re.compile(rf"\b{_N} *(kg|lbs?)\b|\b(yellow|red|green|blue|black) (?:band|theraband)\b")
_PER_DAY = re.compile(rf"\b(?:{_N} *{_TIMES_A}day|{_N} *(?:x|times?)? *daily|daily|every day|each day)\b")
_EVERY = re.compile(rf"\bevery (?:{_N}(?: *(?:-|to) *{_N})?)? *(hours?|minutes?|min)\b")
_PER_WEEK = re.compile(rf"\b{_N} *(?:days?|x|times?)? *(?:a|per|each|every|/) *week\b")
_WEEKS = re.compile(rf"\bfor {_TO} *weeks?\b")
_TWICE = re.compile(r"\bmorning (?:and|&) (?:evening|night)\b")
_SIDES: tuple[tuple[str, SideRule], ...] = (
    (r"\balternat\w+", "alternate"),
    (r"\b(?:each|every|either|per) (?:side|leg|arm|hand|foot|way|knee|shoulder|calf|direction)\b", "each"),
    (
        r"\b(?:both sides|left and right|right and left|other (?:side|leg|arm)|change (?:legs|sides|arms))\b",
        "each",
    ),
    (r"\bleft\b[a-z ]* only\b|\bonly (?:the |your )?left\b|\bleft (?:side|leg|arm|hand|foot) only\b", "left"),
    (
        r"\bright\b[a-z ]* only\b|\bonly (?:the |your )?right\b|\bright (?:side|leg|arm|hand|foot) only\b",
        "right",
    ),
)
_POSITIONS = (
    (r"\b(?:all fours|hands and knees)\b", "all-fours"),
    (r"\b(?:on your side|side[- ]lying|lie on the side)\b", "side-lying"),
    (r"\b(?:on your (?:stomach|front|tummy)|prone|face down)\b", "prone"),
    (r"\b(?:on your back|lie down|lying|lie flat|supine)\b", "lying"),
    (r"\b(?:sit|sitting|seated)\b", "seated"),
    (r"\b(?:stand|standing)\b", "standing"),
    (r"\bkneel(?:ing)?\b", "kneeling"),
)
_CAUTION = re.compile(
    r"^(?:stop|do not|don't|avoid|never|if |be careful|take care|not if|caution|warning)", re.IGNORECASE
)
_NUMBERED = re.compile(r"^ *(?:[0-9]{1,2}[.)]|[-*\u2022\u25cf\u25e6\u2023]) +")
_DOSE_WORDS = (
    _HOLD,
    _TIMED_FIRST,
    _BY_TIME,
    _BY_NUMBER,
    _SETS,
    _REPEAT,
    _NUMBER,
    _TIMES_LAST,
    _FOR,
    _REST,
    _LOAD,
)
_SMALL_WORDS = (
    "hold|repeat|do|on|for|each|and|the|side|then|of|a|reps?|sets?|with|per|in|both|legs|arms|times"
)
_STRETCH = re.compile(r"stretch", re.IGNORECASE)


def draft_of(text: str, title: str) -> Draft:
    """The draft of a routine from a leaflet's text; `title`: what it is called if the text does not say."""
    draft = Draft(title=title)
    exercises: list[DraftExercise] = []
    cautions: list[str] = []
    unread: list[str] = []
    dose: dict[str, str] = {}
    guesses: dict[str, str] = {}
    for line in _lines(text):
        often = _often(_digits(line), guesses)
        dose |= {name: value for name, value in often.items() if name not in dose}
        is_item = _NUMBERED.match(line) is not None
        bare = _NUMBERED.sub("", line)
        if _CAUTION.match(bare):
            cautions.append(_sentence(bare))
        elif is_item or _has_dose(bare):
            exercises.append(_exercise(bare))
        elif not exercises and draft.title == title and not often:
            draft = replace(draft, title=bare.rstrip(":. "))
        elif exercises and not often:
            exercises[-1] = _with_cue(exercises[-1], bare)
        elif not often:
            unread.append(line)
        else:
            unread.append(f"{line} (its dose is above)")
    if not exercises:
        exercises = [DraftExercise(name=draft.title, sheet=draft.title)]
        draft = replace(draft, title=title)
    is_stretch = bool(exercises) and all(_STRETCH.search(f"{draft.title} {each.sheet}") for each in exercises)
    if is_stretch:
        guesses["kind"] = "every exercise is called a stretch"
    if not cautions:
        cautions = ["Go only as far as feels easy, and breathe normally."]
        guesses["cautions"] = "the sheet has no word of caution"
    return replace(
        draft,
        kind="stretch" if is_stretch else "",
        exercises=tuple(exercises),
        dose=dose,
        cautions=tuple(cautions),
        summary=_one_side(exercises),
        guesses=guesses,
        unread=tuple(unread),
    )


def _lines(text: str) -> list[str]:
    """The lines that have words, with plain signs and single blanks."""
    plain = (" ".join(line.translate(_PLAIN).split()) for line in text.splitlines())
    return [line for line in plain if any(map(str.isalnum, line))]


def _digits(text: str) -> str:
    """The text in small letters, its number words as digits."""
    return re.sub(r"[a-z]+", lambda word: str(_WORDS.get(word[0], word[0])), text.lower())


def _has_dose(line: str) -> bool:
    text = _without_often(_digits(line))
    return any(pattern.search(text) for pattern in _DOSE_WORDS)


def _exercise(line: str) -> DraftExercise:
    """The exercise in a line."""
    text = _without_often(_digits(line))
    guesses: dict[str, str] = {}
    name, cue = _name_and_cue(line)
    found = DraftExercise(name=name, cue=cue, sheet=line)
    found = _with_dose(found, text, guesses)
    for pattern, side in _SIDES:
        if re.search(pattern, text):
            found = replace(found, side=side)
            break
    else:
        legs = re.search(r"\bboth (?:legs|arms|hands|feet|knees)\b", text)
        if legs:
            found = replace(found, side="each")
            guesses["side"] = f"'{legs[0]}' may also mean both at once: then write 'both'"
    if found.side == "each" and re.search(r"\b(?:left|right)\b", found.cue, re.IGNORECASE):
        guesses["cue"] = "it names a side, and is said for both: write {side} or {other_side} there"
    position = next((name for pattern, name in _POSITIONS if re.search(pattern, text)), "")
    return replace(found, position=position, guesses=guesses)


def _with_dose(found: DraftExercise, text: str, guesses: dict[str, str]) -> DraftExercise:
    found, text = _with_rest_and_load(found, text)
    found, text = _with_hold(found, text, guesses)
    sets = _SETS.search(text)
    if found.reps:
        return replace(found, sets=int(float(sets[1]))) if sets else found
    number = _BY_NUMBER.search(text)
    if number:
        return _with_reps(replace(found, sets=int(float(number[1]))), number[2], number[3], guesses)
    if sets:
        found = replace(found, sets=int(float(sets[1])))
        text = text.replace(sets[0], " ")
    number = _REPEAT.search(text) or _NUMBER.search(text) or _TIMES_LAST.search(text)
    if number:
        return _with_reps(found, number[1], number[2], guesses)
    return found if found.hold else _with_time(found, text, guesses)


def _with_rest_and_load(found: DraftExercise, text: str) -> tuple[DraftExercise, str]:
    """The exercise with its rest and its load, and the text without them."""
    rest, load = _REST.search(text), _LOAD.search(text)
    if rest:
        seconds = _seconds(rest[1], rest[2])
        found = replace(found, set_rest=seconds) if rest["sets"] else replace(found, rest=seconds)
        text = text.replace(rest[0], " ")
    if load:
        found = replace(found, load=f"{load[1]} {load[2].rstrip('s')}" if load[1] else f"{load[3]} band")
        text = text.replace(load[0], " ")
    return found, text


def _with_hold(found: DraftExercise, text: str, guesses: dict[str, str]) -> tuple[DraftExercise, str]:
    """The exercise with the length of its hold, and the repetitions beside it; and the text without them."""
    timed, by_time, hold = _TIMED_FIRST.search(text), _BY_TIME.search(text), _HOLD.search(text)
    if timed:
        seconds = _least(timed[1], timed[2], timed[3], guesses)
        return replace(found, hold=seconds, reps=int(float(timed[4]))), text.replace(timed[0], " ")
    if by_time:
        seconds = _least(by_time[2], by_time[3], by_time[4], guesses)
        return replace(found, hold=seconds, reps=int(float(by_time[1]))), text.replace(by_time[0], " ")
    if hold:
        seconds = _least(hold[2], hold[3], hold[4], guesses)
        return replace(found, hold=seconds, up_to=bool(hold["up"])), text.replace(hold[0], " ")
    return found, text


def _with_time(found: DraftExercise, text: str, guesses: dict[str, str]) -> DraftExercise:
    """The exercise with a time that no word says to hold."""
    time = _FOR.search(text)
    if time is None:
        return found
    first, last, unit = (time[1], time[2], time[3]) if time[1] else (time[4], time[5], time[6])
    seconds = _least(first, last, unit, guesses)
    if _STRETCH.search(found.name):
        return replace(found, hold=seconds)
    guesses["move"] = "a time without 'hold' was read as a movement; for a hold write 'hold'"
    return replace(found, seconds=seconds)


def _with_reps(found: DraftExercise, least: str, most: str | None, guesses: dict[str, str]) -> DraftExercise:
    if most and found.hold:
        guesses["reps"] = f"the sheet says {least} to {most}"
        return replace(found, reps=int(float(least)))
    return replace(found, reps=int(float(least)), most_reps=int(float(most)) if most else None)


def _least(least: str, most: str | None, unit: str, guesses: dict[str, str]) -> float:
    """The seconds; of a range the lower ones, and a guess that says so."""
    if most:
        guesses["hold"] = f"the sheet says {least} to {most}"
    return _seconds(least, unit)


def _seconds(number: str, unit: str) -> float:
    return float(number) * (60 if unit.startswith("m") else 1)


def _often(text: str, guesses: dict[str, str]) -> dict[str, str]:
    """How often it is done, as the fields of a dose."""
    dose: dict[str, str] = {}
    every, day, week, weeks = (each.search(text) for each in (_EVERY, _PER_DAY, _PER_WEEK, _WEEKS))
    if every:
        number = every[1] or "1"
        dose["every"] = f"{number} {'h' if every[3].startswith('h') else 'min'}"
        if every[2]:
            guesses["dose"] = f"the sheet says every {every[1]} to {every[2]} {every[3]}"
    elif day:
        dose["per_day"] = str(int(float(day[1] or day[2] or 1)))
    elif _TWICE.search(text):
        dose["per_day"] = "2"
    if week:
        dose["days_per_week"] = str(int(float(week[1])))
    elif re.search(r"\bevery (?:other|second) day\b", text):
        dose["rest_days"] = "1"
    if weeks:
        dose["weeks"] = str(int(float(weeks[2] or weeks[1])))
        if weeks[2]:
            guesses["dose"] = f"the sheet says {weeks[1]} to {weeks[2]} weeks"
    return dose


def _without_often(text: str) -> str:
    """The text without how often it is done, whose numbers are no repetitions."""
    for pattern in (_EVERY, _PER_WEEK, _WEEKS, _PER_DAY):
        text = pattern.sub(" ", text)
    return text


def _name_and_cue(line: str) -> tuple[str, str]:
    """What an exercise is called, and the words that say how it is done, without those of its dose."""
    found = re.match(r".{3,60}?(?= *[,.:;(]| +[0-9]| +x +[0-9]| +- |$)", line)
    name = found[0].strip() if found else " ".join(line.split()[:6])
    more = line[len(name) :].lstrip(" ,.:;-")
    name = re.sub(r"(?: (?:for|x|with|hold|do|repeat))+$", "", name)
    sentences = []
    for sentence in re.split(r"(?<=[.!])\s+", more):
        clauses = [each.strip() for each in sentence.split(",")]
        kept = [
            each
            for each in clauses
            if re.search(r"[a-z]{3}", each, re.IGNORECASE) and not _is_only_dose(each)
        ]
        sentences += [_sentence(", ".join(kept))] if kept else []
    return name, " ".join(sentences)


def _is_only_dose(sentence: str) -> bool:
    text = _without_often(_digits(sentence))
    for pattern in (*_DOSE_WORDS, re.compile(rf"{_TO} *(?:{_SECONDS}|{_MINUTES})")):
        text = pattern.sub(" ", text)
    for side, _ in _SIDES:
        text = re.sub(side, " ", text)
    text = _TWICE.sub(" ", text)
    left = re.sub(rf"\b(?:{_SMALL_WORDS})\b", " ", text)
    return re.search(r"[a-z]{3}", left) is None


def _with_cue(exercise: DraftExercise, line: str) -> DraftExercise:
    cue = f"{exercise.cue} {_sentence(line)}".strip()
    return replace(exercise, cue=cue, sheet=f"{exercise.sheet}\n{line}")


def _sentence(text: str) -> str:
    text = text.strip()
    whole = text[:1].upper() + text[1:]
    return whole if not whole or whole[-1] in ".!?" else f"{whole}."


def _one_side(exercises: list[DraftExercise]) -> str:
    """The exercises for one side only, as a sentence, so that nobody takes them for a mistake."""
    return " ".join(
        f"{each.name}: {each.side} side only." for each in exercises if each.side in {"left", "right"}
    )
