"""The systemd unit: its text, and what `on`, `off` and `status` do to a person's folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.autostart.entry import AutostartStatus, LaunchCommand, ProgramResult
from coach.autostart.systemd import UNIT, SystemdUnit, quoted_word, startable_command, unit_text, units_folder
from coach.errors import CoachError, FileError

LAUNCH = LaunchCommand(("/home/ann/my env/bin/coach", "start"), Path('/home/ann/100% "well" $HOME \\ größer'))
GOLDEN = r"""# Written by `coach autostart on`; removed by `coach autostart off`.
# For changes of your own: systemctl --user edit stretch-coach.service
[Unit]
Description=Stretch coach: reminds you of stretches and breaks by voice
# It is not restarted forever: five times in ten minutes at most.
StartLimitIntervalSec=600
StartLimitBurst=5

[Service]
Type=exec
ExecStart=:"/home/ann/my env/bin/coach" "start"
Environment="COACH_HOME=/home/ann/100%% \"well\" $HOME \\ größer"
Restart=on-failure
RestartSec=10
# Wrong usage, a bad file, already running: a restart would fail the same way.
RestartPreventExitStatus=2 3 6
# The coach itself stops a running routine, so that its last words are heard.
KillMode=mixed
TimeoutStopSec=15

[Install]
WantedBy=default.target
"""


class FakeSystemctl:
    """A user instance of systemd: enabling makes the link that the real one makes."""

    def __init__(self, folder, refusals=()):
        self.folder = folder
        self.refusals = dict(refusals)
        self.asked = []

    def __call__(self, command):
        """Note the verb, refuse it or do it."""
        assert command[:3] == ("systemctl", "--user", "--no-pager")
        verb = command[3]
        self.asked.append(verb)
        if verb in self.refusals:
            return self.refusals[verb]
        if verb == "enable":
            link = self.folder / "default.target.wants" / UNIT
            link.parent.mkdir(exist_ok=True)
            link.unlink(missing_ok=True)
            link.symlink_to(self.folder / UNIT)
        return ProgramResult(0)


def in_folder(folder, **refusals):
    """A unit for that folder, and the systemctl it talks to."""
    systemctl = FakeSystemctl(folder, {verb.replace("_", "-"): answer for verb, answer in refusals.items()})
    return SystemdUnit(LAUNCH, folder, systemctl), systemctl


def test_the_unit_to_the_letter():
    """Spaces, quotes, percent signs, dollars and backslashes are escaped as systemd reads them."""
    assert unit_text(LAUNCH) == GOLDEN


def test_without_a_home_of_its_own_nothing_is_said_of_it():
    """Without COACH_HOME the unit sets no variable."""
    assert "Environment" not in unit_text(LaunchCommand(("/usr/bin/coach", "start")))


def test_what_is_not_printable_keeps_its_bytes():
    """A line break does not end the line, and a name in another encoding stays the same."""
    assert quoted_word("a\nb\tc\udcff\u2028") == r'"a\x0ab\x09c\xff\xe2\x80\xa8"'


@pytest.mark.parametrize("path", ['/so "called"/coach', "/it's/coach", "/back\\slash/coach", "/a\nb/coach"])
def test_a_program_that_systemd_would_refuse_is_handed_on_by_a_shell(path):
    """A path that systemd refuses is passed to a shell as an argument."""
    assert startable_command((path, "start")) == ("/bin/sh", "-c", 'exec "$0" "$@"', path, "start")
    assert startable_command(LAUNCH.command) == LAUNCH.command


@given(st.text())
def test_quoting_never_ends_a_word_or_a_line(text):
    """Any path is quoted as one word on one line, and read back unchanged."""
    word = quoted_word(text.encode("utf-8", "ignore").decode())
    assert word.isprintable()
    found, inner = bytearray(), iter(word[1:-1])
    for letter in inner:
        follower = next(inner) if letter in '\\%"' else ""
        if letter == "\\" and follower == "x":
            found.append(int(next(inner) + next(inner), 16))
        else:
            assert letter != '"'
            assert letter != "%" or follower == "%"
            found += (follower or letter).encode()
    assert found.decode() == text.encode("utf-8", "ignore").decode()


@pytest.mark.parametrize(
    ("environment", "folder"),
    [
        ({}, "/home/ann/.config/systemd/user"),
        ({"XDG_CONFIG_HOME": "/else where"}, "/else where/systemd/user"),
        ({"XDG_CONFIG_HOME": "not/whole"}, "/home/ann/.config/systemd/user"),
        ({"XDG_CONFIG_HOME": ""}, "/home/ann/.config/systemd/user"),
    ],
)
def test_the_folder_is_the_one_that_systemd_reads(environment, folder):
    """A relative XDG_CONFIG_HOME is ignored, as the standard says."""
    assert units_folder(environment, Path("/home/ann")) == Path(folder)


def test_on_writes_enables_and_stays_on(tmp_path):
    """Turning it on writes a private unit and enables it, and doing it twice changes nothing."""
    folder = tmp_path / "systemd" / "user"
    entry, systemctl = in_folder(folder)
    assert [entry.on(), entry.on()] == [str(folder / UNIT)] * 2
    assert (folder / UNIT).read_text(encoding="utf-8") == GOLDEN
    assert (folder / UNIT).stat().st_mode & 0o777 == 0o600
    assert systemctl.asked == ["show", "daemon-reload", "enable"] * 2
    assert entry.status() == AutostartStatus(is_on=True, entry=str(folder / UNIT))
    assert {path.name for path in folder.iterdir()} == {UNIT, "default.target.wants"}


def test_off_leaves_nothing(tmp_path):
    """Turning it off removes unit and link, and doing it twice is no error."""
    entry, systemctl = in_folder(tmp_path)
    entry.on()
    systemctl.asked.clear()
    assert [entry.off(), entry.off()] == [True, False]
    assert systemctl.asked == ["daemon-reload"]
    assert list(tmp_path.rglob("*.service")) == []
    assert entry.status() == AutostartStatus(is_on=False, entry=str(tmp_path / UNIT))


def test_off_works_without_systemd(tmp_path):
    """Without a user instance of systemd, turning it off still removes the files."""
    entry, systemctl = in_folder(tmp_path)
    entry.on()
    systemctl.refusals = dict.fromkeys(("show", "daemon-reload"), ProgramResult(1, err="No medium found"))
    assert entry.status().note == "systemd's user instance is not running here, so nothing will start it."
    assert entry.off()
    assert list(tmp_path.rglob("*.service")) == []


def test_a_container_is_reported_and_nothing_written(tmp_path):
    """Without a user instance the message says why and what to do, and nothing is written."""
    no_bus = ProgramResult(1, err="Failed to connect to bus: No medium found\n")
    entry, _ = in_folder(tmp_path, show=no_bus)
    with pytest.raises(CoachError) as caught:
        entry.on()
    assert caught.value.message == (
        "systemd's user instance does not answer: Failed to connect to bus: No medium found"
    )
    assert "container" in caught.value.hint
    assert "`coach start`" in caught.value.hint
    assert list(tmp_path.iterdir()) == []


def test_a_system_without_systemd_is_reported(tmp_path):
    """On another init system the message says what to do instead."""
    entry, _ = in_folder(tmp_path, show=ProgramResult(127, err="The program 'systemctl' is missing."))
    with pytest.raises(CoachError, match="This system has no systemd") as caught:
        entry.on()
    assert "Add `coach start`" in caught.value.hint


@pytest.mark.parametrize("before", [None, "an older unit\n"])
@pytest.mark.parametrize("verb", ["daemon_reload", "enable"])
def test_a_refusal_changes_nothing(tmp_path, before, verb):
    """If systemd refuses, the former unit, or none, is restored."""
    if before is not None:
        (tmp_path / UNIT).write_text(before, encoding="utf-8")
    entry, _ = in_folder(tmp_path, **{verb: ProgramResult(1, err="Unit is masked.")})
    with pytest.raises(CoachError, match=r"systemd refused the unit: Unit is masked\."):
        entry.on()
    left = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}
    assert left == ({} if before is None else {UNIT: before})


def test_a_unit_of_another_coach_is_known(tmp_path):
    """A unit of another installation is on, but reported as different."""
    entry, _ = in_folder(tmp_path)
    entry.on()
    (tmp_path / UNIT).write_text("[Service]\nExecStart=/old/coach start\n", encoding="utf-8")
    assert entry.status() == AutostartStatus(is_on=True, entry=str(tmp_path / UNIT), is_current=False)


def test_a_unit_that_is_not_enabled_is_off(tmp_path):
    """A unit that was disabled by hand is off."""
    (tmp_path / UNIT).write_text(GOLDEN, encoding="utf-8")
    entry, _ = in_folder(tmp_path)
    expected = AutostartStatus(
        is_on=False, entry=str(tmp_path / UNIT), note="The unit is there, but not enabled."
    )
    assert entry.status() == expected


def test_a_folder_that_cannot_be_made_is_reported(tmp_path):
    """A folder that cannot be made ends with 3, with how to do it by hand."""
    (tmp_path / "systemd").write_text("", encoding="utf-8")
    entry, _ = in_folder(tmp_path / "systemd" / "user")
    with pytest.raises(FileError, match="cannot be written") as caught:
        entry.on()
    assert "--print" in caught.value.hint


def test_the_unit_is_started_now(tmp_path):
    """The unit is started by systemctl, and a refusal is passed on."""
    entry, systemctl = in_folder(tmp_path)
    assert (entry.start(), systemctl.asked) == (True, ["start"])
    refused, _ = in_folder(tmp_path, start=ProgramResult(5, err="Unit not found."))
    assert refused.start() is False
