"""A witness of the machine: `clicks.py SINK` plays a click a second, and notes when the machine stood still.

A plain stream with the buffer that the coach has, through PulseAudio's own library, which tells when the
next sample will be heard: what is recorded beside that is the error of the recording. Each line is JSON:
`{"click": second}`, or `{"stall": second, "seconds": how long}` when a thread that only sleeps woke late.
"""

from __future__ import annotations

import ctypes
import json
import sys
import time
from threading import Thread

RATE = 48_000
BLOCK = RATE // 100
EVERY = 100
"""Blocks from click to click."""
BUFFER_MILLISECONDS = 40
NAP, LATE = 0.005, 0.010
"""Seconds that the thread sleeps, and by how much it must be late to be told of."""

# From pulse/def.h, pulse/sample.h of PulseAudio 16.
PLAYBACK = 1
FLOAT32 = 5
AS_IT_LIKES = 0xFFFFFFFF


class Samples(ctypes.Structure):
    """`pa_sample_spec`."""

    _fields_ = (("format", ctypes.c_int), ("rate", ctypes.c_uint32), ("channels", ctypes.c_uint8))


class Buffer(ctypes.Structure):
    """`pa_buffer_attr`."""

    _fields_ = tuple(
        (name, ctypes.c_uint32) for name in ("maxlength", "tlength", "prebuf", "minreq", "fragsize")
    )


def tell(**what: float) -> None:
    """A line of JSON, at once."""
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def sleep_and_tell() -> None:
    """Sleep and wake, for ever."""
    while True:
        due = time.monotonic() + NAP
        time.sleep(NAP)
        late = time.monotonic() - due
        if late > LATE:
            tell(stall=time.time() - late, seconds=late)


def click(sink: str) -> None:
    """Play, for ever; raises `OSError` when the server is not there, or goes."""
    library = ctypes.CDLL("libpulse-simple.so.0")
    library.pa_simple_new.restype = ctypes.c_void_p
    library.pa_simple_get_latency.restype = ctypes.c_uint64
    fault = ctypes.c_int()
    samples = Samples(FLOAT32, RATE, 1)
    buffer = Buffer(*[AS_IT_LIKES] * 5)
    buffer.tlength = RATE * 4 * BUFFER_MILLISECONDS // 1000
    stream = ctypes.c_void_p(
        library.pa_simple_new(
            None, b"clicks", PLAYBACK, sink.encode(), b"clicks", ctypes.byref(samples), None,
            ctypes.byref(buffer), ctypes.byref(fault),
        )
    )  # fmt: skip
    if not stream.value:
        raise OSError(f"PulseAudio gives no stream: {fault.value}")
    silent, sounding = (ctypes.c_float * BLOCK)(), (ctypes.c_float * BLOCK)(0.5)
    blocks = 0
    while True:
        block = sounding if blocks % EVERY == EVERY - 1 else silent  # not the first: nothing plays yet
        if block is sounding:
            ahead = library.pa_simple_get_latency(stream, ctypes.byref(fault)) / 1e6
            tell(click=time.time() + ahead)
        if library.pa_simple_write(stream, block, ctypes.sizeof(block), ctypes.byref(fault)) < 0:
            raise OSError(f"PulseAudio takes nothing any more: {fault.value}")
        blocks += 1


if __name__ == "__main__":
    Thread(target=sleep_and_tell, daemon=True).start()
    click(sys.argv[1])
