"""The readers of text stay small, and an abbreviation, a unit or a loan word more is one line of a table."""

import subprocess
import sys
from pathlib import Path
from statistics import median

import pytest

TEXT = Path(__file__).parents[2] / "broadcast" / "text"
FILES = [path for path in TEXT.rglob("*.py") if path.name != "__init__.py"]
WITH_ONE_ROW_MORE = """
import sys
from broadcast.text import tables

name, row, text = sys.argv[1:]
read = tables.rows
tables.rows = lambda table: (*read(table), tuple(row.split("|"))) if table == name else read(table)

from broadcast.text.speakable import speakable

spoken = speakable(text)
print(spoken, len(spoken.doubts), sep="\\n")
"""
"""A process of its own: what the tables say is kept once it was asked for."""


def test_half_of_the_files_of_text_have_less_than_120_lines() -> None:
    assert median(len(path.read_text(encoding="utf-8").splitlines()) for path in FILES) < 120


@pytest.mark.parametrize(
    ("table", "row", "text", "spoken"),
    [
        ("abbreviations", "KZQH|khu quy hoạch", "Họp ở KZQH.", "Họp ở khu quy hoạch."),
        (
            "abbreviations",
            "KZQH|khu quy hoạch|tại",
            "Họp tại KZQH mới.",
            "Họp tại khu quy hoạch mới.",
        ),
        ("units", "zbq|gàu", "Múc 5 zbq nước.", "Múc năm gàu nước."),
        ("money", "ZBQ|đồng cổ", "Giá 5 ZBQ.", "Giá năm đồng cổ."),
        ("loans", "Zbqtel|gíp-ten", "Mạng Zbqtel mới.", "Mạng gíp-ten mới."),
    ],
)
def test_one_row_more_in_a_table_is_read_without_a_doubt(table: str, row: str, text: str, spoken: str) -> None:
    def read(row: str) -> list[str]:
        command = [sys.executable, "-c", WITH_ONE_ROW_MORE, table, row, text]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()

    assert read(row) == [spoken, "0"]
    assert read("Zz|" + row.partition("|")[2])[0] != spoken
