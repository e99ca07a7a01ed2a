"""What the guide for authors asks beyond a valid file: doses, both sides, sources, no claims, few exercises.

A warning is probably a mistake; a note names what a good sheet has, or what people do better with. Neither
keeps a routine from being used, and no remedy names another dose than the one that is written.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from coach.document import Fields, Items, Text
from coach.problems import TextPosition, quoted
from coach.routine.forbidden_words import forbidden_words
from coach.routine.guide_rules import GUIDE
from coach.routine.language_guess import language_of
from coach.routine.model import Breathe, Exercise, Hold, Repeat, Say
from coach.routine.placeholders import SPOKEN_FIELDS, place_in
from coach.routine.rules import leaves
from coach.routine.shown_fields import PROGRAMME
from coach.routine.variants import texts_of
from coach.spoken_text.mnemonics import unknown_sounds
from coach.spoken_text.normalize import spoken

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from coach.document import Node
    from coach.fields.findings import Findings, Positioned
    from coach.routine.model import Routine, Step, Wording


_RULES = {rule.code: rule for rule in GUIDE}

_LONGEST_HOLD = 60.0
_LONGEST_TOTAL = 240.0
_FEWEST_DAYS = 2
_LONG_BREATH_HOLD = 7.0
_MOST_CYCLES = 4
_MOST_EXERCISES = 4
_YEARS = 2
_WITH_EXERCISES = frozenset({"stretch", "strength", "balance", "movement", "relaxation", None})
_COUNTED = _WITH_EXERCISES - {"relaxation"}
_NOT_SAID = frozenset(
    {"sources", "author", "kind", "language", "format", "reviewed", "load", "position", "side"}
)
"""Fields whose text is no word to the person: what others found may be called a treatment."""
_MAY_NAME_MEDICINES = frozenset({"not_for", "stop_if", "cautions", "caution"})
_AMOUNT = re.compile(
    r"\b\d+(?:[.,]\d+)?\s*(?:ml|cl|dl|l|lit(?:er|re)s?|oz|ounces?|glass(?:es)?|cups?)\b", re.IGNORECASE
)
_SPELLED = re.compile(r"\b[^\W\d_](?:-[^\W\d_])+\b")
"""How an abbreviation is written in speakable text: `C-O-P-D`."""
_THRICE = re.compile(r"([^\W\d_])\1\1")
_DRAWN_OUT = re.compile(r"\b\w*([^\W\d_])\1\1\w*\b")
_SIDES = {
    "left": re.compile(r"\b(?:left|links?\w*|izquierd\w*|gauche)\b", re.IGNORECASE),
    "right": re.compile(r"\b(?:right|rechts?\w*|derech\w*|droite?)\b", re.IGNORECASE),
}


def check_guide(root: Fields, routine: Routine, today: date, findings: Findings) -> None:
    """Note what the guide for authors asks and this routine does not have; the file is valid."""
    _check_words(root, routine, findings)
    _check_doses(root, routine, findings)
    exercises = list(_exercises(routine.steps, None))
    _check_sides(routine, exercises, findings)
    _check_care(root, routine, exercises, findings)
    _check_review(root, routine, today, findings)
    different = {(type(step), texts_of(step.name), texts_of(step.cue)) for step, _ in exercises}
    if len(different) > _MOST_EXERCISES and _is_prescribed(routine) and routine.kind in _COUNTED:
        message = f"there are {len(different)} exercises; people do two or three better than more"
        _add("many-exercises", root.names["steps"], message, findings)


def _add(code: str, place: Positioned, message: str, findings: Findings) -> None:
    rule = _RULES[code]
    add = findings.warning if rule.severity == "warning" else findings.note
    add(place, code, message, rule.remedy)


def _check_words(root: Fields, routine: Routine, findings: Findings) -> None:
    language = routine.language.split("-")[0].lower()
    for name, text in _texts("", root):
        for found in forbidden_words(text.text, language):
            if found.kind == "medicine" and name in _MAY_NAME_MEDICINES:
                continue
            message = {
                "claim": f"{quoted(found.word)} promises more than a routine may",
                "order": f"{quoted(found.word)} pushes the person on",
                "medicine": f"{quoted(found.word)} is a matter between a person and their clinician",
            }[found.kind]
            _add(found.kind, place_in(text, found.start, findings), message, findings)
        amount = _AMOUNT.search(text.text) if routine.kind == "hydration" else None
        if amount:
            message = f"{quoted(amount[0])} is an amount to drink"
            _add("drink-amount", place_in(text, amount.start(), findings), message, findings)
        if name in SPOKEN_FIELDS and (odd := _odd_word(text.text, language, routine)):
            _add("spoken-oddly", text, f"{quoted(odd)} is not said as a word", findings)
        if name == "ipa" and (unknown := unknown_sounds(text.text, language)):
            message = (
                f"eSpeak NG says 'respell' instead, as it has no sound {quoted(unknown)} in '{language}'"
            )
            if unknown == text.text:
                message = f"in '{language}' only a natural voice uses it; eSpeak NG says 'respell'"
            _add("ipa-unknown", text, message, findings)
        guessed = language_of(text.text)
        if guessed and guessed != language and name != "skip_to":
            message = f"this text is not in the file's language, {language}"
            _add("other-language", text, message, findings)


def _odd_word(text: str, language: str, routine: Routine) -> str | None:
    """A word that a voice spells or reads in its own way, and that the author gives no sound."""
    said = spoken(text, language)
    odd = [found[0] for found in _SPELLED.finditer(said)] if "-" in said else []
    if _THRICE.search(text):
        odd += [found[0] for found in _DRAWN_OUT.finditer(text)]
    if not odd:
        return None
    own = {word.casefold() for word, _ in routine.say_as}
    return next((word for word in odd if word.replace("-", "").casefold() not in own), None)


def _check_doses(root: Fields, routine: Routine, findings: Findings) -> None:
    stretches = routine.kind == "stretch"
    for step in leaves(routine.steps):
        if isinstance(step, Hold) and stretches and not routine.dose.as_needed:
            total = step.seconds * step.reps * step.sets
            if step.seconds > _LONGEST_HOLD:
                message = f"a stretch of {step.seconds:g} s is longer than is recommended"
                _add("hold-long", step.mark, message, findings)
            elif total > _LONGEST_TOTAL:
                message = f"this stretch takes {total / 60:.1f} min a side; gains level off at about 4 min"
                _add("stretch-total", step.mark, message, findings)
        if isinstance(step, Breathe) and step.pattern.hold:
            cycles = step.cycles or round((step.seconds or 0.0) / step.pattern.seconds)
            if step.without_holds is None:
                _add("breath-hold", step.mark, "this breath hold has no pattern without holds", findings)
            if step.pattern.hold >= _LONG_BREATH_HOLD and cycles > _MOST_CYCLES:
                message = f"{cycles} cycles with a hold of {step.pattern.hold:g} s are many"
                _add("breath-cycles", step.mark, message, findings)
    days = routine.dose.days_per_week or len(routine.dose.days)
    if stretches and 0 < days < _FEWEST_DAYS:
        _add("stretch-seldom", root.names["dose"], "one day a week is seldom for stretching", findings)


def _check_sides(routine: Routine, exercises: list[tuple[Exercise, str | None]], findings: Findings) -> None:
    """Warn of an exercise for one side, unless the other has its own or the routine says that it is meant."""
    sides: dict[tuple[str, ...], set[str]] = {}
    for step, side in exercises:
        sides.setdefault(_without_side(step.name), set()).add(side or "")
    for step, side in exercises:
        if side not in _SIDES or sides[_without_side(step.name)] != {side}:
            continue
        if not _SIDES[side].search(f"{routine.title} {routine.summary}"):
            message = f"this exercise is for the {side} side only"
            _add("one-side", step.mark, message, findings)


def _check_care(
    root: Fields, routine: Routine, exercises: list[tuple[Exercise, str | None]], findings: Findings
) -> None:
    is_said = (
        bool(routine.cautions or routine.not_for or routine.stop_if)
        or any(isinstance(step, Say) for step in leaves(routine.steps))
        or any(step.caution for step, _ in exercises)
    )
    if exercises and routine.kind in _WITH_EXERCISES and not is_said:
        _add("no-caution", root.names["steps"], "nothing is said about when to leave it out", findings)


def _check_review(root: Fields, routine: Routine, today: date, findings: Findings) -> None:
    missing = [
        what
        for what, written in (
            ("author", routine.author),
            ("sources", routine.sources),
            ("reviewed", routine.reviewed),
        )
        if not written
    ]
    if missing:
        message = f"the file does not say {_either(missing)}"
        _add("unsigned", root.names.get("title", TextPosition()), message, findings)
    written = [field.name for field in PROGRAMME if getattr(routine, field.name)]
    if written and len(written) < len(PROGRAMME):
        missing = [field.name for field in PROGRAMME if field.name not in written]
        _add("programme-parts", root.names[written[0]], f"the file does not say {_either(missing)}", findings)
    if routine.reviewed:
        oldest = f"{today.year - _YEARS:04}{today.isoformat()[4:]}"  # there need not be such a 29 February
        if routine.reviewed < oldest:
            message = f"the last review, on {routine.reviewed}, is more than two years ago"
            _add("review-old", root.names["reviewed"], message, findings)


def _is_prescribed(routine: Routine) -> bool:
    """Whether it is meant to be done for weeks, and not once in a while."""
    return bool(routine.dose.weeks)


def _exercises(steps: tuple[Step, ...], side: str | None) -> Iterator[tuple[Exercise, str | None]]:
    """The exercises with their side, which a repeat may give them."""
    for step in steps:
        if isinstance(step, Repeat):
            yield from _exercises(step.steps, step.side or side)
        elif isinstance(step, Exercise):
            yield step, step.side or side


def _without_side(name: Wording) -> tuple[str, ...]:
    """The texts of a name without the words for a side, so that both sides of one exercise are alike."""
    both = "|".join(pattern.pattern for pattern in _SIDES.values())
    return tuple(
        " ".join(re.sub(both, "", text, flags=re.IGNORECASE).lower().split()) for text in texts_of(name)
    )


def _texts(name: str, node: Node) -> Iterator[tuple[str, Text]]:
    """The texts that a person reads or hears, each with the name of its field."""
    if isinstance(node, Text):
        if name not in _NOT_SAID:
            yield name, node
        return
    if isinstance(node, Items):
        for item in node.items:
            yield from _texts(name, item)
        return
    for inner, value in node.fields.items():
        yield from _texts(name if inner in {"any", "left", "right"} else inner, value)


def _either(names: list[str]) -> str:
    quoted_names = [f"'{name}'" for name in names]
    *first, last = quoted_names
    return f"{', '.join(first)} or {last}" if first else last
