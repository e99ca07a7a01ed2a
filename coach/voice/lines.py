"""A conversation in JSON lines with a child process that may hang, crash, or talk rubbish."""

from __future__ import annotations

import contextlib
import io
import json
import os
import queue
import signal
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_LONGEST_LINE = 1 << 20
"""Bytes; a longer line comes in pieces, none of which is an answer."""
_END_SECONDS = 1.0


class Lost(Exception):
    """The child did not answer; the message says how, and ends a sentence that began with who."""


class Child:
    """One child process; one question at a time, each with its own deadline."""

    def __init__(self, command: Sequence[str], stderr: int, environment: Mapping[str, str]) -> None:
        """Start it; raises `OSError` when there is nothing to start."""
        self._process = subprocess.Popen(
            list(command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=stderr,
            env=dict(environment),
            bufsize=0,
            # A session of its own: a Ctrl-C does not reach it, and whatever it started dies with it.
            start_new_session=os.name == "posix",
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._answers: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self._awaited: int | None = None
        self._asked = 0
        output = cast("io.FileIO", self._process.stdout)  # unbuffered, so that is what it is
        threading.Thread(target=self._listen, args=(output,), name="voice answers", daemon=True).start()

    def ask(self, question: Mapping[str, Any], within: float) -> dict[str, Any]:
        """Its answer, if that comes within so many seconds; raises `Lost`."""
        self._asked += 1
        self._awaited = self._asked
        line = json.dumps({"id": self._asked, "within": within, **question}) + "\n"
        try:
            assert self._process.stdin is not None
            self._process.stdin.write(line.encode("ascii"))
            answer = self._answers.get(timeout=within)
        except (OSError, ValueError):
            raise Lost(self._how_it_ended()) from None
        except queue.Empty:
            raise Lost(f"did not answer within {within:.0f} seconds") from None
        if answer is None:
            raise Lost(self._how_it_ended())
        return answer

    def dismiss(self) -> None:
        """End its input, which a healthy child takes as good-bye, and kill it if it does not."""
        self._close_input()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_END_SECONDS)
        self.kill()

    def kill(self) -> None:
        """End it and all that it started, now."""
        with contextlib.suppress(OSError):
            if sys.platform == "win32" or self._process.returncode is not None:
                self._process.kill()
            else:
                os.killpg(self._process.pid, signal.SIGKILL)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_END_SECONDS)
        self._close_input()

    def _close_input(self) -> None:
        with contextlib.suppress(OSError):
            assert self._process.stdin is not None
            self._process.stdin.close()

    def _how_it_ended(self) -> str:
        try:
            status = self._process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            return "closed its output"
        return f"was ended by signal {-status}" if status < 0 else f"ended with status {status}"

    def _listen(self, output: io.FileIO) -> None:
        """Hand on what is an answer to the open question, drop all else; runs in a thread of its own."""
        with io.BufferedReader(output) as lines:
            while line := lines.readline(_LONGEST_LINE):
                answer = _parsed(line)
                if answer is not None and answer.get("id") == self._awaited:
                    self._awaited = None
                    self._answers.put(answer)
        self._answers.put(None)


def _parsed(line: bytes) -> dict[str, Any] | None:
    if not line.startswith(b"{"):
        return None
    try:
        answer = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) else None
