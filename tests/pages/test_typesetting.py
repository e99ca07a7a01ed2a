"""PDFs and PNGs: read again by an independent reader, they say what the pages say, on the paper asked for."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from coach.errors import CoachError
from coach.home import PACKAGE
from coach.pages.card import card_of, card_pdf
from coach.pages.report import ReportSource
from coach.pages.report_counts import report_of
from coach.pages.report_document import document_of, report_json, report_pdf
from coach.pages.typesetting import check_typesetting, png_of
from coach.pages.weeks_chart import weeks_chart
from pages.test_card import ROUTINES, SHORT
from pages.test_report import MADE, RULES, SINCE, UNTIL, full

if TYPE_CHECKING:
    from collections.abc import Iterator

POINTS = {"A4": (595, 842), "Letter": (612, 792), "A5": (420, 595)}


def read(pdf: bytes) -> Iterator[str]:
    """The text of each sheet, without its line breaks."""
    return (plain(page.extract_text()) for page in PdfReader(BytesIO(pdf)).pages)


def plain(text: str) -> str:
    """Without white space and the marks of where a long word may break, as a reader sees the letters."""
    return re.sub(r"[\s\u200b]", "", text)


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("episodes", [0, 400])
def test_the_first_sheet_is_the_first_page_of_the_document(paper, episodes):
    """Each of its texts can be selected there, none of the details is, and all details stand behind it."""
    report = report_of(full(episodes) if episodes else ReportSource(), RULES, SINCE, UNTIL, MADE)
    report = replace(report, episodes=report.episodes[:8])  # each has a page of its own
    document = document_of(report, RULES)
    pdf = report_pdf(report, RULES, paper=paper)
    box = PdfReader(BytesIO(pdf)).pages[0].mediabox
    assert (round(box.width), round(box.height)) == POINTS[paper]
    first, *behind = read(pdf)
    lines = [*document.flags.lines, *(line for row in document.rows for line in row.lines), *document.areas]
    cells = [cell for cells in document.pattern for cell in cells]
    texts = [document.title, document.subtitle, *lines, *cells, *document.footer]
    assert [text for text in texts if plain(text) not in first] == []
    assert "Details" not in first
    assert behind[0].startswith("Details")
    rest = "".join(behind)
    items = [item for section in document.details for item in section.items]
    assert [item for item in items if plain(item) not in rest and len(item) < 60] == []


def test_the_counts_of_the_pdf_are_those_of_the_json():
    """Episodes, days and pain of each kind, and what was confirmed, read from both files."""
    report = report_of(full(40), RULES, SINCE, UNTIL, MADE)
    tree = json.loads(report_json(report))
    first = next(read(report_pdf(report, RULES, paper="A4")))
    for kind in tree["kinds"]:
        days = f"{kind['days']} day{'s' if kind['days'] > 1 else ''}"
        assert plain(f"{kind['count']} on {days}") in first
    assert plain(f"Self-noted on {tree['noted_days']} of {tree['days']} days;") in first
    line = tree["programme"][0]
    assert plain(f"confirmed {line['confirmed']} of {line['prescribed']} prescribed") in first


def test_the_same_report_gives_the_same_bytes():
    """Nothing but the report is in it: no clock, no name of a file, and its letters come with it."""
    report = report_of(full(3), RULES, SINCE, UNTIL, MADE)
    one, other = (report_pdf(report, RULES, paper="A4") for _ in range(2))
    assert one == other
    reader = PdfReader(BytesIO(one))
    assert (reader.metadata.title, reader.metadata.creation_date) == ("Notes for an appointment", None)
    fonts = {
        str(font.get_object()["/BaseFont"]).partition("+")[2].partition("-")[0]
        for page in reader.pages
        for font in page["/Resources"]["/Font"].get_object().values()
    }
    assert fonts == {"LibertinusSerif"}


def test_what_a_person_wrote_is_no_markup():
    """Typst's own signs are shown as they were written."""
    written = '#panic("x") = *bold* $x$ @ref <a> ~ \\n "quoted" — ä ж λ'
    report = report_of(ReportSource(questions=(written,)), RULES, SINCE, UNTIL, MADE)
    first = next(read(report_pdf(report, RULES, paper="Letter")))
    assert plain(f"1. {written}") in first


@pytest.mark.parametrize("paper", ["A5", "A4", "Letter"])
def test_every_card_is_one_sheet(paper):
    """All its texts are on it, whatever is the longest, and the number or a line for it."""
    longest = sorted(SHORT, key=lambda name: card_of(ROUTINES[name]).fit)[:2]
    for name in (*longest, "cramp-now"):
        card = card_of(ROUTINES[name])
        (sheet,) = read(card_pdf(card, number="112", paper=paper))
        assert [text for text in card.texts if plain(text) not in sheet] == []
        assert "Emergencynumber:112" in sheet


def test_a_chart_as_png_has_its_size():
    """A chart of 640 by 300 units has 200 pixels for each 96 of them."""
    png = png_of(str(weeks_chart({SINCE: {("prescribed", "a"): 3, ("confirmed", "a"): 1}})))  # type: ignore[dict-item]
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = (int.from_bytes(png[at : at + 4]) for at in (16, 20))
    assert (width // 10, height // 10) == (133, 62)


def test_without_typst_it_is_said_what_to_install(monkeypatch):
    """Without Typst the message names the extra to install."""
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(CoachError) as refused:
        check_typesetting("A PDF")
    assert str(refused.value) == (
        "A PDF needs Typst, which is not installed.\n`pip install 'stretch-coach[pdf]'` installs it."
    )


def test_no_template_imports_anything():
    """Typst would fetch a package that a template imports."""
    texts = {path.name: path.read_text("utf-8") for path in (PACKAGE / "pages" / "templates").glob("*.typ")}
    assert sorted(texts) == ["card.typ", "report.typ"]
    assert [name for name, text in texts.items() if re.search(r"\b(?:import|include)\b|@preview", text)] == []
