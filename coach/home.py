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
    """The folders of one person; nothing is made until it is needed."""

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
    def clips(self) -> Path:
        """The clip cache."""
        return self.cache / "clips"

    @property
    def logs(self) -> Path:
        """What libraries print, and our own faults; never symptom text."""
        return self.state / "logs"


def find_home() -> Home:
    """The folders as `COACH_HOME` or the system says.

    Raises `JournalError` when `COACH_HOME` can be no folder: everything lives there, the journal first.
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
    """The folder that `COACH_HOME` names; nothing that is no folder may be in its place, or above it."""
    try:
        root = Path(written).expanduser().absolute()
    except RuntimeError as error:  # ~somebody, and there is nobody of that name
        raise _no_home(f"COACH_HOME is {written}: {error}") from None
    # A link to nowhere is there too, and no folder can be made in its place.
    there = next((place for place in (root, *root.parents) if os.path.lexists(place)), None)
    if there is not None and not there.is_dir():
        what = "a link to nowhere" if there.is_symlink() and not there.exists() else "not a folder"
        where = "that" if there == root else str(there)
        raise _no_home(f"COACH_HOME is {root}, and {where} is {what}.")
    return root


def _no_home(message: str) -> JournalError:
    return JournalError(message, hint="Let COACH_HOME name a folder, or leave it out. Nothing was changed.")


def private_folder(path: Path) -> Path:
    """That folder, made if need be with the folders above it, and closed to other people."""
    for folder in reversed(path.parents):
        folder.mkdir(exist_ok=True, mode=PRIVATE_FOLDER)
    path.mkdir(exist_ok=True, mode=PRIVATE_FOLDER)
    if os.name == "posix":
        path.chmod(PRIVATE_FOLDER)
    return path


def bundled_routines() -> Path:
    """The folder of the routines that came with the program: in the wheel, else the checkout's."""
    shipped = PACKAGE / "_routines"
    return shipped if shipped.is_dir() else PACKAGE.parent / "routines"
