"""What a person saves: the file whole, guarded by its hash, judged by check, with a line in the record."""

import json
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path
from threading import Barrier

import pytest
from stand_ins.wards import PLAYLIST, script_text, write_ward

from broadcast.base.errors import UsageRefused, WardError
from broadcast.record.reading import record_at
from broadcast.station import editing, saving
from broadcast.station.editing import Conflict, Outcome, Refused, Saved
from broadcast.station.factrows import FactRow, facts
from broadcast.station.overview import journal_path, look_at
from broadcast.ward.aswritten import playlist_as_written
from broadcast.ward.yamledit import with_value, without_value
from broadcast.ward.yamlfile import Path as Keys
from broadcast.ward.yamlwritten import Value

ONE = "scripts/truoc/02-hai.md"
BA = "Bà Mai"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return write_ward(tmp_path / "phuong")


def _seen(home: Path, name: str = "playlist.yaml") -> str:
    return editing.text_of(home, name).sha256


def _saved(outcome: Outcome) -> Saved:
    assert isinstance(outcome, Saved), outcome
    assert outcome.unwritten is None
    return outcome


def _lines(home: Path) -> list[tuple[str, str, str]]:
    with record_at(journal_path(home)) as record:
        return [(one.code, one.by, str(what)) for one in record.happenings() for what in one.what]


def _set(home: Path, keys: Keys, value: Value, *, seen: str) -> Outcome:
    """A setting, as whatever changes one value of playlist.yaml saves it; None takes it out."""

    def change(before: bytes | None) -> bytes:
        raw = before or b""
        if value is None:
            return without_value("playlist.yaml", raw, keys, playlist_as_written)
        return with_value("playlist.yaml", raw, keys, value, playlist_as_written)

    return saving.save(home, "playlist.yaml", change, seen=seen, by=BA)


