"""The first bytes of a file -> how its sound is laid out, or what else it is; its name is never asked."""

import re
from enum import StrEnum
from typing import BinaryIO

from broadcast.base.errors import Message, tell
from broadcast.library.ingest.mp3frames import frame_at, walked


class Container(StrEnum):
    """How the bytes of a sound file are laid out."""

    WAV = "wav"
    RF64 = "rf64"
    """WAV of more than 4 GB."""
    W64 = "w64"
    AIFF = "aiff"
    AU = "au"
    CAF = "caf"
    VOC = "voc"
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
    AVI = "avi"
    FLV = "flv"
    MPEGTS = "mpegts"
    AC3 = "ac3"
    WAVPACK = "wavpack"
    APE = "ape"


_HEAD = 4096
_SEARCHED = 1 << 18
"""Bytes before the first frame of an MP3 that are passed over: zeros, a broken tag."""
_MOST_TAGS = 8
_PACKET = 188
"""Bytes of an MPEG transport packet (ISO/IEC 13818-1)."""
_FRAMES_IN_A_ROW = 3
_FREE_FRAMES_IN_A_ROW = 10
"""So many that fit one another are no accident: two bytes of a header are found in any long file."""

_GUID_W64 = bytes.fromhex("726966662e91cf11a5d628db04c10000")
GUID_ASF = bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c")
_SOUNDS: tuple[tuple[re.Pattern[bytes], Container], ...] = tuple(
    (re.compile(pattern, re.DOTALL), container)
    for pattern, container in (
        (rb"(RIFF|RIFX)....WAVE", Container.WAV),
        (rb"(RF64|BW64)....WAVE", Container.RF64),
        (rb"RIFF....AVI ", Container.AVI),
        (re.escape(_GUID_W64), Container.W64),
        (rb"FORM....(AIFF|AIFC)", Container.AIFF),
        (rb"\.snd|dns\.", Container.AU),
        (rb"caff\x00[\x01\x02]", Container.CAF),
        (rb"Creative Voice File", Container.VOC),
        (rb"fLaC", Container.FLAC),
        (rb"OggS", Container.OGG),
        (re.escape(GUID_ASF), Container.ASF),
        (rb"\x1aE\xdf\xa3", Container.MATROSKA),
        (rb"#!AMR(-WB)?(_MC1\.0)?\n", Container.AMR),
        (rb"FLV\x01", Container.FLV),
        (rb"\x0bw", Container.AC3),
        (rb"wvpk", Container.WAVPACK),
        (rb"MAC ", Container.APE),
        # QuickTime of old may begin with any of these boxes (ISO/IEC 14496-12, 4.3)
        (rb"....(ftyp|moov|mdat|wide|free|skip|pnot)", Container.MP4),
    )
)
_OTHERS: tuple[tuple[re.Pattern[bytes], Message], ...] = tuple(
    (re.compile(pattern, re.DOTALL), what)
    for pattern, what in (
        (rb"PK(\x03\x04|\x05\x06)", tell("là tệp nén zip hoặc tệp văn bản Word, Excel, không phải tệp tiếng")),
        (rb"Rar!|7z\xbc\xaf|\x1f\x8b|BZh|\xfd7zXZ", tell("là tệp nén, không phải tệp tiếng: hãy giải nén trước")),
        (rb"%PDF", tell("là tệp PDF, không phải tệp tiếng")),
        (
            rb"\xff\xd8\xff|\x89PNG|GIF8|BM.{8}\x00{4}|RIFF....WEBP|II\*\x00|MM\x00\*|....ftyp(hei[cx]|mif1|avif)",
            tell("là ảnh, không phải tệp tiếng"),
        ),
        (rb"\xd0\xcf\x11\xe0|\{\\rtf", tell("là tệp văn bản Word hoặc Excel, không phải tệp tiếng")),
        (rb"MZ|\x7fELF|#! ?/", tell("là chương trình máy tính, không phải tệp tiếng")),
        (rb"MThd|RIFF....RMID", tell("là bản nhạc MIDI, chỉ có nốt nhạc, không phải tệp tiếng")),
        (rb"SQLite format 3", tell("là tệp dữ liệu, không phải tệp tiếng")),
    )
)
_PLAYLIST = tell("là danh sách phát, không phải tệp tiếng: hãy chép chính tệp tiếng vào")
_MARKUP = r"(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*"
_TEXTS: tuple[tuple[re.Pattern[str], Message], ...] = tuple(
    (re.compile(pattern, re.DOTALL | re.IGNORECASE), what)
    for pattern, what in (
        (r"#EXTM3U|#EXTINF|\[playlist\]|\[reference\]|<asx\b|ffconcat\b|;FFMETADATA", _PLAYLIST),
        (_MARKUP + r"<(MPD|playlist|smil|rss)\b", _PLAYLIST),
        (r"v=0\s+o=", _PLAYLIST),
        (r"(\w+://|file ')\S+", _PLAYLIST),
        (
            _MARKUP + r"<(!doctype html|html|head|body|script|meta)\b",
            tell("là trang web, không phải tệp tiếng: tải lại tệp tiếng"),
        ),
        (r"", tell("là văn bản, không phải tệp tiếng")),
    )
)


