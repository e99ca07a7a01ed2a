"""The report as a page, as a PDF and as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from datetime import date
from typing import TYPE_CHECKING

from coach.pages.page import html_page
from coach.pages.report_document import document_of
from coach.pages.typesetting import pdf_of, standalone

if TYPE_CHECKING:
    from coach.care.model import SignRules
    from coach.pages.report import Report


def report_page(report: Report, rules: SignRules) -> str:
    """The report as one HTML file."""
    document = document_of(report, rules)
    return html_page("report.html", language="en", title=document.title, document=document)


def report_pdf(report: Report, rules: SignRules, *, paper: str) -> bytes:
    """The report as a PDF on A4 or Letter. Raises `CoachError` where Typst is not installed."""
    document = document_of(report, rules)
    content = {each.name: getattr(document, each.name) for each in fields(document)} | {
        "flags": document.flags._asdict(),
        "rows": [row._asdict() for row in document.rows],
        "details": [asdict(section) for section in document.details],
        "chart": standalone(document.chart),
        "hours": standalone(document.hours),
    }
    return pdf_of("report.typ", content, paper)


def report_json(report: Report) -> str:
    """The report as documented for JSON: every count by name, days and instants in ISO 8601."""
    return json.dumps(asdict(report), indent=2, default=_plain) + "\n"


def _plain(value: object) -> object:
    if isinstance(value, date):  # an instant is one, too
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} is nothing that a report holds")
