"""What a class of ours relies on of the library's class that it extends, for contract tests."""

from __future__ import annotations

import ast
import inspect
import textwrap


def relied_on(own, base):
    """The names of `base` that the source of `own` redefines, sets or reads; dunder names left out."""
    theirs = {
        name
        for each in base.__mro__
        if each.__module__ not in {"builtins", "typing"}
        for name in _names(each)
    }
    return {name for name in _names(own) & theirs if not name.startswith("__")}


def private(names):
    """Those of which the library promises nothing."""
    return {name for name in names if name.startswith("_")}


def _names(written):
    """Of its methods, of what its body assigns, and of every attribute of an object of that class."""
    (body,) = ast.parse(textwrap.dedent(inspect.getsource(written))).body
    names = {node.name for node in body.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
    for node in body.body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        names |= {target.id for target in targets if isinstance(target, ast.Name)}
    return names | {
        node.attr
        for node in ast.walk(body)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "self"
    }
