"""What a pain answer means: a fixed rule, never an inference."""

from __future__ import annotations

from typing import Literal

Advice = Literal["go-on", "smaller", "stop"]

EASE_FROM = 4
"""From here ease it or leave it out (DOMAIN.md, stop rules)."""


def advice(pain: int, *, limit: int, first: int | None = None, rise: int | None = None) -> Advice:
    """What to do at that pain (0-10): at the limit, or `rise` above the first answer, the routine ends."""
    if pain >= limit:
        return "stop"
    if first is not None and rise is not None and pain - first >= rise:
        return "stop"
    return "smaller" if pain >= EASE_FROM else "go-on"
