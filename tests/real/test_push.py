"""Pushes to a real PostgreSQL: the command, cut anywhere, from two machines, after erasures, over TLS."""

from __future__ import annotations

import json
import os
import random
import select
import shutil
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from datetime import timedelta
from signal import SIGINT
from typing import TYPE_CHECKING
from uuid import UUID

import psycopg
import pytest
from click.testing import CliRunner

from clinic_pushes import CONSENT, START, event, home_in, ids_in, names_for, push, some_events, write
from coach.clinic.connection import answered
from coach.clinic.consent import TEXT
from coach.clock import SystemClock
from coach.commands.journal import command
from coach.errors import ClinicError
from coach.journal.erase import Selection, erase
from coach.journal.merge import merge_journal
from coach_process import CoachProcess
from postgres_server import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from click.testing import Result

    from coach.home import Home
    from postgres_server import PostgresServer

PATIENTS = int(os.environ.get("COACH_PUSHED_PATIENTS", "10"))
EVENTS = 300


def run(*arguments: str, answers: str = "") -> Result:
    """Run `coach journal push`."""
    return CliRunner().invoke(command, ["push", *arguments], input=answers, standalone_mode=False)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """The person's home, with a journal of three events."""
    monkeypatch.setenv("COACH_HOME", str(tmp_path))
    found = home_in(tmp_path)
    write(found, [event("paused", START, {"step": 1}, routine="desk-neck") for _ in range(3)])
    return found


def there(postgres: PostgresServer, clinic: str) -> set[UUID]:
    """The ids of all events of the clinic."""
    with closing(postgres.connect(database=clinic)) as owner:
        return {one for (one,) in owner.execute("SELECT id FROM coach.event")}


def test_the_command(postgres, clinic, home):
    """The first push says what goes and asks; without a yes nothing goes, later only what is new does."""
    url = postgres.url(postgres.login("anna"), clinic)
    place = f"{postgres.folder}:{postgres.port}/{clinic}"
    asked = (
        f"To: {place}, with the login anna.\nAs: a random id, which is derived from nothing about you.\n"
        "What: 3 events: 0 of notes, 0 of reminders, 3 of sessions; from then on, what is new.\n"
        "Names that are sent, too: desk-neck.\nTitles, texts and file names stay here.\n"
        f"{TEXT}\nDo you agree to that? [y/N]: "
    )
    refused = run("--to", url)
    assert (refused.output, refused.return_value) == (f"{asked}\nNothing was sent.\n", 1)
    assert there(postgres, clinic) == set()
    assert not (home.data / "clinic.json").exists()
    agreed = run("--to", url, answers="y\n")
    sent = f"Sending 3 events to {place}.\n3 events sent; 3 of yours are there now.\n"
    assert (agreed.output, agreed.return_value) == (f"{asked}y\n{sent}", 0)
    assert there(postgres, clinic) == ids_in(home)
    patient = run("--id").output.strip()
    assert (home.data / "clinic.json").stat().st_mode & 0o777 == 0o600
    again = run("--to", url, "--json")
    expected = {"patient": patient, "to": place, "sent": 0, "deleted": 0, "left_out": 0, "there": 3}
    assert json.loads(again.stdout) == expected
    withdrawn = run("--to", url, "--withdraw", answers="y\n")
    assert withdrawn.output == (
        "Delete what was sent, too? [y/N]: y\nYou have withdrawn your consent. 3 events deleted there.\n"
    )
    assert there(postgres, clinic) == set()
    with closing(postgres.connect(database=clinic)) as owner:
        kept = owner.execute("SELECT subjects, since, text_version, withdrawn IS NULL FROM coach.consent")
        assert kept.fetchall() == [(["notes", "reminders", "sessions"], None, 1, False)]
    assert run("--to", url).output.startswith("To: ")


