"""Cameras and shared screens, from open devices and from what `pw-dump` printed."""

from __future__ import annotations

import json

import pytest

from coach.activity.source import SourceFault
from coach.activity.video import camera_situation, pipewire_situation, situation_of_nodes
from coach.situation import Situation

CAMERA = {"media.class": "Video/Source", "device.api": "v4l2", "media.role": "Camera"}
SHARED = {"media.class": "Stream/Output/Video", "media.name": "meta-screen-cast-src"}
WLROOTS = {"media.class": "Video/Source", "node.name": "xdg-desktop-portal-wlr"}


def node(properties, state="running"):
    """A node of PipeWire with these properties."""
    return {"type": "PipeWire:Interface:Node", "info": {"state": state, "props": properties}}


@pytest.mark.parametrize(
    ("nodes", "camera", "sharing"),
    [
        ([], False, False),
        ([node(CAMERA)], True, False),
        ([node(CAMERA, "suspended"), node(SHARED, "idle")], False, False),
        ([node(SHARED)], False, True),
        ([node(WLROOTS)], False, True),
        ([node({"media.class": "Video/Source", "media.role": "Camera"}), node(WLROOTS)], True, True),
        ([node({"media.class": "Audio/Source"}), {"info": None}, {"info": {"state": "running"}}, 7],
         False, False),
    ],
)  # fmt: skip
def test_nodes_that_run(nodes, camera, sharing):
    """Only a running camera is in use, and only a running screen is shared."""
    assert situation_of_nodes(nodes) == Situation(camera=camera, sharing=sharing)


def test_pipewire_is_asked_by_its_own_program():
    """PipeWire's nodes are read from the JSON of `pw-dump`."""
    asked = []

    def ask(*question):
        asked.append(question)
        return json.dumps([node(CAMERA)])

    assert pipewire_situation({"HOME": "/h"}, ask, 0.5) == Situation(camera=True, sharing=False)
    assert asked == [(("pw-dump", "--no-colors"), {"HOME": "/h"}, 0.5)]


@pytest.mark.parametrize("printed", ["", "{}", "[" * 100_000])
def test_an_unreadable_dump_is_unknown(printed):
    """An empty, wrong or deeply nested dump makes the camera unknown."""
    with pytest.raises(SourceFault, match="an unreadable answer"):
        pipewire_situation({}, lambda *_: printed, 0.5)


@pytest.mark.parametrize(
    ("devices", "opened", "expected"),
    [
        ([], "/dev/video0", False),
        (["video0"], "/dev/video0", True),
        (["video0"], "/dev/null", False),
        (["video0", "video1"], "/dev/video1", True),
        (["video0"], None, False),
    ],
)
def test_who_has_a_camera_open(tmp_path, devices, opened, expected):
    """Processes are looked at only if there is a camera, and unreadable ones are left out."""
    (tmp_path / "dev").mkdir()
    for device in devices:
        (tmp_path / "dev" / device).touch()
    (tmp_path / "proc" / "17" / "fd").mkdir(parents=True)
    (tmp_path / "proc" / "18").mkdir()
    (tmp_path / "proc" / "sys").mkdir()
    if opened is not None:
        (tmp_path / "proc" / "17" / "fd" / "0").symlink_to(opened)
    assert camera_situation(tmp_path / "dev", tmp_path / "proc") == Situation(camera=expected)
