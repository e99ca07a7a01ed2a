"""The file with the API's address and token: readable by its user only, and present while the coach runs."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from coach.atomic_write import read_private_file, write_private_file, writing
from coach.errors import DaemonError
from coach.journal.owner import Owner, owner_in

if TYPE_CHECKING:
    from pathlib import Path

    from coach.home import Home

NAME = "api.json"
HOST = "127.0.0.1"
_HIGHEST_PORT = 65_535


@dataclass(frozen=True, slots=True)
class Address:
    """The port on the loopback interface, the token, and the id of the serving process."""

    port: int
    token: str = field(repr=False)
    owner: Owner


def address_file(home: Home) -> Path:
    """The path of the address file."""
    return home.state / NAME


def write_address(home: Home, address: Address) -> None:
    """Write the address file with mode 0600; raises `DaemonError`."""
    path = address_file(home)
    text = json.dumps({"port": address.port, "token": address.token, **address.owner.to_dict()})
    hint = "Without it, no command can reach the coach. `coach doctor` checks the folders."
    with writing(path, hint=hint, error=DaemonError):
        write_private_file(path, text, durable=False)


def read_address(home: Home) -> Address | None:
    """The written address; None if there is none. Raises `DaemonError` when it cannot be read."""
    path = address_file(home)
    try:
        tree = json.loads(read_private_file(path))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, RecursionError) as error:
        raise _unreadable(path) from error
    owner = owner_in(tree) if isinstance(tree, dict) else None
    if owner is None:
        raise _unreadable(path)
    port, token = tree.get("port"), tree.get("token")
    if not isinstance(port, int) or not 0 < port <= _HIGHEST_PORT or not isinstance(token, str):
        raise _unreadable(path)
    return Address(port, token, owner)


def remove_address(home: Home, address: Address) -> None:
    """Remove the address file, unless another daemon has written its own meanwhile."""
    with suppress(OSError, DaemonError):
        if read_address(home) == address:
            address_file(home).unlink()


def _unreadable(path: Path) -> DaemonError:
    return DaemonError(
        f"{path} cannot be read, so the coach cannot be reached.",
        hint="End the coach's process, if there is one; then `coach start` writes it again.",
    )
