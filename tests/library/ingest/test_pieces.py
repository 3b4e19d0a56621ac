"""What browsers record and downloaders join, piece by piece -> whole, or refused with what its times tell."""

import subprocess
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from stand_ins.soundfiles import HAS_FFMPEG, encoded, tune

from broadcast.audio.sound import Sound
from broadcast.library.ingest import lengths
from broadcast.library.ingest.claim import UNKNOWN, Claim
from broadcast.library.ingest.formats import Container
from broadcast.library.ingest.fragments import boxes_in
from broadcast.library.ingest.ingesting import examined
from broadcast.library.ingest.lengths import claimed
from broadcast.library.ingest.pieces import Piece, in_order
from broadcast.library.ingest.report import Asked, Report, Use

pytestmark = pytest.mark.usefixtures("decoded_here")

needs_ffmpeg = pytest.mark.skipif(not HAS_FFMPEG, reason="no ffmpeg here to make the file with")
SECONDS = 21.0
_FRAGMENTS = "-c:a aac -movflags frag_keyframe+empty_moov+default_base_moof -frag_duration 2000000"
_LIVE = "-c:a libopus -f webm -live 1 -cluster_time_limit 2000"
_CLUSTER = b"\x1f\x43\xb6\x75"
_NOTHING_ENDS_IT = "đứt giữa chừng"
_TWO_LENGTHS = "giây mà"
_OUT_OF_PLACE = "nằm sai chỗ"


def _ffmpeg(words: str, suffix: str, folder: Path, *sounds: Sound) -> bytes:
    given: list[str] = []
    for number, sound in enumerate(sounds):
        (folder / f"{number}.wav").write_bytes(encoded(sound, "WAV", "PCM_16"))
        given += ["-i", str(folder / f"{number}.wav")]
    every = [word for number in range(len(sounds)) for word in ("-map", str(number))]
    into = folder / f"to.{suffix}"
    subprocess.run(["ffmpeg", "-v", "error", "-y", *given, *every, *words.split(), str(into)], check=True)
    return into.read_bytes()


def _sound(seconds: float = SECONDS, quiet_s: float = 0.0) -> Sound:
    sound = tune(48_000, 1, seconds)
    samples = sound.samples.copy()
    samples[len(samples) - round(quiet_s * sound.rate_hz) :] *= 1e-4
    return Sound(samples, sound.rate_hz)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., bytes]:
    @cache
    def made(words: str, suffix: str, quiet_s: float = 0.0, seconds: float = SECONDS) -> bytes:
        return _ffmpeg(words, suffix, tmp_path_factory.mktemp("m"), _sound(seconds, quiet_s))

    return made


def _taken_apart(held: bytes) -> tuple[bytes, list[bytes], bytes]:
    """Head, pieces and index of an MP4 in fragments, or head and pieces of a live WebM."""
    if held[:4] == b"\x1a\x45\xdf\xa3":
        starts = [at for at in range(len(held)) if held[at : at + 4] == _CLUSTER]
        ends = [*starts[1:], len(held)]
        return held[: starts[0]], [held[a:b] for a, b in zip(starts, ends, strict=True)], b""
    boxes = [(kind, held[begin - 8 : end]) for kind, begin, end in boxes_in(held, 0, len(held))]
    head = b"".join(box for kind, box in boxes if kind not in (b"moof", b"mdat", b"mfra"))
    data = [box for kind, box in boxes if kind in (b"moof", b"mdat")]
    index = b"".join(box for kind, box in boxes if kind == b"mfra")
    return head, [data[at] + data[at + 1] for at in range(0, len(data), 2)], index


def _report(held: bytes, home: Path) -> Report:
    (home / "a.dat").write_bytes(held)
    asked = Asked(name="a.dat", use=Use.RECORDING, music=True)
    return examined(home, [asked])[asked]


def _why(report: Report) -> str:
    return str(report.unreadable.what) if report.unreadable is not None else ""


