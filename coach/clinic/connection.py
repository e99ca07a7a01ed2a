"""A connection to a clinic's database: psycopg, an extra, with errors in words and a deadline for answers."""

from __future__ import annotations

import os
import socket
import ssl
import threading
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coach.clinic.address import Address, settled
from coach.errors import ClinicError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import psycopg

FORMAT = 1
"""The format of the tables in `schema.sql`."""
STATEMENT_SECONDS = 120
"""A batch takes a tenth of a second; the rest is for waiting behind another machine of the same patient."""
ANSWER_SECONDS = 150
"""After this time without an answer the connection is given up, even where the network keeps it open."""
AGAIN = "What is there stays there; push again, and it goes on from there."
_INSTALL = "pip install 'stretch-coach[clinic]'"
_ADMINISTRATOR = "Its administrator prepares it with what `coach journal push --schema` prints."


class NeedsPassword(ClinicError):
    """The server asks for a password, and none is known."""


def address_from(url: str) -> Address:
    """How to connect to that address, with what the environment and a service file add to it.

    Raises `ClinicError`; its text never quotes the address, which may hold a password.
    """
    psycopg = _psycopg()
    from psycopg import conninfo, pq  # noqa: PLC0415 — an extra, found by now

    if not url.startswith(("postgresql://", "postgres://")):
        raise ClinicError(
            "The address must begin with postgresql://.", hint="postgresql://LOGIN@HOST/DATABASE"
        )
    try:
        written = conninfo.conninfo_to_dict(url)
    except psycopg.Error:
        raise ClinicError(
            "The address cannot be read.",
            hint="It looks like postgresql://LOGIN@HOST/DATABASE; % and a space in it are %25 and %20.",
        ) from None
    surroundings = {
        option.keyword.decode(): option.val.decode("utf-8", "surrogateescape")
        for option in pq.Conninfo.get_defaults()
        if option.val is not None
    }
    has_own_roots = (Path.home() / ".postgresql" / "root.crt").exists()
    texts = {name: str(value) for name, value in written.items() if value is not None}
    return settled(texts, surroundings, libpq=pq.version(), has_own_roots=has_own_roots)


def has_password(url: str) -> bool:
    """Whether that address, which can be read, holds a password."""
    from psycopg import conninfo  # noqa: PLC0415 — an extra

    return bool(conninfo.conninfo_to_dict(url).get("password"))


def place_of(connection: psycopg.Connection) -> str:
    """The database as host, port and name."""
    info = connection.info
    return f"{info.host or 'localhost'}:{info.port}/{info.dbname}"


def login_of(connection: psycopg.Connection) -> str:
    """The login with which it is used."""
    return connection.info.user


def _psycopg() -> Any:  # noqa: ANN401 — the module
    try:
        import psycopg  # noqa: PLC0415 — an extra
    except ImportError:
        raise ClinicError(
            "Sending to a clinic needs psycopg, which is not installed.", hint=f"Install it: {_INSTALL}"
        ) from None
    return psycopg


@contextmanager
def connected(address: Address, *, password: str | None = None) -> Iterator[psycopg.Connection]:
    """A connection to that database, which has the coach's tables; closed at the end.

    `password`: of a person who was asked for it. Raises `ClinicError`, also for whatever the database says
    in the block; `NeedsPassword` if it asks for a password and there is none.
    """
    psycopg = _psycopg()
    if address.parameters.get("sslrootcert") == "system":
        _name_system_certificates()
    parameters: dict[str, Any] = {**address.parameters, "application_name": "coach"}
    if password is not None:
        parameters["password"] = password
    try:
        connection = psycopg.connect(**parameters, autocommit=True, prepare_threshold=None)
    except psycopg.Error as error:
        if password is None and getattr(error.pgconn, "needs_password", False):
            raise NeedsPassword("The server asks for a password.", hint="Keep it in ~/.pgpass.") from None
        text = address.without_password(str(error))
        raise ClinicError(
            f"The clinic's database cannot be reached: {_first_line(text)}", hint="Nothing was sent."
        ) from None
    try:
        with _in_words(psycopg, address):
            _check(connection, address)
            yield connection
    finally:
        connection.close()


@contextmanager
def answered(connection: psycopg.Connection, seconds: float = ANSWER_SECONDS) -> Iterator[None]:
    """Give the connection up if the block takes longer than that many seconds."""
    with socket.fromfd(connection.pgconn.socket, socket.AF_INET, socket.SOCK_STREAM) as handle:
        timer = threading.Timer(seconds, _give_up, (handle,))
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()


def _give_up(handle: socket.socket) -> None:
    with suppress(OSError):  # it was closed meanwhile
        handle.shutdown(socket.SHUT_RDWR)


def _check(connection: psycopg.Connection, address: Address) -> None:
    """Raise `ClinicError` unless it is protected, and the tables are of this format."""
    from psycopg import errors  # noqa: PLC0415 — an extra

    if not (address.is_local or connection.pgconn.ssl_in_use):
        raise ClinicError("The connection is not encrypted.", hint="Nothing was sent.")
    try:
        with answered(connection):
            connection.execute(f"SET statement_timeout = '{STATEMENT_SECONDS}s'")
            found = connection.execute("SELECT version FROM coach.format").fetchone()
    except (errors.UndefinedTable, errors.InvalidSchemaName):
        raise ClinicError("That database has no tables of the coach.", hint=_ADMINISTRATOR) from None
    except errors.InsufficientPrivilege:
        raise ClinicError(
            "This login may not use the coach's tables.",
            hint="The clinic makes it a member of the role coach_patient.",
        ) from None
    version = found[0] if found else 0
    if version != FORMAT:
        raise ClinicError(
            f"The tables there have format {version}, and this coach writes format {FORMAT}.",
            hint="Update the coach." if version > FORMAT else f"They are older. {_ADMINISTRATOR}",
        )


@contextmanager
def _in_words(psycopg: Any, address: Address) -> Iterator[None]:  # noqa: ANN401 — the module
    """Raise what the database says as `ClinicError`; it never quotes a value that was sent."""
    try:
        yield
    except psycopg.errors.InsufficientPrivilege:
        raise ClinicError(
            "The database refuses it: this login may write for one patient only, while their consent stands.",
            hint="Push again; if it is refused again, ask the clinic.",
        ) from None
    except psycopg.errors.QueryCanceled:
        raise ClinicError("The database took too long.", hint=AGAIN) from None
    except psycopg.OperationalError as error:
        text = _first_line(address.without_password(str(error)))
        raise ClinicError(f"The connection was cut: {text}", hint=AGAIN) from None
    except psycopg.Error as error:  # its text may quote a row
        code = getattr(error, "sqlstate", None) or "without a code"
        raise ClinicError(f"The database refuses it (error {code}).", hint="Ask the clinic.") from None


def _name_system_certificates() -> None:
    """Tell OpenSSL in psycopg's wheel where this system keeps its certificates: it was built elsewhere."""
    found = ssl.get_default_verify_paths()
    for name, path in (("SSL_CERT_FILE", found.cafile), ("SSL_CERT_DIR", found.capath)):
        if path is not None:
            os.environ.setdefault(name, path)


def _first_line(text: str) -> str:
    return (text.strip().splitlines() or [""])[0].rstrip(".") + "."