def test_another_choice_is_asked_about(postgres, clinic, home):
    """What was chosen stays chosen; another choice is a new agreement, and sends what it adds."""
    write(home, [event("note", START, {"began": START.isoformat(), "facts": {"cramp": 1}, "places": []})])
    url = postgres.url(postgres.login("berta"), clinic)
    first = run("--to", url, "--kind", "notes", answers="y\n").output
    assert "What: 1 event: 1 of notes; from then on, what is new." in first
    assert run("--to", url).output.endswith("0 events sent; 1 of yours are there now.\n")
    wider = run("--to", url, "--kind", "notes", "--kind", "sessions", answers="y\n").output
    assert wider.endswith("3 events sent; 4 of yours are there now.\n")
    later = run("--to", url, "--since", "2027-01-01", answers="y\n").output
    assert "What: 0 events, written down since" in later
    assert later.endswith("0 events sent; 4 of yours are there now.\n")


@pytest.mark.usefixtures("home")
def test_a_second_machine_needs_the_id(postgres, clinic, tmp_path, monkeypatch):
    """A login writes for one patient: another machine of theirs names the id, anybody else is refused."""
    url = postgres.url(postgres.login("carla"), clinic)
    run("--to", url, answers="y\n")
    patient = run("--id").output.strip()
    monkeypatch.setenv("COACH_HOME", str(tmp_path / "second"))
    write(home_in(tmp_path / "second"), some_events(2, seed=9))
    refused = run("--to", url, answers="y\n").exception
    assert isinstance(refused, ClinicError)
    assert refused.message == f"This login writes for the patient {patient}, and this machine has no id yet."
    joined = run("--to", url, "--as", patient, answers="y\n")
    assert joined.output.endswith("2 events sent; 5 of yours are there now.\n")
    other = run("--to", postgres.url(postgres.login("dora"), clinic), answers="y\n").exception
    assert isinstance(other, ClinicError)
    assert other.message == "Another login uses this id."


class CuttingProxy:
    """Passes bytes on to a server, and cuts every connection after so many of them."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = self._server.getsockname()[1]
        self.left = 0
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._server.accept()
                threading.Thread(target=self._pass_on, args=(client,), daemon=True).start()

    def _pass_on(self, client: socket.socket) -> None:
        with client, socket.create_connection(("127.0.0.1", self._port)) as server, suppress(OSError):
            while True:
                ready, _, _ = select.select([client, server], [], [])
                for one in ready:
                    content = one.recv(4096)
                    some = content[: max(self.left, 0)]
                    self.left -= len(content)
                    (server if one is client else client).sendall(some)
                    if not content or self.left <= 0:
                        return

    def close(self) -> None:
        """Accept no more."""
        self._server.close()


@contextmanager
def cutting(port: int) -> Iterator[CuttingProxy]:
    """A proxy for that port."""
    proxy = CuttingProxy(port)
    try:
        yield proxy
    finally:
        proxy.close()


def test_patients_whose_connections_are_cut(postgres, clinic, tmp_path, monkeypatch):
    """Cut after any byte, pushed again: each patient's events are there once, and no others."""
    monkeypatch.setattr("coach.clinic.push.BATCH", 40)
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    chance = random.Random(4)  # noqa: S311 — the same cuts each time
    cuts = 0
    with cutting(postgres.port) as proxy:
        for number in range(PATIENTS):
            home, names = home_in(tmp_path / str(number)), names_for()
            write(home, some_events(EVENTS, seed=number))
            login = postgres.login(f"cut{number}")
            url = f"postgresql://{login}@localhost:{proxy.port}/{clinic}"
            sent = []
            for attempt in range(60):
                proxy.left = chance.randrange(1_000, 60_000 + 30_000 * attempt)
                try:
                    sent.append(push(url, home, names))
                    break
                except ClinicError:
                    cuts += 1
            assert sent
            [own] = closing_rows(
                postgres, login, clinic, "SELECT count(*), count(DISTINCT id) FROM coach.event"
            )
            assert own == (EVENTS, EVENTS)
            assert {
                one for (one,) in closing_rows(postgres, login, clinic, "SELECT id FROM coach.event")
            } == ids_in(home)
    with closing(postgres.connect(database=clinic)) as owner:
        counts = owner.execute("SELECT count(*) FROM coach.event GROUP BY patient").fetchall()
    assert counts == [(EVENTS,)] * PATIENTS
    assert cuts > PATIENTS / 2


