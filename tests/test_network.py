"""Nothing leaves the machine: only the local API, the display and the session bus are connected to."""

import ast
from collections.abc import Iterator
from pathlib import Path

from coach.home import PACKAGE

NETWORK = frozenset(
    {"aiohttp", "ftplib", "http", "httpx", "requests", "smtplib", "socket", "ssl", "urllib", "xmlrpc"}
)
"""Modules that can reach another machine."""
ALLOWED = {
    "activity/bus_connection.py": {"socket"},
    "activity/gnome_idle.py": {"socket"},
    "activity/wayland_idle.py": {"socket"},
    "activity/x11.py": {"socket"},
    "activity/x11_full_screen.py": {"socket"},
    "api/client.py": {"http"},
    "api/server.py": {"socket"},
}
"""The sockets of the display and of the session bus, and the API, whose address is this machine's."""


def network_modules(path: Path) -> Iterator[str]:
    """Those that this file imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (each.name.partition(".")[0] for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").partition(".")[0]


def test_only_the_api_and_the_display_use_a_network():
    """Only the API and the display use a network, as docs/your-data.md promises."""
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
