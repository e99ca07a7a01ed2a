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
    from coach.activity.source import Part

DEVICE = "/dev/video"
"""What the path of a camera's device begins with."""


class OpenCameraSource:
    """Whether one of the person's programs has a camera's device open.

    `devices` and `processes` are the folders `/dev` and `/proc`.
    """

    name = "the camera's device"
    parts: tuple[Part, ...] = ("camera",)

    def __init__(self, devices: Path = Path("/dev"), processes: Path = Path("/proc")) -> None:
        self._devices = devices
        self._processes = processes

    def ask(self, seconds: float) -> Situation:  # noqa: ARG002 — reads a few hundred links
        """Whether a camera is in use; other users' programs are not seen."""
        if not any(self._devices.glob("video*")):
            return Situation(camera=False)
        return Situation(camera=any(path.startswith(DEVICE) for path in open_files(self._processes)))


def open_files(processes: Path) -> Iterator[str]:
    """The paths of the files that the person's processes have open; what has ended meanwhile is left out."""
    for process in processes.glob("[0-9]*"):
        try:
            for descriptor in os.listdir(process / "fd"):  # noqa: PTH208 — thousands, without an object each
                yield os.readlink(f"{process}/fd/{descriptor}")  # noqa: PTH115 — as above
        except OSError:
            continue


class PipeWireSource:
    """Cameras and shared screens among PipeWire's nodes."""

    name = "PipeWire"
    parts: tuple[Part, ...] = ("camera", "screen sharing")

    def __init__(self, environment: Mapping[str, str], ask: Ask) -> None:
        self._environment = environment
        self._ask = ask

    def ask(self, seconds: float) -> Situation:
        """Whether a camera or the screen is being recorded; raises `SourceFault`."""
        try:
            nodes = json.loads(self._ask(("pw-dump", "--no-colors"), self._environment, seconds))
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
