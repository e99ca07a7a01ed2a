"""`coach check`: one line a problem, and exit codes."""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, datetime
from functools import partial
from itertools import product
from pathlib import Path

import pytest
from click.testing import CliRunner

from coach.commands.group import coach
from coach.home import bundled_routines
from coach.spoken_text.languages import LANGUAGES
from work import calls_of

HEAD = f"title: T\nauthor: A\nsources: [S]\nstop_if: [numbness]\nreviewed: {datetime.now(UTC).date()}\n"
"""What the guide for authors asks of every sheet."""
GOOD = f"{HEAD}steps: [{{hold: 20 s}}]\n"
WARNED = f"{HEAD}steps:\n  - move: 8 reps\n"
BAD = "title: T\nsteps:\n  - hlod: 20 s\n  - move: 8 reps\n"
HLOD = "error[unknown-field]: 'hlod' is not a field of a hold step; did you mean 'hold'?"


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A folder of their own for the files, and the one that paths begin in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def check(*arguments):
    """Exit code, lines on stdout, text on stderr."""
    done = CliRunner().invoke(coach, ["check", *arguments], standalone_mode=True)
    return done.exit_code, done.stdout.splitlines(), done.stderr


def test_a_good_file_is_silence_on_stdout(here):
    """For a good file only the number of files is printed, and on stderr."""
    (here / "a.yaml").write_text(GOOD)
    assert check("a.yaml") == (0, [], "1 file: 0 errors, 0 warnings.\n")


def test_the_bundled_routines_are_good():
    """The bundled routines have neither errors nor warnings; the notes are those that are true of them."""
    code, lines, summary = check(str(bundled_routines()))
    kinds = {line.split(": ")[1] for line in lines}
    assert (code, kinds) == (0, {"note[unsigned]", "note[many-exercises]"})
    assert "0 errors, 0 warnings" in summary


def test_each_problem_is_a_line(here):
    """Each problem is one line, and errors end with exit code 1."""
    (here / "a.yaml").write_text(BAD)
    code, lines, summary = check("a.yaml")
    assert code == 1
    assert lines[0] == f"a.yaml:3:5: {HLOD}"
    assert [line.split(": ")[1] for line in lines] == ["error[unknown-field]", "warning[no-tempo]"]
    assert summary == "1 file: 1 error, 1 warning.\n"


def test_warnings_are_no_failure(here):
    """Warnings are printed, and the exit code is 0."""
    (here / "a.yaml").write_text(WARNED)
    code, lines, _ = check("a.yaml")
    assert (code, len(lines)) == (0, 1)


def test_words_that_do_not_fit_are_warned_of(here):
    """A warning says by how much the words make a rest longer, at the step's line and column."""
    remind = "Keep the other shoulder heavy, let your jaw hang, and breathe all the way down to your feet."
    hold = f"  - hold: 9 s\n    reps: 2\n    rest: 1 s\n    remind: {remind}\n"
    (here / "a.yaml").write_text(f"{HEAD}steps:\n{hold}")
    code, lines, _ = check("a.yaml")
    assert code == 0
    assert [line.split(": ")[:2] for line in lines] == [
        ["a.yaml:7:5", "warning[reminder-left-out]"],
        ["a.yaml:7:5", "warning[rest-grows]"],
    ]
    assert lines[1].endswith("s; say less, or give it more time")

    (here / "a.yaml").write_text(f"{HEAD}steps:\n{hold.replace('1 s', '5 s')}")
    _, lines, _ = check("a.yaml")
    assert [line.split(": ")[1] for line in lines] == ["warning[reminder-left-out]"]


def test_authors_are_warned_of_every_language_but_those_with_words(here):
    """A language that the coach has no words for gets a warning; a regional form of English does not."""
    for language in (*LANGUAGES, "en-GB", "tlh"):
        (here / f"{language}.yaml").write_text(f"{HEAD}language: {language}\nsteps: [{{hold: 20 s}}]\n")
    _, (line,), _ = check(".")
    assert line == (
        "tlh.yaml:6:11: warning[unknown-language]: the coach has no words of its own in 'tlh'; "
        f"it says them in English, by an English voice; they exist in {', '.join(sorted(LANGUAGES))}"
    )


def test_long_notices_are_warned_of(here):
    """Safety notices that take too long together get a warning at the longest of their fields."""
    caution = "Keep it slow, keep it small, and come back as soon as it is more than a gentle pull."
    heading = f'not_for: [a new knee]\ncautions: ["{caution}", "{caution}"]\n'
    (here / "a.yaml").write_text(f"{heading}{HEAD}steps:\n  - say: Sit tall.\n")
    code, lines, _ = check("a.yaml")
    assert code == 0
    assert lines == [
        (
            "a.yaml:2:1: warning[notices-long]: the safety notices before a first session take 25 s, "
            "including the coach's own stop rules; people listen for 20 s at most; shorten 'cautions', "
            "'not_for' and 'stop_if' by about 5 s; a caution about one exercise can be the 'caution' of its "
            "step"
        )
    ]


