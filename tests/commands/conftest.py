"""What the tests of the commands would compute again and again."""

from __future__ import annotations

from functools import cache

import pytest

from coach.home import bundled_routines
from coach.plan import routine_cache

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
