"""`coach diff` on two files."""

from __future__ import annotations

import json

from click.testing import CliRunner

from coach.commands.group import coach


def run(*arguments):
    """The result of `coach` with these arguments."""
    return CliRunner().invoke(coach, [*map(str, arguments)], prog_name="coach")


OLD = "title: Knee\nsteps:\n  - hold: 20 s\n    name: Calf\n"


def test_it_shows_what_is_different(tmp_path):
    """The exit code is 1 when something is, and 0 for the same routine laid out otherwise."""
    old, new, same = (tmp_path / f"{name}.yaml" for name in ("old", "new", "same"))
    old.write_text(OLD)
    new.write_text(OLD.replace("20 s", "30 s"))
    same.write_text("# a comment\n" + OLD)
    result = run("diff", old, new)
    assert (result.exit_code, result.stdout) == (1, "Calf: hold 20 s → 30 s\n")
    assert json.loads(run("diff", old, new, "--json").stdout) == {"differences": ["Calf: hold 20 s → 30 s"]}
    result = run("diff", old, same)
    assert (result.exit_code, result.stdout) == (0, "There are no differences.\n")
