"""Where a push connects to: over TLS with a verified name, unless it cannot leave this machine."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.clinic.address import UNDERSTOOD, Address, settled
from coach.errors import ClinicError

TIMEOUTS = {
    "connect_timeout": "10", "keepalives": "1", "keepalives_idle": "20", "keepalives_interval": "5",
    "keepalives_count": "4", "tcp_user_timeout": "40000",
}  # fmt: skip
HERE = (
    "", "/run/postgresql", "@coach", "localhost", "LocalHost", "127.0.0.1", "127.8.9.1", "::1",
)  # fmt: skip
ELSEWHERE = (
    "clinic.example", "localhost.evil.example", "127.0.0.1.evil.example", "localhost.", "0.0.0.0", "::",  # noqa: S104 — no server
    "10.0.0.1", "192.168.1.1", "127.1", "2130706433", "0x7f.1", "::ffff:10.0.0.1", "fe80::1", "local host",
    "localhost%", "127.0.0.1/x", "ip6-localhost", "128.0.0.1", "126.255.255.255",
)  # fmt: skip


def address(
    written: dict[str, str], surroundings: dict[str, str] | None = None, *, roots: bool = False
) -> Address:
    """What is settled, with a libpq that knows the system's certificates."""
    return settled(written, surroundings or {}, libpq=160000, has_own_roots=roots)


def test_a_server_elsewhere_is_connected_to_with_a_verified_name_only():
    """The whole of what is handed to libpq: TLS, verified by the system's certificates, and no GSS."""
    surroundings = {
        "sslmode": "disable",
        "gssencmode": "prefer",
        "user": "anna",
        "port": "5432",
        "options": "-c x",
    }
    assert address({"host": "clinic.example", "dbname": "coach"}, surroundings) == Address(
        {
            "host": "clinic.example", "hostaddr": "", "port": "5432", "user": "anna", "dbname": "coach",
            "sslmode": "verify-full", "sslrootcert": "system", "gssencmode": "disable", **TIMEOUTS,
        },
        is_local=False,
    )  # fmt: skip


def test_localhost_is_loopback_whatever_a_name_server_says():
    """The name is pinned to 127.0.0.1, and TLS is used there where the server has it."""
    assert address({"host": "localhost"}) == Address(
        {
            "host": "localhost",
            "hostaddr": "127.0.0.1",
            "sslmode": "prefer",
            "gssencmode": "disable",
            **TIMEOUTS,
        },
        is_local=True,
    )


@pytest.mark.parametrize("host", HERE)
def test_this_machine(host):
    """Sockets, loopback addresses and exactly "localhost" are this machine; addresses are pinned."""
    found = address({"host": host} if host else {})
    pinned = "" if host[:1] in ("", "/", "@") else "127.0.0.1" if host.lower() == "localhost" else host
    assert (found.is_local, found.parameters["sslmode"], found.parameters["hostaddr"]) == (
        True,
        "prefer",
        pinned,
    )


@pytest.mark.parametrize("host", ELSEWHERE)
@pytest.mark.parametrize("source", ["written", "surroundings"])
def test_another_machine(host, source):
    """Whatever only looks like this machine is another one, wherever the name comes from."""
    found = address({"host": host}) if source == "written" else address({}, {"host": host})
    assert (found.is_local, found.parameters["sslmode"]) == (False, "verify-full")


@pytest.mark.parametrize("host", ["localhost", "/run/postgresql", "127.0.0.1", ""])
def test_an_address_of_the_environment_decides_before_their_name(host):
    """PGHOSTADDR beside PGHOST is what would be connected to."""
    found = address({}, {"host": host, "hostaddr": "203.0.113.9"})
    assert (found.is_local, found.parameters["hostaddr"]) == (False, "203.0.113.9")
    here = address({}, {"host": "clinic.example", "hostaddr": "127.0.0.1"})
    assert (here.is_local, here.parameters["hostaddr"]) == (True, "127.0.0.1")


@pytest.mark.parametrize("host", ["localhost", "/run/postgresql", "127.0.0.1"])
def test_a_written_host_is_not_led_elsewhere_by_the_environment(host):
    """PGHOSTADDR belongs to PGHOST, not to the host of the address."""
    found = address({"host": host}, {"host": "clinic.example", "hostaddr": "203.0.113.9"})
    assert (found.is_local, found.parameters["host"]) == (True, host)
    assert found.parameters["hostaddr"] in ("", "127.0.0.1")


