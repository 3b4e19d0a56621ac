"""Facts as people write them -> text as it was written, and each fault at the fact's own line of playlist.yaml."""

from pathlib import Path

import pytest
from stand_ins.wards import PLAYLIST, SCRIPTS, write_ward

from broadcast.base.errors import Fault, Level
from broadcast.programme.model import Unready
from broadcast.ward.check import check
from broadcast.ward.folder import read_ward
from broadcast.ward.readings import Prepared

SCRIPT = {**SCRIPTS, "truoc/05-ds": "Biểu dương: {{ guong.ds }}. Xin cảm ơn."}


def _ward(home: Path, *lines: str) -> Path:
    facts = "dai_hoi: {ngay: 18/10/2025, so_dai_bieu: }\n"
    more = "".join(f"      {line}\n" for line in ("- ông An", *lines))
    text = PLAYLIST.replace(facts, f"{facts}  guong:\n    ds:\n{more}")
    return write_ward(home, text, SCRIPT)


def _text(home: Path) -> str:
    reading = read_ward(home).readings["truoc/05-ds"]
    assert isinstance(reading, Prepared)
    return reading.text


def _told(home: Path) -> list[Fault]:
    return list(check(home).faults)


@pytest.mark.parametrize(
    "line",
    [
        "Gia đình: ông An", "bà Bình #2", "[Khen] bà Tư", "@bà Tư", "*bà Tư*", '"Hai giỏi": bà Tư', "bà Tư:",
        "Tổ 5: bà Nguyễn: ba", "{bà Tư} và con", "'Một' và 'hai'",
    ],
)  # fmt: skip
def test_a_line_of_a_list_is_taken_as_it_is_written(tmp_path: Path, line: str) -> None:
    assert _text(_ward(tmp_path, f"- {line}")) == f"Biểu dương: ông An; {line}. Xin cảm ơn."


def test_a_comment_behind_a_line_stays_one(tmp_path: Path) -> None:
    """The negative control of the test above."""
    home = _ward(tmp_path, "- bà Tư   # theo quyết định 5: mới", "# cả dòng: này", '- "bà Năm: ba"')
    assert _text(home) == "Biểu dương: ông An; bà Tư; bà Năm: ba. Xin cảm ơn."


def test_an_empty_dash_is_told_at_its_line_and_its_script_waits(tmp_path: Path) -> None:
    home = _ward(tmp_path, "-", "- bà Tư")
    [fault] = [one for one in _told(home) if one.file == "playlist.yaml"]
    line = (home / "playlist.yaml").read_text(encoding="utf-8").splitlines().index("      -") + 1
    assert (fault.line, fault.level) == (line, Level.WARNING)
    assert "chưa có nội dung" in str(fault.what)
    waiting = read_ward(home).prepared["truoc/05-ds"]
    assert isinstance(waiting, Unready)
    assert waiting.facts == ("guong.ds",)


def test_a_group_within_a_list_is_an_error_at_its_line(tmp_path: Path) -> None:
    faults = _told(_ward(tmp_path, "- {ten: bà Tư}"))
    assert ["phải là chữ" in str(one.what) for one in faults] == [True]
    assert faults[0].source.strip() == "- {ten: bà Tư}"


def test_what_cannot_be_read_in_a_fact_is_told_at_the_fact_s_own_line_once(tmp_path: Path) -> None:
    home = _ward(tmp_path, "- xã XYZK", "- bà Tư")
    path = home / "scripts" / "truoc" / "06-nua.md"
    path.write_text("---\ntitle: Nữa\n---\nBiểu dương lần nữa: {{ guong.ds }}.\n", encoding="utf-8")
    [fault] = [one for one in _told(home) if "XYZK" in str(one.what)]
    assert (fault.file, fault.source.strip(), fault.level) == ("playlist.yaml", "- xã XYZK", Level.WAITING)


def _with_fact(home: Path, value: str, body: str) -> Path:
    """A ward whose one fact `thu.gia_tri` has that value, as it is typed, and a script that says it."""
    facts = "dai_hoi: {ngay: 18/10/2025, so_dai_bieu: }\n"
    text = PLAYLIST.replace(facts, f"{facts}  thu:\n    gia_tri: {value}\n")
    return write_ward(home, text, {**SCRIPTS, "truoc/05-ds": body})


