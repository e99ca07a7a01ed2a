"""Pushes to a real PostgreSQL: the command, from two machines, and after erasures."""

from __future__ import annotations

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from uuid import UUID

import pytest

from clinic_pushes import (
    CONSENT,
    START,
    event,
    events_there,
    home_in,
    ids_in,
    names_for,
    push,
    run_push,
    some_events,
    write,
)
from coach.clinic.consent import TEXT
from coach.clock import SystemClock
from coach.errors import ClinicError
from coach.journal.erase import EraseSelection, erase
from coach.journal.merge import merge_journal


def test_the_command(postgres, clinic, patient_home):
    """The first push says what goes and asks; without a yes nothing goes, later only what is new does."""
    url = postgres.url(postgres.login("anna"), clinic)
    place = f"{postgres.folder}:{postgres.port}/{clinic}"
    asked = (
        f"To: {place}, with the login anna.\nAs: a random id, which is derived from nothing about you.\n"
        "What: 3 events: 0 of notes, 0 of reminders, 3 of sessions; from then on, what is new.\n"
        "Names that are sent, too: desk-neck.\nTitles, texts and file names stay here.\n"
        f"{TEXT}\nDo you agree to that? [y/N]: "
    )
    refused = run_push("--to", url)
    assert (refused.output, refused.return_value) == (f"{asked}\nNothing was sent.\n", 1)
    assert events_there(postgres, clinic) == set()
    assert not (patient_home.data / "clinic.json").exists()
    agreed = run_push("--to", url, answers="y\n")
    sent = f"Sending 3 events to {place}.\n3 events sent; 3 of yours are there now.\n"
    assert (agreed.output, agreed.return_value) == (f"{asked}y\n{sent}", 0)
    assert events_there(postgres, clinic) == ids_in(patient_home)
    patient = run_push("--id").output.strip()
    assert (patient_home.data / "clinic.json").stat().st_mode & 0o777 == 0o600
    again = run_push("--to", url, "--json")
    expected = {"patient": patient, "to": place, "sent": 0, "deleted": 0, "left_out": 0, "there": 3}
    assert json.loads(again.stdout) == expected
    withdrawn = run_push("--to", url, "--withdraw", answers="y\n")
    assert withdrawn.output == (
        "Delete what was sent, too? [y/N]: y\nYou have withdrawn your consent. 3 events deleted there.\n"
    )
    assert events_there(postgres, clinic) == set()
    with closing(postgres.connect(database=clinic)) as owner:
        kept = owner.execute("SELECT subjects, since, text_version, withdrawn IS NULL FROM coach.consent")
        assert kept.fetchall() == [(["notes", "reminders", "sessions"], None, 1, False)]
    assert run_push("--to", url).output.startswith("To: ")


def test_another_choice_is_asked_about(postgres, clinic, patient_home):
    """What was chosen stays chosen; another choice is a new agreement, and sends what it adds."""
    write(
        patient_home,
        [event("note", START, {"began": START.isoformat(), "facts": {"cramp": 1}, "places": []})],
    )
    url = postgres.url(postgres.login("berta"), clinic)
    first = run_push("--to", url, "--kind", "notes", answers="y\n").output
    assert "What: 1 event: 1 of notes; from then on, what is new." in first
    assert run_push("--to", url).output.endswith("0 events sent; 1 of yours are there now.\n")
    wider = run_push("--to", url, "--kind", "notes", "--kind", "sessions", answers="y\n").output
    assert wider.endswith("3 events sent; 4 of yours are there now.\n")
    later = run_push("--to", url, "--since", "2027-01-01", answers="y\n").output
    assert "What: 0 events, written down since" in later
    assert later.endswith("0 events sent; 4 of yours are there now.\n")


@pytest.mark.usefixtures("patient_home")
def test_a_second_machine_needs_the_id(postgres, clinic, tmp_path, monkeypatch):
    """A login writes for one patient: another machine of theirs names the id, anybody else is refused."""
    url = postgres.url(postgres.login("carla"), clinic)
    run_push("--to", url, answers="y\n")
    patient = run_push("--id").output.strip()
    monkeypatch.setenv("COACH_HOME", str(tmp_path / "second"))
    write(home_in(tmp_path / "second"), some_events(2, seed=9))
    refused = run_push("--to", url, answers="y\n").exception
    assert isinstance(refused, ClinicError)
    assert refused.message == f"This login writes for the patient {patient}, and this machine has no id yet."
    joined = run_push("--to", url, "--as", patient, answers="y\n")
    assert joined.output.endswith("2 events sent; 5 of yours are there now.\n")
    other = run_push("--to", postgres.url(postgres.login("dora"), clinic), answers="y\n").exception
    assert isinstance(other, ClinicError)
    assert other.message == "Another login uses this id."


