"""`coach routines`: the list, and everything about one routine."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from coach import home
from coach.commands.group import coach

BUNDLED = home.bundled_routines() / "en"

KNEE = """\
title: Knee, second week
kind: strength
summary: Wake the thigh up.
position: seated
areas: [knee]
equipment: [chair]
author: A. Physio
reviewed: 2026-11-01
sources: ["Somebody et al. 2020"]
cautions: ["Keep it slow."]
not_for: ["a hot knee"]
stop_if: ["a knee that locks"]
pain_limit: 5
pain_rise: 2
dose: {per_day: 2, days: [mon, wed, fri], weeks: 4, at_least_apart: 4 h}
steps:
  - ask: pain
  - say: Sit well back.
  - repeat: 2
    name: Round
    side: each
    rest: 20 s
    steps:
      - hold: 20 s
        name: Back of the thigh
        cue: "{side} heel forward, hold for {hold}."
        caution: Never into pain.
        remind: [Breathe normally.]
      - move: 10 reps
        name: Knee extension
        tempo: 2 s up, 3 s down
        sets: 2
        set_rest: 45 s
        load: 2 kg
  - breathe: {in: 4 s, hold: 2 s, out: 6 s}
    for: 1 min
    without_holds: {in: 4 s, out: 6 s}
  - rest: 10 s
"""

KNEE_PAGE = """\
Knee, second week
Wake the thigh up.

Id           knee
Source       own, {path}
Kind         strength
Language     en
Takes        about {takes}
Dose         twice a day, on Monday, Wednesday and Friday, for 4 weeks, at least 4 h apart
Position     seated
Areas        knee
Equipment    chair
Pain         ends at 5 of 10 or more, or when it rises by 2

If you have one of these, leave it out
  - a hot knee

Cautions
  - Keep it slow.

If you notice one of these, stop; the coach's own stop rules hold as well
  - a knee that locks

Steps
 1. Question: pain, answered 0 to 10
 2. “Sit well back.”
Steps 3 to 10. Round: twice, on each side, 20 s rest in between:
     3. Back of the thigh: hold 20 s
        “Left heel forward, hold for 20 seconds.”
        Caution: Never into pain.
        Reminders: “Breathe normally.”
     4. Knee extension: 10 times, 2 s up, 3 s down, 2 sets, 2 kg, 45 s rest between sets
11. Breathing: in 4 s, hold 2 s, out 6 s, for 1 min
    Without holds: in 4 s, out 6 s
12. Rest 10 s

Author       A. Physio
Reviewed     2026-11-01
Licence      ask its author

Sources
  - Somebody et al. 2020
"""


@pytest.fixture(autouse=True)
def own(tmp_path, monkeypatch):
    """The folder of the person's own routines, empty."""
    monkeypatch.setenv("COACH_HOME", str(tmp_path))
    folder = tmp_path / "routines"
    folder.mkdir()
    return folder


def run(*arguments):
    """What the command prints and how it ends."""
    return CliRunner().invoke(coach, ["routines", *arguments])


def listed():
    """The list as programs get it."""
    return json.loads(run("--json").stdout)["routines"]


def test_the_list_names_every_routine(own):
    """Each bundled routine has a line with id, title, kind, minutes, source; then comes the own folder."""
    result = run()
    *lines, empty, last = result.stdout.splitlines()

    assert (result.exit_code, result.stderr) == (0, "")
    assert lines[0].split() == ["id", "title", "kind", "minutes", "source"]
    assert [line.split()[0] for line in lines[1:]] == sorted(path.stem for path in BUNDLED.iterdir())
    assert (empty, last) == ("", f"Your own routines go in {own}")
    [eyes] = [line for line in lines if line.startswith("eyes-far")]
    assert eyes.split() == ["eyes-far", "Eyes", "into", "the", "distance", "eyes", "1.1", "bundled"]


def test_the_columns_stand_below_each_other(own):
    """A title of any length keeps the columns straight, and a very long one is cut."""
    (own / "long.yaml").write_text(f"title: {'Very ' * 20}long\nsteps: [{{say: Hello.}}]\n", encoding="utf-8")

    lines = run().stdout.splitlines()[:-2]
    column = lines[0].index("source")
    assert {line[column - 1] for line in lines} == {" "}
    assert {line[column:] for line in lines} == {"source", "own", "bundled"}
    assert max(map(len, lines)) < 110


def test_the_list_for_programs():
    """`--json` gives id, title, kind, seconds and source, and nothing else."""
    [eyes] = [one for one in listed() if one["id"] == "eyes-far"]
    seconds = eyes.pop("seconds")

    assert eyes == {"id": "eyes-far", "title": "Eyes into the distance", "kind": "eyes", "source": "bundled"}
    assert seconds == pytest.approx(60, abs=15)


def test_own_routines_come_first_and_hiding_is_said(own):
    """An own routine that takes a bundled one's place says so, and the bundled one is gone."""
    (own / "eyes-far.yaml").write_text("title: Mine\nsteps: [{say: Hello.}]\n", encoding="utf-8")

    assert run().stdout.splitlines()[1].split(maxsplit=3) == [
        "eyes-far", "Mine", "0.0", "own, replaces the bundled one",
    ]  # fmt: skip
    assert [(one["source"], one["kind"]) for one in listed() if one["id"] == "eyes-far"] == [("own", None)]


