"""scripts/*.md: parsed, filled in, every fault at its place."""

import unicodedata

import pytest

from broadcast.base.errors import Fault, FaultsFound, Level
from broadcast.text.speakable import speakable
from broadcast.ward.readings import reading_faults
from broadcast.ward.script import Script, fill, missing_facts, read_script

HEAD = "---\ntitle: Đại hội\n---\n"


def faults(raw: bytes) -> tuple[Fault, ...]:
    with pytest.raises(FaultsFound) as found:
        read_script("scripts/truoc/01.md", raw)
    return found.value.faults


def script(body: str) -> Script:
    return read_script("scripts/truoc/01.md", (HEAD + body).encode())


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
        (b"---\ntitle: [x\n---\nabc\n", 3, 1),
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


def test_facts_are_filled_in() -> None:
    assert fill(
        script("Ngày {{ dai_hoi.ngay }} tại {{ dai_hoi['noi'] }}."),
        {"dai_hoi": {"ngay": "18/10", "noi": "Hồng Bàng"}},
    ) == ("Ngày 18/10 tại Hồng Bàng.")


def test_every_missing_fact_is_listed_with_its_place() -> None:
    waiting = script("Ngày {{ dai_hoi.ngay }},\nlúc {{ dai_hoi.gio }} ở {{ noi }}.")
    facts: dict[str, object] = {"dai_hoi": {"ngay": " ", "gio": None}}
    with pytest.raises(FaultsFound) as found:
        fill(waiting, facts)
    assert [(fault.line, fault.column, fault.level) for fault in found.value.faults] == [
        (4, 6, Level.WAITING),
        (5, 5, Level.WAITING),
        (5, 25, Level.WAITING),
    ]
    assert missing_facts(waiting, facts) == ("dai_hoi.ngay", "dai_hoi.gio", "noi")


@pytest.mark.parametrize(
    "evil",
    [
        "{{ 'x' * 10**9 }}",
        "{% for a in range(10**9) %}x{% endfor %}",
        "{{ ten.__class__ }}",
        "{{ ten.upper() }}",
        "{{ ten|upper }}",
        "{{ 7 * 7 }}",
        "{{ }}",
        "{{ ten",
        "{# chú thích #}",
        "{{ range(10) }}",
        "{{ nhom }}",
        "{{ self }}",
    ],
)
def test_only_plain_look_ups_are_allowed_in_a_script(evil: str) -> None:
    with pytest.raises(FaultsFound) as found:
        fill(script(f"Chào {evil} nhé"), {"ten": "An", "nhom": {"a": "b"}})
    assert {(fault.line, fault.column) for fault in found.value.faults} >= {(4, 6)}


def test_a_fact_is_not_a_template_itself() -> None:
    assert fill(script("Chào {{ ten }}"), {"ten": "{{ ten }}"}) == "Chào {{ ten }}"


def test_doubts_become_faults_at_their_line_of_the_file() -> None:
    read = script("Dòng một.\n\nMời bà con đến XYZK họp.")
    (fault,) = reading_faults(read, read.body, speakable(read.body))
    assert (fault.line, fault.column, fault.length, fault.level) == (6, 16, 4, Level.WAITING)
    assert fault.source == "Mời bà con đến XYZK họp."
    (fault,) = reading_faults(read, read.body, speakable(read.body), strict=False)
    assert fault.level is Level.WARNING
