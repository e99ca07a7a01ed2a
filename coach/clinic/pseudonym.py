"""Under which random ids a person's journal is known at a clinic; made here, and derived from nothing."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from uuid import UUID, uuid4

from coach.atomic_write import read_private_file, write_private_file
from coach.errors import FileError

if TYPE_CHECKING:
    from pathlib import Path

    from coach.home import Home

_FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class Pseudonym:
    """`patient`: the person, the same on all of their machines; `journal`: the journal of this machine."""

    patient: UUID
    journal: UUID


def read_pseudonym(home: Home) -> Pseudonym | None:
    """The ids of this machine; None before the first push. Raises `FileError`."""
    path = _path(home)
    try:
        tree = json.loads(read_private_file(path))
        assert tree["format"] == _FORMAT
        return Pseudonym(UUID(hex=tree["patient"]), UUID(hex=tree["journal"]))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, AssertionError):
        raise FileError(
            f"{path} cannot be read, so your id is not known.",
            hint="Put it back, or delete it and name your id with --as; your clinic knows it.",
        ) from None


def make_pseudonym(home: Home, patient: UUID | None = None) -> Pseudonym:
    """New ids, saved (0600); `patient`: the id that the person has already. Raises `FileError`."""
    made = Pseudonym(patient or uuid4(), uuid4())
    tree = {"format": _FORMAT, "patient": made.patient.hex, "journal": made.journal.hex}
    try:
        write_private_file(_path(home), json.dumps(tree, indent=1), durable=True)
    except OSError as error:
        raise FileError(f"{_path(home)} cannot be written: {error.strerror}.") from error
    return made


def _path(home: Home) -> Path:
    return home.data / "clinic.json"
