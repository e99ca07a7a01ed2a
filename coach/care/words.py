"""A note in a few words, in any order: `calf left 7 2min`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from coach.care.model import HELPED, Fact, Place
from coach.problems import quoted
from coach.scales import HIGHEST_ANSWER
from coach.spelling import nearest
from coach.units import ParseError, is_unit_of_time, parse_duration

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from coach.care.model import SignRules

STILL_GOING = "still_going"
MOST_MINUTES = 100 * 60
_SIDES = {"left": ("left",), "right": ("right",), "both": ("left", "right"), "l": ("left",), "r": ("right",)}
_OTHER_NAMES = {
    "calves": "calf", "feet": "foot", "lid": "eyelid", "low_back": "lower_back", "bum": "buttock",
    "stomach": "belly", "abdomen": "belly", "upper_arm": "arm", "lower_leg": "leg", "still": STILL_GOING,
    "brow": "forehead",
    "weakness": "weak", "tightness": "tight", "night": "at_night", "bulge": "visible_movement",
    "at_once": "sudden_start", "suddenly": "sudden_start", "anxiety": "stress",
    "nothing_helped": "helped_nothing",
}  # fmt: skip
"""What people write, and the list's own name for it."""
_HELPS = {
    "stretch": "stretching", "warmth": "heat", "warm": "heat", "ice": "cold", "walk": "walking",
    "standing_up": "walking", "rubbing": "massage", "drink": "drinking", "water": "drinking",
    "resting": "rest",
}  # fmt: skip
"""The same of what helped, after the word `helped`."""
_OWN_WORDS = re.compile(r"\bother:", re.IGNORECASE)
MOST_OWN_WORDS = 140
"""Characters."""
_LEFT_OUT = frozenset({"in", "the", "my", "and", "of", "for", "with", "a", "an", "helped"})
_NUMBER = re.compile(r"([0-9]{1,3})(?:/10)?")
_AMOUNT = re.compile(r"([0-9]+(?:\.[0-9]+)?)([a-z]+)")
_LONGEST_NAME = 4
"""Words."""
_EXAMPLE = "write, for example: calf left 7 2min"


@dataclass(slots=True)
class Said:
    """What the words say. `minutes`: how long it lasted; `strength`: from 0 to 10.

    `own_words`: what else helped, as it was written after `other:`.
    """

    names: list[str] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    minutes: float | None = None
    strength: int | None = None
    own_words: str = ""

    def facts(self, rules: SignRules, kind: str = "") -> tuple[Fact, ...]:
        """The facts, with a length and a strength where they belong; `kind`: what is noted, such as a cramp.

        Raises `ParseError` for a length or a strength that belongs to nothing.
        """
        measures = {option.id: option.measured for option in (*rules.signs, *rules.facts)}
        names = list(dict.fromkeys([*self.names, *([kind] if kind else [])]))
        if kind and self.strength is not None:
            names.append("pain")
        # Beside a kind they are the cramp's own; those of a sign are said with the sign.
        with_length = [name for name in names if measures[name] == "minutes" and kind in ("", name)]
        with_strength = [
            name for name in names if measures[name] == "strength" and (not kind or name == "pain")
        ]
        if STILL_GOING in names:
            with_length = [name for name in (STILL_GOING, kind) if name]
        if self.minutes is not None and not with_length:
            raise ParseError("nothing here has a length", "leave the time out")
        if self.strength is not None and not with_strength:
            raise ParseError("nothing here has a strength", "leave the number out")
        amounts = dict.fromkeys(with_length, self.minutes) | dict.fromkeys(with_strength, self.strength)
        return tuple(Fact(name, amounts.get(name)) for name in names)


def read_words(rules: SignRules, words: Iterable[str]) -> Said:
    """What these words say. Raises `ParseError` with the likely word."""
    text, *own = _OWN_WORDS.split(" ".join(words), maxsplit=1)
    said = _Words(rules, text.lower().replace(",", " ").replace("-", "_").split()).read()
    said.own_words = " ".join("".join(own).split())
    if len(said.own_words) > MOST_OWN_WORDS:
        raise ParseError(
            "what stands after 'other:' is too long", f"write {MOST_OWN_WORDS} characters at most"
        )
    if said.own_words:
        said.names.append(f"{HELPED}something_else")
    return said


