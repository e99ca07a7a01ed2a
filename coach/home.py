"""Where files live: `COACH_HOME` for all of them, else the system's own folders."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

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
    """The folders as `COACH_HOME` or the system says."""
    override = os.environ.get("COACH_HOME")
    if override:
        root = Path(override).expanduser().absolute()
        return Home(config=root, data=root, cache=root, state=root / "state")
    from platformdirs import PlatformDirs  # noqa: PLC0415 — not on the way to `coach --help`

    folders = PlatformDirs("coach", appauthor=False, roaming=False)
    return Home(
        config=folders.user_config_path,
        data=folders.user_data_path,
        cache=folders.user_cache_path,
        state=folders.user_state_path,
    )


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