def test_two_machines_give_the_union(postgres, clinic, tmp_path):
    """Whoever pushes first, before and after merging, each event of both journals is there once."""
    url = postgres.url(postgres.login("frida"), clinic)
    one, other = home_in(tmp_path / "one"), home_in(tmp_path / "other")
    names = names_for()
    second = names_for(names.patient)
    write(one, some_events(20, seed=1))
    write(other, some_events(30, seed=2))
    assert push(url, one, names).there == 20
    assert push(url, other, second).there == 50
    for home, source in ((one, other), (other, one)):
        merge_journal(home, source.journal, SystemClock())
    assert [push(url, home, ids).sent for home, ids in ((one, names), (other, second))] == [0, 0]
    assert events_there(postgres, clinic) == ids_in(one) == ids_in(other)


def test_two_machines_at_once(postgres, clinic, tmp_path, monkeypatch):
    """The first pushes of both, batch by batch in turns, give the union too."""
    monkeypatch.setattr("coach.clinic.push.BATCH", 20)
    url = postgres.url(postgres.login("greta"), clinic)
    names = names_for()
    homes = [home_in(tmp_path / str(number)) for number in range(3)]
    for number, home in enumerate(homes):
        write(home, some_events(150, seed=number))
    with ThreadPoolExecutor(3) as pool:
        pushes = [pool.submit(push, url, home, names_for(names.patient)) for home in homes]
        sent = [each.result().sent for each in pushes]
    assert sent == [150] * 3
    assert events_there(postgres, clinic) == set.union(*map(ids_in, homes))


def test_what_was_erased_is_deleted_and_stays_away(postgres, clinic, tmp_path):
    """The next push deletes it, and neither another machine nor an older copy brings it back."""
    url = postgres.url(postgres.login("gerda"), clinic)
    one, other = home_in(tmp_path / "one"), home_in(tmp_path / "other")
    names = names_for()
    second = names_for(names.patient)
    write(one, some_events(40, seed=1))
    shutil.copytree(one.data, other.data)
    assert push(url, one, names).there == 40
    count = erase(one, EraseSelection(subject="notes"), SystemClock(), copies=()).events
    assert 0 < count < 40
    result = push(url, one, names)
    assert (result.sent, result.deleted, result.there) == (0, count, 40 - count)
    result = push(url, other, second)
    assert (result.sent, result.deleted, result.there) == (0, 0, 40 - count)
    assert events_there(postgres, clinic) == ids_in(one)


def test_an_older_copy_that_went_on_sends_everything(postgres, clinic, tmp_path):
    """Two copies of one home that went on apart, also under the same ids, lose nothing of either."""
    url = postgres.url(postgres.login("hanna"), clinic)
    one, other = home_in(tmp_path / "one"), home_in(tmp_path / "other")
    names = names_for()
    write(one, some_events(10, seed=1))
    shutil.copytree(one.data, other.data)
    write(one, some_events(7, seed=2))
    push(url, one, names)
    write(other, some_events(9, seed=3))
    assert push(url, other, names).there == 26
    assert push(url, one, names).there == 26


def test_no_push_after_the_consent_was_withdrawn_elsewhere(postgres, clinic, patient_home):
    """The database takes nothing while no consent stands, and the command asks again."""
    login = postgres.login("ida")
    url = postgres.url(login, clinic)
    run_push("--to", url, answers="y\n")
    with closing(postgres.connect(login, clinic)) as own:
        own.execute("UPDATE coach.consent SET withdrawn = now()")
    write(patient_home, some_events(4, seed=5))
    asked = run_push("--to", url)
    assert "Do you agree to that?" in asked.output
    assert asked.return_value == 1
    assert len(events_there(postgres, clinic)) == 3
    names = names_for(UUID(run_push("--id").output.strip()))
    with closing(postgres.connect(database=clinic)) as owner:
        owner.execute("UPDATE coach.consent SET id = %s", (UUID(hex=CONSENT.id),))
    with pytest.raises(ClinicError, match="while their consent stands"):
        push(url, patient_home, names)
    assert run_push("--to", url, answers="y\n").output.endswith("4 events sent; 7 of yours are there now.\n")


def test_damage_is_left_out_and_counted(postgres, clinic, patient_home):
    """What is not as it was written does not go."""
    import sqlite3

    with closing(sqlite3.connect(patient_home.journal)) as connection, connection:
        connection.execute("DROP TRIGGER events_refuse_update")
        connection.execute("UPDATE events SET data = '{\"step\": 99}' WHERE seq = 2")
    result = push(postgres.url(postgres.login("olga"), clinic), patient_home, names_for())
    assert (result.sent, result.left_out, result.there) == (2, 1, 2)


def test_the_schema_is_printed_for_the_administrator():
    """What `--schema` prints is what the tests above run with."""
    printed = run_push("--schema").output
    assert printed.startswith("-- The coach's tables in a clinic's PostgreSQL")
    assert printed.endswith("COMMIT;\n")


def test_since(postgres, clinic, tmp_path):
    """With --since only what was written down from then on goes."""
    from dataclasses import replace

    from coach.clinic.consent import PushSelection

    home = home_in(tmp_path)
    write(home, some_events(60))
    consent = replace(CONSENT, selection=PushSelection(since=START + timedelta(minutes=50)))
    assert push(postgres.url(postgres.login("paula"), clinic), home, names_for(), consent).there == 10
