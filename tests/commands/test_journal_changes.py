"""`coach journal merge` and `coach journal erase`: what they say, ask and answer."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from coach.clock import VirtualClock
from coach.commands.journal import command
from coach.home import Home
from coach.journal.backup import check_and_back_up
from coach.journal.events import new_event
from coach.journal.store import open_journal

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

NOW = datetime.now(UTC)
REACH = "Not erased: copies elsewhere and on other machines, and what the disk keeps of deleted files.\n"


@pytest.fixture
def homes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Home, Home]:
    """One's own home and another, each with three breaks, of one, two and three days ago."""
    found = []
    for name in ("own", "other"):
        root = tmp_path / name
        home = Home(config=root, data=root, cache=root / "clips", state=root / "state")
        for days in (3, 2, 1):
            clock = VirtualClock(NOW - timedelta(days=days))
            with open_journal(home, clock) as journal:
                journal.append(new_event("break", clock, session="", routine="", digest="", data={}))
        found.append(home)
    monkeypatch.setenv("COACH_HOME", str(found[0].data))
    return found[0], found[1]


def run(*arguments: str, answers: str = "") -> Result:
    """Run `coach journal`."""
    return CliRunner().invoke(command, arguments, input=answers, standalone_mode=False)


def test_a_merge_says_what_it_added(homes: tuple[Home, Home]) -> None:
    """The first adds three events, the second finds nothing new; with --json both are the same document."""
    other = str(homes[1].journal)
    assert run("merge", other).output == "3 events added.\n"
    assert run("merge", other).output == "Nothing new.\n"
    expected = {"added": 0, "erased": 0, "damaged": 0, "files": [other]}
    assert json.loads(run("merge", other, "--json").stdout) == expected


def test_nothing_is_erased_without_a_yes(homes: tuple[Home, Home]) -> None:
    """What would be erased is said, and an end of the input is no consent."""
    answer = run("erase", "--last", "36h")
    said = "This would be erased: 1 event.\n  1 break\nErase this for good? [y/N]: \nNothing was erased.\n"
    assert (answer.output, answer.return_value) == (said, 1)
    assert run("erase", "--last", "36h", answers="n\n").return_value == 1
    assert run("verify").output == f"{homes[0].journal}: 3 events, no damage found.\n"


def test_the_copies_are_named_and_asked_about(homes: tuple[Home, Home]) -> None:
    """Saying no to them leaves them, which is said; --yes includes them and asks nothing."""
    clock = VirtualClock(NOW)
    check_and_back_up(homes[0], clock)
    [copy] = homes[0].backups.iterdir()
    answer = run("erase", "--last", "36h", answers="y\nn\n")
    assert answer.output == (
        "This would be erased: 1 event.\n  1 break\nErase this for good? [y/N]: y\n"
        f"Copies of the journal:\n  {copy}\nErase it from these too? [y/N]: n\n"
        f"Erased 1 event from the journal.\nThe copies still have it.\n{REACH}"
    )
    answer = run("erase", "--yes")
    assert answer.output == (
        f"This would be erased: 2 events.\n  2 break\nCopies of the journal:\n  {copy}\n"
        f"Erased 2 events from the journal and 1 copy.\n{REACH}"
    )
    assert answer.return_value == 0
    assert run("verify", str(copy)).output == f"{copy}: 0 events, no damage found.\n"


def test_erasing_where_nothing_matches(homes: tuple[Home, Home]) -> None:
    """Where nothing matches, erasing asks nothing and ends with 1."""
    answer = run("erase", "--kind", "notes")
    assert answer.output == (
        "Nothing in the journal matches; copies of it may still have such events.\nNothing was erased.\n"
    )
    assert answer.return_value == 1
    assert homes[0].journal.exists()


def test_the_daily_care_counts_the_days(homes: tuple[Home, Home], monkeypatch: pytest.MonkeyPatch) -> None:
    """A backup is made and the days are counted for `coach stats`, without a word, also with a bad plan."""
    monkeypatch.setattr("os.nice", lambda _: 0)
    homes[0].plan.write_text("reminders: 7")
    assert run("daily").output == ""
    assert len([*homes[0].backups.iterdir()]) == 1
    assert (homes[0].state / "day-counts.json").exists()
