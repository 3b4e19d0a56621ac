"""Work that is killed at one step after another, each time in a process of its own."""

import os
import signal
import sys
from collections.abc import Callable, Iterator

_STEPS = ("open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.chmod")
"""What Python tells an audit hook of, that changes a disk or is about to."""


def killed_at_each_step(work: Callable[[], object], within: str, every: int = 1) -> Iterator[int]:
    """Run `work` in a child that ends with SIGKILL at its step 0, at its step `every` and so on, up to its last.

    A step: something is opened, made, renamed or removed whose path holds `within`; or anything is synced. Yields
    after each kill; ends once the child came to its own end.
    """
    step = 0
    while _is_killed(work, within, step):
        yield step
        step += every


def _is_killed(work: Callable[[], object], within: str, step: int) -> bool:
    child = os.fork()
    if child == 0:
        try:
            _kill_at(within, step)
            work()
            os._exit(0)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, "the work failed before it was killed"
    return os.WIFSIGNALED(status)


def _kill_at(within: str, step: int) -> None:
    left = step

    def count() -> None:
        nonlocal left
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1

    def hook(event: str, given: tuple[object, ...]) -> None:
        if event in _STEPS and any(within in str(one) for one in given):
            count()

    usual = os.fsync

    def synced(descriptor: int) -> None:
        count()
        usual(descriptor)

    os.fsync = synced
    sys.addaudithook(hook)
