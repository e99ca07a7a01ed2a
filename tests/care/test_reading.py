"""Reading the list of signs: the shipped file, and what is said of one with mistakes.

Changes that mutation tests find unnoticed and that change nothing: the codes of mistakes in this file, which
nobody reads; None for an empty message.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from coach.care.model import All, AnyOf, First, InProfile, Line, Not, Noted, Option, Rule, SignRules
from coach.care.reading import SHIPPED, read_sign_rules, sign_rules
from coach.clock_times import parse_window
from coach.errors import BadFile
from coach.files import SourceText

TEXT = SHIPPED.read_text(encoding="utf-8")
SMALL = """\
format: 1
version: 7
just_now: 24 h
together: 12 h
long_ago_days: 30
again_after_days: 20
one_episode: 60 s
night: "22:00-07:00"
night_line: "At night there is a helpline."
unknown_number: your local number
areas:
  - {group: leg, areas: [calf, shin]}
  - {group: neck, areas: neck}
lines:
  - title: "The chest"
    signs:
      - {id: pressure, label: "Pressure"}
      - {id: fever, label: "Fever", measured: minutes}
facts:
  - {id: cramp, label: "Cramp", measured: minutes}
groups:
  - {id: any_of_two, facts: [cramp, fever]}
profile:
  - {id: pregnant, label: "Pregnant"}
rules:
  - id: E1
    level: emergency
    confirmed: yes
    caution: "If it presses: call."
    order: "Call."
    facts: pressure
    basis: "NHS"
    fires: {fact: pressure}
  - id: B1
    level: book
    confirmed: no
    caution: "If it cramps: book a visit."
    order: "Book a visit."
    facts: cramp
    basis: "NHS"
    neighbours: "Once"
    fires: CONDITION
    caution_when: {fact: cramp}
    unless: E1
    stands_for: E1
    again: never
    with_fluid_limit: "Do not drink."
    long_ago: "Mention it."
