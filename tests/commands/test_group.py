"""The front door: every command is found, explained, light to ask about, and ends in an exit code."""

from __future__ import annotations

import errno
import logging
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest
from click.testing import CliRunner

from coach import __version__
from coach.commands.group import COMMANDS, SECTIONS, UNLISTED, coach
from coach.errors import CoachError, FileError, JournalError, SpeechError, UnknownName

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
HEAVY = ("numpy", "asyncio", "textual", "sqlite3", "pyttsx3", "miniaudio", "soundfile", "yaml")
LIGHT = ("group", "printing", "usage")
"""What the list of commands needs; every other module of theirs waits until it is called."""
FRONT_DOOR = "from coach.commands import main; main()"


def start(*arguments: str, code: str = FRONT_DOOR, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command line in a process of its own, from this checkout."""
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
    )


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_and_what_is_in_it_has_help(name: str) -> None:
    """Every command, and each of its options and subcommands, has a help sentence."""
    command = coach.get_command(click.Context(coach), name)
    assert command is not None
    inner = list(command.commands.values()) if isinstance(command, click.Group) else []
    for one in (command, *inner):
        assert one.help
        lacking = [
            option.name for option in one.params if isinstance(option, click.Option) and not option.help
        ]
        assert lacking == []


@pytest.mark.parametrize("name", sorted((*COMMANDS, *UNLISTED)))
def test_the_module_of_a_command_holds_one_of_that_name(name: str) -> None:
    """Each command of the table is found in its module under the same name."""
    command = coach.get_command(click.Context(coach), name)
    assert command is not None
    assert command.name == name


def test_help_lists_every_command_in_its_section() -> None:
    """`coach --help` lists all commands in the order of the table, with their short help."""
    result = CliRunner().invoke(coach, ["--help"], terminal_width=80)
    assert result.exit_code == 0
    listing = result.stdout.split("Show this message and exit.\n\n")[1]
    expected = [
        line
        for title, commands in SECTIONS.items()
        for line in (f"{title}:", *(f"  {name:<9}  {short}" for name, short in commands.items()), "")
    ]
    assert listing.splitlines() == expected[:-1]


def test_each_short_help_is_one_sentence() -> None:
    """Each short help begins with a capital letter and ends with a full stop, and no two are the same."""
    assert [text for text in COMMANDS.values() if not re.fullmatch(r"[A-Z][^.]+\.", text)] == []
    assert len(set(COMMANDS.values())) == len(COMMANDS)


@pytest.mark.parametrize("name", ["", *sorted(COMMANDS), "routines show"])
def test_help_fits_80_columns(name: str) -> None:
    """No help page has a line of more than 80 columns."""
    result = CliRunner().invoke(coach, [*name.split(), "--help"], terminal_width=80)
    assert result.exit_code == 0
    assert [line for line in result.stdout.splitlines() if len(line) > 80] == []


@pytest.mark.real
def test_help_imports_nothing_heavy() -> None:
    """`coach --help` loads no command's module and no library but click."""
    code = f"""
import sys
sys.argv = ["coach", "--help"]
try:
    {FRONT_DOOR}
except SystemExit:
    pass
heavy = {HEAVY!r}
light = {tuple(f"coach.commands.{name}" for name in LIGHT)!r}
commands = [name for name in sys.modules if name.startswith("coach.commands.") and name not in light]
print(*(name for name in heavy if name in sys.modules), *commands, file=sys.stderr)
"""
    done = start(code=code)
    assert done.stdout.startswith("Usage: coach")
    assert done.stderr.split() == []


@pytest.mark.real
@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_help_of_a_command_imports_nothing_heavy(name: str) -> None:
    """The help of a command does not load the libraries that the command uses."""
    code = f"""
import sys
sys.argv = ["coach", {name!r}, "--help"]
try:
    {FRONT_DOOR}
except SystemExit as end:
    print(end.code, *(name for name in {HEAVY!r} if name in sys.modules), file=sys.stderr)
"""
    done = start(code=code)
    assert done.stdout.startswith(f"Usage: coach {name}")
    assert done.stderr.split() == ["0"]


def test_the_version_is_the_packages() -> None:
    """`coach --version` prints the package's version."""
    assert CliRunner().invoke(coach, ["--version"]).stdout == f"coach, version {__version__}\n"


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Callable[[BaseException], None]:
    """Makes `coach log` raise that."""

    def fail_with(error: BaseException) -> None:
        def fail(**_: object) -> None:
            raise error

        command = click.Command("log", callback=fail)
        monkeypatch.setattr("coach.commands.group.LazyGroup.get_command", lambda *_: command)

    return fail_with


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (CoachError("No."), 1, "No.\n"),
        (
            UnknownName("No routine is called x.", hint="Did you mean y?"),
            1,
            "No routine is called x.\nDid you mean y?\n",
        ),
        (FileError("It is not there."), 3, "It is not there.\n"),
        (SpeechError("No voice."), 4, "No voice.\n"),
        (JournalError("Full.", hint="Free some space."), 5, "Full.\nFree some space.\n"),
        (KeyboardInterrupt(), 130, ""),
        (BrokenPipeError(errno.EPIPE, "Broken pipe"), 0, ""),
    ],
)
def test_errors_become_exit_codes(
    failing: Callable[[BaseException], None], error: BaseException, code: int, said: str
) -> None:
    """Each kind of error has its exit code, with its sentence and hint on stderr and nothing on stdout."""
    failing(error)
    result = CliRunner().invoke(coach, ["log"])
    assert (result.exit_code, result.stdout, result.stderr.lstrip("\n")) == (code, "", said)


