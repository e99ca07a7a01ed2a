"""The fields that are shown and never spoken: a note, a figure, an image, a link. Nothing is fetched."""

from __future__ import annotations

import re

from coach.fields.scalar_types import ParsedText
from coach.fields.structured_types import PlainText
from coach.fields.table import Field
from coach.problems import quoted
from coach.units import ParseError

IMAGE_TYPES = {
    ".png": ("image/png", b"\x89PNG\r\n\x1a\n"),
    ".jpg": ("image/jpeg", b"\xff\xd8\xff"),
    ".jpeg": ("image/jpeg", b"\xff\xd8\xff"),
    ".gif": ("image/gif", b"GIF8"),
    ".webp": ("image/webp", b"RIFF"),
    ".svg": ("image/svg+xml", b""),
}
"""By the ending of the file: its media type, and how every such file begins."""
_LONGEST_LINK = 500
_ADDRESS = re.compile(r"https://[^\s/\"'<>\\@]+\.[^\s\"'<>\\]+")
_NAME = re.compile(r"(?!/)(?:[^\\/:*?\"<>|\x00-\x1f]+/)*[^\\/:*?\"<>|\x00-\x1f]+")


def parse_image(text: str) -> str:
    """The name of an image beside the routine, or in a folder there. Raises `ParseError`."""
    name = text.strip()
    ending = "." + name.rpartition(".")[2].lower()
    if re.match(r"[a-z]{2,}:", name, re.IGNORECASE):
        raise ParseError(
            f"{quoted(name)} is an address, and nothing is fetched",
            "save it beside the routine, and write its name",
        )
    if not _NAME.fullmatch(name) or ".." in name.split("/") or name.startswith("~"):
        raise ParseError(
            f"{quoted(name)} is not in the routine's folder", "save it beside the routine, and write its name"
        )
    if ending not in IMAGE_TYPES:
        endings = ", ".join(IMAGE_TYPES)
        raise ParseError(
            f"{quoted(name)} is not an image that browsers show", f"its name must end in {endings}"
        )
    return name


def parse_link(text: str) -> str:
    """An address that begins with https. Raises `ParseError`."""
    address = text.strip()
    if _ADDRESS.fullmatch(address) and len(address) <= _LONGEST_LINK:
        return address
    hint = "write one such as https://example.org/calf"
    bare = re.sub(r"^(?:http://|//)", "", address)
    if bare != address or bare.startswith("www."):
        hint = f"write 'https://{bare}', if it is there"
    raise ParseError(f"{quoted(address)} is not an address that begins with https://", hint)


SHOWN = (
    Field("note", PlainText(), "Shown beside it, not spoken.", "A towel under the heel helps.", since=2),
    Field(
        "figure",
        PlainText(),
        "The number of the figure that shows it, on a sheet or in a booklet that the person has.",
        "3b",
        since=2,
    ),
    Field(
        "image",
        ParsedText(parse_image, "image", "the name of an image file beside the routine"),
        "A picture on the printed sheet; its name is shown on the screen.",
        "heel-drop.png",
        since=2,
    ),
    Field(
        "link",
        ParsedText(parse_link, "link", "an address that begins with https"),
        "Shown, and never opened by the coach.",
        "https://example.org/calf",
        since=2,
    ),
)

PROGRAMME = (
    Field(
        "motivation",
        PlainText(),
        "What keeps the person going.",
        "Two minutes are enough to begin with.",
        since=2,
    ),
    Field(
        "starting_level",
        PlainText(),
        "How the person's starting level is decided.",
        "The level at which ten repetitions are hard but clean.",
        since=2,
    ),
    Field(
        "progression",
        PlainText(),
        "When and how it gets harder.",
        "When all sets feel easy two days running, go up one step.",
        since=2,
    ),
    Field(
        "tailoring",
        PlainText(),
        "Whether, and how, it was fitted to this person.",
        "Fewer repetitions on the sore side.",
        since=2,
    ),
)
"""Items 6, 7, 14 and 15 of CERT, the template for reporting exercise (Slade et al. 2016)."""