"""
"""A list that has every field outside a condition."""
DAY = timedelta(days=1)
TOGETHER = timedelta(hours=12)
PRESSURE, CRAMP = (Noted(facts=frozenset({fact}), within=TOGETHER) for fact in ("pressure", "cramp"))


def small(condition: str) -> SignRules:
    """The small list, in which that makes its second rule fire."""
    return read_sign_rules(SourceText("signs", SMALL.replace("CONDITION", condition)))


def problems(old: str, new: str, text: str = TEXT) -> list[tuple[int, str, str]]:
    """The line, message and hint of each mistake in the file with one passage changed."""
    assert old in text
    with pytest.raises(BadFile) as refused:
        read_sign_rules(SourceText("signs", text.replace(old, new, 1)))
    return [(problem.line, problem.message, problem.hint) for problem in refused.value.problems]


def test_a_list_is_read_whole():
    """Every field of the file has its place in the list; what is not written has its default."""
    assert small("{fact: cramp}") == SignRules(
        version=7,
        just_now=DAY,
        long_ago=30 * DAY,
        again_after=20 * DAY,
        one_episode=timedelta(seconds=60),
        night=parse_window("22:00-07:00"),
        night_line="At night there is a helpline.",
        unknown_number="your local number",
        areas={"leg": frozenset({"calf", "shin"}), "neck": frozenset({"neck"})},
        lines=(Line("The chest", (Option("pressure", "Pressure"), Option("fever", "Fever", "minutes"))),),
        facts=(Option("cramp", "Cramp", "minutes"),),
        profile=(Option("pregnant", "Pregnant"),),
        rules=(
            Rule(
                id="E1",
                level="emergency",
                confirmed=True,
                caution="If it presses: call.",
                order="Call.",
                facts="pressure",
                basis="NHS",
                fires=PRESSURE,
            ),
            Rule(
                id="B1",
                level="book",
                confirmed=False,
                caution="If it cramps: book a visit.",
                order="Book a visit.",
                facts="cramp",
                basis="NHS",
                neighbours="Once",
                fires=CRAMP,
                caution_when=CRAMP,
                unless="E1",
                stands_for="E1",
                again="never",
                with_fluid_limit="Do not drink.",
                long_ago="Mention it.",
            ),
        ),
    )


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("{all: [{fact: pressure}, {fact: cramp}]}", All((PRESSURE, CRAMP))),
        ("{all: [{fact: pressure}, {fact: cramp}], same_area: yes}", All((PRESSURE, CRAMP), same_area=True)),
        ("{any: [{fact: pressure}, {fact: cramp}]}", AnyOf((PRESSURE, CRAMP))),
        ("{not: {fact: cramp}}", Not(CRAMP)),
        (
            "{all: [{any: [{fact: cramp, lasting: 24 h}, {all: [{fact: cramp}, {profile: pregnant}]}]}]}",
            All(
                (
                    AnyOf(
                        (
                            replace(CRAMP, least=1440.0),
                            All((CRAMP, InProfile(frozenset({"pregnant"})))),
                        )
                    ),
                )
            ),
        ),
        ("{profile: pregnant}", InProfile(frozenset({"pregnant"}))),
        (
            "{first: any_of_two, after: pressure, within_days: 3}",
            First(frozenset({"cramp", "fever"}), frozenset({"pressure"}), 3 * DAY),
        ),
        ("{first: cramp, after: fever}", First(frozenset({"cramp"}), frozenset({"fever"}), TOGETHER)),
        (
            "{areas: [leg, neck], within: 48 h}",
            Noted(facts=frozenset(), areas=frozenset({"calf", "shin", "neck"}), within=2 * DAY),
        ),
        ("{fact: cramp, at_least: 7}", replace(CRAMP, least=7)),
        ("{fact: cramp, lasting: 10 min}", replace(CRAMP, least=10.0)),
        ("{fact: cramp, over: 90 s}", replace(CRAMP, least=1.5, is_over=True)),
        (
            "{fact: cramp, beside: any_of_two, days: 2, notes: 3, areas_noted: 4, places: 5}",
            replace(CRAMP, beside=frozenset({"cramp", "fever"}), days=2, notes=3, areas_noted=4, places=5),
        ),
        (
            "{fact: cramp, total_over: 400, during: 2 h, spanning_days: 14, same_area: yes, by_night: yes}",
            replace(
                CRAMP,
                total_over=400,
                during=timedelta(hours=2),
                spanning=14 * DAY,
                same_area=True,
                by_night=True,
            ),
        ),
        (
            "{fact: cramp, days_a_week: 2, weeks: 4}",
            replace(CRAMP, days_a_week=2, weeks=4, within=28 * DAY),
        ),
        (
            "{fact: cramp, a_day: 6, days_running: 3}",
            replace(CRAMP, a_day=6, days_running=3, within=3 * DAY),
        ),
    ],
)
def test_a_condition_is_read_whole(condition, expected):
    """Groups of facts and areas are written out, and brackets are times and amounts."""
    assert small(condition).rules[1].fires == expected


def test_the_shipped_list_is_whole():
    """The shipped list has nine lines, danger first, and the rows of all four levels with their brackets."""
    rules = sign_rules()
    levels = [rule.level for rule in rules.rules]
    assert [levels.count(level) for level in ("emergency", "same-day", "book", "help")] == [26, 16, 22, 9]
    assert (len(rules.lines), len(rules.signs)) == (9, len({sign.id for sign in rules.signs}))
    assert rules.lines[0].title == "Breathing, chest, heart, fainting"
    assert rules.night == parse_window("22:00-07:00")
    assert [rules.just_now, rules.long_ago, rules.again_after, rules.one_episode] == [
        timedelta(hours=24),
        timedelta(days=30),
        timedelta(days=30),
        timedelta(seconds=60),
    ]


DECLARED = "write one that the file declares"
ONE_OF = "one of all, any, not, fact, areas, profile, first"
EXAMPLE = "write 'fires: {fact: chest_pressure}'"
LINE = "check the quotes, colons and indentation of this line"
VERSION = "did you mean 'version'?"
PREGNANT = '  - {id: pregnant, label: "Pregnant"}\n'


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "id: E1",
            "id: B1",
            [
                (1, "'B1' is declared twice", DECLARED),
                (1, "rule B1 names the unknown rule 'E1'", DECLARED),
            ],
        ),
        ("version: 7", "versoin: 7", [(2, "'versoin' is not a field of a list of signs", VERSION)]),
        ("unless: E1", "unless: E9", [(1, "rule B1 names the unknown rule 'E9'", DECLARED)]),
        ("stands_for: E1", "stands_for: E9", [(1, "rule B1 names the unknown rule 'E9'", DECLARED)]),
        ("id: fever,", "id: cramp,", [(1, "'cramp' is declared twice", DECLARED)]),
        ("id: any_of_two,", "id: cramp,", [(1, "'cramp' is declared twice", DECLARED)]),
        ("group: neck", "group: leg", [(1, "'leg' is declared twice", DECLARED)]),
        (PREGNANT, PREGNANT * 2, [(1, "'pregnant' is declared twice", DECLARED)]),
        (
            "level: book",
            "level: urgent",
            [(35, "'level' cannot be 'urgent'", "write one of emergency, same-day, book, help")],
        ),
        ('    basis: "NHS"\n', "", [(26, "'basis' is missing", "write 'basis: NHS'")]),
        (
            "{fact: cramp}\n    unless",
            "{fact: crump}\n    unless",
            [(1, "rule B1 has the unknown fact 'crump'", DECLARED)],
        ),
        (
            "version: 7",
            "version: {",
            [(2, "this bracket is never closed, or a comma is missing", LINE)],
        ),
    ],
)
def test_a_mistake_in_the_list_is_named(old, new, expected):
    """Whoever changes the list reads what is wrong with it, and where."""
    assert problems(old, new, SMALL.replace("CONDITION", "{fact: cramp}")) == expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("{fact: presure}", [(1, "rule B1 has the unknown fact 'presure'", DECLARED)]),
        ("{areas: [leg, chest]}", [(1, "rule B1 has the unknown areas 'chest'", DECLARED)]),
        ("{profile: statin}", [(1, "rule B1 has the unknown profile 'statin'", DECLARED)]),
        (
            "{first: fevr, after: cramps}",
            [
                (1, "rule B1 has the unknown after 'cramps'", DECLARED),
                (1, "rule B1 has the unknown first 'fevr'", DECLARED),
            ],
        ),
        ("{fact: fever, beside: cramps}", [(1, "rule B1 has the unknown beside 'cramps'", DECLARED)]),
        ("{all: [{any: [{not: {fact: f}}]}]}", [(1, "rule B1 has the unknown fact 'f'", DECLARED)]),
        ("{days: 3}", [(42, f"a condition has {ONE_OF}", EXAMPLE)]),
        ("{fact: cramp, profile: pregnant}", [(42, f"a condition has {ONE_OF}", EXAMPLE)]),
        ("cramp", [(42, f"'fires' must be a condition with {ONE_OF}", EXAMPLE)]),
        ("{first: cramp}", [(42, "'first' and 'after' go together", EXAMPLE)]),
        ("{fact: cramp, after: fever}", [(42, "'first' and 'after' go together", EXAMPLE)]),
        (
            "{fact: cramp, dais: 3}",
            [(42, "'dais' is not a field of a condition", "did you mean 'days'?")],
        ),
    ],
)
def test_a_mistake_in_a_condition_is_named(condition, expected):
    """A condition, however deep, may use only declared names and must be of exactly one kind."""
    assert problems("CONDITION", condition, SMALL) == expected


def test_a_mistake_in_the_shipped_list_is_named():
    """The list that the coach ships is read the same way."""
    message = "rule E2 has the unknown fact 'chest_presure'"
    assert problems("fact: chest_pressure}", "fact: chest_presure}") == [(7, message, DECLARED)]
