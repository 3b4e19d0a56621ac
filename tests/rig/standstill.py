"""A machine that stood still while a test listened -> the test once more, and a line that tells so.

A virtual machine is stopped by its host for tenths of a second, now and then: no program can sound through that,
and a test that compares each sample fails by it. What fails while the machine went on is told at the first time.
"""

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

LONG_S = 0.15
"""So long without a turn for a thread that wants nothing else.

On a quiet machine none of forty tests of the rig made it wait 0.01 s.
"""
_STEP_S = 0.01


class Standstill:
    """How long, at the most, this process got no turn within the `with` block."""

    def __init__(self) -> None:
        self.longest_s = 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> "Standstill":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        looked_s = time.monotonic()
        while not self._over.wait(_STEP_S):
            now_s = time.monotonic()
            self.longest_s = max(self.longest_s, now_s - looked_s - _STEP_S)
            looked_s = now_s


def run_again_after_a_standstill(
    item: pytest.Item, nextitem: pytest.Item | None, tell: Callable[[pytest.Item, str], None]
) -> None:
    """Run the test and report it; one that failed while the machine stood still is run anew, and that reported."""
    hook: Any = item.ihook
    hook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    with Standstill() as stood:
        reports = runtestprotocol(item, log=False, nextitem=nextitem)
    failed = next((one for one in reports if one.failed), None)
    if failed is not None and stood.longest_s > LONG_S:
        item.user_properties.clear()
        item._initrequest()  # type: ignore[attr-defined]  # as new, its fixtures too
        tell(
            item,
            f"run once more; the machine stood still for {stood.longest_s:.2f} s as it failed: {_why(failed)}",
        )
        reports = runtestprotocol(item, log=False, nextitem=nextitem)
    for one in reports:
        hook.pytest_runtest_logreport(report=one)
    hook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)


def _why(failed: pytest.TestReport) -> str:
    """The first line of the error."""
    told = [line for line in failed.longreprtext.splitlines() if line.startswith("E ")]
    return told[0].removeprefix("E").strip() if told else failed.longreprtext[-100:]
