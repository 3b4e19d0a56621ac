"""Fingerprints and carts -> their sounds from audio_cache/: utterances whole, carts block by block."""

from broadcast.audio.sound import Sound
from broadcast.base.errors import DiskError, NotAudio, tell
from broadcast.base.reasons import reason_of
from broadcast.library.codec import SoundReader, decode
from broadcast.library.shelves import Shelves
from broadcast.programme.model import Cart, Fingerprint


class Library(Shelves):
    """The shelves of one ward (`root`: its audio_cache/), for those who need the samples too."""

    def speech(self, fingerprint: Fingerprint) -> Sound | None:
        """Read, verify and decode the utterance with that fingerprint; return its sound.

        Returns None where it is not kept, is damaged or cannot be read. Raises NotAudio where its file is whole
        and was never a sound.
        """
        path = self.speech_file(fingerprint)
        try:
            return decode(path.read_bytes()) if path is not None else None
        except OSError:  # it was there a moment ago; whoever wants it makes it again
            return None

    def open(self, cart: Cart) -> SoundReader:
        """Open a cart's sound for reading block by block; return the reader, which the caller closes.

        The file is verified again only where it was written since. Raises DiskError where it is missing or cannot
        be opened, NotAudio where it is no sound, or no longer this cart's.
        """
        try:
            reader = SoundReader(self.cart_file(cart))
        except OSError as error:
            raise DiskError(tell("Không mở được tệp tiếng đã làm ({reason}).", reason=reason_of(error))) from error
        if not self.is_as_verified(cart):
            reader.close()
            raise NotAudio(tell("tệp tiếng đã làm không còn là tiếng của bài này"))
        return reader

    def sound_of(self, cart: Cart) -> Sound:
        """Read all samples of a cart into memory; return them as a sound.

        Raises DiskError where the file is missing or cannot be opened, NotAudio where it is no sound or turns out
        damaged.
        """
        with self.open(cart) as reader:
            return Sound(reader.read(reader.frames), reader.rate_hz)
