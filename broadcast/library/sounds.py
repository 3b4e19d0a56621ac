"""Fingerprints and carts -> their sounds from audio_cache/: utterances whole, carts block by block."""

from broadcast.audio.sound import Sound
from broadcast.base.errors import DiskError, tell
from broadcast.library.codec import FlacReader, decode
from broadcast.library.shelves import Shelves
from broadcast.programme.model import Cart, Fingerprint


class Library(Shelves):
    """The shelves of one ward, for those who need the samples too."""

    def speech(self, fingerprint: Fingerprint) -> Sound | None:
        """Read and verify an utterance; None where there is none that can be trusted and read."""
        path = self.speech_file(fingerprint)
        try:
            return decode(path.read_bytes()) if path is not None else None
        except OSError:  # it was there a moment ago; whoever wants it makes it again
            return None

    def open(self, cart: Cart) -> FlacReader:
        """Open a cart's sound, to be read block by block and closed by the caller; it is not verified again.

        Raises DiskError where it cannot be opened, NotAudio where it holds no sound.
        """
        try:
            return FlacReader(self.cart_file(cart))
        except OSError as error:
            raise DiskError(tell("Không mở được tệp tiếng đã làm ({reason}).", reason=error)) from error

    def sound_of(self, cart: Cart) -> Sound:
        """Read a cart's samples, whole. Raises as `open`, and NotAudio where it turns out damaged."""
        with self.open(cart) as reader:
            return Sound(reader.read(reader.frames), reader.rate_hz)
