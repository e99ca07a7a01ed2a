"""A terminal with a shell in it, held by tmux: what is typed there, and what is to be seen."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import time
import uuid
from pathlib import Path

COACH = f"{shlex.quote(sys.executable)} {shlex.quote(str(Path(__file__).parents[1] / 'cli.py'))}"
DEADLINE = 10.0
"""Seconds for anything to appear; a machine that is busy is no fault."""


class Terminal:
    """One terminal with a shell in it, on a tmux server of its own."""

    def __init__(self, folder, columns=80, lines=24):
        self._server = f"coach-{uuid.uuid4().hex}"
        self._folder = folder
        # A size that is exported, as some shells do, is out of date once the terminal changes its own.
        shell = "env COLUMNS=80 LINES=24 PS1='> ' TERM=screen-256color LC_ALL=C.UTF-8 sh"
        self._tmux("-f", os.devnull, "new-session", "-d", "-x", str(columns), "-y", str(lines), shell)
        self.wait_for("^>")

    def close(self):
        """End it, and all that runs in it."""
        self._tmux("kill-server")

    def type(self, line):
        """Type a line at the shell's prompt."""
        self._tmux("send-keys", "-l", line)
        self._tmux("send-keys", "Enter")

    def press(self, *keys):
        """Press keys."""
        self._tmux("send-keys", *keys)

    def resize(self, columns, lines):
        """Make the terminal larger or smaller."""
        self._tmux("resize-window", "-x", str(columns), "-y", str(lines))

    def screen(self):
        """What is to be seen."""
        return self._tmux("capture-pane", "-p")

    def colours(self):
        """The colour codes of what is to be seen, the terminal's own colours left out."""
        codes = re.findall("\x1b\\[([0-9;]*)m", self._tmux("capture-pane", "-p", "-e"))
        return {code for code in codes if re.search(r"(^|;)(2|[349][0-8]|10[0-7])(;|$)", code)}

    def is_as_a_shell_needs_it(self):
        """Whether the cursor is shown, and the alternate screen has been left."""
        return self._tmux("display", "-p", "#{cursor_flag} #{alternate_on}").strip() == "1 0"

    def wait_for(self, wanted):
        """What is to be seen once that pattern is there."""
        until = time.monotonic() + DEADLINE
        while not re.search(wanted, shown := self.screen(), re.MULTILINE):
            assert time.monotonic() < until, f"{wanted!r} never appeared:\n{shown}"
            time.sleep(0.05)
        return shown

    def modes(self, name):
        """The modes of the terminal (echo, line editing, …) as `stty` tells them."""
        path = self._folder / name
        self.type(f"stty -g > {shlex.quote(str(path))}; echo {name} 'is' noted")
        self.wait_for(f"{name} is noted")
        return path.read_text("utf-8")

    def _tmux(self, *arguments):
        command = ["tmux", "-L", self._server, *arguments]
        done = subprocess.run(
            command, check=True, capture_output=True, text=True, encoding="utf-8", timeout=60
        )
        return done.stdout
