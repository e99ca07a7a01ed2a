"""The worker process (`python -m coach.voice.worker FOLDER [MODEL]`): JSON in, JSON and sound files out.

    {"id": 1, "do": "hello", "within": 10}    → {"id": 1, "engine": "espeak", "version": …, …}
    {"id": 2, "do": "voices", "within": 10}   → {"id": 2, "voices": [{"id": …, "name": …, …}, …]}
    {"id": 3, "do": "speak", "within": 5,
     "text": …, "voice": …, "rate": 150, "file": …}   → {"id": 3}, or {"id": 3, "nothing": true} without words
    any failure                               → {"id": 3, "error": …}, and the worker ends

MODEL is that of a Piper voice; without it the system's engine speaks.
It writes one file at a time and never plays. It ends when its input ends, even in the middle of a
hung call, and takes FOLDER, its owner's private one, with it: its owner has ended then.
`within` is a deadline in seconds; the owner kills a worker that misses it; if it
cannot, the worker ends by itself soon after.
"""

from __future__ import annotations

import faulthandler
import os
import queue
import shutil
import signal
import sys
import threading
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from coach.json_lines import json_line, read_json_line
from coach.standard_streams import STDERR, STDOUT, own_copy
from coach.voice.engine import Engine, EngineFault, NothingToSay
from coach.voice.platforms import Platform, this_platform

if TYPE_CHECKING:
    from collections.abc import Callable

    Request = dict[str, Any]

_GRACE = 5.0
"""Seconds after its deadline at which a worker that was not killed ends by itself."""
_FAILED = 3
"""Exit status after an error that was reported."""


def main() -> None:
    """Answer the owner at the other end of stdin and stdout until it ends."""
    os.umask(0o077)
    # Ctrl-C in a terminal reaches the whole group; the owner decides when the worker ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    replies = _claim_stdout()
    folder, *models = map(Path, sys.argv[1:])
    serve(lambda: Engine(_platform(models), folder), _requests(folder), replies)


def serve(start: Callable[[], Engine], requests: queue.SimpleQueue[Request], replies: BinaryIO) -> None:
    """Answer requests one after another on this, the main thread. Never returns; it exits."""
    engine: Engine | None = None
    while True:
        request = requests.get()
        # A thread in C that needs no interpreter lock, so that even a call that keeps the lock ends.
        faulthandler.dump_traceback_later(float(request["within"]) + _GRACE, exit=True)
        try:
            if engine is None:
                engine = start()
            answer = _answer(engine, request)
        except Exception as fault:  # noqa: BLE001 — whatever a speech library raises, the owner must learn of it
            _reply(replies, {"id": request["id"], "error": _message(fault)})
            os._exit(_FAILED)  # not sys.exit: an engine's own threads and atexit hooks may hang
        faulthandler.cancel_dump_traceback_later()
        _reply(replies, {"id": request["id"], **answer})


def _platform(models: list[Path]) -> Platform:
    if not models:
        return this_platform()
    from coach.voice.piper import Piper  # noqa: PLC0415 — an extra that not everybody has

    return Piper(models[0])


def _answer(engine: Engine, request: Request) -> dict[str, Any]:
    match request["do"]:
        case "hello":
            return engine.facts()
        case "voices":
            return {"voices": [asdict(voice) for voice in engine.voices()]}
        case "speak":
            try:
                engine.speak(request["text"], request["voice"], request["rate"], Path(request["file"]))
            except NothingToSay:
                return {"nothing": True}
            return {}
        case _:
            raise EngineFault("no such request")


def _claim_stdout() -> BinaryIO:
    """The real stdout, for replies only; afterwards C prints to stderr, and `print` goes nowhere."""
    ours = os.fdopen(own_copy(STDOUT), "wb")
    os.dup2(STDERR, STDOUT)
    sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 — for the rest of the process
    return ours


def _requests(folder: Path) -> queue.SimpleQueue[Request]:
    """The requests as they come; the reading thread ends the process when no more can come."""
    requests: queue.SimpleQueue[Request] = queue.SimpleQueue()

    def listen() -> None:
        for line in sys.stdin.buffer:
            request = read_json_line(line)
            if request is not None:  # a person trying it by hand
                requests.put(request)
        shutil.rmtree(folder, ignore_errors=True)
        os._exit(0)

    threading.Thread(target=listen, name="requests", daemon=True).start()
    return requests


def _reply(replies: BinaryIO, answer: dict[str, Any]) -> None:
    replies.write(json_line(answer))
    replies.flush()


def _message(fault: Exception) -> str:
    """The kind of error, with the text only of our own errors: a library's message may quote the words."""
    sys.stderr.write(f"the worker ends: {type(fault.__cause__ or fault).__name__}\n")
    sys.stderr.flush()
    return str(fault) if isinstance(fault, EngineFault) else f"the engine raised {type(fault).__name__}"


if __name__ == "__main__":
    main()
