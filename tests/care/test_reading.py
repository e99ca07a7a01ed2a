"""Reading the list of signs: the shipped file, and what is said of one with mistakes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from coach.care.model import All, AnyOf, InProfile, Not, Noted
from coach.care.reading import SHIPPED, read_sign_rules, sign_rules
from coach.clock_times import parse_window
from coach.errors import BadFile
from coach.files import SourceText

TEXT = SHIPPED.read_text(encoding="utf-8")


def problems(old: str, new: str) -> list[str]:
    """The messages about the shipped file with one passage changed."""
    assert old in TEXT
    with pytest.raises(BadFile) as refused:
        read_sign_rules(SourceText("signs", TEXT.replace(old, new, 1)))
    return [problem.message for problem in refused.value.problems]


def test_the_shipped_list_is_whole():
    """It has nine lines, danger first, and the rows of all four levels with their brackets."""
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


def test_a_condition_is_read_whole():
    """Groups of facts and areas are written out, and brackets are times and amounts."""
    assert sign_rules().rule("D8").fires == All(
        (
            AnyOf(
                (
                    noted("vomiting", "diarrhoea", least=1440.0),
                    All((noted("vomiting", "diarrhoea"), InProfile(frozenset({"diuretic"})))),
                )
            ),
            noted(
                "cramp",
                "spasm",
                "weak",
                "arm_weak_sudden",
                "one_side_weak",
                "both_legs_weak",
                "weak_next_day",
            ),
        )
    )
    assert sign_rules().rule("B15").fires == All(
        (noted("rhythmic_beating_on_stretch"), Not(InProfile(frozenset({"spasticity"}))))
    )


def noted(*facts: str, least=None) -> Noted:
    """A condition on facts that were noted within a day."""
    return Noted(facts=frozenset(facts), within=timedelta(hours=24), least=least)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("fact: chest_pressure}", "fact: chest_presure}", "rule E2 has the unknown fact 'chest_presure'"),
        ("areas: chest}", "areas: breast}", "rule E2 has the unknown areas 'breast'"),
        ("id: E2\n", "id: E1\n", "'E1' is declared twice"),
        ("unless: E13", "unless: E99", "rule S1 names the unknown rule 'E99'"),
        ("{profile: statin}", "{profile: statins}", "rule D6 has the unknown profile 'statins'"),
        ("level: emergency", "level: urgent", "'level' cannot be 'urgent'"),
        (
            "{fact: seat_numb}",
            "{days: 3}",
            "a condition has one of all, any, not, fact, areas, profile, first",
        ),
        ("{fact: seat_numb}", "seat_numb", "'any' must be a condition with one of all, any, not, fact,"),
        ('    basis: "NHS"\n', "", "'basis' is missing"),
    ],
)
def test_a_mistake_in_the_list_is_named(old, new, expected):
    """Whoever changes the list reads what is wrong with it, and where."""
    messages = problems(old, new)
    assert any(message.startswith(expected) for message in messages), messages