# --- scripts ---


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone of a process cannot be set here")
def test_what_is_saved_is_noted_in_the_ward_s_zone_whatever_the_machine_s_is(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    try:
        _saved(
            editing.save_script(
                home, ONE, editing.text_of(home, ONE).text + "Xin chào.\n", seen=_seen(home, ONE), by=BA
            )
        )
    finally:
        monkeypatch.undo()
        time.tzset()
    with record_at(journal_path(home)) as record:
        assert [one.at[-6:] for one in record.happenings() if one.at] == ["+07:00"]


def test_a_script_is_saved_whole_with_its_line_ends_and_the_name_in_the_record(home: Path) -> None:
    path = home / ONE
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    before = editing.text_of(home, ONE)
    assert "\r" not in before.text
    assert "\ufeff" not in before.text
    saved = _saved(editing.save_script(home, ONE, before.text + "Xin cảm ơn.\n", seen=before.sha256, by=BA))
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf---\r\n")
    assert raw.endswith("Xin cảm ơn.\r\n".encode())
    assert saved.sha256 == _seen(home, ONE)
    assert _lines(home) == [("scripts", BA, "sửa bài “Bài truoc/02-hai”")]
    with record_at(journal_path(home)) as record:
        [one] = record.happenings()
    assert one.more == {"file": ONE, "was": before.sha256, "now": saved.sha256}


def test_who_saves_second_gets_both_texts_and_nothing_is_lost(home: Path) -> None:
    seen = _seen(home, ONE)
    first, second = (
        script_text("Treo cờ", words) for words in ("Lời của người thứ nhất.", "Lời của người thứ hai.")
    )
    _saved(editing.save_script(home, ONE, first, seen=seen, by=BA))
    outcome = editing.save_script(home, ONE, second, seen=seen, by="Ông Bình")
    assert isinstance(outcome, Conflict)
    assert outcome.now is not None
    assert outcome.now.text == first
    _saved(editing.save_script(home, ONE, second, seen=outcome.now.sha256, by="Ông Bình"))
    (home / ONE).unlink()
    assert editing.save_script(home, ONE, first, seen=seen, by=BA) == Conflict(now=None)
    assert isinstance(editing.save_script(home, "scripts/truoc/01-mot.md", first, seen=None, by=BA), Conflict)


def test_two_processes_that_save_at_once_make_one_winner(home: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from broadcast.station.editing import save_script\n"
        "print(flush=True); sys.stdin.readline()\n"
        "home, name, seen, words = sys.argv[1:]\n"
        "text = f'---\\ntitle: Treo cờ\\n---\\n{words}\\n'\n"
        "print(type(save_script(Path(home), name, text, seen=seen, by='A')).__name__)"
    )
    arguments = [str(home), ONE, _seen(home, ONE)]
    savers = [
        subprocess.Popen(
            [sys.executable, "-c", code, *arguments, words], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        for words in ("Lời một.", "Lời hai.")
    ]
    for one in savers:
        assert one.stdout is not None
        one.stdout.readline()
    answers = sorted(one.communicate(b"\n")[0].split()[-1].decode() for one in savers)
    assert answers == ["Conflict", "Saved"]
    assert len(_lines(home)) == 1


def test_without_their_turns_both_would_win(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: both look at the file before either has written it."""
    both_have_looked = Barrier(2)

    def looked(*_: object) -> tuple[()]:
        both_have_looked.wait(10)
        return ()

    monkeypatch.setattr(saving, "_turn", lambda _: nullcontext())
    monkeypatch.setattr(saving, "_new_faults", looked)
    seen = _seen(home, ONE)
    with ThreadPoolExecutor(2) as persons:
        texts = [script_text("Treo cờ", words) for words in ("Lời một.", "Lời hai.")]
        outcomes = persons.map(lambda text: editing.save_script(home, ONE, text, seen=seen, by=BA), texts)
        assert [type(one) for one in outcomes] == [Saved, Saved]


def test_without_the_hash_the_second_would_undo_the_first(home: Path) -> None:
    """The negative control: whoever looks only as they save always has the newest state, and loses it."""
    for words in ("Lời của người thứ nhất.", "Lời của người thứ hai."):
        _saved(editing.save_script(home, ONE, script_text("Treo cờ", words), seen=_seen(home, ONE), by=BA))
    assert "thứ nhất" not in (home / ONE).read_text(encoding="utf-8")


def test_a_save_stands_where_the_record_takes_no_line_and_says_so(home: Path) -> None:
    journal_path(home).mkdir(parents=True)
    outcome = editing.save_script(home, ONE, script_text("A", "Lời."), seen=_seen(home, ONE), by=BA)
    assert isinstance(outcome, Saved)
    assert outcome.unwritten is not None
    assert "Lời." in (home / ONE).read_text(encoding="utf-8")


def test_a_fault_that_was_not_there_is_refused_at_its_line_and_old_ones_are_nobodys(home: Path) -> None:
    (home / "scripts/truoc/03-ba.md").write_text("---\ntitel: Cũ\n---\nLời.\n", encoding="utf-8")
    seen, before = _seen(home, ONE), (home / ONE).read_bytes()
    outcome = editing.save_script(home, ONE, "---\ntitle: Treo cờ\ndraft: coi\n---\nLời.\n", seen=seen, by=BA)
    assert isinstance(outcome, Refused)
    assert [(one.file, one.line) for one in outcome.faults] == [(ONE, 3)]
    assert (home / ONE).read_bytes() == before
    assert _lines(home) == []
    _saved(editing.save_script(home, ONE, script_text("Treo cờ", "Lời."), seen=seen, by=BA))


def test_a_script_that_waits_is_saved_and_told(home: Path) -> None:
    saved = _saved(
        editing.save_script(home, ONE, script_text("A", "Họp ngày 31/02/2025."), seen=_seen(home, ONE), by=BA)
    )
    assert [(str(one.level), one.file, one.line, one.column) for one in saved.told] == [("waiting", ONE, 4, 10)]
    text = script_text("A", "Đại hội có {{ dai_hoi.so_khach }} khách.")
    _saved(editing.save_script(home, ONE, text, seen=saved.sha256, by=BA))
    [row] = [one for one in facts(look_at(home)) if one.name == "dai_hoi.so_khach"]
    assert row.waiting == ("truoc/02-hai",)


@pytest.mark.parametrize(
    "name",
    ["../ngoai.md", "scripts/../../ngoai.md", "/etc/passwd", "journal/as-run.sqlite3", "scripts/a.txt",
     "scripts//a.md", "scripts\\..\\a.md", "scripts/.a.md", "scripts/nul.md", "", "scripts", "scripts/a\x1b.md",
     "C:/a.md", "thoat/a.md", f"scripts/{'a' * 300}.md", f"scripts/{'đ' * 130}.md", f"scripts/{'a/' * 2500}b.md"],
)  # fmt: skip
def test_no_name_leads_out_of_the_wards_texts(home: Path, name: str) -> None:
    for act in (
        lambda: editing.text_of(home, name),
        lambda: editing.save_script(home, name, script_text("A", "Lời."), seen=None, by=BA),
    ):
        with pytest.raises(WardError):
            act()


def test_no_link_leads_out_of_the_wards_folder(home: Path, tmp_path: Path) -> None:
    (tmp_path / "ngoai").mkdir()
    (home / "scripts/thoat").symlink_to(tmp_path / "ngoai")
    with pytest.raises(WardError, match="nằm ngoài"):
        editing.save_script(home, "scripts/thoat/a.md", script_text("A", "Lời."), seen=None, by=BA)
    assert list((tmp_path / "ngoai").iterdir()) == []


def test_a_new_script_gets_the_next_number_and_is_a_draft_without_words(home: Path) -> None:
    saved = _saved(editing.new_script(home, "truoc", "Chúc Tết", by=BA))
    assert saved.name == "scripts/truoc/05-chuc-tet.md"
    assert "draft: true" in editing.text_of(home, saved.name).text
    assert _saved(editing.new_script(home, "truoc", "Chúc Tết", "Chúc bà con.", by=BA)).name.endswith(
        "/06-chuc-tet.md"
    )
    assert _lines(home)[0] == ("scripts", BA, "viết bài mới “Chúc Tết”")
    campaign = "campaigns: {bao: {name: Bão, folder: mua-bao, from: 1/6/2027, until: 2/6/2027}}\n"
    (home / "playlist.yaml").write_text(PLAYLIST + campaign, encoding="utf-8")
    assert _saved(editing.new_script(home, "bao", "Bão", by=BA)).name == "scripts/mua-bao/01-bao.md"
    assert _saved(editing.new_script(home, "chung", "Tổ", by=BA)).name == "scripts/chung/01-to.md"
    with pytest.raises(UsageRefused):
        editing.new_script(home, "truoc", "…", by=BA)
    with pytest.raises(WardError):
        editing.new_script(home, "../ngoai", "A", by=BA)


# --- playlist.yaml, lexicon.yaml ---


def _row(home: Path, name: str) -> FactRow:
    return next(one for one in facts(look_at(home)) if one.name == name)


def test_a_fact_is_filled_in_with_its_document_and_its_person_and_nothing_else_changes(home: Path) -> None:
    before = (home / "playlist.yaml").read_text(encoding="utf-8")
    assert _row(home, "dai_hoi.so_dai_bieu").waiting == ("truoc/04-thieu",)
    saved = _saved(
        editing.save_fact(home, "dai_hoi.so_dai_bieu", "300", source="Công văn 12/UBND", seen=_seen(home), by=BA)
    )
    after = (home / "playlist.yaml").read_text(encoding="utf-8")
    added = "fact_sources:\n  dai_hoi.so_dai_bieu: Công văn 12/UBND\n"
    assert after == before.replace("so_dai_bieu: }", "so_dai_bieu: 300 }") + added
    row = _row(home, "dai_hoi.so_dai_bieu")
    assert (row.value, row.source, row.by, row.used_by, row.waiting) == (
        "300", "Công văn 12/UBND", BA, ("truoc/04-thieu",), (),
    )  # fmt: skip
    assert row.at.startswith("20")
    assert ("facts", BA, "điền dữ kiện dai_hoi.so_dai_bieu: “300”") in _lines(home)
    (home / "playlist.yaml").write_text(after.replace("so_dai_bieu: 300", "so_dai_bieu: 301"), encoding="utf-8")
    assert _row(home, "dai_hoi.so_dai_bieu").by == ""  # by hand, and nobody knows by whose
    assert isinstance(editing.save_fact(home, "dai_hoi.ngay", "19/10/2025", seen=saved.sha256, by=BA), Conflict)
    seen = _seen(home)
    _saved(editing.save_fact(home, "dai_hoi.so_dai_bieu", "", source="", seen=seen, by=BA))
    assert _row(home, "dai_hoi.so_dai_bieu").source == ""


def test_a_list_of_facts_is_changed_line_by_line(home: Path) -> None:
    path, facts_before = home / "playlist.yaml", "  dai_hoi: {ngay: 18/10/2025, so_dai_bieu: }\n"
    listed = "  ds:\n    - một   # giữ\n    - hai\n  moi:   # CẦN\n  ngan: {a: một}\n"
    path.write_text(PLAYLIST.replace(facts_before, facts_before + listed), encoding="utf-8")
    before = path.read_text(encoding="utf-8")
    _saved(editing.save_fact(home, "ds", "một\n\nTổ 2: bà Mai\nba\n", seen=_seen(home), by=BA))
    _saved(editing.save_fact(home, "moi", "Tổ 1\nTổ 3", seen=_seen(home), by=BA))
    _saved(editing.save_fact(home, "ngan.a", "Tổ 1\nTổ 3", seen=_seen(home), by=BA))
    now = (
        "  ds:\n    - một   # giữ\n    - 'Tổ 2: bà Mai'\n    - ba\n"
        "  moi:   # CẦN\n    - Tổ 1\n    - Tổ 3\n  ngan: {a: [Tổ 1, Tổ 3]}\n"
    )
    assert path.read_text(encoding="utf-8") == before.replace(listed, now)
    assert (_row(home, "ds").lines, _row(home, "ds").by) == (("một", "Tổ 2: bà Mai", "ba"), BA)
    _saved(editing.save_fact(home, "ds", "một", seen=_seen(home), by=BA))
    assert _row(home, "ds").lines == ("một",)


def test_a_setting_is_changed_where_the_file_knows_it_and_refused_where_not(home: Path) -> None:
    before = (home / "playlist.yaml").read_text(encoding="utf-8")
    _saved(_set(home, ("sessions", 0, "at"), "06:45", seen=_seen(home)))
    assert (home / "playlist.yaml").read_text(encoding="utf-8") == before.replace("at: 06:30", "at: 06:45")
    seen = _seen(home)
    for keys, value in (
        (("sessions", 0, "att"), "06:45"),
        (("sessions", 0, "at"), "25:00"),
        (("sessions", 0, "at"), "12:00"),  # outside the hours of the ward
        (("sessions", 1, "play", 0), "chung/khong-co"),
        (("hoa_don",), "1"),
    ):
        outcome = _set(home, keys, value, seen=seen)
        assert isinstance(outcome, Refused), keys
        assert outcome.faults[0].file == "playlist.yaml"
    campaign = {"name": "Bão", "from": "01/06/2027", "until": "30/09/2027"}
    saved = _saved(_set(home, ("campaigns", "bao"), campaign, seen=seen))
    _saved(_set(home, ("campaigns", "bao"), None, seen=saved.sha256))
    assert [code for code, _, _ in _lines(home)].count("settings") >= 3
    assert {by for _, by, _ in _lines(home)} == {BA}


def test_a_password_does_not_come_into_the_record(home: Path) -> None:
    _saved(_set(home, ("station", "notices"), ["mailtos://an:bimat123@vd.vn"], seen=_seen(home)))
    assert "bimat123" not in str(_lines(home))
    assert _lines(home)


def test_a_reading_is_added_and_changed_and_one_by_context_is_left_alone(home: Path) -> None:
    saved = _saved(editing.save_reading(home, "TDP", "tổ dân phố", seen=None, by=BA))
    assert (home / "lexicon.yaml").read_text(encoding="utf-8") == "TDP: tổ dân phố\n"
    saved = _saved(editing.save_reading(home, " TDP ", "tê đê pê", seen=saved.sha256, by=BA))
    outcome = editing.save_reading(home, "VNX", "3", seen=saved.sha256, by=BA)
    assert isinstance(outcome, Refused)
    (home / "lexicon.yaml").write_text("TT:\n  - {spoken: trung tâm, after: [tại]}\n", encoding="utf-8")
    with pytest.raises(WardError, match="ngữ cảnh"):
        editing.save_reading(home, "TT", "tờ tờ", seen=_seen(home, "lexicon.yaml"), by=BA)
    assert [what for code, _, what in _lines(home) if code == "lexicon"] == [
        "từ điển đọc thêm “TDP”, đọc là “tổ dân phố”",
        "từ điển đọc, “TDP”: trước đọc là “tổ dân phố”, nay là “tê đê pê”",
    ]


def test_what_was_handed_over_is_offered_and_not_written(home: Path) -> None:
    before = sorted(home.rglob("*"))
    imported = editing.import_word("Thông báo treo cờ\n\nMời bà con treo cờ.\n".encode(), "treo co.txt")
    assert (imported.title, imported.body) == ("Thông báo treo cờ", "Mời bà con treo cờ.")
    with pytest.raises(WardError, match="PDF"):
        editing.import_word(b"%PDF-1.7", "bai.pdf")
    assert sorted(home.rglob("*")) == before


def test_the_record_keeps_a_save_as_json(home: Path) -> None:
    _saved(editing.save_reading(home, "TDP", "tổ dân phố", seen=None, by=BA))
    with record_at(journal_path(home)) as record:
        assert json.dumps([dict(one.more) for one in record.happenings()])
