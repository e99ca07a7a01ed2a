"""Child processes that run the coach itself: how they are started, queried in lines of JSON, and ended.

No child imports anything from the current folder: a `yaml.py` in the folder where `coach start` is typed must
not be run. A child's task comes on its stdin, since other users can read process arguments.
"""

from __future__ import annotations

import io
import os
import queue
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, cast

from coach.home import PACKAGE
from coach.json_lines import json_line, read_json_line
from coach.standard_streams import log_for_child

if TYPE_CHECKING:
    import asyncio
    from collections.abc import AsyncIterator, Callable, Mapping, Sequence
    from pathlib import Path

LONGEST_LINE: Final = 1 << 20
"""Bytes; a longer line comes in pieces, none of which is an answer."""
_END_SECONDS: Final = 1.0
_CREATE_NO_WINDOW: Final = 0x0800_0000
"""Of `CreateProcess` (winbase.h, process creation flags); `subprocess` names it on Windows only."""


class ChildFailed(Exception):
    """The child did not answer; the message completes a sentence that begins with the child's name."""


class ChildLate(ChildFailed):
    """The child did not answer within its deadline."""


def python_command(*arguments: str) -> tuple[str, ...]:
    """The command line of our own interpreter, with the current folder kept off its path.

    By `-P`; `-I` would also drop the user's site, where `pip install --user` has put the coach.
    """
    return (sys.executable, "-P", *arguments)


def coach_command(*arguments: str) -> tuple[str, ...]:
    """The command line of `coach` with these arguments."""
    return python_command("-m", "coach", *arguments)


def function_command(module: str, name: str) -> tuple[str, ...]:
    """The command line of a process that calls that function of ours, and ends with it."""
    return python_command("-c", f"from {module} import {name}; {name}()")


def answer_question(answer: Callable[[dict[str, Any]], Mapping[str, Any]]) -> None:
    """In a process that `ask_child` has started: print the answer to the question on stdin."""
    question = read_json_line(sys.stdin.buffer.readline()) or {}
    sys.stdout.buffer.write(json_line(answer(question)))


def child_environment() -> dict[str, str]:
    """Our environment variables, without the current folder in `PYTHONPATH`.

    An empty entry there means the current folder. In a checkout that is not installed, `PYTHONPATH` also says
    where `coach` is, as `-P` hides it.
    """
    environment = dict(os.environ)
    entries = [entry for entry in environment.get("PYTHONPATH", "").split(os.pathsep) if entry]
    root = PACKAGE.parent
    if root.name not in {"site-packages", "dist-packages"}:
        entries.insert(0, str(root))
    environment.pop("PYTHONPATH", None)
    if entries:
        environment["PYTHONPATH"] = os.pathsep.join(entries)
    return environment


def creation_flags(platform: str = sys.platform) -> int:
    """The `creationflags` for that platform, so that no console window pops up on Windows.

    The coach that runs all day has no console (pythonw, a scheduled task), so every console program that it
    starts would get a window of its own. On other systems only 0 is allowed.
    """
    return _CREATE_NO_WINDOW if platform == "win32" else 0


