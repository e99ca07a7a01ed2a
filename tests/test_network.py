"""Nothing leaves the machine unless a command orders it: `coach journal push`; a catalogue is only read."""

import ast
from collections.abc import Iterator
from pathlib import Path

from coach.home import PACKAGE

NETWORK = frozenset(
    {
        "aiohttp",
        "ftplib",
        "http",
        "httpx",
        "psycopg",
        "requests",
        "smtplib",
        "socket",
        "ssl",
        "urllib",
        "xmlrpc",
    }
)
"""Modules that can reach another machine."""
ALLOWED = {
    "activity/dbus.py": {"socket"},
    "activity/gnome_idle.py": {"socket"},
    "activity/wayland_idle.py": {"socket"},
    "activity/x11.py": {"socket"},
    "activity/x11_full_screen.py": {"socket"},
    "api/client.py": {"http"},
    "api/server.py": {"socket"},
    "clinic/connection.py": {"psycopg", "socket", "ssl"},
    "clinic/push.py": {"psycopg"},
    "commands/journal_push.py": {"psycopg"},
    "voice/catalogue.py": {"http", "urllib"},
}
"""The sockets of the display and of the session bus, the API, whose address is this machine's, the catalogue
of voices, from which `coach voices add` downloads one, and the database to which `coach journal push`
sends."""


def network_modules(path: Path) -> Iterator[str]:
    """The modules that this file imports, anywhere in it, if it names one of the network at all."""
    text = path.read_text("utf-8")
    if not any(name in text for name in NETWORK):
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (each.name.partition(".")[0] for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").partition(".")[0]


def test_only_what_is_named_uses_a_network():
    """Only what docs/your-data.md names uses a network: the API, the display, the catalogue, a push."""
    found = {
        path.relative_to(PACKAGE).as_posix(): NETWORK & set(network_modules(path))
        for path in PACKAGE.rglob("*.py")
    }
    assert {path: modules for path, modules in found.items() if modules} == ALLOWED


def test_a_module_of_the_network_is_found(tmp_path):
    """An import inside a function is seen, so that the test above can fail."""
    file = tmp_path / "new.py"
    file.write_text("def send():\n    from urllib.request import urlopen\n")
    assert list(network_modules(file)) == ["urllib"]


def test_the_catalogue_is_used_by_one_command():
    """The catalogue of voices is imported by `coach voices` alone, which does so to add or remove one."""
    users = [
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if "catalogue" in path.read_text("utf-8") and path.name != "catalogue.py"
    ]
    assert users == ["commands/voices.py"]


def test_a_clinic_is_known_to_one_command():
    """What connects to a clinic is imported by `coach journal push` alone, inside its functions."""
    users = {
        path.relative_to(PACKAGE).as_posix(): text
        for path in PACKAGE.rglob("*.py")
        if "coach.clinic" in (text := path.read_text("utf-8")) and path.parent.name != "clinic"
    }
    assert [*users] == ["commands/journal_push.py"]
    imports = [
        node for node in ast.parse(users["commands/journal_push.py"]).body if isinstance(node, ast.ImportFrom)
    ]
    assert not [node.module for node in imports if "clinic" in str(node.module)]
