"""What the project says of itself to installers: bounds, pins, versions; everywhere the same."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest
import yaml
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

import coach

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
DEPENDENCIES = [Requirement(line) for line in PROJECT["dependencies"]]
EXTRAS = [
    wanted
    for extra in PROJECT["optional-dependencies"].values()
    for wanted in map(Requirement, extra)
    if wanted.name != PROJECT["name"]
]
PINS = [
    Requirement(line)
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
PYTHONS = [line.split()[-1] for line in PROJECT["classifiers"] if re.search(r":: 3\.\d+$", line)]
SYSTEMS = {
    "linux": {"os_name": "posix", "platform_system": "Linux"},
    "darwin": {"os_name": "posix", "platform_system": "Darwin"},
    "win32": {"os_name": "nt", "platform_system": "Windows"},
}
UNBOUNDED = {"tzdata"}
"""Newer tables of time zones must not be kept out."""


@pytest.fixture(params=[(python, system) for python in PYTHONS for system in SYSTEMS], ids="-".join)
def environment(request):
    """The markers of that Python on that system."""
    python, system = request.param
    own = {"python_version": python, "python_full_version": f"{python}.0", "sys_platform": system}
    return {**default_environment(), **SYSTEMS[system], **own}


def applying(requirements, environment):
    """Those that count there."""
    return [each for each in requirements if each.marker is None or each.marker.evaluate(environment)]


@pytest.mark.parametrize("wanted", DEPENDENCIES + EXTRAS, ids=lambda wanted: wanted.name)
def test_every_dependency_has_bounds(wanted):
    """Every dependency has a lower and an upper bound."""
    operators = sorted(each.operator for each in wanted.specifier)
    assert operators == ([">="] if wanted.name in UNBOUNDED else ["<", ">="])


def test_every_dependency_is_pinned_within_its_bounds(environment):
    """Every dependency is pinned once for each Python and system, within its bounds."""
    pins = {canonicalize_name(pin.name): pin for pin in applying(PINS, environment)}
    for wanted in applying(DEPENDENCIES + EXTRAS, environment):
        (only,) = pins[canonicalize_name(wanted.name)].specifier
        assert only.operator == "=="
        assert Version(only.version) in wanted.specifier


def test_nothing_is_pinned_twice(environment):
    """No project has two pins that apply at once."""
    names = Counter(pin.name for pin in applying(PINS, environment))
    assert [name for name, count in names.items() if count > 1] == []


def test_no_pin_depends_on_the_kernel():
    """No pin depends on the release of the kernel, which pip 24 cannot compare."""
    assert [pin.name for pin in PINS if "platform_release" in str(pin.marker)] == []


def test_no_file_says_where_packages_come_from():
    """No file names a package index, as that is for the machine that installs."""
    named = (ROOT / name for name in ("constraints.txt", ".pre-commit-config.yaml", "pyproject.toml"))
    for file in (*ROOT.glob(".ci/*"), *named):
        assert not re.search(r"://|index-url|find-links", file.read_text(encoding="utf-8")), file.name


def test_the_readme_installs_what_is_pinned():
    """Both of the README's lines for a checkout install from the constraints."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    installs = "python3 -m venv .venv && .venv/bin/pip install -c constraints.txt"
    assert re.findall(r"^python3 -m venv .*$", readme, re.MULTILINE) == [
        f"{installs} '.[natural]' && .venv/bin/coach do desk-neck",
        f"{installs} -e '.[dev]' && .venv/bin/python -m pytest",
    ]


def test_the_version_is_in_one_place():
    """The version is written in the package only, and the build reads it there."""
    assert "version" not in PROJECT
    assert PROJECT["dynamic"] == ["version"]
    assert re.fullmatch(r"\d+\.\d+\.\d+", coach.__version__)


def test_the_oldest_python_named_is_the_oldest_allowed():
    """The classifiers name every Python version from the oldest allowed one on."""
    minors = [int(python.split(".")[1]) for python in PYTHONS]
    assert PROJECT["requires-python"] == f">=3.{minors[0]}"
    assert minors == list(range(minors[0], minors[-1] + 1))


def test_pre_commit_fetches_nothing():
    """Each pre-commit hook is a program of the project's own environment."""
    (only,) = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"]
    assert only["repo"] == "local"
    for hook in only["hooks"]:
        assert (hook["language"], hook["entry"].startswith(".venv/bin/")) == ("system", True)
