"""The bytes of an MP3 -> all of its sound, also where it was joined of several, whatever its headers say.

libmpg123, by libsndfile, decodes run by run (mp3frames.py): a run alone is a sound MP3 that says rightly how long
it is. How to call it, in the child that decodes: `mp3 = Mp3(held)`, then `for samples in mp3.blocks(): ...`.
"""

import io
from collections.abc import Iterator

import numpy as np
import soundfile

from broadcast.audio.sound import Samples, Sound, in_mono, resampled
from broadcast.base.errors import NotAudio, tell
from broadcast.library.ingest.claim import Bytes
from broadcast.library.ingest.mp3frames import Run, walked

_BLOCK = 65_536


class Mp3:
    """A whole MP3 to be decoded: at the rate of its first run, and in mono where its runs differ in channels."""

    def __init__(self, held: Bytes) -> None:
        """Find the frames of the file `held`.

        Raises NotAudio where there is none, in words that go on after the file's name.
        """
        self._held = held
        self._runs = walked(held).runs
        if not self._runs:
            raise NotAudio(tell("không có khung MP3 nào trong đó"), tell("Chép hay tải lại tệp; hoặc ghi lại."))
        channels = {run.format.channels for run in self._runs}
        self.rate_hz = self._runs[0].format.rate_hz
        self.channels = channels.pop() if len(channels) == 1 else 1

    def blocks(self) -> Iterator[Samples]:
        """Decode it; yield its samples block by block, of shape (frames,) or (frames, channels).

        A run that is like the first comes in small blocks, another in one. Raises NotAudio where a run cannot be
        decoded, in words that go on after the file's name.
        """
        for run in self._runs:
            blocks = _decoded(run, self._held)
            if (run.format.rate_hz, run.format.channels) == (self.rate_hz, self.channels):
                yield from blocks
            elif held := list(blocks):  # whole: neither a resampler nor a mix in mono may see the edges of blocks
                yield self._fitted(np.concatenate(held), run)

    def _fitted(self, samples: Samples, run: Run) -> Samples:
        mixed = in_mono(samples, run.format.rate_hz) if self.channels == 1 else samples
        return resampled(Sound(mixed, run.format.rate_hz), self.rate_hz).samples


def _decoded(run: Run, held: Bytes) -> Iterator[Samples]:
    try:
        with soundfile.SoundFile(io.BytesIO(run.bytes_of(held))) as file:
            while len(samples := file.read(_BLOCK, dtype="float32")):
                yield samples
    except soundfile.LibsndfileError as error:
        raise NotAudio(tell("bị hỏng giữa chừng"), tell("Chép hay tải lại tệp; hoặc ghi lại.")) from error
