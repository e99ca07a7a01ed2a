"""A PostgreSQL of Debian's packages in a scratch folder: on a Unix socket, and with TLS on loopback."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg

from coach.home import PACKAGE

if TYPE_CHECKING:
    from collections.abc import Iterator

PROGRAMS = max(Path("/usr/lib/postgresql").glob("*/bin"), default=Path("/nowhere"))
"""Debian's, of the newest release; they are not in PATH."""
OWNER = "owner"
PASSWORD = "Cal%f 7"  # noqa: S105 — of the scratch server
NOBODY = 65534
_SETTINGS = """
listen_addresses = '127.0.0.1'
ssl = on
ssl_cert_file = 'server.crt'
ssl_key_file = 'server.key'
fsync = off
max_connections = 40
"""
_ACCESS = """
local   all all                trust
host    all all 127.0.0.1/32   scram-sha-256
"""


@dataclass(slots=True)
class PostgresServer:
    """A running server. `folder`: with its socket, and `ca.crt`, which vouches for localhost and 0.0.0.0."""

    folder: Path
    port: int
    logins: set[str] = field(default_factory=set)

    @property
    def ca(self) -> Path:
        """The certificate that vouches for the server."""
        return self.folder / "ca.crt"

    def url(self, login: str, database: str = "postgres") -> str:
        """The address of a database by the Unix socket, which asks for no password."""
        return f"postgresql://{login}@/{database}?host={self.folder}&port={self.port}"

    def connect(self, login: str = OWNER, database: str = "postgres") -> psycopg.Connection[tuple[Any, ...]]:
        """A connection with that login, which commits each statement."""
        return psycopg.connect(self.url(login, database), autocommit=True)

    def login(self, name: str, *, role: str = "coach_patient") -> str:
        """A login with that role, made unless it is there; returns its name."""
        if name not in self.logins:
            with closing(self.connect()) as owner:
                owner.execute(f"CREATE ROLE {name} LOGIN PASSWORD '{PASSWORD}' IN ROLE {role}")
            self.logins.add(name)
        return name

    @contextmanager
    def database(self, name: str) -> Iterator[str]:
        """An empty database with the coach's tables, which is dropped at the end."""
        with closing(self.connect()) as owner:
            owner.execute(f"CREATE DATABASE {name}")
            with closing(self.connect(database=name)) as inside:
                inside.execute((PACKAGE / "clinic" / "schema.sql").read_bytes())
            try:
                yield name
            finally:
                owner.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """A server that is stopped and deleted at the end."""
    folder = Path(tempfile.mkdtemp(prefix="coach-pg-"))
    data, as_nobody = folder / "data", _as_nobody()
    try:
        if as_nobody[:1] == ["setpriv"]:
            os.chown(folder, NOBODY, NOBODY)

        def run(*command: str | Path) -> None:
            subprocess.run([*as_nobody, *command], check=True, capture_output=True, timeout=60, cwd=folder)

        initdb = ("-A", "trust", "-U", OWNER, "-E", "UTF8", "--locale=C", "--no-sync")
        run(PROGRAMS / "initdb", "-D", data, *initdb)
        _certify(run, folder)
        port = _free_port()
        _append(
            run, data / "postgresql.conf", f"{_SETTINGS}port = {port}\nunix_socket_directories = '{folder}'\n"
        )
        _append(run, data / "pg_hba.conf", _ACCESS, replace=True)
        run(PROGRAMS / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "start")
        try:
            yield PostgresServer(folder, port)
        finally:
            run(PROGRAMS / "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _as_nobody() -> list[str]:
    """How a program is run that refuses root, as these do."""
    if os.geteuid() != 0:
        return []
    setpriv = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
    works = subprocess.run([*setpriv, "sh", "-c", ": </dev/null"], check=False, capture_output=True)
    # Where /dev is closed to others, as in some containers, root is given another number instead.
    return (
        setpriv
        if works.returncode == 0
        else ["unshare", "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}"]
    )


def _append(run: Any, path: Path, text: str, *, replace: bool = False) -> None:
    run("sh", "-c", 'printf %s "$1" ' + (">" if replace else ">>") + ' "$2"', "sh", text, path)


def _certify(run: Any, folder: Path) -> None:
    """A certificate authority of our own, and a certificate of it for the server."""
    new = ("openssl", "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    run(
        *new,
        "-x509",
        "-days",
        "2",
        "-subj",
        "/CN=Test CA",
        "-keyout",
        folder / "ca.key",
        "-out",
        folder / "ca.crt",
    )
    run(*new, "-subj", "/CN=localhost", "-keyout", folder / "data/server.key", "-out", folder / "request")
    names = "subjectAltName=DNS:localhost,IP:0.0.0.0"
    run("sh", "-c", 'printf %s "$1" > extensions', "sh", names)
    run(
        "openssl", "x509", "-req", "-days", "2", "-in", folder / "request", "-CA", folder / "ca.crt",
        "-CAkey", folder / "ca.key", "-CAcreateserial", "-extfile", "extensions",
        "-out", folder / "data/server.crt",
    )  # fmt: skip
    run("chmod", "600", folder / "data/server.key")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
    return port