def area_of(rules: SignRules, text: str) -> str | None:
    """The list's name for a part of the body as a person or a routine's file writes it; None: it has none."""
    written = "_".join(text.lower().replace("-", " ").split())
    known = {area for areas in rules.areas.values() for area in areas}
    guesses = (written, _OTHER_NAMES.get(written), written.removesuffix("s"))
    return next((guess for guess in guesses if guess in known), None)


class _Words:
    def __init__(self, rules: SignRules, tokens: Sequence[str]) -> None:
        self._rules = rules
        self._tokens = tokens
        self._names = {option.id for option in (*rules.signs, *rules.facts)}
        self._said = Said()
        self._sides: tuple[str, ...] = ()
        """Of the area that comes next."""
        self._open: str | None = None
        """The area that was named last, while it has no side."""
        self._is_after_helped = False

    def read(self) -> Said:
        place = 0
        while place < len(self._tokens):
            place += self._take(place)
        if self._sides:
            raise ParseError("a side needs a part of the body", "write, for example: left calf")
        return self._said

    def _take(self, place: int) -> int:
        """Take what begins there, and return how many words it was."""
        token = self._tokens[place]
        if token in _SIDES:
            self._side(_SIDES[token])
            return 1
        length = self._named(place)
        if length:
            return length
        self._open = None
        if token in _LEFT_OUT:
            self._is_after_helped |= token.startswith("helped")
            return 1
        if _AMOUNT.fullmatch(token):
            self._length(token)
            return 1
        if _NUMBER.fullmatch(token):
            following = "".join(self._tokens[place + 1 : place + 2])
            if is_unit_of_time(following) or following == "m":
                self._length(f"{token} {following}")
                return 2
            self._strength(token)
            return 1
        raise self._unknown(token)

    def _side(self, sides: tuple[str, ...]) -> None:
        if self._open is None:
            self._sides = sides
            return
        self._said.places.pop()
        self._add(self._open, sides)

    def _add(self, area: str, sides: tuple[str, ...]) -> None:
        self._said.places += [Place(area, side) for side in sides or ("",)]  # type: ignore[arg-type]
        self._open = None if sides else area
        self._sides = ()

    def _named(self, place: int) -> int:
        """Take an area or a fact that begins there, by its longest name."""
        for length in range(_LONGEST_NAME, 0, -1):
            words = self._tokens[place : place + length]
            name = "_".join(words)
            if len(words) < length:
                continue
            if (area := area_of(self._rules, name)) is not None:
                self._add(area, self._sides)
                self._is_after_helped = False
                return length
            fact = self._fact(name)
            if fact is not None:
                self._is_after_helped = fact.startswith(HELPED)
                self._said.names.append(fact)
                self._open = None
                return length
        return 0

    def _fact(self, name: str) -> str | None:
        """The list's name for a fact; after the word `helped`, preferably one of what helped."""
        helped = HELPED + _HELPS.get(name, name)
        if self._is_after_helped and helped in self._names:
            return helped
        fact = _OTHER_NAMES.get(name, name)
        return fact if fact in self._names else None

    def _length(self, text: str) -> None:
        minutes = parse_duration(re.sub(r"(?<=[0-9\s])m$", "min", text)) / 60
        if self._said.minutes is not None:
            raise ParseError(f"a length was already given before {quoted(text)}", "write one only")
        if minutes > MOST_MINUTES:
            raise ParseError(f"{quoted(text)} is too long", "write 100 h or less")
        self._said.minutes = minutes

    def _strength(self, text: str) -> None:
        number = int(text.partition("/")[0])
        if number > HIGHEST_ANSWER:
            raise ParseError(
                f"{quoted(text)} is not a strength from 0 to 10", f"with a unit it is a time: {text}min"
            )
        if self._said.strength is not None:
            raise ParseError(
                f"a strength was already given before {quoted(text)}", "write one number only, from 0 to 10"
            )
        self._said.strength = number

    def _unknown(self, token: str) -> ParseError:
        areas = {area for areas in self._rules.areas.values() for area in areas}
        meant = nearest(token, (*areas, *self._names, *_OTHER_NAMES, *_SIDES))
        hint = f"did you mean '{meant}'?" if meant else f"`coach sign` lists the signs; else {_EXAMPLE}"
        return ParseError(f"{quoted(token)} is not known here", hint)
