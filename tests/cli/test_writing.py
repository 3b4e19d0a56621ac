"""`broadcast new script`, `broadcast import`: a new file in its place, a draft until somebody has read it."""

from pathlib import Path

import docx
import pytest
from stand_ins.cli import Result, run_here
from stand_ins.oldfonts import to_tcvn3
from stand_ins.wards import write_ward

from broadcast.ward.script import KEYS, read_script

SPEECH = "Kính thưa bà con! Trạm y tế mời bà con đưa trẻ đi tiêm đúng hẹn, nhớ mang sổ."
needs_drafts = pytest.mark.skipif("draft" not in KEYS, reason="a script's header has no draft here yet")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return write_ward(tmp_path / "ward")


def new(home: Path, *arguments: str, stdin: str = "") -> Result:
    return run_here("--home", home, "new", "script", *arguments, stdin=stdin)


def test_a_script_with_words_is_ready_and_one_without_is_a_draft(home: Path) -> None:
    made = new(home, "Điều cần biết: mùa mưa", "--in", "truoc", "--text", SPEECH)
    assert made.code == 0, made.stderr
    path = home / "scripts/truoc/05-dieu-can-biet-mua-mua.md"
    assert path.relative_to(home).as_posix() in made.stdout
    assert "preview truoc/05-dieu-can-biet-mua-mua --text" in made.stdout
    script = read_script("scripts/a.md", path.read_bytes())
    assert (script.title, script.body) == ("Điều cần biết: mùa mưa", SPEECH)
    bare = new(home, "Bài sau", "--in", "scripts/truoc")
    text = (home / "scripts/truoc/06-bai-sau.md").read_text(encoding="utf-8")
    assert "draft: true\n" in text
    assert "bản nháp" in bare.stdout
    assert "draft" not in path.read_text(encoding="utf-8")


def test_words_may_come_from_elsewhere_and_draft_or_ready_be_said(home: Path) -> None:
    new(home, "Một", "--in", "truoc", "--text", "-", "--draft", stdin=SPEECH + "\n\nXin cảm ơn.\n")
    text = (home / "scripts/truoc/05-mot.md").read_text(encoding="utf-8")
    assert "draft: true" in text
    assert text.endswith(SPEECH + "\n\nXin cảm ơn.\n")
    new(home, "Hai", "--in", "truoc", "--ready")
    assert "draft" not in (home / "scripts/truoc/06-hai.md").read_text(encoding="utf-8")
    assert new(home, "Ba", "--in", "truoc", "--ready", "--draft").code == 2


def test_a_script_s_days_are_written_as_dates(home: Path) -> None:
    new(home, "Một", "--in", "truoc", "--text", SPEECH, "--from", "2027-06-01", "--until", "30/6/2027")
    text = (home / "scripts/truoc/05-mot.md").read_text(encoding="utf-8")
    assert "from: 01/06/2027\nuntil: 30/06/2027\n" in text
    assert new(home, "Hai", "--in", "truoc", "--from", "02/06/2027", "--until", "01/06/2027").code == 2


@needs_drafts
def test_a_draft_is_in_order_and_does_not_air(home: Path) -> None:
    before = run_here("--home", home, "today", "--date", "06/10/2025").stdout
    new(home, "A", "--in", "truoc")
    assert run_here("--home", home, "check").code == 0
    assert (
        before.splitlines()[:6]
        == run_here("--home", home, "today", "--date", "06/10/2025").stdout.splitlines()[:6]
    )


def test_the_same_title_twice_makes_two_files(home: Path) -> None:
    for _ in range(2):
        assert new(home, "Mời họp", "--in", "chung", "--text", SPEECH).code == 0
    assert [path.name for path in sorted((home / "scripts/chung").glob("*moi-hop.md"))] == [
        "01-moi-hop.md",
        "02-moi-hop.md",
    ]


def test_where_it_belongs_is_asked_for_and_never_guessed_outside_scripts(home: Path) -> None:
    for arguments, said in (
        ((), "--in"),
        (("--in", "truoc/NUL"), "Windows giữ tên ấy"),
        (("--in", "../ngoai"), "không phải một thư mục"),
        (("--in", "C:/x"), "không phải một thư mục"),
        (("--campaign", "truocc"), "truoc"),
        (("--campaign", "truoc", "--in", "truoc"), "một trong hai"),
    ):
        refused = new(home, "Bài", *arguments, "--text", SPEECH)
        assert refused.code in (2, 3)
        assert said in refused.stderr
    assert new(home, "!!!", "--in", "chung").code == 2
    assert new(home, "Bài", "--campaign", "truoc", "--text", SPEECH).code == 0
    assert (home / "scripts/truoc/05-bai.md").exists()
    assert not (home.parent / "ngoai").exists()


