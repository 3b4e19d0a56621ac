"""The words of playout's airing and of production's making, handed on as they are; nothing is defined here.

A terminal may not reach into those two rooms: this is the one door through which it sees what they tell.
"""

from broadcast.playout.events import AboutToAir, DeviceTrouble, Event, OffAir, OnAir, Settled, Waiting
from broadcast.production.making import Progress
from broadcast.production.orders import Order

__all__ = ["AboutToAir", "DeviceTrouble", "Event", "OffAir", "OnAir", "Order", "Progress", "Settled", "Waiting"]
