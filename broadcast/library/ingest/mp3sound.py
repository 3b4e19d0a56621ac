"""The bytes of an MP3 -> all of its sound, also where it was joined of several, whatever its headers say.

libmpg123, by libsndfile, decodes run by run (mp3frames.py): a run alone is a sound MP3 that says rightly how long
it is. How to call it: `for block in mp3_blocks(held): ...` in the child that decodes, each block a Sound of the
same rate and number of channels. A run of another rate is brought to the first's; where runs differ in channels,
all are in mono.
"""

import io
from collections.abc import Iterator

import soundfile

from broadcast.audio.sound import Sound, in_mono, join, resampled
from broadcast.base.errors import NotAudio, tell
from broadcast.library.ingest.claim import Bytes
from broadcast.library.ingest.mp3frames import Run, walked

_BLOCK = 65_536


def mp3_blocks(held: Bytes) -> Iterator[Sound]:
    """Decode a whole MP3; yield its sound block by block, at the rate of its first run.

    Raises NotAudio where no frame is found, or a run cannot be decoded, in words that go on after the file's name.
    """
    runs = walked(held).runs
    if not runs:
        raise NotAudio(tell("không có khung MP3 nào trong đó"))
    rate_hz, mono = runs[0].format.rate_hz, len({run.format.channels for run in runs}) > 1
    alike = not mono and len({run.format.rate_hz for run in runs}) == 1
    for run in runs:
        decoded = _decoded(run, held)
        if alike:
            yield from decoded
        elif blocks := list(decoded):  # whole: neither a resampler nor a mix in mono may see the edges of blocks
            whole = join(blocks)
            yield resampled(Sound(in_mono(whole.samples), whole.rate_hz) if mono else whole, rate_hz)


def _decoded(run: Run, held: Bytes) -> Iterator[Sound]:
    try:
        with soundfile.SoundFile(io.BytesIO(run.bytes_of(held))) as file:
            while len(samples := file.read(_BLOCK, dtype="float32")):
                yield Sound(samples, run.format.rate_hz)
    except soundfile.LibsndfileError as error:
        raise NotAudio(tell("bị hỏng giữa chừng"), tell("Chép hay tải lại tệp; hoặc ghi lại.")) from error
