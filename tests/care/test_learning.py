"""The texts of `coach learn`: short, plain, sayable, with their sources, without a dose or a claim."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from coach.care.learning import (
    PRINTED_LIST,
    SHIPPED,
    Difference,
    LearnText,
    learn_texts,
    printed_list,
    read_learn_texts,
)
from coach.care.reading import sign_rules
from coach.errors import BadFile
from coach.files import SourceText
from coach.home import PACKAGE

TITLE = '    title: "Magnesium"\n'
TEXTS = {text.id: text for text in learn_texts()}
RULES = sign_rules()
SUPPLEMENTS = ["magnesium", "vitamin-k2", "pickle-juice", "quinine"]
LONGEST_SENTENCE = 32
HIGHEST_GRADE = 7.0
"""School years in the USA, as Flesch and Kincaid count them: children of about twelve."""
SAYABLE = re.compile(r"[A-Za-z0-9 .,:;?'-]+")
DOSE = re.compile(
    r"\d[\d.,]*\s*(mg|µg|mcg|g|ml|milligrams?|micrograms?|tablets?|drops|spoons?)\b", re.IGNORECASE
)


def sentences(text) -> list[str]:
    """The sentences of a text as they are spoken, without its title."""
    return [each for part in text.spoken[1:] for each in re.split(r"(?<=[.?!:])\s+", part)]


def syllables(word: str) -> int:
    """About how many syllables a word has: groups of vowels, without a silent e at its end."""
    word = re.sub(r"[^a-z]", "", word.lower())
    if len(word) > 3 and word.endswith("e") and not word.endswith("le"):
        word = word[:-1]
    return max(1, sum((after in "aeiouy") > (before in "aeiouy") for before, after in pairwise(f" {word}")))


def grade(text) -> float:
    """The reading level of a text by the formula of Flesch and Kincaid (1975)."""
    parts = sentences(text)
    words = [word for part in parts for word in part.split()]
    return 0.39 * len(words) / len(parts) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def test_every_subject_has_its_text():
    """There is a text for each thing that people ask, each with a title of its own."""
    assert list(TEXTS) == [
        "spasm-or-twitch", "kinds", "what-sets-them-off", "nerve-illness", "drinking", "stretching", "eating",
        "posture", "stress", "at-the-clinician", "living-with-it", *SUPPLEMENTS,
    ]  # fmt: skip
    assert len({text.title for text in TEXTS.values()}) == len(TEXTS)


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_takes_about_a_minute(name):
    """A text can be read in a minute and heard in a minute and a half, and its sentences are not long."""
    text = TEXTS[name]
    words = sum(len(part.split()) for part in text.spoken)
    assert 70 <= words <= 225
    assert text.seconds <= 90
    assert [each for each in sentences(text) if len(each.split()) > LONGEST_SENTENCE] == []


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_is_in_plain_english(name):
    """A child of twelve can read it."""
    assert grade(TEXTS[name]) <= HIGHEST_GRADE


@pytest.mark.parametrize(
    ("word", "count"), [("cramp", 1), ("muscle", 2), ("needle", 2), ("medicine", 3), ("take", 1), ("the", 1)]
)
def test_syllables_are_counted(word, count):
    """The reading level rests on a fair count of syllables."""
    assert syllables(word) == count


@pytest.mark.parametrize("name", TEXTS)
def test_a_voice_can_say_it(name):
    """A text has no sign that a voice would spell or leave out, and its paragraphs end as sentences."""
    assert [part for part in TEXTS[name].spoken if not SAYABLE.fullmatch(part)] == []
    assert [part for part in TEXTS[name].spoken if part[-1] not in ".?"] == []


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_gives_no_dose_and_no_order_about_medicine(name):
    """No amount of anything to take; no word to take, stop or change a medicine, but to ask."""
    said = " ".join(TEXTS[name].spoken)
    assert DOSE.findall(said) == []
    assert (
        re.findall(r"(?<!never )(?<!Never )\bstop (?:taking|it|a medicine|the medicine|your)\b", said) == []
    )
    assert (
        re.findall(
            r"\byou (?:should|must)\b|(?:^|[.:;,] )(?:take|swallow|stop taking)\b", said, re.IGNORECASE
        )
        == []
    )


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_has_sources_and_no_review_that_never_was(name):
    """A text says what it rests on, marks what waits for a clinician, and names no reviewer."""
    text = TEXTS[name]
    assert text.sources
    assert (text.version >= 1, text.reviewed) == (True, "")


@pytest.mark.parametrize("name", TEXTS)
def test_the_documentation_has_the_sources(name):
    """docs/evidence.md has a row for each text."""
    page = (PACKAGE.parent / "docs" / "evidence.md").read_text(encoding="utf-8")
    assert f"| `{name}` |" in page


@pytest.mark.parametrize("name", SUPPLEMENTS)
def test_what_people_take_is_told_as_what_was_found(name):
    """A text about a remedy says what was found, in whom, and to ask a clinician, and suggests none."""
    said = " ".join(TEXTS[name].spoken)
    assert [
        words for words in ("What was found:", "In whom:", "ask your clinician") if words not in said
    ] == []
    assert "The coach does not suggest it." in said


@pytest.mark.parametrize(
    ("name", "rules"),
    [
        ("stretching", ["D1"]),
        ("spasm-or-twitch", ["B1", "B7"]),
        ("nerve-illness", ["B1", "B2", "B3", "B19", "S5"]),
        ("living-with-it", ["B19"]),
    ],
)
def test_a_line_of_the_list_is_quoted_word_for_word(name, rules):
    """Where a text sends somebody to a clinician, it has the sentences of the list of signs."""
    said = " ".join(TEXTS[name].spoken).lower()
    wanted = {rule: re.sub(r"^if ", "", RULES.rule(rule).caution.lower()) for rule in rules}
    assert [rule for rule, words in wanted.items() if words not in said] == []


def test_the_printed_list_has_every_row():
    """The printed list has each row's caution, below its level, and marks what nobody has confirmed."""
    titles = {
        "emergency": "Call your emergency number:",
        "same-day": "Get help the same day:",
        "book": "Book a visit:",
        "help": "Good to know:",
    }
    expected = [
        (
            "This list is the same for everybody. No clinician has reviewed it yet. Lines that rest on no"
            " public advice are marked (not confirmed). Finding nothing here does not mean that all"
            " is well. If you feel unsure, ask a clinician."
        )
    ]
    for level, title in titles.items():
        rows = [rule for rule in RULES.rules if rule.level == level and rule.fires is not None]
        expected += [
            title,
            *(rule.caution if rule.confirmed else f"{rule.caution} (not confirmed)" for rule in rows),
        ]
    assert printed_list(RULES) == LearnText(
        id=PRINTED_LIST,
        title="When to see someone",
        version=RULES.version,
        paragraphs=tuple(expected),
        sources=("docs/safety-signs.md names what each line rests on, and docs/evidence.md its page",),
    )


