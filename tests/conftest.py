"""A home of its own for every test, the profiles of hypothesis, and how the workers run the tests."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import sys
import tempfile
import time
from functools import cache
from itertools import count
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol
from hypothesis import HealthCheck, settings

import purity  # before any module of the coach, which may keep `time.sleep` under another name
from coach.voice import natural
from strategies import ALL_EXAMPLES
from turns import TIMED, Turns

FAST_EXAMPLES = 8
TIMELESS = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
"""How long an example takes says how busy the machine is, not whether the code is right."""
settings.register_profile("all", max_examples=ALL_EXAMPLES, **TIMELESS)
settings.register_profile("fast", max_examples=FAST_EXAMPLES, **TIMELESS)
settings.load_profile("all")

TERMINAL_SIGNALS = ("SIGINT", "SIGQUIT", "SIGHUP", "SIGTERM", "SIGCHLD")
"""Those that `nohup`, a background job or a service may have ignored, which every child process inherits."""

MEMORY_DISK = Path("/dev/shm")  # noqa: S108 — all make folders of their own in it
MEMORY_NEEDED = 1 << 30
"""Bytes, several times what the files of the tests that are not `real` take."""

HOMES = pytest.StashKey[Path]()
_numbers = count()
_natural_folders = natural._folders


def pytest_configure(config):
    """Prepare what all tests share."""
    _restore_signals()
    _keep_compiled()
    config.option.randomly_reset_seed = False  # what is random has a generator of its own
    if not _is_pure(config):
        config.pluginmanager.register(Turns())
    has_memory = MEMORY_DISK.is_dir() and shutil.disk_usage(MEMORY_DISK).free > MEMORY_NEEDED
    if _is_pure(config) and has_memory:  # a third of the time would be waiting for the disk
        os.environ.setdefault("TMPDIR", str(MEMORY_DISK))
        tempfile.tempdir = None  # so that the variable is read again


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


def pytest_collection_finish(session):
    """Take thousands of tests out of what the garbage collector looks through, and call it less often.

    Which hooks a test has is found once for each module, as no conftest comes any more.
    """
    session.gethookproxy = cache(session.gethookproxy)
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_sessionstart(session):
    """Make the folder of the homes."""
    session.config.stash[HOMES] = Path(tempfile.mkdtemp(prefix="homes-"))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session):
    """Remove the homes."""
    shutil.rmtree(session.config.stash[HOMES], ignore_errors=True)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """Forget what the test before did, and give this one a home: none touches the files of who runs it.

    It does without the extra `natural`, installed or not, unless it is marked `real`.
    """
    purity.offences.clear()
    os.environ["COACH_HOME"] = str(item.config.stash[HOMES] / str(next(_numbers)))
    natural._folders = _natural_folders if item.get_closest_marker("real") else lambda _package: []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item):
    """A test that is not marked `real` fails if it, or a fixture, did what only real tests may do."""
    result = yield
    if purity.offences and item.get_closest_marker("real") is None:
        pytest.fail(f"it {' and '.join(sorted(purity.offences))}, but is not marked `real`", pytrace=False)
    return result


REAL = Path(__file__).parent / "real"
LONG = (
    "test_daemon",
    "test_daemon_hangup",
    "test_notifications_day",
    "test_session_kill",
    "test_render_acoustics",
    "test_typesetting",
    "test_rendering",
    "test_init",
    "test_erase",
    "test_merge",
    "test_tones",
)
"""The modules that take longest, of the real tests and of the others, so that none is the last to end."""


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
    """Keep each module on one worker: its tests share what is made once, and are handed out together."""
    from workers import ByModule

    return ByModule(config, log)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item, nextitem):
    """In a worker, report of each test how it went, and of its fixtures only what failed.

    That all is well with them takes the workers, and the process that listens to them, as long as the tests.
    """
    if not hasattr(item.config, "workerinput"):
        return None
    for report in runtestprotocol(item, log=False, nextitem=nextitem):
        if report.when == "call" or not report.passed:
            item.ihook.pytest_runtest_logreport(report=report)
    return True


@pytest.fixture
def berlin_machine(monkeypatch):
    """Berlin is the machine's time zone until the test is over."""
    if not hasattr(time, "tzset"):
        pytest.skip("only POSIX takes the zone from TZ")
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()
