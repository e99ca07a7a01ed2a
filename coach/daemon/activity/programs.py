"""The port through which programs of the system are asked: a list of words, no shell, a deadline."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from coach.daemon.activity.port import LATE, SourceFault

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Ask = Callable[[Sequence[str], Mapping[str, str], float], str]
    """What that program prints, with these variables, within so many seconds; raises `SourceFault`."""

COMES_WITH = {
    "busctl": "busctl, which comes with systemd",
    "gsettings": "gsettings (Debian: libglib2.0-bin)",
    "pactl": "pactl (Debian: pulseaudio-utils)",
    "xfconf-query": "xfconf-query (Debian: xfconf)",
}
"""What a person installs for a program that is missing."""


def ask_program(command: Sequence[str], environment: Mapping[str, str], seconds: float) -> str:
    """Its stdout; raises `SourceFault` when it is missing, fails or does not end in time."""
    try:
        done = subprocess.run(
            list(command),
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=seconds,
            check=False,
        )
    except FileNotFoundError:
        todo = f"Install {COMES_WITH[command[0]]}." if command[0] in COMES_WITH else ""
        raise SourceFault(f"the program {command[0]} is not here", todo) from None
    except subprocess.TimeoutExpired:
        raise SourceFault(f"{command[0]} did not answer within {seconds:g} s", LATE) from None
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise SourceFault(said[-1] if said else f"{command[0]} ended with {done.returncode}")
    return done.stdout.decode("utf-8", "replace")