def test_a_text_is_read_whole():
    """Every field has its place, and what is spoken has the rows of the table as sentences."""
    written = """\
format: 1
texts:
  - id: twitch
    title: "Is it a twitch?"
    version: 2
    reviewed: "A. Person, 2027-01-31"
    paragraphs: ["One.", "Two."]
    differences:
      - {what: "Pain", spasm: "often", twitch: "mostly none"}
    closing: ["Three."]
    sources: ["A book"]
  - {id: salt, title: "Salt", version: 1, paragraphs: ["Four."], sources: ["Another"]}
"""
    found = read_learn_texts(SourceText("learn", written))
    assert found == (
        LearnText(
            id="twitch",
            title="Is it a twitch?",
            version=2,
            paragraphs=("One.", "Two."),
            sources=("A book",),
            differences=(Difference(what="Pain", spasm="often", twitch="mostly none"),),
            closing=("Three.",),
            reviewed="A. Person, 2027-01-31",
        ),
        LearnText(id="salt", title="Salt", version=1, paragraphs=("Four.",), sources=("Another",)),
    )
    row = "Pain. In a spasm: often. In a twitch: mostly none."
    assert [text.spoken for text in found] == [
        ("Is it a twitch?", "One.", "Two.", row, "Three."),
        ("Salt.", "Four."),
    ]
    assert [text.seconds for text in found] == [7, 1]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("texts:", "texst:", ("'texst' is not a field of a file of texts", "did you mean 'texts'?")),
        (TITLE, "", ("'title' is missing", "write 'title: Magnesium'")),
        (TITLE, '    titel: "Magnesium"\n', ("'titel' is not a field of a text", "did you mean 'title'?")),
    ],
)
def test_a_mistake_in_the_file_is_named(old, new, expected):
    """Whoever changes a text reads what is missing, and where."""
    changed = SHIPPED.read_text(encoding="utf-8").replace(old, new, 1)
    with pytest.raises(BadFile) as refused:
        read_learn_texts(SourceText("learn", changed))
    assert [(problem.message, problem.hint) for problem in refused.value.problems] == [expected]
