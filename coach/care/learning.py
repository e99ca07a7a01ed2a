"""The short texts of `coach learn`, read from their file, and the list of signs as one more text."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from coach.care.model import LEVELS
from coach.document import parse
from coach.errors import BadFile
from coach.fields.findings import Findings
from coach.fields.reading import read_fields, with_corrected_names
from coach.fields.scalar_types import FormatNumber, WholeNumber
from coach.fields.structured_types import ListOf, Nested, PlainText
from coach.fields.table import Field, Table
from coach.files import read_source
from coach.home import PACKAGE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.care.model import Level, SignRules
    from coach.files import SourceText

SHIPPED = PACKAGE / "care" / "learn_texts.yaml"
PRINTED_LIST = "when-to-see-someone"
WORDS_A_MINUTE = 150
"""Of a voice at its usual rate; reading is faster."""
_LEVEL_TITLES: dict[Level, str] = {
    "emergency": "Call your emergency number",
    "same-day": "Get help the same day",
    "book": "Book a visit",
    "help": "Good to know",
}
_NOT_CONFIRMED = "(not confirmed)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A row of a table of two columns: one feature, in a spasm and in a twitch."""

    what: str
    spasm: str
    twitch: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnText:
    """One text. `closing`: the text below its table.

    `reviewed`: the clinician who reviewed it, and when; empty: nobody has.
    """

    id: str
    title: str
    version: int
    paragraphs: tuple[str, ...]
    sources: tuple[str, ...]
    differences: tuple[Difference, ...] = ()
    closing: tuple[str, ...] = ()
    reviewed: str = ""

    @property
    def spoken(self) -> tuple[str, ...]:
        """The paragraphs that a voice says, one after another."""
        rows = (
            f"{row.what}. In a spasm: {row.spasm}. In a twitch: {row.twitch}." for row in self.differences
        )
        title = self.title if self.title.endswith("?") else f"{self.title}."
        return (title, *self.paragraphs, *rows, *self.closing)

    @property
    def seconds(self) -> int:
        """About how long it takes to hear."""
        return round(sum(len(text.split()) for text in self.spoken) * 60 / WORDS_A_MINUTE)


_TEXT = PlainText()
_TEXTS = ListOf(_TEXT, least=1)
_DIFFERENCE = Table(
    "a difference",
    (
        Field("what", _TEXT, "What differs.", "Pain", is_required=True),
        Field("spasm", _TEXT, "How it is with a spasm.", "often", is_required=True),
        Field("twitch", _TEXT, "How it is with a twitch.", "mostly none", is_required=True),
    ),
)
_LEARN_TEXT = Table(
    "a text",
    (
        Field("id", PlainText("a name"), "Its name.", "magnesium", is_required=True),
        Field("title", _TEXT, "Its title.", "Magnesium", is_required=True),
        Field("version", WholeNumber(1, 10_000), "Goes up with each change.", "1", is_required=True),
        Field("reviewed", _TEXT, "Who reviewed it, and when.", "A. Person, physician, 2027-01-31"),
        Field("paragraphs", _TEXTS, "What it says.", "[…]", is_required=True),
        Field("differences", ListOf(Nested(_DIFFERENCE, Difference), meaning="a list"), "Its table.", "[…]"),
        Field("closing", _TEXTS, "What it says below its table.", "[…]"),
        Field("sources", _TEXTS, "What it rests on.", "[…]", is_required=True),
    ),
)
LEARN_TEXTS = Table(
    "a file of texts",
    (
        Field("format", FormatNumber(), "The file's format.", "1", is_required=True),
        Field(
            "texts",
            ListOf(Nested(_LEARN_TEXT, LearnText), least=1, meaning="a list of texts"),
            "The texts.",
            "[…]",
            is_required=True,
        ),
    ),
)


@cache
def learn_texts() -> tuple[LearnText, ...]:
    """The texts that the coach ships."""
    return read_learn_texts(read_source(SHIPPED))


def read_learn_texts(source: SourceText) -> tuple[LearnText, ...]:
    """The texts in a file. Raises `BadFile` with everything that is wrong with it."""
    document = parse(source)
    findings = Findings(source)
    findings.problems += document.problems
    values: dict[str, Any] = read_fields(
        with_corrected_names(document.root, LEARN_TEXTS, findings), LEARN_TEXTS, findings
    )
    if findings.has_errors:
        raise BadFile(findings.in_order())
    texts: tuple[LearnText, ...] = values["texts"]
    return texts


def printed_list(rules: SignRules) -> LearnText:
    """The list of signs as one text: every row's caution, also of those that nobody has confirmed."""
    return LearnText(
        id=PRINTED_LIST,
        title="When to see someone",
        version=rules.version,
        paragraphs=tuple(_list_paragraphs(rules)),
        sources=("docs/safety-signs.md names what each line rests on, and docs/evidence.md its page",),
    )


def _list_paragraphs(rules: SignRules) -> Iterator[str]:
    yield (
        "This list is the same for everybody. No clinician has reviewed it yet. Lines that rest on no public"
        f" advice are marked {_NOT_CONFIRMED}. Finding nothing here does not mean that all is well."
        " If you feel unsure, ask a clinician."
    )
    for level in LEVELS:
        yield f"{_LEVEL_TITLES[level]}:"
        for rule in rules.rules:
            if rule.level == level and (rule.fires is not None):
                yield rule.caution if rule.confirmed else f"{rule.caution} {_NOT_CONFIRMED}"
