"""The library: which routine an id leads to, and which arguments are paths."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from coach.errors import FileError, UnknownName
from coach.home import Home, bundled_routines
from coach.problems import printable
from coach.routine.library import Entry, entries, find_routine, is_path, misnamed_files

SHIPPED = (
    "after-run",
    "breathing-478",
    "breathing-box",
    "breathing-coherent",
    "breathing-pursed-lips",
    "breathing-sigh",
    "calm-minute",
    "calves-before-bed",
    "cramp-now",
    "desk-neck",
    "eyes-closed",
    "eyes-far",
    "feet",
    "hamstrings",
    "hips",
    "jaw-eyelids",
    "low-back-gentle",
    "morning",
    "muscle-relaxation",
    "neck-strength",
    "office-10",
    "office-3",
    "posture-screen",
    "posture-sitting",
    "posture-standing",
    "seated-older-adults",
    "sip-water",
    "snack-hint",
    "standing-desk",
    "tension-scan",
    "travel-seated",
    "upper-back",
    "walk-break",
    "water-within-reach",
    "wind-down",
    "wrists-forearms",
)
BUNDLED = bundled_routines() / "en"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """The folders of a person who has just begun."""
    return Home(config=tmp_path, data=tmp_path, cache=tmp_path, state=tmp_path / "state")


def write(home: Home, name: str, text: str = "title: Mine\nsteps: [{say: Hello.}]\n") -> Path:
    """One of the person's own files."""
    home.routines.mkdir(exist_ok=True)
    path = home.routines / name
    path.write_text(text, encoding="utf-8")
    return path


def bundled(*ids: str) -> tuple[Entry, ...]:
    """The entries of these bundled routines."""
    return tuple(Entry(id_, BUNDLED / f"{id_}.yaml", "bundled") for id_ in ids)


def test_a_person_without_a_folder_has_the_bundled_routines(home):
    """Without own routines the library has the bundled ones, in the order of their ids."""
    assert entries(home) == bundled(*SHIPPED)


def test_own_routines_come_first(home):
    """Own routines come before the bundled ones, and broken contents do not matter yet."""
    zebra = write(home, "zebra.yaml", "\0 not a routine")
    ankle = write(home, "ankle.yaml")

    expected = (Entry("ankle", ankle, "own"), Entry("zebra", zebra, "own"), *bundled(*SHIPPED))
    assert entries(home) == expected


def test_an_own_routine_hides_the_bundled_one_of_its_id(home):
    """An own `desk-neck` takes the place of the bundled one, and its entry says so."""
    mine = write(home, "desk-neck.yaml")

    others = tuple(id_ for id_ in SHIPPED if id_ != "desk-neck")
    assert entries(home) == (Entry("desk-neck", mine, "own", hides=True), *bundled(*others))
    assert find_routine("desk-neck", home) == mine


def test_what_is_no_routine_file_is_left_out(home):
    """Locks, backups and other files beside the routines are not routines."""
    for name in (".#knee.yaml", ".yaml", "knee.yaml~", "knee.yaml.txt", "notes.txt"):
        write(home, name)

    assert entries(home) == bundled(*SHIPPED)


LIST = """
import os, sys
from pathlib import Path
from coach.errors import FileError
from coach.home import Home
from coach.routine.library import entries
folder = Path(sys.argv[1])
home = Home(config=folder, data=folder, cache=folder, state=folder)
if os.geteuid() == 0:  # root may read every folder
    entries(home)  # loads what is needed, while the checkout may still be read
    os.setgid(65534)
    os.setuid(65534)
try:
    print(entries(home))
except FileError as error:
    print(error)
    sys.exit(error.exit_code)
"""


@pytest.mark.real
@pytest.mark.skipif(os.name != "posix", reason="POSIX permissions")
def test_a_folder_that_may_not_be_read_is_reported():
    """A closed folder of own routines is an error with exit code 3, not an empty library."""
    with tempfile.TemporaryDirectory() as folder:  # others may not enter the folders that pytest gives root
        Path(folder).chmod(0o755)
        routines = Path(folder, "routines")
        routines.mkdir(mode=0)
        problems_in = subprocess.run(
            [sys.executable, "-c", LIST, folder], capture_output=True, text=True, check=False
        )
        routines.chmod(0o700)
    said = f"The folder of routines {routines} cannot be read: Permission denied."
    assert (problems_in.returncode, problems_in.stdout.splitlines()[0], problems_in.stderr) == (3, said, "")


def test_a_file_in_place_of_the_folder_is_reported(home):
    """A file in the place of the folder of own routines is an error with exit code 3."""
    home.routines.write_text("", encoding="utf-8")

    with pytest.raises(FileError, match="cannot be read") as caught:
        entries(home)
    assert caught.value.exit_code == 3