def test_a_new_folder_is_told_and_no_script_is_written_outside_a_ward(home: Path, tmp_path: Path) -> None:
    assert "máy tạo thư mục ấy" in new(home, "Bài", "--in", "truocc", "--text", SPEECH).stderr
    assert new(home, "Bài", "--in", "truoc", "--text", SPEECH).stderr == ""
    nowhere = new(tmp_path / "khac", "Bài", "--in", "truoc", "--text", SPEECH)
    assert nowhere.code == 3
    assert "broadcast init" in nowhere.stderr
    assert not (tmp_path / "khac").exists()


def word_file(path: Path, *lines: str, font: str = "Times New Roman") -> Path:
    document = docx.Document()
    for line in lines:
        document.add_paragraph().add_run(line).font.name = font
    document.save(str(path))
    return path


def test_documents_become_drafts_to_be_read_and_one_bad_one_holds_up_no_other(home: Path, tmp_path: Path) -> None:
    good = word_file(tmp_path / "họp tổ.docx", "Mời họp tổ", SPEECH)
    old = word_file(tmp_path / "cu.docx", to_tcvn3("Lịch tiêm"), to_tcvn3(SPEECH), font=".VnTime")
    bad = tmp_path / "a.pdf"
    bad.write_bytes(b"%PDF-1.7")
    done = run_here("--home", home, "import", good, bad, old, "--in", "truoc")
    assert done.code == 4
    assert "PDF" in done.stderr
    assert "bảng mã cũ TCVN3" in done.stdout
    one, two = (home / f"scripts/truoc/{name}.md" for name in ("05-moi-hop-to", "06-lich-tiem"))
    assert (
        one.read_text(encoding="utf-8")
        == f"---\ntitle: Mời họp tổ\nbasis: họp tổ.docx\ndraft: true\n---\n{SPEECH}\n"
    )
    assert SPEECH in two.read_text(encoding="utf-8")
    assert "preview truoc/05-moi-hop-to --text" in done.stdout


def test_a_star_means_every_such_file_where_the_shell_leaves_it_to_the_program(home: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        word_file(tmp_path / f"{name}.docx", f"Bài {name}", SPEECH)
    assert run_here("--home", home, "import", tmp_path / "*.docx", "--in", "chung").code == 0
    assert (home / "scripts/chung/02-bai-b.md").exists()
    assert run_here("--home", home, "import", tmp_path / "*.txt", "--in", "chung").code == 3


def test_letters_that_cannot_be_read_are_told_once_and_nothing_is_written(home: Path, tmp_path: Path) -> None:
    bad = word_file(tmp_path / "la.docx", "Ðöð þý ÿþ ïðñ ýþÿ ðñò ÷øù äöü", font=".VnTime")
    before = sorted((home / "scripts").rglob("*"))
    done = run_here("--home", home, "import", bad, "--in", "truoc")
    assert done.code == 3
    assert done.stderr.count("la.docx") == 1
    assert "UniKey" in done.stderr
    assert sorted((home / "scripts").rglob("*")) == before


def test_a_script_that_is_imported_again_keeps_its_days_its_voice_and_its_recording(
    home: Path, tmp_path: Path
) -> None:
    head = "title: Bài cũ\nbasis: 'Kế hoạch: mục 2'\nvoice: gtts\nspeed: 1.2\nuntil: 01/01/2020\ndraft: true\n"
    (tmp_path / "cu.md").write_text(f"---\n{head}---\nLời cũ.\n", encoding="utf-8")
    done = run_here("--home", home, "import", tmp_path / "cu.md", "--in", "truoc", "--ready")
    path = home / "scripts/truoc/05-bai-cu.md"
    script = read_script("", path.read_bytes())
    assert (script.basis, script.voice, script.speed) == ("Kế hoạch: mục 2", "gtts", 1.2)
    assert f"{script.validity.last}" == "2020-01-01"
    assert not script.validity.draft
    assert "until: 01/01/2020" in done.stdout


def test_what_is_left_out_of_a_letter_is_shown_word_for_word_and_what_is_doubtful_is_asked(
    home: Path, tmp_path: Path
) -> None:
    text = (
        "Số: 12/UBND\n\nPhát gạo\n\nNơi nhận:\n- nhà văn hoá tổ 5.\n\nBà con nhớ đến.\n\n"
        "Nơi nhận:\n- Như trên;\n- Lưu: VT."
    )
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    shown = " ".join(run_here("--home", home, "import", tmp_path / "a.txt", "--in", "truoc").stdout.split())
    assert "“Số: 12/UBND”" in shown
    assert "“Nơi nhận: / - Như trên; / - Lưu: VT.”" in shown
    assert "! Xem lại: “Nơi nhận:” còn trong bài" in shown
