"""The README is true: every command of its tour runs in order and prints what the README shows."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
TOUR = re.findall(r"^```console\n\$ coach (.*)\n((?:(?!```).*\n)*)```", README, re.MULTILINE)
FILES = re.findall(r"^```yaml\n((?:(?!```).*\n)*)```", README, re.MULTILINE)


def pattern(expected):
    """A pattern for the expected output with any figures; `…` stands for any lines."""
    parts = (re.sub(r"\d+", r"\\d+", re.escape(part)) for part in expected.split("…\n"))
    return re.compile("(?:.*\n)*".join(parts))


def as_with_sound(printed):
    """What is printed where there is a sound device: without it a note is added, and nothing was heard."""
    lines = (line for line in printed.splitlines(keepends=True) if "note: No sound" not in line)
    return "".join(lines).replace("outcome  steps", "outcome    steps").replace("unheard", "completed")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Where the tour is taken: its files as the README has them, and a home that lasts for all of it."""
    place = tmp_path_factory.mktemp("tour")
    (place / "my-calves.yaml").write_text(FILES[0], encoding="utf-8")
    (place / "bad.yaml").write_text(FILES[1], encoding="utf-8")
    return place


def run(folder, *arguments, home="home"):
    """`coach` with a home of that name in the folder; everything it prints."""
    environment = {"COACH_HOME": str(folder / home), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        [sys.executable, "-m", "coach", *arguments],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    return done.stdout


def test_the_tour(folder):
    """Every command of the tour prints what the README shows."""
    assert [command.split()[0] for command, _ in TOUR] == [
        "init", "routines", "do", "log", "preview", "render", "doctor", "check",
    ]  # fmt: skip
    for command, expected in TOUR:
        printed = as_with_sound(run(folder, *command.split()))
        assert pattern(expected).fullmatch(printed), f"coach {command} printed:\n{printed}"


def test_the_routine_by_example(folder):
    """The example routine has no problems but that nobody has signed it, and can be led."""
    *notes, summary = run(folder, "check", "my-calves.yaml", home="other").splitlines()
    assert [note.split()[1] for note in notes] == ["note[unsigned]:"]
    assert summary == "1 file: 0 errors, 0 warnings, 1 note."
    printed = run(folder, "do", "./my-calves.yaml", "--fast", home="other")
    assert printed.endswith("completed: 2 of 2 steps done\n")


def test_every_command_is_in_the_table():
    """The page of all commands names every one, and no other."""
    from coach.commands.group import COMMANDS

    table = (ROOT / "docs/commands.md").read_text(encoding="utf-8").split("ROUTINE is an id")[0]
    assert set(re.findall(r"`coach ([a-z]+)", table)) == set(COMMANDS)


def test_every_link_leads_somewhere():
    """Every file that is linked exists."""
    links = re.findall(r"\]\(([^)#]+)\)", README)
    assert [link for link in links if not (ROOT / link).exists()] == []
