"""What the checks of `coach doctor` find: journal, voice, folders, libraries and device."""

from __future__ import annotations

import os
import re
import sqlite3
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from coach.clock import SystemClock
from coach.commands import doctor
from coach.commands import doctor_checks as checks
from coach.commands.doctor_checks import Finding, Folder
from coach.journal.events import new_event
from coach.journal.store import Journal
from coach.sound.probe import ProbeResult
from coach.voice.natural import NaturalVoice
from coach.voice.voice import VoiceFault

if TYPE_CHECKING:
    from coach.home import Home

posix = pytest.mark.skipif(os.name != "posix", reason="permissions are a POSIX matter")


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


def test_a_device_is_reported_by_name(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sound library and its devices, or the reason for silence, are reported and never a failure."""
    found = [ProbeResult("PulseAudio", ("Speakers", "Headset")), ProbeResult(reason="no card")]
    monkeypatch.setattr("coach.sound.probe.probe_sound", lambda *_: found.pop(0))
    document = [
        (finding.is_ok, finding.found, finding.is_needed) for finding in map(checks.audio_device, [home] * 2)
    ]
    assert document == [(True, "PulseAudio: Speakers, Headset", False), (False, "no card", False)]
