"""The first bytes of a file -> how its sound is laid out, or what else it is; its name is never asked."""

from enum import StrEnum


class Container(StrEnum):
    """How the bytes of a sound file are laid out."""

    WAV = "wav"
    RF64 = "rf64"
    """WAV of more than 4 GB."""
    W64 = "w64"
    AIFF = "aiff"
    AU = "au"
    CAF = "caf"
    FLAC = "flac"
    OGG = "ogg"
    """With Vorbis, Opus, FLAC or Speex in it."""
    MP3 = "mp3"
    """MPEG layer I, II or III, frame by frame."""
    ADTS = "adts"
    """AAC, frame by frame."""
    MP4 = "mp4"
    """M4A, M4B, MP4, 3GP, QuickTime."""
    ASF = "asf"
    """WMA."""
    MATROSKA = "matroska"
    """MKA, MKV, WebM."""
    AMR = "amr"
