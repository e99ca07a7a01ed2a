"""Notes of a person as facts, the list of signs and its rules, and what a rule shows: frozen values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.clock_times import Window

Level = Literal["emergency", "same-day", "book", "help"]
LEVELS: tuple[Level, ...] = ("emergency", "same-day", "book", "help")
"""The most urgent one first; `help` are texts that send nobody anywhere."""
Measure = Literal["minutes", "strength", "millilitres", "milligrams"]
"""What can be said beside a fact: for how long, how strong from 0 to 10, how much."""
NoteSource = Literal["person", "merged", "imported", "rehearsal", "session"]
Again = Literal["always", "episode", "days", "never"]
"""When a rule that has fired is shown again: each time, for another episode, after some days, never."""
Form = Literal["order", "caution", "past"]
"""The order first; the condition first; or the text for an emergency sign of the past."""
ASKED = "asked_next_day"
"""The fact of a note that the question a day later was asked, whatever the answer."""
HELPED = "helped_"
"""What the names of the facts begin with that say what helped, as the person found."""
FLUID_LIMIT = "fluid_limit"
"""The profile's entry with which a rule may have another text."""


class Fact(NamedTuple):
    """One fixed option that a person chose; `amount` in the fact's measure, None if it was not given."""

    name: str
    amount: float | None = None


