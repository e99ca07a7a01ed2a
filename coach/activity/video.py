"""Camera and screen sharing on Linux, from open devices and from PipeWire."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coach.activity.source import SourceFault
from coach.situation import Situation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from coach.activity.desktop_environment import Ask

DEVICE = "/dev/video"
"""What the path of a camera's device begins with."""


def camera_situation(devices: Path = Path("/dev"), processes: Path = Path("/proc")) -> Situation:
    """Whether one of the person's programs has a camera's device open; other users' are not seen.

    `devices` and `processes` are the folders `/dev` and `/proc`.
    """
    if not any(devices.glob("video*")):
        return Situation(camera=False)
    return Situation(camera=any(path.startswith(DEVICE) for path in open_files(processes)))


def open_files(processes: Path) -> Iterator[str]:
    """The paths of the files that the person's processes have open; what has ended meanwhile is left out."""
    for process in processes.glob("[0-9]*"):
        try:
            for descriptor in os.listdir(process / "fd"):  # noqa: PTH208 — thousands, without an object each
                yield os.readlink(f"{process}/fd/{descriptor}")  # noqa: PTH115 — as above
        except OSError:
            continue


def pipewire_situation(environment: Mapping[str, str], ask: Ask, seconds: float) -> Situation:
    """Whether a camera or the screen is being recorded, by PipeWire's nodes; raises `SourceFault`."""
    try:
        nodes = json.loads(ask(("pw-dump", "--no-colors"), environment, seconds))
    except (ValueError, RecursionError):
        raise SourceFault("an unreadable answer") from None
    if not isinstance(nodes, list):
        raise SourceFault("an unreadable answer")
    return situation_of_nodes(nodes)


def situation_of_nodes(nodes: list[Any]) -> Situation:
    """The situation in the output of `pw-dump`.

    A camera is a video source with a device behind it; a screen that a desktop shares is one without, or a
    stream of video that goes out. Only running ones count: the others nobody reads.
    """
    running = [
        _properties(node)
        for node in nodes
        if isinstance(node, dict) and _info(node).get("state") == "running"
    ]
    sources = [each for each in running if each.get("media.class") == "Video/Source"]
    shared = [each for each in running if each.get("media.class") == "Stream/Output/Video"]
    return Situation(
        camera=any(_is_camera(each) for each in sources),
        sharing=bool(shared) or any(not _is_camera(each) for each in sources),
    )


def _is_camera(properties: dict[str, Any]) -> bool:
    return "device.api" in properties or properties.get("media.role") == "Camera"


def _info(node: dict[str, Any]) -> dict[str, Any]:
    info = node.get("info")
    return info if isinstance(info, dict) else {}


def _properties(node: dict[str, Any]) -> dict[str, Any]:
    properties = _info(node).get("props")
    return properties if isinstance(properties, dict) else {}
