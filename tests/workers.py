"""How the tests are handed out to the workers of pytest-xdist."""

from __future__ import annotations

from pathlib import Path

from xdist.scheduler import LoadScopeScheduling

from turns import TIMED


class ByModule(LoadScopeScheduling):
    """Hands out whole modules, and all of one group of timed tests as if they were one.

    Handing out each test alone takes a fifth of the time of all that are not `real`.
    pytest-xdist's own `loadgroup` does not see its groups any more with pytest 9.2 (3.8.0, silently).
    """

    def _split_scope(self, nodeid):
        path = nodeid.partition("::")[0]
        return TIMED.get(Path(path).stem, path)

    def mark_test_complete(self, node, item_index, duration=0):
        """Forget the modules that are done, as all that is assigned is looked through after each test."""
        super().mark_test_complete(node, item_index, duration)
        assigned = self.assigned_work[node]
        self.assigned_work[node] = {
            path: tests for path, tests in assigned.items() if not all(tests.values())
        }

    def _assign_work_unit(self, node):
        """As xdist does, without searching all tests for the number of each."""
        path, tests = self.workqueue.popitem(last=False)
        self.assigned_work[node][path] = tests
        node.send_runtest_some([self._numbers[nodeid] for nodeid, done in tests.items() if not done])

    def schedule(self):
        """Number the tests, which are the same ones in each worker, and hand out the first."""
        self._numbers = {
            nodeid: number for number, nodeid in enumerate(next(iter(self.registered_collections.values())))
        }
        super().schedule()
