"""The safety texts that docs/evidence.md quotes are the program's own, word for word."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from coach.care.reading import sign_rules
from coach.routine.reading import read_routine
from coach.timeline.english import ENGLISH

ROOT = Path(__file__).parents[1]
SECTION = re.compile(r"^## Safety texts .*?\n(.*?)^## ", re.MULTILINE | re.DOTALL)
QUOTED = re.compile(r'"([^"]+)"')


def texts_in(value) -> Iterator[str]:
    """Every text in a value, however deep."""
    if isinstance(value, str):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts_in(getattr(value, field.name))
    elif isinstance(value, Mapping):
        yield from texts_in(tuple(value.values()))
    elif isinstance(value, tuple | list):
        for each in value:
            yield from texts_in(each)


def program_texts() -> frozenset[str]:
    """What the coach speaks or shows, in its own words and in the bundled routines."""
    routines = [read_routine(path) for path in sorted((ROOT / "routines").rglob("*.yaml"))]
    return frozenset(texts_in((ENGLISH, routines)))


def quoted_texts(page: str) -> list[str]:
    """The quoted texts in the first column of the table of safety texts."""
    section = SECTION.search(page)
    assert section is not None
    rows = [line.split(" | ") for line in section[1].splitlines() if line.startswith("| ")]
    return [text for row in rows for text in QUOTED.findall(row[0])]


def is_of_the_program(quoted: str, texts: frozenset[str]) -> bool:
    """Whether it is one of these texts; after an ellipsis, its beginning."""
    beginning = quoted.removesuffix("…").rstrip()
    if beginning != quoted:
        return any(text.startswith(beginning) for text in texts)
    return quoted in texts


def test_every_quoted_safety_text_is_one_of_the_program():
    """A safety text that changes in the code changes in docs/evidence.md as well."""
    quoted = quoted_texts((ROOT / "docs" / "evidence.md").read_text("utf-8"))
    texts = program_texts()
    assert len(quoted) == 26
    assert [text for text in quoted if not is_of_the_program(text, texts)] == []


def test_every_safety_text_of_the_coach_is_quoted():
    """The coach has no safety text of its own that docs/evidence.md leaves out."""
    quoted = quoted_texts((ROOT / "docs" / "evidence.md").read_text("utf-8"))
    own = frozenset(
        {
            *texts_in(ENGLISH.safety),
            ENGLISH.make_smaller,
            ENGLISH.stop_here,
        }
    ) - {ENGLISH.safety.list_title, ENGLISH.safety.list_key, ENGLISH.safety.list_more}
    assert {
        text for text in own if not any(is_of_the_program(each, frozenset({text})) for each in quoted)
    } == set()


def test_every_row_of_the_list_of_signs_has_its_page_or_says_that_none_was_found():
    """Each row that can fire is in the table of pages exactly once."""
    page = (ROOT / "docs" / "evidence.md").read_text(encoding="utf-8")
    section = page.partition("## The pages behind the list of signs\n")[2].partition("\n## ")[0]
    named = [
        name
        for line in section.splitlines()
        if line.startswith("| ")
        for name in re.findall(r"\b[EDBS]\d+\b", line.split("|")[1])
    ]
    assert sorted(named) == sorted(rule.id for rule in sign_rules().rules if rule.fires is not None)


@pytest.mark.parametrize(
    ("quoted", "expected"),
    [("Stop here for today.", True), ("Stop here for tomorrow.", False), ("Stop here …", True), ("", False)],
)
def test_a_text_that_differs_is_found(quoted, expected):
    """A text that differs is found, so that the tests above can fail."""
    assert is_of_the_program(quoted, frozenset({"Stop here for today."})) is expected
