"""The shelves of audio_cache/, with their sounds: utterances whole, carts block by block."""

from broadcast.audio.sound import Sound
from broadcast.base.errors import DiskError, tell
from broadcast.library.codec import FlacReader, decode
from broadcast.library.shelves import Shelves
from broadcast.programme.model import Cart, Fingerprint


class Library(Shelves):
    """The made sounds of one ward, for those who hear them."""

    def speech(self, fingerprint: Fingerprint) -> Sound | None:
        """Read and verify an utterance; None where there is none that can be trusted and read."""
        path = self.speech_file(fingerprint)
        try:
            return decode(path.read_bytes()) if path is not None else None
        except OSError:  # it was there a moment ago; whoever wants it makes it again
            return None

    def open(self, cart: Cart) -> FlacReader:
        """The cart's sound, block by block. Raises DiskError when it is gone."""
        try:
            return FlacReader(self.cart_file(cart))
        except OSError as error:
            raise DiskError(tell("Không mở được tệp tiếng đã làm ({reason}).", reason=error)) from error

    def sound_of(self, cart: Cart) -> Sound:
        """The cart's samples, whole. Raises DiskError when it is gone."""
        with self.open(cart) as reader:
            return Sound(reader.read(reader.frames), reader.rate_hz)
