"""A sound file's own claim of its length, and what was decoded of it -> whether it airs whole, or why it does not.

How to call it, in the child that decodes: `claim = claimed(held, container)` with the whole file (bytes, or a
read-only mmap of it) and what formats.py says it is; nothing is decoded. Then decode the file by whatever reads
it, MP3 by mp3sound.py, and ask `fault(claim, seconds, ends_in_sound=...)` and `remark(...)` with the seconds that
came out and whether the last of them is still loud (`in_sound`); whole.py does so for samples that come in blocks.
`claim.seconds` is what a report shows.
"""

from collections.abc import Callable, Sequence

from broadcast.audio.dropouts import Dropout
from broadcast.base.errors import Message, tell
from broadcast.base.lengths import timecode
from broadcast.library.ingest import boxes, chunks, flacframes, gaps, matroska, streams, voc
from broadcast.library.ingest.claim import UNKNOWN, Bytes, Claim
from broadcast.library.ingest.formats import Container

TOLERANCE_S = 0.25
"""Seconds by which what was decoded may differ from what a file claims, beside the claim's own slack: a syllable.

So long at most is the last frame of MP3, AAC, Vorbis or FLAC at 16 kHz and above, which a file may lack."""
END_S = 0.05
"""Seconds: how much of its end tells whether a sound breaks off."""
_LOUD_SHARE = 10 ** (-30 / 20)
"""An end 30 dB under the whole is a pause; a syllable that is cut through is 20 dB under it at most."""


def claimed(held: Bytes, container: Container) -> Claim:
    """Read what a whole file of that container says of its own length; nothing is decoded."""
    read = _READERS.get(container)
    return read(held) if read is not None else UNKNOWN


def fault(claim: Claim, decoded_s: float, *, ends_in_sound: bool) -> Message | None:
    """Tell why a file may not air of which `decoded_s` seconds could be decoded; None where it is whole.

    The words go on after the file's name. `ends_in_sound`: its last moment is as loud as the rest, see `in_sound`.
    """
    if claim.tracks > 1:
        return tell("có {tracks} đường tiếng chạy song song, máy chỉ phát được một đường", tracks=claim.tracks)
    if claim.seconds is not None:
        off_s = decoded_s - claim.lost_s - claim.seconds
        if abs(off_s) > TOLERANCE_S + claim.slack_s:
            return _lengths(claim, claim.seconds, max(0.0, decoded_s - claim.lost_s))
    if claim.out_of_place_s > TOLERANCE_S:
        return tell(
            "có {seconds:.1f} trong {decoded:.1f} giây nằm sai chỗ: các đoạn bị đảo thứ tự hay lặp lại",
            seconds=claim.out_of_place_s,
            decoded=decoded_s,
        )
    if claim.parts > 1 and claim.seconds is None:
        return tell(
            "gồm {parts} đoạn nối nhau, mới giải được {decoded:.1f} giây của đoạn đầu",
            parts=claim.parts,
            decoded=decoded_s,
        )
    if claim.rest_s > TOLERANCE_S:
        return tell(
            "còn {rest:.1f} giây dữ liệu sau {decoded:.1f} giây tiếng, mà phần đầu tệp không kể đến",
            decoded=decoded_s,
            rest=claim.rest_s,
        )
    if claim.cut and claim.seconds is None:
        return tell("đứt giữa chừng ở giây thứ {decoded:.1f}, không rõ cả bài dài bao nhiêu", decoded=decoded_s)
    if (claim.open_ended or _may_lack_its_end(claim)) and ends_in_sound:
        return tell("đứt giữa chừng ở giây thứ {decoded:.1f}, ngay giữa tiếng", decoded=decoded_s)
    return None


def remark(claim: Claim, decoded_s: float, *, ends_in_sound: bool) -> Message | None:
    """Tell in such words what a ward should look at in a file that airs; None where nothing in it is odd."""
    if not _may_lack_its_end(claim) or fault(claim, decoded_s, ends_in_sound=ends_in_sound):
        return None
    return tell(
        "kết thúc dở dang sau {decoded:.1f} giây, vào chỗ đang lặng: nghe thử xem có thiếu phần cuối không",
        decoded=decoded_s,
    )


def still(dropouts: Sequence[Dropout]) -> Message | None:
    """Tell in such words where no sound came though the file goes on; None where it does nowhere."""
    if not dropouts:
        return None
    first, seconds = dropouts[0].starts_s, sum(one.seconds for one in dropouts)
    at = timecode(first)
    if len(dropouts) == 1:
        return tell("mất tiếng {seconds:.1f} giây, từ {at}: nghe thử xem có thiếu không", seconds=seconds, at=at)
    return tell("mất tiếng ở {count} chỗ, tất cả {seconds:.1f} giây, chỗ đầu từ {at}: nghe thử xem có thiếu không",
                count=len(dropouts), seconds=seconds, at=at)  # fmt: skip


def in_sound(end: float, whole: float) -> bool:
    """Tell whether a sound breaks off: its last END_S, of RMS `end`, are nearly as loud as it is as a `whole`."""
    return end > whole * _LOUD_SHARE


def _may_lack_its_end(claim: Claim) -> bool:
    return claim.cut and claim.seconds is not None and not claim.stated


def _lengths(claim: Claim, claimed_s: float, decoded_s: float) -> Message:
    lengths = {"claimed": claimed_s, "decoded": decoded_s}
    if decoded_s > claimed_s:
        return tell("ghi dài {claimed:.1f} giây mà giải được {decoded:.1f} giây", **lengths)
    if claim.parts > 1:
        return tell(
            "gồm {parts} đoạn nối nhau dài {claimed:.1f} giây mà chỉ giải được {decoded:.1f} giây",
            parts=claim.parts,
            **lengths,
        )
    return tell("ghi dài {claimed:.1f} giây mà chỉ giải được {decoded:.1f} giây", **lengths)


FIX = tell("Chép hoặc tải lại tệp; nếu vẫn thế, mở bằng chương trình sửa âm thanh rồi lưu lại dạng wav.")
"""What to do about every fault and remark of this file."""

_READERS: dict[Container, Callable[[Bytes], Claim]] = {
    Container.WAV: chunks.wav,
    Container.RF64: chunks.wav,
    Container.W64: chunks.w64,
    Container.AIFF: chunks.aiff,
    Container.AU: chunks.au,
    Container.CAF: chunks.caf,
    Container.VOC: voc.voc,
    Container.FLAC: flacframes.flac,
    Container.OGG: streams.ogg,
    Container.MP3: gaps.mp3,
    Container.ADTS: streams.adts,
    Container.MP4: boxes.mp4,
    Container.ASF: boxes.asf,
    Container.MATROSKA: matroska.matroska,
    Container.AMR: streams.amr,
}