class ChildProcess:
    """A child that answers questions from threads, one at a time, each with its own deadline.

    The child may hang, crash, or print rubbish between its answers.
    """

    def __init__(self, command: Sequence[str], log: Path | None) -> None:
        """Start the child with its stderr appended to that log; raises `OSError` when it cannot start."""
        with log_for_child(log) as stderr:
            self._process = subprocess.Popen(
                list(command),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=stderr,
                env=child_environment(),
                bufsize=0,
                # A session of its own: a Ctrl-C does not reach it, and whatever it started dies with it.
                start_new_session=os.name == "posix",
                creationflags=creation_flags(),
            )
        self._answers: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self._awaited: int | None = None
        self._asked = 0
        output = cast("io.FileIO", self._process.stdout)  # unbuffered, so that is what it is
        threading.Thread(target=self._listen, args=(output,), name="child answers", daemon=True).start()

    def ask(self, question: Mapping[str, Any], within: float) -> dict[str, Any]:
        """The child's answer, if it comes within that many seconds; raises `ChildFailed`."""
        self._asked += 1
        self._awaited = self._asked
        try:
            assert self._process.stdin is not None
            self._process.stdin.write(json_line({"id": self._asked, "within": within, **question}))
            answer = self._answers.get(timeout=within)
        except (OSError, ValueError):
            raise ChildFailed(self._how_it_ended()) from None
        except queue.Empty:
            raise ChildLate(_too_late(within)) from None
        if answer is None:
            raise ChildFailed(self._how_it_ended())
        return answer

    def dismiss(self) -> None:
        """Close the child's input, at which a healthy child ends, and kill it if it does not."""
        self._close_input()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_END_SECONDS)
        self.kill()

    def kill(self) -> None:
        """Kill the child and everything that it started."""
        with suppress(OSError):
            if sys.platform == "win32" or self._process.returncode is not None:
                self._process.kill()
            else:
                os.killpg(self._process.pid, signal.SIGKILL)
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_END_SECONDS)
        self._close_input()

    def _close_input(self) -> None:
        with suppress(OSError):
            assert self._process.stdin is not None
            self._process.stdin.close()

    def _how_it_ended(self) -> str:
        try:
            return how_it_ended(self._process.wait(_END_SECONDS))
        except subprocess.TimeoutExpired:
            return "closed its output"

    def _listen(self, output: io.FileIO) -> None:
        """Pass on the answer to the open question and drop everything else; runs in its own thread."""
        with io.BufferedReader(output) as lines:
            while line := lines.readline(LONGEST_LINE):
                answer = read_json_line(line)
                if answer is not None and answer.get("id") == self._awaited:
                    self._awaited = None
                    self._answers.put(answer)
        self._answers.put(None)


async def start_child(
    command: Sequence[str], log: Path | None, variables: Mapping[str, str] | None = None
) -> asyncio.subprocess.Process:
    """Start a child for asyncio, with its stderr appended to that log; raises `OSError`.

    `variables`: further environment variables.
    """
    import asyncio  # noqa: PLC0415 — sessions do without it, and start sooner

    with log_for_child(log) as stderr:
        return await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=stderr,
            limit=LONGEST_LINE,
            env={**child_environment(), **(variables or {})},
            creationflags=creation_flags(),
        )


async def ask_child(
    command: Sequence[str], question: Mapping[str, Any], log: Path | None, within: float
) -> dict[str, Any]:
    """The answer of a child that is started for one question and ends with it.

    Raises `OSError` when it cannot be started, and `ChildFailed` when it does not answer and end within that
    many seconds. It does not outlive this call.
    """
    import asyncio  # noqa: PLC0415 — as above

    child = await start_child(command, log)
    assert child.stdin is not None
    try:
        async with asyncio.timeout(within):
            with suppress(ConnectionError):
                child.stdin.write(json_line(question))
                await child.stdin.drain()
            child.stdin.close()
            answers = [answer async for answer in json_lines(child)]
            status = await child.wait()
    except TimeoutError:
        raise ChildLate(_too_late(within)) from None
    finally:
        kill_child(child)
        with suppress(
            TimeoutError
        ):  # its pipe closes with it, unless something that it started holds it open
            await asyncio.wait_for(child.communicate(), _END_SECONDS)
    if status:
        raise ChildFailed(how_it_ended(status))
    if not answers:
        raise ChildFailed("ended without an answer")
    return answers[-1]


async def json_lines(child: asyncio.subprocess.Process) -> AsyncIterator[dict[str, Any]]:
    """The JSON objects that the child prints, one for each line; other lines are dropped."""
    assert child.stdout is not None
    while True:
        try:
            line = await child.stdout.readline()
        except ValueError:  # longer than `LONGEST_LINE`
            continue
        if not line:
            return
        tree = read_json_line(line)
        if tree is not None:
            yield tree


def kill_child(child: asyncio.subprocess.Process) -> None:
    """Kill the child, if it has not ended."""
    with suppress(ProcessLookupError):
        if child.returncode is None:
            child.kill()


def how_it_ended(status: int) -> str:
    """The end of a sentence about a process with that exit status; negative numbers are signals."""
    return f"was ended by signal {-status}" if status < 0 else f"ended with status {status}"


def _too_late(within: float) -> str:
    return f"did not answer within {within:.0f} seconds"
