"""Reading requests: each wrong one has a sentence of its own."""

from __future__ import annotations

import pytest

from coach.api.guard import RequestRefused
from coach.api.operations import OPERATIONS
from coach.api.reading import read_body, read_query

PAUSE, LATER, SESSION, NEXT, RESUME = (
    next(operation for operation in OPERATIONS if operation.path == path)
    for path in ("/pause", "/later", "/session", "/next", "/resume")
)
JSON = "application/json"
SPAN = "'seconds' must be a number of seconds from 1 to 86400."
LACKING = (
    "POST /session needs 'command'; it must be one of pause, resume, next, previous, repeat, extend, go, "
    "hurts, answer, stop."
)


@pytest.mark.parametrize(
    ("operation", "body", "status", "code", "sentence"),
    [
        (LATER, b'{"secnds": 1}', 400, "unknown-field",
         "'secnds' is not a field of POST /later; did you mean 'seconds'?"),
        (LATER, b'{"x": 1}', 400, "unknown-field",
         "'x' is not a field of POST /later; it has reminder, seconds."),
        (RESUME, b'{"x": 1}', 400, "unknown-field", "'x' is not a field of POST /resume; it has none."),
        (LATER, b'{"seconds": "10"}', 400, "bad-value", SPAN),
        (LATER, b'{"seconds": true}', 400, "bad-value", SPAN),
        (LATER, b'{"seconds": 1e999}', 400, "bad-value", SPAN),
        (LATER, b'{"seconds": NaN}', 400, "not-json", "The body is not JSON in UTF-8."),
        (LATER, b'{"seconds": 5, "seconds": 6}', 400, "bad-value", "'seconds' is given twice."),
        (LATER, b"[" * 16_000, 400, "not-json", "The body is not JSON in UTF-8."),
        (LATER, b'{"seconds": ' + b"1" * 9_000 + b"}", 400, "not-json", "The body is not JSON in UTF-8."),
        (LATER, b"\xff\xfe", 400, "not-json", "The body is not JSON in UTF-8."),
        (LATER, b"[]", 400, "not-json", 'The body must be a JSON object, such as {"seconds": 600}.'),
        (LATER, b"null", 400, "not-json", 'The body must be a JSON object, such as {"seconds": 600}.'),
        (PAUSE, b'{"seconds": 60, "until": "2026-11-02T15:00:00Z"}', 400, "bad-value",
         "Give 'seconds' or 'until', not both."),
        (SESSION, b"{}", 400, "missing-field", LACKING),
        (SESSION, b'{"command": "pause", "pain": 3}', 400, "bad-value",
         "'pain' only goes with hurts and answer."),
        (SESSION, b'{"command": "hurts", "pain": 11}', 400, "bad-value",
         "'pain' must be a whole number from 0 to 10, or null."),
    ],
)  # fmt: skip
def test_a_wrong_body_is_refused_with_what_is_wrong(operation, body, status, code, sentence):
    """A wrong body is refused with a status, a code and a sentence."""
    with pytest.raises(RequestRefused) as refused:
        read_body(body, JSON, operation)
    assert (refused.value.status, refused.value.code, refused.value.sentence) == (status, code, sentence)


@pytest.mark.parametrize(
    "content_type", ["", "text/plain", "application/x-www-form-urlencoded", "application/jsonx"]
)
def test_a_body_that_does_not_say_it_is_json_is_refused(content_type):
    """A body that is not marked as JSON is refused, so that no web form can send one."""
    with pytest.raises(RequestRefused) as refused:
        read_body(b'{"seconds": 5}', content_type, LATER)
    assert (refused.value.status, refused.value.code) == (415, "not-json")


@pytest.mark.parametrize(
    ("operation", "body", "content_type", "values"),
    [
        (RESUME, b"", "", {}),
        (PAUSE, b"{}", JSON, {}),
        (LATER, b'{"seconds": 90}', "Application/JSON; charset=utf-8", {"seconds": 90.0}),
        (SESSION, b'{"command": "answer", "pain": null}', JSON, {"command": "answer", "pain": None}),
        (SESSION, b'{"command": "answer", "pain": 0}', JSON, {"command": "answer", "pain": 0}),
        (SESSION, b'{"command": "extend"}', JSON, {"command": "extend"}),
    ],
)  # fmt: skip
def test_a_good_body_becomes_values(operation, body, content_type, values):
    """A good body gives the values that were sent and no others."""
    assert read_body(body, content_type, operation) == values


@pytest.mark.parametrize(
    ("pairs", "code"),
    [
        ([("m", "1")], "unknown-field"),
        ([("n", "1"), ("n", "2")], "bad-value"),
        *[([("n", text)], "bad-value") for text in ("", "0", "101", "-1", "1.5", "٣", "9" * 5000, "ten")],
    ],
)
def test_a_wrong_query_is_refused(pairs, code):
    """A query is refused if it is unknown, repeated, out of its limits or no number."""
    with pytest.raises(RequestRefused) as refused:
        read_query(pairs, NEXT)
    assert (refused.value.status, refused.value.code) == (400, code)


def test_a_good_query_is_a_number():
    """A good query gives the number of the type that the table says."""
    assert read_query([("n", "7")], NEXT) == {"n": 7}
