"""The whole API against its own OpenAPI document, by what schemathesis makes of it."""

from __future__ import annotations

import asyncio

import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.config import SchemathesisConfig

from coach.api.app import application
from coach.api.guard import Guard
from coach.testing import FakeClock, FakeSteering

PORT = 8123
HOST = f"127.0.0.1:{PORT}"
TOKEN = "a-token-of-the-test"  # noqa: S105 — nothing is behind it
EXAMPLES = 25
"""For each route, of good and of bad requests."""


def guarded():
    """The application behind its guard; its coach has ended, so that the stream of events ends too."""
    steering = FakeSteering()
    steering.end()
    return Guard(application(steering, FakeClock(), asyncio.Event(), PORT), port=PORT, token=TOKEN)


CONFIG = SchemathesisConfig.from_dict({"generation": {"mode": "all"}})
schema = schemathesis.openapi.from_asgi(
    "/openapi.json", guarded(), config=CONFIG, headers={"Host": HOST, "Authorization": f"Bearer {TOKEN}"}
)


@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_route_keeps_what_the_document_promises(case):
    """Every route answers as documented, refuses bad requests and accepts good ones."""
    case.headers["Host"] = HOST
    case.call_and_validate(headers={"Authorization": f"Bearer {TOKEN}"})
