"""Reads a request into checked values by the table of its operation; problems are refused in a sentence."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NoReturn

from starlette.requests import ClientDisconnect

from coach.api.guard import RequestRefused
from coach.problems import quoted
from coach.spelling import nearest

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from starlette.requests import Request

    from coach.api.operations import Operation
    from coach.fields.table import Field

JSON_TYPE = "application/json"
_DIGITS = re.compile(r"[0-9]{1,6}")


async def read_request(request: Request, operation: Operation) -> dict[str, Any]:
    """The values of query and body by field name; raises `RequestRefused`."""
    query = read_query(request.query_params.multi_items(), operation)
    if operation.method == "GET":
        return query
    try:
        body = await request.body()
    except ClientDisconnect:
        raise RequestRefused(400, "not-http", "The request ended before it was complete.") from None
    return query | read_body(body, request.headers.get("content-type", ""), operation)


def read_query(pairs: Sequence[tuple[str, str]], operation: Operation) -> dict[str, Any]:
    """The values of a query; raises `RequestRefused` for a field that occurs twice."""
    names = [name for name, _ in pairs]
    _refuse_unknown(names, operation.query, operation)
    _refuse_twice(names)
    return {name: _read(_field(name, operation.query), _number(text)) for name, text in pairs}


def read_body(body: bytes, content_type: str, operation: Operation) -> dict[str, Any]:
    """The values of a body; an empty body has none. Raises `RequestRefused`."""
    if not body and not operation.needs_body:
        return {}
    if content_type.partition(";")[0].strip().lower() != JSON_TYPE:
        raise RequestRefused(415, "not-json", f"The body must be JSON, with Content-Type: {JSON_TYPE}.")
    tree = _parsed(body)
    _refuse_unknown(tree, operation.fields, operation)
    for field in operation.fields:
        _check_company(field, tree, operation)
    if operation.at_most_one and len(tree) > 1:
        names = " or ".join(f"'{name}'" for name in tree)
        raise RequestRefused(400, "bad-value", f"Give {names}, not both.")
    return {name: _read(_field(name, operation.fields), value) for name, value in tree.items()}


def _parsed(body: bytes) -> dict[str, Any]:
    try:
        tree = json.loads(body.decode("utf-8"), object_pairs_hook=_object, parse_constant=_no_number)
    except (ValueError, RecursionError):  # UnicodeDecodeError and JSONDecodeError among them
        raise RequestRefused(400, "not-json", "The body is not JSON in UTF-8.") from None
    if not isinstance(tree, dict):
        raise RequestRefused(400, "not-json", 'The body must be a JSON object, such as {"seconds": 600}.')
    return tree


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    _refuse_twice([name for name, _ in pairs])
    return dict(pairs)


def _no_number(text: str) -> NoReturn:
    """Refuse `NaN` and `Infinity`, which are not JSON."""
    raise ValueError(text)


def _refuse_twice(names: Sequence[str]) -> None:
    for name in names:
        if names.count(name) > 1:
            raise RequestRefused(400, "bad-value", f"{quoted(name)} is given twice.")


def _refuse_unknown(names: Collection[str], fields: tuple[Field, ...], operation: Operation) -> None:
    known = [field.name for field in fields]
    for name in names:
        if name in known:
            continue
        near = nearest(name, known)
        offered = f"it has {', '.join(known)}" if known else "it has none"
        hint = f"did you mean '{near}'?" if near else f"{offered}."
        sentence = f"{quoted(name)} is not a field of {operation.name}; {hint}"
        raise RequestRefused(400, "unknown-field", sentence)


def _check_company(field: Field, tree: Mapping[str, Any], operation: Operation) -> None:
    if field.name not in tree:
        if field.is_required:
            sentence = f"{operation.name} needs '{field.name}'; it must be {field.type.wanted}."
            raise RequestRefused(400, "missing-field", sentence)
        return
    if field.only_with is None:
        return
    other, values = field.only_with
    if tree.get(other) not in values:
        belongs = " and ".join(values)
        raise RequestRefused(400, "bad-value", f"'{field.name}' only goes with {belongs}.")


def _field(name: str, fields: tuple[Field, ...]) -> Field:
    return next(field for field in fields if field.name == name)


def _number(text: str) -> object:
    """The value in a query's text: what looks like a whole number becomes one."""
    return int(text) if _DIGITS.fullmatch(text) else text


def _read(field: Field, value: object) -> Any:  # noqa: ANN401 — each type gives its own
    try:
        return field.type.accept(value)
    except ValueError as error:
        sentence = f"'{field.name}' {error}"
        raise RequestRefused(
            400, "bad-value", sentence if sentence.endswith("?") else f"{sentence}."
        ) from None