def waiting_for_locks(postgres: PostgresServer, clinic: str) -> int:
    """How many processes of the server wait for a lock in that database."""
    query = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = %s"
    with closing(postgres.connect()) as owner:
        [[number]] = owner.execute(query, (clinic,))
    return number


def test_ctrl_c_in_the_middle_of_a_push(postgres, clinic, home):
    """It ends at once, with 130 and no traceback; nothing is there by halves, and the next push sends all."""
    url = postgres.url(postgres.login("carla"), clinic)
    assert run("--to", url, answers="y\n").return_value == 0
    before = there(postgres, clinic)
    write(home, some_events(EVENTS))
    with closing(postgres.connect(database=clinic)) as owner, owner.transaction():
        owner.execute("LOCK TABLE coach.event")  # so that its batch is under way until this is released
        with CoachProcess(home.data, "journal", "push", "--to", url) as pushing:
            pushing.wait_for("Sending ")
            deadline = time.monotonic() + 20
            while not waiting_for_locks(postgres, clinic):
                assert time.monotonic() < deadline
                time.sleep(0.05)
            pushing.signal(SIGINT)
            assert pushing.finish() == 130
            assert [line for _, line in pushing.errors if "Traceback" in line] == []
        assert waiting_for_locks(postgres, clinic) == 0
    assert there(postgres, clinic) == before
    assert run("--to", url).return_value == 0
    assert there(postgres, clinic) == ids_in(home)


def closing_rows(postgres, login, clinic, query):
    """All rows of that query, as that login sees them."""
    with closing(postgres.connect(login, clinic)) as connection:
        return connection.execute(query).fetchall()


def test_a_batch_that_was_committed_is_not_sent_again(postgres, clinic, tmp_path, monkeypatch):
    """After a cut the next push begins behind the last whole batch."""
    monkeypatch.setattr("coach.clinic.push.BATCH", 10)
    home, names = home_in(tmp_path), names_for()
    write(home, some_events(35))
    url = postgres.url(postgres.login("erna"), clinic)
    push(url, home, names)
    with closing(postgres.connect(database=clinic)) as owner:
        owner.execute("DELETE FROM coach.event")
    write(home, some_events(5, seed=3))
    assert (push(url, home, names).sent, push(url, home, names).sent) == (5, 0)


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
    assert there(postgres, clinic) == ids_in(one) == ids_in(other)


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
    assert there(postgres, clinic) == set.union(*map(ids_in, homes))


def test_what_was_erased_is_deleted_and_stays_away(postgres, clinic, tmp_path):
    """The next push deletes it, and neither another machine nor an older copy brings it back."""
    url = postgres.url(postgres.login("gerda"), clinic)
    one, other = home_in(tmp_path / "one"), home_in(tmp_path / "other")
    names = names_for()
    second = names_for(names.patient)
    write(one, some_events(40, seed=1))
    shutil.copytree(one.data, other.data)
    assert push(url, one, names).there == 40
    count = erase(one, Selection(subject="notes"), SystemClock(), copies=()).events
    assert 0 < count < 40
    result = push(url, one, names)
    assert (result.sent, result.deleted, result.there) == (0, count, 40 - count)
    result = push(url, other, second)
    assert (result.sent, result.deleted, result.there) == (0, 0, 40 - count)
    assert there(postgres, clinic) == ids_in(one)


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


