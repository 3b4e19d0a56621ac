"""The days ahead -> the made sounds that they need; what else is kept of the library, and what goes."""

from datetime import date, timedelta

from broadcast.library.notes import forget_unused
from broadcast.programme.model import Fingerprint
from broadcast.station.assembly import today
from broadcast.station.onrecord import carts_released
from broadcast.station.overview import Overview, cache_folder, fingerprints_of, orders, sessions_from

_KEEP_DAYS = 14
"""Sounds of the days ahead that pruning never takes."""
_LARGEST_CACHE = 4_000_000_000
"""Bytes; beyond it the least lately used sounds go."""


def needed_sounds(overview: Overview, first: date) -> frozenset[Fingerprint]:
    """Collect the fingerprints of every cart and utterance that 14 days from `first` on may need, in any voice.

    The cart that was last released of each script is among them.
    """
    needed = fingerprints_of(overview).of(orders(overview, sessions_from(overview, first, _KEEP_DAYS)))
    return needed | {*carts_released(overview.home).values()}


def prune_cache(overview: Overview, most_bytes: int = _LARGEST_CACHE) -> int:
    """Delete made sounds not used for 28 days, then the least lately used until `most_bytes` hold the rest.

    Reports on the ward's own sounds go after 28 days too. What the next 14 days need always stays, and so does
    the cart that was last released of each script. Returns the bytes freed. Raises DiskError where nothing can be
    deleted.
    """
    keep = needed_sounds(overview, today(overview))
    oldest = overview.clock.now() - timedelta(days=2 * _KEEP_DAYS)
    forgotten = forget_unused(cache_folder(overview.home), oldest.timestamp())
    return forgotten + overview.library.prune(keep=keep, most_bytes=most_bytes, oldest=oldest)
