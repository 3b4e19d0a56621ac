"""A station and some days -> every cart that they need, made ahead of time."""

from dataclasses import dataclass
from datetime import date

from broadcast.production.orders import Order
from broadcast.programme.model import Cart, Unready
from broadcast.station.overview import orders, prune_cache, sessions_from
from broadcast.station.station import ProgressWatcher, Station, production_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What a build has made, and what it could not make."""

    results: tuple[tuple[Order, Cart | Unready], ...]
    """Each order with its cart, or why there is none; empty where the days have no session."""
    utterances: int = 0
    """Spoken anew."""
    carts: int = 0
    """Mixed anew."""


def build(station: Station, first: date, days: int, watch: ProgressWatcher) -> Built:
    """Make every cart of `days` days from `first` that is not made yet, then prune the library.

    A cart that cannot be made is told in the result. `watch` is called before each sentence that is spoken. Raises
    DiskError where the library cannot be pruned.
    """
    needed = orders(station, sessions_from(station, first, days), hurried=False)
    if not needed:
        return Built(results=())
    station.library.sweep()
    with production_of(station, watch) as production:
        results = tuple((order, production.make(order)) for order in needed)
        built = Built(results=results, utterances=production.utterances_made, carts=production.carts_made)
    prune_cache(station)
    return built