@pytest.mark.parametrize("id_", SHIPPED)
def test_an_id_leads_to_its_file(home, id_):
    """A bundled id leads to the bundled file, which exists."""
    assert find_routine(id_, home) == BUNDLED / f"{id_}.yaml"
    assert find_routine(id_, home).is_file()


def test_an_id_that_nothing_has_names_the_nearest(home):
    """A misspelt id is answered with exit code 1 and the ids that look like it, own ones too."""
    write(home, "desk-nick.yaml")

    with pytest.raises(UnknownName) as caught:
        find_routine("desk-nek", home)
    assert caught.value.exit_code == 1
    assert caught.value.message == "There is no routine called 'desk-nek'."
    assert caught.value.hint.startswith("Did you mean desk-neck? ")


def test_one_word_of_an_id_names_those_that_have_it(home):
    """A word that is remembered finds the id, and at most three are named."""
    for name in ("tennis-elbow", "elbow-week-2"):
        write(home, f"{name}.yaml")

    with pytest.raises(UnknownName) as caught:
        find_routine("elbow", home)
    assert caught.value.hint.startswith("Did you mean elbow-week-2 or tennis-elbow? ")


def test_an_id_like_no_other_gets_the_list(home):
    """If no id is similar, none is suggested."""
    with pytest.raises(UnknownName) as caught:
        find_routine("qqq", home)
    assert caught.value.hint.startswith("`coach routines` lists them all")


@pytest.mark.parametrize("argument", ["", ".", "..", "en", "DESK-NECK ", "desk-neck\0", "x" * 99999])
def test_odd_arguments_are_unknown_ids(home, argument):
    """An argument without a separator is compared with the ids there are and never reaches the disk."""
    with pytest.raises(UnknownName):
        find_routine(argument, home)


def test_an_unknown_id_cannot_act_on_the_terminal(home):
    """The message repeats the argument with control, bidirectional and unencodable characters escaped."""
    with pytest.raises(UnknownName) as caught:
        find_routine("knee\x1b[2J\u202e\udce9\x07", home)
    assert caught.value.message == r"There is no routine called 'knee\x1b[2J\u202e\udce9\x07'."


def test_a_path_leads_to_itself(home, tmp_path, monkeypatch):
    """A separator or the ending `.yaml` makes a path, even where an id of that name is there."""
    path = tmp_path / "desk-neck.yaml"
    path.write_text("", encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    assert find_routine("desk-neck.yaml", home) == Path("desk-neck.yaml")
    assert find_routine(f".{os.sep}desk-neck.yaml", home) == Path("desk-neck.yaml")
    assert find_routine(str(path), home) == path


def test_a_path_is_taken_as_it_is_written(home, tmp_path):
    """A path may lead upwards and to any name, as it is the person's own word and no id."""
    (tmp_path / "knee.txt").write_text("", encoding="utf-8")

    argument = os.path.join(home.routines.parent, "..", tmp_path.name, "knee.txt")  # noqa: PTH118 — keeps ..
    assert find_routine(argument, home) == Path(argument)


@pytest.mark.parametrize("argument", ["missing.yaml", "nowhere/knee", "x" * 5000 + ".yaml", "knee\0.yaml"])
def test_a_path_without_a_file_is_reported(home, argument, tmp_path, monkeypatch):
    """A path to nothing is an error with exit code 3 that repeats the path and gives the reason."""
    monkeypatch.chdir(tmp_path)

    with pytest.raises(FileError, match=r"cannot be read: |: file not found") as caught:
        find_routine(argument, home)
    assert caught.value.exit_code == 3
    assert caught.value.message.startswith(printable(argument))


def test_only_a_separator_or_the_ending_makes_a_path():
    """Whether an argument is a path does not depend on what is on the disk."""
    expected = {"desk-neck": False, "desk.neck": False, "..": False, f"a{os.sep}b": True, "knee.yaml": True}
    assert {argument: is_path(argument) for argument in expected} == expected


@pytest.mark.parametrize("name", ["knee.yml", "knee.YAML", "knee.Yml"])
def test_a_files_ending_can_be_yml_or_in_capitals(home, name):
    """Other programs write `.yml`, or capitals; the id is the same."""
    write(home, name)
    assert find_routine("knee", home) == home.routines / name


def test_of_two_files_with_one_name_the_usual_ending_wins(home):
    """The other is not silently ignored by `coach check`, which reads both."""
    for ending in (".yml", ".yaml"):
        write(home, f"knee{ending}")
    assert find_routine("knee", home) == home.routines / "knee.yaml"


def test_a_file_that_an_editor_misnamed_is_found(home):
    """A misnamed file is no routine, but the person is told."""
    for name in ("knee.yaml.txt", "notes.txt", "hip.yaml"):
        write(home, name)
    assert misnamed_files(home) == (home.routines / "knee.yaml.txt",)
