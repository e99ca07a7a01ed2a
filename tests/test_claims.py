"""Nothing that a person reads or hears claims to prevent, treat or ease anything.

Regulators read every text of a product together: its routines, its notices, the comments of the plan that it
writes, its help and its README.
"""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from coach.care.learning import learn_texts
from coach.care.reading import sign_rules
from coach.commands.group import COMMANDS, LazyGroup, coach
from coach.home import PACKAGE, bundled_routines
from coach.plan.starter_plan import PlanAnswers, first_plan
from coach.routine.forbidden_words import forbidden_words
from coach.spoken_text.languages import LANGUAGES
from coach.timeline.english import ENGLISH
from coach.timeline.words import words_for
from test_evidence import texts_in

ROOT = PACKAGE.parent


def claims(text: str, language: str = "en") -> list[str]:
    """The words with which a text claims something, and does not say that it is not so."""
    return [found.word for found in forbidden_words(text, language) if found.kind == "claim"]


def spoken_routines(language: str = "en") -> str:
    """All bundled routines of a language, without their sources: those quote what others found."""
    files = sorted((bundled_routines() / language).glob("*.yaml"))
    return "\n\n".join(
        re.sub(r"^sources:\n(?:  .*\n)+", "", path.read_text("utf-8"), flags=re.MULTILINE) for path in files
    )


def help_texts() -> str:
    """The help of every command."""
    group = coach
    assert isinstance(group, LazyGroup)
    texts = [coach.help or "", *COMMANDS.values()]
    for name in COMMANDS:
        command = group.get_command(click.Context(group), name)
        assert command is not None
        texts.append(command.get_help(click.Context(command, info_name=name)))
    return "\n\n".join(texts)


def page(name: str) -> str:
    """A page of the documentation."""
    return (ROOT / "docs" / name).read_text("utf-8")


def shown_of_the_list() -> list[str]:
    """What a person reads or hears of the list of signs: both texts of each row, titles and labels."""
    rules = sign_rules()
    options = [option.label for option in (*rules.signs, *rules.facts, *rules.profile)]
    texts = [text for rule in rules.rules for text in (rule.caution, rule.order, rule.with_fluid_limit)]
    return [*texts, rules.night_line, *(line.title for line in rules.lines), *options]


@pytest.mark.parametrize(
    "read",
    [
        spoken_routines,
        help_texts,
        lambda: first_plan(PlanAnswers()),
        lambda: "\n\n".join(texts_in(ENGLISH)),
        lambda: (ROOT / "README.md").read_text("utf-8") if (ROOT / "README.md").exists() else "",
        lambda: page("intended-purpose.md"),
        lambda: page("your-data.md"),
        lambda: "\n\n".join(shown_of_the_list()),
        lambda: "\n\n".join(part for text in learn_texts() for part in text.spoken),
    ],
    ids=["routines", "help", "plan", "coach's words", "readme", "purpose", "data", "signs", "learn"],
)
def test_nothing_is_claimed(read):
    """No text claims more than comfortable movement and daily habits."""
    assert claims(read()) == []


@pytest.mark.parametrize(
    ("text", "claimed"),
    [
        ("Stretches against cramps at night.", True),
        ("It relieves neck pain.", True),
        ("This routine treats stiffness.", True),
        ("Not a medical device: it neither diagnoses nor treats.", False),
        ("A few minutes for the calves before bed.", False),
        ("Journal of Orthopaedic and Sports Physical Therapy", False),
    ],
)
def test_a_claim_is_found(text, claimed):
    """A text with a claim is found, so that the test above can fail."""
    assert bool(claims(text)) is claimed


def test_the_readme_says_what_it_is_not():
    """The README says that the coach is no medical device."""
    readme = Path(ROOT / "README.md")
    if readme.exists():
        assert "medical device" in readme.read_text("utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_claimed_in_any_language(language):
    """The coach's own words and the routines claim nothing, whichever language they are in."""
    said = ["\n\n".join(texts_in(words_for(language))), spoken_routines(language)]
    assert [word for text in said for word in claims(text, language)] == []
