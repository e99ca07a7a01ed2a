"""Whether a playback stream can be heard, according to PulseAudio or PipeWire: muted, or at volume 0.

Both the stream and the sink it plays on can be silenced, in the system's own mixer.
"""

from __future__ import annotations

import ctypes
import time
from typing import TYPE_CHECKING, Any, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

ANSWER_SECONDS: Final = 0.5
"""How long the server may take to answer; it takes some milliseconds."""
_MOST_CHANNELS: Final = 32
_RUNNING: Final = 0
_POINTER, _NUMBER, _TEXT = ctypes.c_void_p, ctypes.c_uint32, ctypes.c_char_p
CALLBACK: Final = ctypes.CFUNCTYPE(None, _POINTER, _POINTER, ctypes.c_int, _POINTER)


class _SampleSpec(ctypes.Structure):
    _fields_ = (("format", ctypes.c_int), ("rate", _NUMBER), ("channels", ctypes.c_uint8))


class _ChannelMap(ctypes.Structure):
    _fields_ = (("channels", ctypes.c_uint8), ("map", ctypes.c_int * _MOST_CHANNELS))


class _Volume(ctypes.Structure):
    _fields_ = (("channels", ctypes.c_uint8), ("values", _NUMBER * _MOST_CHANNELS))


class _SinkInputInfo(ctypes.Structure):
    """The beginning of `pa_sink_input_info` (pulse/introspect.h)."""

    _fields_ = (
        ("index", _NUMBER),
        ("name", _TEXT),
        ("owner_module", _NUMBER),
        ("client", _NUMBER),
        ("sink", _NUMBER),
        ("sample_spec", _SampleSpec),
        ("channel_map", _ChannelMap),
        ("volume", _Volume),
        ("buffer_usec", ctypes.c_uint64),
        ("sink_usec", ctypes.c_uint64),
        ("resample_method", _TEXT),
        ("driver", _TEXT),
        ("mute", ctypes.c_int),
    )


class _SinkInfo(ctypes.Structure):
    """The beginning of `pa_sink_info`."""

    _fields_ = (
        ("name", _TEXT),
        ("index", _NUMBER),
        ("description", _TEXT),
        ("sample_spec", _SampleSpec),
        ("channel_map", _ChannelMap),
        ("owner_module", _NUMBER),
        ("volume", _Volume),
        ("mute", ctypes.c_int),
    )


class Connection(Protocol):
    """An open connection to the server: calls its functions while the lock of its loop is held."""

    def locked(self, name: str, *arguments: object) -> int:
        """Call that function, with the loop locked."""
        ...


def is_audible(connection: Connection, context: int, stream: int) -> bool | None:
    """Whether that stream can be heard; None if the server does not say."""
    playing = _asked(
        connection,
        _SinkInputInfo,
        lambda answer: connection.locked(
            "context_get_sink_input_info",
            context, connection.locked("stream_get_index", stream), answer, None,
        ),
    )  # fmt: skip
    if playing is None:
        return None
    silenced, sink = playing
    if silenced:
        return False
    on = _asked(
        connection,
        _SinkInfo,
        lambda answer: connection.locked("context_get_sink_info_by_index", context, sink, answer, None),
    )
    return None if on is None else not on[0]


def _asked(
    connection: Connection, kind: type[ctypes.Structure], ask: Callable[[object], int]
) -> tuple[bool, int] | None:
    """Whether what was asked for is silenced, and the sink it plays on; None without an answer."""
    found: list[tuple[bool, int]] = []

    def take(_context: int, info: int | None, is_last: int, _data: int) -> None:
        if info and not is_last:
            read: Any = kind.from_address(info)
            found.append((_is_silenced(read), getattr(read, "sink", 0)))

    answer = CALLBACK(take)  # kept until the operation is over: the server's thread calls it
    operation = ask(answer)
    if not operation:
        return None
    deadline = time.monotonic() + ANSWER_SECONDS
    while connection.locked("operation_get_state", operation) == _RUNNING:
        if time.monotonic() > deadline:
            connection.locked("operation_cancel", operation)
            break
        time.sleep(0.001)
    connection.locked("operation_unref", operation)
    return found[0] if found else None


def _is_silenced(info: Any) -> bool:  # noqa: ANN401 — one of the two structures
    volumes = info.volume.values[: info.volume.channels]
    return bool(info.mute) or not any(volumes)