Pieces = Sequence[bytes]
LOST: dict[str, tuple[Callable[[Pieces], Pieces], str]] = {
    "some in the middle": (lambda them: [*them[:3], *them[6:]], _TWO_LENGTHS),
    "one in the middle": (lambda them: [*them[:4], *them[5:]], _TWO_LENGTHS),
    "the first ones": (lambda them: them[4:], _TWO_LENGTHS),
    "none, the other way round": (lambda them: them[::-1], ""),
    "none, two in each other's place": (lambda them: [*them[:3], them[4], them[3], *them[5:]], ""),
    "none, one comes twice": (lambda them: [*them[:4], *them[3:]], ""),
    "the second half": (lambda them: them[: len(them) // 2], _NOTHING_ENDS_IT),
}


@needs_ffmpeg
@pytest.mark.slow
@pytest.mark.parametrize("kind", ["mp4", "webm"])
@pytest.mark.parametrize("gone", LOST)
def test_a_live_recording_whose_pieces_are_not_all_there_in_order_is_refused(
    gone: str, kind: str, written: Callable[..., bytes], tmp_path: Path
) -> None:
    head, pieces, index = _taken_apart(written(_FRAGMENTS if kind == "mp4" else _LIVE, kind))
    leaves, words = LOST[gone]
    held = head + b"".join(leaves(pieces)) + (b"" if gone == "the second half" else index)
    why = _why(_report(held, tmp_path))
    assert words in why
    assert any(said in why for said in (_TWO_LENGTHS, _OUT_OF_PLACE, _NOTHING_ENDS_IT))


@needs_ffmpeg
@pytest.mark.parametrize("kind", ["mp4", "webm"])
def test_without_the_times_of_its_pieces_half_of_it_airs(
    kind: str, written: Callable[..., bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: a decoder plays what is left without a word."""
    head, pieces, index = _taken_apart(written(_FRAGMENTS if kind == "mp4" else _LIVE, kind))
    held = head + b"".join([*pieces[:3], *pieces[8:]]) + index
    claim = claimed(held, Container.MP4 if kind == "mp4" else Container.MATROSKA)
    assert claim.seconds == pytest.approx(SECONDS, abs=0.2)
    decoded_s = SECONDS - 10
    assert _TWO_LENGTHS in str(lengths.fault(claim, decoded_s, ends_in_sound=False))
    assert lengths.fault(UNKNOWN, decoded_s, ends_in_sound=True) is None


WHOLE = {
    "fragments": (_FRAGMENTS, "mp4"), "a live WebM": (_LIVE, "webm"),
    "fragments with an index each": ("-c:a aac -movflags dash -frag_duration 2000000", "mp4"),
    "fragments with one index": ("-c:a aac -movflags dash+global_sidx -frag_duration 2000000", "mp4"),
    "fragments behind sound of their own": ("-c:a aac -movflags frag_keyframe -frag_duration 2000000", "mp4"),
    "Vorbis": ("-c:a libvorbis -f webm -live 1", "webm"),
    "long packets": ("-c:a libopus -frame_duration 60 -f webm -live 1", "webm"),
}  # fmt: skip


@needs_ffmpeg
@pytest.mark.slow
@pytest.mark.parametrize("kind", WHOLE)
def test_a_live_recording_that_is_whole_airs(kind: str, written: Callable[..., bytes], tmp_path: Path) -> None:
    report = _report(written(*WHOLE[kind]), tmp_path)
    assert _why(report) == ""
    assert report.seconds == pytest.approx(SECONDS, abs=0.2)
    assert report.remarks == ()


@needs_ffmpeg
def test_an_index_tells_of_what_is_not_there(written: Callable[..., bytes], tmp_path: Path) -> None:
    held = written(*WHOLE["fragments with one index"])
    boxes = [end for kind, _, end in boxes_in(held, 0, len(held)) if kind == b"mdat"]
    assert "ghi dài 21,0 giây mà chỉ giải được" in _why(_report(held[: boxes[5]], tmp_path))


@needs_ffmpeg
@pytest.mark.parametrize(("quiet_s", "airs"), [(0.0, False), (0.5, True)])
def test_where_nothing_tells_the_end_it_is_refused_only_in_the_middle_of_a_sound(
    quiet_s: float, airs: bool, written: Callable[..., bytes], tmp_path: Path
) -> None:
    head, pieces, _ = _taken_apart(written(_FRAGMENTS, "mp4", quiet_s, 8.0))
    report = _report(head + b"".join(pieces[:4]), tmp_path)
    assert (_NOTHING_ENDS_IT in _why(report)) is not airs
    assert report.remarks == ()


@needs_ffmpeg
@pytest.mark.parametrize("kind", ["mp4", "webm"])
@pytest.mark.parametrize(("begins", "ends"), [(0.5, 1.0), (0.5, 0.6)])
def test_a_download_that_got_its_room_and_not_its_bytes_is_refused(
    begins: float, ends: float, kind: str, written: Callable[..., bytes], tmp_path: Path
) -> None:
    held = bytearray(written(_FRAGMENTS if kind == "mp4" else _LIVE, kind))
    first, last = round(begins * len(held)), round(ends * len(held))
    held[first:last] = bytes(last - first)
    assert _why(_report(bytes(held), tmp_path))


@needs_ffmpeg
@pytest.mark.parametrize(("suffix", "coding"), [("m4a", "aac"), ("mka", "libopus")])
@pytest.mark.parametrize("first", ["silent", "another voice", "short"])
def test_two_tracks_of_sound_are_told_and_neither_is_dropped_unsaid(
    first: str, suffix: str, coding: str, tmp_path: Path
) -> None:
    other = {
        "silent": Sound(np.zeros(4 * 48_000, np.float32), 48_000), "another voice": _sound(4.0),
        "short": _sound(1.0),
    }[first]  # fmt: skip
    held = _ffmpeg(f"-c:a {coding}", suffix, tmp_path, other, _sound(4.0))
    assert "có 2 đường tiếng chạy song song" in _why(_report(held, tmp_path))
    one = _ffmpeg(f"-c:a {coding}", suffix, tmp_path, _sound(4.0))
    assert _why(_report(one, tmp_path)) == ""


@needs_ffmpeg
def test_what_a_telephone_records_of_the_room_beside_its_sound_is_no_track_of_its_own(tmp_path: Path) -> None:
    held = _ffmpeg("-c:a aac", "m4a", tmp_path, _sound(2.0), _sound(2.0))
    at = held.rindex(b"mp4a", 0, held.rindex(b"esds"))
    assert claimed(held[:at] + b"apac" + held[at + 4 :], Container.MP4).tracks == 1
    assert claimed(held, Container.MP4).tracks == 2


@needs_ffmpeg
@pytest.mark.parametrize("kind", ["mp4", "webm"])
def test_cut_anywhere_or_bent_its_head_is_read_without_a_bug(kind: str, written: Callable[..., bytes]) -> None:
    held = written(_FRAGMENTS if kind == "mp4" else _LIVE, kind)
    container = Container.MP4 if kind == "mp4" else Container.MATROSKA
    for size in range(0, 2_000, 3):
        claimed(held[:size], container)
    for at in range(0, 2_000, 3):
        claimed(held[:at] + b"\xff\xff\xff\xff" + held[at + 4 :], container)


# --- the times alone ---


def _claim(*pieces: tuple[float, float], **more: float | bool) -> Claim:
    return in_order([Piece(at_s=at, length_s=length) for at, length in pieces], slack_s=0.3, **more)  # type: ignore[arg-type]


def test_what_was_taken_off_the_air_began_before_it_was_recorded_and_lacks_nothing() -> None:
    hours = 7_200.0
    assert _claim((hours, 2), (hours + 2, 1), missed_s=hours).seconds == pytest.approx(3)
    assert _claim((8, 2), (10, 1), missed_s=8.0).seconds == pytest.approx(11)


def test_a_clock_that_trembles_puts_nothing_out_of_its_place() -> None:
    pieces = [(at * 2 + 0.01 * (at % 3), 2.0) for at in range(10)]
    assert _claim(*pieces).out_of_place_s == 0
    assert _claim(*pieces, (3.0, 2.0)).out_of_place_s == pytest.approx(2)


def test_a_shorter_last_piece_is_the_end_and_so_is_an_index_behind_it() -> None:
    even = [(0.0, 2.0), (2.0, 2.0), (4.0, 2.0)]
    assert _claim(*even).open_ended
    assert not _claim(*even, (6.0, 0.7)).open_ended
    assert not _claim(*even, ended=True).open_ended
    assert not _claim(*even[:2]).open_ended
    assert not _claim((0.0, 3.0), (3.0, 1.0), (4.0, 2.0), (6.0, 2.0)).open_ended  # none is like the other


def test_numbers_tell_of_what_is_missing_where_there_are_no_times() -> None:
    pieces = [Piece(number=number, length_s=2.0) for number in (1, 2, 5, 6)]
    assert in_order(pieces, slack_s=0.3).seconds == pytest.approx(12)
