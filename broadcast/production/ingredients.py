"""What a cart is made of, piece by piece -> its fingerprint: the sha256 of all of it, with a version in front."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from broadcast.production.paces import Pace
from broadcast.programme.model import Fingerprint

CART_VERSION = 6
"""Raised by us when the same ingredients would sound different: a file that is decoded in another way, say.

3: a file is read by what its bytes say it is; an MP4 called .mp3 had been a cart of silence. 4: music is put
right before it is mixed, and the cart tells of it; it is as loud as the words. 5: channels that mirror each other
in a part are mixed to one without loss there. 6: music whose bytes are out of place, or that is bursts of noise,
has ours in its place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingredients:
    """Everything that one cart is made of."""

    recipe: Mapping[str, object]
    sounds: Sequence[object]
    """What stands of the sting, the bed and the closing, each a value for JSON."""
    pauses: Sequence[float]
    """Seconds of silence behind each utterance."""
    prints: Sequence[str]
    """The fingerprints of the utterances, or what stands for a recording."""
    pace: Pace
    voice: str = ""
    """Who speaks, and all that changes the voice's sound; empty where nobody does."""

    @property
    def fingerprint(self) -> Fingerprint:
        """Compute the cart's fingerprint; the voice is in those of its utterances."""
        return fingerprint_of(
            ["cart", CART_VERSION, self.recipe, self.sounds, self.pauses, self.prints, asdict(self.pace)]
        )


def fingerprint_of(ingredients: object) -> Fingerprint:
    """Compute the sha256, in hex, of ingredients: values for JSON, what they are and a version in front."""
    return Fingerprint(hashlib.sha256(json.dumps(ingredients, ensure_ascii=False).encode()).hexdigest())
