"""Where files live: `COACH_HOME` for all of them, else the system's own folders."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from coach.errors import JournalError

PACKAGE = Path(__file__).parent
PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700


@dataclass(frozen=True, slots=True)
class Home:
    """The folders of one person. They are created when they are needed, not before."""

    config: Path
    data: Path
    cache: Path
    state: Path

    @property
    def plan(self) -> Path:
        """The plan file."""
        return self.config / "plan.yaml"

    @property
    def routines(self) -> Path:
        """The person's own routines."""
        return self.config / "routines"

    @property
    def journal(self) -> Path:
        """The journal's database."""
        return self.data / "journal.sqlite3"

    @property
    def backups(self) -> Path:
        """The journal's daily backups."""
        return self.data / "backups"

    @property
    def clips(self) -> Path:
        """The clip cache."""
        return self.cache / "clips"

    @property
    def logs(self) -> Path:
        """What libraries print, and our own errors; never symptom text."""
        return self.state / "logs"


def find_home() -> Home:
    """The folders, from `COACH_HOME` or else the system's conventions.

    Raises `JournalError` when `COACH_HOME` cannot be a folder, as the journal lives there.
    """
    override = os.environ.get("COACH_HOME")
    if override:
        root = _chosen(override)
        return Home(config=root, data=root, cache=root, state=root / "state")
    from platformdirs import PlatformDirs  # noqa: PLC0415 — not on the way to `coach --help`

    folders = PlatformDirs("coach", appauthor=False, roaming=False)
    return Home(
        config=folders.user_config_path,
        data=folders.user_data_path,
        cache=folders.user_cache_path,
        state=folders.user_state_path,
    )


def _chosen(written: str) -> Path:
    """The folder that `COACH_HOME` names; neither it nor a folder above it may be something else."""
    try:
        root = Path(written).expanduser().absolute()
    except RuntimeError as error:  # ~name, and there is no such user
        raise _no_home(f"COACH_HOME is {written}: {error}") from None
    # A dangling link exists too, and no folder can be made in its place.
    there = next((place for place in (root, *root.parents) if os.path.lexists(place)), None)
    if there is not None and not there.is_dir():
        what = "a dangling link" if there.is_symlink() and not there.exists() else "not a folder"
        where = "that" if there == root else str(there)
        raise _no_home(f"COACH_HOME is {root}, and {where} is {what}.")
    return root


def _no_home(message: str) -> JournalError:
    return JournalError(message, hint="Set COACH_HOME to a folder, or unset it. Nothing was changed.")


def private_folder(path: Path) -> Path:
    """That folder, created with the folders above it if need be, and closed to other users."""
    for folder in reversed(path.parents):
        folder.mkdir(exist_ok=True, mode=PRIVATE_FOLDER)
    path.mkdir(exist_ok=True, mode=PRIVATE_FOLDER)
    if os.name == "posix":
        path.chmod(PRIVATE_FOLDER)
    return path


def bundled_routines() -> Path:
    """The folder of the bundled routines: the wheel's, else the checkout's."""
    shipped = PACKAGE / "_routines"
    return shipped if shipped.is_dir() else PACKAGE.parent / "routines"
