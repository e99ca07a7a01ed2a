"""What the API says when it does not do as it was asked: a code for programs, a sentence for people."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Code = Literal[
    "not-json", "unknown-field", "missing-field", "bad-value", "no-token", "other-host", "unknown-route",
    "wrong-method", "not-now", "too-large", "not-http", "too-many", "fault",
]  # fmt: skip


class Refused(Exception):
    """A request that is not done; `status` is HTTP's, `headers` go with the response."""

    def __init__(
        self, status: int, code: Code, sentence: str, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(sentence)
        self.status = status
        self.code = code
        self.sentence = sentence
        self.headers = dict(headers or {})

    @property
    def body(self) -> bytes:
        """The JSON that is sent."""
        return refusal_body(self.code, self.sentence)


def refusal_body(code: Code, sentence: str) -> bytes:
    """The one shape of every error: `{"error": code, "sentence": …}`."""
    return json.dumps({"error": code, "sentence": sentence}).encode("ascii")
