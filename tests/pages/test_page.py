"""A page needs nothing but itself, and whatever is put into it is text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError

from coach.pages.page import html_page
from coach.pages.svg import drawing, element

GIVEN = {"language": "en", "title": "A title"}


def test_a_page_is_whole_and_refers_to_nothing():
    """A page has its language, title and stylesheet, and no script, link or address."""
    page = html_page("page.html", **GIVEN)
    assert page.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert "<title>A title</title>" in page
    assert "@page" in page
    assert re.findall(r"<script|<link|<img|src=|href=|url\(|@import|https?:", page) == []


@given(st.text())
def test_what_is_given_is_text(text):
    """Whatever a title holds, it can neither end the title nor begin an element."""
    page = html_page("page.html", language="en", title=text)
    (title,) = re.findall(r"<title>(.*?)</title>", page, re.DOTALL)
    assert not set(title) & set("<>\"'")


def test_a_value_that_is_missing_is_an_error():
    """A page with a hole is never written."""
    with pytest.raises(UndefinedError, match="title"):
        html_page("page.html", language="en")


def test_a_drawing_is_markup_and_its_texts_are_not():
    """Elements nest as markup, texts and attributes are escaped, numbers have no needless digits."""
    bar = element("rect", width=3.14159, height=2.0, stroke_width=1, class_='"x"')
    assert str(bar) == '<rect width="3.14" height="2" stroke-width="1" class="&#34;x&#34;"></rect>'
    assert str(drawing(10, 4.5, bar, "<script>", title="a & b")) == (
        f'<svg viewBox="0 0 10 4.5" role="img"><title>a &amp; b</title>{bar}&lt;script&gt;</svg>'
    )
