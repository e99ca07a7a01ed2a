"""Three hundred mistakes planted in correct files: each is found on its line, with the right remedy."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from coach.files import SourceText
from coach.home import bundled_routines
from coach.routine.parsing import parse_routine

TODAY = date(2026, 11, 29)
FILES = sorted([
    *bundled_routines().glob("en/*.yaml"),
    *(Path(__file__).parents[1] / "prescriptions").glob("*.yaml"),
])  # fmt: skip
MOST_OF_A_KIND = 14


class Case(NamedTuple):
    """A mistake: what is written instead of what, the codes that may answer it, and what the remedy says."""

    name: str
    right: str
    wrong: str
    codes: str
    remedy: str


CASES = [
    Case("misspelt field", r"^( +)name:", r"\1nmae:", "unknown-field", "did you mean 'name'?"),
    Case("clinic's word", r"^( +)cue:", r"\1instructions:", "unknown-field", "'cue: …'"),
    Case("another clinic's word", r"^( +)rest: ", r"\1pause: ", "unknown-field", "'rest: … s'"),
    Case("capital letter", r"^( +)cue:", r"\1Cue:", "unknown-field", "did you mean 'cue'?"),
    Case("misspelt kind", r"^( *)- hold:", r"\1- hodl:", "unknown-field", "did you mean 'hold'?"),
    Case("no unit", r"^( *- hold: [0-9]+) s$", r"\1", "duration", "for seconds or"),
    Case("inch sign", r"^( *- hold: [0-9]+) s$", r'\1"', "duration", " s'"),
    Case("comma", r"^( +rest: )([0-9]+) s$", r"\g<1>\2,5 s", "duration", ".5 s'"),
    Case("negative", r"^( +rest: )([0-9]+) s$", r"\1-\2 s", "duration", "a number and its unit"),
    Case("number in words", r"^( +)reps: [0-9]+$", r"\1reps: three", "number", "a whole number"),
    Case("range in a hold", r"^( +reps: [0-9]+)$", r"\1-30", "number", "write one number"),
    Case("two in one", r"^( *- move: )([0-9]+) reps$", r"\g<1>3 x \2", "amount", "sets: 3"),
    Case("bare number", r"^( *- move: [0-9]+) reps$", r"\1", "amount", " reps'"),
    Case("sides", r"^( +side: )each$", r"\1both sides", "unknown-word", "each"),
    Case("short side", r"^( +side: )each$", r"\1eahc", "unknown-word", "did you mean 'each'?"),
    Case("position", r"^( *position: )seated$", r"\1sitting", "unknown-word", "did you mean 'seated'?"),
    Case("kind of routine", r"^kind: stretch$", "kind: stretching", "unknown-word", "'stretch'?"),
    Case("language", r"^language: en$", "language: English please", "language", "such as en"),
    Case("format", r"^format: ([12])$", "format: 3", "format", "write 'format: 2'"),
    Case("pain limit", r"^title: ", "pain_limit: 8\ntitle: ", "number", "from 1 to 6"),
    Case("bullet", r"^( *)- (hold|move|say):", r"\1• \2:", "list-sign", "write '- "),
    Case("dash of a word processor", r"^( *)- (hold|move|say):", "\\1\u2013 \\2:", "list-sign", "write '- "),
    Case("numbered", r"^( +)- (hold|move|say):", r"\g<1>1. \2:", "list-sign", "write '- "),
    Case("hard blanks", r"^ {4}(\w+):", "\u00a0\u00a0  \\1:", "indentation-sign", "ordinary spaces"),
    Case("hidden mark", r"^( {4})(name):", "\\1\u200b\\2:", "indentation-sign", "ordinary spaces"),
    Case("tab", r"^ {4}(name):", "\t\\1:", "tab", "spaces"),
    Case("no colon", r"^( {4}name):(?= \w)", r"\1", "missing-colon", "write 'name: "),
    Case("no blank", r"^( {4}name): (?=\w)", r"\1:", "missing-colon", "write 'name: "),
    Case("colon in a text", r"^( {4}cue: )(\w[^:#]*)$", r"\1Remember: \2", "needs-quotes", "double quotes"),
    Case("number sign", r"^( {4}cue: \w+)( [^:#]*)$", r"\1 #1\2", "needs-quotes", "double quotes"),
    Case("open quote", r"^( {4}cue: )(\w[^:#\"]*)$", r'\1"\2', "unclosed-quote", "write 'cue: \""),
    Case("placeholder", r"\{side\}", "{sied}", "placeholder", "did you mean '{side}'?"),
    Case("single brace", r"\{side\}", "{side", "placeholder", "'{side}'"),
    Case("written twice", r"^( {4}name: .*)$", r"\1\n\1", "duplicate-field", "keep one"),
    Case("claim", r"^( {4}cue: )(\w[^:#]*)$", r"\1This cures pain. \2", "claim", "not what it does"),
    Case("order", r"^( {4}cue: )(\w[^:#]*)$", r"\1Grit your teeth. \2", "order", "as far as feels easy"),
    Case("medicine", r"^( {4}cue: )(\w[^:#]*)$", r"\1Take magnesium first. \2", "medicine", "leave it out"),
    Case("order in not_for", r"^(title: .*)$", r"\1\nnot_for: [Do not do this after a fall.]",
         "noun-phrase|duplicate-field", ""),
    Case("verb in stop_if", r"^(title: .*)$", r"\1\nstop_if: [have had a stroke]",
         "noun-phrase|duplicate-field", ""),
    Case("another language", r"^( {4}cue: )(\w[^:#]*)$", r"\1Lassen Sie die Ferse auf dem Boden und unten.",
         "other-language", "translate it"),
    Case("bad tempo", r"^( +tempo: ).*$", r"\g<1>3-1-2-0", "tempo", "s up"),
    Case("bad date", r"^(title: .*)$", r"\1\nreviewed: 1.11.2026", "date|duplicate-field", ""),
    Case("count a day", r"^(dose: \{per_day: )[0-9]+", r"\1twice", "number", "a whole number"),
]  # fmt: skip


@cache
def planted(case):
    """The files with that mistake, each in one place, with the number of its line."""
    found = []
    for path in FILES:
        lines = path.read_text("utf-8").splitlines()
        for number, line in enumerate(lines, 1):
            changed = re.sub(case.right, case.wrong, line, count=1)
            if changed != line:
                at = number + changed.count("\n")
                found.append(
                    (f"{path.stem}:{at}", "\n".join([*lines[: number - 1], changed, *lines[number:]]), at)
                )
                break  # one in a file
    return found[:MOST_OF_A_KIND]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_planted_mistake_is_found_on_its_line(case):
    """Wherever it is planted, it is found there, under a code that names it, with the right remedy."""
    missed = []
    for where, text, line in planted(case):
        _, problems = parse_routine(SourceText("f.yaml", text), "f", frozenset({"en"}), TODAY)
        here = [
            each for each in problems if each.line in {line, line - 1} and re.fullmatch(case.codes, each.code)
        ]
        if not any(case.remedy in f"{each.hint}" for each in here):
            missed.append((where, [str(each) for each in problems if each.code != "unsigned"]))
    assert missed == []


def test_there_are_three_hundred():
    """The mistakes above are planted in more than three hundred places."""
    assert sum(len(planted(case)) for case in CASES) >= 300
    assert min(len(planted(case)) for case in CASES) >= 1


def test_the_files_themselves_have_none():
    """The correct files have no error and no warning."""
    found = {}
    for path in FILES:
        _, problems = parse_routine(
            SourceText(path.name, path.read_text("utf-8")), path.stem, frozenset({"en"}), TODAY
        )
        if any(problem.severity != "note" for problem in problems):
            found[path.name] = problems
    assert found == {}
