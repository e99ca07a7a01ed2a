"""YAML text to a tree with places."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from coach.document import DEEPEST, Fields, Items, Text, parse
from coach.errors import BadFile
from coach.files import SourceText
from coach.problems import TextPosition

if TYPE_CHECKING:
    from coach.problems import Problem


def tree(text: str) -> Fields:
    """The tree of a text."""
    document = parse(SourceText("a.yaml", text))
    assert document.problems == ()
    return document.root


def refused(text: str) -> str:
    """Place and code of what keeps it from being read."""
    with pytest.raises(BadFile) as caught:
        parse(SourceText("a.yaml", text))
    problem = caught.value.problems[-1]
    assert problem.hint
    return f"{problem.line}:{problem.column} {problem.code}"


def plain(node):
    """The tree without places."""
    if isinstance(node, Text):
        return node.text
    if isinstance(node, Items):
        return [plain(item) for item in node.items]
    return {name: plain(value) for name, value in node.fields.items()}


@pytest.fixture(params=["c", "pure"])
def parser(request, monkeypatch):
    """Both parsers that PyYAML may come with."""
    if request.param == "pure":
        monkeypatch.delattr(yaml, "CBaseLoader")


@pytest.mark.usefixtures("parser")
def test_every_value_and_name_knows_its_place():
    """Lines and columns count characters from 1, after a carriage return too."""
    assert tree('é: ü\r\nlist:\r\n  - "x"  # no\r\n  - {b: [c]}\r\n') == Fields(
        fields={
            "é": Text("ü", 1, 4, "", 4),
            "list": Items(
                [
                    Text("x", 3, 5, '"', 20),
                    Fields(
                        {"b": Items([Text("c", 4, 10, "", 38)], 4, 9, flow=True)},
                        {"b": TextPosition(4, 6)},
                        4,
                        5,
                        flow=True,
                    ),
                ],
                3,
                3,
                flow=False,
            ),
        },
        names={"é": TextPosition(1, 1), "list": TextPosition(2, 1)},
        line=1,
        column=1,
        flow=False,
    )


def test_every_scalar_is_a_text():
    """Times, words and numbers stay as they are written, unlike in YAML 1.1."""
    text = "a: 17:30\nb: no\nc: 012\nd: 1_000\ne: 2026-11-01\nf: ~\ng: 1e3\nh:\ni: .nan\n"
    expected = {"a": "17:30", "b": "no", "c": "012", "d": "1_000", "e": "2026-11-01", "f": "~", "g": "1e3"}
    assert plain(tree(text)) == {**expected, "h": "", "i": ".nan"}


def test_a_comment_ends_no_text_by_itself():
    """A plain text ends where YAML ends it, so that a ` #` behind it can be seen."""
    text = "a: Do # this\nb: c"
    node = tree(text).fields["a"]
    assert text[node.end :].startswith(" # this")


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(
    ("text", "reported"),
    [
        ("a: &b", "1:4 anchor"),
        ("&a [*a]", "1:5 alias"),
        ("a: 1\nb: *a", "2:4 alias"),
        ("a: !!python/object:os.system", "1:4 tag"),
        ("a: !b {c: d}", "1:4 tag"),
        ("a: !b [c]", "1:4 tag"),
        ("a: " + "[" * DEEPEST, f"1:{DEEPEST + 3} too-deep"),
        ("[" * 60_000, "1:13 too-deep"),
        ("- " * 60_000, "1:25 too-deep"),
        ("a: {[b]: c}", "1:5 field-name"),
        ("{" * 60_000, "1:2 field-name"),
        ("a: b\n---\nc: d", "2:1 second-document"),
        ("", "1:1 empty"),
        ("# nothing\n\n", "1:1 empty"),
        ("---\n...\n", "1:1 empty"),
        ("- a\n- b", "1:1 not-fields"),
        ("\n just text", "2:2 not-fields"),
        ("hold: 20 s\n\tname: x", "2:1 tab"),
        ("- a\n-\tb: 1", "2:2 tab"),
        ("\ta: 1", "1:1 tab"),
        ('a: "b', "1:4 syntax"),
        ("a: [b, c\nd: e", "1:4 syntax"),
        ("a: b: c", "1:5 syntax"),
        ("a: {", "1:5 syntax"),
        ("a: b\nc: {d: {\n\n", "3:1 syntax"),
        ("a: b\nc d\ne: f", "2:1 syntax"),
        ("a: @b", "1:4 syntax"),
        ("%YAML 9.9\n---\na: b", "1:1 syntax"),
        ('a: "\\e[31m"', "1:4 control-character"),
        ('"\\u202e": b', "1:1 control-character"),
        ('a: "\\0"', "1:4 control-character"),
        ("a: \x1b[31m", "1:4 control-character"),
        ("a: \ud800", "1:4 control-character"),
    ],
)
def test_what_no_file_may_have_is_refused_at_its_place(text, reported):
    """Aliases, deep nesting, hidden characters and broken YAML are refused with line and column."""
    assert refused(text) == reported


@pytest.mark.usefixtures("parser")
def test_a_field_written_twice_is_noted_and_the_first_counts():
    """Of a field written twice the first counts, and the rest of the file is read."""
    document = parse(SourceText("a.yaml", "a: 1\nb: {c: 2, c: 3}\na: 4\n"))
    assert plain(document.root) == {"a": "1", "b": {"c": "2"}}
    assert [str(problem) for problem in document.problems] == [
        "a.yaml:2:11: error[duplicate-field]: 'c' is written twice, first on line 2; keep one of them",
        "a.yaml:3:1: error[duplicate-field]: 'a' is written twice, first on line 1; keep one of them",
    ]


@pytest.mark.usefixtures("parser")
def test_anchors_and_tags_are_noted_and_the_rest_is_read():
    """Anchors and tags are problems, and the rest of the file is read without them."""
    document = parse(SourceText("a.yaml", "a: &b c\nd: &e {f: !g h}\na: ! i\n"))
    assert plain(document.root) == {"a": "c", "d": {"f": "h"}}
    assert [(problem.line, problem.column, problem.code) for problem in document.problems] == [
        (1, 4, "anchor"),
        (2, 4, "anchor"),
        (2, 11, "tag"),
        (3, 1, "duplicate-field"),
        (3, 4, "tag"),
    ]


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(("last", "code"), [("d: *b", "alias"), ('d: "e', "syntax")])
def test_what_was_noted_is_reported_with_what_ends_the_reading(last, code):
    """A problem that ends the reading does not hide the earlier ones."""
    with pytest.raises(BadFile) as caught:
        parse(SourceText("a.yaml", f"a: &b c\na: 1\n{last}\n"))
    assert [problem.code for problem in caught.value.problems] == ["anchor", "duplicate-field", code]


def test_a_hundred_anchors_are_enough():
    """After a hundred anchors and repeated fields together the reading ends."""
    with pytest.raises(BadFile) as caught:
        parse(SourceText("a.yaml", "a: &b c\n" * 30_000))
    assert len(caught.value.problems) == 100


def test_a_hundred_fields_written_twice_are_enough():
    """After a hundred repeated fields the reading ends."""
    with pytest.raises(BadFile) as caught:
        parse(SourceText("a.yaml", "a: 1\n" * 30_000))
    assert len(caught.value.problems) == 100


def test_as_deep_as_allowed_is_read():
    """Twelve levels of nesting, the file's own included, are read."""
    text = "a: " + "[" * (DEEPEST - 1) + "]" * (DEEPEST - 1)
    assert isinstance(tree(text).fields["a"], Items)


words = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"], exclude_characters="\u200e\u200f\u061c"))
values = st.recursive(words, lambda inner: st.lists(inner) | st.dictionaries(words, inner), max_leaves=12)


@given(st.dictionaries(words, values, min_size=1), st.booleans())
def test_what_yaml_writes_is_read_back(value, flow):
    """What YAML writes, in block or in flow style, is read with the same words."""
    dumped = yaml.safe_dump(value, default_flow_style=flow, allow_unicode=True, default_style='"')
    text = dumped.replace("!!str ", "")
    assert plain(tree(text)) == value


@given(st.text() | st.text(alphabet="ab:-[]{}&*!|>'\"%@`#?, \n\t\\"))
def test_any_text_is_read_or_refused(text):
    """Any text is read or raises `BadFile`, and nothing else."""
    problems: tuple[Problem, ...] = ()
    try:
        parse(SourceText("a.yaml", text))
    except BadFile as refusal:
        problems = refusal.problems
    assert all(problem.line >= 1 and problem.column >= 1 for problem in problems)
