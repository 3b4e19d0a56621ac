"""What left the station of an airing, of what it was made and who released it -> words for the log's screen."""

from collections.abc import Iterator

from broadcast.base.words import number, words
from broadcast.programme.evidence import AtOutput
from broadcast.programme.model import Airing


def unusual(one: Airing) -> Iterator[str]:
    """Yield what of it somebody should know who reads no more than the airing's line."""
    if one.output is not None and one.output.holes:
        yield words("hụt tiếng {count} chỗ", count=one.output.holes)
    if one.release is not None and not one.release.serial and one.frames:
        yield words("chưa duyệt")


def the_rest(one: Airing) -> Iterator[str]:
    """Yield the rest, a line each: loudspeaker and level, release and version."""
    if one.output is not None and (told := "; ".join(_output(one.output))):
        yield told
    if told := "; ".join(_released(one)):
        yield told


def _output(output: AtOutput) -> Iterator[str]:
    if output.loudspeaker:
        name = words("loa “{name}”", name=output.loudspeaker)
        yield f"{name} ({output.device})" if output.device not in ("", output.loudspeaker) else name
    if output.rms_db is not None and output.peak_db is not None:
        rms, peak = number(output.rms_db, 1), number(output.peak_db, 1)
        yield words("mức trung bình {rms} dB, đỉnh {peak} dB so với mức đầy", rms=rms, peak=peak)
    if output.lufs is not None:
        yield words("độ to {lufs} LUFS", lufs=number(output.lufs, 1))


def _released(one: Airing) -> Iterator[str]:
    if one.release is not None and one.release.serial:
        yield words("duyệt số {serial}, {by}", serial=one.release.serial, by=one.release.by)
    if one.made is not None and one.made.code:
        yield words("mã bản {code}", code=one.made.code)
    if one.made is not None:
        yield words("tệp tiếng {sha256}…", sha256=one.made.sha256[:16])