def container_of(file: BinaryIO) -> Container | Message:
    """Tell by its bytes how the sound in `file` is laid out; a Message says what a file is that holds none.

    The Message goes on after the file's name: `là trang web, không phải tệp tiếng`. Reads at most 256 KB, and
    leaves the file at its beginning. Raises OSError where it cannot be read.
    """
    try:
        return _told(file)
    finally:
        file.seek(0)


def _told(file: BinaryIO) -> Container | Message:
    start = _behind_tags(file)
    file.seek(start)
    head = file.read(_HEAD)
    if not head and start:  # a tag that says it is longer than its file
        start = 0
        file.seek(10)
        return _by_frames(file.read(_SEARCHED))
    if not head:
        return tell("trống, không có gì bên trong")
    for pattern, what in _OTHERS:
        if pattern.match(head):
            return what
    for sound, container in _SOUNDS:
        if sound.match(head):
            return container
    if all(head[at : at + 1] == b"G" for at in range(0, 4 * _PACKET, _PACKET)):
        return Container.MPEGTS
    if (text := _as_text(head)) is not None:
        return next(what for pattern, what in _TEXTS if pattern.match(text.lstrip()))
    return _by_frames(head + file.read(_SEARCHED - _HEAD))


def _behind_tags(file: BinaryIO) -> int:
    """Where the sound begins: behind ID3v2 tags, which may hold a picture of megabytes (id3.org, ID3v2.4, 3.1)."""
    start = 0
    for _ in range(_MOST_TAGS):
        file.seek(start)
        tag = file.read(10)
        if len(tag) < 10 or tag[:3] != b"ID3" or max(tag[6:10]) > 0x7F:
            break
        size = tag[6] << 21 | tag[7] << 14 | tag[8] << 7 | tag[9]
        start += 10 + size + (10 if tag[5] & 0x10 else 0)
    return start


def _as_text(head: bytes) -> str | None:
    """The words, where a person could have written them: UTF-8, UTF-16, an old code page; None for other bytes."""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") and _frames_from(head, 0) is None:
        text = head.decode("utf-16", errors="replace")
    else:
        text = head.decode("utf-8-sig", errors="replace")
    signs = sum(char < " " and char not in "\t\n\r\f" for char in text)
    unknown = text.count("\N{REPLACEMENT CHARACTER}")
    return None if signs or unknown > len(text) // 4 else text


def _by_frames(held: bytes) -> Container | Message:
    """MP3 and ADTS have no mark at their beginning, only headers in a row."""
    at = -1
    while (at := held.find(b"\xff", at + 1)) >= 0:
        if kind := _frames_from(held, at):
            return kind
    if (runs := walked(held).runs) and runs[0].frames >= _FREE_FRAMES_IN_A_ROW:
        return Container.MP3  # in free format: how long a frame is, the next tells
    if not held.strip(b"\0"):
        return tell("chỉ toàn số 0, không có âm thanh: chép hay tải bị đứt")
    return tell("không phải dạng tệp tiếng nào biết được")


def _frames_from(held: bytes, at: int) -> Container | None:
    first = _frame_at(held, at)
    if first is None:
        return None
    kind, bytes_long, same = first
    for _ in range(_FRAMES_IN_A_ROW - 1):
        at += bytes_long
        if at + 4 > len(held) and at < _HEAD:  # a file of a frame or two
            return kind if at == len(held) else None
        following = _frame_at(held, at)
        if following is None or following[0] is not kind or following[2] != same:
            return None
        bytes_long = following[1]
    return kind


def _frame_at(held: bytes, at: int) -> tuple[Container, int, tuple[int, ...]] | None:
    """The kind and length in bytes of a frame whose header stands there, and what stays the same from one to the
    next."""
    head = held[at : at + 7]
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return None
    if head[1] & 0xF6 == 0xF0:
        return _adts_frame(head)
    frame = frame_at(head, 0)
    if frame is None:
        return None
    format_, bytes_long = frame
    return Container.MP3, bytes_long, (format_.layer, format_.rate_hz)


def _adts_frame(head: bytes) -> tuple[Container, int, tuple[int, ...]] | None:
    """By ISO/IEC 13818-7, 6.2: 13 bits of length, the header counted in."""
    if len(head) < 7 or head[2] >> 2 & 15 > 12:
        return None
    bytes_long = (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5
    return (Container.ADTS, bytes_long, (head[1], head[2] & 0xFC)) if bytes_long > 7 else None


def only_by_ffmpeg(kind: str) -> Message:
    """Word that a file is of a kind that only ffmpeg reads, on a machine that has none."""
    return tell("là tệp dạng {kind}, chỉ ffmpeg đọc được, mà máy này chưa có ffmpeg", kind=kind)


def wants_ffmpeg(what: Message) -> bool:
    """Tell whether a finding says, of whichever file, that only ffmpeg would read it."""
    inside = (value for value in what.values.values() if isinstance(value, Message))
    return what.template == only_by_ffmpeg("").template or any(map(wants_ffmpeg, inside))
