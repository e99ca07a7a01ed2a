"""A process that speaks, made ready ahead of its time: a session, or an announcement.

It is started with `--hold`, says `ready` when its clips are made and its device runs on silence, and
begins at the instant it is told. Its events come as lines of JSON.
"""

from __future__ import annotations

import asyncio
import json
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from pathlib import Path

    from coach.journal.events import JSON

PATIENCE = 10.0
"""Seconds in which a process must end after it was told to, before it is killed."""


class Speaker:
    """One such process. `told`: hears each of its events; `over`: hears its exit code, once."""

    def __init__(
        self, arguments: tuple[str, ...], log: Path, told: Callable[[Mapping[str, JSON]], None]
    ) -> None:
        self.arguments = arguments
        self._log = log
        self._told = told
        self._process: asyncio.subprocess.Process | None = None
        self._begun = False

    async def start(self) -> None:
        """Start it; raises `OSError` when that cannot be done."""
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "coach",
                *self.arguments,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
            )

    async def run(self) -> int:
        """Hear its events until it ends; gives its exit code."""
        process = self._process
        assert process is not None
        assert process.stdout is not None
        async for line in process.stdout:
            with suppress(ValueError):
                tree = json.loads(line)
                if isinstance(tree, dict):
                    self._told(tree)
        return await process.wait()

    @property
    def has_begun(self) -> bool:
        """Whether it was told to begin."""
        return self._begun

    def begin(self, at: datetime | None = None) -> None:
        """Begin at that instant, or at once."""
        self._begun = True
        self.send({"command": "begin"} if at is None else {"command": "begin", "at": at.isoformat()})

    def send(self, command: Mapping[str, JSON]) -> None:
        """Give it a command; one that has ended hears nothing."""
        if self._process is None or self._process.stdin is None or self._process.stdin.is_closing():
            return
        with suppress(ConnectionError):
            self._process.stdin.write(json.dumps(command).encode() + b"\n")

    async def end(self) -> None:
        """Have it end: before it has begun without a trace, afterwards as stopped; kill it if it hangs."""
        process = self._process
        if process is None or process.returncode is not None:
            return
        self.send({"command": "stop" if self._begun else "cancel"})
        try:
            await asyncio.wait_for(process.wait(), PATIENCE)
        except TimeoutError:
            self.kill()

    def kill(self) -> None:
        """End it now."""
        with suppress(ProcessLookupError):
            if self._process is not None and self._process.returncode is None:
                self._process.kill()
