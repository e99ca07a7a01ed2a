"""A text examined as if it were a file, without one, and the bundled routines in turn."""

import pytest

from examined_routines import examined, problems_in, problems_in_step, steps_of
from routine.bundled_library import DOSES, bundled

__all__ = ["examined", "problems_in", "problems_in_step", "steps_of"]


@pytest.fixture(params=sorted(DOSES))
def routine(request):
    """Each bundled routine in turn."""
    return bundled(request.param)
