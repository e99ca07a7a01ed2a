"""What the tests of several commands share, and what they would compute again and again."""

from __future__ import annotations

import asyncio
from functools import cache
from threading import Event, Thread

import pytest

from coach.home import bundled_routines, find_home
from coach.plan import routine_cache
from coach.testing import FakeClock, FakeSteering

_read = routine_cache._read
_read_once = cache(_read)


@pytest.fixture(autouse=True, scope="module")
def _read_bundled_routines_once():
    """The cache of routines is in the home, which is new in each test: each would lay out all again."""
    bundled = bundled_routines()

    def read(path, estimate):
        return (_read_once if path.is_relative_to(bundled) else _read)(path, estimate)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(routine_cache, "_read", read)
        yield


@pytest.fixture
def home():
    """The folders of a person who has just begun, private as the coach makes them."""
    found = find_home()
    found.config.mkdir(mode=0o700)
    return found


@pytest.fixture(scope="module")
def _ending():
    """The threads of servers that are closing; each takes a tenth of a second, and no test waits for it."""
    threads = []
    yield threads
    for thread in threads:
        thread.join(10)
        assert not thread.is_alive()


@pytest.fixture
def running(_ending):
    """The running coach behind the API, in a thread of its own."""
    from coach.api.server import serving

    home = find_home()
    fake = FakeSteering()
    is_open = Event()
    ends = []

    async def serve():
        async with serving(fake, home, FakeClock()):
            end = asyncio.Event()
            ends.append((asyncio.get_running_loop(), end))
            is_open.set()
            await end.wait()

    thread = Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    assert is_open.wait(60)
    yield fake
    loop, end = ends[0]
    loop.call_soon_threadsafe(end.set)
    _ending.append(thread)


@pytest.fixture
def note_clock(monkeypatch):
    """A Monday at noon, in a zone without surprises, without sound and without a running coach."""
    from coach.commands import flag_display, flags, note, note_recording
    from commands.noting import NOON, FakeSpeech

    found = FakeClock(NOON)
    for module in (note_recording, note, flags, flag_display):
        monkeypatch.setattr(module, "SystemClock", lambda: found)
    monkeypatch.setattr(note_recording, "FlagSpeech", FakeSpeech)
    monkeypatch.setattr(FakeSpeech, "heard", True)
    home = find_home()
    home.plan.parent.mkdir(parents=True, exist_ok=True)
    home.plan.write_text("zone: UTC\nreminders:\n  water: {routine: sip-water, at: '10:00'}\n")
    return found


@pytest.fixture
def heard(monkeypatch):
    """Stands in for the voices and the device."""
    from commands.heard_voices import Heard

    return Heard(monkeypatch)
