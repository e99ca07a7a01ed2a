"""Twenty sheets of clinics, written by the guide alone: exact times, the right order, and nothing lost."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from itertools import groupby
from pathlib import Path

import pytest

from coach.commands.check import problems_of
from coach.routine.reading import read_stages
from coach.timeline.compose import compose
from coach.timeline.description import describe_dose, describe_steps
from coach.timeline.difference import changes_by_stage
from coach.timeline.model import ACTIVE, Delivery
from coach.timeline.notices import notice_texts
from coach.units import format_duration
from fixed_durations import FixedDurations

FOLDER = Path(__file__).with_name("prescriptions")
FILES = sorted(FOLDER.glob("*.yaml"))
WORDS = 0.8
"""Seconds of every text: the figures below are those of the author and of the coach's own silences alone."""


def name(path):
    """The routine's id."""
    return path.stem


def figures(routine):
    """Everything that is done, in order, with its seconds and how often; then the rests and the length."""
    timeline = compose(routine, Delivery(ask_seconds=15.0), FixedDurations(WORDS))
    spans = [cue for cue in timeline.cues if cue.kind in ACTIVE | {"wait"}]
    done = [
        f"{timeline.steps[step].name}{f', {side}' if side else ''}: {kind} {seconds:g} s x {len(list(cues))}"
        for (step, kind, seconds, side), cues in groupby(
            spans, key=lambda cue: (cue.step, cue.kind, cue.seconds, cue.side)
        )
    ]
    rests = Counter(cue.seconds for cue in timeline.cues if cue.kind == "rest")
    rested = ", ".join(f"{seconds:g} s x {times}" for seconds, times in sorted(rests.items()))
    grown = [rest for rest in timeline.grown_rests if not rest.by_design]
    assert grown == []
    length = f"{timeline.seconds:.2f} s"
    return [f"{routine.id} {routine.stage or ''}".strip(), *done, f"rests: {rested or 'none'}", length]


@pytest.mark.parametrize("path", FILES, ids=name)
def test_the_figures_of_every_stage(path):
    """Order, seconds, counts, rests and length are those of the sheet, at each stage of its course."""
    found = "\n\n".join("\n".join(figures(routine)) for routine in read_stages(path))
    expected = (FOLDER / "figures" / f"{path.stem}.txt").read_text(encoding="utf-8")
    assert f"{found}\n" == expected


NUMBERS = {
    "once": "1",
    "twice": "2",
    "one": "1",
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
}


def numbers(text):
    """Every whole number in it, in figures or in words."""
    words = re.findall(r"[a-z]+", text.lower())
    return {*re.findall(r"\d+", text), *(NUMBERS[word] for word in words if word in NUMBERS)}


def described(path):
    """All that a person can read of the routine: dose, steps, what changes, notes and notices."""
    stages = read_stages(path)
    lines = []
    for routine in stages:
        lines += [describe_dose(routine.dose), *describe_steps(routine), routine.note, routine.summary]
        lines += [text for texts in notice_texts(routine, "en").values() for text in texts]
        lines += [format_duration(routine.between), *(str(step) for step in routine.steps)]
    return "\n".join([*lines, *(f"{name}: {'; '.join(lines)}" for name, lines in changes_by_stage(stages))])


@pytest.mark.parametrize("path", FILES, ids=name)
def test_no_figure_of_the_sheet_is_lost(path):
    """Each number in the sheet, at the top of the file, is in what the routine says of itself."""
    text = path.read_text(encoding="utf-8")
    sheet = "".join(line for line in text.splitlines(keepends=True) if line.startswith("#"))
    assert numbers(sheet) - numbers(described(path)) == set()


@pytest.mark.parametrize("path", FILES, ids=name)
def test_the_check_finds_nothing(path):
    """Written by the guide, a sheet has neither mistakes nor warnings."""
    found = problems_of(path, {}, date(2026, 11, 29))
    assert [str(problem) for problem in found if problem.severity != "note"] == []


def test_the_load_grows_with_the_level():
    """When it no longer hurts, the next level: five kilograms more, said once at each exercise."""
    said = []
    for routine in read_stages(FOLDER / "heel-drops.yaml"):
        timeline = compose(routine, Delivery(), FixedDurations(WORDS))
        said.append([cue.text for cue in timeline.cues if cue.text.startswith("With")])
    assert said == [[], *([f"With {kilograms} kilograms."] * 2 for kilograms in (5, 10, 15))]


def test_the_interval_walk_is_thirty_minutes():
    """From the first step to the last, to the millisecond."""
    (routine,) = read_stages(FOLDER / "interval-walk.yaml")
    timeline = compose(routine, Delivery(), FixedDurations(WORDS))
    moves = [cue for cue in timeline.cues if cue.kind == "move"]
    assert moves[-1].end - moves[0].at == 1800.0


def test_no_talk_between_the_parts_of_contract_relax():
    """A word each, on the instant, and "Last one" before the last time."""
    (routine,) = read_stages(FOLDER / "contract-relax.yaml")
    timeline = compose(routine, Delivery(), FixedDurations(WORDS))
    first, *_, last = [cue for cue in timeline.cues if cue.kind == "move" and cue.side == "left"]
    heard = [
        (round(cue.at - first.at, 3), cue.text)
        for cue in timeline.cues
        if cue.kind == "say" and first.at <= cue.at < last.end
    ]
    words = ((0, "Stretch."), (20, "Push."), (26, "Further."))
    parts = [(46 * time + at, word) for time in range(3) for at, word in words]
    assert [one for one in heard if one[1] != "Last one."] == parts


@pytest.mark.parametrize("path", FILES, ids=name)
def test_one_limit_of_pain(path):
    """No sheet names two limits, and one that provokes dizziness does not say to sit down when dizzy."""
    for routine in read_stages(path):
        said = " ".join(text for texts in notice_texts(routine, "en").values() for text in texts)
        assert said.count("pain reaches") <= 1
        assert (routine.provokes is None) or "dizzy" not in said.lower().replace("dizziness", "")
