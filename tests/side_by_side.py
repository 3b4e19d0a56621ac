"""Tests in several processes (pytest-xdist): which goes where, in what order, and what is told of each.

Where tests run one after another nothing of this holds.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from _pytest.runner import runtestprotocol
from pulse_rig import Rig
from xdist.scheduler import LoadScopeScheduling

HERE = Path(__file__).parent
_TOGETHER = (
    "tests/proofs/test_truth_rig.py", "tests/library/ingest/test_files.py", "tests/station/test_aircheck_rig.py",
)  # fmt: skip
"""Files that wait and stay in one process nevertheless: their tests share what takes long to make."""
_WAITING = ("slow", "rig")
"""The marks of what waits, in the order in which they begin."""
RIG = pytest.StashKey[Rig]()
"""The rig of this process, where a test has asked for it."""
_SOUNDS = re.compile(r"\brig\b")
_WAITS = re.compile(r"\brig\b|mark\.slow")


def take_part(config: pytest.Config) -> None:
    """Register what a process that runs tests needs, or what the one that hands them out does."""
    if hasattr(config, "workerinput"):
        config.pluginmanager.register(Running(config))
    elif getattr(config.option, "dist", "no") != "no":
        config.pluginmanager.register(HandingOut(config))


class Running:
    def __init__(self, config: pytest.Config) -> None:
        self.config = config

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_sessionstart(self) -> Iterator[None]:
        """Count what runs as it is imported in the first process alone: all of them import the same.

        pytest-cov starts twice here, and its first one would count on beneath its second, for nobody.
        """
        if first := _coverage(self.config):
            first.pause()
        yield
        if self.config.workerinput["workerid"] != "gw0":
            count_lines(self.config, on=False)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items.sort(key=_rank)  # what waits begins first, what computes fills up

    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: pytest.Item | None) -> bool:
        """Tell of a test that passed in one message, where pytest's own way takes five of some 0.2 ms each."""
        for report in runtestprotocol(item, log=False, nextitem=nextitem):
            if report.when == "call" or not report.passed:
                item.ihook.pytest_runtest_logreport(report=report)
        if nextitem is not None and _rank(nextitem) == len(_WAITING):
            self._silence()
        return True

    def _silence(self) -> None:
        """End this process's rig behind the last test that waits: a sink that nobody plays on costs as much."""
        rig = self.config.stash.get(RIG, None)
        if rig is not None and rig.process_file.exists():
            rig.stop()  # whoever asks for it nevertheless finds it good again: Rig.make_good


def _rank(item: pytest.Item) -> int:
    return next((rank for rank, name in enumerate(_WAITING) if item.get_closest_marker(name)), len(_WAITING))


class HandingOut:
    def __init__(self, config: pytest.Config) -> None:
        self.config = config

    @pytest.hookimpl(trylast=True)
    def pytest_sessionstart(self) -> None:
        """Count no lines here: nothing of the program runs in this process."""
        if coverage := _coverage(self.config):
            coverage.pause()

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Let the terminal end its line of dots: whoever ran the test sends no message for that."""
        if report.when == "call":
            self.config.hook.pytest_runtest_logfinish(nodeid=report.nodeid, location=report.location)

    def pytest_xdist_make_scheduler(self, config: pytest.Config, log: Any) -> object:
        config.option.loadscopereorder = False  # else whoever has most tests would go first, and who waits last
        return FileByFile(config, log)


class FileByFile(LoadScopeScheduling):
    """Hand out files as wholes, in the order of their tests; of one that waits, each test by itself.

    Talking about one test costs the processes some milliseconds, and there are thousands. What plays on the rig
    hardly computes: the last process leaves it to the others while there is anything else.
    """

    def _split_scope(self, nodeid: str) -> str:
        file = _file(nodeid)
        return nodeid if file not in _TOGETHER and _has(_WAITS, file) else file

    def _assign_work_unit(self, node: Any) -> None:
        if node is self.nodes[-1]:
            computing = (scope for scope in self.workqueue if not _has(_SOUNDS, _file(scope)))
            self.workqueue.move_to_end(next(computing, next(iter(self.workqueue))), last=False)
        super()._assign_work_unit(node)

    def mark_test_complete(self, node: Any, item_index: int, duration: float = 0) -> None:
        """Strike the test out: xdist keeps it, and counts all that are through after each message."""
        test = self.registered_collections[node][item_index]
        scope = self._split_scope(test)
        super().mark_test_complete(node, item_index, duration)
        left = self.assigned_work[node][scope]
        del left[test]
        if not left:
            del self.assigned_work[node][scope]


def _file(scope: str) -> str:
    return scope.partition("::")[0]


@cache
def _has(words: re.Pattern[str], file: str) -> bool:
    return words.search((HERE.parent / file).read_text(encoding="utf-8")) is not None


def count_lines(config: pytest.Config, *, on: bool) -> None:
    """Let coverage count, or pause; its own mark `no_cover` would stop and start it around every other test."""
    coverage = _coverage(config)
    if coverage is not None and coverage.started is not on:
        (coverage.resume if on else coverage.pause)()


def _coverage(config: pytest.Config) -> Any:
    return getattr(config.pluginmanager.getplugin("_cov"), "cov_controller", None)