@pytest.mark.parametrize(
    "value", ["xã XYZK", '"xã XYZK"', "'xã XYZK'", "Tổ 5: xã XYZK", "xã   XYZK # nhớ hỏi", "XYZK, rồi XYZKA"]
)
def test_what_cannot_be_read_in_a_fact_is_told_at_its_own_column(tmp_path: Path, value: str) -> None:
    home = _with_fact(tmp_path, value, "Mời {{ thu.gia_tri }} họp.")
    fault = next(one for one in _told(home) if "“XYZK”" in str(one.what))
    assert (fault.file, fault.source.strip()) == ("playlist.yaml", f"gia_tri: {value}")
    assert fault.source[fault.column - 1 :][: fault.length] == "XYZK"
    assert fault.column == fault.source.index("XYZK") + 1


def test_each_line_of_a_list_has_its_own_columns(tmp_path: Path) -> None:
    found = [one for one in _told(_ward(tmp_path, "- xã XYZK, XYZK", '- "ông: XYZK"')) if "XYZK" in str(one.what)]
    assert [one.column - 1 for one in found] == [11, 17, 14]
    assert all(one.source[one.column - 1 :].startswith("XYZK") for one in found)


def test_what_cannot_be_read_in_the_station_s_name_is_told_where_it_stands(tmp_path: Path) -> None:
    text = PLAYLIST.replace("Đài truyền thanh phường Thử", "Đài XYZK")
    home = write_ward(tmp_path, text, {**SCRIPTS, "truoc/05-ds": "Đây là {{ station.name }}."})
    [fault] = [one for one in _told(home) if "XYZK" in str(one.what)]
    assert (fault.place, fault.level) == (f"playlist.yaml:1:{text.index('XYZK') + 1}", Level.WAITING)


def test_a_fact_that_the_file_writes_otherwise_is_told_as_a_whole(tmp_path: Path) -> None:
    home = _with_fact(tmp_path, '"x\\u00e3 \\x58YZK"', "Mời {{ thu.gia_tri }} họp.")
    [fault] = [one for one in _told(home) if "XYZK" in str(one.what)]
    assert (fault.file, fault.source[fault.column - 1]) == ("playlist.yaml", '"')


@pytest.mark.parametrize("value", ["...", "…", "'-'", "'?'", "___", "'[số]'", "……/……/2025"])
def test_a_fact_still_to_be_filled_in_is_told_at_its_line_and_its_script_waits(tmp_path: Path, value: str) -> None:
    home = _with_fact(tmp_path, value, "Có {{ thu.gia_tri }} người.")
    [fault] = [one for one in _told(home) if one.file == "playlist.yaml"]
    assert (fault.level, "coi như chưa điền" in str(fault.what)) == (Level.WARNING, True)
    assert fault.source.strip() == f"gia_tri: {value}"
    waiting = read_ward(home).prepared["truoc/05-ds"]
    assert isinstance(waiting, Unready)
    assert waiting.facts == ("thu.gia_tri",)


def test_a_line_of_a_list_still_to_be_filled_in_holds_the_whole_list(tmp_path: Path) -> None:
    home = _ward(tmp_path, "- ...", "- bà Tư")
    waiting = read_ward(home).prepared["truoc/05-ds"]
    assert isinstance(waiting, Unready)
    assert [one.source.strip() for one in _told(home) if one.file == "playlist.yaml"] == ["- ..."]


@pytest.mark.parametrize(
    ("value", "body", "spoken"),
    [
        ("18/10/2025", "Họp ngày {{ thu.gia_tri }}.",
         "Họp ngày mười tám tháng mười năm hai nghìn không trăm hai mươi lăm."),
        ("500.000đ", "Mức {{ thu.gia_tri }} mỗi hộ.", "Mức năm trăm nghìn đồng mỗi hộ."),
        ("I", "Đại hội lần thứ {{ thu.gia_tri }}.", "Đại hội lần thứ nhất."),
        ("5", "tháng {{ thu.gia_tri }}/2025", "tháng năm năm hai nghìn không trăm hai mươi lăm."),
        ("4", "Thứ {{ thu.gia_tri }} họp.", "Thứ tư họp."),
        ("TT", "{{ thu.gia_tri }} Cát Bà", "thị trấn Cát Bà."),
        ("TT", "{{ thu.gia_tri }} Y tế", "trung tâm Y tế."),
        ("2025 - 2030", "giai đoạn {{ thu.gia_tri }}.",
         "giai đoạn hai nghìn không trăm hai mươi lăm đến hai nghìn không trăm ba mươi."),
    ],
)  # fmt: skip
def test_a_fact_is_read_as_if_it_were_typed_where_it_stands(
    tmp_path: Path, value: str, body: str, spoken: str
) -> None:
    home = _with_fact(tmp_path, value, body)
    reading = read_ward(home).readings["truoc/05-ds"]
    assert isinstance(reading, Prepared)
    assert (str(reading.spoken), reading.spoken.doubts) == (spoken, ())


