"""The whole API against its own OpenAPI document, by what schemathesis makes of it."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable

from coach.api.app import application
from coach.api.guard import Guard
from coach.api.operations import OPERATIONS
from coach.testing import FakeClock, FakeSteering
from strategies import examples

PORT = 8123
HOST = f"127.0.0.1:{PORT}"
TOKEN = "a-token-of-the-test"  # noqa: S105 — nothing is behind it
EXAMPLES = 25
"""For each route, of good and of bad requests; the profile `fast` has fewer."""
ROUTES = [f"{each.method} {each.path}" for each in OPERATIONS if each.path != "/openapi.json"]


def guarded():
    """The application behind its guard; its coach has ended, so that the stream of events ends too."""
    steering = FakeSteering()
    steering.end()
    return Guard(application(steering, FakeClock(), asyncio.Event(), PORT), port=PORT, token=TOKEN)


@pytest.fixture(scope="module")
def documented():
    """The operations of the document by what they are called; the library takes a second to import."""
    import schemathesis
    from schemathesis.config import SchemathesisConfig

    config = SchemathesisConfig.from_dict({"generation": {"mode": "all"}})
    headers = {"Host": HOST, "Authorization": f"Bearer {TOKEN}"}
    schema = schemathesis.openapi.from_asgi("/openapi.json", guarded(), config=config, headers=headers)
    return {found.ok().label: found.ok() for found in schema.get_all_operations()}


@pytest.mark.parametrize("mode", ["positive", "negative"])
@pytest.mark.parametrize("route", ROUTES)
def test_every_route_keeps_what_the_document_promises(documented, route, mode):
    """Every route answers as documented, refuses bad requests and accepts good ones.

    Each is a test of its own: subtests that fail are not reported by a worker of pytest-xdist.
    """
    from schemathesis import GenerationMode

    @given(case=documented[route].as_strategy(generation_mode=GenerationMode(mode)))
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
