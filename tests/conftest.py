"""A home of its own for every test, the profiles of hypothesis, and tests that take turns."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import sys
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, settings

import purity  # before any module of the coach, which may keep `time.sleep` under another name
from strategies import ALL_EXAMPLES

FAST_EXAMPLES = 8
TIMELESS = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
"""How long an example takes says how busy the machine is, not whether the code is right."""
settings.register_profile("all", max_examples=ALL_EXAMPLES, **TIMELESS)
settings.register_profile("fast", max_examples=FAST_EXAMPLES, **TIMELESS)
settings.load_profile("all")


@pytest.fixture(scope="session")
def _homes(tmp_path_factory):
    """Paths for homes, by number: looking for a free name would take longer with each that is taken."""
    folder = tmp_path_factory.mktemp("homes")
    return (folder / str(number) for number in count())


TERMINAL_SIGNALS = ("SIGINT", "SIGQUIT", "SIGHUP", "SIGTERM", "SIGCHLD")
"""Those that `nohup`, a background job or a service may have ignored, which every child process inherits."""

MEMORY_DISK = Path("/dev/shm")  # noqa: S108 — pytest makes folders of its own in it
MEMORY_NEEDED = 1 << 30
"""Bytes, several times what the files of the tests that are not `real` take."""


def pytest_configure(config):
    """Prepare what all tests share."""
    _restore_signals()
    _keep_compiled()
    has_memory = MEMORY_DISK.is_dir() and shutil.disk_usage(MEMORY_DISK).free > MEMORY_NEEDED
    if _is_pure(config) and has_memory:  # a third of the time would be waiting for the disk
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY_DISK))


def _is_pure(config):
    """Whether only the tests that are not `real` were asked for."""
    return config.option.markexpr == "not real"


def pytest_ignore_collect(collection_path, config):
    """Leave out modules none of whose tests would run; importing them takes each worker half a second."""
    return True if collection_path == REAL and _is_pure(config) else None


def _restore_signals():
    """Start every process with the signals that a terminal gives, however pytest itself was started.

    A handler that does nothing ignores as well as before, but no child process inherits it.
    """
    for name in TERMINAL_SIGNALS:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) == signal.SIG_IGN:
            signal.signal(number, lambda _number, _frame: None)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_SETMASK, ())


def _keep_compiled():
    """Write compiled modules, whatever the environment says, as wherever the coach is installed.

    Containers often forbid it; then every process compiles the whole coach, and every worker all tests.
    """
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False


@pytest.fixture(autouse=True)
def _coach_home(_homes, monkeypatch):
    """No test ever touches the files of the person who runs it."""
    home = next(_homes)
    home.mkdir()
    monkeypatch.setenv("COACH_HOME", str(home))


@pytest.fixture(autouse=True)
def _no_natural_voice(request, monkeypatch):
    """Tests that are not `real` do without the extra `natural`, installed or not."""
    if request.node.get_closest_marker("real") is None:
        monkeypatch.setattr("coach.voice.natural._folders", lambda _package: [])


def pytest_collection_finish():
    """Take thousands of tests out of what the garbage collector looks through, and call it less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup():
    """Forget what the test before did."""
    purity.offences.clear()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item):
    """A test that is not marked `real` fails if it, or a fixture, did what only real tests may do."""
    result = yield
    if purity.offences and item.get_closest_marker("real") is None:
        pytest.fail(f"it {' and '.join(sorted(purity.offences))}, but is not marked `real`", pytrace=False)
    return result


REAL = Path(__file__).parent / "real"
TIMED = {
    "test_session_control": "A",  # the instant of the first sample, and how long a session lasted
    "test_session_live": "A",  # recorded sound, and when each line came
    "test_sound_pulseaudio": "B",  # recorded sound, and the pace of the samples
    "test_sound_without_device": "B",  # the pace of the samples
}
"""The modules that hold sound, or the instants of a live session, against the clock on the wall.

They mostly wait, so one of each group runs at a time, on a worker of its own, but nothing else beside them.
"""
LONG = (
    "test_daemon",
    "test_daemon_hangup",
    "test_notifications_day",
    "test_session_kill",
    "test_render_acoustics",
)
"""The modules that take longest, and come first of those that run beside others."""


def pytest_collection_modifyitems(items):
    """Mark the tests of `real/`, and have them come first: they wait, and others fill the gaps at the end."""
    for item in items:
        if item.path.parent == REAL:
            item.add_marker(pytest.mark.real)
            if item.path.stem in TIMED:
                item.add_marker(pytest.mark.timed(TIMED[item.path.stem]))
    items.sort(
        key=lambda item: (item.path.stem not in TIMED, item.path.stem not in LONG, item.path.parent != REAL)
    )


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Keep each module on one worker: its tests share what is made once, and are handed out together.

    Handing out each test alone takes a fifth of the time of all that are not `real`.
    pytest-xdist's own `loadgroup` does not see its groups any more with pytest 9.2 (3.8.0, silently).
    """
    from xdist.scheduler import LoadScopeScheduling

    class ByModule(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            path = nodeid.partition("::")[0]
            return TIMED.get(Path(path).stem, path)

    return ByModule(config, log)


class Turns:
    """Tests take turns across the workers of pytest-xdist: while those marked `timed` run, no others do.

    Each group of timed tests has two locks. Every other test passes the first ones and shares the second.
    A timed test holds the first, so that the others stop coming, and then both until a test that is not of
    its group follows. So the groups run beside each other, and the rest before or after them.
    """

    LOCKS: ClassVar = {"A": ("conftest.py", "strategies.py"), "B": ("purity.py", "terminal.py")}
    """Files beside this one: any would do."""

    def __init__(self):
        self._held = ExitStack()
        self._group = None

    def take(self, item, nextitem):
        """Wait for the test's turn; gives what to close after it."""
        after = ExitStack()
        if "PYTEST_XDIST_WORKER" not in os.environ or sys.platform == "win32":
            return after
        group = _group(item)
        if group is None:
            with ExitStack() as passing:
                for first, _second in self.LOCKS.values():
                    _lock(passing, first, shared=False)
                for _first, second in self.LOCKS.values():
                    _lock(after, second, shared=True)
        else:
            if self._group != group:
                for name in self.LOCKS[group]:
                    _lock(self._held, name, shared=False)
                self._group = group
            if nextitem is None or _group(nextitem) != group:
                after.callback(self._leave)
        return after

    def _leave(self):
        self._held.close()
        self._group = None


def _group(item):
    """The test's group if it is timed."""
    marker = item.get_closest_marker("timed")
    return None if marker is None else marker.args[0]


def _lock(stack, name, *, shared):
    """Wait for the lock on the file of that name beside this one; the stack releases it."""
    import fcntl

    file = stack.enter_context(Path(__file__).with_name(name).open("rb"))
    fcntl.flock(file, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)


_turns = Turns()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item, nextitem):
    """Wait for the test's turn."""
    with _turns.take(item, nextitem):
        return (yield)