def test_no_push_after_the_consent_was_withdrawn_elsewhere(postgres, clinic, home):
    """The database takes nothing while no consent stands, and the command asks again."""
    login = postgres.login("ida")
    url = postgres.url(login, clinic)
    run("--to", url, answers="y\n")
    with closing(postgres.connect(login, clinic)) as own:
        own.execute("UPDATE coach.consent SET withdrawn = now()")
    write(home, some_events(4, seed=5))
    asked = run("--to", url)
    assert "Do you agree to that?" in asked.output
    assert asked.return_value == 1
    assert len(there(postgres, clinic)) == 3
    names = names_for(UUID(run("--id").output.strip()))
    with closing(postgres.connect(database=clinic)) as owner:
        owner.execute("UPDATE coach.consent SET id = %s", (UUID(hex=CONSENT.id),))
    with pytest.raises(ClinicError, match="while their consent stands"):
        push(url, home, names)
    assert run("--to", url, answers="y\n").output.endswith("4 events sent; 7 of yours are there now.\n")


@pytest.mark.usefixtures("home")
def test_tls_elsewhere(postgres, clinic, monkeypatch):
    """Over a network only with a certificate that a known authority gave for that name."""
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    monkeypatch.setenv("PGSSLMODE", "disable")
    monkeypatch.setenv("SSL_CERT_FILE", "/dev/null")
    login = postgres.login("jana")
    elsewhere = f"postgresql://{login}@0.0.0.0:{postgres.port}/{clinic}"
    unknown = run("--to", elsewhere).exception
    assert isinstance(unknown, ClinicError)
    assert "certificate verify failed" in unknown.message
    assert unknown.hint == "Nothing was sent."
    assert run("--to", f"{elsewhere}?sslrootcert={postgres.ca}", answers="y\n").return_value == 0
    wrong = f"postgresql://{login}@127.0.0.1:{postgres.port}/{clinic}?sslmode=verify-full&sslrootcert={postgres.ca}"
    other_name = run("--to", wrong).exception
    assert isinstance(other_name, ClinicError)
    assert "does not match host name" in other_name.message
    monkeypatch.setenv("SSL_CERT_FILE", str(postgres.ca))
    assert run("--to", elsewhere).return_value == 0


@pytest.mark.usefixtures("home")
def test_a_server_without_tls_learns_nothing():
    """One that refuses TLS is left before login or password are sent."""
    received = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            client, _ = server.accept()
            with client:
                received.append(client.recv(4096))
                client.sendall(b"N")
                received.append(client.recv(4096))

        thread = threading.Thread(target=serve)
        thread.start()
        port = server.getsockname()[1]
        failed = run("--to", f"postgresql://kaethe:s3cret@0.0.0.0:{port}/coach").exception
        thread.join(10)
    assert isinstance(failed, ClinicError)
    assert "does not support SSL" in failed.message
    assert received == [b"\x00\x00\x00\x08\x04\xd2\x16\x2f", b""]


@pytest.mark.usefixtures("home")
def test_the_password_is_never_shown(postgres, clinic):
    """A wrong one is in no message; one in the address is warned of, and one that is needed is asked for."""
    login = postgres.login("lena")
    target = f"localhost:{postgres.port}/{clinic}"
    wrong = run("--to", f"postgresql://{login}:s3cretW0rd@{target}")
    assert isinstance(wrong.exception, ClinicError)
    assert "password authentication failed" in wrong.exception.message
    assert "s3cretW0rd" not in f"{wrong.output}{wrong.exception}{wrong.exception.__context__ and ''}"
    assert wrong.output == (
        "While this runs, others on this machine can read a password in a command line;"
        " keep it in ~/.pgpass instead.\n"
    )
    missing = run("--to", f"postgresql://{login}@{target}").exception
    assert isinstance(missing, ClinicError)
    assert (missing.message, missing.hint) == ("The server asks for a password.", "Keep it in ~/.pgpass.")


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    "address", ["postgresql://a:s3cret x@h/d", "postgresql://a:s3cret%zz@h/d", "mysql://a:s3cret@h"]
)
def test_an_address_that_cannot_be_read_is_not_quoted(address):
    """It may hold a password."""
    failed = run("--to", address).exception
    assert isinstance(failed, ClinicError)
    assert "s3cret" not in str(failed)


