"""Calls -> their outcomes as they come, so many at a time, each on a thread of its own."""

from collections.abc import Callable, Generator, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import TypeVar

_Key = TypeVar("_Key")
_Got = TypeVar("_Got")


def alongside(
    calls: Iterable[tuple[_Key, Callable[[], _Got]]], lanes: Callable[[], int], at_most: int
) -> Generator[tuple[_Key, Callable[[], _Got]]]:
    """Make each call on a thread of its own; yield its key, when it is done, with its outcome.

    An outcome returns what its call returned, or raises what it raised. The next call is taken from `calls`, on
    the thread that iterates, once fewer are under way than `lanes()` says, which is at least 1 and no more than
    `at_most`. Whoever stops iterating (or `calls`, by raising) leaves those under way to themselves: nobody waits
    for them, and nobody learns what became of them.
    """
    waiting = iter(calls)
    under_way: dict[Future[_Got], _Key] = {}
    pool = ThreadPoolExecutor(at_most, thread_name_prefix="lane")
    try:
        while True:
            while len(under_way) < lanes() and (following := next(waiting, None)) is not None:
                key, call = following
                under_way[pool.submit(call)] = key
            if not under_way:
                return
            done, _ = wait(under_way, return_when=FIRST_COMPLETED)
            for future in done:
                yield under_way.pop(future), future.result
    finally:
        pool.shutdown(wait=False)
