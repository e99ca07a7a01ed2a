"""Exports a timeline for other programs: as plain values for JSON, and as WebVTT captions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coach.timeline.model import SPOKEN

if TYPE_CHECKING:
    from coach.timeline.model import Cue, Timeline

_FIELDS = ("text", "step", "side", "set", "rep", "phase")


def to_dict(timeline: Timeline) -> dict[str, Any]:
    """The timeline as plain values, without fields that do not apply. Times are in seconds."""
    return {
        "routine": timeline.routine,
        "title": timeline.title,
        "language": timeline.language,
        "seconds": timeline.seconds,
        "cues": [_cue_to_dict(cue) for cue in timeline.cues],
    }


def dropped_to_list(timeline: Timeline) -> list[dict[str, Any]]:
    """The words that were left out, and why."""
    return [{"text": item.text, "step": item.step, "reason": item.reason} for item in timeline.dropped]


def captions_of(timeline: Timeline) -> str:
    """WebVTT with one caption for every spoken cue, shown until it ends."""
    blocks = [
        f"{_timestamp(cue.at)} --> {_timestamp(cue.end)}\n{_escaped(cue.text)}\n"
        for cue in timeline.cues
        if cue.kind in SPOKEN and cue.seconds > 0
    ]
    return "\n".join(["WEBVTT\n", *blocks])


def _cue_to_dict(cue: Cue) -> dict[str, Any]:
    tree: dict[str, Any] = {"at": cue.at, "seconds": cue.seconds, "kind": cue.kind}
    for field in _FIELDS:
        value = getattr(cue, field)
        if value is not None and value != "":
            tree[field] = value
    return tree


def _timestamp(seconds: float) -> str:
    milliseconds = round(seconds * 1000)
    hours, rest = divmod(milliseconds, 3_600_000)
    minutes, rest = divmod(rest, 60_000)
    whole, fraction = divmod(rest, 1000)
    return f"{hours:02d}:{minutes:02d}:{whole:02d}.{fraction:03d}"


def _escaped(text: str) -> str:
    """The text escaped for WebVTT, which reads `<` and `&` as markup, and `-->` as a time."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