def test_a_broken_routine_does_not_break_the_list(own):
    """A routine with mistakes is named on stderr with its line, and the others are listed."""
    (own / "broken.yaml").write_text("title: Broken\nsteps:\n  - hlod: 20 s\n", encoding="utf-8")
    (own / "folder.yaml").mkdir()
    result = run("--json")

    assert result.exit_code == 0
    assert [one["id"] for one in json.loads(result.stdout)["routines"]] == sorted(
        path.stem for path in BUNDLED.iterdir()
    )
    assert f"{own / 'broken.yaml'}:3:" in result.stderr
    assert f"{own / 'folder.yaml'}:1:1: error[not-a-file]" in result.stderr


def test_a_routine_is_shown_with_everything(own):
    """`show` gives all that the file says, in words, with the steps numbered as `--from` counts them."""
    path = own / "knee.yaml"
    path.write_text(KNEE, encoding="utf-8")
    [seconds] = [one["seconds"] for one in listed() if one["id"] == "knee"]

    minutes, rest = divmod(round(seconds), 60)
    expected = KNEE_PAGE.format(path=path, takes=f"{minutes} min {rest} s")
    assert (run("show", "knee").stdout, minutes) == (expected, 14)


def test_a_routine_is_shown_to_programs(own):
    """`show --json` gives the file's fields with times in seconds, and leaves out what was not written."""
    path = own / "knee.yaml"
    path.write_text(KNEE, encoding="utf-8")
    shown = json.loads(run("show", "knee", "--json").stdout)

    assert {name: shown[name] for name in ("id", "title", "source", "path", "dose", "pain_limit")} == {
        "id": "knee",
        "title": "Knee, second week",
        "source": "own",
        "path": str(path),
        "dose": {
            "per_day": 2,
            "days": ["mon", "wed", "fri"],
            "weeks": 4,
            "at_least_apart": 14400.0,
            "as_needed": False,
        },
        "pain_limit": 5,
    }
    assert "licence" not in shown
    assert [step["step"] for step in shown["steps"]] == ["ask", "say", "repeat", "breathe", "rest"]
    assert shown["steps"][3] == {
        "step": "breathe",
        "pattern": {"inhale": 4.0, "exhale": 6.0, "sip": 0.0, "hold": 2.0, "pause": 0.0},
        "seconds": 60.0,
        "without_holds": {"inhale": 4.0, "exhale": 6.0, "sip": 0.0, "hold": 0.0, "pause": 0.0},
    }


def test_a_bundled_routine_says_its_licence_and_that_nobody_reviewed_it():
    """The page of a bundled routine is honest about review, and names the licence."""
    lines = run("show", "calves-before-bed").stdout.splitlines()

    assert "Dose         once a day, every day, for 6 weeks" in lines
    assert "Reviewed     no review stated" in lines
    assert "Licence      CC BY 4.0, https://creativecommons.org/licenses/by/4.0/" in lines
    assert f"Source       bundled, {BUNDLED / 'calves-before-bed.yaml'}" in lines


def test_a_file_is_shown_by_its_path(tmp_path, monkeypatch):
    """A path leads to a file outside the library, which has no source."""
    (tmp_path / "mine.yaml").write_text("title: Mine\nsteps: [{say: Hello.}]\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    assert "source" not in json.loads(run("show", "./mine.yaml", "--json").stdout)
    assert "Source       mine.yaml" in run("show", "./mine.yaml").stdout.splitlines()


@pytest.mark.parametrize(
    ("argument", "code", "message"),
    [
        ("desk-nek", 1, "There is no routine called 'desk-nek'.\nDid you mean desk-neck?"),
        ("./nothing.yaml", 3, "nothing.yaml"),
    ],
)
def test_what_is_not_there_is_reported(argument, code, message):
    """An unknown id ends with 1 and the nearest, a missing file with 3; nothing is printed on stdout."""
    result = run("show", argument)
    assert (result.exit_code, result.stdout, message in result.stderr) == (code, "", True)


def test_a_broken_routine_is_not_shown(own):
    """A file that does not read ends with exit code 3 and its problems."""
    (own / "broken.yaml").write_text("title: Broken\nsteps: []\n", encoding="utf-8")
    result = run("show", "broken")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.startswith(f"{own / 'broken.yaml'}:")


def test_json_belongs_behind_show():
    """`routines --json show` is refused with the right order, rather than printing a page."""
    result = run("--json", "show", "eyes-far")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "coach routines show ROUTINE --json" in result.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows allows no such file name")
def test_a_file_name_cannot_act_on_the_terminal(own):
    """Control sequences in a file's name are shown as escapes, in the list and on the page."""
    (own / "\x1b[2Jknee\u202e.yaml").write_text("title: Mine\nsteps: [{say: Hello.}]\n", encoding="utf-8")

    for result in (run(), run("show", str(own / "\x1b[2Jknee\u202e.yaml")), run("--json")):
        assert not {"\x1b", "\u202e"} & {*result.stdout, *result.stderr}


@pytest.mark.real
def test_the_help_imports_nothing_heavy():
    """`coach routines --help` needs neither numpy nor the YAML parser."""
    code = (
        "import sys\n"
        "from coach.commands.group import coach\n"
        "try:\n    coach(['routines', '--help'])\nexcept SystemExit:\n    pass\n"
        "print(sorted({'numpy', 'yaml', 'asyncio', 'sqlite3'} & sys.modules.keys()))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
