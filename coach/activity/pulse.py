"""Microphone use according to PulseAudio or PipeWire."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coach.activity.source import SourceFault
from coach.situation import Situation

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coach.activity.desktop_environment import Ask

NUMBERS = {"LC_ALL": "C"}
"""In languages with a decimal comma `pactl` prints JSON that is none."""


def pulse_situation(environment: Mapping[str, str], ask: Ask, seconds: float) -> Situation:
    """Whether another program records from a microphone; raises `SourceFault`."""
    own = {**environment, "PULSE_SERVER": server_address(environment), **NUMBERS}
    half = seconds / 2  # two questions at most
    outputs = _listed(ask(("pactl", "--format=json", "list", "source-outputs"), own, half))
    if not outputs:
        return Situation(microphone=False)
    sources = _listed(ask(("pactl", "--format=json", "list", "sources"), own, half))
    return Situation(microphone=is_listening(outputs, sources, os.getpid()))


def _listed(printed: str) -> list[dict[str, Any]]:
    try:
        listed = json.loads(printed)
    except RecursionError:
        raise SourceFault("an unreadable answer") from None
    except ValueError:
        raise SourceFault("pactl is too old", "Install pactl 16 or newer.") from None
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise SourceFault("an unreadable answer")
    return listed


def server_address(environment: Mapping[str, str]) -> str:
    """The server's address for `pactl`, which without it would start a server.

    Raises `SourceFault` when no server is running.
    """
    named = environment.get("PULSE_SERVER")
    if named:
        return named
    own = environment.get("PULSE_RUNTIME_PATH")
    runtime = environment.get("XDG_RUNTIME_DIR")
    folders = [Path(own)] if own else [Path(runtime) / "pulse"] if runtime else []
    for folder in folders:
        if (folder / "native").exists():
            return f"unix:{folder / 'native'}"
    raise SourceFault("no sound server is running", "Start PulseAudio, or PipeWire with pipewire-pulse.")


def is_listening(
    outputs: Sequence[Mapping[str, Any]], sources: Sequence[Mapping[str, Any]], own_process: int
) -> bool:
    """Whether one of these recordings means that the person may be talking.

    These do not count: recordings of a sink's monitor (screen recorders, level meters), the server's own
    filters, suspended recordings, meters that read peaks only, and our own process.
    """
    monitors = {source.get("index") for source in sources if source.get("monitor_source")}
    return any(
        output.get("source") not in monitors
        and output.get("client") not in (None, "", "n/a")
        and output.get("corked") is not True
        and output.get("resample_method") != "peaks"
        and not _is_meter_or_own(output.get("properties"), own_process)
        for output in outputs
    )


def _is_meter_or_own(properties: object, own_process: int) -> bool:
    """Whether a recording is a meter or our own; PipeWire marks meters by properties of the stream."""
    if not isinstance(properties, dict):
        return False
    is_meter = "true" in (properties.get("stream.monitor"), properties.get("stream.capture.sink"))
    return is_meter or properties.get("application.process.id") == str(own_process)
