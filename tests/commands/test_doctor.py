"""`coach doctor`: a finding for everything, whatever is broken."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import sys
import threading
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from click.testing import CliRunner

from coach.clock import SystemClock
from coach.commands import doctor
from coach.commands import doctor_checks as checks
from coach.commands import doctor_day as day
from coach.commands.doctor_checks import Finding, Folder
from coach.commands.group import coach
from coach.errors import JournalError
from coach.home import Home
from coach.journal.events import new_event
from coach.journal.store import Journal
from coach.sound.probe import ProbeResult
from coach.voice.natural import NaturalVoice
from coach.voice.voice import Clip, VoiceFault

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

    from coach.sound.output import Notice, SampleSource

GOOD_VOICE = Finding("voice", is_ok=True, found="a voice")
NO_DEVICE = Finding("audio device", is_ok=False, found="none", todo="Connect one.", is_needed=False)
AUTOSTART = Finding("autostart", is_ok=True, found="off", is_needed=False)
DETECTION = (
    Finding("lock", is_ok=True, found="not locked (logind)", is_needed=False),
    Finding("do-not-disturb", is_ok=False, found="no bus", todo="A.\nB.", is_needed=False, is_unknown=True),
)
NOTIFICATIONS = Finding("notifications", is_ok=True, found="with buttons", is_needed=False)
posix = pytest.mark.skipif(os.name != "posix", reason="permissions are a POSIX matter")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A person's folders, empty, and private as the coach makes them."""
    root = tmp_path / "home"
    root.mkdir(mode=0o700)
    monkeypatch.setenv("COACH_HOME", str(root))
    return Home(config=root, data=root, cache=root, state=root / "state")


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


def test_a_damaged_journal_is_a_failure(home: Home) -> None:
    """Damage inside the journal is found as a failure, and the file stays as it is."""
    clock = SystemClock()
    with Journal.open(home.journal, clock) as journal:
        journal.append(new_event("paused", clock, session="s", routine="r", digest="d", data={}))
        page = journal.rows("SELECT rootpage FROM sqlite_schema WHERE name = 'sessions_started'")[0][0]
        size = journal.rows("PRAGMA page_size")[0][0]
    whole = home.journal.read_bytes()
    broken = whole[: (page - 1) * size] + b"\x99" * size + whole[page * size :]
    home.journal.write_bytes(broken)
    finding = doctor.run_check("journal", lambda: checks.journal(home))
    assert (finding.is_ok, finding.is_needed) == (False, True)
    assert "damaged" in finding.found
    assert home.journal.read_bytes() == broken


def test_a_journal_that_works_is_counted(home: Home) -> None:
    """For a working journal the finding says how many sessions came to an end."""
    clock = SystemClock()
    with Journal.open(home.journal, clock) as journal:
        for session in "ab":
            data = {"outcome": "completed"}
            journal.append(
                new_event("session-ended", clock, session=session, routine="r", digest="d", data=data)
            )
    assert checks.journal(home) == Finding(
        "journal", is_ok=True, found=f"{home.journal}, 2 finished sessions"
    )


def test_another_programs_database_is_a_failure(home: Home) -> None:
    """Another program's database in the journal's place is a failure, in the journal's own words."""
    with sqlite3.connect(home.journal) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()
    finding = doctor.run_check("journal", lambda: checks.journal(home))
    assert finding == Finding(
        "journal",
        is_ok=False,
        found="The file where the journal belongs is a database of another program.",
        todo="Move it away, or set COACH_HOME to another folder. Nothing was changed.",
    )


@pytest.mark.real
def test_a_voice_that_does_not_start_is_reported(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """A voice worker that ends at once is reported, with where to read more."""
    command = (sys.executable, "-c", "raise SystemExit(3)")
    monkeypatch.setattr("coach.voice.process.worker_command", lambda: command)
    finding = doctor.run_check("voice", lambda: checks.voice(home))
    assert (finding.what, finding.is_ok, finding.is_needed) == ("voice", False, True)
    assert finding.found.startswith("The speech engine")


def test_the_voice_that_speaks_is_named_with_the_reason(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """The doctor names the natural voice that speaks, why it does, and those before it that cannot."""
    voices = [NaturalVoice(name, home.data / f"{name}.onnx", "en-us") for name in ("joe", "amy")]
    monkeypatch.setattr("coach.voice.natural.candidates", lambda *_: voices)

    def spoken(_home: Home, model: Path) -> tuple[str, float]:
        if model.stem == "joe":
            raise VoiceFault("The speech engine failed: the file of the voice joe is damaged.", hint="Again.")
        return "1.8.0", 1.84

    monkeypatch.setattr(checks, "_spoken_naturally", spoken)
    found = (
        "piper 1.8.0; amy spoke for 1.8 s, the best natural voice of its language; joe cannot speak: "
        "The speech engine failed: the file of the voice joe is damaged."
    )
    assert checks.voice(home) == Finding("voice", is_ok=True, found=found, todo="Again.")


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


@posix
def test_a_folder_that_others_may_enter_is_worth_knowing(tmp_path: Path) -> None:
    """A folder that others may enter is reported with the command that closes it, and is no failure."""
    tmp_path.chmod(0o755)
    assert Folder(tmp_path, "clips").check() == Finding(
        "folder",
        is_ok=False,
        found=f"other users can read {tmp_path} (clips)",
        todo=f"chmod 700 {tmp_path}",
        is_needed=False,
    )


def test_a_folder_that_cannot_be_written_is_a_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that cannot be written, or made where its nearest parent is, is a failure."""
    monkeypatch.setattr(os, "access", lambda path, _: Path(path) != tmp_path)
    finding = Folder(tmp_path / "deep" / "er", "journal").check()
    assert (finding.is_ok, finding.found) == (False, f"{tmp_path} cannot be written (journal)")


def test_every_library_that_we_depend_on_is_looked_for() -> None:
    """The doctor looks for every library of pyproject.toml by the name it is imported under."""
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))
    named = {re.match(r"[\w-]+", line)[0] for line in project["project"]["dependencies"]}  # type: ignore[index]  # always matches
    imported = {
        "desktop-notifier": "desktop_notifier",
        "Jinja2": "jinja2",
        "PyYAML": "yaml",
        "recurring-ical-events": "recurring_ical_events",
    }
    assert set(checks.LIBRARIES) == {imported.get(name, name) for name in named} - {"espeakng-loader"}


def test_a_missing_library_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing library is a failure that names it, with how to install it."""
    monkeypatch.setattr(checks, "LIBRARIES", ("click", "no_such_library"))
    finding = checks.python()
    assert (finding.is_ok, finding.found.split(", ")[1]) == (False, "missing: no_such_library")


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


def test_a_device_is_reported_by_name(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sound library and its devices, or the reason for silence, are reported and never a failure."""
    found = [ProbeResult("PulseAudio", ("Speakers", "Headset")), ProbeResult(reason="no card")]
    monkeypatch.setattr("coach.sound.probe.probe_sound", lambda *_: found.pop(0))
    document = [
        (finding.is_ok, finding.found, finding.is_needed) for finding in map(checks.audio_device, [home] * 2)
    ]
    assert document == [(True, "PulseAudio: Speakers, Headset", False), (False, "no card", False)]
