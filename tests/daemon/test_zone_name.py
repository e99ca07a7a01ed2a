"""A change of the machine's zone is noticed, and it is not looked up without one."""

from __future__ import annotations

import os

import pytest

from coach.daemon import zone_name
from coach.daemon.zone_name import MachineZoneName

pytestmark = pytest.mark.skipif(os.name != "posix", reason="only there files tell")


@pytest.fixture
def looked_up(monkeypatch, tmp_path):
    """How the zone is named at each look, in turn; and a file that stands for /etc/localtime."""
    names = ["Europe/Berlin", "Asia/Tokyo", "America/New_York", ""]
    monkeypatch.setattr(zone_name, "_look_up", lambda: names.pop(0))
    monkeypatch.setattr(zone_name, "SET_IN", (str(tmp_path / "localtime"), str(tmp_path / "timezone")))
    monkeypatch.delenv("TZ", raising=False)
    return tmp_path / "localtime"


def test_it_is_look_up_only_where_it_may_have_changed(looked_up, monkeypatch):
    """The zone is looked up only after a change of the link, of the file or of the variable."""
    name = MachineZoneName()
    for target in ("Berlin", "Tokyo"):
        (looked_up.parent / target).write_text(target)
    looked_up.symlink_to("Berlin")
    seen = [name.now(), name.now()]
    looked_up.unlink()
    looked_up.symlink_to("Tokyo")
    seen += [name.now(), name.now()]
    (looked_up.parent / "timezone").write_text("America/New_York")
    seen += [name.now(), name.now()]
    monkeypatch.setenv("TZ", "Nowhere")
    seen += [name.now(), name.now()]
    assert seen == [*["Europe/Berlin"] * 2, *["Asia/Tokyo"] * 2, *["America/New_York"] * 2, "", ""]


def test_it_is_the_machines(monkeypatch):
    """The zone is the one that the system names."""
    monkeypatch.setenv("TZ", "Asia/Kathmandu")
    name = MachineZoneName()
    assert name.now() == "Asia/Kathmandu"
    monkeypatch.setenv("TZ", "Foo/Bar")
    assert name.now() == ""
