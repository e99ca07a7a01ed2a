"""The few functions of libpulse that playback needs, through ctypes, for PulseAudio and PipeWire.

miniaudio plays through the same library, but cannot take back what it has handed over, and does not say when
it will be heard. Here a stream's samples may be written again until the server has read them.
"""

from __future__ import annotations

import ctypes
import time
from typing import Final

from coach.scales import FRAME_BYTES, SAMPLE_RATE
from coach.sound.pulse_volume import CALLBACK, is_audible
from coach.sound.stream_device import StreamError, StreamTiming

NAME: Final = b"coach"
"""The name in the system's own mixer."""
PATIENCE_SECONDS: Final = 3.0
"""How long the server may take to answer when a stream is opened."""
_FLOAT32_LITTLE_ENDIAN, _NO_AUTOSPAWN, _ADJUST_LATENCY, _SEEK_ABSOLUTE = 5, 0x1, 0x2000, 1
_CONTEXT_READY, _STREAM_READY = 4, 2
_ENDED: Final = {_CONTEXT_READY: (5, 6), _STREAM_READY: (3, 4)}
"""The states failed and terminated of a context and of a stream, by their state ready."""
_UNSET: Final = 0xFFFFFFFF

_POINTER, _INT = ctypes.c_void_p, ctypes.c_int
_SIGNATURES: Final[dict[str, tuple[object, ...]]] = {
    "threaded_mainloop_new": (_POINTER,),
    "threaded_mainloop_get_api": (_POINTER, _POINTER),
    "threaded_mainloop_start": (_INT, _POINTER),
    "threaded_mainloop_stop": (None, _POINTER),
    "threaded_mainloop_free": (None, _POINTER),
    "threaded_mainloop_lock": (None, _POINTER),
    "threaded_mainloop_unlock": (None, _POINTER),
    "context_new": (_POINTER, _POINTER, ctypes.c_char_p),
    "context_connect": (_INT, _POINTER, ctypes.c_char_p, _INT, _POINTER),
    "context_get_state": (_INT, _POINTER),
    "context_disconnect": (None, _POINTER),
    "context_unref": (None, _POINTER),
    "stream_new": (_POINTER, _POINTER, ctypes.c_char_p, _POINTER, _POINTER),
    "stream_connect_playback": (_INT, _POINTER, ctypes.c_char_p, _POINTER, _INT, _POINTER, _POINTER),
    "stream_get_state": (_INT, _POINTER),
    "stream_write": (_INT, _POINTER, _POINTER, ctypes.c_size_t, _POINTER, ctypes.c_int64, _INT),
    "stream_update_timing_info": (_POINTER, _POINTER, _POINTER, _POINTER),
    "stream_get_timing_info": (_POINTER, _POINTER),
    "stream_disconnect": (_INT, _POINTER),
    "stream_unref": (None, _POINTER),
    "operation_get_state": (_INT, _POINTER),
    "stream_get_index": (ctypes.c_uint32, _POINTER),
    "context_get_sink_input_info": (_POINTER, _POINTER, ctypes.c_uint32, CALLBACK, _POINTER),
    "context_get_sink_info_by_index": (_POINTER, _POINTER, ctypes.c_uint32, CALLBACK, _POINTER),
    "operation_cancel": (None, _POINTER),
    "operation_unref": (None, _POINTER),
}
"""The result and the arguments of each function, by its name without `pa_`."""


class _SampleSpec(ctypes.Structure):
    _fields_ = (("format", _INT), ("rate", ctypes.c_uint32), ("channels", ctypes.c_uint8))


class _BufferAttributes(ctypes.Structure):
    _fields_ = tuple(
        (name, ctypes.c_uint32) for name in ("maxlength", "tlength", "prebuf", "minreq", "fragsize")
    )


class _TimingInfo(ctypes.Structure):
    _fields_ = (
        ("seconds", ctypes.c_long),
        ("microseconds", ctypes.c_long),
        ("synchronized_clocks", _INT),
        ("sink_usec", ctypes.c_uint64),
        ("source_usec", ctypes.c_uint64),
        ("transport_usec", ctypes.c_uint64),
        ("playing", _INT),
        ("write_index_corrupt", _INT),
        ("write_index", ctypes.c_int64),
        ("read_index_corrupt", _INT),
        ("read_index", ctypes.c_int64),
    )


