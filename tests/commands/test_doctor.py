"""`coach doctor`: a finding for everything, whatever is broken."""

from __future__ import annotations

import json
import re
import threading
from typing import TYPE_CHECKING

import numpy as np
import pytest
from click.testing import CliRunner

from coach.commands import doctor
from coach.commands import doctor_checks as checks
from coach.commands import doctor_day as day
from coach.commands.doctor_checks import Finding
from coach.commands.group import coach
from coach.errors import JournalError
from coach.voice.voice import Clip

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    from coach.home import Home
    from coach.sound.output import Notice, SampleSource

GOOD_VOICE = Finding("voice", is_ok=True, found="a voice")
NO_DEVICE = Finding("audio device", is_ok=False, found="none", todo="Connect one.", is_needed=False)
AUTOSTART = Finding("autostart", is_ok=True, found="off", is_needed=False)
DETECTION = (
    Finding("lock", is_ok=True, found="not locked (logind)", is_needed=False),
    Finding("do-not-disturb", is_ok=False, found="no bus", todo="A.\nB.", is_needed=False, is_unknown=True),
)
NOTIFICATIONS = Finding("notifications", is_ok=True, found="with buttons", is_needed=False)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """No speech engine is started, no device opened, nothing of this machine detected; a first day."""
    monkeypatch.setattr(checks, "voice", lambda _: GOOD_VOICE)
    monkeypatch.setattr(checks, "audio_device", lambda _: NO_DEVICE)
    monkeypatch.setattr(day, "autostart", lambda: AUTOSTART)
    monkeypatch.setattr(day, "detection", lambda _: DETECTION)
    monkeypatch.setattr(day, "notifications", lambda: NOTIFICATIONS)


def run(*arguments: str) -> Result:
    """`coach doctor` with these arguments."""
    return CliRunner().invoke(coach, ["doctor", *arguments])


@pytest.mark.usefixtures("quick")
def test_each_line_has_its_state_and_what_to_do(home: Home) -> None:
    """Each line has what was checked, its state and what to do; a missing device is no failure."""
    result = run()
    root = home.config
    assert result.exit_code == 0
    assert result.stdout.splitlines()[1:] == [
        "voice           ok       a voice",
        "audio device    not ok   none",
        "                         Connect one.",
        f"journal         ok       none yet; it will be {root / 'journal.sqlite3'}",
        f"folder          ok       {root} (plan and routines, journal, clips)",
        f"folder          ok       {root / 'state'} (state), created when needed",
        f"plan            not ok   none yet; it will be {root / 'plan.yaml'}",
        "                         `coach init` creates one; without a plan there are no reminders.",
        "coach           not ok   The coach is not running.",
        "                         `coach start` starts it.",
        "autostart       ok       off",
        "lock            ok       not locked (logind)",
        "do-not-disturb  unknown  no bus",
        "                         A.",
        "                         B.",
        "notifications   ok       with buttons",
    ]
    assert re.fullmatch(r"Python          ok       3\.\d+\.\d+\S* on \w+", result.stdout.splitlines()[0])


@pytest.mark.usefixtures("home", "quick")
def test_programs_get_the_same() -> None:
    """`--json` prints the same findings as one document, with those marked that are required."""
    result = run("--json")
    document = json.loads(result.stdout)
    assert (result.exit_code, document["ok"]) == (0, True)
    assert [check["what"] for check in document["checks"]] == [
        "Python", "voice", "audio device", "journal", "folder", "folder", "plan", "coach", "autostart",
        "lock", "do-not-disturb", "notifications",
    ]  # fmt: skip
    assert document["checks"][2] == {
        "what": "audio device",
        "ok": False,
        "state": "not ok",
        "needed": False,
        "found": "none",
        "todo": "Connect one.",
    }
    assert [check["state"] for check in document["checks"][-3:]] == ["ok", "unknown", "ok"]


@pytest.mark.usefixtures("home", "quick")
def test_what_is_needed_and_fails_is_exit_1(monkeypatch: pytest.MonkeyPatch) -> None:
    """A voice that does not speak is a failure, with exit code 1."""
    monkeypatch.setattr(checks, "voice", lambda _: Finding("voice", is_ok=False, found="silent"))
    result = run("--json")
    assert (result.exit_code, json.loads(result.stdout)["ok"]) == (1, False)