def test_folders_are_searched_in_order(here):
    """A folder's .yaml files are checked in order, subfolders too; other files are ignored."""
    for name in ("b.yaml", "a/z.yaml", "a/y.yaml", "notes.txt", ".b.yaml", "a/old.yaml.bak"):
        (here / name).parent.mkdir(exist_ok=True)
        (here / name).write_text(BAD)
    code, lines, summary = check(".", "b.yaml")
    found = [line.split(":")[0] for line in lines if "unknown-field" in line]
    assert (code, found) == (
        1,
        [*(str(Path("a", name)) for name in ("y.yaml", "z.yaml")), "b.yaml", "b.yaml"],
    )
    assert summary.startswith("4 files")


def test_a_folder_without_routines_is_reported(here):
    """A folder without any routine is reported, with exit code 1."""
    (here / "empty").mkdir()
    code, lines, _ = check("empty")
    assert (code, lines) == (1, ["empty: there is no .yaml file in this folder"])


def test_a_missing_file_is_a_problem_of_its_own(here):
    """A missing file ends with exit code 1, and does not keep the others from being checked."""
    (here / "a.yaml").write_text(GOOD)
    assert check("missing.yaml", "a.yaml") == (
        1,
        ["missing.yaml: file not found"],
        "2 files: 1 error, 0 warnings.\n",
    )


def test_json_is_one_document_without_a_file_too(here):
    """With --json a missing file is among the problems, and nothing is printed on stderr."""
    code, lines, summary = check("--json", "/nonexistent", str(here))
    tree = json.loads("\n".join(lines))
    assert (code, summary, tree["errors"], tree["warnings"]) == (1, "", 2, 0)
    assert [(problem["file"], problem["code"]) for problem in tree["problems"]] == [
        ("/nonexistent", "no-file"),
        (str(here), "no-file"),
    ]


def test_a_path_is_needed():
    """Without any path the exit code is 2, for wrong usage."""
    assert check()[0] == 2


@pytest.mark.skipif(sys.platform == "win32", reason="the system has no pipes with names")
def test_hostile_files_are_problems_of_their_own(here):
    """A pipe, a device and a binary file end with exit code 1, and the other files are still checked."""
    os.mkfifo(here / "pipe.yaml")
    (here / "wide.yaml").write_bytes("title: T".encode("utf-16"))
    (here / "a.yaml").write_text(GOOD)
    code, lines, summary = check(".", "/dev/zero")
    assert code == 1
    assert [line.split(": ")[:2] for line in lines] == [
        ["pipe.yaml:1:1", "error[not-a-file]"],
        ["wide.yaml:1:1", "error[not-utf8]"],
        ["/dev/zero:1:1", "error[not-a-file]"],
    ]
    assert summary == "4 files: 3 errors, 0 warnings.\n"


def test_twenty_problems_of_a_file_are_listed(here):
    """Twenty problems of a file are listed, then how many more there are; the counts are of all."""
    (here / "a.yaml").write_text("title: T\nsteps:\n" + "  - hlod: 20 s\n" * 30)
    code, lines, summary = check("a.yaml")
    assert (code, len(lines), lines[-1]) == (1, 21, "… and 10 more")
    assert summary == "1 file: 30 errors, 0 warnings.\n"


def test_json_has_every_problem(here):
    """`--json` prints one document with all fields of each problem, and the counts."""
    (here / "a.yaml").write_text(BAD)
    (here / "b.yaml").write_text("title: T\nsteps:\n" + "  - hlod: 20 s\n" * 30)
    done = CliRunner().invoke(coach, ["check", ".", "--json"])
    tree = json.loads(done.stdout)
    assert (done.exit_code, done.stderr) == (1, "")
    assert (len(tree["problems"]), tree["errors"], tree["warnings"]) == (32, 31, 1)
    assert tree["problems"][0] == {
        "file": "a.yaml",
        "line": 3,
        "column": 5,
        "severity": "error",
        "code": "unknown-field",
        "message": "'hlod' is not a field of a hold step",
        "hint": "did you mean 'hold'?",
        "fix": {"line": 3, "lines": ["  - hold: 20 s"]},
    }


def test_json_of_good_files_is_empty(here):
    """For good files `--json` prints the same document with an empty list of problems."""
    (here / "a.yaml").write_text(GOOD)
    done = CliRunner().invoke(coach, ["check", "a.yaml", "--json"])
    assert json.loads(done.stdout) == {"problems": [], "errors": 0, "warnings": 0, "notes": 0}


@pytest.mark.skipif(sys.platform == "win32", reason="the system refuses such names itself")
def test_a_files_name_cannot_act_on_the_terminal(here):
    """Control sequences in a file's name are shown as escapes, in lines and in JSON."""
    (here / "a\x1b[31m.yaml").write_text(BAD)
    (here / os.fsdecode(b"b\xff.yaml")).write_text(BAD)
    code, lines, _ = check(".")
    assert code == 1
    assert all(line.isprintable() for line in lines)
    done = CliRunner().invoke(coach, ["check", ".", "--json"])
    assert "\x1b" not in done.stdout
    assert json.loads(done.stdout)["errors"] == 4


