"""Sound in boxes within boxes (MP4, ASF) -> what length it claims.

Formats: ISO/IEC 14496-12 (MP4, 3GP, QuickTime), Microsoft's ASF 1.20.03.
"""

from dataclasses import dataclass, replace

from broadcast.library.ingest.claim import Bytes, Claim, big, little, together
from broadcast.library.ingest.fragments import Fragments, boxes_in

_AAC_SLACK_S = 0.3
"""Two frames of AAC at 8 kHz: what a decoder takes off or leaves at both ends."""
_BESIDE = (b"apac",)
"""Codings of sound that a telephone records beside one that every player knows, and that says the same: Apple's of
a room."""


# --- MP4 ---


@dataclass(slots=True)
class _Track:
    """A track of sound."""

    number: int
    scale: int
    seconds: float | None
    """How much of it the table of contents plays; None where it does not say."""
    coding: bytes


@dataclass(slots=True)
class _Movie:
    """What one table of contents says, and the fragments behind it."""

    tracks: list[_Track]
    fragments: Fragments | None = None
    """Of the first track of sound, which is the one that is decoded."""

    def claim(self, *, cut: bool) -> Claim:
        longest = max((track.seconds or 0.0 for track in self.tracks), default=0.0)
        whole = Claim(seconds=longest or None, slack_s=_AAC_SLACK_S)
        if self.fragments is not None and (self.fragments.pieces or self.fragments.told_s):
            whole = self.fragments.claim(before_s=self.tracks[0].seconds or 0.0, cut=cut)
        return replace(whole, tracks=max(1, sum(track.coding not in _BESIDE for track in self.tracks)))


def mp4(held: Bytes) -> Claim:
    """Read what an MP4 claims: the length of its track of sound; files joined behind it count as parts.

    One in fragments says it by their times. One without its table of contents, which stands at its end, is cut.
    """
    movies: list[_Movie] = []
    cut = moov = False
    for index, (kind, begin, end) in enumerate(boxes_in(held, 0, len(held))):
        if kind == b"ftyp" and index and not moov:
            return Claim(cut=True)
        moov = (moov and kind != b"ftyp") or kind == b"moov"
        cut = cut or end > len(held)
        if kind == b"moov":
            movies.append(_moov(held, begin, min(end, len(held))))
        elif movies and (fragments := movies[-1].fragments) is not None:
            cut = cut or bool(fragments.pieces and not kind.isascii()) or kind == bytes(4)
            _add(fragments, held, kind, begin, min(end, len(held)))
    return together([movie.claim(cut=cut) for movie in movies], cut=cut or not moov)


def _add(fragments: Fragments, held: Bytes, kind: bytes, begin: int, end: int) -> None:
    if kind == b"moof":
        fragments.add(held, begin, end)
    elif kind == b"sidx":
        fragments.add_index(held, begin)
    elif kind == b"mfra":
        fragments.ended = True


def _moov(held: Bytes, begin: int, end: int) -> _Movie:
    scale, movie, heads = 0, _Movie([]), []
    for kind, at, until in boxes_in(held, begin, end):
        if kind == b"mvhd":
            scale = _scale_and_length(held, at)[0]
        elif kind == b"trak" and (track := _track(held, at, until, scale)) is not None:
            movie.tracks.append(track)
        elif kind == b"mvex":
            heads.append((at, until))
    if heads and movie.tracks:
        movie.fragments = Fragments(movie.tracks[0].number, movie.tracks[0].scale)
        for at, until in heads:
            movie.fragments.add_head(held, at, until, scale)
    return movie


def _track(held: Bytes, begin: int, end: int, movie_scale: int) -> _Track | None:
    """A track of sound; None where it is another kind of track."""
    seconds, edited, sound, number, scale, coding = None, None, False, 0, 0, b""
    for kind, at, until in boxes_in(held, begin, end):
        if kind == b"tkhd":
            number = big(held, at + (20 if held[at : at + 1] == b"\x01" else 12), 4)
        elif kind == b"edts":
            for inner, list_at, _ in boxes_in(held, at, until):
                if inner == b"elst" and movie_scale:
                    edited = _edited(held, list_at) / movie_scale
        elif kind == b"mdia":
            for inner, inner_at, inner_end in boxes_in(held, at, until):
                if inner == b"mdhd":
                    scale, length = _scale_and_length(held, inner_at)
                    seconds = length / scale if scale else None
                elif inner == b"hdlr":
                    sound = held[inner_at + 8 : inner_at + 12] == b"soun"
                elif inner == b"minf":
                    coding = _coding(held, inner_at, inner_end)
    return _Track(number, scale, (edited or seconds) or None, coding) if sound else None


def _coding(held: Bytes, begin: int, end: int) -> bytes:
    """The four letters of what a track's samples are coded in."""
    for kind, at, until in boxes_in(held, begin, end):
        if kind == b"stbl":
            for inner, inner_at, _ in boxes_in(held, at, until):
                if inner == b"stsd":
                    return bytes(held[inner_at + 12 : inner_at + 16])
    return b""


def _edited(held: Bytes, at: int) -> int:
    """How much of a track its edit list plays, in the units of the movie; 0: it does not say."""
    size = 8 if held[at : at + 1] == b"\x01" else 4
    entry = 2 * size + 4
    count = min(big(held, at + 4, 4), 1000)
    starts = [at + 8 + n * entry for n in range(count)]
    empty = (1 << 8 * size) - 1  # a pause before the sound
    return sum(big(held, one, size) for one in starts if big(held, one + size, size) != empty)


def _scale_and_length(held: Bytes, at: int) -> tuple[int, int]:
    """Units a second and how many of them: mvhd and mdhd begin alike. All ones: unknown."""
    long = held[at : at + 1] == b"\x01"
    scale, size = big(held, at + (20 if long else 12), 4), 8 if long else 4
    length = big(held, at + (24 if long else 16), size)
    return scale, 0 if length == (1 << 8 * size) - 1 else length


# --- ASF ---

_ASF_FILE = bytes.fromhex("a1dcab8c47a9cf118ee400c00c205365")
_ASF_DATA = bytes.fromhex("3626b2758e66cf11a6d900aa0062ce6c")
_ASF_BROADCAST = 1


def asf(held: Bytes) -> Claim:
    """Read what a WMA claims: the play duration less what a player buffers first; a live stream does not say."""
    seconds, at, end = None, 30, min(len(held), little(held, 16, 8))
    while at + 24 <= end:
        size = max(24, little(held, at + 16, 8))
        if held[at : at + 16] == _ASF_FILE and not little(held, at + 88, 4) & _ASF_BROADCAST:
            seconds = max(0.0, little(held, at + 64, 8) / 1e7 - little(held, at + 80, 8) / 1e3) or None
        at += size
    data = held[end : end + 16] == _ASF_DATA
    cut = not data or end + little(held, end + 16, 8) > len(held)
    return Claim(seconds=seconds, slack_s=0.3, cut=cut)
