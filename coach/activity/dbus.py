"""D-Bus by way of `busctl`, which is part of systemd: nothing is imported, and a peer that hangs is cut off.

A library would stay in the daemon's memory all day for a question every half an hour; a call by `busctl`
costs some milliseconds and its process ends.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from coach.activity.desktop_environment import IN_LOGIN
from coach.activity.source import SourceFault

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.activity.desktop_environment import Ask

SESSION_BUS = ("DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR")
"""Without one of these there is no way to a session's bus."""
PROPERTIES = "org.freedesktop.DBus.Properties"


@dataclass(frozen=True, slots=True)
class BusCall:
    """One method call. `signature`: the types of its arguments; "" if all are strings."""

    bus: Literal["user", "system"]
    service: str
    path: str
    interface: str
    member: str
    arguments: tuple[str, ...] = ()
    signature: str = ""


def busctl_command(call: BusCall, seconds: float) -> tuple[str, ...]:
    """The command line of `busctl`; it does not start a service that is not running."""
    types = call.signature or "s" * len(call.arguments)
    signature = (types, *call.arguments) if call.arguments else ()
    return (
        "busctl",
        f"--{call.bus}",
        "--json=short",
        "--auto-start=no",
        f"--timeout={seconds:g}",
        "call",
        call.service,
        call.path,
        call.interface,
        call.member,
        *signature,
    )


def ask_bus(call: BusCall, environment: Mapping[str, str], seconds: float, ask: Ask) -> Any:  # noqa: ANN401 — as JSON has it
    """The first value of the reply, variants unwrapped; raises `SourceFault`."""
    if call.bus == "user" and not any(environment.get(name) for name in SESSION_BUS):
        raise SourceFault("there is no session bus", IN_LOGIN)
    try:
        printed = ask(busctl_command(call, seconds), environment, seconds)
    except SourceFault as fault:
        raise _explained(call, fault) from None
    return first_value(printed)


def _explained(call: BusCall, fault: SourceFault) -> SourceFault:
    """A fault of `busctl` in plain words: another desktop, or no bus."""
    said = str(fault)
    if said.endswith(f'Name "{call.service}" does not exist'):
        return SourceFault("not running here")
    if said.startswith("Failed to connect to bus"):
        return (
            SourceFault("there is no session bus", IN_LOGIN)
            if call.bus == "user"
            else SourceFault("there is no system bus")
        )
    return fault


def first_value(printed: str) -> Any:  # noqa: ANN401 — whatever the peer sent
    """The first value that `busctl --json=short call` printed; raises `SourceFault` if there is none."""
    try:
        return _unwrapped(json.loads(printed)["data"][0])
    except (ValueError, KeyError, IndexError, TypeError, RecursionError):
        raise SourceFault("an unreadable answer") from None


def _unwrapped(reply: Any) -> Any:  # noqa: ANN401 — JSON
    """A variant is `{"type": …, "data": …}`; in a dictionary every value is one."""
    if isinstance(reply, dict) and set(reply) == {"type", "data"}:
        return _unwrapped(reply["data"])
    if isinstance(reply, dict):
        return {name: _unwrapped(inner) for name, inner in reply.items()}
    return reply
