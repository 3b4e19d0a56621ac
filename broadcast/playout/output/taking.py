"""A programme -> whatever takes it block by block and is no device: a file, or nothing."""

from collections.abc import Callable
from datetime import datetime

from broadcast.audio.sound import Samples
from broadcast.base.clock import Clock
from broadcast.playout.output import Heard, Played, Source, Wish
from broadcast.playout.output.fade import fade_frames, faded

_BLOCK_S = 0.2


def taken(
    source: Source, *, at: datetime | None, heard: Heard, clock: Clock, take: Callable[[Samples], None]
) -> Played:
    """Wait for `at` on the clock (None: do not), then give `take` the source block by block; return what went.

    It goes as fast as the source can be read. `heard` is called after each block, and while waiting; its FADE ends
    the programme with a fade, or the wait without a sound. What `take` raises goes through.
    """
    if at is not None and not clock.wait_until(at, lambda: heard(0, at) is Wish.GO_ON):
        return Played(started=None, frames=0, complete=False)
    started, frames, block = clock.now(), 0, round(_BLOCK_S * source.rate_hz)
    wish = Wish.GO_ON
    while wish is Wish.GO_ON:
        samples = source.read(block)
        take(samples)
        frames += len(samples)
        if len(samples) < block:
            return Played(started=started if frames else None, frames=frames, complete=True)
        wish = heard(frames, started)
    end = source.read(fade_frames(source.rate_hz))
    take(faded(end, source.rate_hz))
    return Played(started=started, frames=frames + len(end), complete=False)
