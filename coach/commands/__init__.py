"""The command line: one file per command, imported only when it is called."""

from __future__ import annotations

import os

from coach.commands.group import coach


def main() -> None:
    """Run the command line and exit with its exit code."""
    # numpy's linear algebra is not used; each of its threads reserves tens of megabytes, and where they are
    # refused, the library ends the process.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    coach()
