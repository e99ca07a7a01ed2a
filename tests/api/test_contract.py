"""The whole API against its own OpenAPI document, by what schemathesis makes of it."""

from __future__ import annotations

import asyncio

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig

from coach.api.app import application
from coach.api.guard import Guard
from coach.testing import FakeClock, FakeSteering
from strategies import examples

PORT = 8123
HOST = f"127.0.0.1:{PORT}"
TOKEN = "a-token-of-the-test"  # noqa: S105 — nothing is behind it
EXAMPLES = 25
"""For each route, of good and of bad requests; the profile `fast` has fewer."""


def guarded():
    """The application behind its guard; its coach has ended, so that the stream of events ends too."""
    steering = FakeSteering()
    steering.end()
    return Guard(application(steering, FakeClock(), asyncio.Event(), PORT), port=PORT, token=TOKEN)


CONFIG = SchemathesisConfig.from_dict({"generation": {"mode": "all"}})
schema = schemathesis.openapi.from_asgi(
    "/openapi.json", guarded(), config=CONFIG, headers={"Host": HOST, "Authorization": f"Bearer {TOKEN}"}
)


OPERATIONS = [found.ok() for found in schema.get_all_operations()]


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["good", "bad"])
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.label)
def test_every_route_keeps_what_the_document_promises(operation, mode):
    """Every route answers as documented, refuses bad requests and accepts good ones.

    Each is a test of its own: subtests that fail are not reported by a worker of pytest-xdist.
    """

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        examples(EXAMPLES),
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def keeps_its_promises(case):
        case.headers["Host"] = HOST
        case.call_and_validate(headers={"Authorization": f"Bearer {TOKEN}"})

    try:
        keeps_its_promises()
    except Unsatisfiable:
        pytest.skip("a request without fields has no bad ones")
