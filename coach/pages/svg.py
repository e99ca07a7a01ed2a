"""Drawings as inline SVG: every text and attribute is escaped, and nothing refers to anything outside."""

from __future__ import annotations

from markupsafe import Markup, escape


def element(name: str, *inside: str, **attributes: str | float) -> Markup:
    """An element with what is inside it: markup of this module as it is, any other text escaped.

    An underscore in an attribute's name stands for a hyphen: `text_anchor="end"`; one at its end is left out.
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_number(value))}"'
        for key, value in attributes.items()
    )
    content = "".join(map(escape, inside))
    return Markup(f"<{name}{written}>{content}</{name}>")  # noqa: S704 — escaped above


def drawing(width: float, height: float, *inside: str, title: str, class_: str = "") -> Markup:
    """A drawing of that many units; `title` is what a screen reader says of it."""
    return element(
        "svg",
        element("title", title),
        *inside,
        viewBox=f"0 0 {_number(width)} {_number(height)}",
        role="img",
        **({"class_": class_} if class_ else {}),
    )


def centred_text(x: float, y: float, text: str, *, size: float) -> Markup:
    """A text around that place, in the colour of the page's own."""
    return element("text", text, x=x, y=y, text_anchor="middle", font_size=size, fill="currentColor")


def _number(value: str | float) -> str:
    """A number without needless digits."""
    return value if isinstance(value, str) else f"{value:.2f}".rstrip("0").rstrip(".")
