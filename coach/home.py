"""Where files are kept: in `COACH_HOME`, or else in the system's own folders."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from coach.errors import JournalError

PACKAGE = Path(__file__).parent
PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700


@dataclass(frozen=True, slots=True)
class Home:
    """The folders of one person, which are created only when they are needed."""

    config: Path
    data: Path
    cache: Path
    state: Path

    @property
    def plan(self) -> Path:
        """The path of the plan file."""
        return self.config / "plan.yaml"

    @property
    def profile(self) -> Path:
        """The path of the profile file."""
        return self.config / "profile.yaml"

    @property
    def lexicon(self) -> Path:
        """The path of the person's own lexicon."""
        return self.config / "lexicon.yaml"

    @property
    def routines(self) -> Path:
        """The folder of the person's own routines."""
        return self.config / "routines"

    @property
    def journal(self) -> Path:
        """The path of the journal's database."""
        return self.data / "journal.sqlite3"

    @property
    def backups(self) -> Path:
        """The folder of the journal's daily backups."""
        return self.data / "backups"

    @property
    def clips(self) -> Path:
        """The folder of the clip cache."""
        return self.cache / "clips"

    @property
    def logs(self) -> Path:
        """The folder of logs: what libraries print, and our own errors; never text about symptoms."""
        return self.state / "logs"


def find_home() -> Home:
    """The folders, from `COACH_HOME` or else the system's conventions.

    Raises `JournalError` when `COACH_HOME` cannot be a folder, as the journal is kept there.
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
    """The folder in `COACH_HOME`; raises `JournalError` if it or a folder above it is not a folder."""
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


def path_from(folder: Path, written: str) -> Path:
    """The path that a file in that folder names, `~` being the person's own folder."""
    path = Path(written)
    with suppress(RuntimeError):  # ~name, and there is no such user
        path = path.expanduser()
    return folder / path


def private_folder(path: Path) -> Path:
    """Create that folder and those above it if need be, closed to other users; returns it."""
    for folder in reversed(path.parents):
        folder.mkdir(exist_ok=True, mode=PRIVATE_FOLDER)
    path.mkdir(exist_ok=True, mode=PRIVATE_FOLDER)
    if os.name == "posix":
        path.chmod(PRIVATE_FOLDER)
    return path


def bundled_routines() -> Path:
    """The folder of the bundled routines, in the wheel or else in the checkout."""
    shipped = PACKAGE / "_routines"
    return shipped if shipped.is_dir() else PACKAGE.parent / "routines"
