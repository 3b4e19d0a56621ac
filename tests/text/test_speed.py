"""A page in 50 ms of processor, an import in 100 ms, and with --full a megabyte in 5 s."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from broadcast.text.speakable import speakable

PLAN = (Path(__file__).parent / "ke-hoach-tuyen-truyen.txt").read_text(encoding="utf-8")


def best_of(times: int, text: str) -> float:
    seconds = []
    for _ in range(times):
        started = time.process_time()
        speakable(text)
        seconds.append(time.process_time() - started)
    return min(seconds)


def test_a_page_of_a_thousand_words_takes_under_50_ms() -> None:
    page = " ".join(PLAN.split(" ")[:1000])
    speakable(page)
    assert best_of(10, page) < 0.05


def test_the_import_takes_under_100_ms_and_brings_no_numpy() -> None:
    program = (
        "import sys, time; started = time.process_time(); import broadcast.text.walk;"
        "seconds = time.process_time() - started;"
        "print(seconds, *(name in sys.modules for name in ('numpy', 'ruamel.yaml')))"
    )
    runs = [
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
        for _ in range(5)
    ]
    answers = [run.stdout.split() for run in runs]
    assert min(float(answer[0]) for answer in answers) < 0.1
    assert answers[0][1:] == ["False", "False"]


@pytest.mark.full
def test_a_megabyte_takes_under_five_seconds() -> None:
    text = (PLAN * 200)[:1_000_000]
    assert best_of(1, text) < 5


@pytest.mark.full
@pytest.mark.parametrize("line", ["A, ", "1\ufe0f\u20e3 ", "a\n3 ", "a - ", "ngày …/…/2026 "])
def test_a_megabyte_of_one_piece_again_and_again_takes_under_five_seconds(line: str) -> None:
    assert best_of(1, line * (1_000_000 // len(line))) < 5


def test_a_long_text_is_read_as_its_lines_are_read_alone() -> None:
    lines = [
        "Tổ A, B và C họp lúc 7h30 ngày 5/6.",
        "Gọi 113, 114; số nhà 12/5 phố Lê Lợi.",
        "a - b",
        "Số: …/QĐ-UBND",
    ]
    text = "\n\n".join(lines * 300)
    once, all_at_once = speakable("\n\n".join(lines)), speakable(text)
    assert len(text) > 20_000
    assert [one.spoken for one in all_at_once.readings] == [one.spoken for one in once.readings] * 300
    assert all(text[one.start : one.end] == one.written for one in all_at_once.readings)