def test_an_unexpected_error_is_reported_without_a_traceback(
    failing: Callable[[BaseException], None],
) -> None:
    """An unexpected error is reported by its type and message, and with how to see more."""
    failing(ZeroDivisionError("division by zero"))
    result = CliRunner().invoke(coach, ["log"])
    assert (result.exit_code, result.stdout) == (1, "")
    assert "ZeroDivisionError: division by zero" in result.stderr
    assert "`coach --debug …`" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        ImportError("libsqlite3.so.0: failed to map segment from shared object"),
        RuntimeError("can't start new thread"),
        OSError(errno.ENOMEM, os.strerror(errno.ENOMEM)),
    ],
)
def test_too_little_memory_is_no_bug(
    failing: Callable[[BaseException], None], error: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lack of memory is reported with what to do and exit code 1, also where a library wraps the error."""
    monkeypatch.setattr(logging.root.manager, "disable", 0)  # the report sets it for the rest of the process
    wrapping = ImportError("Importing the C extensions failed.")
    wrapping.__cause__ = error
    for each in (error, wrapping):
        failing(each)
        result = CliRunner().invoke(coach, ["log"])
        assert (result.exit_code, result.stdout) == (1, "")
        assert result.stderr.startswith("There is not enough memory for this command.\n")
        assert "bug" not in result.stderr


def test_debug_shows_the_traceback(failing: Callable[[BaseException], None]) -> None:
    """With `--debug` the error itself comes out, for Python to print."""
    failing(FileError("It is not there."))
    result = CliRunner().invoke(coach, ["--debug", "log"])
    assert isinstance(result.exception, FileError)


@pytest.mark.real
def test_a_reader_who_leaves_early_is_no_error() -> None:
    """`coach --help | head -1` ends quietly, also when the pipe breaks only as the program flushes."""
    with subprocess.Popen(
        [sys.executable, "-c", FRONT_DOOR, "--help"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


@pytest.mark.real
@pytest.mark.parametrize("shell", ["bash_source", "zsh_source", "fish_source"])
def test_completion_is_offered_as_click_gives_it(shell: str) -> None:
    """`_COACH_COMPLETE=bash_source coach` prints the completion script for the shell."""
    if shell == "bash_source" and shutil.which("bash") is None:
        pytest.skip("click asks bash for its version, and there is none")
    done = start(_COACH_COMPLETE=shell)
    assert done.returncode == 0
    assert "_COACH_COMPLETE=" in done.stdout


@pytest.mark.real
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("coach ", sorted(COMMANDS)),
        ("coach d", [name for name in sorted(COMMANDS) if name.startswith("d")]),
        ("coach log --s", ["--since"]),
    ],
)
def test_names_are_completed(words: str, expected: list[str]) -> None:
    """A shell gets the commands and options that begin with what was typed."""
    typed = words.split(" ")
    done = start(_COACH_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD=str(len(typed) - 1))
    assert done.returncode == 0
    assert [line.partition(",")[2] for line in done.stdout.splitlines()] == expected