class PulseStream:
    """A playback stream of mono float32 at 48,000 Hz on the default sink, opened by the constructor.

    `buffer`, `request`: frames that the server holds, and by how many it reads. The server never waits for
    samples, and hardly ever asks for them, as each time wakes us: what comes too late is left out, and the
    stream keeps its time. Libpulse's own thread does
    all that the server needs. Raises `StreamError` when no server answers.
    """

    backend = "PulseAudio"
    keeps_time = True

    def __init__(self, buffer: int, request: int) -> None:
        self._library = _load()
        self._loop = self._call("threaded_mainloop_new")
        self._context: int | None = None
        self._stream: int | None = None
        self._update: int | None = None
        try:
            self._open(buffer, request)
        except BaseException:
            self.close()
            raise

    @property
    def has_failed(self) -> bool:
        """Whether the server has gone, or has ended the stream."""
        return self.locked("stream_get_state", self._stream) != _STREAM_READY

    def write(self, at: int, samples: bytes) -> None:
        """Write from that frame of the stream on, even over frames that have not been read yet."""
        if self.locked(
            "stream_write", self._stream, samples, len(samples), None, at * FRAME_BYTES, _SEEK_ABSOLUTE
        ):
            raise StreamError("the sound server takes no samples")

    def timing(self) -> StreamTiming | None:
        """The newest timing from the server, which is asked again; None before its first answer."""
        self._call("threaded_mainloop_lock", self._loop)
        try:
            self._request_timing()
            address = self._call("stream_get_timing_info", self._stream)
            if not address:
                return None
            info = _TimingInfo.from_address(address)
            at = time.monotonic() - max(0.0, time.time() - info.seconds - info.microseconds / 1e6)
            return StreamTiming(
                read=info.read_index // FRAME_BYTES,
                sink_seconds=info.sink_usec / 1e6,
                is_playing=bool(info.playing) and not info.read_index_corrupt,
                at=at,
            )
        finally:
            self._call("threaded_mainloop_unlock", self._loop)

    @property
    def is_audible(self) -> bool | None:
        """Whether neither it nor its sink is muted or at volume 0; None if the server does not say."""
        if self._context is None or self._stream is None:
            return None
        return is_audible(self, self._context, self._stream)

    def close(self) -> None:
        """End the stream at once, and close the connection."""
        self._call("threaded_mainloop_lock", self._loop)
        if self._update:
            self._call("operation_unref", self._update)
        if self._stream:
            self._call("stream_disconnect", self._stream)
            self._call("stream_unref", self._stream)
        if self._context:
            self._call("context_disconnect", self._context)
            self._call("context_unref", self._context)
        self._call("threaded_mainloop_unlock", self._loop)
        self._call("threaded_mainloop_stop", self._loop)
        self._call("threaded_mainloop_free", self._loop)

    def _open(self, buffer: int, request: int) -> None:
        api = self._call("threaded_mainloop_get_api", self._loop)
        self._context = self._call("context_new", api, NAME)
        if self._call("context_connect", self._context, None, _NO_AUTOSPAWN, None) < 0:
            raise StreamError("no sound server is running")
        self._call("threaded_mainloop_start", self._loop)
        self._wait("context_get_state", self._context, _CONTEXT_READY)
        spec = _SampleSpec(_FLOAT32_LITTLE_ENDIAN, SAMPLE_RATE, 1)
        # With `_ADJUST_LATENCY` it reads by (tlength - 2 * minreq) / 2, and asks whenever minreq were read.
        attributes = _BufferAttributes(
            maxlength=_UNSET,
            tlength=(buffer + 2 * request) * FRAME_BYTES,
            prebuf=0,
            minreq=buffer // 2 * FRAME_BYTES,
            fragsize=_UNSET,
        )
        self._call("threaded_mainloop_lock", self._loop)
        try:
            self._stream = self._call("stream_new", self._context, NAME, ctypes.byref(spec), None)
            failed = not self._stream or self._call(
                "stream_connect_playback",
                self._stream, None, ctypes.byref(attributes), _ADJUST_LATENCY, None, None,
            ) < 0  # fmt: skip
        finally:
            self._call("threaded_mainloop_unlock", self._loop)
        if failed:
            raise StreamError("the sound server opens no stream")
        self._wait("stream_get_state", self._stream, _STREAM_READY)

    def _request_timing(self) -> None:
        """Ask for the timing, unless the server still has to answer."""
        if self._update:
            if self._call("operation_get_state", self._update) == 0:
                return
            self._call("operation_unref", self._update)
        self._update = self._call("stream_update_timing_info", self._stream, None, None)

    def _wait(self, state: str, of: int | None, ready: int) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while (reached := self.locked(state, of)) != ready:
            if reached in _ENDED[ready]:
                raise StreamError("no sound server answers, or it has nothing to play on")
            if time.monotonic() > deadline:
                raise StreamError(f"the sound server did not answer within {PATIENCE_SECONDS:g} s")
            time.sleep(0.002)

    def locked(self, name: str, *arguments: object) -> int:
        """Call that function of libpulse, by its name without `pa_`, with the loop locked."""
        self._call("threaded_mainloop_lock", self._loop)
        try:
            return self._call(name, *arguments)
        finally:
            self._call("threaded_mainloop_unlock", self._loop)

    def _call(self, name: str, *arguments: object) -> int:
        result: int = getattr(self._library, f"pa_{name}")(*arguments)
        return result


def _load() -> ctypes.CDLL:
    """The library; raises `OSError` if the system has none."""
    library = ctypes.CDLL("libpulse.so.0")
    for name, (result, *arguments) in _SIGNATURES.items():
        function = getattr(library, f"pa_{name}")
        function.restype, function.argtypes = result, arguments
    return library