def test_a_fact_is_read_by_the_ward_s_lexicon(tmp_path: Path) -> None:
    home = _with_fact(tmp_path, "xã XYZK", "Mời {{ thu.gia_tri }} họp.")
    (home / "lexicon.yaml").write_text("xã XYZK: bà ích dét\n", encoding="utf-8")
    reading = read_ward(home).prepared["truoc/05-ds"]
    assert isinstance(reading, Prepared)
    assert str(reading.spoken) == "Mời bà ích dét họp."


def test_a_list_is_spoken_name_after_name(tmp_path: Path) -> None:
    home = _ward(tmp_path, "- Tổ 5: bà Nguyễn Thị Bình", "- 500.000đ", "- bà Tư")
    reading = read_ward(home).readings["truoc/05-ds"]
    assert isinstance(reading, Prepared)
    said = "Biểu dương, ông An, Tổ năm, bà Nguyễn Thị Bình, năm trăm nghìn đồng, bà Tư."
    assert str(reading.spoken) == f"{said} Xin cảm ơn."


def test_what_cannot_be_read_after_a_fact_is_told_at_the_script_s_own_column(tmp_path: Path) -> None:
    home = _ward(tmp_path)
    (home / "scripts/truoc/05-ds.md").write_text(
        "---\ntitle: DS\n---\nBiểu dương {{ guong.ds }} của XYZK.\n", encoding="utf-8"
    )
    [fault] = [one for one in _told(home) if "XYZK" in str(one.what)]
    assert (fault.file, fault.line) == ("scripts/truoc/05-ds.md", 4)
    assert fault.source[fault.column - 1 : fault.column - 1 + fault.length] == "XYZK"


@pytest.mark.parametrize(
    ("written", "name"),
    [("Buổi sáng: tin và nhạc", "Buổi sáng: tin và nhạc"), ("Buổi #2", "Buổi #2"), ("[Mới] Chiều", "[Mới] Chiều"),
     ("Chiều   # ghi chú", "Chiều")],
)  # fmt: skip
def test_a_name_in_the_playlist_is_taken_as_it_is_written(tmp_path: Path, written: str, name: str) -> None:
    session = f"  - id: toi\n    name: {written}\n    at: 17:30\n    days: t2\n    play: chung/treo-co\nairtime:"
    home = write_ward(tmp_path, PLAYLIST.replace("airtime:", session, 1))
    assert read_ward(home).playlist.slots[-1].name == name


@pytest.mark.parametrize(
    ("old", "new", "line", "what", "fix"),
    [
        (
            "voice: {engines: [espeak]}",
            "output:\n  loudspeaker:\n  preview: x",
            18,
            "“loudspeaker” chưa có nội dung",
            "",
        ),
        ("at: 17:00, ", "", 9, "thiếu mục “at”", ""),
        ("voice: {engines: [espeak]}", "sound: {loudness: 16}", 17, "không được quá -9", "Có phải ý bạn là -16?"),
        ("voice: {engines: [espeak]}", "sound: {true_peak: 1}", 17, "không được quá 0", "Có phải ý bạn là -1?"),
        ("  - {id: chieu,", "  - {-id: chieu,", 9, "không có mục “-id”", "dấu cách sau dấu gạch"),
    ],
)
def test_a_value_that_is_missing_or_wrong_is_told_at_its_own_line(
    tmp_path: Path, old: str, new: str, line: int, what: str, fix: str
) -> None:
    faults = _told(write_ward(tmp_path, PLAYLIST.replace(old, new)))
    assert [(one.line, fix in str(one.fix)) for one in faults if what in str(one.what)] == [(line, True)]
