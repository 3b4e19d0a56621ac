"""The machine -> every way out for sound there is now, told by a process of its own."""

from broadcast.errors import DeviceError
from broadcast.output.deck import OPENING_S, Deck
from broadcast.output.devices import Device
from broadcast.output.trouble import words_for_all
from broadcast.output.wire import Failed, Listed, Trouble


def devices() -> tuple[Device, ...]:
    """Every way out for sound there is now. Raises DeviceError where it cannot be known."""
    deck = Deck.listing()
    try:
        match deck.report(OPENING_S):
            case Listed(devices=found):
                return found
            case Failed() as failed:
                raise DeviceError(*words_for_all(failed))
            case _:
                raise DeviceError(*words_for_all(Failed(why=Trouble.STALLED)))
    finally:
        deck.kill()
