"""Texts that YAML would misread, and lines that keep it from reading on."""

from __future__ import annotations

import pytest
import yaml

from coach.fields.quoting import quote_item, quote_text
from coach.routine.tables import ROUTINE_VOCABULARY


@pytest.mark.parametrize(
    ("written", "column", "whole"),
    [
        ("cue: {side} heel down", 10, 'cue: "{side} heel down"'),
        ("cue: {side}", 10, 'cue: "{side}"'),
        ("cue: [left] heel", 10, 'cue: "[left] heel"'),
        ("cue: Remember: breathe", 10, 'cue: "Remember: breathe"'),
        ("cue: Remember:", 10, 'cue: "Remember:"'),
        ('cue: "Push" now', 10, 'cue: "\\"Push\\" now"'),
        ("cue: 'Push' now", 10, "cue: \"'Push' now\""),
        ("cue: *gently*", 10, 'cue: "*gently*"'),
        ("cue: *gently", 10, 'cue: "*gently"'),
        ("cue: Lean # left", 10, 'cue: "Lean # left"'),
        ("cue: Exercise #1 again", 10, 'cue: "Exercise #1 again"'),
        ("cue: @home", 10, 'cue: "@home"'),
        ("cue: - and up", 10, 'cue: "- and up"'),
        ("cue: > 3 cm", 10, 'cue: "> 3 cm"'),
        ("cue: 'it's'   # a comment", 10, 'cue: "it\'s"   # a comment'),
        ("remind: [{side} knee, low]", 13, 'remind: ["{side} knee", "low"]'),
        ("remind: {hold} to go", 13, 'remind: "{hold} to go"'),
    ],
)
def test_a_misread_text_is_reported_with_the_whole_corrected_line(problems_in_step, written, column, whole):
    """The hint for a misread text is the corrected line, which is then read as meant."""
    problems = problems_in_step(f"hold: 20 s\n{written}\nside: each\nnmae: Calf")
    assert len(problems) == 2
    assert problems[0].startswith(f"4:{column}: error[needs-quotes]: ")
    assert f"put the whole text in double quotes: {whole}" in problems[0]
    assert problems[1].startswith("6:5: error[unknown-field]: 'nmae'")
    assert problems_in_step(f"hold: 20 s\n{whole}\nside: each") == []


def test_an_item_of_a_list_may_be_misread_too(problems_in):
    """A list item with a colon is reported with the corrected line."""
    text = "title: T\ncautions:\n  - Careful: no jerks\n  - *slowly*\nsteps: [{say: A}]"
    assert problems_in(text) == [
        (
            "3:5: error[needs-quotes]: YAML would misread this text; "
            'put the whole text in double quotes: - "Careful: no jerks"'
        ),
        (
            "4:5: error[needs-quotes]: YAML would read this text as an alias; "
            'put the whole text in double quotes: - "*slowly*"'
        ),
    ]


def test_a_step_in_braces_keeps_its_fields(problems_in):
    """In a step in braces only the misread text is put in quotes."""
    assert problems_in("title: T\nsteps:\n  - {hold: 20 s, cue: {side} ear, side: left}") == [
        (
            "3:5: error[needs-quotes]: YAML would read the bracket as the start of a list or of fields; "
            'put the whole text in double quotes: - {hold: 20 s, cue: "{side} ear", side: left}'
        )
    ]


def test_a_field_without_anything_may_lack_its_colon(problems_in):
    """A field name without a colon is reported, and the next lines are read anyway."""
    assert problems_in("title: T\nsteps\n  - say: A") == [
        "2:1: error[missing-colon]: a field's name ends with a colon and a space; write 'steps:'"
    ]


def test_two_spaces_make_a_comment(problems_in_step):
    """A `#` in a text is reported, unless two spaces before it make it a comment."""
    assert (
        problems_in_step('hold: 20 s # long\nname: Calf  # the big one\ncue: "Down" # quoted\nreps: 2 # each')
        == []
    )


@pytest.mark.parametrize(
    ("step", "problem"),
    [
        (
            "hold: 20 s\n\tname: Calf",
            "4:5: error[tab]: this line is indented with a tab; indent with spaces",
        ),
        (
            "hold: 20 s\n  name: Calf",
            (
                "4:7: error[indentation]: this line is not indented like its neighbours; "
                "line it up with the fields, or the dashes, that it belongs to"
            ),
        ),
        (
            "hold 20 s\nname: Calf",
            "3:5: error[missing-colon]: a field's name ends with a colon and a space; write '- hold: 20 s'",
        ),
        (
            "hold: 20 s\nname:Calf\nreps: 2",
            "4:5: error[missing-colon]: a field's name ends with a colon and a space; write 'name: Calf'",
        ),
        (
            "hold: 20 s, reps: 2",
            (
                "3:21: error[two-fields]: there are two fields on one line; "
                "write 'hold: 20 s', and 'reps: 2' on a line of its own"
            ),
        ),
        (
            'hold: 20 s\nname: "Calf\ncue: "Heel down"\nreps: 2',
            "4:11: error[unclosed-quote]: this quote is never closed; write 'name: \"Calf\"'",
        ),
    ],
)
def test_other_mistakes_are_reported_as_such(problems_in_step, step, problem):
    """Tabs, indentation, colons and quotes each have a message of their own."""
    assert problems_in_step(step) == [problem]


def test_all_misread_lines_are_reported_at_once(problems_in):
    """All misread lines and all other problems are reported at once."""
    lines = [f"  - say: {{side}} number {number}" for number in range(10)]
    problems = problems_in("\n".join(["title: T", "kind: streching", "steps:", *lines]))
    assert [problem.split(":")[0] for problem in problems if "needs-quotes" in problem] == [
        str(line) for line in range(4, 14)
    ]
    assert problems[0].startswith("2:7: error[unknown-word]")


def test_after_twenty_misread_lines_the_file_is_given_up(problems_in):
    """After twenty misread lines the rest of the file is not read."""
    lines = [f"  - say: *number {number}*" for number in range(500)]
    assert len(problems_in("\n".join(["title: T", "steps:", *lines]))) == 21


@pytest.mark.parametrize(
    "line",
    [
        "  - say: {side} heel", 'cue: "Push" now', "- *x*", "name: a: b", "  cue: {say \\ x", "ask: 'x' y",
        "say: `x`", "summary: %x", "load: |x", "- - *x", "left: , x", "cue: \"a\" and 'b'", 'say: "open',
    ],
)  # fmt: skip
def test_a_corrected_line_is_one_text(line):
    """A corrected line is read by YAML as one text and needs no further correction."""
    better = quote_text(line, ROUTINE_VOCABULARY)
    bare = better.strip().lstrip("- ")
    value = yaml.safe_load(bare)
    assert isinstance(value, str) or all(isinstance(text, str) for text in value.values())
    assert quote_text(better, ROUTINE_VOCABULARY) is None


def test_what_yaml_reads_right_is_left_alone():
    """Texts that YAML reads correctly are not reported."""
    for line in (
        "say: Sit tall.",
        'say: "Push" ',
        "say: don't",
        "hold: 20 s",
        "hold: {x",
        "reps: *a",
        "",
        "{x",
    ):
        assert quote_text(line, ROUTINE_VOCABULARY) is None
    assert quote_item("- Sit tall") is None
