"""The sheet of a routine: everything that was prescribed, with pictures and the course."""

from __future__ import annotations

import re

from click.testing import CliRunner

from coach.commands.group import coach
from coach.files import SourceText
from coach.pages.sheet import sheet_page
from coach.routine.parsing import parse_stages

HEEL = """
format: 2
title: Heel <drops>
summary: For the left heel.
dose: {per_day: 2, weeks: 12}
equipment: [a step]
author: A. Physio
link: https://example.org/heel
cautions: ["Hold on to the rail."]
course:
  weeks 1-2:
  weeks 3-4: {Heel drop: {load: 5 kg}}
steps:
  - say: Stand on the step.
  - repeat: 2
    name: Round
    steps:
      - move: 15 reps
        name: Heel drop
        cue: "Lower your {side} heel."
        caution: Slowly.
        tempo: 3 s down, 1 s up
        sets: 3
        set_rest: 60 s
        side: left
        note: A mirror helps.
        figure: 3b
        image: heel.png
  - ask: pain
    if: {at_least: 5, then: stop}
  - wait: go
    up_to: 2 min
  - rest: 10 s
  - breathe: {in: 4 s, out: 6 s}
    cycles: 5
"""


def page(image=lambda _: None, stage=0):
    """The sheet of the course above at that stage."""
    stages, problems = parse_stages(SourceText("heel.yaml", HEEL), "heel")
    assert problems == ()
    return sheet_page(stages, stages[stage], image)


def words(html):
    """The text of a page, a line each."""
    body = html.partition("<body")[2]
    lines = re.sub(r"<[^>]+>", "\n", "<" + body).splitlines()
    return [line.strip() for line in lines if line.strip()]


def test_everything_is_on_it():
    """In the order of the routine, then the course, then when to stop."""
    said = words(page(stage=1))
    assert said[: said.index("When to leave it out, and when to stop")] == [
        "Heel &lt;drops&gt;", "weeks 3-4", "For the left heel.", "How often:", "twice a day, for 12 weeks",
        "You need:", "a step", "https://example.org/heel",
        "Stand on the step.",
        "Round: twice",
        "Heel drop", ": 15 times, 3 s down, 1 s up, on the left, 3 sets, 5 kg, 1 min rest between sets",
        "Lower your left heel.", "Slowly.", "Figure 3b", "A mirror helps.",
        "How much pain is there, from zero to ten?", "If it is five or more, stop here.",
        "Take your time.", ": at most 2 min",
        "Rest", ": 10 s",
        "Breathe", ": in 4 s, out 6 s, 5 breaths",
        "What changes, and when", "weeks 1-2", "as at the beginning",
        "weeks 3-4", "Heel drop: load none → “5 kg”",
    ]  # fmt: skip
    assert "Hold on to the rail." in said


def test_pictures_are_in_it():
    """The page needs nothing else, and may load nothing."""
    html = page(lambda name: b"PNG" if name == "heel.png" else None)
    assert '<img src="data:image/png;base64,UE5H" alt="Heel drop">' in html
    assert "default-src 'none'; style-src 'unsafe-inline'; img-src data:" in html
    assert "<img" not in page()


def test_the_command_saves_it(tmp_path):
    """For the person alone; the picture is read from beside the routine."""
    file, target = tmp_path / "heel.yaml", tmp_path / "sheet.html"
    file.write_text(HEEL)
    (tmp_path / "heel.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    result = CliRunner().invoke(coach, ["preview", str(file), "--sheet", str(target), "--week", "3"])
    assert (result.exit_code, result.stdout) == (0, f"{target}: Heel <drops>. Print it from a browser.\n")
    assert "data:image/png" in target.read_text()
    assert target.stat().st_mode & 0o777 == 0o600
    assert CliRunner().invoke(coach, ["preview", str(file), "--sheet", str(file)]).exit_code != 0
