"""A look in each callback -> when the device's first frame sounded, and whether it has slipped (a hole).

Moments are seconds on the monotonic clock.
"""

from collections import deque

_SETTLING_S = 0.25
"""A device that is being filled for the first time does not know its delay yet."""

_WINDOW_S = 8.0
_BEFORE_S = 3.0
_FEWEST_LOOKS = 3

_HOLE_S = 0.02
"""A sound server that ran dry goes on after a hole and tells nobody; but what follows comes this much later.

Holes that are shorter pass: so much the told delay of a busy machine strays by itself, though not for long.
"""


class Anchor:
    """Says when a stream's frame 0 sounded, from one look in each callback."""

    def __init__(self) -> None:
        self._looks: deque[tuple[float, float]] = deque()
        self._settled: float | None = None

    def look(self, now: float, moment: float) -> None:
        """Note that at `now` frame 0 seems to have sounded at `moment`."""
        if self._settled is None:
            self._settled = now + _SETTLING_S
        if now < self._settled:
            self._looks.clear()
        while self._looks and self._looks[0][0] < now - _WINDOW_S:
            self._looks.popleft()
        self._looks.append((now, moment))

    @property
    def moment(self) -> float:
        """Return the earliest moment of the last looks: a callback that is woken late only ever sees it later.

        Where that is wrong, after a hole, a start is a little late and never early.
        """
        return min(moment for _, moment in self._looks)

    def slipped(self, since_s: float) -> bool:
        """Whether every look of the last `since_s` says that the stream stands later than before: a hole."""
        latest = self._looks[-1][0]
        then = latest - since_s
        before = [moment for now, moment in self._looks if latest - _BEFORE_S < now < then]
        after = [moment for now, moment in self._looks if now >= then]
        return min(len(before), len(after)) >= _FEWEST_LOOKS and min(after) - min(before) >= _HOLE_S

    def begin_anew(self, since_s: float) -> None:
        """Forget every look but those of the last `since_s`."""
        then = self._looks[-1][0] - since_s
        while self._looks[0][0] < then:
            self._looks.popleft()
