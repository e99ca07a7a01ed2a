"""The address: for the person alone, whole or not there, and never somebody else's."""

from __future__ import annotations

import json
import os
import stat

import pytest

from coach.api.address import Address, address_file, read_address, remove_address, write_address
from coach.errors import DaemonError
from coach.home import find_home
from coach.journal.owner import Owner

ADDRESS = Address(8123, "secret", Owner(77, 1234, "boot"))


def test_what_is_written_is_read_back():
    """Port, token and process are read as they were written."""
    write_address(find_home(), ADDRESS)
    assert read_address(find_home()) == ADDRESS
    assert json.loads(address_file(find_home()).read_text()) == {
        "port": 8123, "token": "secret", "pid": 77, "process_started": 1234, "boot": "boot",
    }  # fmt: skip


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_only_the_person_can_read_it():
    """The file is 0600 in a folder of 0700, even if an earlier one was open to all."""
    home = find_home()
    home.state.mkdir(parents=True, mode=0o755)
    address_file(home).write_text("{}")
    address_file(home).chmod(0o666)
    write_address(home, ADDRESS)
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (address_file(home), home.state)]
    assert modes == [0o600, 0o700]
    assert [path.name for path in home.state.iterdir()] == ["api.json"]


def test_the_token_is_in_no_log():
    """A printed address does not contain the token."""
    assert "secret" not in repr(ADDRESS)


def test_where_there_is_none_there_is_none():
    """Without a file there is no address."""
    assert read_address(find_home()) is None


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", "{}", '{"port": 1, "token": "x"}', '{"port": 0, "token": "x", "pid": 1}',
     '{"port": 65536, "token": "x", "pid": 1}', '{"port": "1", "token": "x", "pid": 1}',
     '{"port": 1, "pid": 1}', "é", "[" * 100_000],
)  # fmt: skip
def test_a_broken_one_is_said_to_be_broken(text):
    """A broken file is reported with what to do about it."""
    home = find_home()
    home.state.mkdir(parents=True)
    address_file(home).write_text(text, encoding="utf-8")
    with pytest.raises(DaemonError, match=r"cannot be read, so the coach cannot be reached"):
        read_address(home)


def test_a_coach_removes_only_its_own():
    """A coach removes only the address that it wrote itself."""
    home = find_home()
    write_address(home, ADDRESS)
    remove_address(home, Address(8123, "other", ADDRESS.owner))
    assert read_address(home) == ADDRESS
    remove_address(home, ADDRESS)
    remove_address(home, ADDRESS)
    assert read_address(home) is None


def test_where_it_cannot_be_written_the_coach_says_so():
    """If the address cannot be written, as a folder is in the way, the coach says so."""
    home = find_home()
    address_file(home).mkdir(parents=True)
    (address_file(home) / "x").touch()
    with pytest.raises(DaemonError, match="cannot be written"):
        write_address(home, ADDRESS)
    assert [path.name for path in home.state.iterdir()] == ["api.json"]
