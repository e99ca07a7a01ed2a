"""Where a clinic's database is, and how it is connected to: over TLS with a verified name unless it is here.

Everything that decides where the connection goes and how it is protected is settled before anything is sent,
from the address, the environment and a service file together, and then handed over explicitly. So what
counts as being on this machine is what is connected to, whatever the names say.
"""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING

from coach.errors import ClinicError

if TYPE_CHECKING:
    from collections.abc import Mapping

UNDERSTOOD = frozenset({
    "user", "password", "host", "port", "dbname", "sslmode", "sslrootcert", "sslcert", "sslkey", "sslcrl",
    "passfile",
})  # fmt: skip
"""What an address may say; anything else could change where the connection goes, or how."""
_FROM_SURROUNDINGS = (*UNDERSTOOD - {"sslmode"}, "hostaddr")
_SOCKET = ("/", "@")
"""How the path of a Unix socket begins, and the name of one without a file."""
LOOPBACK = "127.0.0.1"
VERIFIED = "verify-full"
LIBPQ_WITH_SYSTEM_ROOTS = 160000
"""The first release of libpq that takes the system's certificates (sslrootcert=system)."""
CONNECT_SECONDS = 10
_TIMEOUTS = {
    "connect_timeout": str(CONNECT_SECONDS),
    "keepalives": "1", "keepalives_idle": "20", "keepalives_interval": "5", "keepalives_count": "4",
    "tcp_user_timeout": "40000",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Address:
    """How to connect. `parameters`: libpq's, all that matter; `is_local`: it cannot leave this machine."""

    parameters: Mapping[str, str]
    is_local: bool

    @property
    def password(self) -> str:
        """The password, if one is known."""
        return self.parameters.get("password", "")

    def without_password(self, text: str) -> str:
        """The text, with asterisks in place of the password."""
        return text.replace(self.password, "***") if self.password else text


def settled(
    written: Mapping[str, str], surroundings: Mapping[str, str], *, libpq: int, has_own_roots: bool
) -> Address:
    """How to connect to that address.

    `written`: what the address says, by libpq's parameters. `surroundings`: what libpq would take where it
    says nothing: from the environment, a service file, its defaults. `libpq`: its version. `has_own_roots`:
    whether the person has a file of certificates where libpq looks for one. Raises `ClinicError` if that
    would be no protected connection to one server.
    """
    if unknown := sorted(written.keys() - UNDERSTOOD):
        raise ClinicError(
            f"The address may not set {unknown[0]}.", hint=f"It may set {', '.join(sorted(UNDERSTOOD))}."
        )
    parameters = {name: surroundings[name] for name in _FROM_SURROUNDINGS if surroundings.get(name)}
    if written.get("host"):
        parameters.pop("hostaddr", None)  # that belonged to the other host
    parameters |= {name: value for name, value in written.items() if value}
    host, address = parameters.get("host", ""), parameters.get("hostaddr", "")
    if any("," in parameters.get(name, "") for name in ("host", "hostaddr", "port")):
        raise ClinicError("The address names several servers.", hint="Name one.")
    is_local = _is_loopback(address) if address else _is_this_machine(host)
    if is_local and not address and host and not host.startswith(_SOCKET):
        # Never what a name server makes of the name.
        parameters["hostaddr"] = LOOPBACK if host.lower() == "localhost" else host
    fixed = {"gssencmode": "disable", **_TIMEOUTS}  # GSS would take the place of TLS
    for name in ("host", "hostaddr"):
        parameters.setdefault(name, "")  # else libpq would take it from the environment
    if is_local:
        mode = written.get("sslmode") or "prefer"
        return Address({**parameters, **fixed, "sslmode": mode}, is_local=True)
    if written.get("sslmode", VERIFIED) != VERIFIED:
        raise ClinicError(
            f"sslmode={written['sslmode']} does not make sure that the server is your clinic's.",
            hint=f"Leave sslmode out: over a network the coach connects with {VERIFIED} only.",
        )
    if not parameters.get("sslrootcert") and not has_own_roots:
        if libpq < LIBPQ_WITH_SYSTEM_ROOTS:
            raise ClinicError(
                "This libpq cannot check a server by the system's certificates.",
                hint="Add ?sslrootcert=FILE to the address, with the certificate that your clinic gave you.",
            )
        parameters["sslrootcert"] = "system"
    return Address({**parameters, **fixed, "sslmode": VERIFIED}, is_local=False)


def _is_this_machine(host: str) -> bool:
    """Whether that is a Unix socket, an address of this machine's own loopback, or exactly "localhost"."""
    if not host or host.startswith(_SOCKET) or host.lower() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _is_loopback(hostaddr: str) -> bool:
    """Whether that address is this machine's own; what would have to be looked up is refused."""
    try:
        return ip_address(hostaddr).is_loopback
    except ValueError:
        message = f"'{hostaddr}' is no IP address."
        raise ClinicError(message, hint="Set hostaddr to one, or leave it out.") from None
