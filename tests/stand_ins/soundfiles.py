"""Sound files of every format, ten seconds long, and what happens to files: cut, joined, with headers that lie."""

import io
import shutil
import struct
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import soundfile

from broadcast.audio.sound import Sound, resampled
from broadcast.library.codec import read_builtin

SECONDS = 10.0
HAS_FFMPEG = shutil.which("ffmpeg") is not None

_SOUNDFILE = {
    "wav": ("WAV", "PCM_16", 44_100),
    "wav24": ("WAV", "PCM_24", 44_100),
    "wav-float": ("WAV", "FLOAT", 22_050),
    "wav-ulaw": ("WAV", "ULAW", 8_000),
    "wav-adpcm": ("WAV", "IMA_ADPCM", 22_050),
    "wav-gsm": ("WAV", "GSM610", 8_000),
    "rf64": ("RF64", "PCM_16", 22_050),
    "w64": ("W64", "PCM_16", 22_050),
    "aiff": ("AIFF", "PCM_16", 22_050),
    "au": ("AU", "PCM_16", 22_050),
    "caf": ("CAF", "PCM_16", 22_050),
    "flac": ("FLAC", "PCM_16", 44_100),
    "vorbis": ("OGG", "VORBIS", 44_100),
    "opus": ("OGG", "OPUS", 48_000),
    "mp3": ("MP3", "MPEG_LAYER_III", 44_100),
    "mp3-22k": ("MP3", "MPEG_LAYER_III", 22_050),
    "mp3-8k": ("MP3", "MPEG_LAYER_III", 8_000),
}
_FFMPEG = {
    "m4a": ("m4a", "-c:a aac"),
    "m4a-faststart": ("m4a", "-c:a aac -movflags +faststart"),
    "m4a-fragments": ("m4a", "-c:a aac -movflags frag_keyframe+empty_moov"),
    "3gp": ("3gp", "-c:a aac -ar 16000"),
    "adts": ("aac", "-c:a aac"),
    "wma": ("wma", "-c:a wmav2"),
    "webm": ("webm", "-c:a libopus"),
    "mka": ("mka", "-c:a aac"),
    "oga-flac": ("oga", "-c:a flac"),
    "speex": ("spx", "-c:a libspeex -ar 16000"),
    "mp2": ("mp2", "-c:a mp2"),
    "mp3-vbr": ("mp3", "-c:a libmp3lame -q:a 5 -write_xing 0 -id3v2_version 0"),
    "mp3-tags": ("mp3", "-c:a libmp3lame -b:a 64k -metadata title=Tin -write_id3v1 1"),
}
FORMATS = (*_SOUNDFILE, *(_FFMPEG if HAS_FFMPEG else ()))


@cache
def tune(rate_hz: int = 44_100, channels: int = 1, seconds: float = SECONDS) -> Sound:
    """Give so many seconds of our own music, loud from its first moment to its last."""
    ours = resampled(read_builtin("mo-dau"), rate_hz).samples
    sounding = ours[: round(1.5 * rate_hz)]
    samples = np.resize(sounding, round(seconds * rate_hz))
    return Sound(samples if channels == 1 else np.stack([samples] * channels, axis=1), rate_hz)


@cache
def made(kind: str, seconds: float = SECONDS) -> bytes:
    """Make so many seconds of music as a file of one of FORMATS."""
    if kind in _SOUNDFILE:
        form, subtype, rate_hz = _SOUNDFILE[kind]
        return encoded(tune(rate_hz, 1, seconds), form, subtype)
    return _by_ffmpeg(*_FFMPEG[kind], seconds)


def encoded(sound: Sound, form: str, subtype: str, **settings: Any) -> bytes:
    """Encode a sound by soundfile, block by block, with its `settings`."""
    held = io.BytesIO()
    with soundfile.SoundFile(
        held, "w", sound.rate_hz, sound.channels, format=form, subtype=subtype, **settings
    ) as file:
        for start in range(0, len(sound), 16_384):
            file.write(sound.samples[start : start + 16_384])
    return held.getvalue()


def _by_ffmpeg(suffix: str, words: str, seconds: float) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        into = Path(folder) / f"to.{suffix}"
        command = ["ffmpeg", "-v", "error", "-i", "-", *words.split(), str(into)]
        subprocess.run(command, input=made("wav", seconds), check=True)
        return into.read_bytes()


def amr() -> bytes:
    """Make ten seconds of AMR: 500 frames of 12.2 kbit/s, of noise, as no encoder is at hand."""
    dice = np.random.default_rng(5)
    return b"#!AMR\n" + b"".join(bytes([7 << 3 | 4]) + dice.bytes(31) for _ in range(500))


def ffmpeg_seconds(held: bytes, demuxer: str | None = None) -> float:
    """Decode a file by ffmpeg alone, to a file of its own on the disk; return how long it is. 0: nothing."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(held)
        file.flush()
        named = ["-f", demuxer] if demuxer else []
        command = ["ffmpeg", "-v", "quiet", *named, "-i", file.name, "-map", "0:a:0", "-ac", "1", "-ar", "8000"]
        out = subprocess.run([*command, "-f", "s16le", "-"], capture_output=True, check=False).stdout
    return len(out) / 16_000


# --- what happens to files ---


def cut(held: bytes, percent: float) -> bytes:
    """Keep so much of a file from its beginning."""
    return held[: round(len(held) * percent / 100)]


def put(held: bytes, at: int, form: str, *values: int) -> bytes:
    """Write values over a file's bytes from `at` on, as struct has them in `form`."""
    new = struct.pack(form, *values)
    return held[:at] + new + held[at + len(new) :]


def after(held: bytes, mark: bytes, more: int = 0) -> int:
    """Find where a mark ends, and so many bytes more."""
    return held.index(mark) + len(mark) + more


def mp3_frames(held: bytes) -> bytes:
    """Take the frames of an MP3 without its Xing or Info frame and its tags, as a streamed one is."""
    from broadcast.library.ingest.mp3frames import walked

    return b"".join(held[begin:end] for run in walked(held).runs for begin, end in run.spans)


def free_format(held: bytes) -> bytes:
    """Make free format of an MP3 of constant bit rate: the same frames, which no longer say how long they are."""
    from broadcast.library.ingest.mp3header import head_at

    made, at = bytearray(mp3_frames(held)), 0
    while at + 4 <= len(made) and (head := head_at(bytes(made), at)):
        made[at + 2] &= 0x0F
        at += head.length
    return bytes(made)
