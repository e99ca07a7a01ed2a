"""The command line: one file per command, imported only when it is called."""

from __future__ import annotations

from coach.commands.group import coach


def main() -> None:
    """Run the command line and exit with its exit code."""
    coach()
