"""A station and some days -> every cart that they need, made ahead of time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from broadcast.base.errors import Message
from broadcast.production.making import Production, Progress
from broadcast.production.orders import Order
from broadcast.programme.model import Cart, Reason, Unready, music_told
from broadcast.station.forecast import Ahead, Forecast
from broadcast.station.keeping import prune_cache
from broadcast.station.overview import orders, sessions_from, waiting_around
from broadcast.station.station import Station, production_of
from broadcast.station.verdict import AROUND
from broadcast.ward.soundfaults import of_recording


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What a build has made, and what it could not make."""

    results: tuple[tuple[Order, Cart | Unready], ...]
    """Each order with its cart, or why there is none; empty where the days have no session."""
    utterances: int = 0
    """Spoken anew."""
    carts: int = 0
    """Mixed anew."""
    seconds: float = 0.0
    """How long it took, on the clock."""


class BuildWatcher(Protocol):
    """Whoever wants to know how far a build is."""

    def begins(self, ahead: Ahead) -> None:
        """Tell how much there is to make; called once, before anything is."""

    def step(self, step: Progress, ahead: Ahead) -> None:
        """Tell what is about to be spoken, and how much is still to be made with that."""

    def made(self, ahead: Ahead) -> None:
        """Tell that an order was made, or cannot be, and how much is still to be made."""


def build(station: Station, first: date, days: int, watching: BuildWatcher) -> Built:
    """Make every cart of `days` days from `first` that is not made yet, then prune the library.

    The opening and the closing that wait for their release are made too, so that somebody can hear them.
    A cart that cannot be made is told in the result. `watching` is told before anything is made, and before each
    sentence that is spoken. Raises DiskError where the library cannot be pruned.
    """
    sessions = sessions_from(station, first, days)
    needed = [*orders(station, sessions, hurried=False), *waiting_around(station, sessions)]
    if not needed:
        return Built(results=())
    station.library.sweep()
    began_s = station.clock.monotonic()
    with production_of(station, lambda step: watching.step(step, forecast.ahead())) as production:
        forecast = Forecast(station, needed, production)
        watching.begins(forecast.ahead())
        results = tuple((order, _made(production, forecast, order, watching)) for order in needed)
        built = Built(
            results=results,
            utterances=production.utterances_made,
            carts=production.carts_made,
            seconds=station.clock.monotonic() - began_s,
        )
    _hear_refused(station, results)
    prune_cache(station)
    return built


def _made(production: Production, forecast: Forecast, order: Order, watching: BuildWatcher) -> Cart | Unready:
    forecast.about_to_make()
    cart = production.make(order)
    forecast.made(order, cart)
    watching.made(forecast.ahead())
    return cart


def _hear_refused(station: Station, results: Iterable[tuple[Order, Cart | Unready]]) -> None:
    """Have a report kept on each recording that gave no cart, so that `today` tells why."""
    for order, cart in results:
        script = station.ward.scripts.get(order.script) if order.script is not None else None
        if script is not None and isinstance(cart, Unready) and cart.reason is Reason.BAD_SOUND:
            of_recording(station.ward, script)


def remarked(station: Station, built: Built) -> tuple[tuple[Message, Message], ...]:
    """List what a person should know of the carts that were made: each script by its title, once a remark."""
    found = {
        (str(order.script), remark.template): (Message(station.ward.title(order.script)), remark)
        for order, cart in built.results
        if isinstance(cart, Cart) and order.script is not None
        for remark in cart.remarks
    }
    return tuple(found.values())


def music(built: Built) -> tuple[Message, ...]:
    """List what was done to the ward's own music in what was built, each sentence once."""
    return music_told(cart for _, cart in built.results if isinstance(cart, Cart))


def lacking(station: Station, built: Built) -> tuple[tuple[Message, Unready], ...]:
    """List what could not be made, each script and each sound around the sessions once, by title and with why."""
    found: dict[str, tuple[Message, Unready]] = {}
    for order, cart in built.results:
        if isinstance(cart, Unready):
            around = AROUND.get(order.cue)
            title = around or Message(station.ward.title(order.script) if order.script else order.cue)
            found.setdefault(order.cue if around else str(order.script), (title, cart))
    return tuple(found.values())
