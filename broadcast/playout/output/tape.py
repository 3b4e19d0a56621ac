"""A programme's blocks, its start -> the frames of each callback, and how far the device has sounded them.

One thread feeds, the callback takes; neither waits for the other. Moments are seconds on the monotonic clock.
"""

import math
from collections import deque

import numpy as np

from broadcast.playout.output.anchor import Anchor
from broadcast.playout.output.fade import fade_frames, fall
from broadcast.playout.output.pcm import Pcm

_LATE_S = 0.020
"""Aimed behind the start by this much. A device tells its delay to within a millisecond, but on a busy machine we
may hear it some milliseconds later; and early is worse than late.
"""

_TAIL_S = 0.45
"""Silence that must have sounded behind the last frame: closing cuts nothing off."""

_DOUBT_S = 2.0
"""The same, where a hole is suspected: long enough to be sure."""

_TAIL_OF_A_FADE_S = 0.05

_JUST_NOW_S = 0.3
_LASTING_S = 1.5
_ONE_CALLBACK_S = 0.1
_ONE_HOLE_S = 2.5
"""Signs of a hole that come no later than this after one another are of one: a server tells several times that it
ran dry, and what follows is seen to be late only after a while.
"""


class Tape:
    """What the device is given: silence, the programme from its moment on, silence again.

    Frames are counted at `rate_hz`.
    """

    def __init__(self, rate_hz: int) -> None:
        self._rate_hz = rate_hz
        self._blocks: deque[Pcm] = deque()
        self._used = 0  # frames of the first block that are gone
        self._due: float | None = None
        self._ended = False
        self._fade_wanted = False
        self._fade_done = 0
        self._anchor = Anchor()
        self._out = 0  # frames given to the device, silence included
        self._begin: int | None = None  # the one of them that is the programme's first
        self._runs: deque[tuple[int, int]] = deque()  # where the programme went on: frame given, frame of its own
        self._given = 0  # frames of the programme given to the device
        self._over = False  # nothing more of the programme will be given
        self._dry = False
        self._sounded = 0.0  # frames that have sounded, silence included
        self._calm = True
        self._sounded_until = -math.inf
        self._hole_told = -math.inf
        self._hole_in_sound = False  # where the hole that is suspected would lie
        self.beats = 0
        """Callbacks so far: the heartbeat."""
        self.first: float | None = None
        """When the programme's first frame sounds, in monotonic seconds; after a hole, counted back from the rest.
        None before it is given to the device."""
        self.frames = 0
        """Frames of the programme that have sounded."""
        self.underflows = 0
        """How many holes there were in the programme so far."""
        self.faded = False
        """Whether some of the programme sounded under the fade."""

    def start_at(self, due: float) -> None:
        """Set when the first frame is to sound, in monotonic seconds.

        It may be set again until that frame is given to the device: a wall clock can be set while we wait.
        """
        self._due = due

    def add(self, block: Pcm) -> None:
        """Append the programme's next frames, shape (frames, channels)."""
        self._blocks.append(block)

    def end(self) -> None:
        """Say that no frames come after those appended."""
        self._ended = True

    def fade(self) -> None:
        """Fade to silence with the next callback, and end; a programme that has not begun does not begin."""
        self._fade_wanted = True

    @property
    def done(self) -> bool:
        """Whether everything that was to sound has sounded, and the silence that must follow it."""
        if self._begin is None:
            return self._over
        tail_s = _TAIL_OF_A_FADE_S if self.faded else _TAIL_S if self._calm else _DOUBT_S
        place, number = self._runs[-1]
        return self._over and self._sounded >= place + self._given - number + tail_s * self._rate_hz

    def fill(self, out: Pcm, *, now: float, delay_s: float, underflow: bool) -> None:
        """Fill `out`, the device's next frames, shape (frames, channels); count what has sounded, and any hole.

        Called by the device. The first frame of `out` sounds `delay_s` seconds after `now` (monotonic seconds);
        `underflow`: the device says that it ran dry before it.
        """
        self._anchor.look(now, now + delay_s - self._out / self._rate_hz)
        if self._sounding and underflow:
            self._count_hole(now)
        self._mind_holes(now)
        self._confirm(self._out - delay_s * self._rate_hz)
        out[:] = 0
        place = self._place(len(out))
        if place < len(out) and not self._over:
            self._lay(out[place:], self._out + place)
        self._out += len(out)
        self.beats += 1

    @property
    def _sounding(self) -> bool:
        return self._begin is not None and not (self._over and self.frames == self._given)

    def _mind_holes(self, now: float) -> None:
        if self._sounding:
            self._sounded_until = now
        calm = not self._anchor.slipped(_JUST_NOW_S)
        if self._calm and not calm:  # a hole shows so much later
            self._hole_in_sound = now < self._sounded_until + _JUST_NOW_S + _ONE_CALLBACK_S
        self._calm = calm
        if self._anchor.slipped(_LASTING_S):
            self._anchor.begin_anew(_LASTING_S)
            self._calm = True
            self._count_back()
            if self._hole_in_sound:
                self._count_hole(now)

    def _count_hole(self, now: float) -> None:
        if now - self._hole_told > _ONE_HOLE_S:
            self.underflows += 1
        self._hole_told = now

    def _confirm(self, sounded: float) -> None:
        self._sounded = max(self._sounded, sounded)
        if not self._runs:
            return
        sounded = math.floor(self._sounded)
        while len(self._runs) > 1 and self._runs[1][0] <= sounded:
            self._runs.popleft()
            self._count_back()
        (place, number), *later = self._runs
        end = later[0][1] if later else self._given
        self.frames = max(self.frames, min(end, number + sounded - place))

    def _count_back(self) -> None:
        """Tell when the first frame sounds, or would have, by what sounds now."""
        if self._runs:
            place, number = self._runs[0]
            self.first = self._anchor.moment + (place - number) / self._rate_hz

    def _place(self, length: int) -> int:
        """Where in the next `length` frames the programme begins or goes on; `length` when not in them."""
        if self._begin is not None:
            return 0
        if self._fade_wanted:
            self._over = True
        if self._due is None or not (self._blocks or self._ended):
            return length
        sounds = self._anchor.moment + self._out / self._rate_hz
        return min(length, max(0, math.ceil((self._due + _LATE_S - sounds) * self._rate_hz)))

    def _lay(self, out: Pcm, number: int) -> None:
        """Lay the programme into `out`, whose first frame is that `number` of all frames given to the device."""
        if self._fade_wanted:
            out = out[: fade_frames(self._rate_hz) - self._fade_done]
        laid = self._pour(out)
        if laid and (self._begin is None or self._dry):  # it begins, or goes on behind silence
            self._runs.append((number, self._given))
        if laid and self._begin is None:
            self._begin = number
            self._count_back()
        self._given += laid
        if self._fade_wanted:
            self._lead_down(out, laid)
        elif laid == len(out):
            self._dry = False
        elif self._ended and not self._blocks:
            self._over = True
        elif not self._dry:  # one hole counts once, however long it is
            self._dry = True
            self.underflows += 1

    def _lead_down(self, out: Pcm, laid: int) -> None:
        out[:] = np.rint((out.T * fall(len(out), fade_frames(self._rate_hz), self._fade_done)).T)
        self._fade_done += len(out)
        self.faded = self.faded or laid > 0
        self._over = laid < len(out) or self._fade_done >= fade_frames(self._rate_hz)

    def _pour(self, out: Pcm) -> int:
        laid = 0
        while laid < len(out) and self._blocks:
            piece = self._blocks[0][self._used : self._used + len(out) - laid]
            out[laid : laid + len(piece)] = piece
            laid += len(piece)
            self._used += len(piece)
            if self._used == len(self._blocks[0]):
                self._blocks.popleft()
                self._used = 0
        return laid
