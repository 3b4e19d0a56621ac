"""Downloads that got their room and not their bytes: zeros behind the frames, or between them."""

from pathlib import Path

import pytest
from stand_ins.soundfiles import HAS_FFMPEG, encoded, made, mp3_frames, tune

from broadcast.library.ingest.formats import Container
from broadcast.library.ingest.gaps import with_gaps
from broadcast.library.ingest.ingesting import examined
from broadcast.library.ingest.lengths import claimed
from broadcast.library.ingest.mp3frames import walked
from broadcast.library.ingest.report import Asked, Report, Use

pytestmark = pytest.mark.usefixtures("decoded_here")

ID3 = b"ID3\x03\x00\x00\x00\x01\x00\x00" + bytes(1 << 14)
LENGTHLESS = ("mp3", *(("adts", "mp2", "mp3-vbr") if HAS_FFMPEG else ()))


def _lengthless(kind: str) -> bytes:
    return mp3_frames(made(kind)) if kind == "mp3" else made(kind)


def _report(held: bytes, home: Path, *, keep_silence: bool = False) -> Report:
    (home / "a.dat").write_bytes(held)
    asked = Asked(name="a.dat", use=Use.RECORDING, music=True, keep_silence=keep_silence)
    return examined(home, [asked])[asked]


def _zeroed(held: bytes, begins: float, ends: float) -> bytes:
    first, last = round(begins * len(held)), round(ends * len(held))
    return held[:first] + bytes(last - first) + held[last:]


@pytest.mark.parametrize("kind", LENGTHLESS)
@pytest.mark.parametrize(("begins", "ends", "decoded"), [(0.5, 1.0, 5.0), (0.5, 0.6, 9.0), (0.7, 0.8, 9.0)])
def test_frames_that_never_came_are_told_with_both_lengths(
    begins: float, ends: float, decoded: float, kind: str, tmp_path: Path
) -> None:
    report = _report(_zeroed(_lengthless(kind), begins, ends), tmp_path)
    assert report.unreadable is not None
    claimed_s, decoded_s = report.unreadable.what.values["what"].values.values()
    assert claimed_s == pytest.approx(10.0, abs=0.5)
    assert decoded_s == pytest.approx(decoded, abs=0.3)


@pytest.mark.parametrize("kind", LENGTHLESS)
def test_tags_between_frames_and_a_leftover_behind_them_lack_nothing(kind: str, tmp_path: Path) -> None:
    held = _lengthless(kind)
    report = _report(held + b"TAG" + bytes(125) + ID3 + held + bytes(400), tmp_path)
    assert report.unreadable is None
    assert report.seconds == pytest.approx(20.0, abs=0.3)
    assert report.remarks == ()


def test_without_a_look_between_the_frames_nothing_is_missing() -> None:
    """The negative control: the frames that are there are whole, and no header counts them."""
    held = _zeroed(mp3_frames(made("mp3")), 0.5, 0.6)
    walk = walked(held)
    assert walk.claim.seconds == pytest.approx(9.0, abs=0.2)
    assert not walk.claim.cut
    spans = [run.spans for run in walk.runs]
    assert with_gaps(walk.claim, held, spans, len(held)).seconds == pytest.approx(10.0, abs=0.2)
    assert claimed(held, Container.MP3).seconds == pytest.approx(10.0, abs=0.2)


@pytest.mark.parametrize("form", ["WAV", "AIFF", "W64", "CAF"])
def test_of_plain_samples_that_never_came_it_is_told_where_and_how_long(form: str, tmp_path: Path) -> None:
    held = encoded(tune(44_100, 1), form, "PCM_16")
    for begins, ends, said in ((0.5, 1.0, "mất tiếng 5,0 giây, từ 0:0"), (0.5, 0.6, "mất tiếng 1,0 giây, từ 0:0")):
        report = _report(_zeroed(held, begins, ends), tmp_path)
        assert any(said in str(one.what) for one in report.remarks)
    assert _report(held, tmp_path).remarks == ()
    kept = _report(_zeroed(held, 0.5, 1.0), tmp_path, keep_silence=True)
    assert not any("mất tiếng" in str(one.what) for one in kept.remarks)
