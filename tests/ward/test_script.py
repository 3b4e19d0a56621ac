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


@pytest.mark.parametrize(
    "title",
    [
        "Thông báo: nghỉ lễ 2/9", "[Khẩn] Bão số 3", "[Khẩn]", "Bài #2 tuần này", "- gạch", "@phường", "%", "{x}",
        '"Treo cờ" chào mừng', "{{ station.name }}", "*Quan trọng*", "&Anh", "!Gấp", "| kẻ", "`mã`", "Thông báo:",
        "'Một' và 'hai'", '"Một" và "hai"', "Giá: 5.000đ #khuyến mãi: hết", "?", "Mời #", "07", "true",
    ],
)  # fmt: skip
def test_a_title_is_taken_as_it_is_written(title: str) -> None:
    for key in ("title", "basis"):
        header = f"title: x\nbasis: {title}" if key == "basis" else f"title: {title}"
        read = read_script("scripts/a.md", f"---\n{header}\nspeed: 1.0\n---\nabc\n".encode())
        assert getattr(read, key) == title


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ('"Treo cờ: hai"', "Treo cờ: hai"), ("'Treo cờ'", "Treo cờ"), ("'a ''b'' c'", "a 'b' c"),
        ("x   # ghi chú", "x"), ('"x"  # ghi chú', "x"), (">-\n  một\n  hai", "một hai"),
        ("một\n  hai", "một hai"),
    ],
)  # fmt: skip
def test_quotes_around_all_of_it_a_comment_and_a_folded_title_are_yaml_s_own(written: str, title: str) -> None:
    """The negative control of the test above."""
    assert read_script("scripts/a.md", f"---\ntitle: {written}\n---\nabc\n".encode()).title == title


@pytest.mark.parametrize(
    "text",
    [
        "\u200b---\ntitle:\u00a0Đại hội\n---\nabc", "\n\n---\ntitle: Đại hội\n---\nabc",
        "---\u00a0\n\u200btitle: Đại\u00a0hội\n---\u200b\nabc", "\ufeff\ufeff---\n\u00a0title: Đại hội\n---\nabc",
    ],
)  # fmt: skip
def test_signs_nobody_sees_in_the_header_are_no_fault(text: str) -> None:
    read = read_script("scripts/a.md", text.encode())
    assert (read.title, read.body) == ("Đại hội", "abc")
    assert text.split("\n")[read.body_line - 1] == "abc"


def test_dashes_that_a_word_processor_made_long_are_told() -> None:
    [fault] = faults("—\ntitle: x\n—\nabc\n".encode())
    assert "phải là ba dấu gạch ngắn: ---" in str(fault.what)


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        ("---\ntitle: Xã\n---\nabc\n".encode("utf-16"), "có vẻ là UTF-16 của Notepad"),
        ("---\ntitle: Xa\n---\nabc\n".encode("utf-16-le") + b"\xff\xff", "có vẻ là UTF-16 của Notepad"),
        (b"---\ntitle: Bi\xean b\xb6n\n---\nabc\n", "bảng mã tiếng Việt cũ"),
        (b"PK\x03\x04\x14\x00\xff\xfe", "tài liệu của Word"),
    ],
)
def test_another_encoding_is_named_with_how_to_save_the_file(raw: bytes, what: str) -> None:
    [fault] = faults(raw)
    assert what in str(fault.what)
    assert fault.fix is not None
    assert "\0" not in fault.source


def test_a_recording_s_line_is_kept_and_a_backslash_in_its_name_is_a_path() -> None:
    text = "---\ntitle: x\nbasis: y\nrecording: thu-san/Bài #2.wav\n---\n"
    read = read_script("scripts/a.md", text.encode())
    assert (read.recording, read.recording_line) == ("thu-san/Bài #2.wav", 4)
    assert read_script("scripts/a.md", b"---\ntitle: x\nrecording: thu-san\\a.wav\n---\n").recording_line == 3
    [fault] = faults(b"---\ntitle: x\nrecording: C:\\a.wav\n---\n")
    assert (fault.line, "nằm ngoài" in str(fault.what)) == (3, True)
