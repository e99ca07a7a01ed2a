"""How the modules import each other; `lint-imports` has the order of the rooms."""

from __future__ import annotations

import re
from graphlib import TopologicalSorter

from coach.home import PACKAGE

IMPORT = re.compile(r"^ *from (coach[\w.]*) import (\([^)]*\)|.*)$", re.MULTILINE)


def imported(text, modules):
    """The modules that this one imports anywhere, also in a function or only for the types."""
    for source, names in IMPORT.findall(text):
        parts = {f"{source}.{name}" for name in re.findall(r"\w+", names.partition("#")[0])} & modules
        yield from parts or {source} & modules


def test_no_modules_import_each_other():
    """No module leads back to itself, whichever way its imports are followed."""
    files = {
        ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__"): path
        for path in PACKAGE.rglob("*.py")
    }
    graph = {
        name: set(imported(path.read_text(encoding="utf-8"), files.keys())) for name, path in files.items()
    }
    assert sum(map(len, graph.values())) > len(graph)
    TopologicalSorter(graph).prepare()  # the error names a circle