def test_the_work_for_a_file_does_not_grow_with_the_number_of_files(here):
    """Four times as many files take at most four times as many calls of functions, and a few more."""
    texts = [path.read_text() for path in sorted((bundled_routines() / "en").glob("*.yaml"))[:10]]

    def checked(copies):
        """Check each of the files so many times."""
        folder = here / str(copies)
        folder.mkdir()
        for copy, (number, text) in product(range(copies), enumerate(texts)):
            (folder / f"routine-{number}-{copy}.yaml").write_text(text)
        code, _, summary = check(str(folder))
        assert (code, summary.split(",")[0]) == (0, f"{10 * copies} files: 0 errors")

    checked(1)  # imports what all of them share
    assert calls_of(partial(checked, 8)) < 4.5 * calls_of(partial(checked, 2))


def test_every_wording_is_checked(here):
    """A variant that does not fit its rest is found, whichever of the variants it is."""
    long = "Let the back of the leg become longer, and longer still, with every breath out."
    hold = f'- hold: 6 s\n    name: A\n    remind: {{any: [Soft., "{long}"]}}'
    (here / "a.yaml").write_text(f"format: 2\n{HEAD}steps:\n  {hold}\n")
    _, lines, _ = check("a.yaml")
    assert [line.split(": ")[1] for line in lines] == ["warning[reminder-left-out]"]
    assert "'Let the back of the leg" in lines[0]


MISTAKES = (
    "title: T  # the title\n\nsteps:\n"
    '  - strech: 20"  # a comment\n    cue: {side} heel   # why\n    side: each\n'
)
CORRECTED = MISTAKES.replace('strech: 20"', "hold: 20 s").replace("{side} heel", '"{side} heel"')


def test_fix_corrects_the_files_and_shows_what_it_changed(here):
    """`--fix` writes the corrected lines, with everything else as it was, then checks."""
    for name, begin in (("a.yaml", b""), ("b.yaml", b"\xef\xbb\xbf")):
        (here / name).write_bytes(begin + MISTAKES.replace("\n", "\r\n").encode())
    (here / "a.yaml").chmod(0o640)
    code, lines, summary = check("--fix", ".")
    assert (code, summary) == (0, "2 files: 0 errors, 2 warnings, 2 notes.\n")
    assert lines[:3] == [
        'a.yaml:4: fixed: - strech: 20"  # a comment -> - hold: 20"  # a comment',
        'a.yaml:4: fixed: - hold: 20"  # a comment -> - hold: 20 s  # a comment',
        'a.yaml:5: fixed: cue: {side} heel   # why -> cue: "{side} heel"   # why',
    ]
    assert (here / "a.yaml").read_bytes() == CORRECTED.replace("\n", "\r\n").encode()
    assert (here / "b.yaml").read_bytes() == b"\xef\xbb\xbf" + CORRECTED.replace("\n", "\r\n").encode()
    if sys.platform != "win32":
        assert (here / "a.yaml").stat().st_mode & 0o777 == 0o640


def test_fix_leaves_good_files_alone(here):
    """A file without a mistake is not written, and one that cannot be read is only reported."""
    (here / "a.yaml").write_text(GOOD)
    before = (here / "a.yaml").stat()
    (here / "b.yaml").write_bytes(rb"{\rtf1 title: T}")
    code, lines, _ = check("--fix", ".", "missing.yaml")
    assert (code, (here / "a.yaml").stat().st_mtime_ns) == (1, before.st_mtime_ns)
    assert [line.split(": ")[:2] for line in lines] == [
        ["b.yaml:1:1", "error[not-plain-text]"],
        ["missing.yaml", "file not found"],
    ]


def test_watching_checks_again_after_each_change(here, monkeypatch):
    """`--watch` checks at once and after each change, and a file that is gone for a moment ends nothing."""
    path = here / "a.yaml"
    path.write_text(GOOD)
    changes = iter(
        [lambda: None, lambda: path.write_text(BAD), path.unlink, lambda: path.write_text(GOOD + "\n")]
    )

    def look(seconds):
        assert seconds > 0
        change = next(changes, None)
        if change is None:
            raise KeyboardInterrupt
        change()

    monkeypatch.setattr("time.sleep", look)
    code, lines, summary = check("--watch", "a.yaml")
    assert code != 0
    assert [line for line in lines if HLOD in line] == [f"a.yaml:3:5: {HLOD}"]
    assert [line for line in summary.splitlines() if "file" in line] == [
        "1 file: 0 errors, 0 warnings.",
        "1 file: 1 error, 1 warning.",
        "1 file: 1 error, 0 warnings.",
        "1 file: 0 errors, 0 warnings.",
    ]


def test_watching_has_no_json():
    """`--watch` never ends, so that it has no document to print."""
    assert check("--watch", "--json", ".")[0] == 2
