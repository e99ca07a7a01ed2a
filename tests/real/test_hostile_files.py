"""Files that want to hang, flood or crash the reader: each is one clear message, soon, and small.

Every file is read in a process of its own, whose time and peak memory the system tells.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from itertools import pairwise
from pathlib import Path

import pytest

from coach.problems import MOST_SHOWN, printable

if sys.platform == "win32":
    pytest.skip("the system does not report what a child cost", allow_module_level=True)

MOST_SECONDS = 60.0
"""After which it is taken to hang."""
MOST_KIBIBYTES = 200 * 1024

READ = """
import os, sys
from pathlib import Path
from coach.errors import FileError
from coach.routine.reading import read_routine
hostile, harmless = map(Path, sys.argv[1:])
if harmless.exists() and os.geteuid() == 0:
    read_routine(harmless)  # loads what is needed, while the reader may still open the checkout
    os.setgid(65534)
    os.setuid(65534)
try:
    read_routine(hostile)
except FileError as error:
    sys.stderr.write(str(error))
    sys.exit(error.exit_code)
"""

MEASURE = """
import json, os, sys, time
began = time.monotonic()
_, status, usage = os.wait4(os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ), 0)
print(json.dumps([os.waitstatus_to_exitcode(status), time.monotonic() - began, usage.ru_maxrss]))
"""

STEPS = "title: T\nsteps:\n"
ALIASES = [f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]" for before, name in pairwise("abcdefghi")]
ALIAS_BOMB = "\n".join(["a: &a [x, x, x, x, x, x, x, x, x]", *ALIASES])
REPEATS = "".join(f"{'    ' * depth}  - repeat: 200\n{'    ' * depth}    steps:\n" for depth in range(40))
THREE_REPEATS = "  - repeat: 2\n    steps: [{repeat: 2, steps: [{repeat: 2, steps: [{say: A}]}]}]"
MANY_REPEATS = f"  - repeat: 200\n    steps: [{{repeat: 200, steps: [{'{say: A}, ' * 150}]}}]"
ALL_WRONG = "  - hold: x\n    a b c: 1\n    xyzzy: 2\n    remind: [{}]\n"
TEXTS = {
    "alias-bomb": (ALIAS_BOMB, "1:4: error[anchor]"),
    "alias": (f"{STEPS}  - &a {{say: A}}\n  - *a", "3:5: error[anchor]"),
    "merge": ("a: &x {say: A}\nb: {<<: *x}", "1:4: error[anchor]"),
    "tag": ('title: !!python/object/apply:os.system ["touch /tmp/hacked"]', "1:8: error[tag]"),
    "local-tag": (f"{STEPS}  - say: !secret A", "3:10: error[tag]"),
    "duplicate-keys": (f"title: T\n{STEPS}  - say: A", "2:1: error[duplicate-field]"),
    "forty-thousand-duplicates": ("a: 1\n" * 40_000, "2:1: error[duplicate-field]"),
    "nul": ("title: a\0b", "1:9: error[control-character]"),
    "ansi": ("title: \x1b[2J\x1b]0;pwned\x07T", "1:8: error[control-character]"),
    "escaped-ansi": ('title: "\\e[2J"', "1:8: error[control-character]"),
    "bidi": (f"{STEPS}  - say: left \u202etfel\u202c", "3:15: error[control-character]"),
    "escaped-bidi": (f'{STEPS}  - say: "\\u2067"', "3:10: error[control-character]"),
    "brackets": ("[" * 60_000, "1:13: error[too-deep]"),
    "closed-brackets": ("title: " + "[" * 60_000 + "]" * 60_000, "1:19: error[too-deep]"),
    "braces": ("a: " + "{a: " * 60_000, "error[too-deep]"),
    "dashes": ("- " * 60_000, "1:25: error[too-deep]"),
    "questions": ("? " * 60_000, "1:3: error[field-name]"),
    "repeats-in-repeats": (f"{STEPS}{REPEATS}", "error[too-deep]"),
    "three-repeats": (f"{STEPS}{THREE_REPEATS}", "4:33: error[too-deep]"),
    "many-repeats": (f"{STEPS}{MANY_REPEATS}", "2:1: error[too-many-cues]"),
    "negative": (f"{STEPS}  - hold: -20 s", "3:11: error[duration]"),
    "zero": (f"{STEPS}  - hold: 0 s", "3:11: error[duration]"),
    "nan": (f"{STEPS}  - hold: .nan", "3:11: error[duration]"),
    "infinite": (f"{STEPS}  - hold: .inf", "3:11: error[duration]"),
    "enormous": (f"{STEPS}  - hold: {'9' * 200_000} s", "3:11: error[duration]"),
    "enormous-count": (f"{STEPS}  - move: {'9' * 200_000} reps", "3:11: error[amount]"),
    "negative-count": (f"{STEPS}  - hold: 5 s\n    reps: -1", "4:11: error[number]"),
    "enormous-product": (f"{STEPS}  - hold: 30 min\n    reps: 200\n    sets: 200", "error[routine-too-long]"),
    "empty": ("", "1:1: error[empty]"),
    "comments": ("# nothing\n" * 1000, "1:1: error[empty]"),
    "list": ("- say: A\n- say: B", "1:1: error[not-fields]"),
    "long-line": (f"title: {'x' * 250_000}\nsteps: [{{say: A}}]", "1:8: error[too-long]"),
    "many-fields": ("".join(f"f{number}: 1\n" for number in range(25_000)), "1:1: error[too-many]"),
    "many-entries": (f"title: T\nareas: [{'[], ' * 60_000}]\nsteps: [{{say: A}}]", "2:8: error[too-many]"),
    "many-steps": (STEPS + "  - a: 1\n" * 25_000, "3:3: error[too-many-steps]"),
    "misread-lines": (STEPS + "  - say: *a* b: c\n" * 13_000, "3:10: error[needs-quotes]"),
    "unclosed-quote": ('title: "' + "x\n" * 120_000, "1:8: error[unclosed-quote]"),
    "second-document": ("title: T\n" + "---\n" * 50_000, "2:1: error[second-document]"),
    "all-wrong": (STEPS + ALL_WRONG * 190, "3:11: error[duration]"),
}  # fmt: skip
BYTES = {
    "utf-16": ("title: T\n".encode("utf-16"), "1:1: error[not-utf8]"),
    "utf-16-without-mark": ("title: T\n".encode("utf-16-le"), "1:1: error[not-utf8]"),
    "latin-1": (b"title: caf\xe9\n", "1:11: error[not-utf8]"),
    "invalid-utf-8": (b"title: \xff\xfe\xc3\x28", "1:8: error[not-utf8]"),
    "overlong-utf-8": (b"title: \xc0\x80", "1:8: error[not-utf8]"),
    "random": (bytes(range(128, 256)) * 1000, "1:1: error[not-utf8]"),
    "ten-megabytes": (b"# padding\n" * 1_048_576, "1:1: error[too-large]"),
}


def read(path, harmless="/nowhere"):
    """Exit code, message, seconds and peak KiB of a process that reads that file.

    With a harmless file, root reads that one first and then gives its rights up. A process begins with the
    peak of whoever starts it, and the tests are large by now: so a small one starts it and measures.
    """
    measured = [sys.executable, "-c", READ, str(path), str(harmless)]
    command = [sys.executable, "-I", "-S", "-c", MEASURE, *measured]
    done = subprocess.run(command, capture_output=True, check=True)
    code, seconds, peak = json.loads(done.stdout)
    return code, done.stderr.decode(), seconds, peak // 1024 if sys.platform == "darwin" else peak


def assert_refused(path, reported, harmless="/nowhere"):
    """That the file is refused with one clear message, in time and in bounds."""
    code, message, seconds, kibibytes = read(path, harmless)
    lines = message.splitlines()
    assert (code, reported in lines[0], len(lines) <= MOST_SHOWN + 1) == (3, True, True), message[:2000]
    assert all(printable(line) == line and len(line) < 600 for line in lines)
    assert seconds < MOST_SECONDS
    assert kibibytes < MOST_KIBIBYTES


@pytest.mark.parametrize("name", [*TEXTS, *BYTES])
def test_a_hostile_file_is_one_clear_message(tmp_path, name):
    """A hostile file is refused in 200 MB with exit code 3, and nothing that acts on a terminal."""
    content, reported = TEXTS.get(name) or BYTES[name]
    path = tmp_path / f"{name}.yaml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    assert_refused(path, reported)


def test_what_is_no_file_is_one_clear_message(tmp_path):
    """A folder, a pipe without a writer, an endless device, a socket and a circle of links are refused."""
    (tmp_path / "folder.yaml").mkdir()
    assert_refused(tmp_path / "folder.yaml", "1:1: error[not-a-file]")
    os.mkfifo(tmp_path / "pipe.yaml")
    assert_refused(tmp_path / "pipe.yaml", "1:1: error[not-a-file]")
    assert_refused("/dev/zero", "1:1: error[not-a-file]")
    (tmp_path / "zero.yaml").symlink_to("/dev/zero")
    assert_refused(tmp_path / "zero.yaml", "1:1: error[not-a-file]")
    (tmp_path / "circle.yaml").symlink_to(tmp_path / "circle.yaml")
    assert_refused(tmp_path / "circle.yaml", "1:1: error[unreadable]")


def test_an_unreadable_file_is_one_clear_message():
    """Root may read everything, so there the reading process gives its rights up before it reads."""
    folder = Path(tempfile.mkdtemp())  # pytest's own folders are closed to other people
    try:
        folder.chmod(0o755)
        harmless = folder / "harmless.yaml"
        harmless.write_text("title: T\nsteps: [{say: A}]\n")
        path = folder / "secret.yaml"
        path.write_text("title: T\nsteps: [{say: A}]\n")
        path.chmod(0)
        reported = "1:1: error[unreadable]: the file cannot be read: Permission denied; check its permissions"
        assert_refused(path, reported, harmless)
    finally:
        shutil.rmtree(folder)


def test_a_missing_file_is_one_clear_message(tmp_path):
    """The message has no line and column."""
    code, message, seconds, _ = read(tmp_path / "missing.yaml")
    assert code == 3
    assert message.startswith(f"{tmp_path / 'missing.yaml'}: file not found")
    assert seconds < MOST_SECONDS


def test_a_good_file_is_read_by_the_same_process(tmp_path):
    """A good file costs the same and ends with 0, so the measurement itself does no harm."""
    path = tmp_path / "good.yaml"
    path.write_text("title: T\nsteps: [{hold: 20 s}]\n")
    code, message, seconds, kibibytes = read(path)
    assert (code, message) == (0, "")
    assert seconds < MOST_SECONDS
    assert kibibytes < MOST_KIBIBYTES
