"""The OpenAPI document, generated from the table by which requests are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach import __version__
from coach.activity.source import PARTS
from coach.api.operations import OPERATIONS
from coach.api.reading import JSON_TYPE
from coach.fields.json_schema import body_schema

if TYPE_CHECKING:
    from coach.api.operations import Gives, Operation
    from coach.journal.events import JSON

EVENT_STREAM = "text/event-stream"
_REFUSALS = {
    "400": "The request is not valid.",
    "401": "The token is missing or wrong.",
    "403": "The Host header names another host.",
    "409": "It is not possible now.",
    "413": "The body is too large.",
    "415": "The body is not JSON.",
    "500": "An error in the coach; see its log.",
    "503": "There are too many listeners.",
}
_TEXT: JSON = {"type": "string"}
_MOMENT: JSON = {"type": "string", "format": "date-time"}
_MOMENT_OR_NULL: JSON = {"type": ["string", "null"], "format": "date-time"}


def document(port: int) -> dict[str, JSON]:
    """The whole document, for a server on that port."""
    paths: dict[str, JSON] = {
        operation.path: {operation.method.lower(): _operation(operation)} for operation in OPERATIONS
    }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "The coach",
            "version": __version__,
            "summary": "The local API of the coach, which reminds you of stretches and breaks by voice.",
        },
        "servers": [{"url": f"http://127.0.0.1:{port}"}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "`token` in the file api.json, which only its user can read.",
                }
            },
            "schemas": {"Error": _error(), **_schemas()},
        },
    }


def _operation(operation: Operation) -> dict[str, JSON]:
    made: dict[str, JSON] = {
        "operationId": operation.path.strip("/").partition(".")[0],
        "summary": operation.summary,
        "responses": _responses(operation),
    }
    if operation.query:
        made["parameters"] = [
            {
                "name": field.name,
                "in": "query",
                "required": field.is_required,
                "description": field.description,
                "schema": field.type.json_schema(),
            }
            for field in operation.query
        ]
    if operation.fields:
        made["requestBody"] = {
            "required": operation.needs_body,
            "content": {JSON_TYPE: {"schema": _body(operation)}},
        }
    return made


def _responses(operation: Operation) -> dict[str, JSON]:
    possible = ["400", "401", "403", "413", "500"]
    if operation.method == "POST":
        possible += ["409", "415"]
    if operation.gives == "Events":
        possible.append("503")
    content = EVENT_STREAM if operation.gives == "Events" else JSON_TYPE
    schema: JSON = {"$ref": f"#/components/schemas/{operation.gives}"}
    done: JSON = {"description": "Done.", "content": {content: {"schema": schema}}}
    error: JSON = {JSON_TYPE: {"schema": {"$ref": "#/components/schemas/Error"}}}
    refused: dict[str, JSON] = {
        status: {"description": _REFUSALS[status], "content": error} for status in sorted(possible)
    }
    return {"200": done, **refused}


def _body(operation: Operation) -> dict[str, JSON]:
    """The JSON Schema of an operation's body."""
    schema = body_schema(operation.fields)
    return {**schema, "maxProperties": 1} if operation.at_most_one else schema


def _error() -> JSON:
    return {
        "type": "object",
        "properties": {
            "error": {"type": "string", "description": "A code that programs may rely on."},
            "sentence": {"type": "string", "description": "What is wrong, for a person."},
        },
        "required": ["error", "sentence"],
    }


def _sources() -> JSON:
    """The schema of what the activity sources report."""
    source: JSON = {
        "type": "object",
        "properties": {
            "what": {"enum": [*PARTS, "notifications"]},
            "works": {"type": ["boolean", "null"], "description": "null: not known yet."},
            "detail": {
                "type": "string",
                "description": "What is known and from where, or why it is not known.",
            },
            "todo": {"type": "string", "description": "What a person can do about it; may be empty."},
        },
        "required": ["what", "works", "detail", "todo"],
    }
    asked: JSON = {
        "type": ["string", "null"],
        "format": "date-time",
        "description": "When a reminder was last due; null: none yet. A status request asks no source.",
    }
    return {
        "type": "object",
        "properties": {"asked": asked, "each": {"type": "array", "items": source}},
        "required": ["asked", "each"],
    }


def _flag() -> JSON:
    properties: dict[str, JSON] = {
        "rule": _TEXT,
        "level": {"enum": ["emergency", "same-day", "book", "help"]},
        "text": _TEXT,
        "version": {"type": "integer"},
        "at": _MOMENT,
        "episode": _TEXT,
        "acknowledged": _MOMENT_OR_NULL,
    }
    return {"type": "object", "properties": properties, "required": list(properties)}


def _schemas() -> dict[str, JSON]:
    occurrence: JSON = {
        "type": "object",
        "properties": {
            "at": _MOMENT,
            "reminder": _TEXT,
            "routine": _TEXT,
            "title": _TEXT,
        },
        "required": ["at", "reminder", "routine", "title"],
    }
    announced: dict[str, JSON] = {
        "properties": {"reminder": _TEXT, "routine": _TEXT, "title": _TEXT, "since": _MOMENT}
    }
    put_off: dict[str, JSON] = {
        "type": "object",
        "properties": {
            "reminder": _TEXT,
            "routine": _TEXT,
            "title": _TEXT,
            "until": _MOMENT,
            "by": {"enum": ["person", "coach"]},
        },
    }
    given: dict[Gives, JSON] = {
        "Status": {
            "type": "object",
            "properties": {
                "state": {"enum": ["running", "paused"]},
                "since": _MOMENT,
                "paused_until": _MOMENT_OR_NULL,
                "off_because": {
                    "type": ["string", "null"],
                    "description": "Why these are days off; null: they are none.",
                },
                "day_ends": _TEXT,
                "announced": {"type": ["object", "null"], **announced},
                "waiting": {"type": "array", "items": {"type": "object", **announced}},
                "put_off": {"type": "array", "items": put_off},
                "session": {
                    "type": ["object", "null"],
                    "properties": {"id": _TEXT, "title": _TEXT, "paused": {"type": "boolean"}},
                },
                "next": {"type": "array", "items": occurrence},
                "problems": {"type": "array", "items": _TEXT},
                "to_read": {"type": "array", "items": _TEXT},
                "sources": _sources(),
                "today": {
                    "type": "object",
                    "properties": {
                        name: {"type": "integer"} for name in ("due", "called", "led", "confirmed")
                    },
                },
            },
            "required": [
                "state",
                "since",
                "paused_until",
                "announced",
                "waiting",
                "session",
                "next",
                "problems",
                "sources",
            ],
        },
        "Coming": {
            "type": "object",
            "properties": {"occurrences": {"type": "array", "items": occurrence}},
            "required": ["occurrences"],
        },
        "Answer": {
            "type": "object",
            "properties": {
                "ok": {"const": True},
                "sentence": _TEXT,
                "question": _TEXT,
                "reminder": _TEXT,
            },
            "required": ["ok", "sentence"],
        },
        "Flags": {
            "type": "object",
            "properties": {"flags": {"type": "array", "items": _flag()}},
            "required": ["flags"],
        },
        "Events": {"type": "string", "description": "Each `data:` line is one JSON object."},
        "Document": {"type": "object", "required": ["openapi", "paths"]},
    }
    return {str(name): schema for name, schema in given.items()}
