"""The report as a page and as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

from coach.pages.page import html_page
from coach.pages.report_document import document_of

if TYPE_CHECKING:
    from coach.care.model import SignRules
    from coach.pages.report import Report


def report_page(report: Report, rules: SignRules) -> str:
    """The report as one HTML file."""
    document = document_of(report, rules)
    return html_page("report.html", language="en", title=document.title, document=document)


def report_json(report: Report) -> str:
    """The report as documented for JSON: every count by name, days and instants in ISO 8601."""
    return json.dumps(asdict(report), indent=2, default=_plain) + "\n"


def _plain(value: object) -> object:
    if isinstance(value, date):  # an instant is one, too
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} is nothing that a report holds")
