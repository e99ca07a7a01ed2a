"""A machine with nothing on it: no display, no bus, no sound server, none of the programs."""

from __future__ import annotations

import sys

import pytest

from coach.activity.linux import linux_sources
from coach.activity.poll import Activity

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks the sources of Linux")


@pytest.mark.parametrize("programs", ["", "/usr/bin:/bin"])
def test_all_is_unknown_and_in_time(tmp_path, programs):
    """With or without the programs, all but the camera is unknown for a reason, and none is waited for."""
    environment = {
        "PATH": programs,
        "HOME": str(tmp_path),
        "XDG_RUNTIME_DIR": str(tmp_path),
        "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={tmp_path}/none",
    }
    activity = Activity(linux_sources(environment))
    report = activity.ask()
    assert [source.name for source in report.sources if "no answer within" in source.detail] == []
    camera = next(source for source in report.sources if source.name == "the camera's device")
    assert report.situation == camera.situation  # the machine itself says whether a camera's device is open
    assert [source.name for source in report.sources if source.works] == [camera.name]
    assert all(source.detail for source in report.sources)
