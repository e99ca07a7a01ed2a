"""Why a reminder was put off or left out: a code that programs may rely on, and a sentence for people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ReasonCode = Literal[
    "stale", "superseded", "quiet", "paused", "meeting", "do-not-disturb",
    "away", "break", "led", "announced", "spacing", "merged",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason; the code never changes, the sentence may."""

    code: ReasonCode
    sentence: str


STALE = Reason("stale", "It is too late for it now.")
SUPERSEDED = Reason("superseded", "The same reminder is due again.")
QUIET = Reason("quiet", "These are quiet hours.")
PAUSED = Reason("paused", "You paused the coach.")
MEETING = Reason("meeting", "You are in a meeting.")
DO_NOT_DISTURB = Reason("do-not-disturb", "You do not want to be disturbed.")
AWAY = Reason("away", "You are away.")
BREAK = Reason("break", "You are just back from a break.")
LED = Reason("led", "Another routine is being led.")
ANNOUNCED = Reason("announced", "Another routine waits to be begun.")
SPACING = Reason("spacing", "It is too close to another reminder.")


def merged_with(reminder: str) -> Reason:
    """That it is said in the announcement of that reminder."""
    return Reason("merged", f"It is said together with {reminder}.")
