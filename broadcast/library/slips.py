"""A cart <-> its slip, the JSON object that lies beside the cart's sound and says what it is."""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from broadcast.base.errors import Message
from broadcast.base.messages import fields_of, messages_of
from broadcast.programme.model import Cart, Fingerprint


def slip_of(cart: Cart) -> Mapping[str, Any]:
    """Put down what the slip of a cart says of it; the same slip serves every version that sounds alike."""
    slip = asdict(cart)
    del slip["version"], slip["sha256"]
    if cart.fallback is not None:
        slip["fallback"] = str(cart.fallback)
    return {**slip, "remarks": [fields_of(one) for one in cart.remarks], "music": music_of(cart.music)}


def music_of(told: tuple[Message, ...]) -> list[object]:
    """Put down what is told of a cart's music, as `music` of its slip."""
    return [fields_of(one) for one in told]


def cart_of(slip: Mapping[str, Any], path: Path) -> Cart:
    """Read the cart whose sound lies at `path` from its slip; of the sound only the head is read.

    Raises ValueError, TypeError or OverflowError where the slip tells of no cart or of one of another length than
    the sound, OSError where that cannot be read.
    """
    cart = _as_told(slip)
    if _measures_of(path) not in (None, (cart.rate_hz, cart.channels, cart.frames)):
        raise ValueError("a slip of another length than its sound")
    return cart


def _measures_of(path: Path) -> tuple[int, int, int] | None:
    """The rate in Hz, the channels and the frames that a FLAC file's head tells (RFC 9639, 8.2); None without one.

    What is laid out by a slip of fewer frames would end in the middle of a word.
    """
    with path.open("rb") as file:
        head = file.read(26)
    if len(head) < 26 or not head.startswith(b"fLaC"):
        return None
    bits = int.from_bytes(head[18:26])
    return bits >> 44, (bits >> 41 & 7) + 1, bits & (1 << 36) - 1


def _as_told(slip: Mapping[str, Any]) -> Cart:
    """The first slips told none of the last four."""
    match {"channels": 1, "range_lu": 0.0, "speech": [], "remarks": [], "music": [], **slip}:
        case {
            "fingerprint": str(print_), "engine": str(engine), "frames": int(frames), "rate_hz": int(rate_hz),
            "loudness": int() | float() as loudness, "true_peak": int() | float() as true_peak,
            "fallback": str() | None as fallback, "channels": int(channels),
            "range_lu": int() | float() as range_lu, "speech": list(speech),
            "remarks": list(remarks), "music": list(music),
        }:  # fmt: skip
            return Cart(
                fingerprint=Fingerprint(print_), engine=engine, frames=frames, rate_hz=rate_hz, channels=channels,
                loudness=loudness, true_peak=true_peak, range_lu=range_lu,
                fallback=Message(fallback) if fallback else None,
                speech=tuple((int(start), int(end)) for start, end in speech),
                remarks=messages_of(remarks), music=messages_of(music), sha256=str(slip.get("sha256", "")),
            )  # fmt: skip
        case _:
            raise ValueError("no cart of ours")
