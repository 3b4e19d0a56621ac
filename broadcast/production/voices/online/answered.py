"""The bytes a voice of the network answered with -> their sound, or BadSpeech: told by the bytes, whole or not.

For a child with a deadline alone (isolate.py): they are foreign bytes, and a decoder may end the process.
"""

from collections.abc import Iterator
from io import BytesIO

import numpy as np
import soundfile

from broadcast.audio.sound import Samples, Sound, in_mono
from broadcast.base.errors import BadSpeech, Message, NotAudio, tell
from broadcast.library.ingest.chunks import with_its_size
from broadcast.library.ingest.flacframes import with_its_samples
from broadcast.library.ingest.formats import Container, container_of
from broadcast.library.ingest.joined import is_joined
from broadcast.library.ingest.lengths import claimed
from broadcast.library.ingest.mp3sound import Mp3
from broadcast.library.ingest.whole import Whole

_READ = frozenset({Container.WAV, Container.MP3, Container.OGG, Container.FLAC})
_SIZED = {Container.WAV: with_its_size, Container.FLAC: with_its_samples}
"""As in ingest/decoding: a header that says no length, as servers stream it, gets one."""
_LONGEST_S = 180.0
"""No utterance takes this long; half a megabyte of FLAC holds an hour of silence."""
_MOST_CHANNELS = 2
_RATES_HZ = range(8_000, 96_001)
_FRAMES = 4_096


def sound_of(body: bytes) -> Sound:
    """Decode wav, mp3, ogg or flac, told by its bytes; return it in one channel at its own rate.

    Raises BadSpeech where the bytes are something else, are cut short, go on behind their sound, or hold more than
    three minutes.
    """
    container = container_of(BytesIO(body))
    if not isinstance(container, Container) or container not in _READ:
        what = container if isinstance(container, Message) else tell("là dạng {format}", format=container)
        raise BadSpeech(tell("máy đọc trả về dữ liệu {what}", what=what), tell("Cần wav, mp3, ogg hoặc flac."))
    if is_joined(body, container):
        raise BadSpeech(tell("máy đọc trả về nhiều tệp nối nhau"))
    try:
        sound, fault = _decoded(body, container)
    except (NotAudio, soundfile.LibsndfileError) as error:
        raise BadSpeech(tell("máy đọc trả về tiếng bị hỏng")) from error
    if fault is not None:
        raise BadSpeech(tell("máy đọc trả về tiếng {fault}", fault=fault))
    return sound


def _decoded(body: bytes, container: Container) -> tuple[Sound, Message | None]:
    claim = claimed(body, container)
    if container is Container.MP3:
        mp3 = Mp3(body)
        rate_hz, channels, blocks = mp3.rate_hz, mp3.channels, mp3.blocks()
    else:
        sized = _SIZED[container](body) if container in _SIZED else None
        file = soundfile.SoundFile(BytesIO(sized or body))
        rate_hz, channels = file.samplerate, file.channels
        blocks = _read(file)
    if rate_hz not in _RATES_HZ or channels > _MOST_CHANNELS:
        raise NotAudio(tell("ghi {rate} Hz, {channels} kênh, không phát được", rate=rate_hz, channels=channels))
    whole = Whole(claim, rate_hz)
    held = list(_counted(blocks, whole))
    samples = np.concatenate(held) if held else np.zeros(0, np.float32)
    if claim.cut:
        return Sound(in_mono(samples, rate_hz), rate_hz), whole.fault or tell("bị cắt cụt: thiếu phần cuối")
    return Sound(in_mono(samples, rate_hz), rate_hz), whole.fault


def _read(file: soundfile.SoundFile) -> Iterator[Samples]:
    while len(samples := file.read(_FRAMES, dtype="float32")):
        yield samples


def _counted(blocks: Iterator[Samples], whole: Whole) -> Iterator[Samples]:
    for samples in blocks:
        whole.add(samples)
        if whole.seconds > _LONGEST_S:
            raise BadSpeech(tell("máy đọc trả về tiếng dài hơn 3 phút cho một câu"))
        yield samples