@pytest.mark.usefixtures("home", "quick")
def test_an_environment_that_breaks_the_question_is_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    """A desktop environment that breaks a check is reported, and is no failure."""

    def odd(_: object) -> tuple[Finding, ...]:
        raise OSError("odd")

    monkeypatch.setattr(day, "detection", odd)
    result = run("--json")
    [document] = [check for check in json.loads(result.stdout)["checks"] if check["what"] == "detection"]
    assert (result.exit_code, document["found"], document["needed"]) == (0, "OSError: odd", False)


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("broken", ["a file", "a file in the way", "a link to nowhere", "no such user"])
def test_a_broken_home_is_reported_and_nothing_is_created(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    """With a broken COACH_HOME every check still has a finding, the exit code is 1, and nothing is made."""
    place = tmp_path / "place"
    named = {"a file in the way": str(place / "coach"), "no such user": "~nobody-of-that-name/coach"}
    if broken == "a link to nowhere":
        place.symlink_to(tmp_path / "nowhere")
    elif broken != "no such user":
        place.write_text("in the way", encoding="utf-8")
    monkeypatch.setenv("COACH_HOME", named.get(broken, str(place)))
    before = sorted(tmp_path.iterdir())
    result = run("--json")
    document = json.loads(result.stdout)
    assert (result.exit_code, document["ok"]) == (1, False)
    bad = [check for check in document["checks"] if check["needed"] and not check["ok"]]
    assert all(check["found"] and check["todo"] for check in bad)
    assert {check["what"] for check in bad} >= {"journal"}
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    ("error", "finding"),
    [
        (
            JournalError("Full.", hint="Free some."),
            Finding("x", is_ok=False, found="Full.", todo="Free some."),
        ),
        (
            ZeroDivisionError("oh"),
            Finding("x", is_ok=False, found="ZeroDivisionError: oh", todo=doctor.UNEXPECTED),
        ),
    ],
)
def test_a_check_that_fails_is_a_finding(error: Exception, finding: Finding) -> None:
    """A check that raises becomes a finding: in the error's own sentence, or with its type."""

    def fail() -> Finding:
        raise error

    assert doctor.run_check("x", fail) == finding


def test_a_check_that_never_comes_back_is_a_finding() -> None:
    """A check that never returns becomes a finding, and the doctor goes on without it."""
    for_ever = threading.Event()

    def hang() -> Finding:
        for_ever.wait()
        return GOOD_VOICE

    finding = doctor.run_check("x", hang, seconds=0.01)
    for_ever.set()
    assert finding == Finding("x", is_ok=False, found="no answer within 0.01 s", todo="Try again later.")


class FakeOutput:
    """A device that takes everything at once, or is not there."""

    latency = 0.0314

    def __init__(self, *, is_there: bool) -> None:
        self.is_there = is_there
        self.heard: list[float] = []

    def start(self, source: SampleSource, notice: Notice) -> None:
        """Take two seconds of sound."""
        if not self.is_there:
            notice("There is no device.")
        self.heard = [float(np.abs(source.pull(4_800)).max()) for _ in range(20)]

    def close(self) -> None:
        """Nothing is open."""


class FakeVoice:
    """A voice that hums for a second."""

    def clip(self, _: str) -> Clip:
        """A second of it."""
        return Clip(np.full(48_000, 0.5, dtype=np.float32))

    def close(self) -> None:
        """Nothing is open."""


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[Result, FakeOutput]]:
    """`coach doctor --sound` with a fake voice and a fake device."""

    def doctor(*, is_there: bool) -> tuple[Result, FakeOutput]:
        output = FakeOutput(is_there=is_there)
        monkeypatch.setattr("coach.voice.open.open_preferred_voice", lambda *_: FakeVoice())
        monkeypatch.setattr("coach.sound.open.open_output", lambda *_, **__: output)
        return run("--sound", "--json"), output

    return doctor


@pytest.mark.usefixtures("home", "quick")
def test_sound_plays_the_whole_line(play: Callable[..., tuple[Result, FakeOutput]]) -> None:
    """`--sound` plays a spoken line and then silence, and says what should have been heard."""
    result, output = play(is_there=True)
    assert result.exit_code == 0
    assert output.heard == pytest.approx([0.4] * 10 + [0.0] * 10)
    finding = json.loads(result.stdout)["checks"][-1]
    assert finding["found"] == f"played: {checks.LINE}"
    assert finding["todo"] == (
        "If you heard nothing, check the volume.\nSound is heard about 31 ms after it is played. If words"
        " come later than they are shown, set 'audio: {latency: 120 ms}' in your plan, with your figure."
    )


@pytest.mark.usefixtures("home", "quick")
def test_sound_demanded_and_not_there_is_exit_4(play: Callable[..., tuple[Result, FakeOutput]]) -> None:
    """`--sound` without a device ends with exit code 4."""
    result, _ = play(is_there=False)
    assert (result.exit_code, json.loads(result.stdout)["ok"]) == (4, False)
