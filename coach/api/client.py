"""The client of the local API, by which commands reach the running daemon."""

from __future__ import annotations

import http.client
import json
import time
from typing import TYPE_CHECKING, Any, Literal

from coach.api.address import HOST, read_address
from coach.errors import CoachError, DaemonError
from coach.journal.owner import is_alive, system_processes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from coach.api.address import Address
    from coach.home import Home
    from coach.journal.events import JSON
    from coach.journal.owner import Processes

PATIENCE = 5.0
"""Seconds for an answer; the coach gives it within milliseconds."""
PATIENCE_FOR = {"reload": 30.0}
"""… but for what starts a process of its own."""
POLL_SECONDS = 0.05
KEEP_ALIVE = 60.0
"""Seconds after which the daemon sends a sign of life to those who follow its events (`events.py`)."""
_MOST_ANSWER = 1024 * 1024
_OK, _CONFLICT, _TOO_MANY = 200, 409, 503
_HINT = "`coach start` starts it."


class Client:
    """Talks to one daemon; every call raises `DaemonError` when it cannot be reached."""

    def __init__(self, address: Address, *, patience: float = PATIENCE) -> None:
        self.address = address
        self._patience = patience

    def status(self) -> dict[str, JSON]:
        """What the daemon is doing, what comes next, and what is wrong."""
        return self._call("GET", "/status")

    def act(self, name: str, /, **fields: JSON) -> str:
        """Carry out that action and return its sentence; raises `CoachError` with it if it was refused."""
        return str(self.answer(name, **fields)["sentence"])

    def answer(self, name: str, /, **fields: JSON) -> dict[str, Any]:
        """The same with the whole answer: `sentence`, and where why is asked `question` and `reminder`."""
        return self._call("POST", f"/{name}", fields, PATIENCE_FOR.get(name, self._patience))

    def changes(self) -> Iterator[None]:
        """One item at first, then one for each event or sign of life; ends with the daemon."""
        connection = http.client.HTTPConnection(HOST, self.address.port, timeout=2 * KEEP_ALIVE)
        try:
            connection.request("GET", "/events", headers={"Authorization": f"Bearer {self.address.token}"})
            response = connection.getresponse()
            if response.status != _OK:
                raise self._unreachable()
            while line := response.readline():
                if line.strip():
                    yield
        except (OSError, http.client.HTTPException) as error:
            raise self._unreachable() from error
        finally:
            connection.close()

    def _call(
        self,
        method: Literal["GET", "POST"],
        path: str,
        fields: Mapping[str, JSON] | None = None,
        patience: float | None = None,
    ) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self.address.token}", "Connection": "close"}
        body = None
        if fields:
            headers["Content-Type"] = "application/json"
            body = json.dumps(fields)
        connection = http.client.HTTPConnection(HOST, self.address.port, timeout=patience or self._patience)
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            tree = json.loads(response.read(_MOST_ANSWER))
        except (OSError, http.client.HTTPException, ValueError, RecursionError) as error:
            raise self._unreachable() from error
        finally:
            connection.close()
        if not isinstance(tree, dict):
            raise self._unreachable()
        return _answer(response.status, tree)

    def _unreachable(self) -> DaemonError:
        process = self.address.owner.pid
        return DaemonError(
            f"The coach (process {process}) does not answer.",
            hint="It may be starting or stopping: try again. If it hangs, end that process.",
        )


def running_coach(home: Home, processes: Processes | None = None) -> Client:
    """A client of the running coach; raises `DaemonError` when none is running."""
    client = find_coach(home, processes)
    if client is None:
        raise DaemonError("The coach is not running.", hint=_HINT)
    return client


def find_coach(home: Home, processes: Processes | None = None) -> Client | None:
    """A client of the running coach; None when none is running, or it cannot be reached yet.

    A killed coach leaves its address file behind, so its process is looked for. Raises `DaemonError` when
    that file cannot be read.
    """
    address = read_address(home)
    is_there = address is not None and is_alive(address.owner, processes or system_processes())
    return Client(address) if address is not None and is_there else None


def has_gone(
    address: Address,
    seconds: float,
    processes: Processes | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> bool:
    """Whether its process has ended, or ends within that many seconds."""
    found = processes or system_processes()
    for _ in range(round(seconds / POLL_SECONDS)):
        if not is_alive(address.owner, found):
            return True
        sleep(POLL_SECONDS)
    return not is_alive(address.owner, found)


def _answer(status: int, tree: dict[str, Any]) -> dict[str, Any]:
    if status == _OK:
        return tree
    sentence = str(tree.get("sentence", f"The coach answered with {status}."))
    if status in {_CONFLICT, _TOO_MANY}:
        raise CoachError(sentence)
    raise DaemonError(sentence, hint="It may be an older coach: run `coach stop`, then `coach start`.")
