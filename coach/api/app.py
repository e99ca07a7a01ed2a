"""The API's routes: they pass requests to the daemon and turn its answers into responses."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from coach.api.events import EventStream
from coach.api.guard import RequestRefused
from coach.api.openapi import document
from coach.api.operations import MONTH, OPERATIONS, USUAL_COMING
from coach.api.reading import JSON_TYPE, read_request
from coach.api.steering import Action
from coach.errors import CoachError
from coach.problems import LONGEST_QUOTE, printable, shortened

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from starlette.requests import Request

    from coach.api.operations import Operation
    from coach.api.steering import ActionName, Steering
    from coach.clock import Clock

    Endpoint = Callable[[Request], Awaitable[Response]]

_log = logging.getLogger(__name__)


def application(steering: Steering, clock: Clock, closing: asyncio.Event, port: int) -> Starlette:
    """The application, without its guard. `closing`: the streams of events end when it is set."""
    app = Starlette(
        routes=[_route(operation, steering, clock, closing, port) for operation in OPERATIONS],
        exception_handlers={
            RequestRefused: _refusal_response,
            HTTPException: _no_route_response,
            CoachError: _failure_response,
            Exception: _fault_response,
        },
    )
    app.router.redirect_slashes = False  # one path for each thing; nothing is sent elsewhere
    return app


def _route(
    operation: Operation, steering: Steering, clock: Clock, closing: asyncio.Event, port: int
) -> Route:
    if operation.gives == "Events":
        return Route(operation.path, EventStream(steering, closing, operation), methods=[operation.method])
    endpoint = _endpoint(operation, steering, clock, port)
    return Route(operation.path, endpoint, methods=[operation.method])


def _endpoint(operation: Operation, steering: Steering, clock: Clock, port: int) -> Endpoint:
    name = operation.action

    async def result(values: dict[str, Any]) -> Any:  # noqa: ANN401 — whatever JSON can hold
        if name is not None:
            return await _act(steering, action_of(name, values, clock.now()))
        if operation.gives == "Status":
            return steering.status()
        if operation.gives == "Coming":
            return {"occurrences": steering.next_occurrences(values.get("n", USUAL_COMING))}
        if operation.gives == "Flags":
            return {"flags": steering.flags()}
        if operation.gives == "Document":
            return document(port)
        raise NotImplementedError(f"no code for {operation.name}")

    async def endpoint(request: Request) -> Response:
        return JSONResponse(await result(await read_request(request, operation)))

    return endpoint


async def _act(steering: Steering, action: Action) -> dict[str, Any]:
    answer = await steering.act(action)
    if not answer.ok:
        raise RequestRefused(409, "not-now", answer.sentence)
    asked = {"question": answer.question, "reminder": answer.reminder} if answer.question else {}
    return {"ok": True, "sentence": answer.sentence, **asked}


def action_of(name: ActionName, values: dict[str, Any], now: datetime) -> Action:
    """The action that a request asks for; raises `RequestRefused` if its time is not in the allowed range."""
    if name in ("pause", "off"):
        return Action(name, until=_until(values, now), because=values.get("because", ""))
    if name == "session":
        return Action(name, session=values["command"], pain=values.get("number", values.get("pain")))
    if name == "done":
        return _done(values, now)
    return Action(name, **values)


def _done(values: dict[str, Any], now: datetime) -> Action:
    at, what = values.get("at"), values.get("reminder", "")
    if at is not None and (not what or at > now):
        raise RequestRefused(409, "not-now", "'at' goes with 'reminder', and is not in the future.")
    return Action("done", reminder=what, at=at)


def _until(values: dict[str, Any], now: datetime) -> datetime | None:
    if "seconds" in values:
        return now + timedelta(seconds=values["seconds"])
    until: datetime | None = values.get("until")
    if until is not None and until <= now:
        raise RequestRefused(409, "not-now", "'until' is in the past.")
    if until is not None and (until - now).total_seconds() > MONTH:
        raise RequestRefused(
            409, "not-now", "'until' is more than a month ahead: leave it out to pause until you resume."
        )
    return until


async def _refusal_response(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestRefused)
    return Response(error.body, error.status, error.headers, JSON_TYPE)


async def _no_route_response(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    path = _shown(request.url.path)
    if "Allow" in (error.headers or {}):
        refused = RequestRefused(
            405, "wrong-method", f"{path} does not allow {_shown(request.method)}.", error.headers
        )
    else:
        refused = RequestRefused(
            404, "unknown-route", f"There is no {path} here; /openapi.json lists the paths."
        )
    return await _refusal_response(request, refused)


async def _failure_response(request: Request, error: Exception) -> Response:
    return await _refusal_response(request, RequestRefused(500, "fault", str(error)))


async def _fault_response(request: Request, error: Exception) -> Response:
    # Starlette raises it again after this, and uvicorn's own word of it is not shown.
    _log.error("The API failed at %s.", _shown(request.url.path), exc_info=error)
    return await _refusal_response(
        request, RequestRefused(500, "fault", "An unexpected error; see the coach's log.")
    )


def _shown(text: str) -> str:
    """Text from a request, made safe for a message or a log."""
    return shortened(printable(text), LONGEST_QUOTE)
