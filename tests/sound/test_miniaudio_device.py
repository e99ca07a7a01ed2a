"""What is relied on in miniaudio: a new version that changes it must fail here, not in a session."""

from __future__ import annotations

import inspect

import miniaudio

from coach.sound import miniaudio_device as opening


def test_the_null_backend_is_never_asked_for():
    """The null backend plays nothing and does not say so; whatever else the system may have is asked for."""
    wanted = {backend.name for backend in opening.backends()}
    enabled = {backend.name for backend in miniaudio.get_enabled_backends()}
    assert wanted == enabled - {"NULL", "CUSTOM"}
    assert wanted


def test_the_hooks_into_miniaudio_are_there():
    """`_make_context` and `close` are overridden, `ma_context_uninit` is called, `backend` is read."""
    parent = miniaudio.PlaybackDevice
    assert {"_make_context", "close", "start", "__del__"} <= set(dir(parent))
    assert hasattr(miniaudio.lib, "ma_context_uninit")
    source = inspect.getsource(parent.__init__)
    assert "self._make_context(" in source
    assert "self.backend = " in source


def test_the_buffer_is_within_the_promise():
    """A cue is heard within one device buffer, at most 40 ms."""
    assert opening.BUFFER_MILLISECONDS <= 40
