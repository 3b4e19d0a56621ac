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
    """Says when a stream's frame 0 sounded, from one look in each callback.

    All its moments are monotonic seconds.
    """

    def __init__(self) -> None:
        self._looks: deque[tuple[float, float]] = deque()
        self._settled: float | None = None

    def look(self, now: float, moment: float) -> None:
        """Note that at `now` frame 0 seems to have sounded at `moment`; both in monotonic seconds.

        Of the looks of the first quarter of a second only the last is kept; those older than eight seconds are
        forgotten.
        """
        if self._settled is None:
            self._settled = now + _SETTLING_S
        if now < self._settled:
            self._looks.clear()
        while self._looks and self._looks[0][0] < now - _WINDOW_S:
            self._looks.popleft()
        self._looks.append((now, moment))

    @property
    def moment(self) -> float:
        """Return the earliest moment that the looks tell, in monotonic seconds; ValueError before the first look.

        A callback that is woken late only ever sees it later. Where that is wrong, after a hole, a start is a
        little late and never early.
        """
        return min(moment for _, moment in self._looks)

    def slipped(self, since_s: float) -> bool:
        """Whether every look of the last `since_s` seconds puts frame 0 later than those before: a hole.

        Seconds are counted back from the newest look; those before are of the last three seconds; later is by at
        least 20 ms. False where there are fewer than three looks on either side.
        """
        latest = self._looks[-1][0]
        then = latest - since_s
        before = [moment for now, moment in self._looks if latest - _BEFORE_S < now < then]
        after = [moment for now, moment in self._looks if now >= then]
        return min(len(before), len(after)) >= _FEWEST_LOOKS and min(after) - min(before) >= _HOLE_S

    def begin_anew(self, since_s: float) -> None:
        """Forget every look but those of the last `since_s` seconds, up to the newest."""
        then = self._looks[-1][0] - since_s
        while self._looks[0][0] < then:
            self._looks.popleft()
