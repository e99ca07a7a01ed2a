"""What a real browser makes of the pages: each card is on one sheet of any paper, and can be read."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from coach.pages.card import MOST_LETTERS, card_of, card_page
from coach.pages.report import ReportSource
from coach.pages.report_counts import report_of
from coach.pages.report_document import report_page
from pages.test_card import ROUTINES, SHORT
from pages.test_report import MADE, RULES, SINCE, UNTIL, full

if TYPE_CHECKING:
    from pathlib import Path

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(BROWSER is None, reason="there is no Chromium to open the page with"),
]
OFFLINE = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-extensions"]


def browse(page: Path, *options: str) -> str:
    """Open the page in a browser of its own, and return what it wrote on stdout."""
    assert BROWSER is not None
    profile = page.parent / "browser"
    command = [BROWSER, *OFFLINE, f"--user-data-dir={profile}", *options, page.as_uri()]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout


def printed(page: Path, text: str, paper: str) -> int:
    """On how many sheets of that paper the browser prints the page."""
    page.write_text(text.replace("</style>", f"@page {{ size: {paper}; }}</style>"), encoding="utf-8")
    target = page.with_suffix(".pdf")
    browse(page, "--no-pdf-header-footer", f"--print-to-pdf={target}")
    return len(re.findall(rb"/Type\s*/Page\b", target.read_bytes()))


@pytest.mark.parametrize("paper", ["A5", "A4", "Letter"])
def test_the_card_for_a_cramp_is_one_sheet(tmp_path, paper):
    """The card is printed on one sheet of each paper, with and without a number."""
    sheets = [
        printed(tmp_path / "card.html", card_page(card_of(ROUTINES["cramp-now"]), number=number), paper)
        for number in ("112", "")
    ]
    assert sheets == [1, 1]


def test_every_bundled_card_is_one_sheet(tmp_path):
    """Whatever the longest of them says, the type is so small that it fits, on the squarest paper as well."""
    longest = sorted(SHORT, key=lambda name: card_of(ROUTINES[name]).fit)[:4]
    found = {
        (name, paper): printed(
            tmp_path / f"{name}.html", card_page(card_of(ROUTINES[name]), number=""), paper
        )
        for name in longest
        for paper in ("A5", "Letter")
    }
    assert [place for place, sheets in found.items() if sheets != 1] == []
    assert card_of(ROUTINES[longest[0]]).letters > MOST_LETTERS * 0.8


def test_on_a_phone_nothing_is_cut(tmp_path):
    """On a narrow screen all of it is there, no wider than the screen, in light letters on black."""
    page = tmp_path / "card.html"
    text = card_page(card_of(ROUTINES["cramp-now"]), number="112")
    probe = (
        "<script>addEventListener('load',()=>{const b=getComputedStyle(document.body);document.title="
        "[document.documentElement.scrollWidth<=innerWidth,b.backgroundColor,b.color,"
        "parseFloat(getComputedStyle(document.querySelector('.note')).fontSize)>=16].join('|')})</script>"
    )
    opened = re.sub(r"<meta http-equiv=[^>]*>", "", text).replace("</body>", f"{probe}</body>")
    page.write_text(opened, encoding="utf-8")
    shown = browse(page, "--window-size=500,900", "--dump-dom")
    assert re.findall(r"<title>(.*?)</title>", shown)[0] == "true|rgb(0, 0, 0)|rgb(255, 217, 160)|true"


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("episodes", [0, 3, 40, 400])
def test_the_first_page_of_a_report_is_one_sheet(tmp_path, paper, episodes):
    """With as much as there can be, and with nothing, it has room on one sheet, and the rest is behind it.

    No type on it is smaller than eight points.
    """
    source = full(episodes) if episodes else ReportSource()
    report = report_of(source, RULES, SINCE, UNTIL, MADE)
    whole = report_page(report, RULES)
    first = re.sub(r'<section class="details">.*</section>\n(?=</body>)', "", whole, flags=re.DOTALL)
    assert printed(tmp_path / "first.html", first, paper) == 1
    assert printed(tmp_path / "whole.html", whole, paper) > 1
