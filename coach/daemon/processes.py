"""A speaking process that is prepared ahead of time: a session or an announcement.

It is started with `--hold` and reads on stdin what to speak. It prints `ready` when its clips are made and
its device plays silence, and begins at the time that it is given. Its events are lines of JSON.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from errno import ECANCELED
from typing import TYPE_CHECKING

from coach.child_process import coach_command, json_lines, kill_child, python_command, start_child
from coach.json_lines import json_line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from pathlib import Path

    from coach.journal.events import JSON

PATIENCE = 3.0
"""Seconds in which a process must end after it was asked to, before it is sent a signal."""
PLAY_RENDERING = python_command("-m", "coach.session.rendered_session")
LAST_PATIENCE = 1.0
"""… and after that signal, before it is killed: the whole within the 5 s that an end may take."""


@dataclass(frozen=True, slots=True)
class SpeakingTask:
    """The task of a speaking process: arguments of `coach`, and an object for the first line of its stdin.

    Titles and file names are in that line, as other users can read the arguments of a process.
    `rendering`: the file that a small process plays instead; the other is started if that one fails, unless
    there is no request for it.
    """

    arguments: tuple[str, ...]
    request: Mapping[str, JSON]
    rendering: Path | None = None
    gain: float = 1.0
    """By how much the rendering is played louder than it was made."""
    audio: Mapping[str, JSON] = field(default_factory=dict)
    """The plan's settings of the device, for a rendering."""
    variables: Mapping[str, str] = field(default_factory=dict)
    """Further environment variables."""


class SpeakingProcess:
    """One speaking process; `on_event` receives each of its events except `ready`."""

    def __init__(self, task: SpeakingTask, log: Path, on_event: Callable[[Mapping[str, JSON]], None]) -> None:
        self.task = task
        self.audible = "unknown"
        """Whether its device could be heard when it was ready: `yes`, `no` or `unknown`."""
        self.heard = 0
        """How many events it has sent."""
        self._log = log
        self._on_event = on_event
        self._process: asyncio.subprocess.Process | None = None
        self._listening: asyncio.Task[int] | None = None
        self._ready = asyncio.Event()
        self._starting = asyncio.Lock()
        self._begun = False
        self._is_ended = False

    @property
    def pid(self) -> int:
        """The id of the process; 0 if none was started."""
        return 0 if self._process is None else self._process.pid

    @property
    def has_ended(self) -> bool:
        """Whether it was started and has ended, so that nothing more can be begun in it."""
        return self._listening is not None and self._listening.done()

    async def start(self) -> None:
        """Start the process if it is not started; raises `OSError` if that fails or it was already ended."""
        async with self._starting:
            if self._process is not None:
                return
            if self._is_ended:
                raise OSError(ECANCELED, "it was ended before it was started")
            if self.task.rendering is None:
                await self._start_coach()
            else:
                self._process = await start_child(PLAY_RENDERING, self._log, self.task.variables)
                gain = {} if self.task.gain == 1.0 else {"gain": self.task.gain}
                self.send({"rendering": str(self.task.rendering), **gain, **self.task.audio})
            self._listening = asyncio.create_task(self._listen())

    async def ready(self) -> None:
        """Start the process if need be; returns when it is ready to begin, or has ended."""
        await self.start()
        await self._ready.wait()

    async def finished(self) -> int:
        """Wait until the process has ended and its events are passed on; returns its exit code."""
        assert self._listening is not None
        return await asyncio.shield(self._listening)

    def begin(self, at: datetime | None = None) -> None:
        """Have it begin at that time, or at once."""
        self._begun = True
        self.send({"command": "begin"} if at is None else {"command": "begin", "at": at.isoformat()})

    def send(self, command: Mapping[str, JSON]) -> None:
        """Send a command; does nothing if the process has ended."""
        if self._process is None or self._process.stdin is None or self._process.stdin.is_closing():
            return
        with suppress(ConnectionError):
            self._process.stdin.write(json_line(command))

    async def end(self) -> None:
        """End the process: without a trace if it has not begun, else as stopped; kill it if it hangs.

        One that no longer reads commands is first sent a signal, so that it can still end in order.
        """
        self._is_ended = True
        async with self._starting:  # one that is just being started must not be left behind
            process = self._process
        if process is None or process.returncode is not None:
            return
        self.send({"command": "stop" if self._begun else "cancel"})
        try:
            await asyncio.wait_for(process.wait(), PATIENCE)
        except TimeoutError:
            await self._force(process)

    def kill(self) -> None:
        """Kill the process now."""
        if self._process is not None:
            kill_child(self._process)

    async def _force(self, process: asyncio.subprocess.Process) -> None:
        with suppress(ProcessLookupError):
            process.terminate()
        try:
            await asyncio.wait_for(process.wait(), LAST_PATIENCE)
        except TimeoutError:
            self.kill()

    async def _start_coach(self) -> asyncio.subprocess.Process:
        self._process = process = await start_child(
            coach_command(*self.task.arguments), self._log, self.task.variables
        )
        self.send(self.task.request)
        return process

    async def _listen(self) -> int:
        process = self._process
        assert process is not None
        async for tree in json_lines(process):
            self._receive(tree)
        code = await process.wait()
        if (
            self.task.rendering is not None
            and self.task.request
            and not self._ready.is_set()
            and not self._is_ended
        ):
            async with self._starting:
                process = await self._start_coach()
            async for tree in json_lines(process):
                self._receive(tree)
            code = await process.wait()
        self._ready.set()
        return code

    def _receive(self, tree: Mapping[str, JSON]) -> None:
        self.heard += 1
        if tree.get("event") == "ready":
            self.audible = str(tree.get("audible", "unknown"))
            self._ready.set()
        else:
            self._on_event(tree)
