"""Pages as PDF and drawings as PNG, set by Typst, an extra.

A template is given its texts as JSON, so that none of them is read as markup, and imports nothing, so that
nothing is fetched. The same content gives the same bytes.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from coach.errors import CoachError
from coach.home import PACKAGE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import ModuleType

PAPERS: Final = {"A4": "a4", "Letter": "us-letter", "A5": "a5"}
"""The names of papers, and Typst's own for them."""
_TEMPLATES = PACKAGE / "pages" / "templates"
_FONT = "Libertinus Serif"
"""Comes with Typst; it has the letters of the Latin, Greek and Cyrillic scripts."""
_LAST_LETTER, _SIGNS = "\u052f", range(0x2000, 0x2300)
"""Up to there, and among the general signs, that font has what people write; else the system's serve."""
_PIXELS_AN_INCH = 200.0
_DRAWING = (
    '#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.drawing), format: "svg")'
)


def check_typesetting(what: str) -> None:
    """Raise `CoachError` where Typst is not installed; `what`: what was wanted, such as "A PDF"."""
    _typst(what)


def pdf_of(template: str, content: Mapping[str, Any], paper: str) -> bytes:
    """The PDF that a template of this room makes of that content, on one of `PAPERS`. Raises `CoachError`."""
    text = json.dumps(content)
    made = _typst("A PDF").compile(
        _TEMPLATES / template,
        root=_TEMPLATES,
        format="pdf",
        sys_inputs={"content": text, "paper": PAPERS[paper]},
        ignore_system_fonts=_has_all(json.dumps(content, ensure_ascii=False)),
    )
    return bytes(made)


def png_of(drawing: str) -> bytes:
    """The drawing as a PNG of 200 pixels for each 96 of its units. Raises `CoachError`."""
    made = _typst("A PNG").compile(
        _DRAWING.encode(),
        format="png",
        ppi=_PIXELS_AN_INCH,
        sys_inputs={"drawing": standalone(drawing)},
        ignore_system_fonts=True,
    )
    return bytes(made)


def standalone(drawing: str) -> str:
    """A drawing for use outside a page: in black, with letters of the font that comes with Typst."""
    drawing = str(drawing).replace('font-family="sans-serif"', f'font-family="{_FONT}"')
    attributes = f'xmlns="http://www.w3.org/2000/svg" color="#000" font-family="{_FONT}"'
    return drawing.replace("<svg ", f"<svg {attributes} ", 1)


def _has_all(text: str) -> bool:
    return all(letter <= _LAST_LETTER or ord(letter) in _SIGNS for letter in text)


def _typst(what: str) -> ModuleType:
    try:
        import typst  # noqa: PLC0415 — an extra, and heavy
    except ImportError:
        raise CoachError(
            f"{what} needs Typst, which is not installed.",
            hint="`pip install 'stretch-coach[pdf]'` installs it.",
        ) from None
    return typst
