"""Codes of documents issued since the two-level government: /BC-TTPVHCC, /HD-BTGDV, /TB-TCS; and their tables."""

from pathlib import Path

import pytest

from broadcast.text import letters
from broadcast.text.letters import sayable
from broadcast.text.speakable import speakable

TABLES = Path(letters.__file__).parent / "tables"
NAMES = ("bodies", "sectors", "doctypes")


def table(name: str) -> list[list[str]]:
    lines = (TABLES / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("# ")]


def said(code: str) -> tuple[str, bool]:
    """The words for `12/code` without the number's own, and whether they are doubted."""
    read = speakable(f"theo văn bản số 12/{code} của xã")
    return str(read).removeprefix("theo văn bản số mười hai ").removesuffix(" của xã."), bool(read.doubts)


@pytest.mark.parametrize(
    ("code", "spoken"),
    [
        ("BC-TTPVHCC", "báo cáo trung tâm phục vụ hành chính công"),
        ("KH-BCĐ", "kế hoạch ban chỉ đạo"),
        ("HD-BTGDV", "hướng dẫn ban tuyên giáo và dân vận"),
        ("KH-PTKV", "kế hoạch phòng thủ khu vực"),
        ("KH-BCHPTKV", "kế hoạch ban chỉ huy phòng thủ khu vực"),
        ("KH-BCHBĐBP", "kế hoạch ban chỉ huy bộ đội biên phòng"),
        ("TB-CAĐK", "thông báo công an đặc khu"),
        ("TB-TANDKV", "thông báo tòa án nhân dân khu vực"),
        ("QĐ-VKSKV", "quyết định viện kiểm sát khu vực"),
        ("QĐ-PTHADSKV", "quyết định phòng thi hành án dân sự khu vực"),
        ("TB-TCS", "thông báo thuế cơ sở"),
        ("TB-TCS-NVDTPC", "thông báo thuế cơ sở nghiệp vụ dự toán pháp chế"),
        ("TB-CNTTPTQĐ", "thông báo chi nhánh trung tâm phát triển quỹ đất"),
        ("TB-VPĐKĐĐ-ĐKCG", "thông báo văn phòng đăng ký đất đai đăng ký cấp giấy"),
        ("QĐ-BQLDAĐTXD", "quyết định ban quản lý dự án đầu tư xây dựng"),
        ("TB-ĐQLĐLKV", "thông báo đội quản lý điện lực khu vực"),
        ("TB-BVĐKKV", "thông báo bệnh viện đa khoa khu vực"),
        ("TTr-PKTHTĐT", "tờ trình phòng kinh tế hạ tầng và đô thị"),
        ("QĐ-TTĐT", "quyết định trật tự đô thị"),
        ("KH-CĐP", "kế hoạch công đoàn phường"),
        ("KH-ĐTNP", "kế hoạch đoàn thanh niên phường"),
        ("KH-BCĐCĐS", "kế hoạch ban chỉ đạo chuyển đổi số"),
        ("BBLV-UBND", "biên bản làm việc ủy ban nhân dân"),
        ("GPMT-UBND", "giấy phép môi trường ủy ban nhân dân"),
        ("SDTTG-CSDT", "sở dân tộc và tôn giáo chính sách dân tộc"),
        ("SNNMT-CCPTNT", "sở nông nghiệp và môi trường chi cục phát triển nông thôn"),
        ("BCA-C06", "bộ công an xê không sáu"),
    ],
)
def test_a_code_since_2025_is_read(code: str, spoken: str) -> None:
    assert said(code) == (spoken, False)


@pytest.mark.parametrize(
    ("code", "spoken"),
    [
        ("TB-KL", "thông báo kết luận"),
        ("QĐ-CT", "quyết định cục thuế"),
        ("KH-TH", "kế hoạch tiểu học"),
        ("QĐ-TCT", "quyết định tổng cục thuế"),
        ("TB-CAP", "thông báo công an phường"),
        ("BC-BCT", "báo cáo bộ công thương"),
    ],
)
def test_the_codes_before_2025_are_read_as_before(code: str, spoken: str) -> None:
    assert said(code) == (spoken, False)


@pytest.mark.parametrize("code", ["TB-ĐLKT", "TB-ĐLTN", "KH-XQZ"])
def test_a_code_that_is_known_in_part_is_asked(code: str) -> None:
    assert said(code)[1]


@pytest.mark.parametrize("name", NAMES)
def test_each_row_has_a_plain_reading_and_a_source_and_stands_once(name: str) -> None:
    new = table(f"{name}-2025")
    keys = [row[0] for row in new]
    assert len(keys) == len(set(keys)) >= 20
    assert [row[0] for row in new if len(row) != 3 or len(row[2]) < 3] == []
    assert [row[0] for row in new if row[1] != row[1].lower() or not all(map(sayable, row[1].split()))] == []


@pytest.mark.parametrize("name", NAMES)
def test_no_row_stands_in_the_shadow_of_an_older_one(name: str) -> None:
    older = {row[0] for row in table(name)}
    assert [row[0] for row in table(f"{name}-2025") if row[0] in older] == []
