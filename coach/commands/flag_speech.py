"""Speaks a text of the list of signs in a process of its own, which is started before the text is known.

The text goes to its stdin, as other users can read a process's arguments. Starting it ahead saves the third
of a second that an emergency text would come later.
"""

from __future__ import annotations

import subprocess
from contextlib import suppress
from threading import Timer

from coach.child_process import child_environment, coach_command, creation_flags
from coach.json_lines import json_line, read_json_line

MOST_SECONDS = 60.0
"""After this a text counts as not heard; the longest takes about 15 seconds."""


class FlagSpeech:
    """One text, spoken aloud: `say` begins and returns at once, `was_heard` waits for its end."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self.heard: bool | None = None
        """Whether the text could be heard; None: there was none, or it is not over."""
        self.said = ("", "")
        """The text, and its language."""

    def start(self) -> None:
        """Start the process, which waits for the text. If it cannot be started, nothing is heard."""
        with suppress(OSError):
            self._process = subprocess.Popen(
                coach_command("announce", "--hold"),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=child_environment(),
                creationflags=creation_flags(),
            )

    def say(self, text: str, language: str) -> None:
        """Hand the text over, to be spoken by a voice of its language as soon as its clip is made."""
        self.said = text, language
        if self._process is None:
            self.start()
        if self._process is not None and self._process.stdin is not None:
            with suppress(OSError):  # it has ended: `was_heard` says so
                self._process.stdin.write(
                    json_line({"text": text, "language": language}) + json_line({"command": "begin"})
                )
                self._process.stdin.flush()

    def was_heard(self) -> bool:
        """Wait for the end of the words; returns whether they could be heard."""
        self.heard = self._wait()
        return self.heard

    def _wait(self) -> bool:
        process, self._process = self._process, None
        if process is None or process.stdout is None:
            return False
        too_late = Timer(MOST_SECONDS, process.kill)
        too_late.start()
        try:
            first = read_json_line(process.stdout.readline())
            if first is None or first.get("audible") == "no":
                process.kill()
                return False
            return process.wait() == 0
        finally:
            too_late.cancel()
            process.communicate()

    def leave(self) -> None:
        """End the process if no text was handed over."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None
