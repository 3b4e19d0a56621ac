"""What a terminal is told while the station works: of playout's airing and of production's making.

Playout and production are reached through the station alone; these are their words, handed on as they are.
"""

from broadcast.playout.events import DeviceTrouble, Event, OnAir, Settled, Waiting
from broadcast.production.making import Progress
from broadcast.production.orders import Order

__all__ = ["DeviceTrouble", "Event", "OnAir", "Order", "Progress", "Settled", "Waiting"]
