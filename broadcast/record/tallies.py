"""Airings -> how many came out how, and how long they sounded; sums that stay exact until they are told."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from broadcast.programme.model import Airing, Outcome


@dataclass(slots=True)
class Tally:
    """A count of airings, to which more may be added."""

    counts: dict[Outcome | None, int] = field(default_factory=dict)
    """How many came out so; None: still on air, or left so by a crash."""
    length: Fraction = Fraction()
    """Seconds that sounded, of those cut short too; exact, as frames over frames a second."""

    @property
    def aired(self) -> int:
        """Return how many were heard to their end."""
        return self.counts.get(Outcome.AIRED, 0)

    @property
    def cut(self) -> int:
        """Return how many began and were cut short."""
        return self.counts.get(Outcome.CUT, 0)

    @property
    def not_begun(self) -> int:
        """Return how many did not begin: missed or refused."""
        return self.counts.get(Outcome.MISSED, 0) + self.counts.get(Outcome.REFUSED, 0)

    @property
    def heard(self) -> int:
        """Return how many sounded, to their end or not."""
        return self.aired + self.cut

    def add(self, airing: Airing) -> None:
        """Count one airing more."""
        self.counts[airing.outcome] = self.counts.get(airing.outcome, 0) + 1
        self.length += exact_length(airing)


def exact_length(airing: Airing) -> Fraction:
    """Return the seconds of the airing that sounded, as the device confirmed them, without rounding."""
    return Fraction(airing.frames, airing.rate_hz) if airing.rate_hz else Fraction()


def whole_seconds(lengths: Sequence[Fraction]) -> tuple[int, ...]:
    """Round each length to whole seconds, so that together they give their exact sum, rounded.

    Each is less than a second from its exact length. Where the rounded-down ones are short of the sum, those that
    lost most get one second each (the method of largest remainders, as Hamilton's for seats in a parliament).
    """
    whole = [int(one) for one in lengths]
    missing = round(sum(lengths, Fraction())) - sum(whole)
    by_loss = sorted(range(len(lengths)), key=lambda index: whole[index] - lengths[index])
    return tuple(one + (index in by_loss[:missing]) for index, one in enumerate(whole))
