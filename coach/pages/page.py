"""A page as one HTML file that needs nothing else: no script, nothing from outside, the stylesheet inside.

Whatever a template is given is text, and is escaped; only what `coach/pages/svg.py` makes is markup.
"""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from coach.home import PACKAGE

_FOLDER = PACKAGE / "pages"


def html_page(template: str, **values: object) -> str:
    """The page that a template of this room makes from these values.

    Raises `jinja2.UndefinedError` for a value that the template asks for and was not given.
    """
    return _environment().get_template(template).render(stylesheet=_stylesheet(), **values)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


@cache
def _stylesheet() -> Markup:
    return Markup((_FOLDER / "style.css").read_text(encoding="utf-8"))  # noqa: S704 — our own file
