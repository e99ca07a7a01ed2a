"""The command line: one file per command, imported only when it is called."""

from __future__ import annotations

import os

from coach.commands.group import coach


def main() -> None:
    """Run the command line and exit with its exit code."""
    # numpy's linear algebra is not used; each of its threads reserves tens of megabytes, and where they are
    # refused, the library ends the process.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # Where this is not set, numpy sets it while it is imported and takes it back: the process has crashed
    # when a library's thread read a variable meanwhile, as that of the sound server does.
    os.environ.setdefault("OPENBLAS_MAIN_FREE", "1")
    coach()
