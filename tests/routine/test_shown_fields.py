"""What is shown and never spoken: which values are taken, and which images can be shown."""

from __future__ import annotations

import pytest

from coach.files import SourceText
from coach.routine.images import MOST_BYTES, image_bytes, image_problems
from coach.routine.parsing import parse_routine
from coach.routine.shown_fields import parse_image, parse_link
from coach.units import ParseError

PNG = b"\x89PNG\r\n\x1a\nrest"


@pytest.mark.parametrize("name", ["heel.png", "pictures/heel drop.JPG", "a.b.svg", "Dehnung-Füße.webp"])
def test_names_of_images(name):
    """A file beside the routine, or in a folder there."""
    assert parse_image(f" {name} ") == name


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("../heel.png", "is not in the routine's folder"),
        ("a/../../heel.png", "is not in the routine's folder"),
        ("/home/heel.png", "is not in the routine's folder"),
        ("C:heel.png", "is not in the routine's folder"),
        ("a\\heel.png", "is not in the routine's folder"),
        ("~/heel.png", "is not in the routine's folder"),
        ("https://example.org/heel.png", "is an address, and nothing is fetched"),
        ("file:heel.png", "is an address, and nothing is fetched"),
        ("heel.docx", "is not an image that browsers show"),
        ("heel", "is not an image that browsers show"),
    ],
)
def test_what_is_no_image(name, what):
    """Nothing outside the folder, nothing from elsewhere, nothing that a browser cannot show."""
    with pytest.raises(ParseError) as error:
        parse_image(name)
    assert error.value.what == f"'{name}' {what}"


def test_links():
    """Links are https alone; for others the message has the right form where that is clear."""
    assert parse_link(" https://example.org/a?b=c#d ") == "https://example.org/a?b=c#d"
    for text, hint in (
        ("http://example.org", "write 'https://example.org', if it is there"),
        ("www.example.org", "write 'https://www.example.org', if it is there"),
        ("javascript:alert(1)", "write one such as https://example.org/calf"),
        ("https://user@example.org/", "write one such as https://example.org/calf"),
    ):
        with pytest.raises(ParseError) as error:
            parse_link(text)
        assert error.value.hint == hint


def routine_with(*images):
    """A routine whose steps show these images."""
    steps = "".join(f"  - hold: 20 s\n    name: S\n    image: {image}\n" for image in images)
    text = (
        f"format: 2\ntitle: T\nimage: whole.png\nsteps:\n  - repeat: 2\n    steps:\n      - say: A.\n{steps}"
    )
    routine, problems = parse_routine(SourceText("r.yaml", text), "r")
    assert problems == ()
    return routine


def test_images_that_cannot_be_shown(tmp_path):
    """An image that cannot be shown is a warning at its step, with the reason."""
    (tmp_path / "whole.png").write_bytes(PNG)
    (tmp_path / "fine.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    (tmp_path / "jpeg.png").write_bytes(b"\xff\xd8\xff\xe0")
    (tmp_path / "text.svg").write_text("hello")
    (tmp_path / "large.png").write_bytes(PNG + b"0" * MOST_BYTES)
    outside = tmp_path.parent / "outside.png"
    outside.write_bytes(PNG)
    (tmp_path / "link.png").symlink_to(outside)
    names = ["fine.svg", "jpeg.png", "text.svg", "large.png", "link.png", "none.png"]
    found = image_problems("r.yaml", routine_with(*names), tmp_path)
    assert [(each.line, each.message) for each in found] == [
        (11, "the image 'jpeg.png' is no PNG file"),
        (14, "the image 'text.svg' is no SVG file"),
        (17, "the image 'large.png' is larger than 5 MB"),
        (20, "the image 'link.png' leads out of the routine's folder"),
        (23, "the image 'none.png' cannot be read: No such file or directory"),
    ]
    assert (image_bytes(tmp_path, "whole.png"), image_bytes(tmp_path, "link.png")) == (PNG, None)


def test_they_need_the_second_format(problems_in):
    """A file of the first says what to write."""
    (problem,) = problems_in("title: T\nsteps:\n  - hold: 20 s\n    note: On a step.\n")
    assert problem.endswith("write 'format: 2' at the top")


def test_other_names_for_them(problems_in):
    """What people write instead leads to the field."""
    found = problems_in("format: 2\ntitle: T\nsteps:\n  - hold: 20 s\n    picture: heel.png\n")
    assert [each.partition("; ")[2] for each in found] == ["a picture is written as 'image: heel-drop.png'"]