class Place(NamedTuple):
    """A part of the body, and its side where one was given."""

    area: str
    side: Literal["left", "right", ""] = ""

    def __str__(self) -> str:
        """As a person reads it, such as "left calf"."""
        return f"{self.side} {self.area}".strip().replace("_", " ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What a person noted at once. `began`: when it began, aware, in the person's own zone.

    `episode`: the id of the episode that it belongs to. `source`: only what the person noted themselves may
    make a rule give an order; what a session wrote down says nothing of the body. `own_words`: what else
    helped, which no rule reads.
    """

    id: str
    began: datetime
    facts: tuple[Fact, ...]
    places: tuple[Place, ...] = ()
    episode: str = ""
    own_words: str = ""
    source: NoteSource = "person"

    @property
    def in_episode(self) -> str:
        """The id of its episode; a note that begins one has the note's own."""
        return self.episode or self.id

    @property
    def names(self) -> frozenset[str]:
        """The names of the facts that were noted."""
        return frozenset(fact.name for fact in self.facts)


@dataclass(frozen=True, slots=True)
class LeftOutPart:
    """A part of the body that no routine is to move. `until`: the last such day; None: no such day is set."""

    area: str
    until: date | None = None

    def __str__(self) -> str:
        """As it is written in the profile."""
        area = self.area.replace("_", " ")
        return area if self.until is None else f"{area} until {self.until}"


@dataclass(frozen=True, slots=True)
class Dose:
    """A dose in the words of the person who entered it, and from which day on; None: not known."""

    text: str = ""
    since: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """A medicine or condition by the name that was entered. `doses`: one after another; a condition has one.

    `until`: the last day; None: it goes on.
    """

    name: str
    doses: tuple[Dose, ...] = (Dose(),)
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What the person or their clinician entered. `entries`: names of the list's `profile`.

    `drink_prompts`: whether there are reminders to drink in spite of a limit for drinks. `private_voice`: no
    symptom, part of the body or routine is named aloud; `emergency_aloud`: but an emergency text is spoken.
    `shown_as_text`: the person does not hear what is spoken, so it is to reach them as text. `plain_lines`:
    a terminal shows lines only, for a screen reader. `digit_wait`: seconds that a 1 waits for a 0 behind it.
    No rule reads `medicines` and `conditions`: they are for the page for an appointment alone.
    `unread`: the fields that could not be read, of which the careful side is taken.
    """

    entries: frozenset[str] = frozenset()
    medicines: tuple[Entered, ...] = ()
    conditions: tuple[Entered, ...] = ()
    private_voice: bool = False
    emergency_aloud: bool = True
    emergency_number: str = ""
    drink_prompts: bool = False
    breath_holds: bool = True
    left_out: tuple[LeftOutPart, ...] = ()
    shown_as_text: bool = False
    plain_lines: bool = False
    digit_wait: float | None = None
    unread: frozenset[str] = frozenset()

    @property
    def may_have_fluid_limit(self) -> bool:
        """Whether a limit for drinks is entered, or may be if the entries cannot be read."""
        return FLUID_LIMIT in self.entries or "entries" in self.unread

    @property
    def is_called_to_drink(self) -> bool:
        """Whether reminders to drink may be given."""
        return self.drink_prompts or not self.may_have_fluid_limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """True where notes with one of these facts were made, as often as it says, `within` a time before.

    Without facts, any note of the areas counts. `least`: what the amount must reach or, with `is_over`,
    exceed. `beside`: only notes of an episode that also holds one of these facts count. `days`, `notes`:
    how many; with `by_night` days go from noon to noon; `areas_noted`: in how many areas, each on that
    many days; `places`: in how many places. `spanning`: more than this must lie between the first and the
    last one. `days_a_week`, `weeks`: on how many days of how many weeks running. `a_day`, `days_running`:
    how many notes a day, on how many days running. `total_over`: what the amounts together exceed within
    some time, `during`. `same_area`: all of that within one area.
    """

    facts: frozenset[str]
    areas: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()
    least: float | None = None
    is_over: bool = False
    within: timedelta
    days: int = 1
    notes: int = 1
    areas_noted: int = 1
    places: int = 0
    spanning: timedelta = timedelta(0)
    days_a_week: int = 0
    weeks: int = 0
    a_day: int = 0
    days_running: int = 0
    total_over: float | None = None
    during: timedelta = timedelta(0)
    same_area: bool = False
    by_night: bool = False


@dataclass(frozen=True, slots=True)
class InProfile:
    """True where the profile holds one of these entries."""

    entries: frozenset[str]


@dataclass(frozen=True, slots=True)
class First:
    """True where the first note of one of these facts came within a time after a note of `after`."""

    facts: frozenset[str]
    after: frozenset[str]
    within: timedelta


@dataclass(frozen=True, slots=True)
class All:
    """True where each one is true; `same_area`: for notes of one and the same area."""

    conditions: tuple[Condition, ...]
    same_area: bool = False


@dataclass(frozen=True, slots=True)
class AnyOf:
    """True where at least one is true."""

    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """True where its condition is false."""

    condition: Condition


Condition = Noted | InProfile | First | All | AnyOf | Not


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One row of the list: two fixed texts, and when they are shown.

    `confirmed`: whether a public source stands behind it; otherwise only the caution is shown. `fires`: None
    for texts that the program shows by itself. `caution_when`: when the caution alone is shown. `unless`: the
    rule that takes this one's place where both are true; `stands_for`: the rule whose level and place this
    one takes. `again`: when it is shown again, if not as its level says. `basis`: its sources, as the list
    names them.
    """

    id: str
    level: Level
    confirmed: bool
    caution: str
    order: str
    basis: str
    facts: str
    neighbours: str = ""
    fires: Condition | None = None
    caution_when: Condition | None = None
    unless: str = ""
    stands_for: str = ""
    again: Again | None = None
    with_fluid_limit: str = ""
    long_ago: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """A sign, or another fact, that can be chosen, with its label."""

    id: str
    label: str
    measured: Measure | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One of the nine lines of the question "Any of these?"."""

    title: str
    signs: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignRules:
    """The whole list in one version. `just_now`: how long ago a sign may have begun for an order.

    `areas`: the areas of the body by the name of their group. `again_after`: when the same line may be shown
    again; `long_ago`: when an emergency sign is only to be mentioned at the next visit. `language`: of the
    orders.
    """

    version: int
    just_now: timedelta
    long_ago: timedelta
    again_after: timedelta
    one_episode: timedelta
    night: Window
    night_line: str
    unknown_number: str
    areas: Mapping[str, frozenset[str]]
    lines: tuple[Line, ...]
    facts: tuple[Option, ...]
    profile: tuple[Option, ...]
    rules: tuple[Rule, ...]
    language: str = "en"

    def rule(self, name: str) -> Rule:
        """The rule with that id. Raises `KeyError`."""
        for rule in self.rules:
            if rule.id == name:
                return rule
        raise KeyError(name)

    @property
    def signs(self) -> tuple[Option, ...]:
        """Every sign that can be chosen, danger first."""
        return tuple(sign for line in self.lines for sign in line.signs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Firing:
    """A rule that fired earlier, from the journal."""

    rule: str
    episode: str
    at: datetime
    acknowledged: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """What a rule shows now. `text` is one of the rule's own; `added`: further texts of the list below it.

    `ends_session`: whether whatever is led ends. `waits`: shown in the morning, not now. `fired`: whether it
    is written down as a firing; a caution that is only shown is not.
    """

    rule: str
    level: Level
    form: Form
    text: str
    version: int
    added: tuple[str, ...] = field(default=())
    spoken: bool = False
    ends_session: bool = False
    waits: bool = False
    fired: bool = True
