"""The lengths of a session's cues and what fits -> which cues go, so that the rest may air."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from broadcast.programme.settings import Drop


def dropped(
    lengths: Sequence[timedelta], fits: Callable[[tuple[int, ...]], bool], drop: Drop = Drop.LAST
) -> tuple[int, ...]:
    """Choose the cues that go, by index from 0 in the order in which they go, until `fits` says yes to the rest.

    `lengths`: of each cue. `fits` is asked about programmes of some of the cues, as indexes in the session's own
    order; where it says yes to a programme it must say yes to any part of it. Cues that do not fit even alone go
    first; then the last, or the longest (of two alike the later). So all go only where none fits alone.
    """
    rest = tuple(range(len(lengths)))
    if not rest or fits(rest):
        return ()
    gone = [index for index in rest if not fits((index,))]
    rest = tuple(index for index in rest if index not in gone)
    while rest and not fits(rest):
        out = max(rest, key=lambda index: (lengths[index], index)) if drop is Drop.LONGEST else rest[-1]
        gone.append(out)
        rest = tuple(index for index in rest if index != out)
    return tuple(gone)
