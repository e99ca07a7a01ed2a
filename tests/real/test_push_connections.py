"""The way to PostgreSQL: cut anywhere, over TLS, with and without what the surroundings say."""

from __future__ import annotations

import os
import random
import select
import socket
import threading
import time
from contextlib import closing, contextmanager, suppress
from signal import SIGINT
from typing import TYPE_CHECKING

import psycopg
import pytest

from clinic_pushes import (
    events_there,
    home_in,
    ids_in,
    names_for,
    push,
    run_push,
    some_events,
    write,
)
from coach.clinic.connection import answered
from coach.errors import ClinicError
from coach_process import CoachProcess
from postgres_server import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postgres_server import PostgresServer

PATIENTS = int(os.environ.get("COACH_PUSHED_PATIENTS", "10"))
EVENTS = 300


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


def test_ctrl_c_in_the_middle_of_a_push(postgres, clinic, patient_home):
    """Ctrl-C ends a push at once with 130 and no half event; the next push sends all."""
    url = postgres.url(postgres.login("carla"), clinic)
    assert run_push("--to", url, answers="y\n").return_value == 0
    before = events_there(postgres, clinic)
    write(patient_home, some_events(EVENTS))
    with closing(postgres.connect(database=clinic)) as owner, owner.transaction():
        owner.execute("LOCK TABLE coach.event")  # so that its batch is under way until this is released
        with CoachProcess(patient_home.data, "journal", "push", "--to", url) as pushing:
            pushing.wait_for("Sending ")
            deadline = time.monotonic() + 20
            while not waiting_for_locks(postgres, clinic):
                assert time.monotonic() < deadline
                time.sleep(0.05)
            pushing.signal(SIGINT)
            assert pushing.finish() == 130
            assert [line for _, line in pushing.errors if "Traceback" in line] == []
        assert waiting_for_locks(postgres, clinic) == 0
    assert events_there(postgres, clinic) == before
    assert run_push("--to", url).return_value == 0
    assert events_there(postgres, clinic) == ids_in(patient_home)


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


@pytest.mark.usefixtures("patient_home")
def test_tls_elsewhere(postgres, clinic, monkeypatch):
    """Over a network only with a certificate that a known authority gave for that name."""
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    monkeypatch.setenv("PGSSLMODE", "disable")
    monkeypatch.setenv("SSL_CERT_FILE", "/dev/null")
    login = postgres.login("jana")
    elsewhere = f"postgresql://{login}@0.0.0.0:{postgres.port}/{clinic}"
    unknown = run_push("--to", elsewhere).exception
    assert isinstance(unknown, ClinicError)
    assert "certificate verify failed" in unknown.message
    assert unknown.hint == "Nothing was sent."
    assert run_push("--to", f"{elsewhere}?sslrootcert={postgres.ca}", answers="y\n").return_value == 0
    wrong = f"postgresql://{login}@127.0.0.1:{postgres.port}/{clinic}?sslmode=verify-full&sslrootcert={postgres.ca}"
    other_name = run_push("--to", wrong).exception
    assert isinstance(other_name, ClinicError)
    assert "does not match host name" in other_name.message
    monkeypatch.setenv("SSL_CERT_FILE", str(postgres.ca))
    assert run_push("--to", elsewhere).return_value == 0


@pytest.mark.usefixtures("patient_home")
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
        failed = run_push("--to", f"postgresql://kaethe:s3cret@0.0.0.0:{port}/coach").exception
        thread.join(10)
    assert isinstance(failed, ClinicError)
    assert "does not support SSL" in failed.message
    assert received == [b"\x00\x00\x00\x08\x04\xd2\x16\x2f", b""]


@pytest.mark.usefixtures("patient_home")
def test_the_password_is_never_shown(postgres, clinic):
    """A wrong one is in no message; one in the address is warned of, and one that is needed is asked for."""
    login = postgres.login("lena")
    target = f"localhost:{postgres.port}/{clinic}"
    wrong = run_push("--to", f"postgresql://{login}:s3cretW0rd@{target}")
    assert isinstance(wrong.exception, ClinicError)
    assert "password authentication failed" in wrong.exception.message
    assert "s3cretW0rd" not in f"{wrong.output}{wrong.exception}{wrong.exception.__context__ and ''}"
    assert wrong.output == (
        "While this runs, others on this machine can read a password in a command line;"
        " keep it in ~/.pgpass instead.\n"
    )
    missing = run_push("--to", f"postgresql://{login}@{target}").exception
    assert isinstance(missing, ClinicError)
    assert (missing.message, missing.hint) == ("The server asks for a password.", "Keep it in ~/.pgpass.")


@pytest.mark.usefixtures("patient_home")
@pytest.mark.parametrize(
    "address", ["postgresql://a:s3cret x@h/d", "postgresql://a:s3cret%zz@h/d", "mysql://a:s3cret@h"]
)
def test_an_address_that_cannot_be_read_is_not_quoted(address):
    """An address that cannot be read is not quoted, as it may hold a password."""
    failed = run_push("--to", address).exception
    assert isinstance(failed, ClinicError)
    assert "s3cret" not in str(failed)


@pytest.mark.usefixtures("patient_home")
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
    assert run_push("--to", "postgresql://", answers="y\n").output.endswith("3 of yours are there now.\n")
    monkeypatch.setenv("PGHOSTADDR", "203.0.113.9")
    assert run_push("--to", "postgresql://localhost").output.endswith("3 of yours are there now.\n")
    assert run_push("--to", postgres.url(login, clinic), answers="n\n").output.startswith(
        f"To: {postgres.folder}"
    )


@pytest.mark.usefixtures("patient_home")
def test_a_database_that_cannot_be_used(postgres, clinic):
    """Without tables, with others, or with a login that is no patient's: each in a sentence."""
    login = postgres.login("nora")
    bare = run_push("--to", postgres.url(login)).exception
    assert isinstance(bare, ClinicError)
    assert bare.message == "That database has no tables of the coach."
    with closing(postgres.connect()) as owner:
        owner.execute("CREATE ROLE stranger LOGIN")
    stranger = run_push("--to", postgres.url("stranger", clinic)).exception
    assert isinstance(stranger, ClinicError)
    assert stranger.message == "This login may not use the coach's tables."
    with closing(postgres.connect(database=clinic)) as owner:
        owner.execute("UPDATE coach.format SET version = 2")
        owner.execute("DROP ROLE stranger")
    newer = run_push("--to", postgres.url(login, clinic)).exception
    assert isinstance(newer, ClinicError)
    assert newer.message == "The tables there have format 2, and this coach writes format 1."
    assert newer.hint == "Update the coach."


def test_a_silent_server_is_given_up(postgres):
    """After the deadline the connection is cut from this side."""
    connection = postgres.connect()
    with closing(connection), pytest.raises(psycopg.OperationalError), answered(connection, 0.2):
        connection.execute("SELECT pg_sleep(30)")
