"""scripts/*.md: parsed, every fault at its place."""

import unicodedata

import pytest

from broadcast.base.errors import Fault, FaultsFound
from broadcast.ward.script import read_script


def faults(raw: bytes) -> tuple[Fault, ...]:
    with pytest.raises(FaultsFound) as found:
        read_script("scripts/truoc/01.md", raw)
    return found.value.faults


def test_header_and_body_are_split() -> None:
    header = "---\ntitle: Đại hội\nbasis: II.1.1\nvoice: espeak\nspeed: 0.9\n---\n"
    read = read_script("scripts/truoc/01.md", (header + "\nKính thưa bà con.\n\nHết.\n").encode())
    assert (read.title, read.basis, read.voice, read.speed) == ("Đại hội", "II.1.1", "espeak", 0.9)
    assert (read.body, read.body_line) == ("Kính thưa bà con.\n\nHết.", 8)


def test_nfd_a_byte_order_mark_and_windows_line_ends_are_accepted() -> None:
    text = "---\r\ntitle: Đại hội\r\n---\r\nHòa bình\r\n"
    read = read_script("scripts/a.md", ("\ufeff" + unicodedata.normalize("NFD", text)).encode())
    assert (read.title, read.body, read.body_line) == ("Đại hội", "Hòa bình", 4)


def test_a_recording_needs_no_words() -> None:
    assert (
        read_script("scripts/a.md", b"---\ntitle: x\nrecording: loi-chao.wav\n---\n").recording == "loi-chao.wav"
    )


@pytest.mark.parametrize(("speed", "fits"), [("0.66", False), ("0.67", True), ("1,5", True), ("1.51", False)])
def test_a_speed_that_no_engine_can_follow_is_refused(speed: str, fits: bool) -> None:
    raw = f"---\ntitle: x\nspeed: {speed}\n---\nabc\n".encode()
    if fits:
        assert read_script("scripts/a.md", raw).speed == float(speed.replace(",", "."))
    else:
        assert [(fault.line, fault.column) for fault in faults(raw)] == [(3, 8)]
        assert "từ 0.67 (chậm) đến 1.5 (nhanh)" in str(faults(raw)[0].fix)


def test_all_faults_of_a_file_are_told_at_once() -> None:
    found = faults(b"---\ntitel: x\nspeed: 9\nrecording: ../x.wav\nbasis:\n---\n")
    assert [(fault.line, fault.column) for fault in found] == [(1, 1), (2, 1), (3, 8), (4, 12), (5, 1)]
    assert "title" in str(found[1].fix)


@pytest.mark.parametrize(
    ("raw", "line", "column"),
    [
        (b"Xin chao", 1, 1),
        (b"---\ntitle: x\n", 1, 1),
        (b"---\ntitle: x\n---\nabc \xff\n", 4, 5),
        (b"---\ntitle: x\n---\n\n", 4, 1),
        (b"---\nspeed: [x\n---\nabc\n", 2, 8),
        (b"---\ntitle: x\ntitle: y\n---\nabc\n", 3, 1),
        (b"---\ntitle: x\n---\n" + b"chao " * 50_000, 4, 1),
    ],
    ids=["no header", "open header", "not UTF-8", "no words", "not YAML", "a key twice", "50,000 words"],
)
def test_a_bad_file_gives_one_clear_fault_at_its_place(raw: bytes, line: int, column: int) -> None:
    (fault,) = faults(raw)
    assert (fault.line, fault.column) == (line, column)
    assert str(fault.what)
    assert len(fault.source) < 200