@pytest.mark.parametrize("mode", ["disable", "allow", "prefer", "require", "verify-ca", "VERIFY-FULL", "x"])
def test_weaker_protection_is_refused_elsewhere_and_allowed_here(mode):
    """An address over a network cannot ask for less; on this machine it may."""
    with pytest.raises(ClinicError, match=f"sslmode={mode} does not make sure"):
        address({"host": "clinic.example", "sslmode": mode})
    assert address({"host": "localhost", "sslmode": mode}).parameters["sslmode"] == mode


def test_several_servers_are_refused():
    """One of several could be another machine."""
    for written, surroundings in (
        ({"host": "localhost,clinic.example"}, {}),
        ({"host": "localhost", "port": "5432,5433"}, {}),
        ({}, {"host": "/run,clinic.example"}),
        ({}, {"hostaddr": "127.0.0.1,203.0.113.9"}),
    ):
        with pytest.raises(ClinicError, match="several servers"):
            address(written, surroundings)


@pytest.mark.parametrize("hostaddr", ["localhost", "/run", "clinic.example", "127.0.0.1 "])
def test_an_address_of_the_environment_must_be_one(hostaddr):
    """What is looked up, or is a folder, is no IP address, and nothing is concluded from it."""
    with pytest.raises(ClinicError, match="is no IP address"):
        address({}, {"hostaddr": hostaddr})


@pytest.mark.parametrize(
    "name", ["hostaddr", "service", "options", "gssencmode", "sslkeylogfile", "anything"]
)
def test_what_could_lead_elsewhere_is_refused_in_an_address(name):
    """Only settings known to be harmless may be written in an address."""
    with pytest.raises(ClinicError, match=f"may not set {name}"):
        address({"host": "localhost", name: "x"})


@pytest.mark.parametrize("name", sorted(UNDERSTOOD - {"host", "sslmode", "port"}))
def test_what_an_address_may_say_is_handed_over(name):
    """Each setting of the list reaches libpq, from the address before the environment."""
    assert address({"host": "localhost", name: "x"}, {name: "y"}).parameters[name] == "x"
    assert address({"host": "localhost", name: ""}, {name: "y"}).parameters[name] == "y"


def test_certificates():
    """Certificates are the named ones, else the person's, else the system's if libpq takes those."""
    elsewhere = {"host": "clinic.example"}
    assert address({**elsewhere, "sslrootcert": "/ca.crt"}).parameters["sslrootcert"] == "/ca.crt"
    assert address(elsewhere, {"sslrootcert": "/ca.crt"}).parameters["sslrootcert"] == "/ca.crt"
    assert "sslrootcert" not in address(elsewhere, roots=True).parameters
    with pytest.raises(ClinicError, match="cannot check a server"):
        settled(elsewhere, {}, libpq=159999, has_own_roots=False)


def test_the_password_is_masked():
    """The password is replaced in a message of libpq; without one the text stays."""
    assert address({"password": "s3cret"}).without_password("user s3cret s3cret") == "user *** ***"
    assert address({}, {"password": "s3cret"}).without_password("of s3cret") == "of ***"
    assert address({}).without_password("as it was") == "as it was"


VALUES = st.one_of(
    st.sampled_from((*HERE, *ELSEWHERE, "clinic.example,localhost", "disable", "verify-full")),
    st.text("abc.127:/@,", max_size=12),
)


@given(
    st.dictionaries(st.sampled_from(sorted(UNDERSTOOD)), VALUES),
    st.dictionaries(st.sampled_from(sorted({*UNDERSTOOD, "hostaddr", "gssencmode", "service"})), VALUES),
)
def test_whatever_is_written_is_here_or_verified(written, surroundings):
    """No address in any environment gives a connection to elsewhere without verified TLS."""
    try:
        found = address(written, surroundings).parameters
    except ClinicError:
        return
    assert found["gssencmode"] == "disable"
    assert not any("," in found[name] for name in ("host", "hostaddr"))
    if found["sslmode"] != "verify-full":
        target = found["hostaddr"] or found["host"]
        assert target in ("", "::1") or target.startswith(("/", "@", "127."))
