"""What is said where psycopg is not installed, or an address cannot be used."""

from __future__ import annotations

import sys

import pytest

from coach.clinic.connection import address_from
from coach.errors import ClinicError


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra is imported only to send something; without it what to install is named."""
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(ClinicError) as missing:
        address_from("postgresql://clinic.example/coach")
    assert missing.value.message == "Sending to a clinic needs psycopg, which is not installed."
    assert missing.value.hint == "Install it: pip install 'stretch-coach[clinic]'"


@pytest.mark.parametrize("variable", ["PGHOST", "PGHOSTADDR"])
def test_the_environment_cannot_make_another_machine_this_one(
    monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    """A host of the environment is another machine, and its TLS cannot be switched off there."""
    monkeypatch.setenv(variable, "203.0.113.9")
    monkeypatch.setenv("PGSSLMODE", "disable")
    monkeypatch.setenv("PGGSSENCMODE", "prefer")
    monkeypatch.setenv("PGSSLROOTCERT", "/ca.crt")
    found = address_from("postgresql:///coach")
    assert (found.is_local, found.parameters["sslmode"], found.parameters["gssencmode"]) == (
        False, "verify-full", "disable",
    )  # fmt: skip
    assert found.parameters["sslrootcert"] == "/ca.crt"
