"""The machine -> every way out for sound, and in, that there is now, reported by a process of its own."""

from collections.abc import Sequence

from broadcast.base.errors import DeviceError
from broadcast.playout.output.deck import OPENING_S, Deck
from broadcast.playout.output.devices import Device, NoSuchDevice, find
from broadcast.playout.output.trouble import words, words_for_all
from broadcast.playout.output.wire import LIST, LIST_MICROPHONES, Failed, Listed, Trouble, not_found


def devices() -> tuple[Device, ...]:
    """List every way out for sound there is now, as a child process finds them.

    Raises DeviceError where they cannot be known within ten seconds, OSError where no process can be started.
    """
    return _listed(LIST)


def microphones() -> tuple[Device, ...]:
    """List every microphone there is now; what only repeats a loudspeaker is none. Raises as `devices`."""
    return _listed(LIST_MICROPHONES)


def _listed(what: str) -> tuple[Device, ...]:
    deck = Deck.listing(what)
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


def require_one_of(names: Sequence[str]) -> None:
    """Raise DeviceError, which names the devices there are, where none of `names` (at least one) is there now.

    Raises as `devices` where they cannot be known.
    """
    found = devices()
    missing = [error for name in names if (error := _missing(name, found)) is not None]
    if len(missing) == len(names):
        raise missing[0]


def _missing(name: str, found: Sequence[Device]) -> DeviceError | None:
    """Why there is no such device; None when there is."""
    try:
        find(name, found)
    except NoSuchDevice as none:
        return DeviceError(*words(name, not_found(none, found)))
    return None