@pytest.mark.usefixtures("home")
def test_the_environment_of_postgresql_counts(postgres, clinic, tmp_path, monkeypatch):
    """A service file and a password file lead to the server; PGHOSTADDR elsewhere does not mislead."""
    login = postgres.login("mona")
    (tmp_path / "service").write_text(
        f"[clinic]\nhost=localhost\nport={postgres.port}\nuser={login}\ndbname={clinic}\n"
    )
    (tmp_path / "pass").write_text(f"*:*:*:{login}:{PASSWORD}\n")
    (tmp_path / "pass").chmod(0o600)
    monkeypatch.setenv("PGSERVICEFILE", str(tmp_path / "service"))
    monkeypatch.setenv("PGSERVICE", "clinic")
    monkeypatch.setenv("PGPASSFILE", str(tmp_path / "pass"))
    assert run("--to", "postgresql://", answers="y\n").output.endswith("3 of yours are there now.\n")
    monkeypatch.setenv("PGHOSTADDR", "203.0.113.9")
    assert run("--to", "postgresql://localhost").output.endswith("3 of yours are there now.\n")
    assert run("--to", postgres.url(login, clinic), answers="n\n").output.startswith(f"To: {postgres.folder}")


@pytest.mark.usefixtures("home")
def test_a_database_that_cannot_be_used(postgres, clinic):
    """Without tables, with others, or with a login that is no patient's: each in a sentence."""
    login = postgres.login("nora")
    bare = run("--to", postgres.url(login)).exception
    assert isinstance(bare, ClinicError)
    assert bare.message == "That database has no tables of the coach."
    with closing(postgres.connect()) as owner:
        owner.execute("CREATE ROLE stranger LOGIN")
    stranger = run("--to", postgres.url("stranger", clinic)).exception
    assert isinstance(stranger, ClinicError)
    assert stranger.message == "This login may not use the coach's tables."
    with closing(postgres.connect(database=clinic)) as owner:
        owner.execute("UPDATE coach.format SET version = 2")
        owner.execute("DROP ROLE stranger")
    newer = run("--to", postgres.url(login, clinic)).exception
    assert isinstance(newer, ClinicError)
    assert newer.message == "The tables there have format 2, and this coach writes format 1."
    assert newer.hint == "Update the coach."


def test_a_silent_server_is_given_up(postgres):
    """After the deadline the connection is cut from this side."""
    connection = postgres.connect()
    with closing(connection), pytest.raises(psycopg.OperationalError), answered(connection, 0.2):
        connection.execute("SELECT pg_sleep(30)")


def test_damage_is_left_out_and_counted(postgres, clinic, home):
    """What is not as it was written does not go."""
    import sqlite3

    with closing(sqlite3.connect(home.journal)) as connection, connection:
        connection.execute("DROP TRIGGER events_refuse_update")
        connection.execute("UPDATE events SET data = '{\"step\": 99}' WHERE seq = 2")
    result = push(postgres.url(postgres.login("olga"), clinic), home, names_for())
    assert (result.sent, result.left_out, result.there) == (2, 1, 2)


def test_the_schema_is_printed_for_the_administrator():
    """What `--schema` prints is what the tests above run with."""
    printed = run("--schema").output
    assert printed.startswith("-- The coach's tables in a clinic's PostgreSQL")
    assert printed.endswith("COMMIT;\n")


def test_since(postgres, clinic, tmp_path):
    """Only what was written down from then on goes."""
    from dataclasses import replace

    from coach.clinic.consent import Selection as Chosen

    home = home_in(tmp_path)
    write(home, some_events(60))
    consent = replace(CONSENT, selection=Chosen(since=START + timedelta(minutes=50)))
    assert push(postgres.url(postgres.login("paula"), clinic), home, names_for(), consent).there == 10
