"""What commands print: aligned columns, and text beside a margin."""

from __future__ import annotations

import os
import shutil
import sys

import pytest

from coach.commands.printing import aligned, hanging, progress, wants_plain_lines


@pytest.mark.parametrize(
    ("rows", "right", "lines"),
    [
        ([], (), []),
        ([("a",)], (), ["a"]),
        ([("a", "b"), ("long", "b")], (), ["a     b", "long  b"]),
        ([("a", ""), ("long", "the last is as long as it is"), ("", "x")], (),
         ["a", "long  the last is as long as it is", "      x"]),
        ([("name", "n"), ("a", "10"), ("b", "9")], (1,), ["name   n", "a     10", "b      9"]),
    ],
)  # fmt: skip
def test_columns_are_as_wide_as_their_widest_cell(rows, right, lines):
    """Columns are as wide as their widest cell; the last is not padded, unless it is aligned to the right."""
    assert aligned(rows, right=right) == lines


@pytest.fixture
def terminal(monkeypatch):
    """Makes stdout a terminal of that many columns."""

    def of(columns):
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
        monkeypatch.setattr(shutil, "get_terminal_size", lambda **_: os.terminal_size((columns, 24)))

    return of


def test_a_pipe_gets_one_line(monkeypatch):
    """A pipe gets one line, however long, as programs read lines."""
    monkeypatch.setattr(sys.stdout, "isatty", lambda: False, raising=False)
    assert hanging("ab  ", "word " * 99) == ["ab  " + "word " * 99]


@pytest.mark.parametrize("columns", [24, 5])
def test_a_terminal_gets_lines_of_its_width_beside_the_margin(terminal, columns):
    """Text is wrapped between words, and keeps at least 20 characters beside its margin."""
    terminal(columns)
    assert hanging("ab  ", "these are words of a sentence") == ["ab  these are words of a", "    sentence"]
    assert hanging("ab  ", "") == ["ab  "]


def test_a_row_goes_on_below_its_last_column(terminal):
    """A long row goes on below its last column, or slightly indented if that has no room for it."""
    rows = [("10:30", "neck", "put off: it is too soon after another"), ("11:00", "water", "done")]
    terminal(36)
    assert aligned(rows) == [
        "10:30  neck   put off: it is too", "              soon after another", "11:00  water  done",
    ]  # fmt: skip
    terminal(24)
    assert aligned(rows) == [
        "10:30  neck   put off:", "    it is too soon after", "    another", "11:00  water  done",
    ]  # fmt: skip


def test_ctrl_c_just_as_the_bar_appears_gives_the_cursor_back(monkeypatch):
    """Ctrl-C as the progress bar hides the cursor still shows the cursor again."""
    done = []

    class Bar:
        pos = 0

        def __enter__(self):
            done.append("cursor hidden")
            raise KeyboardInterrupt

        def render_finish(self):
            done.append("cursor shown")

    monkeypatch.setattr("click.progressbar", lambda **_options: Bar())
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    with pytest.raises(KeyboardInterrupt), progress("Working", patience=0.0) as update:
        update(1, 2)
    assert done == ["cursor hidden", "cursor shown"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("format: 1\nplain_lines: yes\n", True),
        ("format: 1\nplain_lines : 'yes'\n", True),
        ("format: 1\nplain_lines: no\n", False),
        ("format: 1\n# plain_lines: yes\n", False),
        (None, False),
    ],
)
def test_a_profile_can_want_plain_lines(tmp_path, text, expected):
    """The text of the profile is enough to see that plain lines are wanted; without one they are not."""
    file = tmp_path / "profile.yaml"
    if text is not None:
        file.write_text(text, "utf-8")
    assert wants_plain_lines(file) is expected
