"""The routes: what reaches the coach, and what its answers become."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest

from coach.api.operations import OPERATIONS, Gives
from coach.api.steering import Action, Answer
from coach.errors import JournalError

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)


def test_the_status_is_what_the_coach_says_of_itself(ask):
    """`/status` gives the coach's status as JSON."""
    response = ask("GET", "/status")
    assert (response.status, response.headers["content-type"]) == (200, "application/json")
    assert response.tree == ask.steering.state


@pytest.mark.parametrize(("target", "number"), [("/next?n=2", 2), ("/next", 5)])
def test_next_gives_as_many_as_are_asked_for(ask, target, number):
    """`/next` gives the requested number of occurrences, or all if there are fewer."""
    assert ask("GET", target).tree == {"occurrences": ask.steering.occurrences[:number]}


@pytest.mark.parametrize(
    ("path", "body", "action"),
    [
        ("/pause", b"", Action("pause")),
        ("/pause", {"seconds": 1800}, Action("pause", until=datetime(2026, 11, 2, 9, 30, tzinfo=UTC))),
        ("/pause", {"until": "2026-11-02T13:00:00+01:00"}, Action("pause", until=NOON)),
        ("/resume", b"", Action("resume")),
        ("/begin", b"", Action("begin")),
        ("/later", b"", Action("later")),
        ("/later", {"seconds": 90}, Action("later", seconds=90.0)),
        ("/skip", {}, Action("skip")),
        ("/done", b"", Action("done")),
        ("/reload", b"", Action("reload")),
        ("/stop", b"", Action("stop")),
        ("/session", {"command": "hurts"}, Action("session", session="hurts")),
        ("/session", {"command": "answer", "pain": 4}, Action("session", session="answer", pain=4)),
        ("/session", {"command": "answer", "pain": None}, Action("session", session="answer")),
    ],
)
def test_each_action_reaches_the_coach(ask, path, body, action):
    """Each action reaches the coach once, with all its fields, and the answer comes back."""
    response = ask("POST", path, body)
    assert (response.status, ask.steering.actions) == (200, [action])
    assert response.tree == {"ok": True, "sentence": f"Done: {action.name}."}


def test_an_answer_that_is_no_is_a_conflict(ask):
    """An action that the coach refuses gives 409 with the coach's own sentence."""
    ask.steering.answers["begin"] = Answer(ok=False, sentence="Nothing is announced.")
    response = ask("POST", "/begin")
    assert (response.status, response.tree) == (
        409, {"error": "not-now", "sentence": "Nothing is announced."},
    )  # fmt: skip


@pytest.mark.parametrize(
    "until", [timedelta(0), timedelta(days=-1), timedelta(days=32), timedelta(days=900_000)]
)
def test_a_pause_until_an_instant_that_makes_no_sense_is_refused(ask, until):
    """A pause until a past or a very distant instant is refused and does not reach the coach."""
    response = ask("POST", "/pause", {"until": (ask.clock.now() + until).isoformat()})
    assert (response.status, response.tree["error"], ask.steering.actions) == (409, "not-now", [])


@pytest.mark.parametrize("target", ["/", "/nothing", "/status/", "//status", "/pause/x", "/%2e%2e/status"])
def test_an_unknown_path_is_said_to_be_unknown(ask, target):
    """An unknown path gives 404, and no redirect."""
    response = ask("GET", target)
    assert (response.status, response.tree["error"]) == (404, "unknown-route")


@pytest.mark.parametrize(
    ("method", "path", "allowed"), [("GET", "/stop", "POST"), ("POST", "/status", "GET, HEAD")]
)
def test_a_wrong_method_names_the_right_one(ask, method, path, allowed):
    """A wrong method gives 405 with the right one in the Allow header (RFC 9110)."""
    response = ask(method, path)
    known = ", ".join(sorted(response.headers["allow"].split(", ")))
    assert (response.status, response.tree["error"], known) == (405, "wrong-method", allowed)
    assert ask.steering.actions == []


def test_no_other_origin_is_let_in(ask):
    """A preflight is refused, and no other origin is ever allowed."""
    response = ask("OPTIONS", "/stop", origin="http://evil.example", access_control_request_method="POST")
    assert response.status == 405
    assert [name for name in response.headers if name.startswith("access-control")] == []


def test_a_fault_that_has_a_sentence_is_reported(ask):
    """One of the coach's own errors is reported with its sentence."""
    ask.steering.fault = JournalError("The journal cannot be used.", hint="Free some space.")
    response = ask("POST", "/done")
    assert (response.status, response.tree) == (
        500, {"error": "fault", "sentence": "The journal cannot be used.\nFree some space."},
    )  # fmt: skip


def test_a_fault_nobody_foresaw_is_logged_and_not_shown(ask, logged):
    """An unexpected error is logged, and the response says nothing of it."""
    ask.steering.fault = ZeroDivisionError("secret detail")
    with pytest.raises(ZeroDivisionError):
        ask("POST", "/done")  # uvicorn ends it here; see test_server.py for what a client gets
    assert [record.exc_info[0] for record in logged if record.exc_info] == [ZeroDivisionError]
    assert not any("secret" in record.getMessage() for record in logged)


def test_the_document_lists_every_route(ask):
    """The OpenAPI document lists every route of the table."""
    tree = ask("GET", "/openapi.json").tree
    listed = {(method.upper(), path) for path, methods in tree["paths"].items() for method in methods}
    assert listed == {(operation.method, operation.path) for operation in OPERATIONS}
    assert (tree["openapi"], tree["servers"]) == ("3.1.0", [{"url": "http://127.0.0.1:8123"}])


def test_every_kind_of_answer_is_described(ask):
    """Each kind of answer that a route gives has its schema in the document."""
    tree = ask("GET", "/openapi.json").tree
    assert set(get_args(Gives)) == set(tree["components"]["schemas"]) - {"Error"}


def test_head_gives_no_body_and_follows_no_events(ask):
    """HEAD gives no body, and does not follow the events, which would never end."""
    assert (ask("HEAD", "/events").body, ask.steering.listeners) == (b"", 0)
